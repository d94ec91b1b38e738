"""Worlds, and all that hangs on them, go once nobody holds them; and stay while somebody does."""

import gc
import json
import weakref

import numpy as np
import pymunk
import pytest
from hypothesis import given
from hypothesis import strategies as st

import zenith as zn
from devices import CountedDevice
from studio import Studio
from zenith.app import garbage, load_app
from zenith.checks.watch import Watch
from zenith.script import run_scripts
from zenith.world.objects import Objects, array_of


class Pal(zn.Script):
    friend: zn.Entity | None = None
    friends: list[zn.Entity] = []
    pose: object = None

    def tick(self, dt):
        self.entity[zn.Transform].x += dt


@zn.component
class Team:
    members: list[zn.Entity] = []
    by_name: dict[str, zn.Entity] = {}
    captain: zn.Entity | None = None
    pose: object = None


def bare(world):
    world.spawn(zn.Transform(), Pal())


def many(world):
    for _ in range(40):
        world.spawn(zn.Transform(), Pal())


def script_fields(world):
    one, other = (world.spawn(zn.Transform(), Pal()) for _ in range(2))
    one[Pal].friend, one[Pal].friends, one[Pal].pose = other, [one, other], other[zn.Transform]


def object_fields(world):
    one = world.spawn(zn.Transform())
    world.spawn(Team(members=[one], by_name={"one": one}, captain=one, pose=one[zn.Transform]))


def resources_and_events(world):
    one = world.spawn(zn.Transform())
    world.set_resource(Team(members=[one]))
    world.send(Team(members=[one], captain=one))


def what_waits(world):
    with world.deferred():
        one = world.spawn(zn.Transform(), Pal(friends=[]))
        one[Pal].friends.append(one)
        one.add(Team(members=[one]))
    one.add(Pal(friend=one))


def borrowed_columns(world):
    object_fields(world)

    def look(world):
        for team in world.columns(Team):
            team.members[0] = [*team.members[0]]

    with world.deferred():
        look(world)
    with zn.frozen(world, fields=False):
        look(world)


def there_and_back(world):
    one = world.spawn(zn.Transform(), Pal())
    one[Pal].friends = [one]
    world.spawn(Team(members=[one], captain=one))
    world.restore(world.snapshot())


FILLED = [
    bare, many, script_fields, object_fields, resources_and_events, what_waits, borrowed_columns,
    there_and_back,
]  # fmt: skip


@pytest.mark.parametrize("fill", FILLED)
def test_a_world_that_knows_itself_in_any_way_goes(fill):
    world = zn.World()
    fill(world)
    run_scripts(world, 0.5)
    kept = weakref.ref(world)
    del world
    gc.collect()
    assert kept() is None


@pytest.mark.parametrize("fill", FILLED)
@pytest.mark.parametrize("history", [None, zn.HistorySettings(seconds=0.2)])
def test_the_world_of_a_scene_that_left_goes_with_its_last_state(fill, history):
    types = {"level": lambda: zn.Scene(name="level", start=fill)}
    app = zn.App("Levels", scene=types["level"](), scene_types=types, history=history, tick_rate=10)
    gone = weakref.ref(app.world)
    space = weakref.ref(app.scene.physics)
    app.tick()
    app.world.scenes.replace("level")
    for _ in range(125):
        app.tick()
    gc.collect()
    assert gone() is None
    assert space() is None
    world = weakref.ref(app.world)
    del app
    gc.collect()
    assert world() is None


def test_a_world_stays_while_somebody_holds_one_of_its_entities():
    world = zn.World()
    held = world.spawn(zn.Transform(x=1), Pal())
    held[Pal].friend = world.spawn(zn.Transform(x=2))
    del world
    gc.collect()
    friend = held[Pal].friend
    assert friend is not None
    assert friend[zn.Transform].x == 2
    run_scripts(held.world, 0.5)
    assert held[zn.Transform].x == 1.5
    script = held[Pal]
    del held, friend
    gc.collect()
    assert script.entity[zn.Transform].x == 1.5


