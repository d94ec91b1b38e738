"""The `zenith` command, as a person types it."""

import json
import logging
import re

import numpy as np
import pytest

import zenith as zn
from zenith import cli
from zenith.cli import playing
from zenith.desktop import open_devices

GAME = '''"""A game for tests: walk to the right."""
import zenith as zn

def walk(world, dt):
    pos = world.find("hero")[zn.Transform]
    pos.x += 12 * dt * world.input.axis("move")
    if world.tick == 500:
        raise ValueError("walked too far")

app = zn.App("Walk", systems=[walk], size=(64, 36), seed=5)
app.world.spawn(zn.Transform(x=32, y=18), zn.Sprite("crate"), name="hero")
app.run()
'''
DEMO = """
def right(world):
    return {"move": 1.0} if world.tick < 70 else None

players = {"right": right}
"""


@pytest.fixture
def game(tmp_path, monkeypatch):
    folder = tmp_path / "walk"
    folder.mkdir()
    (folder / "main.py").write_text(GAME, "utf-8")
    (folder / "demo.py").write_text(DEMO, "utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def zenith(capsys):
    """Run the command and return its exit code and what it printed."""

    def run(*arguments):
        try:
            code = cli.main([str(a) for a in arguments])
        except SystemExit as end:
            code = end.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_help_names_every_command(zenith):
    for arguments in ((), ("--help",)):
        code, out, _ = zenith(*arguments)
        assert code == 0
        assert all(f"zenith {name}" in out for name in cli.COMMANDS)


@pytest.mark.parametrize("name", list(cli.COMMANDS))
def test_every_command_has_help(zenith, name):
    code, out, _ = zenith(name, "--help")
    assert code == 0
    assert "usage" in out


def test_list_names_the_games(zenith):
    code, out, _ = zenith("list")
    assert code == 0
    assert re.search(r"^breakout +Breakout: ", out, re.MULTILINE)


def test_a_demo_can_be_recorded_and_played_back(zenith, game, tmp_path):
    code, out, _ = zenith("run", game, "--headless", "--demo", "--record", "run.json")
    assert code == 0
    digest = re.search(r"digest +(\w+)", out)[1]
    code, out, _ = zenith("run", game, "--headless", "--replay", "run.json")
    assert code == 0
    assert f"digest   {digest}" in out
    assert "2 digests equal" in out


def test_without_a_display_the_recording_is_shown_and_a_picture_saved(zenith, game, gpu, tmp_path):
    (game / "replays").mkdir()
    zenith("run", game, "--headless", "--demo", "--record", game / "replays" / "win.json")
    code, out, _ = zenith("run", game)
    assert code == 0
    assert out.startswith("There is no display here")
    assert re.search(r"picture +walk.png\n", out)
    assert re.search(r"ticks +71 in .* a second", out)
    assert re.search(r"digest +\w{16}", out)
    pixels = zn.load_image(tmp_path / "walk.png")
    assert pixels.shape == (36, 64, 4)
    assert len(np.unique(pixels.reshape(-1, 4), axis=0)) > 1


def test_a_game_without_a_recording_still_comes_to_an_end(zenith, game):
    (game / "main.py").write_text(GAME.replace("== 500", "== 5000"), "utf-8")
    code, out, _ = zenith("run", game, "--headless")
    assert code == 0
    assert "ticks    600 in" in out


def test_stats_are_written_as_json(zenith, game, gpu):
    code, _, _ = zenith("run", game, "--headless", "--ticks", "60", "--stats", "stats.json")
    assert code == 0
    found = json.loads((game.parent / "stats.json").read_text("utf-8"))
    assert found["ticks"] == 60
    assert found["frames"] == 10
    assert (found["sprites"], found["draw_calls"], found["entities"]) == (1, 1, 1)
    assert (found["pictures"], found["picture_bytes"]) == (1, 32 * 32 * 4)
    assert found["tick_ms"] > 0
    assert found["frame_ms"] > 0
    assert re.fullmatch(r"\w{16}", found["digest"])


def test_pictures_are_taken_at_their_ticks(zenith, game, gpu):
    code, out, _ = zenith(
        "run", game, "--headless", "--demo", "--screenshot", "a.png@1", "--screenshot", "b.png@60",
        "--screenshot", "c.png@400",
    )  # fmt: skip
    assert code == 0
    early, late = (zn.load_image(game.parent / name) for name in ("a.png", "b.png"))
    assert (early != late).any()
    assert not (game.parent / "c.png").exists()
    assert "No picture of tick 400: the run ended after 71." in out


def test_the_seed_can_be_chosen(zenith, game):
    zenith("run", game, "--headless", "--ticks", "5", "--seed", "99", "--record", "run.json")
    assert zn.Recording.load("run.json").seed == 99


def test_an_error_in_the_game_is_a_report_and_keeps_the_recording(zenith, game):
    code, _, err = zenith("run", game, "--headless", "--ticks", "900", "--record", "run.json")
    assert code == 1
    assert "ValueError: walked too far" in err
    assert "main.py:8 in walk" in err
    assert "Traceback" not in err
    assert zn.Recording.load("run.json").ticks == 501


def test_a_changed_game_fails_its_replay(zenith, game):
    zenith("run", game, "--headless", "--demo", "--record", "run.json")
    (game / "main.py").write_text(GAME.replace("12 *", "13 *"), "utf-8")
    code, _, err = zenith("run", game, "--headless", "--replay", "run.json")
    assert code == 1
    assert "went another way: after tick 60" in err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["pla"], 2, 'Did you mean "play"'),
        (["play", "brekout"], 1, 'Did you mean "breakout"'),
        (["play", "--tics", "3"], 2, "--help says more"),
        (["play", "--ticks", "none"], 2, "expected 1 or more"),
        (["play", "--demo", "--replay", "x.json"], 2, "not allowed with"),
        (["play", "breakout", "--demo", "wni", "--headless"], 1, 'Did you mean "win"'),
        (["play", "--headless", "--replay", "nothing.json"], 1, "nothing.json"),
        (["play", "--headless", "--screenshot", "a.png@x"], 1, "a tick of 1 or more"),
        (["run", "nowhere"], 1, "does not exist"),
        (["run", "."], 1, "neither zenith.toml nor main.py"),
        (["run", "empty.py", "--headless"], 1, "without calling App.run()"),
        (["run", "broken.py", "--headless"], 1, "broken.py"),
        (["run", "raises.py", "--headless"], 1, "raises.py"),
        (["run", "walk", "--headless", "--ticks", "3", "--record", "no/a.json"], 1, "a.json"),
        (["run", "walk", "--headless", "--ticks", "3", "--stats", "no/s.json"], 1, "s.json"),
        (["bench", "wrold"], 2, 'Did you mean "world"'),
    ],
)
def test_mistakes_are_one_clear_message(zenith, game, arguments, code, words):
    (game.parent / "empty.py").write_text("", "utf-8")
    (game.parent / "broken.py").write_text("def f(:\n", "utf-8")
    (game.parent / "raises.py").write_text("import zenith\nzenith.Appp()\n", "utf-8")
    found, _, err = zenith(*arguments)
    assert found == code
    assert words in err
    assert "Traceback" not in err


