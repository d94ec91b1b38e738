"""Game code that fails: the game waits and says why, nothing is lost, and it goes on."""

import sys
from functools import cache

import pytest

import zenith as zn
from fakes import FakeAudio, FakePainter, FakeWindow
from stumbling import PLACES, choices, make
from zenith.app import Devices
from zenith.input import CloseEvent, KeyEvent, TextEvent

TICKS = 400


@cache
def reference(ticks=TICKS):
    """Return the digest before each tick of a run without faults."""
    app, _ = make()
    digests = [app.digest()]
    while app.ticks < ticks:
        app.tick()
        digests.append(app.digest())
    return digests


def tick_on(app, ticks):
    while app.ticks < ticks:
        app.tick()


def watched(**options):
    app, faults = make(**options)
    app.devices = Devices(FakeWindow(), FakePainter(), FakeAudio())
    return app, faults


class Beat:
    """Time that goes on by one tick with each frame."""

    def __init__(self, app):
        self.app = app
        self.now = 0.0

    def frames(self, count=1):
        for _ in range(count):
            self.app.frame(self.now)
            self.now += 1 / 60

    def press(self, key):
        self.app.devices.window.events = [KeyEvent(key, True), KeyEvent(key, False)]
        self.frames()


def inject(count, seed):
    """Let a watched game fail so often, and return how often it did; it must stay sound."""
    digests = reference(TICKS + 200)
    failed = 0
    while failed < count:
        app, faults = watched()
        beat = Beat(app)
        beat.frames(2)
        for place, kind in choices(seed + failed, count - failed):
            faults.arm(place, kind)
            # State that cannot be copied is found at the next snapshot, up to 120 ticks later.
            while app.guard.failure is None and (
                app.ticks < TICKS or (place == "state" and not faults.place)
            ):
                beat.frames()
            if app.guard.failure is None:
                break
            failed += 1
            assert app.digest() == digests[app.ticks]
            assert faults.fired[-1] == place
            assert app.running
            before = app.ticks
            beat.frames(2)
            assert (app.ticks, app.digest()) == (before, digests[before])
            beat.press("r")
            beat.frames()
            assert app.guard.failure is None
        faults.arm("", 0)
        while app.ticks < TICKS:
            beat.frames()
        assert app.digest() == digests[app.ticks]
    return failed


def test_a_hundred_exceptions_end_nothing(capfd):
    assert inject(100, seed=1) >= 100


@pytest.mark.full
def test_a_thousand_exceptions_end_nothing(capfd):
    assert inject(1000, seed=2) >= 1000


@pytest.mark.parametrize("place", PLACES)
def test_wherever_it_fails_the_world_is_back_at_the_start_of_the_tick(place, capfd):
    app, faults = watched()
    beat = Beat(app)
    beat.frames(30)
    faults.arm(place, 0)
    while app.guard.failure is None:
        beat.frames()
    assert app.digest() == reference()[app.ticks]
    assert capfd.readouterr().err.count("while: ") == 1


@pytest.mark.parametrize("place", [p for p in PLACES if "draw" not in p])
def test_without_a_window_the_error_is_raised_and_the_world_is_back_too(place):
    app, faults = make()
    for _ in range(30):
        app.tick()
    faults.arm(place, 3)
    with pytest.raises(zn.GameError):
        tick_on(app, TICKS)
    assert app.digest() == reference()[app.ticks]
    while app.ticks < 200:
        app.tick()
    assert app.digest() == reference()[200]


def failing(fail, **options):
    """Return a watched App whose system fails at tick 10, and its beat, at that point."""

    def system(world, dt):
        world.find("hero")[zn.Transform].x += world.input.axis("move")
        if world.tick == 10:
            fail()

    app = zn.App("Failing", systems=[system], **options)
    app.world.spawn(zn.Transform(), name="hero")
    app.devices = Devices(FakeWindow(), FakePainter(), FakeAudio())
    beat = Beat(app)
    beat.frames(12)
    return app, beat


