"""World poses: what parents pass on, and where everything was a tick ago."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zenith as zn
from zenith import transforms
from zenith.components import Transform
from zenith.errors import BadValue, MissingComponent
from zenith.schema import component
from zenith.transforms import parent_poses, remember, teleport, update, world_pose
from zenith.world import ChildOf, World

near = st.floats(-500, 500)
turn = st.floats(-4, 4)
stretch = st.floats(0.25, 4).map(lambda s: round(s, 3))
poses = st.builds(Transform, near, near, turn, stretch, stretch)


@component
class Marker:
    n: int = 0


def shown(entity):
    """Return the world pose that the renderer reads of a child."""
    link = entity[ChildOf]
    return (
        link.world_x,
        link.world_y,
        link.world_rotation,
        link.world_scale_x,
        link.world_scale_y,
    )


def previous(entity):
    link = entity[ChildOf]
    return link.previous_world_x, link.previous_world_y, link.previous_world_rotation


def test_a_root_is_where_its_transform_says():
    root = World().spawn(Transform(1, 2, 3, 4, 5))
    assert world_pose(root) == (1, 2, 3, 4, 5)


def test_a_child_turns_and_stretches_with_its_parent():
    world = World()
    parent = world.spawn(Transform(100, 50, math.pi / 2, 2, 3))
    child = world.spawn(Transform(10, 1, 0.5, 1, 2), parent=parent)
    # 10 to the right, stretched to 20, points down after a quarter turn clockwise.
    expected = (100 - 3, 50 + 20, math.pi / 2 + 0.5, 2, 6)
    assert world_pose(child) == pytest.approx(expected)
    update(world)
    assert shown(child) == pytest.approx(expected)


@given(st.lists(poses, min_size=2, max_size=6), st.booleans())
def test_the_pass_over_columns_agrees_with_single_poses(chain, mixed):
    world = World()
    entities = [world.spawn(chain[0])]
    for k, pose in enumerate(chain[1:]):
        # Other tables for every second one: parents and children need not share one.
        extra = [Marker()] if mixed and k % 2 else []
        entities.append(world.spawn(pose, *extra, parent=entities[-1]))
    update(world)
    for entity in entities[1:]:
        assert shown(entity) == pytest.approx(tuple(world_pose(entity)), abs=1e-6)


def test_parents_spawned_after_their_children_still_come_first():
    world = World()
    child, middle, root = (world.spawn(Transform(x=x)) for x in (1, 10, 100))
    child.parent = middle
    middle.parent = root
    update(world)
    assert shown(child)[0] == 111
    assert shown(middle)[0] == 110


def test_a_parent_without_a_transform_passes_nothing_on():
    world = World()
    folder = world.spawn(Marker(), parent=world.spawn(Transform(x=50)))
    child = world.spawn(Transform(x=1), parent=folder)
    update(world)
    assert world_pose(child).x == shown(child)[0] == 1


def test_a_pose_needs_a_transform():
    with pytest.raises(MissingComponent, match="Transform"):
        world_pose(World().spawn(Marker()))


def test_poses_of_several_parents_at_once():
    world = World()
    one, two = world.spawn(Transform(x=1)), world.spawn(Transform(x=2, rotation=3))
    handles = np.array([two.handle, one.handle, two.handle], np.uint64)
    assert parent_poses(world, handles)[:, [0, 2]].tolist() == [[2, 3], [1, 0], [2, 3]]


def deep(levels):
    world = World()
    entity = world.spawn(Transform())
    for _ in range(levels):
        entity = world.spawn(Transform(x=1), parent=entity)
    return world, entity


def test_a_chain_may_be_as_deep_as_said():
    world, lowest = deep(64)
    update(world)
    assert shown(lowest)[0] == 64


def test_a_deeper_chain_is_refused():
    world, _ = deep(65)
    with pytest.raises(BadValue, match="deeper than 64"):
        update(world)


def test_remember_keeps_where_everything_was():
    world = World()
    root = world.spawn(Transform(1, 2, 3))
    child = world.spawn(Transform(x=10), parent=root)
    update(world)
    remember(world)
    pose = root[Transform]
    pose.x, pose.y, pose.rotation = 5, 6, 0
    update(world)
    assert (pose.previous_x, pose.previous_y, pose.previous_rotation) == (1, 2, 3)
    assert previous(child) == pytest.approx((1 + 10 * math.cos(3), 2 + 10 * math.sin(3), 3))
    assert shown(child)[:3] == (15, 6, 0)
    remember(world)
    assert (pose.previous_x, previous(child)[0]) == (5, 15)


def test_what_is_new_does_not_fly_in():
    world = World()
    root = world.spawn(Transform(100, 200, 0.5))
    child = world.spawn(Transform(x=10), parent=root)
    pose = root[Transform]
    assert (pose.previous_x, pose.previous_y, pose.previous_rotation) == (100, 200, 0.5)
    remember(world)
    update(world)
    assert previous(child) == shown(child)[:3]


def test_teleport_leaves_no_way_behind():
    world = World()
    root = world.spawn(Transform(rotation=1))
    remember(world)
    teleport(root, 300, 400)
    pose = root[Transform]
    assert (pose.x, pose.y, pose.rotation) == (300, 400, 1)
    assert (pose.previous_x, pose.previous_y, pose.previous_rotation) == (300, 400, 1)
    teleport(root, 0, 0, rotation=2)
    assert (pose.rotation, pose.previous_rotation) == (2, 2)


def test_teleport_takes_children_and_their_children_along():
    world = World()
    root = world.spawn(Transform())
    child = world.spawn(Transform(x=10), parent=root)
    below = world.spawn(Transform(x=1), Marker(), parent=child)
    by_the_way = world.spawn(Transform(x=5), parent=world.spawn(Transform()))
    update(world)
    remember(world)
    teleport(root, 1000, 0)
    by_the_way[Transform].x = 6
    update(world)
    assert (previous(child)[0], shown(child)[0]) == (1010, 1010)
    assert (previous(below)[0], shown(below)[0]) == (1011, 1011)
    assert (previous(by_the_way)[0], shown(by_the_way)[0]) == (5, 6)


def test_teleport_of_a_child():
    world = World()
    child = world.spawn(Transform(x=1), parent=world.spawn(Transform(x=100)))
    update(world)
    remember(world)
    teleport(child, 7, 0)
    update(world)
    assert (previous(child)[0], shown(child)[0]) == (107, 107)


def test_poses_of_the_past_are_outside_digests():
    world = World()
    root = world.spawn(Transform())
    world.spawn(Transform(), parent=root)
    before = world.digest()
    update(world)
    remember(world)
    assert world.digest() == before


# What is worked out only when something moves.


def family(count=50):
    world = zn.World()
    parents = [world.spawn(zn.Transform(x=10.0 * k)) for k in range(count)]
    children = [world.spawn(zn.Transform(x=1.0), parent=p) for p in parents]
    grandchildren = [world.spawn(zn.Transform(x=0.5), parent=c) for c in children]
    update(world)
    return world, parents, children, grandchildren


def agrees(world):
    """Tell whether the columns hold what single poses say."""
    update(world)
    for entity, link in world.query(zn.Entity, zn.ChildOf):
        pose = zn.world_pose(entity)
        assert (link.world_x, link.world_y) == pytest.approx((pose.x, pose.y), abs=1e-9)
        assert link.world_rotation == pytest.approx(pose.rotation, abs=1e-9)


def test_what_stands_still_is_not_worked_out_again(monkeypatch):
    world, parents, *_ = family()
    done = []
    pose_rows = transforms._pose_rows
    monkeypatch.setattr(
        transforms, "_pose_rows", lambda w, step: (done.append(step), pose_rows(w, step))
    )
    update(world)
    before = len(done)
    update(world)
    update(world)
    assert len(done) - before <= 2 * 1
    parents[3][zn.Transform].x = 77.0
    agrees(world)
    assert len(done) > before


def test_rows_that_move_parents_that_change_and_the_dead_are_noticed():
    world, parents, children, grandchildren = family()
    parents[0].despawn()
    agrees(world)
    parents[7].add(zn.Sprite("crate"))
    agrees(world)
    children[9].parent = parents[20]
    agrees(world)
    grandchildren[30].parent = None
    agrees(world)
    parents[20][zn.Transform].rotation = 1.0
    grandchildren[11].add(zn.Sprite("crate"))
    agrees(world)
    world.spawn(zn.Transform(x=3.0), parent=grandchildren[12])
    agrees(world)


def test_a_restored_world_is_worked_out_anew():
    world, parents, *_ = family()
    before = world.snapshot()
    parents[5][zn.Transform].x = -500.0
    agrees(world)
    world.restore(before)
    agrees(world)
    assert world.query(zn.ChildOf)
    parents[5][zn.Transform].x = 9.0
    agrees(world)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 10**6), st.integers(0, 10**6))))
@settings(max_examples=60, deadline=None)
def test_the_pass_agrees_with_single_poses_whatever_happens(acts):
    world, *_ = family(4)
    for act, a, b in acts:
        everyone = world.entities()
        if not everyone:
            break
        one, other = everyone[a % len(everyone)], everyone[b % len(everyone)]
        if act == 0:
            one[zn.Transform].x = float(b % 100)
        elif act == 1:
            world.spawn(zn.Transform(x=b % 7, rotation=a % 3), parent=one)
        elif act == 2 and len(everyone) > 3:
            one.despawn()
        elif act == 3 and one not in lineage(other):
            one.parent = other
        elif act == 4:
            one.add(zn.Sprite("crate")) if zn.Sprite not in one else one.remove(zn.Sprite)
        elif act == 5:
            world.restore(world.snapshot())
        agrees(world)


def lineage(entity):
    found = [entity]
    while found[-1].parent is not None:
        found.append(found[-1].parent)
    return found