def test_the_doctor_leaves_the_log_as_it_was(zenith):
    before = logging.getLogger("zenith").level
    zenith("doctor")
    assert logging.getLogger("zenith").level == before


def test_the_doctor_looks_at_everything(zenith):
    code, out, _ = zenith("doctor")
    assert code == 0
    for what in ("python", "numpy", "pymunk", "opengl", "display", "audio", "gamepads"):
        assert re.search(rf"^(ok|-) +{what} ", out, re.MULTILINE), what


@pytest.mark.parametrize(
    "few",
    [
        ["world", "--rounds", "2"],
        ["sprites", "--count", "200", "--frames", "3"],
        ["history", "--rounds", "5", "--entities", "50", "--bodies", "3"],
        ["scenes", "--rounds", "1", "--entities", "200", "300"],
        ["reload", "--rounds", "2", "--entities", "30"],
    ],
    ids=lambda few: few[0],
)
def test_the_benchmarks_run(zenith, gpu, few):
    code, out, _ = zenith("bench", *few, "--json")
    assert code == 0
    found = json.loads(out)
    assert found


def test_in_a_window_a_demo_is_watched_recorded_and_pictured(zenith, game, monkeypatch):
    monkeypatch.setattr(playing, "has_display", lambda: True)
    monkeypatch.setattr(playing.time, "perf_counter", Beat())
    code, out, _ = zenith(
        "run", game, "--demo", "--record", "run.json", "--screenshot", "a.png@30",
        "--screenshot", "end.png", "--stats", "stats.json",
    )  # fmt: skip
    assert code == 0
    assert "recorded 71 ticks" in out
    assert "no display" not in out
    found = json.loads((game.parent / "stats.json").read_text("utf-8"))
    assert found["frames"] > 10
    assert (found["sprites"], found["draw_calls"]) == (1, 1)
    a, end = (zn.load_image(game.parent / name) for name in ("a.png", "end.png"))
    assert (a != end).any()


