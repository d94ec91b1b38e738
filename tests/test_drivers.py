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


def count_jumps(world, dt):
    walk(world, dt)
    if world.input.just_pressed("jump"):
        world.find("hero")[zn.Transform].y += 1.0


@pytest.mark.parametrize("back", [0, 59, 60, 61, 130])
def test_a_run_that_goes_back_and_another_way_is_recorded_as_if_it_had_gone_that_way(back):
    app = make([count_jumps])
    record = zn.Record(app, "walk")
    app.drivers.append(record)
    app.input.hold("move", 1.0)
    run(app, 150)
    app.history.seek(back)
    app.history.seek(140)  # what lies ahead is still there until the run ticks on
    app.history.seek(back)
    app.input.hold("move", -1.0)
    app.input.press("jump")
    run(app, back + 80)
    recording = record.finish(app)
    assert recording.ticks == back + 80
    again = make([count_jumps])
    replay = zn.Replay(zn.Recording.from_json(recording.to_json()))
    again.drivers.append(replay)
    run(again)
    assert again.digest() == app.digest()
    assert replay.checked == -(-(back + 80) // 60)


def test_a_recording_stopped_after_going_back_ends_there():
    app = make()
    record = zn.Record(app, "walk")
    app.drivers.append(record)
    run(app, 100)
    app.history.seek(70)
    recording = record.finish(app)
    assert recording.ticks == 70
    assert recording.digest_after(70) == app.digest()


def test_a_recording_begins_with_the_first_tick():
    app = make()
    app.tick()
    with pytest.raises(zn.UsageError, match="has run 1"):
        zn.Record(app, "walk")


def test_a_recording_with_a_damaged_state_is_refused_and_the_game_stays():
    app = make()
    before = app.digest()
    recording = zn.Recorder("walk", seed=0, tick_rate=60, actions=[], start=b"no state").finish()
    with pytest.raises(zn.BadValue, match="no state of a game"):
        zn.Replay(recording).begin(app)
    assert app.digest() == before


def test_what_was_heard_from_outside_is_heard_again_in_a_replay():
    found = [["castle", 3]]

    def ask(world, dt):
        world.find("hero")[zn.Transform].x += app.outside.ask("level", lambda: found[0])[1]

    app = make([ask])
    record = zn.Record(app, "walk")
    app.drivers.append(record)
    app.tick()
    found[0] = ["cave", 5]
    app.tick()
    recording = zn.Recording.from_json(record.finish(app).to_json())
    digest, found[0] = app.digest(), None
    app = make([ask])
    app.drivers.append(zn.Replay(recording))
    run(app)
    assert app.digest() == digest


def test_a_lenient_replay_goes_on_and_tells_where_it_strayed():
    _, recording = recorded()

    def limp(world, dt):
        world.find("hero")[zn.Transform].x += world.input.axis("move") * 59 * dt

    app = make([limp])
    replay = zn.Replay(recording, strict=False)
    app.drivers.append(replay)
    run(app)
    assert (app.ticks, replay.checked, replay.strayed) == (131, 0, 60)


def test_components_are_told_apart_by_what_they_declare():
    @zn.component
    class Legs:
        """How many."""

        count: int = 2

    def schema(**names):
        app = make()
        app.names = {**app.names, **names}
        return app.schema()

    plain, own = schema(), schema(Legs=Legs)
    assert set(own) - set(plain) == {"Legs"}
    assert own["zenith"] == plain["zenith"]

    @zn.component
    class Legs:
        """How many, for another animal."""

        count: int = 4

    assert schema(Legs=Legs)["Legs"] != own["Legs"]


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
