"""Scripts: behaviour of one entity, its fields as state."""

import collections
import enum
import io
import threading

import numpy as np
import pytest

import zenith as zn
from zenith.components import Contact, Transform
from zenith.errors import SchemaError, UsageError
from zenith.script import deliver_contacts, mirrored, run_scripts, scripts_in_order
from zenith.world import World


class Noted(zn.Script):
    """Writes down what happens to it."""

    label: str = ""
    log: list[str] = []

    def start(self):
        self.log.append("start")

    def tick(self, dt):
        self.log.append(f"tick {dt}")

    def on_contact(self, hit):
        self.log.append(f"{hit.phase} {hit.normal_x:g}")

    def on_despawn(self):
        self.log.append(f"gone at {self.entity[Transform].x:g}")


class Older(zn.Script):
    """Its fields have the names that the engine might have taken."""

    started: bool = False
    ticks: int = 0
    starts: int = 0

    def start(self):
        self.starts += 1

    def tick(self, dt):
        self.ticks += 1


def test_start_comes_once_before_the_first_tick():
    world = World()
    entity = world.spawn(Noted())
    run_scripts(world, 0.5)
    run_scripts(world, 0.25)
    assert entity[Noted].log == ["start", "tick 0.5", "tick 0.25"]


@pytest.mark.parametrize("started", [False, True])
def test_a_field_may_be_called_started(started):
    world = World()
    script = world.spawn(Older(started=started))[Older]
    run_scripts(world, 0.1)
    script.started = False
    run_scripts(world, 0.1)
    assert (script.starts, script.ticks, script.started) == (1, 2, False)


@pytest.mark.parametrize("how", ["same", "fresh"])
@pytest.mark.parametrize("form", ["memory", "bytes"])
def test_a_restored_script_does_not_start_again(how, form):
    world = World()
    world.spawn(Older(), name="it")
    run_scripts(world, 0.1)
    snapshot = world.snapshot() if form == "memory" else world.snapshot().to_bytes()
    target = world if how == "same" else World(types=world.types)
    target.restore(snapshot)
    run_scripts(target, 0.1)
    script = target.find("it")[Older]
    assert (script.starts, script.ticks) == (1, 2)


def test_a_script_restored_from_before_its_start_starts():
    world = World()
    world.spawn(Older(), name="it")
    snapshot = world.snapshot()
    run_scripts(world, 0.1)
    world.restore(snapshot)
    run_scripts(world, 0.1)
    assert world.find("it")[Older].starts == 1


def test_having_started_is_part_of_the_state():
    world = World()

    class Idle(zn.Script):
        pass

    world.spawn(Idle())
    before = world.digest()
    run_scripts(world, 0.1)
    assert world.digest() != before


@pytest.mark.parametrize("name", ["entity", "world", "random", "tick", "on_contact", "start"])
def test_a_field_does_not_hide_what_a_script_has(name):
    body = {"__annotations__": {name: int}, name: 0}
    with pytest.raises(SchemaError, match=rf"Bad\.{name} hides"):
        type("Bad", (zn.Script,), body)


def test_a_field_needs_a_default_that_fits():
    with pytest.raises(SchemaError, match=r"Bad\.x has no default"):
        type("Bad", (zn.Script,), {"__annotations__": {"x": int}})
    with pytest.raises(SchemaError, match=r"Bad\.x is declared as int"):
        type("Bad", (zn.Script,), {"__annotations__": {"x": int}, "x": "1"})


def test_fields_are_inherited_and_may_be_declared_anew():
    class Base(zn.Script):
        speed: float = 1.0
        hits: int = 0

    class Fast(Base):
        speed: float = 9.0
        name: str = "f"

    script = Fast(hits=2)
    assert (script.speed, script.hits, script.name) == (9.0, 2, "f")
    assert [f.name for f in Fast.__schema__.fields] == ["hits", "speed", "name"]


def test_containers_are_not_shared():
    one, two = Noted(), Noted()
    one.log.append("x")
    assert two.log == []