def test_a_borrowed_column_of_objects_is_the_column():
    world = zn.World()
    entities = [world.spawn(Team()) for _ in range(20)]
    with world.deferred():
        for team in world.columns(Team):
            kept = team.members
            kept[3] = [entities[3]]
            assert entities[3][Team].members == [entities[3]]
            entities[4][Team].members = [entities[4]]
            assert kept[4] == [entities[4]]
            world.spawn(Team())
            team.captain = entities[5]
    entities[0].despawn()
    assert entities[3][Team].members == [entities[3]]
    assert entities[4][Team].members == [entities[4]]
    assert [e[Team].captain for e in entities[1:]] == [entities[5]] * 19
    assert not world._store._lent


def test_a_column_of_objects_takes_values_for_all_its_rows():
    world = zn.World()
    entities = [world.spawn(Team()) for _ in range(3)]
    for team in world.columns(Team):
        team.by_name = {}
        team.members = [[e] for e in entities]
    assert [e[Team].members for e in entities] == [[e] for e in entities]
    assert entities[0][Team].by_name is not entities[1][Team].by_name


def test_looking_at_a_column_of_objects_gives_a_copy_that_nobody_can_write_into():
    world = zn.World()
    world.spawn(Team(members=[]))
    (columns,) = [table[Team] for table in world.tables(Team)]
    seen = columns.peek("members")
    assert seen.tolist() == [[]]
    with pytest.raises(ValueError, match="read-only"):
        seen[0] = None


class Rows:
    """What an Objects and an array of numpy are both asked to do."""

    def __init__(self, values):
        self.array, self.mine = array_of(values), Objects(list(values))

    def same(self):
        return self.array.tolist() == self.mine.items


VALUES = st.lists(
    st.one_of(st.integers(), st.lists(st.integers(), max_size=2)), min_size=6, max_size=6
)
PLACES = st.lists(st.integers(0, 5), max_size=5).map(lambda rows: np.array(rows, np.int64))
CUTS = st.tuples(st.integers(0, 6), st.integers(0, 6)).map(lambda cut: slice(*sorted(cut)))


@given(VALUES, st.lists(st.one_of(PLACES, CUTS, st.integers(0, 5)), max_size=6))
def test_rows_of_objects_do_what_an_array_does(values, keys):
    rows = Rows(values)
    for key in keys:
        found, expected = rows.mine[key], rows.array[key]
        many = isinstance(key, (slice, np.ndarray))
        assert (found.tolist() == expected.tolist()) if many else found == expected
        if many:
            turned = expected[::-1].copy()
            rows.mine[key], rows.array[key] = turned, turned
            assert rows.same()
        rows.mine[key], rows.array[key] = None, None
        assert rows.same()


def test_a_renderer_keeps_no_world_and_gives_its_buffers_back(gpu, tmp_path):
    device = CountedDevice(gpu)
    studio = Studio(device, tmp_path)
    worlds, objects = weakref.WeakSet(), []
    for _ in range(6):
        world = zn.World()
        script_fields(world)
        world.spawn(zn.Transform(), zn.Sprite("flag"), Pal())
        world.spawn(zn.Transform(), zn.Text("words"), Team(members=[*world.entities()]))
        studio.shoot(world, size=(64, 36))
        worlds.add(world)
        objects.append(device.living)
        del world
        gc.collect()
    assert len(worlds) == 0
    assert objects[1] == objects[-1]
    studio.close()


def test_a_strict_run_keeps_no_world():
    app = zn.App("Levels", scene=zn.Scene(start=borrowed_columns), history=None)
    watch = Watch(app)
    gone = weakref.ref(app.world)
    watch.begin()
    app.tick()
    watch.look()
    app.world.scenes.replace(zn.Scene(start=bare))
    app.tick()
    watch.begin()
    app.tick()
    gc.collect()
    assert gone() is None