def test_the_report_lies_over_the_picture(capfd):
    app, beat = failing(lambda: 1 / 0)
    words = "\n".join(app.devices.painter.covers[-1])
    assert "ZeroDivisionError: division by zero" in words
    assert "in system failing.<locals>.system, tick 10" in words
    assert "test_guard.py" in words
    assert "The game is back at the start of tick 10 of the run." in words
    assert "R  run it again" in words
    assert app.guard.failure.culprit.source == "app, beat = failing(lambda: 1 / 0)"
    before = len(app.devices.painter.covers)
    beat.frames(3)
    assert len(app.devices.painter.covers) == before + 3
    assert app.devices.window.flips == app.frames


def test_the_text_comes_once_on_stderr_and_repeats_are_counted(capfd):
    app, beat = failing(lambda: 1 / 0)
    beat.frames(5)
    for _ in range(3):
        beat.press("r")
        beat.frames()
    assert capfd.readouterr().err.count("ZeroDivisionError") == 1
    assert app.guard.times == 4
    assert "This happened 4 times in a row." in app.devices.painter.covers[-1]


def test_sound_is_held_while_the_game_waits(capfd):
    app, beat = failing(lambda: 1 / 0)
    assert app.devices.audio.paused == [True]
    beat.press("r")
    assert app.devices.audio.paused[:2] == [True, False]


def test_what_the_failing_tick_began_to_play_is_heard_once_when_it_runs_again(capfd, tmp_path):
    (tmp_path / "sounds").mkdir()
    (tmp_path / "sounds" / "click.wav").write_bytes(b"never opened here")
    bad = [True]

    def system(world, dt):
        if world.tick == 3:
            world.audio.play("click")
            if bad[0]:
                raise ValueError

    audio = FakeAudio()
    devices = Devices(FakeWindow(), FakePainter(), audio)
    app = zn.App(systems=[system], assets=tmp_path, devices=devices)
    beat = Beat(app)
    beat.frames(8)
    assert audio.heard == []
    bad[0] = False
    beat.press("r")
    beat.frames(3)
    assert audio.heard == ["play"]


def test_the_tick_runs_again_with_the_input_it_had(capfd):
    bad = [True]
    app, beat = failing(lambda: 1 / 0 if bad[0] else None)
    app, beat = failing(lambda: 1 / 0 if bad[0] else None)
    assert app.ticks == 10
    hero = app.world.find("hero")[zn.Transform]
    app.devices.window.events = [KeyEvent("d", True), TextEvent("d"), KeyEvent("d", False)]
    beat.frames(4)
    assert (app.ticks, hero.x) == (10, 0.0)
    bad[0] = False
    beat.press("r")
    beat.frames(4)
    assert app.guard.failure is None
    assert app.ticks >= 13
    assert hero.x == 0.0


def test_a_press_that_made_the_tick_fail_is_there_when_it_runs_again(capfd):
    seen = []

    def system(world, dt):
        seen.append(world.input.just_pressed("jump"))
        if seen[-1] and len(seen) < 5:
            raise ValueError

    app = zn.App(systems=[system], devices=Devices(FakeWindow(), FakePainter(), FakeAudio()))
    beat = Beat(app)
    beat.frames(2)
    beat.press("space")
    assert app.guard.failure is not None
    beat.press("r")
    beat.press("r")
    while app.guard.failure is not None:
        beat.press("r")
    assert seen.count(True) >= 2


def test_keys_quit_and_so_does_the_window(capfd):
    app, beat = failing(lambda: 1 / 0)
    beat.press("escape")
    assert not app.running
    app, beat = failing(lambda: 1 / 0)
    app.devices.window.events = [CloseEvent()]
    beat.frames()
    assert not app.running


def test_keys_of_the_report_are_not_the_games(capfd):
    app, beat = failing(lambda: 1 / 0)
    app.devices.window.events = [KeyEvent("escape", False), KeyEvent("space", True)]
    beat.frames()
    assert app.running
    app.input.begin_tick()
    assert not app.input.pressed("jump")


def test_a_failure_in_drawing_leaves_the_state_alone(capfd):
    app, faults = watched()
    beat = Beat(app)
    beat.frames(20)
    faults.arm("draw", 0)
    beat.frames(5)
    assert app.ticks == 20
    words = app.devices.painter.covers[-1]
    assert "The state of the game is as it was." in words
    assert any("drawing <Scene main>" in text for text in words)
    assert app.digest() == reference()[20]
    beat.press("r")
    beat.frames()
    assert app.guard.failure is None


