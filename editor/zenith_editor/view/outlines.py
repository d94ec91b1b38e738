"""The outlines of colliders in the world, worked out once for each change of a document."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

import zenith as zn
from zenith_editor.model.poses import to_world
from zenith_editor.model.tabs import Tab

Outline = list[zn.Vec2]
SIDES: Final = 24
"""So many sides a circle is drawn with."""


class Outlines:
    """Remembers the outlines of the document that was asked for last."""

    def __init__(self) -> None:
        self._state: object = None
        self._found: list[Outline] = []

    def of(self, tab: Tab) -> list[Outline]:
        """Return the outline of every collider in a document."""
        entities = tab.stage.entities
        state = (id(tab), tab.document.revision, tab.stage.builds, tab.marks.revision)
        if state != self._state:
            self._state = state
            hidden = tab.marks.unseen(tab.document.entities())
            shown = [one for key, one in entities.items() if key not in hidden]
            self._found = [outline for one in shown for outline in outlines_of(one)]
        return self._found


def outlines_of(entity: zn.Entity) -> Iterator[Outline]:
    """Yield the outline of each collider of an entity, in the world.

    >>> world = zn.World()
    >>> box = world.spawn(zn.Transform(x=10.0), zn.BoxCollider(width=4.0, height=2.0))
    >>> next(outlines_of(box))[0]
    Vec2(x=8.0, y=-1.0)
    """
    if not entity.has(zn.Transform):
        return
    pose = zn.world_pose(entity)
    for local in _local(entity):
        yield [to_world(pose, point) for point in local]


def _local(entity: zn.Entity) -> Iterator[Outline]:
    if entity.has(zn.BoxCollider):
        box = entity[zn.BoxCollider]
        middle, x, y = zn.Vec2(box.offset_x, box.offset_y), box.width / 2.0, box.height / 2.0
        corners = (zn.Vec2(-x, -y), zn.Vec2(x, -y), zn.Vec2(x, y), zn.Vec2(-x, y))
        yield [middle + corner.rotated(box.rotation) for corner in corners]
    if entity.has(zn.CircleCollider):
        ball = entity[zn.CircleCollider]
        middle, arm = zn.Vec2(ball.offset_x, ball.offset_y), zn.Vec2(ball.radius, 0.0)
        yield [middle + arm.rotated(k * 2.0 * math.pi / SIDES) for k in range(SIDES)]
    if entity.has(zn.PolygonCollider):
        yield [zn.Vec2(x, y) for x, y in entity[zn.PolygonCollider].points]
    if entity.has(zn.SegmentCollider):
        line = entity[zn.SegmentCollider]
        yield [zn.Vec2(line.x1, line.y1), zn.Vec2(line.x2, line.y2)]
