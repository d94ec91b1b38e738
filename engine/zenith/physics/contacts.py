"""Who touches whom: the engine's own table, so that a rebuilt Space tells nothing false."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pymunk
from numpy.typing import NDArray

from zenith.components import Contact
from zenith.physics.listener import Mark
from zenith.world import Entity, World

Key = tuple[int, int, bool]
"""The spawn serials of two entities, the lower first, and whether a sensor is in it."""


@dataclass(slots=True, eq=False)
class Mover:
    """A body that moves, by its column in the arrays of bodies."""

    slot: int = -1


@dataclass(slots=True, eq=False)
class Voice:
    """For whom a shape speaks.

    Attributes:
        serial: The entity's spawn serial.
        entity: The body's entity; a sensor speaks for the entity that carries it.
        mover: What moves it, or None where it stands still.
    """

    serial: int
    entity: Entity
    mover: Mover | None


@dataclass(slots=True)
class Hit:
    """How two entities met."""

    x: float
    y: float
    normal_x: float
    normal_y: float
    speed: float
    impulse: float


Pair = tuple[Entity, Entity]


class Touching:
    """The pairs that touch: as pymunk reports them and as the game was told.

    Attributes:
        told: Pairs whose begin was sent and whose end was not.
    """

    def __init__(self) -> None:
        self.told: dict[Key, Pair] = {}
        self._counts: dict[Key, int] = {}
        self._pairs: dict[Key, Pair] = {}
        self._hits: dict[Key, Hit] = {}

    def forget_space(self) -> None:
        """Start anew with another Space: nothing is reported yet, all that was told is checked."""
        self._counts.clear()
        self._hits.clear()
        self._pairs.update(self.told)

    def note(
        self,
        marks: Iterable[Mark],
        voices: Mapping[pymunk.Shape, Voice],
        before: NDArray[np.float64],
    ) -> None:
        """Take in what began and ended in a step.

        Args:
            marks: What the listener collected.
            voices: For whom each shape speaks.
            before: The bodies' poses and velocities before the step, shape (6, n).
        """
        for arbiter, began in marks:
            shapes = arbiter.shapes
            first, second = voices[shapes[0]], voices[shapes[1]]
            key = self._count(shapes, first, second, 1 if began else -1)
            if began and key not in self.told:
                self._keep_hit(key, arbiter, shapes, first, second, before)

    def _count(
        self, shapes: tuple[pymunk.Shape, pymunk.Shape], a: Voice, b: Voice, change: int
    ) -> Key:
        sensor = shapes[0].sensor or shapes[1].sensor
        low, high = (a, b) if a.serial <= b.serial else (b, a)
        key = (low.serial, high.serial, sensor)
        self._counts[key] = self._counts.get(key, 0) + change
        self._pairs[key] = (low.entity, high.entity)
        return key

    def drop(self, arbiter: pymunk.Arbiter, voices: Mapping[pymunk.Shape, Voice]) -> None:
        """Take in that two shapes ceased to touch because one of them was taken away."""
        shapes = arbiter.shapes
        self._count(shapes, voices[shapes[0]], voices[shapes[1]], -1)

    def _keep_hit(
        self,
        key: Key,
        arbiter: pymunk.Arbiter,
        shapes: tuple[pymunk.Shape, pymunk.Shape],
        first: Voice,
        second: Voice,
        before: NDArray[np.float64],
    ) -> None:
        push = 0.0 if key[2] else _length(arbiter.total_impulse)
        known = self._hits.get(key)
        if known is not None:
            known.impulse += push
            return
        found = arbiter.contact_point_set
        x, y = _middle(found)
        nx, ny = found.normal
        ax, ay = _velocity(shapes[0], first, before, x, y)
        bx, by = _velocity(shapes[1], second, before, x, y)
        speed = max(0.0, (ax - bx) * nx + (ay - by) * ny)
        sign = 1.0 if first.serial <= second.serial else -1.0
        self._hits[key] = Hit(x, y, nx * sign + 0.0, ny * sign + 0.0, speed, push)

    def report(self, world: World) -> None:
        """Send a Contact for each pair that began or ceased to touch, in spawn order."""
        for key in sorted(self._pairs):
            low, high = self._pairs[key]
            touching = self._counts.get(key, 0) > 0
            if not touching:
                self._counts.pop(key, None)
            if key not in self.told and (touching or key in self._hits):
                self.told[key] = (low, high)
                _send_begin(world, low, high, key[2], self._hits.get(key))
            if key in self.told and not touching:
                del self.told[key]
                _send_end(world, low, high, sensor=key[2])
        self._pairs.clear()
        self._hits.clear()

    def get_state(self) -> list[Any]:
        """Return the pairs told of, as plain data in spawn order."""
        return [
            [_written(a, key[0]), _written(b, key[1]), key[2]]
            for key, (a, b) in sorted(self.told.items(), key=lambda item: item[0])
            if a.alive or b.alive
        ]

    def set_state(self, state: list[Any]) -> None:
        """Go back to the pairs that `get_state` gave."""
        self.told = {}
        self._counts, self._pairs, self._hits = {}, {}, {}
        for a, b, sensor in state:
            living = a if isinstance(a, Entity) else b
            (sa, ea), (sb, eb) = _read(a, living), _read(b, living)
            self.told[sa, sb, bool(sensor)] = (ea, eb)


def _written(entity: Entity, serial: int) -> Any:
    """A dead entity has no rank in a digest, but its end is still to be told."""
    return entity if entity.alive else [serial, entity.handle]


def _read(item: Any, living: Entity) -> tuple[int, Entity]:
    if isinstance(item, Entity):
        return int(item.world.serial(item)), item
    serial, handle = item
    return int(serial), living.world.entity(handle)


def _send_begin(world: World, low: Entity, high: Entity, sensor: bool, hit: Hit | None) -> None:
    if not (low.alive and high.alive):
        return
    h = hit or Hit(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    world.send(
        Contact(low, high, h.x, h.y, h.normal_x, h.normal_y, h.impulse, h.speed, sensor, "begin")
    )


def _send_end(world: World, low: Entity, high: Entity, *, sensor: bool) -> None:
    if low.alive:
        world.send(Contact(low, high, sensor=sensor, phase="end"))
    elif high.alive:
        world.send(Contact(high, low, sensor=sensor, phase="end"))


def _middle(found: pymunk.ContactPointSet) -> tuple[float, float]:
    points = found.points
    share = 0.5 / len(points) if points else 0.0
    return (
        sum(p.point_a.x + p.point_b.x for p in points) * share,
        sum(p.point_a.y + p.point_b.y for p in points) * share,
    )


def _velocity(
    shape: pymunk.Shape, voice: Voice, before: NDArray[np.float64], x: float, y: float
) -> tuple[float, float]:
    """Return how fast a point of a body moved before the step."""
    body = shape.body
    if voice.mover is None or body is None:
        return 0.0, 0.0
    vx, vy, spin = before[3:, voice.mover.slot].tolist()
    centre = body.local_to_world(body.center_of_gravity)
    return vx - spin * (y - centre.y), vy + spin * (x - centre.x)


def _length(vector: tuple[float, float]) -> float:
    return math.hypot(vector[0], vector[1])