def test_drawing_that_always_fails_is_left_out_of_the_picture_below(capfd):
    app = zn.App(devices=Devices(FakeWindow(), FakePainter(), FakeAudio()))
    app.scene.draw = lambda canvas: 1 / 0
    beat = Beat(app)
    beat.frames(3)
    assert app.devices.painter.covers
    assert app.guard.failure is not None


def test_without_history_the_report_says_so(capfd):
    app, _ = failing(lambda: 1 / 0, history=None)
    words = app.devices.painter.covers[-1]
    assert "Nothing of the past is kept; the game is as the error left it." in words
    assert app.guard.back_at is None


def test_where_the_past_cannot_run_again_it_goes_to_the_last_state_kept(capfd):
    runs = []

    def system(world, dt):
        runs.append(world.tick)
        if len(runs) > 10 and world.tick >= 4:
            raise ValueError("not the same twice")

    app = zn.App(systems=[system], devices=Devices(FakeWindow(), FakePainter(), FakeAudio()))
    start = app.digest()
    Beat(app).frames(14)
    assert (app.ticks, app.guard.back_at) == (0, 0)
    assert app.digest() == start
    assert "The game is back at the start of tick 0 of the run." in app.devices.painter.covers[-1]


def test_a_game_that_exits_quits_and_nothing_else_ends(capfd):
    app, _ = failing(sys.exit)
    assert not app.running
    assert app.guard.failure is None
    assert app.ticks == 10


def test_exiting_without_a_window_quits_too():
    app = zn.App(systems=[lambda world, dt: sys.exit(3) if world.tick == 4 else None])
    seen = []

    class Watch(zn.Driver):
        def after_tick(self, app):
            seen.append(app.ticks)

    app.drivers.append(Watch())
    while app.running:
        app.tick()
    assert seen == [1, 2, 3, 4]


def test_ctrl_c_in_a_tick_leaves_a_whole_state():
    def system(world, dt):
        world.find("hero")[zn.Transform].x += 1
        if world.tick == 7:
            raise KeyboardInterrupt

    app = zn.App(systems=[system])
    hero = app.world.spawn(zn.Transform(), name="hero")
    with pytest.raises(KeyboardInterrupt):
        tick_on(app, 9)
    assert (app.ticks, hero[zn.Transform].x) == (7, 7.0)


def test_what_the_failing_tick_asked_of_history_is_forgotten():
    bad = [True]

    def system(world, dt):
        if world.tick == 8 and bad[0]:
            app.history.rewind(5)
            raise ValueError

    app = zn.App(systems=[system])
    with pytest.raises(zn.GameError):
        tick_on(app, 9)
    bad[0] = False
    app.tick()
    assert app.ticks == 9


def test_a_resource_set_in_the_failing_tick_is_gone():
    bad = [True]

    def system(world, dt):
        if world.tick == 8 and bad[0]:
            world.set_resource(zn.Gravity(y=5.0))
            raise ValueError

    app = zn.App(systems=[system])
    for _ in range(8):
        app.tick()
    before = app.digest()
    with pytest.raises(zn.GameError):
        app.tick()
    assert app.digest() == before
    assert not app.world.has_resource(zn.Gravity)


def test_an_error_of_the_engine_in_a_tick_is_told_with_its_tick():
    app = zn.App()
    body = app.world.spawn(zn.Transform(), zn.Body(), zn.BoxCollider(), name="box")[zn.Body]
    app.tick()
    body.velocity_x = float("nan")
    with pytest.raises(zn.GameError, match=r'(?s)"box": Body.velocity_x.*while: physics, tick 1'):
        app.tick()


def test_a_tick_inside_a_tick_fails_as_a_whole():
    app = zn.App()
    app.scene.systems.append(lambda world, dt: app.tick())
    before = app.digest()
    with pytest.raises(zn.GameError, match="A tick cannot run inside another one"):
        app.tick()
    assert app.digest() == before
    assert not app.outside.open
