"""Crash files: what was played before a failure, opened again at the failing tick."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import zenith as zn
from fakes import FakeAudio, FakePainter, FakeWindow
from stumbling import make
from test_guard import Beat
from zenith.app import Devices, load_app, save_crash
from zenith.app.crash import KEPT
from zenith.input import KeyEvent
from zenith.replay import Recording

BREAKOUT = Path(__file__).resolve().parent.parent / "examples" / "breakout"


def plant(folder, *changes):
    """Copy the game, put faults into some of its files, and return the copy."""
    copy = folder / "breakout"
    shutil.copytree(BREAKOUT, copy)
    for file, old, new in changes:
        source = (copy / file).read_text("utf-8")
        assert source.count(old) == 1
        (copy / file).write_text(source.replace(old, new), "utf-8")
    return copy


def zenith(*arguments):
    command = [sys.executable, "-m", "zenith", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)


HISTORY = ("zenith.toml", "[settings]\n", "[history]\nseconds = 4\n\n[settings]\n")
RULES = '    run, balls = world.resource(Run), world.find_all(tag="ball")\n'
IN_RULES = ("rules.py", RULES, RULES + '    if world.tick == 520: raise ValueError("planted")\n')
CHOOSE = "    before = menu.chosen\n"
IN_MENU = (
    "menus.py",
    CHOOSE,
    CHOOSE + '    if world.tick == 30: raise KeyError("planted in a menu")\n',
)
PLAYER = """
import main_demo

def plays(world):
    keys = main_demo.players["win"](world)
    if keys is not None and world.tick == 420 and world.get("paddle") is not None:
        return {"pause": 1.0}
    return {} if keys is None else keys

players = {"pausing": plays}
"""


@pytest.mark.parametrize(
    ("fault", "words", "demo"),
    [
        (IN_RULES, "ValueError: planted", "win"),
        (IN_MENU, "KeyError: 'planted in a menu'", "pausing"),
    ],
    ids=["in a level", "in a menu over it"],
)
def test_a_crash_of_a_game_opens_at_its_tick_in_another_process(tmp_path, fault, words, demo):
    game, file = plant(tmp_path, HISTORY, fault), tmp_path / "crash.json"
    if demo == "pausing":
        (game / "demo.py").rename(game / "main_demo.py")
        (game / "demo.py").write_text(PLAYER, "utf-8")
    played = zenith("run", game, "--headless", "--demo", demo, "--crash", file)
    assert played.returncode == 1
    assert words in played.stderr
    assert f"crash file {file}" in played.stderr
    recording = Recording.load(file)
    assert recording.start is not None
    assert recording.first > 0
    assert 240 <= recording.ticks <= 240 + 241
    assert words in recording.error
    assert f"Zenith {zn.__version__}, Python" in recording.error
    again = zenith("replay", file, "--game", game, "--headless")
    assert again.returncode == 1
    assert f"in tick {recording.first + recording.ticks - 1}:" in again.stdout
    assert "The same tick fails again:" in again.stdout
    assert words in again.stderr
    shutil.copy(BREAKOUT / fault[0], game / fault[0])
    mended = zenith("replay", file, "--game", game, "--headless")
    assert mended.returncode == 0, mended.stderr
    assert "does not come any more" in mended.stdout


DRAWING = """
import zenith as zn

def draw(canvas):
    if app.world.tick == 7:
        raise ValueError("planted in drawing")