class Beat:
    """A clock that shows a thirtieth of a second more every second time it is asked."""

    def __init__(self):
        self.asked = 0

    def __call__(self):
        self.asked += 1
        return self.asked // 2 / 30


def test_a_game_opens_its_window_follows_its_settings_and_closes(game, monkeypatch):
    app = zn.testing.load(game).app
    devices = open_devices(app)
    window = devices.window.window
    with pytest.raises(zn.AssetMissing, match='Did you mean "crate"'):
        devices.window.adopt("Walk", zn.WindowSettings(icon="crat"))
    seen = []

    def settings(world, dt):
        app.window.frame_cap, app.window.cursor_visible = 144.0, False
        app.window.size, app.window.icon, app.title = (100, 60), "crate", "Other"
        seen.append((window.size, window.frame_cap, window.title, window.cursor_visible))
        if world.tick == 3:
            world.scenes.quit()

    app.scene.systems.append(settings)
    monkeypatch.setattr("time.perf_counter", Beat())
    app.play(devices)
    assert seen[0][:3] == ((64, 36), 0.0, "Walk")
    assert seen[-1] == ((100, 60), 144.0, "Other", False)


FAULTY = """
import zenith as zn

calls = []

def count(world, dt):
    calls.append(1)
    world.find("hero")[zn.Transform].y = float(len(calls))

app = zn.App("Faulty", systems=[count], size=(64, 36))
app.world.spawn(zn.Transform(), name="hero")
app.run()
"""


def test_heavy_and_strict_checks_of_a_game(zenith, game):
    code, said, _ = zenith("test", "--heavy", game, "--ticks", 40)
    assert code == 0
    assert "heavy check of walk, played by demo of the game" in said
    assert "40 ticks, 120 comparisons: 0 differences" in said
    code, said, _ = zenith("test", "--strict", game, "--ticks", 40, "--demo", "right")
    assert code == 0
    assert "40 ticks, 120 comparisons, 40 frames: 0 differences" in said
    assert "drawn by" in said


def test_a_check_that_finds_something_locates_it_and_fails(zenith, tmp_path):
    (tmp_path / "faulty.py").write_text(FAULTY, "utf-8")
    for kind in ("--heavy", "--strict"):
        code, said, _ = zenith("test", kind, tmp_path / "faulty.py", "--ticks", 3)
        assert code == 1
        assert "first: tick 1" in said
        assert 'Transform of "hero", y' in said
        assert "played by nobody" in said


def test_a_check_plays_a_recording_to_its_end(zenith, game, tmp_path):
    file = tmp_path / "run.json"
    assert zenith("run", game, "--headless", "--demo", "--record", file)[0] == 0
    code, said, _ = zenith("test", "--heavy", game, "--replay", file)
    assert code == 0
    assert "71 ticks, " in said
    assert f"played by {file}" in said


def test_wrong_wishes_of_a_check_are_told(zenith, game):
    assert zenith("test", "--heavy", "brekaout")[0] == 1
    assert 'Did you mean "breakout"' in zenith("test", "--heavy", "brekaout")[2]
    assert 'Did you mean "right"' in zenith("test", "--heavy", game, "--demo", "rigth")[2]
    assert zenith("test", "--heavy", game, "--ticks", "0")[0] == 2
    assert zenith("test", "--heavy", game, "--tikcs", "9")[0] == 2


def test_a_batch_is_measured_and_agrees_with_itself(zenith, game):
    code, said, _ = zenith(
        "bench", "batch", game, "--worlds", 3, "--ticks", 20, "--processes", 2, "--json"
    )
    assert code == 0
    found = json.loads(said)
    assert found["same"] is True
    assert [f["processes"] for f in found["figures"]] == [1, 2]
    assert all(f["ticks"] == 60 and f["ticks_per_second"] > 0 for f in found["figures"])


def test_a_batch_prints_its_figures_and_what_failed(zenith, game):
    code, said, _ = zenith("bench", "batch", game, "--worlds", 1, "--ticks", 501)
    assert code == 0
    assert "digests and results the same each time" in said
    assert "seed 0 failed after 500 ticks" in said
    assert "walked too far" in said
