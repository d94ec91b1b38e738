"""Poses of entities turned round: from the world into what an entity's own Transform means."""

from __future__ import annotations

import math
from typing import Final

import zenith as zn

HERE: Final = zn.Pose(0.0, 0.0, 0.0, 1.0, 1.0)
_FLAT: Final = 1e-9


def above(entity: zn.Entity) -> zn.Pose:
    """Return the pose that an entity's Transform is relative to."""
    parent = entity.parent
    return HERE if parent is None or not parent.has(zn.Transform) else zn.world_pose(parent)


def to_world(pose: zn.Pose, point: zn.Vec2) -> zn.Vec2:
    """Return where a point is in the world, given relative to a pose.

    >>> to_world(zn.Pose(10, 0, 0, 2, 1), zn.Vec2(3, 4))
    Vec2(x=16.0, y=4.0)
    """
    turned = zn.Vec2(point.x * pose.scale_x, point.y * pose.scale_y).rotated(pose.rotation)
    return zn.Vec2(pose.x + turned.x, pose.y + turned.y)


def to_local(pose: zn.Pose, point: zn.Vec2) -> zn.Vec2:
    """Return a point of the world relative to a pose; one squashed flat counts as not scaled.

    >>> to_local(zn.Pose(10, 0, 0, 2, 1), zn.Vec2(16, 4))
    Vec2(x=3.0, y=4.0)
    """
    turned = zn.Vec2(point.x - pose.x, point.y - pose.y).rotated(-pose.rotation)
    return zn.Vec2(turned.x / _scale(pose.scale_x), turned.y / _scale(pose.scale_y))


def _scale(scale: float) -> float:
    return scale if abs(scale) > _FLAT else 1.0


def relative(pose: zn.Pose, parent: zn.Pose) -> zn.Pose:
    """Return what a Transform has to say for a pose in the world, below a parent.

    A parent that is scaled unevenly and turned shears its children, which no
    Transform can say; position, turn and scales are then the nearest.
    """
    place = to_local(parent, zn.Vec2(pose.x, pose.y))
    return zn.Pose(
        place.x,
        place.y,
        pose.rotation - parent.rotation,
        pose.scale_x / _scale(parent.scale_x),
        pose.scale_y / _scale(parent.scale_y),
    )


def corners(pose: zn.Pose, local: zn.Rect) -> list[zn.Vec2]:
    """Return the corners of an entity's rectangle in the world, clockwise from the upper left."""
    points = (
        zn.Vec2(local.left, local.top),
        zn.Vec2(local.right, local.top),
        zn.Vec2(local.right, local.bottom),
        zn.Vec2(local.left, local.bottom),
    )
    return [to_world(pose, point) for point in points]


def around(points: list[zn.Vec2]) -> zn.Rect:
    """Return the smallest upright rectangle around points."""
    left, top = min(p.x for p in points), min(p.y for p in points)
    return zn.Rect(left, top, max(p.x for p in points) - left, max(p.y for p in points) - top)


def angle_to(origin: zn.Vec2, point: zn.Vec2) -> float:
    """Return the direction of a point, clockwise from the right."""
    return math.atan2(point.y - origin.y, point.x - origin.x)
