"""Project files: read whole, or every mistake told with its place; and projects as games."""

import os
import sys
import textwrap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zenith as zn
from zenith.project import parse_project
from zenith.project.places import locate

SMALL = """\
zenith = 1
name = "Two crates"
start = "title"
"""
CODE = """\
import zenith as zn

@zn.component
class Run:
    score: int = 0
    lives: int = 3

class Mover(zn.Script):
    speed: float = 60.0
    def tick(self, dt):
        self.entity[zn.Transform].x += self.speed * dt

def drift(world, dt):
    for pos in world.columns(zn.Transform):
        pos.y += 60 * dt

def begin(world):
    world.resource(Run).score += 1

def still(world, dt):
    pass
"""
SCENE = """\
{"zenith": "scene", "version": 1, "resources": {"Run": {"lives": 9}}, "entities": {
  "crate": {"name": "crate",
    "components": {"Mover": {}, "Sprite": {"image": "crate"}, "Transform": {}}}
}}
"""


def parsed(text, folder=Path("game")):
    return parse_project(textwrap.dedent(text), folder)


def mistakes(text):
    with pytest.raises(zn.ProjectError) as caught:
        parsed(text)
    return caught.value.args


@pytest.fixture
def game(tmp_path):
    """Write a project of two scenes with a file and one without."""
    folder = tmp_path / "two crates"
    (folder / "scenes").mkdir(parents=True)
    (folder / "zenith.toml").write_text(
        SMALL + 'modules = ["crates"]\nsystems = ["crates.drift"]\n'
        '[scenes.title]\nstart = "crates.begin"\n'
        '[scenes.pause]\nsystems = ["crates.still"]\noverlay = true\n',
        "utf-8",
    )
    (folder / "crates.py").write_text(CODE, "utf-8")
    for name in ("title", "level"):
        (folder / "scenes" / f"{name}.scene").write_text(SCENE, "utf-8")
    return folder


def change(folder, old, new):
    file = folder / "zenith.toml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


# The file.


def test_what_is_left_out_has_a_default():
    project = parsed(SMALL)
    assert (project.name, project.start) == ("Two crates", "title")
    assert project.tick_rate == 60.0
    assert project.virtual_size == project.size == (1280, 720)
    assert project.history == zn.HistorySettings()
    assert project.file == Path("game") / "zenith.toml"


def test_every_key_reaches_the_project():
    project = parsed(
        SMALL
        + """\
        description = "A try."
        modules = ["hero", "things.coins"]
        systems = ["hero.steer"]
        scene_migrations = ["hero.older"]
        tick_rate = 50
        seed = 7
        languages = ["en", "pt-BR"]
        [window]
        size = [640, 360]
        virtual_size = [320, 180]
        scaling = "integer"
        background = "#102030"
        bars = "#fff"
        vsync = false
        frame_cap = 30
        icon = "crate"
        [history]
        seconds = 5
        megabytes = 2.5
        [actions]
        jump = ["space", "pad:a"]
        move = { negative = ["left"], positive = ["right"], stick = "pad:left_x", deadzone = 0.3 }
        [layers]
        draw = [
        "background", "default",
        { name = "actors", y_sort = true },
        { name = "hud", screen = true },
        ]
        collision = ["default", "hero"]
        [audio.buses]
        voice = 0.5
        music = 0.25
        [settings]
        best = 0
        hints = true
        [saves]
        version = 2
        migrations = { 1 = "hero.older" }
        [scenes.title]
        systems = []
        start = "hero.begin"
        draw = "hero.paint"
        overlay = true
        """.replace("        ", "")
    )
    assert project.modules == ("hero", "things.coins")
    assert (project.tick_rate, project.seed) == (50.0, 7)
    assert project.languages == ("en", "pt-BR")
    assert (project.size, project.virtual_size) == ((640, 360), (320, 180))
    assert (project.scaling, project.background) == ("integer", zn.Color.hex("#102030"))
    assert (project.window.vsync, project.window.frame_cap, project.window.icon) == (
        False,
        30.0,
        "crate",
    )
    assert project.history == zn.HistorySettings(5.0, 2.5)
    assert project.actions["jump"] == zn.Button("space", "pad:a")
    assert project.actions["move"] == zn.Axis(("left",), ("right",), "pad:left_x", 0.3)
    assert project.draw_layers[2:] == (
        zn.Layer("actors", y_sort=True),
        zn.Layer("hud", screen=True),
    )
    assert project.collision_layers == ("default", "hero")
    assert project.buses == {"voice": 0.5, "music": 0.25}
    assert project.settings == {"best": 0, "hints": True}
    assert (project.save_version, project.save_migrations) == (2, {1: "hero.older"})
    title = zn.SceneEntry((), "hero.begin", "hero.paint", overlay=True)
    assert project.scenes["title"] == title


