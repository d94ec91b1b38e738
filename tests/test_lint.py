"""`zenith check`: every mistake of a project in one go, each with its place and a hint."""

import json
import sys

import pytest

import zenith as zn
from zenith.assets import engine_assets
from zenith.cli import main

PROJECT = """\
zenith = 1
name = "Check"
start = "level"
modules = ["hero"]
systems = ["hero.steer"]
[actions]
dash = ["e"]
[layers]
draw = ["default", "actors"]
collision = ["default", "ground"]
[audio.buses]
voice = 1.0
[scenes.pause]
systems = []
"""
HERO = """\
import zenith as zn

class Hero(zn.Script):
    speed: float = 1.0
    portrait: str = zn.field("", asset="image")

def steer(world, dt):
    if world.input.pressed("dash"):
        world.scenes.push("pause")
        zn.spawn_prefab(world, "coin")
        world.spawn(zn.Sprite("crate", layer="actors"), zn.BoxCollider(layer="ground"))
"""
LEVEL = """\
{"zenith": "scene", "version": 1, "entities": {
  "hero": {"components": {"Hero": {"portrait": "crate"}, "Sprite": {"image": "crate"}}},
  "coin": {"prefab": "coin", "components": {"Sprite": {"opacity": 0.5}}}
}}
"""
COIN = """\
{"zenith": "prefab", "version": 1, "entities": {
  "coin": {"components": {"Sprite": {"image": "ball"}, "Transform": {}}}
}}
"""


@pytest.fixture
def game(tmp_path):
    for name, text in {
        "zenith.toml": PROJECT,
        "hero.py": HERO,
        "scenes/level.scene": LEVEL,
        "prefabs/coin.prefab": COIN,
    }.items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
    return tmp_path


def change(file, old, new):
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_a_sound_project_has_nothing_to_mend(game):
    review = zn.check_project(game)
    assert review.problems == ()
    assert review.files == 4


MISTAKES = [
    ("zenith.toml", '"level"', '"levle"', "zenith.toml:3:1", 'no scene "levle"', '"level"'),
    ("zenith.toml", '"hero.steer"', '"hero.ster"', "zenith.toml:5:1", '"hero.ster"', '"steer"'),
    ("zenith.toml", '["hero"]', '["hero", "herro"]', "zenith.toml:4:1", "no herro.py", '"hero"'),
    ("hero.py", "def steer(", "def steer((", "hero.py:7:", "def steer((", "just before"),
    ("hero.py", "import zenith as zn", "import zenit as zn", "hero.py:1:1", "'zenit'", "line"),
    ("hero.py", "speed: float = 1.0", "speed: float = 1 / 0", "hero.py:4:1", "ZeroDivision", "l"),
    ("hero.py", '"dash"', '"dahs"', "hero.py:8:28", 'no action "dahs"', '"dash"'),
    ("hero.py", '"pause"', '"puase"', "hero.py:9:27", 'no scene "puase"', '"pause"'),
    ("hero.py", 'world, "coin"', 'world, "coim"', "hero.py:10:32", 'no prefab "coim"', '"coin"'),
    ("hero.py", '"crate"', '"crat"', "hero.py:11:31", 'no image "crat"', '"crate"'),
    ("hero.py", '"crate"', '"../crate"', "hero.py:11:31", 'no image "../crate"', "leads out"),
    ("hero.py", '"actors"', '"actor"', "hero.py:11:46", 'no draw layer "actor"', '"actors"'),
    ("hero.py", '"ground"', '"grund"', "hero.py:11:78", 'no collision layer "grund"', '"ground"'),
    (
        "scenes/level.scene",
        '"crate"}, "Spr',
        '"CRATE"}, "Spr',
        "level.scene:2:",
        "CRATE",
        "capital",
    ),
    ("scenes/level.scene", '"opacity": 0.5', '"opacity": "x"', "level.scene:3:", '"x"', "write"),
    (
        "scenes/level.scene",
        '"prefab": "coin"',
        '"prefab": "coim"',
        "level.scene:3:",
        "coim",
        "coin",
    ),
    ("scenes/level.scene", '{"image": "crate"}', '{"image": 5}', "level.scene:2:", "5", "write"),
    ("scenes/level.scene", "}}\n", "}\n", "level.scene:5:1", "the end", "older"),
    ("prefabs/coin.prefab", '"ball"', '"bal"', "coin.prefab:2:", 'no image "bal"', '"ball"'),
    ("prefabs/coin.prefab", '"Transform": {}', '"Transform": 3', "coin.prefab:2:", "3", "write"),
]


