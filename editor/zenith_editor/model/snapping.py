"""Where things stop while they are dragged: on the grid, on whole pixels, at steps of an angle."""

from __future__ import annotations

import math
from dataclasses import dataclass

import zenith as zn


@dataclass(frozen=True, slots=True)
class Snapping:
    """How dragging snaps; held keys turn `inverted` on.

    Attributes:
        grid: Whether positions snap to the grid.
        pixel: Whether positions snap to whole pixels where they do not to the grid.
        angle: Whether angles snap.
        scale: Whether scales snap.
        width: A cell of the grid, in pixels.
        height: A cell of the grid, in pixels.
        offset_x: Where the grid begins.
        offset_y: Where the grid begins.
        degrees: The step of angles.
        factor: The step of scales.

    >>> Snapping(grid=True, width=16, height=16).position(zn.Vec2(23, 25))
    Vec2(x=16.0, y=32.0)
    >>> Snapping(grid=True).position(zn.Vec2(23.4, 25), inverted=True)
    Vec2(x=23.4, y=25.0)
    """

    grid: bool = False
    pixel: bool = True
    angle: bool = False
    scale: bool = False
    width: float = 16.0
    height: float = 16.0
    offset_x: float = 0.0
    offset_y: float = 0.0
    degrees: float = 15.0
    factor: float = 0.1

    def position(self, point: zn.Vec2, *, inverted: bool = False) -> zn.Vec2:
        """Return where a position comes to rest.

        Args:
            point: Where it would be without.
            inverted: Whether a key is held that snaps to the grid where it is off, and does not
                snap at all where it is on.
        """
        if self.grid != inverted:
            x = stepped(point.x - self.offset_x, self.width) + self.offset_x
            y = stepped(point.y - self.offset_y, self.height) + self.offset_y
            return zn.Vec2(x, y)
        if self.pixel and not inverted:
            return zn.Vec2(stepped(point.x, 1.0), stepped(point.y, 1.0))
        return zn.Vec2(float(point.x), float(point.y))

    def turned(self, radians: float, *, inverted: bool = False) -> float:
        """Return where an angle comes to rest."""
        if self.angle == inverted:
            return radians
        return math.radians(stepped(math.degrees(radians), self.degrees))

    def scaled(self, scale: float, *, inverted: bool = False) -> float:
        """Return where a scale comes to rest."""
        return scale if self.scale == inverted else stepped(scale, self.factor)

    def nudge(self, *, large: bool) -> zn.Vec2:
        """Return how far an arrow key moves: a pixel, or a cell of the grid."""
        return zn.Vec2(self.width, self.height) if large else zn.Vec2(1.0, 1.0)


def stepped(value: float, step: float) -> float:
    """Return the multiple of a step that is nearest, the upper one where two are.

    >>> stepped(7.5, 5), stepped(-7.6, 5), stepped(3.3, 0)
    (10.0, -10.0, 3.3)
    """
    if not step > 0.0 or not math.isfinite(value):
        return value
    return rounded(math.floor(value / step + 0.5) * step)


def rounded(value: float) -> float:
    """Return a number as files should hold it: without the dust of binary fractions.

    >>> rounded(0.1 + 0.2), rounded(-0.0)
    (0.3, 0.0)
    """
    return round(value, 6) + 0.0
