"""A rounded convex outline and a point that runs into it: all the geometry of characters.

Two convex shapes touch where their difference touches a point, so that a whole character
may be shrunk to a point when every obstacle is grown by the character's shape.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from zenith.physics.poses import Point, turned
from zenith.physics.shapes import Geometry

Points = tuple[Point, ...]

SKIN: Final = 0.05
"""Corners of a character are rounded by so much, so that seams between tiles catch nothing."""
TOUCHING: Final = 1e-6
GRAZING: Final = 1e-4
"""Share of a motion that must go into a surface to be stopped by it."""
_TINY: Final = 1e-9


class Meeting(NamedTuple):
    """Where a moving point meets an outline: the share of its way, and the surface's normal."""

    share: float
    nx: float
    ny: float


class Edge(NamedTuple):
    """One side of an outline: its start, its direction, its length and its outward normal."""

    x: float
    y: float
    ex: float
    ey: float
    length: float
    nx: float
    ny: float


@dataclass(frozen=True, slots=True)
class Outline:
    """A convex polygon, a line or a dot, grown on all sides by a radius.

    Attributes:
        corners: Its corners, anticlockwise where y goes up.
        edges: The edges from each corner to the next; none for a dot.
        radius: By how much it is grown.
        bounds: Left, top, right and bottom, the radius included.
    """

    corners: Points
    edges: tuple[Edge, ...]
    radius: float
    bounds: tuple[float, float, float, float]

    @classmethod
    def of(cls, corners: Points, radius: float) -> Outline:
        """Return the outline around corners that `ordered` gave."""
        n = len(corners)
        edges = [_edge(corners[k], corners[(k + 1) % n]) for k in range(n)] if n > 1 else []
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        bounds = min(xs) - radius, min(ys) - radius, max(xs) + radius, max(ys) + radius
        return cls(corners, tuple(edges), radius, bounds)

    def misses(self, x: float, y: float, dx: float, dy: float) -> bool:
        """Tell whether a way lies wholly at one side of the bounds."""
        left, top, right, bottom = self.bounds
        return (
            (x > right and x + dx > right)
            or (x < left and x + dx < left)
            or (y > bottom and y + dy > bottom)
            or (y < top and y + dy < top)
        )

    def nearest(self, x: float, y: float) -> tuple[float, float, float]:
        """Return how far outside a point is, below 0 when inside, and the normal there."""
        best, nx, ny = -math.inf, 0.0, -1.0
        inside = bool(self.edges)
        for edge in self.edges:
            rx, ry = x - edge.x, y - edge.y
            out = rx * edge.nx + ry * edge.ny
            along = rx * edge.ex + ry * edge.ey
            if out > 0.0:
                inside = False
                if 0.0 <= along <= edge.length:
                    return out - self.radius, edge.nx, edge.ny
            if out > best:
                best, nx, ny = out, edge.nx, edge.ny
        if inside:
            return best - self.radius, nx, ny
        return self._nearest_corner(x, y, nx, ny)

    def _nearest_corner(
        self, x: float, y: float, nx: float, ny: float
    ) -> tuple[float, float, float]:
        best = math.inf
        for cx, cy in self.corners:
            away = math.hypot(x - cx, y - cy)
            if away < best:
                best = away
                if away > _TINY:
                    nx, ny = (x - cx) / away, (y - cy) / away
        return best - self.radius, nx, ny

    def meet(self, x: float, y: float, dx: float, dy: float) -> Meeting | None:
        """Return where a point on its way by (dx, dy) first meets the outline, or None.

        What touches it already is stopped at once where its way leads inwards, and
        otherwise not at all: so the way out of a wall is always free.
        """
        if self.misses(x, y, dx, dy):
            return None
        least = GRAZING * math.hypot(dx, dy)
        away, nx, ny = self.nearest(x, y)
        if away <= TOUCHING:
            return Meeting(0.0, nx, ny) if dx * nx + dy * ny < -least else None
        return self._meet_sides(x, y, dx, dy, least) or self._meet_corners(x, y, dx, dy, least)

    def _meet_sides(self, x: float, y: float, dx: float, dy: float, least: float) -> Meeting | None:
        for edge in self.edges:
            inwards = -(dx * edge.nx + dy * edge.ny)
            if inwards <= least:
                continue
            rx, ry = x - edge.x, y - edge.y
            share = (rx * edge.nx + ry * edge.ny - self.radius) / inwards
            if 0.0 <= share <= 1.0:
                along = (rx + share * dx) * edge.ex + (ry + share * dy) * edge.ey
                if 0.0 <= along <= edge.length:
                    return Meeting(share, edge.nx, edge.ny)
        return None

    def _meet_corners(
        self, x: float, y: float, dx: float, dy: float, least: float
    ) -> Meeting | None:
        best: Meeting | None = None
        length = dx * dx + dy * dy
        for k, (cx, cy) in enumerate(self.corners):
            rx, ry = x - cx, y - cy
            closing = rx * dx + ry * dy
            inner = closing * closing - length * (rx * rx + ry * ry - self.radius * self.radius)
            if closing >= 0.0 or inner <= 0.0:
                continue
            share = (-closing - math.sqrt(inner)) / length
            if not 0.0 <= share <= (best.share if best else 1.0):
                continue
            px, py = rx + share * dx, ry + share * dy
            nx, ny = px / self.radius, py / self.radius
            if dx * nx + dy * ny < -least and self._rounded_at(k, px, py):
                best = Meeting(share, nx, ny)
        return best

    def _rounded_at(self, k: int, px: float, py: float) -> bool:
        """Tell whether a point, relative to a corner, lies off that corner and no side."""
        if not self.edges:
            return True
        after, before = self.edges[k], self.edges[k - 1]
        return px * after.ex + py * after.ey <= 0.0 <= px * before.ex + py * before.ey


