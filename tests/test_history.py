"""The past of a game: within reach, exact, forked, and within its budget."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zenith as zn
from zenith.app import load_players
from zenith.history import REBUILD_EVERY, Timeline
from zenith.input import TickInput
from zenith.physics.roster import Roster

GAME = Path(__file__).resolve().parent.parent / "examples" / "breakout"


@zn.component
class Count:
    """How often something happened."""

    value: int = 0


def roll(world, dt):
    """Move by chance and by input, so that a tick that is not repeated exactly shows."""
    hero = world.find("hero")[zn.Transform]
    hero.x += world.random.uniform(-1, 1) + 3 * world.input.axis("move")
    if world.input.just_pressed("jump"):
        world.spawn(zn.Transform(x=hero.x), Count(world.tick), tags={"mark"})


def make(**options):
    app = zn.App("Roll", systems=[roll], **options)
    app.world.spawn(zn.Transform(), name="hero")
    return app


def played(app, ticks):
    """Let an App play, and return the digest of every state it was in, by tick."""
    digests = {app.ticks: app.digest()}
    for _ in range(ticks):
        app.input.hold("move", (app.ticks % 7 - 3) / 3)
        if app.ticks % 11 == 0:
            app.input.press("jump")
        app.tick()
        digests[app.ticks] = app.digest()
    app.input.release("move")
    return digests


def pile(ticks=0):
    """Return an App with boxes falling on each other."""
    app = zn.App("Pile")
    app.world.set_resource(zn.Gravity(y=600.0))
    app.world.spawn(zn.Transform(x=100, y=200), zn.BoxCollider(400, 20))
    for k in range(12):
        place = zn.Transform(x=90 + 7 * (k % 4), y=150 - 20 * k, rotation=0.1 * k)
        app.world.spawn(place, zn.BoxCollider(16, 16), zn.Body())
    for _ in range(ticks):
        app.tick()
    return app


@settings(max_examples=40)
@given(st.lists(st.integers(0, 300), min_size=1, max_size=6))
def test_every_tick_within_reach_is_as_it_was(order):
    app = make()
    digests = played(app, 300)
    for tick in order:
        app.history.seek(tick)
        assert (app.ticks, app.digest()) == (tick, digests[tick])


def test_physics_is_as_it_was_too():
    app = pile()
    digests = played_silently(app, 400)
    for tick in (399, 120, 121, 250, 0, 239, 400):
        app.history.seek(tick)
        assert app.digest() == digests[tick]


def played_silently(app, ticks):
    digests = {app.ticks: app.digest()}
    for _ in range(ticks):
        app.tick()
        digests[app.ticks] = app.digest()
    return digests


def test_scenes_that_were_left_are_there_again():
    game = zn.testing.load(GAME)
    app = game.app
    app.drivers.append(zn.ScriptedPlayer(load_players(GAME)["win"]))
    digests = played_silently(app, 200)
    level = app.scene
    assert level.name == "level1"
    app.history.seek(10)
    assert app.scene.name == "title"
    assert app.digest() == digests[10]
    app.history.seek(200)
    assert app.digest() == digests[200]


def test_going_on_from_the_past_forks():
    app = make()
    digests = played(app, 200)
    app.history.seek(150)
    assert app.history.last == 200
    app.input.hold("move", 1.0)
    app.tick()
    assert app.history.last == 151
    assert app.digest() != digests[151]
    app.history.seek(150)
    assert app.digest() == digests[150]


def test_going_on_alike_from_the_past_is_the_same_run():
    app = pile()
    digests = played_silently(app, 300)
    app.history.seek(170)
    while app.ticks < 300:
        app.tick()
        assert app.digest() == digests[app.ticks]


def test_what_was_not_kept_is_told():
    app = make(history=zn.HistorySettings(seconds=2.0))
    played(app, 700)
    assert app.history.first == 480
    with pytest.raises(zn.UsageError, match="Tick 479 is not kept; expected 480 to 700"):
        app.history.seek(479)
    with pytest.raises(zn.UsageError, match="Tick 701 is not kept"):
        app.history.seek(701)


def test_without_history_nothing_is_kept():
    app = make(history=None)
    played(app, 130)
    with pytest.raises(zn.UsageError, match="Nothing of the past is kept"):
        app.history.seek(0)


def test_a_small_budget_keeps_the_newest_state():
    app = make(history=zn.HistorySettings(megabytes=1e-6))
    digests = played(app, 500)
    assert app.history.first == 480
    app.history.seek(490)
    assert app.digest() == digests[490]


@pytest.mark.parametrize(
    "wrong", [{"seconds": 0.0}, {"megabytes": -1.0}, {"seconds": float("nan")}]
)
def test_settings_are_checked(wrong):
    with pytest.raises(zn.BadValue, match="expected a number above 0"):
        zn.HistorySettings(**wrong)


def test_seeking_inside_a_tick_is_refused():
    app = make()
    app.scene.systems.append(lambda world, dt: app.history.seek(0))
    with pytest.raises(zn.GameError, match=r"seek\(\) cannot be called inside a tick"):
        app.tick()


@pytest.fixture
def sounding(tmp_path):
    """An App with a sound and a piece of music."""
    for folder, name in (("sounds", "click"), ("music", "song")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{name}.wav").write_bytes(b"never opened here")
    return make(assets=tmp_path)


def test_ticks_that_run_again_are_silent_and_drivers_do_not_see_them(sounding):
    app = sounding
    app.scene.systems.append(lambda world, dt: world.audio.play("click"))

    class Watch(zn.Driver):
        calls = 0
        seeks = 0

        def after_tick(self, app):
            self.calls += 1

        def after_seek(self, app):
            self.seeks += 1

    watch = Watch()
    app.drivers.append(watch)
    played(app, 130)
    app.sounds.drain()
    app.history.seek(125)
    assert app.sounds.drain() == []
    assert (watch.calls, watch.seeks) == (130, 1)
    app.tick()
    assert len(app.sounds.drain()) == 1


def test_the_music_follows_where_time_goes(sounding):
    app = sounding
    app.scene.systems.append(
        lambda world, dt: world.tick == 50 and world.audio.music("song", volume=0.5)
    )
    played(app, 100)
    assert [e.what for e in app.sounds.drain()] == ["music"]
    app.history.seek(20)
    assert [e.what for e in app.sounds.drain()] == ["stop_music"]
    app.history.seek(80)
    assert [(e.what, e.name) for e in app.sounds.drain()] == [("music", "song")]


def test_an_error_in_a_tick_leaves_its_start_within_reach():
    app = make()
    digests = played(app, 140)

    def fail(world, dt):
        world.find("hero")[zn.Transform].x = 1e9
        world.spawn(zn.Transform())
        raise RuntimeError("too far")

    app.scene.systems.append(fail)
    with pytest.raises(zn.GameError, match="too far"):
        app.tick()
    app.history.seek(140)
    assert app.digest() == digests[140]


def test_systems_added_later_are_gone_in_the_past():
    app = make()
    played(app, 60)
    extra = lambda world, dt: None  # noqa: E731
    app.scene.systems.append(extra)
    played(app, 70)
    app.history.seek(30)
    assert extra not in app.scene.systems


def test_history_costs_no_state_between_its_ticks(monkeypatch):
    app = make()
    taken = []
    take = zn.World.snapshot
    monkeypatch.setattr(zn.World, "snapshot", lambda world: taken.append(1) or take(world))
    played_silently(app, 3 * REBUILD_EVERY)
    assert len(taken) == 3


def test_a_system_may_take_ticks_back():
    app = make()
    digests = played(app, 200)
    app.scene.systems.append(lambda world, dt: world.tick == 200 and app.history.rewind(40))
    app.tick()
    assert (app.ticks, app.digest()) == (160, digests[160])
    app.tick()
    assert app.history.last == 161


def test_taking_back_stops_at_what_is_kept():
    app = make()
    app.scene.systems.append(lambda world, dt: world.tick == 5 and app.history.rewind(99))
    for _ in range(6):
        app.tick()
    assert app.ticks == 0
    with pytest.raises(zn.BadValue, match="1 tick or more"):
        app.history.rewind(0)


def tower():
    """Return an App with four boxes on each other, and the boxes."""
    app = zn.App("Tower")
    app.world.set_resource(zn.Gravity(y=900.0))
    app.world.spawn(zn.Transform(x=0, y=100), zn.BoxCollider(400, 20))
    boxes = [
        app.world.spawn(
            zn.Transform(y=80 - 20 * k), zn.BoxCollider(20, 20), zn.Body(), name=f"box{k}"
        )
        for k in range(4)
    ]
    return app, boxes


def places(boxes):
    poses = [box[zn.Transform] for box in boxes]
    return [(pose.x, pose.y, pose.rotation) for pose in poses]


def sleeping(app):
    return app.scene.physics.get_state()["asleep"]


def test_a_tower_stands_for_a_minute_and_sleeps():
    app, boxes = tower()
    start = places(boxes)
    for _ in range(600):
        app.tick()
    settled = places(boxes)
    assert sleeping(app) == boxes
    for (x, y, _), (first_x, first_y, _) in zip(settled, start, strict=True):
        assert abs(x - first_x) < 0.5
        assert abs(y - first_y) < 0.5
    while app.ticks < 3600:
        app.tick()
        assert places(boxes) == settled
    assert sleeping(app) == boxes


def test_what_wakes_one_box_of_a_sleeping_tower_wakes_all():
    app, boxes = tower()
    for _ in range(REBUILD_EVERY * 3 + 5):
        app.tick()
    assert sleeping(app) == boxes
    boxes[0][zn.Body].velocity_x = 30.0
    app.tick()
    assert sleeping(app) == []


def test_a_tower_that_sleeps_is_the_same_from_bytes():
    app, boxes = tower()
    for _ in range(400):
        app.tick()
    other, _ = tower()
    other.go_back(zn.StackState.from_bytes(app.take().to_bytes()))
    app.go_back(app.take())
    for k in range(200):
        if k == 50:
            for run in (app, other):
                run.world.spawn(zn.Transform(x=3, y=-50), zn.BoxCollider(20, 20), zn.Body())
        app.tick()
        other.tick()
        assert app.digest() == other.digest()
    assert [box[zn.Transform].x for box in boxes] != [0.0] * 4


def test_a_tower_that_sleeps_is_not_made_anew(monkeypatch):
    made = []
    reseat = Roster.reseat
    monkeypatch.setattr(Roster, "reseat", lambda roster: made.append(1) or reseat(roster))
    app, boxes = tower()
    for _ in range(REBUILD_EVERY * 3):
        app.tick()
    assert sleeping(app) == boxes
    before = len(made)
    for _ in range(REBUILD_EVERY * 10):
        app.tick()
    rested = len(made)
    assert rested <= before + 1
    boxes[3][zn.Body].velocity_x = 5.0
    for _ in range(REBUILD_EVERY + 1):
        app.tick()
    assert len(made) == rested + 1


@settings(max_examples=12)
@given(
    rest=st.integers(0, 4),
    poke=st.integers(0, 240),
    where=st.integers(0, 3),
    speed=st.sampled_from([0.5, 30.0, 400.0]),
)
def test_what_slept_through_keyframes_goes_on_like_what_was_restored(rest, poke, where, speed):
    app, _ = tower()
    for _ in range(REBUILD_EVERY * (3 + rest) + 1):
        app.tick()
    keyframe = app.history.keyframe(app.ticks)
    other, _ = tower()
    other.go_back(zn.StackState.from_bytes(keyframe.state.to_bytes()))
    other.tick()
    assert other.digest() == app.digest()
    for k in range(300):
        if k == poke:
            for run in (app, other):
                run.world.find(f"box{where}")[zn.Body].velocity_x = speed
        app.tick()
        other.tick()
        assert app.digest() == other.digest(), k


IN_A_PROCESS = """
import sys
sys.path.insert(0, "tests")
from test_history import pile
app = pile(300)
if sys.argv[1] == "back":
    app.history.seek(150)
    app.history.seek(300)
    app.history.seek(200)
