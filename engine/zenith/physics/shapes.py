"""Collider components become pymunk shapes, once every number in them was found sound."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple

import pymunk
from pymunk.autogeometry import convex_decomposition

from zenith.components import BoxCollider, CircleCollider, PolygonCollider, SegmentCollider
from zenith.errors import BadValue
from zenith.physics.checks import SMALLEST, coordinate, corners, label, number, size
from zenith.physics.filters import LayerBits
from zenith.physics.poses import Placing, Point, turned
from zenith.world import Entity

KINDS: Final = (BoxCollider, CircleCollider, PolygonCollider, SegmentCollider)

PLAIN: Final = 0
BOUNCY: Final = 1
"""Collision types: whether a shape has a bounce of its own."""

Points = tuple[Point, ...]
Geometry = tuple[str, Points, float]
"""The form, its points (centre, ends or corners) and its radius."""


class Spec(NamedTuple):
    """One pymunk shape, in the space of its body; equal specs make equal shapes."""

    form: str
    points: Points
    radius: float
    sensor: bool
    friction: float
    bounce: float
    categories: int
    mask: int


def read_specs(
    entity: Entity, kinds: Iterable[type[Any]], placing: Placing, bits: LayerBits
) -> tuple[Spec, ...]:
    """Return the shapes that an entity's colliders ask for; none where its scale is 0.

    Raises:
        BadValue: A field of a collider cannot be: NaN, infinite, a size of 0 or less, a
            polygon that has no inside.
    """
    found: list[Spec] = []
    for kind in kinds:
        collider: Any = entity[kind]
        surface = _surface(entity, collider, kind.__name__, bits)
        geometries = _READERS[kind](entity, collider, placing)
        if abs(placing.scale_x) >= SMALLEST and abs(placing.scale_y) >= SMALLEST:
            found.extend(Spec(form, at, radius, *surface) for form, at, radius in geometries)
    return tuple(found)


def _surface(
    entity: Entity, collider: Any, kind: str, bits: LayerBits
) -> tuple[bool, float, float, int, int]:
    return (
        bool(collider.sensor),
        number(collider.friction, 0.0, 1000.0, entity, f"{kind}.friction"),
        number(collider.bounce, 0.0, 10.0, entity, f"{kind}.bounce"),
        bits.of_layer(collider.layer, lambda: f"{label(entity)}: {kind}.layer"),
        bits.of_mask(collider.mask, lambda: f"{label(entity)}: {kind}.mask"),
    )


def _box(entity: Entity, box: Any, placing: Placing) -> list[Geometry]:
    half_w = size(box.width, entity, "BoxCollider.width") / 2.0
    half_h = size(box.height, entity, "BoxCollider.height") / 2.0
    x, y = _offset(entity, box, "BoxCollider")
    turn = coordinate(box.rotation, entity, "BoxCollider.rotation")
    around = ((-half_w, -half_h), (half_w, -half_h), (half_w, half_h), (-half_w, half_h))
    moved = [turned(px, py, turn) for px, py in around]
    return [("polygon", tuple(placing.apply((px + x, py + y)) for px, py in moved), 0.0)]


def _circle(entity: Entity, circle: Any, placing: Placing) -> list[Geometry]:
    radius = size(circle.radius, entity, "CircleCollider.radius")
    center = placing.apply(_offset(entity, circle, "CircleCollider"))
    return [("circle", (center,), max(radius * _mean_scale(placing), SMALLEST))]


def _segment(entity: Entity, segment: Any, placing: Placing) -> list[Geometry]:
    values = [
        coordinate(getattr(segment, name), entity, f"SegmentCollider.{name}")
        for name in ("x1", "y1", "x2", "y2")
    ]
    thickness = size(segment.thickness, entity, "SegmentCollider.thickness")
    start, end = (values[0], values[1]), (values[2], values[3])
    if math.hypot(end[0] - start[0], end[1] - start[1]) < SMALLEST:
        raise BadValue(
            f"{label(entity)}: SegmentCollider begins and ends at {start}; "
            "expected two different points. For a dot use a CircleCollider."
        )
    radius = max(thickness * _mean_scale(placing) / 2.0, SMALLEST)
    return [("segment", (placing.apply(start), placing.apply(end)), radius)]


def _polygon(entity: Entity, polygon: Any, placing: Placing) -> list[Geometry]:
    points = corners(polygon.points, entity, "PolygonCollider.points")
    if abs(_area(points)) < SMALLEST * SMALLEST:
        raise BadValue(
            f"{label(entity)}: PolygonCollider.points enclose nothing; "
            "expected 3 corners or more that do not lie on one line."
        )
    parts = [points] if _convex(points) else _cut(points, entity)
    return [("polygon", tuple(placing.apply(p) for p in part), 0.0) for part in parts]


def _offset(entity: Entity, collider: Any, kind: str) -> Point:
    return (
        coordinate(collider.offset_x, entity, f"{kind}.offset_x"),
        coordinate(collider.offset_y, entity, f"{kind}.offset_y"),
    )


def _mean_scale(placing: Placing) -> float:
    """Return the scale of what must stay round: a squash that keeps areas keeps the radius."""
    return math.sqrt(abs(placing.scale_x * placing.scale_y))


def _area(points: Sequence[Point]) -> float:
    """Return the signed area of a polygon (the shoelace formula)."""
    shifted = (*points[1:], points[0])
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, shifted, strict=True)) / 2.0


def _cross(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _convex(points: Points) -> bool:
    """Tell whether a polygon turns one way only, and once around."""
    n = len(points)
    turns = [_cross(points[k], points[(k + 1) % n], points[(k + 2) % n]) for k in range(n)]
    if min(turns) < 0.0 < max(turns):
        return False
    return not _crosses_itself(points)


def _crosses_itself(points: Points) -> bool:
    n = len(points)
    for i in range(n):
        for j in range(i + 2, n):
            if i == 0 and j == n - 1:
                continue
            if _crossing(points[i], points[i + 1], points[j], points[(j + 1) % n]):
                return True
    return False


def _crossing(a: Point, b: Point, c: Point, d: Point) -> bool:
    return _cross(a, b, c) * _cross(a, b, d) < 0.0 and _cross(c, d, a) * _cross(c, d, b) < 0.0


def _cut(points: Points, entity: Entity) -> list[Points]:
    """Cut a concave polygon into convex ones.

    Raises:
        BadValue: Its edges cross each other.
    """
    if _crosses_itself(points):
        raise BadValue(
            f"{label(entity)}: PolygonCollider.points cross their own outline; "
            "expected a polygon whose edges meet at its corners only."
        )
    around = points if _area(points) > 0.0 else points[::-1]
    parts = convex_decomposition([*around, around[0]], 0.0)
    return [tuple((float(p[0]), float(p[1])) for p in part[:-1]) for part in parts]


_READERS: Final[dict[type[Any], Callable[[Entity, Any, Placing], list[Geometry]]]] = {
    BoxCollider: _box,
    CircleCollider: _circle,
    PolygonCollider: _polygon,
    SegmentCollider: _segment,
}


def make_shape(spec: Spec, body: pymunk.Body, reach: float = 0.0) -> pymunk.Shape:
    """Return a new shape on a body, grown on all sides by a reach.

    pymunk multiplies the friction and the bounce of two shapes; roots are given
    to it, so that the product is their geometric mean.
    """
    shape: pymunk.Shape
    radius = spec.radius + reach
    if spec.form == "circle":
        shape = pymunk.Circle(body, radius, spec.points[0])
    elif spec.form == "segment":
        shape = pymunk.Segment(body, spec.points[0], spec.points[1], radius)
    else:
        shape = pymunk.Poly(body, spec.points, radius=radius)
    shape.sensor = spec.sensor
    shape.friction = math.sqrt(spec.friction)
    shape.elasticity = math.sqrt(spec.bounce)
    shape.collision_type = BOUNCY if spec.bounce > 0.0 and not spec.sensor else PLAIN
    shape.filter = pymunk.ShapeFilter(categories=spec.categories, mask=spec.mask)
    return shape