def test_an_unspawned_script_says_so():
    with pytest.raises(UsageError, match="Noted belongs to no entity"):
        _ = Noted().entity


def test_a_script_reaches_its_world():
    world = World(seed=3)
    entity = world.spawn(Transform(), Noted())
    script = entity[Noted]
    assert script.entity == entity
    assert script.world is world
    assert script.random is world.random
    assert (script.input, script.audio) == (world.input, world.audio)
    assert script.scenes is world.scenes


class Roll(zn.Script):
    def tick(self, dt):
        self.world.resource(Calls).names.append(self.entity.name + " " + type(self).__name__)


class Apply(Roll):
    pass


@zn.component
class Calls:
    names: list[str] = zn.field([])


def test_scripts_go_in_spawn_order_then_by_name():
    world = World()
    world.set_resource(Calls())
    world.spawn(Roll(), name="first")
    world.spawn(Transform(), Roll(), Apply(), name="second")
    world.spawn(Apply(), name="third")
    run_scripts(world, 0.1)
    assert world.resource(Calls).names == [
        "first Roll",
        "second Apply",
        "second Roll",
        "third Apply",
    ]
    assert [e.name for e, _ in scripts_in_order(world)] == ["first", "second", "second", "third"]


class Maker(zn.Script):
    def tick(self, dt):
        self.world.spawn(Noted(), name="made")
        for entity in list(self.world.find_all(tag="doomed")):
            entity.despawn()


def test_what_scripts_spawn_and_despawn_waits_and_the_dying_do_not_tick():
    world = World()
    world.spawn(Maker())
    doomed = world.spawn(Transform(x=4), Noted(), tags={"doomed"})
    log = doomed[Noted].log
    run_scripts(world, 0.1)
    assert log == ["gone at 4"]
    assert not doomed.alive
    assert world.find("made")[Noted].log == []
    run_scripts(world, 0.1)
    assert world.find("made")[Noted].log == ["start", "tick 0.1"]


def contact(world, **values):
    one = world.spawn(Transform(), Noted(label="one"))
    two = world.spawn(Transform(x=8), Noted(label="two"))
    return Contact(entity=one, other=two, normal_x=1.0, impulse=3.0, **values)


def test_both_sides_of_a_contact_are_told_with_the_normal_turned():
    world = World()
    hit = contact(world)
    deliver_contacts(world, [hit])
    assert hit.entity[Noted].log == ["begin 1"]
    assert hit.other[Noted].log == ["begin -1"]


def test_a_mirrored_contact_twice_is_itself():
    hit = contact(World(), x=5.0, y=6.0, normal_y=-0.5, speed=2.0, sensor=True, phase="end")
    other = mirrored(hit)
    assert (other.entity, other.other) == (hit.other, hit.entity)
    assert (other.normal_x, other.normal_y) == (-1.0, 0.5)
    assert (other.x, other.y, other.sensor, other.phase) == (5.0, 6.0, True, "end")
    assert mirrored(other) == hit


def test_the_dead_are_told_nothing():
    world = World()
    hit = contact(world)
    log = hit.other[Noted].log
    hit.other.despawn()
    deliver_contacts(world, [hit])
    assert hit.entity[Noted].log == []
    assert log == ["gone at 8"]


class Brittle(zn.Script):
    def on_contact(self, hit):
        self.entity.despawn()


def test_a_script_that_despawns_in_a_contact_leaves_the_rest_in_peace():
    world = World()
    brittle = world.spawn(Transform(), Brittle(), Noted())
    other = world.spawn(Transform(), Noted())
    log = brittle[Noted].log
    deliver_contacts(world, [Contact(brittle, other)] * 2)
    assert not brittle.alive
    assert log == ["gone at 0"]
    assert other[Noted].log == []


def test_a_contact_comes_back_from_a_snapshot_in_a_fresh_world():
    world = World()
    hit = contact(world, phase="end")
    world.send(hit)
    snapshot = world.snapshot().to_bytes()
    fresh = World(types=zn.Types([Transform, Noted]))
    fresh.restore(snapshot)
    (found,) = fresh.read(Contact)
    assert (found.entity[Noted].label, found.other[Noted].label) == ("one", "two")
    assert (found.phase, found.normal_x, found.impulse) == ("end", 1.0, 3.0)
    assert fresh.digest() == world.digest()