@pytest.mark.parametrize(("file", "old", "new", "place", "found", "hint"), MISTAKES)
def test_a_mistake_is_told_with_place_and_hint(game, file, old, new, place, found, hint):
    change(game / file, old, new)
    review = zn.check_project(game)
    assert len(review.mistakes) == 1
    message = str(review.mistakes[0])
    assert place in message.replace("\\", "/")
    assert found in review.mistakes[0].found
    assert hint in review.mistakes[0].hint
    assert len(message.split("\n")) <= 6


def test_what_is_not_known_is_a_warning(game):
    change(game / "scenes/level.scene", '"Hero"', '"Heroo"')
    review = zn.check_project(game)
    assert review.mistakes == ()
    assert 'did you mean "Hero"?' in review.problems[0].hint


def test_all_mistakes_are_found_in_one_go(game):
    changes = [m for m in MISTAKES if m[0] != "zenith.toml" and '"' in m[1] and m[3]]
    done = set()
    for file, old, new, *_ in changes:
        text = (game / file).read_text("utf-8")
        if old in text:
            (game / file).write_text(text.replace(old, new), "utf-8")
            done.add(new)
    review = zn.check_project(game)
    assert len(review.mistakes) >= 9
    assert len({problem.file for problem in review.mistakes}) == 3


def test_several_modules_that_fail_are_all_told(game):
    change(game / "zenith.toml", '["hero"]', '["hero", "one", "two"]')
    for name in ("one", "two"):
        (game / f"{name}.py").write_text("1 / 0\n", "utf-8")
    found = [problem.file for problem in zn.check_project(game).mistakes]
    assert [file.endswith(f"{name}.py") for file, name in zip(found, ("one", "two"), strict=True)]


def test_files_that_some_systems_cannot_tell_apart_are_found(game):
    if sys.platform in ("win32", "darwin"):
        pytest.skip("here they are one file")
    (game / "scenes" / "Level.scene").write_text(LEVEL, "utf-8")
    found = zn.check_project(game).mistakes
    assert "only in capitals or accents" in found[0].found


def test_a_link_that_leads_out_is_found(game, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "secret.png"
    outside.write_bytes(b"secret")
    (game / "assets").mkdir()
    try:
        (game / "assets" / "bat.png").symlink_to(outside)
    except OSError:
        pytest.skip("links are not allowed here")
    found = zn.check_project(game).mistakes
    assert [problem.found for problem in found] == ["a link that leads out of the project"]


def test_a_picture_that_is_none_is_found(game):
    (game / "assets").mkdir()
    (game / "assets" / "bat.png").write_bytes(b"no picture")
    found = zn.check_project(game).mistakes
    assert len(found) == 1
    assert found[0].file.endswith("bat.png")


def test_two_pictures_of_one_name_are_told_where_the_name_is_used(game):
    (game / "assets").mkdir()
    picture = (engine_assets() / "images" / "crate.png").read_bytes()
    for name in ("bat.png", "bat.jpg"):
        (game / "assets" / name).write_bytes(picture)
    change(game / "hero.py", 'zn.Sprite("crate"', 'zn.Sprite("bat"')
    (found,) = zn.check_project(game).mistakes
    assert found.file.endswith("hero.py")
    assert "bat.jpg" in found.found
    assert found.hint == "write its ending too, or take one away"


def test_an_environment_inside_the_project_is_left_alone(game):
    inside = game / ".venv" / "lib" / "site-packages"
    inside.mkdir(parents=True)
    (inside / "broken.py").write_text("def f((:", "utf-8")
    assert zn.check_project(game).problems == ()


def test_the_command_says_what_it_found_and_how_it_went(game, capsys):
    assert main(["check", str(game)]) == 0
    assert capsys.readouterr().out == "4 files looked at, nothing to mend.\n"
    change(game / "hero.py", '"crate"', '"crat"')
    change(game / "scenes/level.scene", '"Hero"', '"Heroo"')
    assert main(["check", str(game)]) == 1
    assert capsys.readouterr().out.endswith("4 files looked at: 1 mistake and 1 warning.\n")


def test_warnings_count_where_they_are_to(game, capsys):
    change(game / "scenes/level.scene", '"Hero"', '"Heroo"')
    assert main(["check", str(game)]) == 0
    assert main(["check", str(game), "--strict"]) == 1


def test_tools_read_json(game, capsys):
    change(game / "hero.py", '"crate"', '"crat"')
    assert main(["check", str(game), "--json"]) == 1
    (found,) = json.loads(capsys.readouterr().out)["problems"]
    assert found["file"].endswith("hero.py")
    assert (found["line"], found["column"], found["harmless"]) == (11, 31, False)
    assert found["hint"] == 'did you mean "crate"?'


def test_a_folder_without_a_project_is_told(tmp_path, capsys):
    assert main(["check", str(tmp_path)]) == 1
    assert "there is no zenith.toml" in capsys.readouterr().err
