"""A Space rebuilt in place is, bit by bit, the one that a restored World gets."""

import os
import subprocess
import sys

import pymunk
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from test_physics_changes import Chaos
from zenith.components import (
    Body,
    BoxCollider,
    CircleCollider,
    Contact,
    Gravity,
    PolygonCollider,
    SegmentCollider,
    Transform,
)
from zenith.physics import Physics, roster
from zenith.physics.filters import MOST_LAYERS
from zenith.schema import Types
from zenith.world import Snapshot, World

DT = 1 / 60
TYPES = [
    Body,
    BoxCollider,
    CircleCollider,
    Contact,
    Gravity,
    PolygonCollider,
    SegmentCollider,
    Transform,
]


class Wild(Chaos):
    """Random deeds in a World that can be saved, above a floor on which bodies come to rest."""

    def __init__(self, seed):
        super().__init__(seed)
        self.world = World(seed=seed, types=Types(TYPES))
        self.world.set_resource(self.physics)
        self.world.set_resource(Gravity(y=600.0))
        self.world.spawn(Transform(y=180), BoxCollider(width=900, height=40))
        for _ in range(14):
            self.spawn()
        self.deeds.extend([self.weight, self.lopsided, self.push])

    def weight(self):
        entity = self.anyone()
        if entity.has(Body):
            body = entity[Body]
            body.mass = self.random.choice([0.3, 1.0, 7.0])
            body.moment = self.random.choice([0.0, 0.0, 40.0])
            body.damping = self.random.choice([0.0, 0.4])
            body.gravity_scale = self.random.choice([1.0, 0.5])

    def lopsided(self):
        r = self.random
        hub = self.world.spawn(
            Transform(x=r.uniform(-150, 150), y=-100, rotation=r.uniform(-3, 3)),
            CircleCollider(radius=6, offset_x=9.3),
            Body(spin=r.uniform(-2, 2)),
        )
        for k in range(r.randrange(3)):
            self.world.spawn(Transform(x=13.7 * k, y=4.1), self.collider_made(), parent=hub)

    def push(self):
        entity = self.anyone()
        if entity.has(Body):
            entity[Body].velocity_x = self.random.uniform(-300, 300)

    def tick(self, busy=True):
        for _ in range(self.random.randrange(3) if busy else 0):
            (self.random.choice(self.deeds) if self.world.count() else self.spawn)()
        go_on(self.world, self.physics)


def go_on(world, physics):
    with world.deferred():
        physics.step(world, DT)
    world.apply()
    world.tick += 1


def restored(saved):
    world, physics = World(types=Types(TYPES)), Physics()
    world.set_resource(physics)
    world.set_resource(Gravity())
    world.restore(Snapshot.from_bytes(saved))
    return world, physics


def agree(chaos, ticks, *, before=False):
    """Rebuild in place, restore elsewhere, go on with both; return whether they stay equal."""
    if before:
        saved = chaos.world.snapshot().to_bytes()
        chaos.physics.rebuild(chaos.world, DT)
    else:
        chaos.physics.rebuild(chaos.world, DT)
        saved = chaos.world.snapshot().to_bytes()
    world, physics = restored(saved)
    deeds = chaos.random.getstate()
    twin = Wild.__new__(Wild)
    twin.__dict__.update(chaos.__dict__, world=world, physics=physics)
    twin.deeds = [getattr(twin, deed.__name__) for deed in chaos.deeds]
    twin.random = type(chaos.random)()
    twin.random.setstate(deeds)
    for k in range(ticks):
        busy = k % 10 == 9
        chaos.tick(busy)
        twin.tick(busy)
        assert world.digest() == chaos.world.digest(), k
    return world


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 90), st.booleans())
def test_any_scene_goes_on_alike_rebuilt_in_place_and_restored(seed, ticks, before):
    chaos = Wild(seed)
    for k in range(ticks):
        chaos.tick(busy=k < 60)
        if k == ticks // 2:
            chaos.physics.rebuild(chaos.world, DT)
    agree(chaos, 200, before=before)


def test_bodies_asleep_go_on_alike():
    chaos = Wild(5)
    for _ in range(600):
        chaos.tick(busy=False)
    assert any(asleep(chaos.physics))
    agree(chaos, 200)
    agree(chaos, 200)


def asleep(physics):
    return [actor.body.is_sleeping for actor in physics._roster.bodies.actors]


def heap(n):
    world, physics = World(seed=4, types=Types(TYPES)), Physics()
    world.set_resource(physics)
    world.set_resource(Gravity(y=900.0))
    world.spawn(Transform(y=300), BoxCollider(width=900, height=40))
    for k in range(n):
        place = Transform(x=world.random.uniform(-150, 150), y=world.random.uniform(-300, 250))
        world.spawn(place, BoxCollider(width=16, height=16 + k % 3), Body())
    return world, physics


