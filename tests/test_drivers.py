"""Scripted players, replays, recordings and pictures around an App."""

import pytest

import zenith as zn


def walk(world, dt):
    world.find("hero")[zn.Transform].x += world.input.axis("move") * 60 * dt


def make(systems=(walk,), **options):
    app = zn.App("Walk", systems=systems, **options)
    app.world.spawn(zn.Transform(), name="hero")
    return app


def run(app, most=10_000):
    while app.running and app.ticks < most:
        app.tick()


def there_and_back(world):
    if world.tick >= 130:
        return None
    return {"move": 1.0 if world.tick < 60 else -1.0}


def recorded():
    app = make()
    record = zn.Record(app, "walk")
    app.drivers += [zn.ScriptedPlayer(there_and_back), record]
    run(app)
    return app, record.finish(app)


def test_a_scripted_player_plays_and_ends_the_run():
    app, _ = recorded()
    assert app.ticks == 131
    assert round(app.world.find("hero")[zn.Transform].x, 9) == 60 - 70


def test_a_player_may_say_everything_a_tick_can_know():
    app = make()
    given = zn.TickInput({"jump": 1.0}, (12.0, 8.0), (0.0, 1.0), "a")
    app.drivers.append(zn.ScriptedPlayer(lambda world: given))
    app.tick()
    assert app.input.current() == given


def test_a_misspelt_action_of_a_player_is_told():
    app = make()
    app.drivers.append(zn.ScriptedPlayer(lambda world: {"mvoe": 1.0}))
    with pytest.raises(zn.UnknownName, match='Did you mean "move"'):
        app.tick()


def test_a_recording_plays_back_to_the_same_digest(tmp_path):
    first, recording = recorded()
    recording.save(tmp_path / "run.json")
    again = make()
    replay = zn.Replay(zn.Recording.load(tmp_path / "run.json"))
    again.drivers.append(replay)
    run(again)
    assert again.ticks == first.ticks
    assert again.digest() == first.digest()
    assert replay.checked == 3


def test_a_replay_that_goes_another_way_stops_at_the_next_digest():
    _, recording = recorded()

    def limp(world, dt):
        world.find("hero")[zn.Transform].x += world.input.axis("move") * 59 * dt

    app = make([limp])
    app.drivers.append(zn.Replay(recording))
    with pytest.raises(zn.ReplayError, match="after tick 60"):
        run(app)


def test_a_shutter_saves_pictures_only_where_there_is_a_painter(tmp_path):
    app = make()
    shutter = zn.Shutter({2: tmp_path / "two.png"})
    app.drivers.append(shutter)
    run(app, 3)
    assert shutter.saved == []
    assert not (tmp_path / "two.png").exists()


def test_the_last_driver_is_called_first_after_a_tick():
    calls = []

    class Note:
        plays = False

        def __init__(self, name):
            self.name = name

        def before_tick(self, app):
            calls.append(self.name)

        def after_tick(self, app):
            calls.append(self.name.upper())

    app = make()
    app.drivers += [Note("a"), Note("b")]
    app.tick()
    assert calls == ["a", "b", "B", "A"]
