"""World poses: what parents pass on to children, and where everything was a tick ago."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zenith.components import Transform
from zenith.kinship import Kinship, Step
from zenith.world import ChildOf, Columns, Entity, Handles, World

Floats = NDArray[np.float64]


class Pose(NamedTuple):
    """A place in the world: position, clockwise turn and stretch."""

    x: float
    y: float
    rotation: float
    scale_x: float
    scale_y: float


def remember(world: World) -> None:
    """Keep every pose as the previous one; called at the start of each tick."""
    for table in world.tables(Transform):
        if table.size:
            pose = table[Transform]
            np.copyto(pose.peek("previous_x"), pose.peek("x"))
            np.copyto(pose.peek("previous_y"), pose.peek("y"))
            np.copyto(pose.peek("previous_rotation"), pose.peek("rotation"))
    for table in world.tables(Transform, ChildOf):
        if table.size:
            link = table[ChildOf]
            np.copyto(link.peek("previous_world_x"), link.peek("world_x"))
            np.copyto(link.peek("previous_world_y"), link.peek("world_y"))
            np.copyto(link.peek("previous_world_rotation"), link.peek("world_rotation"))


def update(world: World) -> None:
    """Compute the world pose of every child that may have moved, parents before children.

    Roots need no pass, nor do children of what stands still. A child seen for the first time
    starts with its previous pose equal to the present one, so that it does not fly in.
    """
    children = [t for t in world.tables(Transform, ChildOf) if t.size]
    if not children:
        return
    if not world.has_resource(Kinship):
        world.set_resource(Kinship(), transient=True)
    kinship = world.resource(Kinship)
    kinship.refresh(world, children)
    for step in kinship.steps:
        if step.changed():
            _pose_rows(world, step)


def _pose_rows(world: World, step: Step) -> None:
    rows, local, link = step.rows, step.table[Transform], step.table[ChildOf]
    if step.above is None:
        up_x, up_y, turn, stretch_x, stretch_y = parent_poses(world, step.parents).T
    else:
        up_x, up_y, turn, stretch_x, stretch_y = step.poses_above()
    c, s = np.cos(turn), np.sin(turn)
    sx, sy = local.peek("x")[rows] * stretch_x, local.peek("y")[rows] * stretch_y
    link.world_x[rows] = up_x + sx * c - sy * s
    link.world_y[rows] = up_y + sx * s + sy * c
    link.world_rotation[rows] = turn + local.peek("rotation")[rows]
    link.world_scale_x[rows] = stretch_x * local.peek("scale_x")[rows]
    link.world_scale_y[rows] = stretch_y * local.peek("scale_y")[rows]
    fresh = rows[~link.peek("posed")[rows]]
    if len(fresh):
        _settle_rows(link, fresh)


def _settle_rows(link: Columns[ChildOf], rows: NDArray[np.int64]) -> None:
    """Set the previous world pose to the present one."""
    link.posed[rows] = True
    link.previous_world_x[rows] = link.peek("world_x")[rows]
    link.previous_world_y[rows] = link.peek("world_y")[rows]
    link.previous_world_rotation[rows] = link.peek("world_rotation")[rows]


def parent_poses(world: World, parents: Handles) -> Floats:
    """Return the world poses of entities: float64 (n, 5) of x, y, rotation, scale x and y."""
    unique, back = np.unique(parents, return_inverse=True)
    poses = np.zeros((len(unique), 5))
    poses[:, 3:] = 1.0
    for k, handle in enumerate(unique.tolist()):
        parent = world.entity(handle)
        if parent.alive and Transform in parent:
            poses[k] = world_pose(parent)
    return poses[back]


def world_pose(entity: Entity) -> Pose:
    """Return an entity's pose in the world, as of now, through all its parents.

    Raises:
        MissingComponent: The entity has no Transform.
    """
    local = entity[Transform]
    pose = Pose(local.x, local.y, local.rotation, local.scale_x, local.scale_y)
    parent = entity.parent
    if parent is None or Transform not in parent:
        return pose
    above = world_pose(parent)
    c, s = math.cos(above.rotation), math.sin(above.rotation)
    sx, sy = pose.x * above.scale_x, pose.y * above.scale_y
    return Pose(
        above.x + sx * c - sy * s,
        above.y + sx * s + sy * c,
        above.rotation + pose.rotation,
        above.scale_x * pose.scale_x,
        above.scale_y * pose.scale_y,
    )


def teleport(entity: Entity, x: float, y: float, rotation: float | None = None) -> None:
    """Put an entity, and with it its children, somewhere without the picture gliding there.

    Args:
        entity: Any entity with a Transform.
        x: New local position.
        y: New local position.
        rotation: New clockwise turn; left as it is when None.
    """
    pose = entity[Transform]
    pose.x, pose.y = x, y
    if rotation is not None:
        pose.rotation = rotation
    pose.previous_x, pose.previous_y = x, y
    pose.previous_rotation = pose.rotation
    _forget_poses(entity)


def _forget_poses(entity: Entity) -> None:
    """Let an entity and all below it begin anew, so that none of them glides."""
    waiting = [entity]
    while waiting:
        found = waiting.pop()
        if ChildOf in found:
            found[ChildOf].posed = False
        waiting.extend(found.children)
