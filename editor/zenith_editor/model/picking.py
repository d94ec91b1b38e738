"""Which entities lie at a point or in a box of the world, the topmost first."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

import zenith as zn
from zenith_editor.model.bounds import Bounds
from zenith_editor.model.poses import around, corners, to_local

SLACK: Final = 3.0
"""So many pixels of the screen a click may miss by."""
_LAYERED: Final[tuple[type[Any], ...]] = (
    zn.Sprite, zn.RectangleShape, zn.CircleShape, zn.PolygonShape, zn.LineShape, zn.Text,
)  # fmt: skip


class Picker:
    """Picks in a World that shows entities by id: that of the document, or one that plays.

    Where things are is worked out once: after a change another picker is made.
    """

    def __init__(
        self,
        world: zn.World,
        entities: Mapping[str, zn.Entity],
        bounds: Bounds,
        *,
        without: Collection[str] = (),
    ) -> None:
        """Look at a World.

        Args:
            world: The World.
            entities: What can be picked, by id.
            bounds: What measures entities.
            without: Ids that are hidden or locked.
        """
        self._world = world
        self._bounds = bounds
        self._places: dict[str, tuple[zn.Pose, zn.Rect]] = {}
        self._layers = world.resource(zn.Layers) if world.has_resource(zn.Layers) else zn.Layers()
        self._entities = {
            key: entity
            for key, entity in entities.items()
            if key not in without and entity.alive and entity.has(zn.Transform)
        }

    def at(self, point: zn.Vec2, *, zoom: float = 1.0) -> list[str]:
        """Return what lies at a point of the world, the topmost first.

        Args:
            point: The point.
            zoom: How large a world unit is on the screen; small things are easier to hit.
        """
        slack = SLACK / max(zoom, 1e-6)
        found = [key for key in self._entities if self._hit(key, point, slack)]
        return sorted(found, key=self._depth, reverse=True)

    def inside(self, box: zn.Rect, *, whole: bool = False) -> list[str]:
        """Return what a box of the world touches, or holds as a whole, in spawn order."""
        return [key for key in self._entities if self._in_box(key, box, whole=whole)]

    def cover(self, keys: Collection[str]) -> zn.Rect | None:
        """Return the upright rectangle around entities, as for framing them; None for nothing."""
        points = [point for key in keys if key in self._entities for point in self.corners(key)]
        return around(points) if points else None

    def corners(self, key: str) -> list[zn.Vec2]:
        """Return the corners of an entity in the world, as for its outline."""
        pose, rect = self._place(key)
        return corners(pose, rect)

    def _place(self, key: str) -> tuple[zn.Pose, zn.Rect]:
        """Return the pose of an entity and its rectangle there, worked out once."""
        found = self._places.get(key)
        if found is None:
            entity = self._entities[key]
            found = self._places[key] = (zn.world_pose(entity), self._bounds.local(entity))
        return found

    def _hit(self, key: str, point: zn.Vec2, slack: float) -> bool:
        pose, rect = self._place(key)
        local = to_local(pose, point)
        grown_x = slack / max(abs(pose.scale_x), 1e-6)
        grown_y = slack / max(abs(pose.scale_y), 1e-6)
        across = rect.left - grown_x <= local.x <= rect.right + grown_x
        return across and rect.top - grown_y <= local.y <= rect.bottom + grown_y

    def _in_box(self, key: str, box: zn.Rect, *, whole: bool) -> bool:
        points = self.corners(key)
        hull = around(points)
        if whole:
            across = box.left <= hull.left and hull.right <= box.right
            return across and box.top <= hull.top and hull.bottom <= box.bottom
        if not (hull.left <= box.right and box.left <= hull.right):
            return False
        if not (hull.top <= box.bottom and box.top <= hull.bottom):
            return False
        return not _apart(points, box)

    def _depth(self, key: str) -> tuple[int, float, int]:
        """Return what later drawn things have more of: layer, y where it sorts, spawn order."""
        entity = self._entities[key]
        layers = [entity[cls].layer for cls in _LAYERED if entity.has(cls)]
        index = max((self._index(name) for name in layers), default=-1)
        sorts = index >= 0 and self._layers[index].y_sort
        y = zn.world_pose(entity).y if sorts else 0.0
        return index, y, self._world.serial(entity)

    def _index(self, name: str) -> int:
        try:
            return self._layers.index(name)
        except zn.UnknownName:
            return len(self._layers)


def next_under(hits: list[str], present: str) -> str:
    """Return what a further click at one place picks: what lies below the present one.

    >>> next_under(["top", "middle", "low"], "middle"), next_under(["top", "low"], "low")
    ('low', 'top')
    """
    if not hits:
        return ""
    return hits[(hits.index(present) + 1) % len(hits)] if present in hits else hits[0]


def _apart(points: list[zn.Vec2], box: zn.Rect) -> bool:
    """Tell whether a side of a turned rectangle lies between it and an upright box."""
    others = corners(zn.Pose(0.0, 0.0, 0.0, 1.0, 1.0), box)
    for k, point in enumerate(points):
        edge = points[(k + 1) % len(points)] - point
        normal = zn.Vec2(-edge.y, edge.x)
        mine = [normal.dot(p) for p in points]
        theirs = [normal.dot(p) for p in others]
        if max(mine) < min(theirs) or max(theirs) < min(mine):
            return True
    return False