def test_history_can_be_switched_off():
    assert parsed(SMALL + "history = false").history is None


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file():
    found = mistakes(
        SMALL
        + 'tick_rat = 30\nlanguages = ["english!"]\nmodules = ["hero.py"]\n'
        + '[window]\nscaling = "fitt"\n'
    )
    assert [problem.line for problem in found] == [4, 5, 6, 8]
    assert 'did you mean "tick_rate"?' in found[0].hint
    assert found[2].hint == "leave .py away"
    assert 'did you mean "fit"?' in found[3].hint
    assert all(len(str(problem).split("\n")) <= 6 for problem in found)


BROKEN = {
    "name = ": "Invalid value",
    "name = 1\nname = 2": "name a second time",
    "[a]\n[a]\n": "[a] a second time",
    "[a\n": "TOML",
    'name = "x"\n': 'no key "zenith"',
    "zenith = 99\nfuture = true": "a newer Zenith wrote it",
    SMALL + "x = " + "[" * 5000: "lists and tables",
    SMALL + ".".join("a" * 40) + " = 1": "names joined by dots",
    SMALL + "seed = " + "9" * 5000: "400 digits",
    SMALL + "seed = -1": "a whole number from 0",
    SMALL + "tick_rate = nan": "a number from 1 to 1000",
    SMALL + "tick_rate = true": "a number from 1 to 1000",
    SMALL + "window = 3": "a table",
    SMALL + "history = 3": "a table",
    SMALL + "scenes = []": "a table of scenes",
    SMALL + "[settings]\nat = 1979-05-27": "a text, a number, true or false",
    SMALL + "[window]\nsize = [0, 5]": "0 x 5",
    SMALL + "[window]\nvsync = 1": "true or false",
    SMALL + '[window]\nbackground = "red"': "three, six or eight hexadecimal digits",
    SMALL + '[actions]\njump = ["spce"]': 'Did you mean "space"?',
    SMALL + '[actions]\nmove = { left = ["a"] }': "a key of an axis",
    SMALL + '[layers]\ndraw = ["background"]': 'one called "default"',
    SMALL + '[layers]\ndraw = ["default", "default"]': "twice",
    SMALL + '[audio.buses]\nmusic = "loud"': "a number from 0 to 1",
    SMALL + "[saves]\nversion = 3\nmigrations = { }": "",
    SMALL + 'modules = ["os.system()"]': "the name of a module",
    SMALL + 'modules = ["../../evil"]': "the name of a module",
    SMALL + 'systems = ["os.system"]': 'write "os" into modules',
    SMALL + 'systems = ["__import__"]': "module.function",
    SMALL.replace('"title"', '"../../secret"'): "no path leads out of the project",
    SMALL.replace('"title"', '"/etc/passwd"'): "no path leads out of the project",
    SMALL.replace('"title"', '"C:/title"'): "no path leads out of the project",
    SMALL.replace('"title"', "'\\\\host\\share'"): "no path leads out of the project",
    SMALL.replace('"title"', '"con"'): "no file on Windows",
    SMALL + '[scenes."a/../b"]': "no path leads out of the project",
    SMALL.replace('"Two crates"', '"two\\nlines"'): "that can be printed",
}


@pytest.mark.parametrize("text", [text for text, words in BROKEN.items() if words])
def test_a_broken_file_says_where_what_and_what_to_do(text):
    found = mistakes(text)
    message = str(found[0])
    assert BROKEN[text] in message
    assert message.startswith(str(Path("game") / "zenith.toml"))
    assert "found: " in message
    assert "expected: " in message
    assert len(message.split("\n")) <= 6
    assert max(map(len, message.split("\n"))) < 250


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfea\0", b"\0" * 40, b"\x89PNG\r\n", b'name = "\xe4"']
)
def test_what_is_no_text_is_named(data):
    with pytest.raises(zn.ProjectError, match="found: "):
        parse_project(data, Path("game"))


def test_a_missing_and_an_enormous_file_are_told(tmp_path):
    with pytest.raises(zn.ProjectError, match="nothing of that name"):
        zn.load_project(tmp_path)
    (tmp_path / "zenith.toml").write_text("#" * 300_000, "utf-8")
    with pytest.raises(zn.ProjectError, match="at most 262,144 bytes"):
        zn.load_project(tmp_path)