def spawned(script):
    world = zn.World()
    return world.spawn(zn.Transform(), script, name="hero")[type(script)]


def count_up():
    yield 1


async def wait():
    pass


class Paint(enum.Enum):
    RED = 1


NOT_STATE = [
    (count_up, "function"),
    (count_up(), "generator"),
    (lambda: 0, "function"),
    (len, "builtin_function_or_method"),
    ([].append, "builtin_function_or_method"),
    (threading.Lock(), "lock"),
    (threading.Thread(), "Thread"),
    (threading.Event(), "Event"),
    (io.StringIO(), "StringIO"),
    (iter([1]), "list_iterator"),
    (zn.World, "class"),
    (zn.World(), "World"),
    (object(), "object"),
    (Paint.RED, "Paint"),
    (collections.deque(), "deque"),
]


class Keeper(zn.Script):
    """Keeps whatever it is given."""

    path: object = None
    items: list = []


@pytest.mark.parametrize(("value", "kind"), NOT_STATE, ids=lambda v: type(v).__name__)
def test_what_cannot_be_copied_is_refused_when_it_is_set(value, kind):
    keeper = spawned(Keeper())
    for field in ("path", "undeclared"):
        with pytest.raises(zn.BadValue, match=rf"^Keeper\.{field} holds a {kind}, which cannot"):
            setattr(keeper, field, value)
    with pytest.raises(zn.BadValue, match=rf"^Keeper\.path holds a {kind},"):
        Keeper(path=value)
    assert keeper.path is None
    assert not hasattr(keeper, "undeclared")


def test_a_coroutine_is_refused_when_it_is_set():
    waiting = wait()
    with pytest.raises(zn.BadValue, match=r"^Keeper\.path holds a coroutine"):
        spawned(Keeper()).path = waiting
    waiting.close()


def test_what_can_be_copied_is_set():
    keeper = spawned(Keeper())
    entity = keeper.entity
    values = [None, 1, 1.5, True, "text", b"bytes", (1, [2]), {"a": {1}}, frozenset((1,)), entity]
    values += [np.float32(1.5), np.zeros(3), zn.Vec2(1, 2), zn.WHITE, entity[zn.Transform]]
    values += [zn.Transform(), type("Text", (str,), {})("text")]
    for value in values:
        keeper.path = value
        entity.world.snapshot()
        assert keeper.path is value


def test_names_with_a_bar_in_front_are_no_state():
    keeper = spawned(Keeper())
    keeper._cache = count_up()
    keeper.entity.world.snapshot()


def test_inside_a_container_the_next_snapshot_says_where():
    keeper = spawned(Keeper())
    keeper.items.append({"later": [1, count_up()]})
    with pytest.raises(
        zn.BadValue, match=r"^Keeper\.items\[0\]\['later'\]\[1\] holds a generator, which cannot"
    ):
        keeper.entity.world.snapshot()


@zn.component
class Bag:
    """A component with room for anything."""

    things: object = None


def test_object_fields_of_components_refuse_at_once_too():
    world = zn.World()
    bag = world.spawn(Bag())[Bag]
    for put in (
        lambda: setattr(bag, "things", count_up()),
        lambda: world.spawn(Bag(count_up())),
        lambda: bag._w.entity(bag._e).add(Bag(count_up())),
        lambda: world.spawn_many(2, {Bag: {"things": [1, count_up()]}}),
        lambda: world.spawn_many(2, {Bag: {"things": count_up()}}),
        lambda: setattr(next(world.columns(Bag)), "things", [count_up()]),
    ):
        with pytest.raises(zn.BadValue, match=r"^Bag\.things holds a generator, which cannot"):
            put()
    bag.things = [1, threading.Lock()]
    with pytest.raises(zn.BadValue, match=r"^Bag\.things\[1\] holds a lock"):
        world.snapshot()
