"""Numbers are checked before pymunk sees them: it trusts its caller."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

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


def corners(points: object, entity: Entity, field: str) -> tuple[tuple[float, float], ...]:
    """Return the points of a polygon as pairs of numbers.

    Raises:
        BadValue: There are fewer than 3, or one is no pair of finite numbers.
    """
    if not isinstance(points, Sequence) or len(points) < 3:  # pyright: ignore[reportUnknownArgumentType]
        raise BadValue(f"{label(entity)}: {field} is {points!r}; expected 3 points or more.")
    found: list[tuple[float, float]] = []
    for k, point in enumerate(points):  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        try:
            x, y = point
            pair = float(x), float(y)  # pyright: ignore[reportUnknownArgumentType]
        except (TypeError, ValueError):
            raise BadValue(
                f"{label(entity)}: {field}[{k}] is {point!r}; expected a pair of numbers (x, y)."
            ) from None
        found.append(pair)
        for value in pair:
            if not math.isfinite(value) or abs(value) > LARGEST:
                raise BadValue(
                    f"{label(entity)}: {field}[{k}] is {pair}; "
                    f"expected numbers from {-LARGEST:g} to {LARGEST:g}."
                )
    return tuple(found)