def test_migrations_of_saves_leave_out_no_version():
    text = SMALL + 'modules = ["a"]\n[saves]\nversion = 3\nmigrations = { 1 = "a.b" }'
    assert mistakes(text)[0].found == "none for version 2"


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=40), st.integers(0, 10_000), st.integers(0, 30))
def test_a_mutated_file_is_read_or_refused_with_a_place(noise, at, cut):
    data = FULL_TEXT.encode()
    at %= len(data)
    try:
        parse_project(data[:at] + noise + data[at + cut :], Path("game"))
    except zn.ProjectError as error:
        for problem in error.args:
            assert problem.found
            assert problem.expected


FULL_TEXT = (
    SMALL
    + """\
modules = ["hero"]
systems = ["hero.steer"]
[window]
virtual_size = [320, 180]
background = "#102030"
[actions]
move = { negative = ["left"], positive = ["right"], deadzone = 0.3 }
[layers]
draw = ["default", { name = "hud", screen = true }]
[audio.buses]
voice = 0.5
[scenes."a b".more]
[scenes.title]
systems = ["hero.steer"]
"""
)


def test_places_are_found_through_headings_quotes_comments_and_long_lists():
    text = 'a = """x\n[b]\n"""\n# [b]\n[b]\nlist = [\n  1, # ]\n  2,\n]\n"c d".e = 3\n[[f]]\n'
    assert locate(text, ["b"]) == (5, 1)
    assert locate(text, ["b", "list", 1]) == (6, 1)
    assert locate(text, ["b", "c d", "e"]) == (10, 1)
    assert locate(text, ["f"]) == (11, 1)
    assert locate(text, ["nowhere"]) == (1, 1)


# Games.


def test_a_project_is_a_game_that_ticks(game):
    run = zn.testing.load(game).ticks(60)
    crate = run.find("crate")
    assert crate[zn.Transform].x == pytest.approx(60.0)
    assert crate[zn.Transform].y == pytest.approx(60.0)
    assert run.app.title == "Two crates"
    assert run.digest() == run.again().digest()


@pytest.mark.parametrize("path", [".", "./zenith.toml"])
def test_a_project_is_opened_by_a_relative_path(game, monkeypatch, path):
    monkeypatch.chdir(game)
    made = zn.testing.load(path).ticks(60)
    assert made.find("crate")[zn.Transform].x == pytest.approx(60)


def test_a_scene_is_pushed_and_replaced_by_its_name(game):
    app = zn.open_project(game)
    crates = app.code.modules["crates"]
    app.world.scenes.push("pause", crates.Run(score=5))
    app.tick()
    assert [scene.name for scene in app.scenes.all] == ["title", "pause"]
    assert app.scene.overlay
    assert app.world.resource(crates.Run).score == 5
    app.world.scenes.replace("level")
    app.tick()
    assert [scene.name for scene in app.scenes.all] == ["level"]


def test_resources_that_come_along_take_the_place_of_the_files_own(game):
    app = zn.open_project(game)
    crates = app.code.modules["crates"]
    assert (app.world.resource(crates.Run).score, app.world.resource(crates.Run).lives) == (1, 9)
    app.world.scenes.replace("title", crates.Run(score=10))
    app.tick()
    assert (app.world.resource(crates.Run).score, app.world.resource(crates.Run).lives) == (11, 3)


def test_a_scene_that_is_not_there_is_told_with_the_nearest(game):
    app = zn.open_project(game)
    with pytest.raises(zn.UnknownName, match=r'"levl"\. Did you mean "level"'):
        app.world.scenes.push("levl")


def test_a_state_from_bytes_finds_scenes_by_name(game):
    app = zn.open_project(game)
    app.world.scenes.push("pause")
    for _ in range(5):
        app.tick()
    kept = zn.StackState.from_bytes(app.take().to_bytes())
    other = zn.open_project(game)
    other.go_back(kept)
    assert other.digest() == app.digest()
    assert [scene.name for scene in other.scenes.all] == ["title", "pause"]


def test_declared_collision_layers_are_the_only_ones(game):
    change(game, "[scenes.title]", '[layers]\ncollision = ["default", "hero"]\n[scenes.title]')
    app = zn.open_project(game)
    app.world.spawn(zn.Transform(), zn.BoxCollider(8, 8, layer="heroo"), name="wall")
    with pytest.raises(zn.GameError, match=r'no collision layer "heroo"\. Did you mean "hero"'):
        app.tick()


def test_buses_of_the_game_have_volumes(game):
    change(game, "[scenes.title]", "[audio.buses]\nvoice = 0.5\nmusic = 0.25\n[scenes.title]")
    app = zn.open_project(game)
    assert app.sounds.groups == ("master", "music", "sfx", "voice")
    assert (app.sounds.volume("voice"), app.sounds.volume("music")) == (0.5, 0.25)
    with pytest.raises(zn.UnknownName, match='Did you mean "voice"'):
        app.sounds.play("coin", group="vioce")


