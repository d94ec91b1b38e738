"""Questions to the Space: what lies on a ray, at a point, in a rectangle or a circle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pymunk

from zenith.errors import BadValue
from zenith.maths import Circle, Rect, Vec2
from zenith.physics.checks import FARTHEST
from zenith.physics.contacts import Voice
from zenith.physics.roster import Roster
from zenith.world import Entity


@dataclass(frozen=True, slots=True)
class RayHit:
    """The first thing on a ray.

    Attributes:
        entity: What was hit.
        point: Where, in the world.
        normal: The surface's direction there, of length 1, away from it.
        distance: From the ray's start, in pixels.
    """

    entity: Entity
    point: Vec2
    normal: Vec2
    distance: float


def ray(roster: Roster, x1: float, y1: float, x2: float, y2: float, mask: str) -> RayHit | None:
    """Return the solid collider first met on the way from one point to another."""
    _finite("ray", x1, y1, x2, y2)
    filters = roster.bits.query(mask)
    hits = roster.space.segment_query((x1, y1), (x2, y2), 0.0, filters)
    length = Vec2(x2 - x1, y2 - y1).length()
    best: tuple[float, int, RayHit] | None = None
    for hit in hits:
        voice = roster.voices.get(hit.shape) if hit.shape else None
        if voice is None or voice.sensor or not voice.entity.alive:
            continue
        if best is None or (hit.alpha, voice.serial) < best[:2]:
            found = RayHit(voice.entity, Vec2(*hit.point), Vec2(*hit.normal), hit.alpha * length)
            best = hit.alpha, voice.serial, found
    return best[2] if best is not None else None


def at(roster: Roster, x: float, y: float, mask: str) -> tuple[Entity, ...]:
    """Return whose colliders cover a point, in spawn order."""
    _finite("at", x, y)
    hits = roster.space.point_query((x, y), 0.0, roster.bits.query(mask))
    return _entities(roster, (hit.shape for hit in hits))


def in_rect(roster: Roster, rect: Rect, mask: str) -> tuple[Entity, ...]:
    """Return whose colliders overlap a rectangle, in spawn order."""
    _finite("in_rect", rect.x, rect.y, rect.width, rect.height)
    if rect.width <= 0.0 or rect.height <= 0.0:
        return at(roster, rect.x, rect.y, mask)
    corners = [(x, y) for x in (rect.left, rect.right) for y in (rect.top, rect.bottom)]
    probe = pymunk.Poly(pymunk.Body(body_type=pymunk.Body.STATIC), corners)
    return _overlapping(roster, probe, mask)


def in_circle(roster: Roster, circle: Circle, mask: str) -> tuple[Entity, ...]:
    """Return whose colliders overlap a circle, in spawn order."""
    _finite("in_circle", circle.x, circle.y, circle.radius)
    if circle.radius <= 0.0:
        return at(roster, circle.x, circle.y, mask)
    body = pymunk.Body(body_type=pymunk.Body.STATIC)
    return _overlapping(roster, pymunk.Circle(body, circle.radius, (circle.x, circle.y)), mask)


def _overlapping(roster: Roster, probe: pymunk.Shape, mask: str) -> tuple[Entity, ...]:
    probe.filter = roster.bits.query(mask)
    return _entities(roster, (hit.shape for hit in roster.space.shape_query(probe)))


def _entities(roster: Roster, shapes: Iterable[pymunk.Shape | None]) -> tuple[Entity, ...]:
    found: dict[int, Voice] = {}
    for shape in shapes:
        voice = roster.voices.get(shape) if shape is not None else None
        if voice is not None and voice.entity.alive:
            found[voice.serial] = voice
    return tuple(found[serial].entity for serial in sorted(found))


def _finite(query: str, *numbers: float) -> None:
    for value in numbers:
        if not abs(value) <= FARTHEST:
            raise BadValue(f"Physics.{query} was given {value!r}; expected finite numbers.")
