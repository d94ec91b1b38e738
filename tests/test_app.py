"""The loop: ticks and frames, scenes, focus, errors in game code, devices as arguments."""

import gc

import pytest

import zenith as zn
from fakes import FakeAudio, FakePainter, FakeWindow
from zenith.app import Devices
from zenith.input import CloseEvent, FocusEvent, KeyEvent


@pytest.fixture
def devices():
    return Devices(FakeWindow(), FakePainter(), FakeAudio())


@pytest.fixture
def app(devices):
    return zn.App("Test", devices=devices)


def test_a_frame_runs_the_ticks_that_are_due_and_draws_between_them(app, devices):
    app.frame(1.0)
    app.frame(1.0 + 2.5 / 60)
    assert (app.ticks, app.frames) == (2, 2)
    assert devices.painter.alphas == [[0.0], [0.5]]
    assert devices.window.flips == 2


@pytest.mark.parametrize("rate", [30, 60, 144, 37.3])
def test_a_second_has_as_many_ticks_at_any_frame_rate(app, rate):
    app.frame(0.0)
    for k in range(1, round(rate * 10) + 1):
        app.frame(k / rate)
    assert abs(app.ticks - 600) <= 1


def test_a_press_in_a_frame_without_ticks_reaches_the_next_tick(app, devices):
    seen = []
    app.scene.systems.append(lambda world, dt: seen.append(world.input.just_pressed("jump")))
    app.frame(0.0)
    devices.window.events = [KeyEvent("space", True)]
    app.frame(0.001)
    devices.window.events = [KeyEvent("space", False)]
    app.frame(0.002)
    app.frame(0.04)
    assert seen == [True, False]


def test_closing_the_window_ends_the_game_and_gives_the_devices_back(app, devices):
    devices.window.events = [CloseEvent()]
    app.play(devices)
    assert not app.running
    assert devices.window.closed
    assert devices.audio.closed


def test_control_c_ends_cleanly(devices):
    def interrupt(world, dt):
        raise KeyboardInterrupt

    app = zn.App("Test", systems=[interrupt])
    app.play(devices)
    assert not app.running
    assert devices.window.closed


def test_losing_the_focus_holds_time_and_sound_as_the_settings_say(app, devices):
    app.frame(0.0)
    devices.window.events = [FocusEvent(False)]
    app.frame(0.1)
    app.frame(0.2)
    assert app.ticks == 0
    assert devices.audio.paused == [True]
    devices.window.events = [FocusEvent(True)]
    app.frame(0.3)
    app.frame(0.3 + 1.5 / 60)
    assert app.ticks > 0
    app.window.pause_on_focus_loss = app.window.mute_on_focus_loss = False
    devices.window.events = [FocusEvent(False)]
    before = app.ticks
    app.frame(0.6)
    assert app.ticks > before
    assert devices.audio.paused[-1] is False


def test_the_window_is_told_its_settings_every_frame(app, devices):
    app.frame(0.0)
    app.window.fullscreen = True
    app.title = "Other"
    app.frame(0.1)
    assert devices.window.adopted == [("Test", False), ("Other", True)]


def test_sounds_reach_the_device_once_a_frame(app, devices):
    app.world.audio.set_volume("sfx", 0.5)
    app.frame(0.0)
    app.frame(0.1)
    assert devices.audio.heard == ["volume"]


def test_pause_single_step_and_time_scale(app):
    app.frame(0.0)
    app.clock.paused = True
    app.frame(1.0)
    assert app.ticks == 0
    app.clock.step_once()
    app.frame(1.1)
    assert app.ticks == 1
    app.clock.paused, app.clock.time_scale = False, 0.5
    app.frame(1.1 + 4 / 60)
    assert app.ticks == 3


def test_scenes_are_a_stack_and_only_the_top_ticks(devices):
    counts = {"level": 0, "menu": 0}

    def count(name):
        def system(world, dt):
            counts[name] += 1

        return system

    app = zn.App(scene=zn.Scene([count("level")], name="level"), devices=devices)
    app.tick()
    app.scenes.push(zn.Scene([count("menu")], overlay=True, name="menu"))
    app.tick()
    app.tick()
    app.draw()
    assert counts == {"level": 2, "menu": 1}
    assert devices.painter.alphas == [[1.0, 1.0]]
    app.scenes.pop()
    app.tick()
    app.tick()
    assert counts == {"level": 3, "menu": 2}
    app.draw()
    assert devices.painter.alphas[-1] == [1.0]