def _edge(a: Point, b: Point) -> Edge:
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = math.hypot(dx, dy)
    ex, ey = dx / length, dy / length
    return Edge(a[0], a[1], ex, ey, length, ey, -ex)


def ordered(points: Sequence[Point]) -> Points:
    """Return a convex polygon's corners without repeats, turning one way, the lowest y first."""
    kept: list[Point] = []
    for x, y in points:
        if all(abs(x - px) + abs(y - py) > _TINY for px, py in kept):
            kept.append((x, y))
    n = len(kept)
    doubled = sum(
        kept[k][0] * kept[(k + 1) % n][1] - kept[(k + 1) % n][0] * kept[k][1] for k in range(n)
    )
    if doubled < 0.0:
        kept.reverse()
    first = min(range(n), key=lambda k: (kept[k][1], kept[k][0]))
    return tuple(kept[first:] + kept[:first])


def summed(a: Points, b: Points) -> Points:
    """Return the polygon of all sums of a point of one and a point of another, both `ordered`.

    >>> summed(((0.0, 0.0), (2.0, 0.0), (2.0, 1.0)), ((5.0, 5.0),))
    ((5.0, 5.0), (7.0, 5.0), (7.0, 6.0))
    """
    if len(b) == 1:
        return tuple((x + b[0][0], y + b[0][1]) for x, y in a)
    if len(a) == 1:
        return summed(b, a)
    n, m = len(a), len(b)
    i = j = 0
    found: list[Point] = []
    while i < n or j < m:
        (ax, ay), (bx, by) = a[i % n], b[j % m]
        found.append((ax + bx, ay + by))
        ux, uy = a[(i + 1) % n][0] - ax, a[(i + 1) % n][1] - ay
        vx, vy = b[(j + 1) % m][0] - bx, b[(j + 1) % m][1] - by
        turn = ux * vy - uy * vx
        alike = _TINY * (abs(ux) + abs(uy)) * (abs(vx) + abs(vy))
        go_a = j >= m or (i < n and turn >= -alike)
        go_b = i >= n or (j < m and turn <= alike)
        i, j = i + go_a, j + go_b
    return tuple(found)


def shrunk(form: Geometry) -> tuple[Points, float]:
    """Return a character's shape as corners, mirrored at its middle, and a radius around them.

    A polygon is drawn in by the skin and grown by it again, which rounds its corners.
    """
    _, points, radius = form
    corners = ordered(points)
    if radius == 0.0:
        radius = min(SKIN, _reach(corners) / 8.0)
        corners = _drawn_in(corners, radius)
    return ordered([(-x, -y) for x, y in corners]), radius


def _reach(corners: Points) -> float:
    """Return how thin a polygon is at its thinnest."""
    edges = Outline.of(corners, 0.0).edges
    return min(max(-((x - e.x) * e.nx + (y - e.y) * e.ny) for x, y in corners) for e in edges)


def _drawn_in(corners: Points, by: float) -> Points:
    edges = Outline.of(corners, 0.0).edges
    found: list[Point] = []
    for k, (x, y) in enumerate(corners):
        a, b = edges[k - 1], edges[k]
        scale = by / max(0.1, 1.0 + a.nx * b.nx + a.ny * b.ny)
        found.append((x - scale * (a.nx + b.nx), y - scale * (a.ny + b.ny)))
    return tuple(found)


def placed(points: Points, x: float, y: float, angle: float) -> Points:
    """Return points of a body's space in the world."""
    spun = [turned(px, py, angle) for px, py in points] if angle else points
    return tuple((px + x, py + y) for px, py in spun)
