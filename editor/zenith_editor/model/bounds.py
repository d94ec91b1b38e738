"""How large an entity is, without a device: from its components, and what pictures say they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import zenith as zn

SMALLEST: Final = 8.0
"""What shows nothing is still picked by a mark of so many pixels."""

Sides = tuple[float, float, float, float]
"""Left, top, right and lower side, before the entity's own Transform."""


class Bounds:
    """Measures entities; pictures and fonts are looked at once.

    >>> world = zn.World()
    >>> door = world.spawn(zn.Transform(), zn.RectangleShape(width=20, height=10))
    >>> Bounds(zn.Assets(())).local(door)
    Rect(x=-10.0, y=-5.0, width=20.0, height=10.0)
    """

    def __init__(self, assets: zn.Assets) -> None:
        self._assets = assets
        self._sizes: dict[str, tuple[float, float]] = {}
        self._fonts: dict[str, zn.FontMetrics | None] = {}

    def forget(self) -> None:
        """Look at pictures and fonts anew, as after files changed."""
        self._sizes.clear()
        self._fonts.clear()

    def local(self, entity: zn.Entity) -> zn.Rect:
        """Return what an entity covers before its own Transform: what is seen, else colliders."""
        classes = entity.world.components(entity)
        seen = [s for cls in classes if cls in _SEEN and (s := _SEEN[cls](self, entity))]
        found = seen or [s for cls in classes if cls in _FELT and (s := _FELT[cls](self, entity))]
        if not found:
            return zn.Rect.centered(0.0, 0.0, SMALLEST, SMALLEST)
        left, top = min(s[0] for s in found), min(s[1] for s in found)
        right, lower = max(s[2] for s in found), max(s[3] for s in found)
        return zn.Rect(left, top, right - left, lower - top)

    def picture(self, name: str) -> tuple[float, float]:
        """Return the size of a picture, or that of a mark where there is none."""
        known = self._sizes.get(name)
        if known is None:
            known = self._sizes[name] = self._look(name)
        return known

    def _look(self, name: str) -> tuple[float, float]:
        try:
            width, height = zn.picture_size(self._assets.find("image", name))
        except zn.ZenithError:
            return 2 * SMALLEST, 2 * SMALLEST
        return float(width), float(height)

    def _sprite(self, entity: zn.Entity) -> Sides:
        sprite = entity[zn.Sprite]
        own = self.picture(sprite.image) if sprite.image else (2 * SMALLEST, 2 * SMALLEST)
        width, height = sprite.width or own[0], sprite.height or own[1]
        return _around(width, height, sprite.origin_x, sprite.origin_y)

    def _rectangle(self, entity: zn.Entity) -> Sides:
        shape = entity[zn.RectangleShape]
        return _around(shape.width, shape.height, shape.origin_x, shape.origin_y)

    def _circle(self, entity: zn.Entity) -> Sides:
        return _around(2 * entity[zn.CircleShape].radius, 2 * entity[zn.CircleShape].radius)

    def _polygon(self, entity: zn.Entity) -> Sides | None:
        return _of_points(entity[zn.PolygonShape].points, 0.0)

    def _line(self, entity: zn.Entity) -> Sides | None:
        return _of_points(entity[zn.LineShape].points, entity[zn.LineShape].width / 2)

    def _text(self, entity: zn.Entity) -> Sides | None:
        text = entity[zn.Text]
        metrics = self._metrics(text.font)
        if metrics is None or not text.text:
            return None
        laid = metrics.layout(
            text.text, text.size, width=text.width, align=text.align, line_height=text.line_height
        )
        return _around(laid.width, laid.height, text.origin_x, text.origin_y)

    def _metrics(self, name: str) -> zn.FontMetrics | None:
        if name not in self._fonts:
            try:
                file = self._assets.find("font", name or "zenith")
                self._fonts[name] = zn.FontMetrics.load(file)
            except zn.ZenithError:
                self._fonts[name] = None
        return self._fonts[name]

    def _box(self, entity: zn.Entity) -> Sides:
        box = entity[zn.BoxCollider]
        return _moved(_around(box.width, box.height), box.offset_x, box.offset_y)

    def _ball(self, entity: zn.Entity) -> Sides:
        ball = entity[zn.CircleCollider]
        return _moved(_around(2 * ball.radius, 2 * ball.radius), ball.offset_x, ball.offset_y)

    def _outline(self, entity: zn.Entity) -> Sides | None:
        return _of_points(entity[zn.PolygonCollider].points, 0.0)

    def _segment(self, entity: zn.Entity) -> Sides | None:
        it = entity[zn.SegmentCollider]
        return _of_points([(it.x1, it.y1), (it.x2, it.y2)], max(it.thickness, 1.0) / 2)


def _around(width: float, height: float, origin_x: float = 0.5, origin_y: float = 0.5) -> Sides:
    left, top = -width * origin_x, -height * origin_y
    return left, top, left + width, top + height


def _moved(sides: Sides, dx: float, dy: float) -> Sides:
    return sides[0] + dx, sides[1] + dy, sides[2] + dx, sides[3] + dy


def _of_points(points: list[tuple[float, float]], grown: float) -> Sides | None:
    if not points:
        return None
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs) - grown, min(ys) - grown, max(xs) + grown, max(ys) + grown


Measure = Callable[[Bounds, zn.Entity], Sides | None]
_SEEN: Final[dict[type[Any], Measure]] = {
    zn.Sprite: Bounds._sprite,
    zn.RectangleShape: Bounds._rectangle,
    zn.CircleShape: Bounds._circle,
    zn.PolygonShape: Bounds._polygon,
    zn.LineShape: Bounds._line,
    zn.Text: Bounds._text,
}
_FELT: Final[dict[type[Any], Measure]] = {
    zn.BoxCollider: Bounds._box,
    zn.CircleCollider: Bounds._ball,
    zn.PolygonCollider: Bounds._outline,
    zn.SegmentCollider: Bounds._segment,
}