while app.ticks < 500:
    app.tick()
print(app.digest())
"""


def test_a_run_that_went_back_ends_like_one_that_did_not_in_another_process():
    said = {
        subprocess.run(
            [sys.executable, "-c", IN_A_PROCESS, how],
            cwd=GAME.parent.parent,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for how in ("back", "straight")
    }
    assert len(said) == 1


def test_a_timeline_refuses_a_state_out_of_place():
    past = Timeline[str](ticks=100, nbytes=1000)
    past.keep(0, "start", 1)
    past.note(TickInput())
    with pytest.raises(zn.UsageError, match="History is at tick 1; a state of 5 has no place"):
        past.keep(5, "later", 1)


@given(
    st.lists(
        st.one_of(st.just("tick"), st.just("keep"), st.integers(0, 60)), min_size=1, max_size=60
    )
)
def test_a_timeline_keeps_inputs_in_step_with_its_states(doing):
    past = Timeline[int](ticks=20, nbytes=10**9)
    past.keep(0, 0, 1)
    inputs = {}
    now = 0
    for what in doing:
        if what == "tick":
            inputs[now] = TickInput(pointer=(float(len(inputs)), float(now)))
            past.note(inputs[now])
            now += 1
        elif what == "keep":
            if not past.has_keyframe(now):
                past.keep(now, now, 1)
        elif past.first <= what <= now:
            past.cut(what)
            now = what
        assert past.last == now
        assert past.inputs(past.first, now) == [inputs[k] for k in range(past.first, now)]
        assert past.keyframe(now).tick <= now


def test_a_change_by_hand_that_is_kept_is_found_again():
    app = make()
    played(app, 50)
    hero = app.world.find("hero")
    for x in (500.0, 700.0):
        hero[zn.Transform].x = x
        app.history.keep_now()
    digests = played(app, 100)
    for tick in (120, 50, 75):
        app.history.seek(tick)
        assert app.digest() == digests[tick]
    app.history.seek(49)
    assert hero[zn.Transform].x < 500.0


def test_a_change_by_hand_in_the_past_forks():
    app = make()
    played(app, 50)
    app.history.seek(20)
    app.world.find("hero")[zn.Transform].x = 500.0
    app.history.keep_now()
    assert app.history.last == 20
    digests = played(app, 10)
    app.history.seek(25)
    assert app.digest() == digests[25]


def test_keeping_where_nothing_is_kept_does_nothing():
    app = make(history=None)
    played(app, 3)
    app.history.keep_now()
    assert not app.history.reaches(3)
