"""Digests and snapshots: the same for the same state, whatever came before."""

import os
import subprocess
import sys

import numpy as np
import pytest

import zenith as zn
from zenith.errors import BadValue, UnknownName


@zn.component
class Marker:
    n: float = 0.0
    word: str = zn.field("a", choices=("a", "b", "c"))
    other: zn.Entity | None = None
    bag: list[object] = zn.field([])


class Counter(zn.Script):
    count: int = 0
    trail: list[float] = []

    def tick(self, dt):
        self.count += 1
        self.trail.append(self.entity[zn.Transform].x)


def populated():
    world = zn.World(seed=4)
    first = world.spawn(zn.Transform(x=1), Marker(2.0, "b"), name="first", tags={"t"})
    second = world.spawn(zn.Transform(x=2), Marker(3.0, "c", first, [1, (2.5, "x")]), parent=first)
    world.spawn(zn.Transform(x=3), Counter(), name="script")
    world.random.uniform()
    return world, first, second


def test_creation_history_does_not_show():
    plain = zn.World()
    plain.spawn(zn.Transform(x=1), Marker(word="b"))
    plain.spawn(Marker(5.0, "c"))

    busy = zn.World()
    busy.names.id("something else")
    doomed = [busy.spawn(Marker(word="c")) for _ in range(5)]
    late = busy.spawn(Marker(word="b"))
    busy.spawn(Marker(5.0, "c"))
    late.add(zn.Transform(x=1))
    for entity in doomed:
        entity.despawn()
    assert busy.digests() == plain.digests()


@pytest.mark.parametrize(
    "change",
    [
        lambda w, a, b: setattr(a[zn.Transform], "x", 1.0000000001),
        lambda w, a, b: setattr(a[Marker], "word", "c"),
        lambda w, a, b: setattr(b[Marker], "other", b),
        lambda w, a, b: b[Marker].bag.append(0),
        lambda w, a, b: a.tags.add("u"),
        lambda w, a, b: setattr(a, "name", "other"),
        lambda w, a, b: setattr(b, "parent", None),
        lambda w, a, b: w.random.uniform(),
        lambda w, a, b: w.spawn(),
        lambda w, a, b: setattr(w, "tick", 1),
        lambda w, a, b: w.set_resource(Marker()),
        lambda w, a, b: setattr(w.find("script")[Counter], "count", 1),
    ],
)
def test_every_part_of_the_state_counts(change):
    world, first, second = populated()
    before = world.digest()
    assert world.digest() == before
    change(world, first, second)
    assert world.digest() != before


def test_what_does_not_count():
    world, first, _ = populated()
    before = world.digest()
    first[zn.Transform].previous_x = 50
    first[zn.Transform].y = -0.0
    assert world.digest() == before


def test_not_a_number_is_one_value():
    digests = set()
    for bits in (0x7FF8000000000000, 0xFFF8000000000001):
        world = zn.World()
        world.spawn(zn.Transform(x=np.array([bits], np.uint64).view(np.float64)[0]))
        digests.add(world.digest())
    assert len(digests) == 1


def test_digests_name_the_part_that_differs():
    world, first, _ = populated()
    before = world.digests()
    first[Marker].n += 1
    after = world.digests()
    assert [name for name in after if after[name] != before[name]] == ["Marker"]


SCRIPT = """
import zenith as zn
world = zn.World(seed=3)
root = world.spawn(zn.Transform(), zn.Sprite("crate"), tags={"a", "b", "c"}, name="root")
for k in range(50):
    world.spawn(zn.Transform(x=world.random.uniform()), parent=root, tags={str(k % 7)})
world.set_resource(zn.Gravity(y=3))
print(world.digest())
"""


def test_the_digest_is_the_same_in_processes_with_other_hash_seeds():
    found = set()
    for seed in ("0", "1", "4321"):
        env = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT], env=env, capture_output=True, text=True, check=True
        )
        found.add(done.stdout)
    assert len(found) == 1


@pytest.mark.parametrize("how", ["memory", "bytes"])
def test_a_restored_world_goes_on_exactly(how):
    world, first, second = populated()
    zn.run_scripts(world, 0.1)
    snapshot = world.snapshot() if how == "memory" else world.snapshot().to_bytes()
    expected = continued(world)
    first.despawn()
    world.restore(snapshot)
    assert first.alive
    assert second[Marker].other == first
    assert continued(world) == expected
    other = zn.World(types=world.types)
    other.restore(snapshot)
    assert continued(other) == expected


def continued(world):
    for _ in range(3):
        zn.run_scripts(world, 0.1)
        for pos in world.columns(zn.Transform):
            pos.x += world.random.uniform()
        world.spawn(zn.Transform(x=world.random.uniform()))
    return world.digest()


def test_a_snapshot_does_not_change_the_world_nor_with_it():
    world, first, _ = populated()
    snapshot = world.snapshot()
    before = world.digest()
    first[zn.Transform].x = 9
    world.find("script")[Counter].trail.append(1.0)
    world.restore(snapshot)
    world.restore(snapshot)
    assert world.digest() == before


def test_names_of_another_world_are_translated():
    world, *_ = populated()
    other = zn.World(types=world.types)
    other.names.id("in the way")
    other.restore(world.snapshot())
    assert other.digest() == world.digest()


def test_what_cannot_be_copied_is_refused_by_place():
    world, _, second = populated()
    second[Marker].bag.append({"deep": [open]})
    with pytest.raises(BadValue, match=r"Marker\.bag\[2\]\['deep'\]\[0\]"):
        world.snapshot()


@pytest.mark.parametrize("cut", [0, 5, 40, -1])
def test_damaged_bytes_are_refused_and_change_nothing(cut):
    world, *_ = populated()
    before = world.digest()
    data = world.snapshot().to_bytes()
    with pytest.raises(BadValue):
        world.restore(data[:cut])
    flipped = bytearray(data)
    flipped[len(data) // 2] ^= 1
    with pytest.raises(BadValue, match="damaged"):
        world.restore(bytes(flipped))
    assert world.digest() == before


def test_an_unknown_component_is_named():
    world, *_ = populated()
    with pytest.raises(UnknownName, match="Marker"):
        zn.World().restore(world.snapshot())