def test_large_worlds_that_left_are_searched_for(monkeypatch):
    monkeypatch.setattr(garbage, "SEARCH_AFTER", 4_000_000)

    def crowd(world):
        world.spawn_many(5_000, {zn.Transform: {}, zn.Sprite: {}})

    types = {"crowd": lambda: zn.Scene(name="crowd", start=crowd)}
    app = zn.App("Crowds", scene=types["crowd"](), scene_types=types, history=None)
    worlds = weakref.WeakSet([app.world])
    gc.collect()
    gc.disable()
    try:
        most = 0
        for _ in range(20):
            app.world.scenes.replace("crowd")
            app.tick()
            worlds.add(app.world)
            most = max(most, len(worlds))
    finally:
        gc.enable()
    assert 1 < most < 10


GAME = """
import zenith as zn

class Coin(zn.Script):
    near: list[zn.Entity] = []

    def start(self):
        self.near = list(self.world.entities())

    def on_contact(self, hit):
        self.near.append(hit.other)

def shower(world, dt):
    if world.tick % 2 == 0:
        zn.spawn_prefab(world, "coin")
"""
SCENE = {
    "zenith": "scene",
    "version": 1,
    "entities": {
        "a01": {"components": {"Transform": {"y": 20}, "Body": {"kind": "static"},
                               "BoxCollider": {"width": 200, "height": 4}}},
        "a02": {"prefab": "coin"},
    },
}  # fmt: skip
COIN = {
    "zenith": "prefab",
    "version": 1,
    "entities": {
        "c01": {"components": {"Transform": {}, "Body": {}, "CircleCollider": {"radius": 4},
                               "Coin": {}, "Sprite": {}}},
    },
}  # fmt: skip


@pytest.fixture
def rain(tmp_path):
    """A project of two scenes with scripts, physics and prefabs."""
    folder = tmp_path / "rain"
    for name in ("scenes", "prefabs"):
        (folder / name).mkdir(parents=True)
    (folder / "zenith.toml").write_text(
        'zenith = 1\nname = "Rain"\nstart = "one"\nmodules = ["rain_coins"]\n'
        'systems = ["rain_coins.shower"]\nhistory = { seconds = 0.25 }\n',
        "utf-8",
    )
    (folder / "rain_coins.py").write_text(GAME, "utf-8")
    for name in ("one", "two"):
        (folder / "scenes" / f"{name}.scene").write_text(json.dumps(SCENE), "utf-8")
    (folder / "prefabs/coin.prefab").write_text(json.dumps(COIN), "utf-8")
    return folder


def living(kind):
    return sum(isinstance(o, kind) for o in gc.get_objects())


def sweep():
    """Search twice: what pymunk gives back at its end keeps the rest for the second."""
    gc.collect()
    gc.collect()


def counted():
    sweep()
    return len(gc.get_objects())


def changes(app, count):
    for k in range(count):
        app.world.scenes.replace("two" if k % 2 == 0 else "one")
        for _ in range(3):
            app.tick()


def test_what_was_made_of_a_prefab_goes_with_the_world_it_was_made_for(rain):
    app = load_app(rain)
    changes(app, 10)
    sweep()
    assert 1 < len(app.prefabs.derived) < 12
    app.history.forget()
    sweep()
    assert len(app.prefabs.derived) == 1


@pytest.mark.full
def test_a_thousand_changes_of_scenes_leave_nothing_behind(rain):
    app = load_app(rain)
    changes(app, 50)
    before = counted()
    for _ in range(19):
        changes(app, 50)
        assert abs(counted() - before) < 300
        assert living(zn.World) < 12
        assert living(pymunk.Space) < 12


@pytest.mark.full
def test_three_hundred_games_played_and_stopped_leave_nothing_behind(rain):
    def play():
        app = load_app(rain)
        for _ in range(3):
            app.tick()

    for _ in range(20):
        play()
    before, worlds = counted(), living(zn.World)
    for _ in range(280):
        play()
    assert counted() - before < 300
    assert living(zn.World) <= worlds
    assert living(pymunk.Space) <= worlds