app = zn.App("Drawing", draw=draw)
app.run()
"""


def test_a_crash_in_drawing_opens_too(tmp_path, gpu, capfd):
    game = tmp_path / "drawing.py"
    game.write_text(DRAWING, "utf-8")
    app = load_app(game)
    app.devices = Devices(FakeWindow(), FakePainter(), None)
    Beat(app).frames(12)
    saved = app.guard.saved
    again = zenith("replay", saved, "--game", game, "--headless")
    assert again.returncode == 1
    assert "ValueError: planted in drawing" in again.stderr
    assert "while: drawing <Scene main>, tick 7" in again.stderr


def attended(fail_at=150):
    """Return an App that a person plays, at a failure."""

    def system(world, dt):
        world.find("hero")[zn.Transform].x += world.input.axis("move") + world.random.uniform()
        if world.tick == fail_at:
            raise ValueError("planted")

    app = zn.App("Attended", systems=[system], seed=4)
    app.world.spawn(zn.Transform(), name="hero")
    app.devices = Devices(FakeWindow(), FakePainter(), FakeAudio())
    beat = Beat(app)
    for k in range(fail_at + 2):
        app.devices.window.events = [KeyEvent("d", k % 20 < 10)]
        beat.frames()
    assert app.guard.failure is not None
    return app, beat


def test_where_a_person_plays_the_file_is_written_at_once_and_the_report_says_where(capfd):
    app, _ = attended()
    saved = app.guard.saved
    assert saved.parent.name == "crashes"
    assert saved.is_relative_to(zn.user_folder("test_crash"))
    words = app.devices.painter.covers[-1]
    assert "Crash file: " in words
    assert str(saved) in words
    assert f"crash file {saved}" in capfd.readouterr().err
    recording = Recording.load(saved)
    assert recording.ticks == 151
    assert recording.seed == 4


def test_the_file_holds_what_every_tick_knew(capfd):
    app, _ = attended()
    recording = Recording.load(app.guard.saved)
    again = zn.App("Attended", systems=app.scene.systems, seed=recording.seed)
    again.world.spawn(zn.Transform(), name="hero")
    again.drivers.append(zn.Replay(recording))
    with pytest.raises(zn.GameError, match="planted"):
        zn.testing.drive(again).ticks(200)
    assert again.ticks == app.ticks == 150
    assert again.digest() == app.digest()


def test_the_last_ten_are_kept(capfd):
    app, beat = attended(3)
    for _ in range(KEPT + 4):
        beat.press("s")
    kept = sorted(f.name for f in app.guard.saved.parent.iterdir())
    assert len(kept) == KEPT
    assert kept[-1] == app.guard.saved.name


def test_a_file_that_cannot_be_written_is_told_and_s_tries_again(capfd, monkeypatch):
    def full(recording, file):
        raise OSError(28, "No space left on device", str(file))

    monkeypatch.setattr(Recording, "save", full)
    app, beat = attended(3)
    assert app.guard.saved is None
    words = app.devices.painter.covers[-1]
    assert "No crash file was written: " in words
    assert any("No space left" in text for text in words)
    monkeypatch.undo()
    beat.press("s")
    assert app.guard.saved is not None
    beat.press("s")


def test_nobody_plays_so_no_file_is_written_unless_asked_for(capfd):
    app, faults = make()
    app.devices = Devices(FakeWindow(), FakePainter(), None)
    beat = Beat(app)
    beat.frames(10)
    faults.arm("system", 0)
    beat.frames()
    assert app.guard.failure is not None
    assert app.guard.saved is None
    beat.press("s")
    assert app.guard.saved.is_file()


def test_without_history_there_is_no_file():
    app = zn.App(systems=[lambda world, dt: 1 / 0], history=None)
    with pytest.raises(zn.GameError) as caught:
        app.tick()
    with pytest.raises(zn.UsageError, match="there is no history to make it of"):
        save_crash(app, caught.value.failure)


def test_a_recording_that_ends_with_an_error_has_the_tick_that_raised_it():
    def system(world, dt):
        if world.input.just_pressed("jump"):
            raise ValueError("jumped")

    app = zn.App(systems=[system])
    record = zn.Record(app, "jumper")
    app.drivers.append(record)
    for _ in range(5):
        app.tick()
    app.input.press("jump")
    with pytest.raises(zn.GameError) as caught:
        app.tick()
    recording = record.finish(app, str(caught.value))
    assert recording.ticks == 6
    assert recording.input_at(5).values == {"jump": 1.0}