def test_two_projects_live_side_by_side(game, tmp_path):
    other = tmp_path / "other"
    (other / "scenes").mkdir(parents=True)
    for file in ("zenith.toml", "crates.py", "scenes/title.scene"):
        text = (game / file).read_text("utf-8").replace("60.0", "120.0")
        (other / file).write_text(text, "utf-8")
    one, two = zn.open_project(game), zn.open_project(other)
    for _ in range(30):
        one.tick()
        two.tick()
    assert one.world.find("crate")[zn.Transform].x == pytest.approx(30.0)
    assert two.world.find("crate")[zn.Transform].x == pytest.approx(60.0)
    assert one.code.modules["crates"] is not two.code.modules["crates"]
    one.world.scenes.replace("level")
    one.tick()
    one.tick()
    assert one.world.find("crate")[zn.Transform].x == pytest.approx(1.0)


def test_components_in_an_environment_inside_the_folder_are_not_the_games(game):
    package = game / ".venv" / "site-packages"
    package.mkdir(parents=True)
    (package / "elsewhere.py").write_text(CODE, "utf-8")
    before = zn.open_project(game).schema()
    sys.path.insert(0, str(package))
    try:
        __import__("elsewhere")
        assert zn.open_project(game).schema() == before
    finally:
        sys.path.remove(str(package))
        sys.modules.pop("elsewhere", None)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"crates.drift"', '"crates.drifft"', 'did you mean "drift"'),
        ('"crates.drift"', '"crates.CODE"', "no function"),
        ('modules = ["crates"]', 'modules = ["crates", "crate"]', 'did you mean "crates"'),
        ('modules = ["crates"]', 'modules = ["crates", "Crates"]', "Crates.py"),
        ('start = "title"', 'start = "titel"', 'did you mean "title"'),
        ('start = "title"', 'start = "Title"', 'did you mean "title"'),
    ],
)
def test_what_the_file_names_has_to_be_there(game, old, new, words):
    change(game, old, new)
    with pytest.raises(zn.ProjectError) as caught:
        zn.open_project(game)
    assert words in str(caught.value)
    assert f"{game / 'zenith.toml'}:" in str(caught.value)


def test_a_module_that_is_also_pythons_is_refused(game):
    change(game, '"crates"]', '"crates", "json"]')
    (game / "json.py").write_text("", "utf-8")
    with pytest.raises(zn.ProjectError, match="also a module of Python"):
        zn.open_project(game)


def test_a_module_that_fails_says_where(game):
    (game / "crates.py").write_text(CODE + "\n1 / 0\n", "utf-8")
    with pytest.raises(zn.GameError, match=r"crates\.py:\d+"):
        zn.open_project(game)


def test_a_module_that_runs_an_app_is_refused(game):
    (game / "crates.py").write_text(CODE + "\nzn.App().run()\n", "utf-8")
    with pytest.raises(zn.ProjectError, match="the project makes the App"):
        zn.open_project(game)


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs links")
def test_a_module_behind_a_link_that_leads_out_is_refused(game, tmp_path):
    outside = tmp_path / "outside.py"
    outside.write_text("raise SystemExit", "utf-8")
    try:
        (game / "linked.py").symlink_to(outside)
    except OSError:
        pytest.skip("links are not allowed here")
    change(game, '"crates"]', '"crates", "linked"]')
    with pytest.raises(zn.ProjectError, match=r"no linked\.py"):
        zn.open_project(game)


def test_a_main_file_may_open_the_project_beside_it(game):
    main = game / "main.py"
    main.write_text(
        "from pathlib import Path\nimport zenith as zn\n"
        "zn.open_project(Path(__file__).parent).run()\n",
        "utf-8",
    )
    assert zn.testing.load(main, seed=4).app.seed == 4


def test_migrations_bring_old_scenes_up_to_date(game):
    change(
        game,
        "[scenes.title]",
        "[scenes.title]",
    )
    change(game, 'systems = ["crates.drift"]', 'systems = []\nscene_migrations = ["crates.older"]')
    code = game / "crates.py"
    code.write_text(
        CODE + "\ndef older(document):\n    document.entities['crate'].name = 'newer'\n", "utf-8"
    )
    assert zn.open_project(game).world.find("newer").alive


def test_a_project_may_be_named_by_a_relative_path(game, monkeypatch):
    monkeypatch.chdir(game.parent)
    app = zn.open_project(game.name)
    assert app.world.resource(app.code.modules["crates"].Run).lives == 9