@pytest.mark.parametrize("n", [3, 100])
def test_a_rebuild_makes_no_body_and_no_shape(n, monkeypatch):
    world, physics = heap(n)
    for _ in range(30):
        go_on(world, physics)
    made = []
    monkeypatch.setattr(roster, "make_shape", lambda *a: made.append(a))
    monkeypatch.setattr(roster.Roster, "_new_actor", lambda *a: made.append(a))
    before = [actor.body for actor in physics._roster.bodies.actors]
    physics.rebuild(world, DT)
    assert made == []
    assert [actor.body for actor in physics._roster.bodies.actors] == before
    assert len(physics._roster.space.shapes) == n + 1


def test_a_rebuild_of_a_rebuilt_space_does_nothing(monkeypatch):
    world, physics = heap(20)
    for _ in range(30):
        go_on(world, physics)
    physics.rebuild(world, DT)
    steps = []
    step = pymunk.Space.step
    monkeypatch.setattr(pymunk.Space, "step", lambda s, dt: (steps.append(dt), step(s, dt)))
    for _ in range(3):
        physics.rebuild(world, DT)
    assert steps == []
    world.entities()[3][Transform].x += 1.0
    physics.rebuild(world, DT)
    assert len(steps) == 4
    physics.rebuild(world, DT / 2)
    assert len(steps) == 8
    go_on(world, physics)
    physics.rebuild(world, DT / 2)
    assert len(steps) == 13


@pytest.mark.parametrize("edit", ["move", "sync", "spawn", "despawn", "body", "gravity", "damp"])
def test_whatever_changes_after_a_rebuild_is_rebuilt_again(edit):
    world, physics = heap(20)
    for _ in range(50):
        go_on(world, physics)
    physics.rebuild(world, DT)
    box = world.entities()[3]
    if edit == "spawn":
        world.spawn(Transform(x=3), CircleCollider(), Body())
    elif edit == "despawn":
        box.despawn()
    elif edit == "body":
        box[Body].mass = 4.0
    elif edit == "gravity":
        world.resource(Gravity).x = 100.0
    elif edit == "damp":
        box[Body].gravity_scale = 0.5
    else:
        box[Transform].x += 1.0
    if edit == "sync":
        physics.sync(world)
    physics.rebuild(world, DT)
    other, engine = restored(world.snapshot().to_bytes())
    for _ in range(100):
        go_on(world, physics)
        go_on(other, engine)
        assert world.digest() == other.digest()


def test_twice_rebuilt_goes_on_as_once():
    (world, physics), (other, engine) = heap(30), heap(30)
    for each, its in ((world, physics), (other, engine)):
        for _ in range(60):
            go_on(each, its)
        its.rebuild(each, DT)
    engine.rebuild(other, DT)
    engine._canonical = None
    engine.rebuild(other, DT)
    for _ in range(100):
        go_on(world, physics)
        go_on(other, engine)
        assert world.digest() == other.digest()


def test_a_tower_rebuilt_for_a_minute_stands_and_sleeps_in_between():
    world, physics = World(types=Types(TYPES)), Physics()
    world.set_resource(physics)
    world.set_resource(Gravity(y=900.0))
    world.spawn(Transform(y=100), BoxCollider(width=400, height=20))
    boxes = [
        world.spawn(Transform(y=80 - 20 * k), BoxCollider(width=20, height=20), Body())
        for k in range(4)
    ]
    slept = 0
    for tick in range(3600):
        if tick % 120 == 0:
            slept += tick > 0 and all(asleep(physics))
            physics.rebuild(world, DT)
        go_on(world, physics)
        if tick == 120:
            at = [(b[Transform].x, b[Transform].y) for b in boxes]
    for (x, y), box in zip(at, boxes, strict=True):
        assert abs(box[Transform].x - x) < 1
        assert abs(box[Transform].y - y) < 1
    assert slept > 20


def test_a_handle_that_means_another_entity_is_noticed():
    world, _ = heap(5)
    physics = Physics()
    before = world.snapshot()
    world.spawn(Transform(x=7, y=-9), CircleCollider(), Body())
    go_on(world, physics)
    world.restore(before)
    world.spawn(Transform(x=9, y=-9), BoxCollider())
    world.spawn(Transform(x=7, y=-9), CircleCollider(), Body())
    physics.rebuild(world, DT)
    serials = sorted(a.serial for a in physics._roster.bodies.actors)
    assert serials == sorted(world.serial(e) for e in world.entities() if e.has(Body))


def test_a_rebuild_forgets_layers_that_no_collider_names():
    world, physics = World(types=Types(TYPES)), Physics()
    for k in range(MOST_LAYERS * 2):
        gone = world.spawn(Transform(), BoxCollider(layer=f"layer{k}"))
        physics.rebuild(world, DT)
        assert physics.at(0, 0, mask=f"layer{k}") == (gone,)
        gone.despawn()


def story():
    chaos = Wild(11)
    for k in range(80):
        chaos.tick(busy=k < 50)
    world = agree(chaos, 60)
    return world.digest()


def test_processes_with_other_hash_seeds_rebuild_alike():
    def told(seed):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            [sys.executable, __file__], env=environment, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    assert told("1") == told("77") == str(story())


if __name__ == "__main__":
    print(story())