def test_the_last_scene_cannot_be_popped():
    app = zn.App()
    app.scenes.pop()
    with pytest.raises(zn.GameError, match="last scene cannot be popped"):
        app.tick()


def test_a_scene_that_is_none_is_refused():
    with pytest.raises(zn.BadValue, match=r"Expected a zenith\.Scene"):
        zn.App().scenes.push(3)
    with pytest.raises(zn.UnknownName, match='no scene "menu"'):
        zn.App().scenes.push("menu")


def test_what_a_scene_spawns_in_start_is_there_at_once():
    def start(world):
        world.spawn(zn.Transform(x=world.resource(zn.Camera).width), name="edge")

    app = zn.App(scene=zn.Scene(start=start), virtual_size=(320, 180))
    assert app.world.find("edge")[zn.Transform].x == 320


class Stumbler(zn.Script):
    def tick(self, dt):
        if self.world.tick == 3:
            self.entity[zn.Transform].z = 1


def test_an_exception_in_a_script_is_reported_with_place_entity_and_tick():
    app = zn.App()
    app.world.spawn(zn.Transform(), Stumbler(), name="clumsy")
    for _ in range(3):
        app.tick()
    with pytest.raises(zn.GameError) as caught:
        app.tick()
    text = str(caught.value)
    assert "script Stumbler" in text
    assert "clumsy" in text
    assert "tick 3" in text
    assert "test_app.py" in text
    assert "frames of the engine" in text
    assert "z = 1" in text


def test_an_exception_in_a_system_names_the_system():
    def explode(world, dt):
        return 1 / 0

    app = zn.App(systems=[explode])
    with pytest.raises(zn.GameError, match=r"(?s)ZeroDivisionError.*system .*explode, tick 0"):
        app.tick()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: zn.App(size=(0, 100)), "size"),
        (lambda: zn.App(virtual_size=(100, -1)), "virtual_size"),
        (lambda: zn.App(scaling="fitt"), 'Did you mean "fit"'),
        (lambda: zn.App(tick_rate=0), "tick rate"),
        (lambda: zn.App(actions={"dash": zn.Button("spacee")}), 'Did you mean "space"'),
        (lambda: zn.App(actions={"dash": "space"}), "expected a Button or an Axis"),
        (lambda: zn.App(systems=["drift"]), "A system is a function"),
        (lambda: zn.App(layers=["back"]), "default"),
        (lambda: zn.App().world.input.pressed("jmup"), 'Did you mean "jump"'),
        (lambda: zn.App().world.audio.play("nothing"), "Searched"),
    ],
)
def test_mistakes_are_told(make, words):
    with pytest.raises(zn.ZenithError, match=words):
        make()


@pytest.mark.parametrize(
    ("look", "words"),
    [
        (zn.Sprite("crate", layer="hut"), 'Sprite.layer of .*hero.*Did you mean "hud"'),
        (zn.CircleShape(layer="fourground"), 'Did you mean "foreground"'),
        (zn.Sprite("crat"), 'Sprite.image of .*hero.*Did you mean "crate".*Searched'),
        (zn.Text("Hi", font="zenit"), 'Text.font of .*hero.*Did you mean "zenith"'),
    ],
)
def test_misspelt_names_are_told_without_a_renderer(look, words):
    app = zn.App()
    app.tick()
    app.world.spawn(zn.Transform(), look, name="hero")
    with pytest.raises(zn.GameError, match=words):
        app.tick()


def test_two_apps_live_side_by_side():
    first, second = zn.App(seed=1), zn.App(seed=2)
    for app in (first, second):
        app.world.spawn(zn.Transform(x=app.world.random.uniform()))
    first.tick()
    assert (first.ticks, second.ticks) == (1, 0)
    assert first.digest() != second.digest()


def test_a_person_plays_only_with_a_window_and_without_a_driver_that_plays(app):
    assert app.attended
    app.drivers.append(zn.Shutter({}))
    assert app.attended
    app.drivers.append(zn.ScriptedPlayer(lambda world: {}))
    assert not app.attended
    assert not zn.App().attended


def test_what_is_loaded_is_spared_from_the_search_for_garbage_while_a_game_plays():
    seen = []

    def look(world, dt):
        seen.append(gc.get_freeze_count())
        world.scenes.quit()

    zn.App("Play", systems=[look]).play(Devices(window=FakeWindow()))
    assert seen[0] > 1000
    assert gc.get_freeze_count() == 0
