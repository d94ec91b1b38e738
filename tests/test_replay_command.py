"""`zenith replay`, as a person types it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import zenith as zn
from zenith import cli
from zenith.cli.replay_test import told
from zenith.replay import Recorder
from zenith.replay.coding import with_check

GAME = '''"""A game for tests: walk to the right."""
import zenith as zn

@zn.component
class Legs:
    """How fast."""
    speed: float = 12.0

def walk(world, dt):
    for pos, legs in world.query(zn.Transform, Legs):
        pos.x += legs.speed * dt * world.input.axis("move")
    if world.tick == LAST:
        raise ValueError("walked too far")

LAST = 500
app = zn.App("Walk", systems=[walk], size=(64, 36), seed=5)
app.world.spawn(zn.Transform(x=32, y=18), Legs(), name="hero")
app.run()
'''
DEMO = """
def right(world):
    return {"move": 1.0} if world.tick < 70 else None

def far(world):
    return {"move": 1.0}

players = {"right": right, "far": far}
"""
RUN = "walk/replays/run.json"
BREAKOUT = Path(__file__).resolve().parent.parent / "examples" / "breakout"


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


@pytest.fixture
def main(tmp_path, monkeypatch, zenith):
    """Write a game with a recording of it; return its main.py."""
    (tmp_path / "walk" / "replays").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "walk" / "main.py"
    file.write_text(GAME, "utf-8")
    file.with_name("demo.py").write_text(DEMO, "utf-8")
    assert zenith("run", "walk", "--headless", "--demo", "right", "--record", RUN)[0] == 0
    return file


def change(main, old, new):
    """Change the game; Python must see that the file is another one."""
    text = main.read_text("utf-8")
    assert old in text
    main.write_text(text.replace(old, new), "utf-8")


def rewrite(file, **parts):
    """Change parts of a recording, its checksum included."""
    table = json.loads(Path(file).read_text("utf-8"))
    del table["check"]
    Path(file).write_text(with_check({**table, **parts}), "utf-8")


@pytest.mark.usefixtures("main")
def test_a_recording_beside_its_game_is_played(zenith):
    code, out, _ = zenith("replay", RUN, "--headless")
    assert code == 0
    assert "2 digests equal" in out


@pytest.mark.usefixtures("main")
def test_a_recording_elsewhere_needs_to_be_told_of_its_game(zenith, tmp_path):
    Path(RUN).rename(tmp_path / "run.json")
    assert zenith("replay", "run.json", "--headless")[0] == 0  # the game's folder lies beside it
    (tmp_path / "kept").mkdir()
    Path("run.json").rename("kept/run.json")
    Path("walk").rename("stroll")
    code, _, err = zenith("replay", "kept/run.json", "--headless")
    assert code == 1
    assert 'a recording of "walk"' in err
    assert "--game PATH" in err
    code, _, err = zenith("replay", "kept/run.json", "--headless", "--game", "stroll")
    assert code == 1
    assert 'of "walk", not of "stroll"' in err
    code, out, _ = zenith("replay", "kept/run.json", "--headless", "--game", "stroll", "--anyway")
    assert code == 0
    assert "2 digests equal" in out


def test_a_recording_of_a_bundled_game_is_found(zenith, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    app = zn.testing.load(BREAKOUT).app
    record = zn.Record(app, "breakout")
    app.drivers.append(record)
    for _ in range(5):
        app.tick()
    record.finish(app).save("here.json")
    code, out, _ = zenith("replay", "here.json", "--headless")
    assert code == 0
    assert "ticks    5" in out


@pytest.mark.parametrize("command", [("replay",), ("run", "walk", "--replay")])
def test_another_version_is_refused_by_name_unless_told_anyway(main, zenith, command):
    rewrite(RUN, engine="9.8.7")
    code, _, err = zenith(*command, RUN, "--headless")
    assert code == 1
    assert f"made with Zenith 9.8.7; this is Zenith {zn.__version__}" in err
    assert "--anyway" in err
    code, out, err = zenith(*command, RUN, "--headless", "--anyway")
    assert code == 0
    assert "2 digests equal" in out
    assert "9.8.7" in err


def test_changed_components_are_refused_by_name_unless_told_anyway(main, zenith):
    change(main, "speed: float = 12.0", "speed: float = 13.0")
    for more in ((), ("--verify",), ("--as-test",)):
        code, _, err = zenith("replay", RUN, "--headless", *more)
        assert code == 1
        assert "Components were changed since this recording was made: Legs." in err
    code, out, _ = zenith("replay", RUN, "--headless", "--anyway")
    assert code == 0
    assert "went another way than the recording, seen after tick 60" in out


def test_bless_stamps_the_digests_anew(main, zenith):
    change(main, "legs.speed * dt", "2 * legs.speed * dt")
    code, _, err = zenith("replay", RUN, "--headless")
    assert code == 1
    assert "went another way" in err
    before = zn.Recording.load(RUN)
    code, out, _ = zenith("replay", RUN, "--bless", "the hero is faster now")
    assert code == 0
    assert "the hero is faster now" in out
    after = zn.Recording.load(RUN)
    assert after.blessed == ("the hero is faster now",)
    assert after.inputs == before.inputs
    assert after.digests.keys() == before.digests.keys()
    assert zenith("replay", RUN, "--headless")[0] == 0


def test_bless_wants_a_reason_and_drops_digests_of_other_machines(main, zenith):
    other = {"every": 60, "values": "0" * 20}
    table = json.loads(Path(RUN).read_text("utf-8"))
    rewrite(RUN, digests={**table["digests"], "other-machine": other})
    before = Path(RUN).read_bytes()
    code, _, err = zenith("replay", RUN, "--bless", " ")
    assert code == 1
    assert "for a reason" in err
    assert Path(RUN).read_bytes() == before
    code, out, _ = zenith("replay", RUN, "--bless", "why not")
    assert code == 0
    assert "other-machine left" in out
    assert list(zn.Recording.load(RUN).digests) == [zn.platform_key()]


def test_a_game_that_ends_earlier_cannot_be_blessed(main, zenith):
    change(
        main,
        "if world.tick == LAST:",
        "if world.tick == 9:\n        world.scenes.quit()\n    if 0:",
    )
    code, _, err = zenith("replay", RUN, "--bless", "shorter")
    assert code == 1
    assert "ends after 10 ticks; the recording has 71" in err


@pytest.mark.usefixtures("main")
def test_a_recording_becomes_a_test_that_passes_and_can_fail(zenith, tmp_path):
    code, out, _ = zenith("replay", RUN, "--as-test")
    assert code == 0
    assert "wrote test_walk_run.py" in out
    text = Path("test_walk_run.py").read_text("utf-8")
    assert 'game.hold("move", 1).ticks(70).release("move").ticks(1)' in text
    assert 'GAME = HERE / "walk"' in text
    names = {"__file__": str(tmp_path / "test_walk_run.py"), "__name__": "made"}
    exec(compile(text, "test_walk_run.py", "exec"), names)
    tests = [value for name, value in names.items() if name.startswith("test_")]
    assert len(tests) == 2
    for test in tests:
        test()
    change(Path("walk/main.py"), "speed: float = 12.0", "speed: float = 13.0")
    for test in tests:
        with pytest.raises((zn.ReplayError, AssertionError)):
            test()


@pytest.mark.usefixtures("main")
def test_a_test_is_not_written_over_a_file(zenith, tmp_path):
    (tmp_path / "mine.py").write_text("precious", "utf-8")
    code, _, err = zenith("replay", RUN, "--as-test", "mine.py")
    assert code == 1
    assert "exists already" in err
    assert (tmp_path / "mine.py").read_text("utf-8") == "precious"


@pytest.mark.usefixtures("main")
def test_a_run_that_fails_is_recorded_with_its_error_and_shows_it_again(zenith):
    code, _, err = zenith("run", "walk", "--headless", "--demo", "far", "--record", "bad.json")
    assert code == 1
    assert "walked too far" in err
    recording = zn.Recording.load("bad.json")
    assert recording.ticks == 501
    assert "walked too far" in recording.error
    code, out, err = zenith("replay", "bad.json", "--headless")
    assert code == 1
    assert "ends with an error, in tick 500" in out
    assert "The same tick fails again" in out
    assert "walked too far" in err
    code, out, _ = zenith("replay", "bad.json", "--verify")
    assert code == 0
    assert "walked too far" in out
    change(Path("walk/main.py"), "LAST = 500", "LAST = 600")
    code, out, _ = zenith("replay", "bad.json", "--headless")
    assert code == 0
    assert "does not come any more" in out
    code, out, _ = zenith("replay", "bad.json", "--verify")
    assert code == 1
    assert "does not come any more" in out


def test_a_recording_may_begin_in_the_middle(main, zenith):
    app = zn.testing.load("walk").hold("move", 1).ticks(200).app
    state = app.history.keyframe(130)
    assert state.tick == 120
    recorder = Recorder(
        "walk", seed=app.seed, tick_rate=60, actions=list(app.input.actions),
        engine=zn.__version__, schema=app.schema(), first=120, start=state.state.to_bytes(),
    )  # fmt: skip
    for given in app.history.inputs(120, 200):
        recorder.add(given, None)
    recorder.finish().save("middle.json")
    code, out, _ = zenith("replay", "middle.json", "--headless")
    assert code == 0
    assert f"digest   {app.digest()}" in out
    code, out, _ = zenith("replay", "middle.json", "--verify")
    assert code == 0
    assert "The same 80 ticks in two processes. The recording has no digests" in out


def test_verify_says_where_and_against_what(main, zenith, tmp_path):
    assert zenith("replay", RUN, "--verify")[0] == 0
    for name in ("main.py", "demo.py"):
        (tmp_path / "before").mkdir(exist_ok=True)
        (tmp_path / "before" / name).write_bytes((main.parent / name).read_bytes())
    change(main, "legs.speed * dt", "legs.speed * dt * 1.5")
    code, out, _ = zenith("replay", RUN, "--verify")
    assert code == 1
    assert "Two runs agree with each other, but not with the recording" in out
    assert "ticks 1 to 60" in out
    code, out, _ = zenith("replay", RUN, "--verify", "--against", "before")
    assert code == 1
    assert "first after tick 1:" in out
    assert 'Transform of "hero", x: 32.2 and 32.3' in out
    code, _, err = zenith("replay", RUN, "--against", "before")
    assert code == 1
    assert "goes with --verify" in err


@pytest.mark.parametrize("extra", [("--verify", "--bless", "x"), ("--nonsense",), ()])
def test_misspelt_options_end_with_one_sentence(zenith, extra):
    code, _, err = zenith("replay", *(("x.json", *extra) if extra else ()))
    assert code == 2
    assert len(err.strip().splitlines()) == 1


def test_a_broken_recording_is_one_sentence_and_stays(zenith, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("broken.json").write_bytes(b"\0" * 100)
    for more in ((), ("--verify",), ("--bless", "x"), ("--as-test",)):
        code, _, err = zenith("replay", "broken.json", *more)
        assert code == 1
        assert len(err.strip().splitlines()) == 1
    assert Path("broken.json").read_bytes() == b"\0" * 100
    assert [p.name for p in tmp_path.iterdir()] == ["broken.json"]


def test_what_cannot_be_told_in_words_is_only_replayed():
    def recorded(*inputs):
        recorder = Recorder("demo", seed=1, tick_rate=60, actions=["jump"])
        for given in inputs:
            recorder.add(given)
        return recorder.finish()

    pushed = [zn.TickInput({"jump": float(k % 2)}, (k, 1)) for k in range(4)]
    assert told(recorded(*pushed)) == [
        "pointer(0, 1)", "ticks(1)", 'press("jump")', "pointer(1, 1)", "ticks(1)",
        "pointer(2, 1)", "ticks(1)", 'press("jump")', "pointer(3, 1)", "ticks(1)",
    ]  # fmt: skip
    assert told(recorded(zn.TickInput(text="a"))) is None
    assert told(recorded(zn.TickInput(wheel=(0, 1)))) is None
    assert told(recorded(zn.TickInput(answers=(("saves", None),)))) is None
    assert told(recorded(*(zn.TickInput(pointer=(k, 0)) for k in range(90)))) is None


def test_the_command_runs_from_a_shell(main):
    command = [sys.executable, "-m", "zenith", "replay", RUN, "--verify"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "The same 71 ticks in two processes, and as recorded."
