"""The watchdog: what hangs is interrupted, told with its line, and taken back."""

import json
import math
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import hangs
import zenith as zn
from zenith.app.watchdog import LOOKS, Stuck, Watchdog

HERE = Path(__file__).parent
PYTHON_ONLY = ["endless", "counting", "nested", "generating", "comprehending", "in_a_query"]


def play(where, limit, *names):
    done = subprocess.run(
        [sys.executable, str(HERE / "hangs.py"), where, str(limit), *names],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        cwd=HERE,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def check(played):
    for one in played:
        assert one["interrupted"] == 1, one
        assert "# here" in one["told"], one
        assert one["back"], one
        assert one["ticks"] >= 5, one


@pytest.mark.skipif(not hasattr(__import__("signal"), "pthread_kill"), reason="needs signals")
def test_whatever_hangs_is_interrupted_at_its_line_and_taken_back():
    played, _ = play("main", 0.2, "all")
    assert [one["name"] for one in played] == [hang.__name__ for hang in hangs.HANGS]
    check(played)


def test_outside_the_main_thread_what_runs_python_is_interrupted():
    played, _ = play("thread", 0.2, *PYTHON_ONLY)
    assert len(played) == len(PYTHON_ONLY)
    check(played)


def test_what_hears_of_nothing_is_told_on_stderr():
    _, told = play("main", 0.05, "adding")
    assert "hangs.py" in told
    assert "in adding" in told


@pytest.fixture
def dog(monkeypatch):
    """A watchdog whose thread is the test, and what it did."""
    dog = Watchdog()
    dog.fired = []
    monkeypatch.setattr(dog, "_thread", threading.get_ident())
    monkeypatch.setattr(dog, "_interrupt", dog.fired.append)
    return dog


def look(dog, times):
    for _ in range(times):
        dog.look()


def test_it_fires_when_the_same_stretch_was_seen_for_its_limit(dog):
    dog.enter()
    look(dog, LOOKS)
    assert not dog.fired
    look(dog, 1)
    assert len(dog.fired) == 1
    assert dog.found
    with pytest.raises(Stuck):
        dog.leave()


def test_it_fires_again_where_that_is_swallowed(dog):
    dog.enter()
    look(dog, LOOKS + 7)
    assert len(dog.fired) == 4
    with pytest.raises(Stuck):
        dog.leave()


def test_short_stretches_are_let_be(dog):
    for _ in range(10):
        dog.enter()
        look(dog, LOOKS)
        dog.leave()
    look(dog, 50)
    assert not dog.fired


def test_after_an_interruption_the_next_stretch_is_whole(dog):
    dog.enter()
    look(dog, LOOKS + 1)
    with pytest.raises(Stuck):
        dog.leave()
    dog.take_found()
    dog.enter()
    dog.leave()
    assert dog.found == []


def test_who_steps_through_code_by_hand_is_let_be(dog):
    frame = sys._getframe()
    frame.f_trace = lambda *args: None
    try:
        dog.enter()
        look(dog, LOOKS + 1)
        dog.leave()
    finally:
        frame.f_trace = None
    assert not dog.fired


@pytest.mark.parametrize("limit", [0, -1, math.nan])
def test_a_limit_is_above_0(limit):
    with pytest.raises(zn.BadValue, match="expected seconds above 0"):
        Watchdog(limit)


def test_a_thread_is_there_only_while_a_game_plays_in_a_window():
    app = zn.App()
    app.tick()
    names = [t.name for t in threading.enumerate()]
    assert "zenith watchdog" not in names
    with app.guard.watchdog.watching():
        assert "zenith watchdog" in [t.name for t in threading.enumerate()]
        with app.guard.watchdog.watching():
            pass
    assert "zenith watchdog" not in [t.name for t in threading.enumerate()]


def test_an_infinite_limit_watches_nothing():
    with Watchdog(math.inf).watching():
        assert "zenith watchdog" not in [t.name for t in threading.enumerate()]


def test_a_long_drawing_is_interrupted_too(dog, capfd):
    app = zn.App()
    app.guard.watchdog = dog

    def draw(canvas):
        look(dog, LOOKS + 1)

    app.scene.draw = draw
    with pytest.raises(
        zn.GameError, match=r"(?s)takes longer than 2 seconds.*drawing <Scene main>"
    ):
        app.guard.draw(app.scene)(None)


PROFILED = """
import sys
from zenith.app.watchdog import Watchdog
watchdog = Watchdog()
with watchdog.watching():
    watchdog.calm()
sys.setprofile(lambda frame, event, argument: None)
(lambda: None)()
sys.setprofile(None)
print("done")
"""


def test_python_can_be_profiled_after_an_interruption_was_calmed():
    command = [sys.executable, "-c", PROFILED]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "done\n"
