"""Numbers are checked before pymunk sees them: it trusts its caller."""

from __future__ import annotations

from typing import Any, Final, cast

from zenith.errors import BadValue
from zenith.world import Entity

SMALLEST: Final = 0.001
LARGEST: Final = 1e7
FARTHEST: Final = 1e9
"""Largest coordinate and speed; squares of it are still far from overflowing."""


def label(entity: Entity) -> str:
    """Return how an entity is called in an error."""
    if not entity.alive:
        return f"Entity {entity.handle & 0xFFFFFFFF}"
    if entity.name:
        return f'Entity "{entity.name}"'
    return f"Entity {entity.handle & 0xFFFFFFFF} (spawned as number {entity.world.serial(entity)})"


def number(value: float, low: float, high: float, entity: Entity, field: str) -> float:
    """Return `value`, or raise BadValue naming entity and field unless low <= value <= high."""
    if not low <= value <= high:
        raise BadValue(
            f"{label(entity)}: {field} is {value:g}; expected a number from {low:g} to {high:g}."
        )
    return value


def size(value: float, entity: Entity, field: str) -> float:
    """Return a length that is above zero and not absurd."""
    return number(value, SMALLEST, LARGEST, entity, field)


def coordinate(value: float, entity: Entity, field: str) -> float:
    """Return a coordinate, speed or angle that is finite and not absurd."""
    return number(value, -FARTHEST, FARTHEST, entity, field)


def corners(points: Any, entity: Entity, field: str) -> tuple[tuple[float, float], ...]:
    """Return the points of a polygon as pairs of numbers.

    Raises:
        BadValue: There are fewer than 3, or one is no pair of finite numbers.
    """
    if not isinstance(points, (list, tuple)) or len(cast("list[Any]", points)) < 3:
        raise BadValue(f"{label(entity)}: {field} is {points!r}; expected 3 points or more.")
    listed = cast("list[Any]", points)
    return tuple(_corner(point, entity, f"{field}[{k}]") for k, point in enumerate(listed))


def _corner(point: Any, entity: Entity, field: str) -> tuple[float, float]:
    try:
        pair = float(point[0]), float(point[1])
        sound = len(point) == 2 and all(abs(value) <= LARGEST for value in pair)
    except (TypeError, ValueError, IndexError):
        sound, pair = False, (0.0, 0.0)
    if not sound:
        raise BadValue(
            f"{label(entity)}: {field} is {point!r}; "
            f"expected a pair (x, y) of numbers from {-LARGEST:g} to {LARGEST:g}."
        )
    return pair
