"""Who touches whom: the engine's own table, so that a rebuilt Space tells nothing false.

A pair that parts is told of one tick later, if it has not met again: in a pile three
partings of four last a single tick, and a game that asks "do I stand?" must not flicker.
"""

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
    """A body that moves.

    Attributes:
        slot: Its column in the arrays of bodies.
        centred: Whether its centre of mass is where its Transform is.
    """

    slot: int = -1
    centred: bool = True


@dataclass(slots=True, eq=False)
class Voice:
    """For whom a shape speaks.

    Attributes:
        serial: The entity's spawn serial.
        entity: The body's entity; a sensor speaks for the entity that carries it.
        sensor: Whether the shape only notices.
        mover: What moves it, or None where it stands still.
    """

    serial: int
    entity: Entity
    sensor: bool
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
        self._parting: set[Key] = set()
        self._cut: set[Key] = set()

    def forget_space(self) -> None:
        """Start anew with another Space: nothing is reported yet, all that was told is checked."""
        self._counts.clear()
        self._hits.clear()
        self._parting.clear()
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
        told = self.told
        for arbiter, began in marks:
            shapes = arbiter.shapes
            first, second = voices[shapes[0]], voices[shapes[1]]
            if not began:
                self._count(first, second, -1)
                continue
            key = self._count(first, second, 1)
            if key not in told:
                self._keep_hit(key, arbiter, (first, second), before)

    def _count(self, a: Voice, b: Voice, change: int) -> Key:
        low, high = (a, b) if a.serial <= b.serial else (b, a)
        key = (low.serial, high.serial, a.sensor or b.sensor)
        self._counts[key] = self._counts.get(key, 0) + change
        self._pairs[key] = (low.entity, high.entity)
        return key

    def drop(self, arbiter: pymunk.Arbiter, voices: Mapping[pymunk.Shape, Voice]) -> None:
        """Take in that two shapes ceased to touch because one of them was taken away."""
        shapes = arbiter.shapes
        self._cut.add(self._count(voices[shapes[0]], voices[shapes[1]], -1))

    def _keep_hit(
        self,
        key: Key,
        arbiter: pymunk.Arbiter,
        voices: tuple[Voice, Voice],
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
        shapes = (None, None) if _centred(voices) else arbiter.shapes
        ax, ay = _velocity(voices[0], before, x, y, shapes[0])
        bx, by = _velocity(voices[1], before, x, y, shapes[1])
        speed = max(0.0, (ax - bx) * nx + (ay - by) * ny)
        if voices[0].serial > voices[1].serial:
            nx, ny = -nx, -ny
        self._hits[key] = Hit(x, y, nx + 0.0, ny + 0.0, speed, push)

    def report(self, world: World) -> None:
        """Send a Contact for each pair that began or ceased to touch, in spawn order."""
        if not self._pairs:
            return
        waiting: dict[Key, Pair] = {}
        for key in sorted(self._pairs):
            low, high = pair = self._pairs[key]
            touching = self._counts.get(key, 0) > 0
            if key not in self.told and (touching or key in self._hits):
                self.told[key] = pair
                _send_begin(world, low, high, key[2], self._hits.get(key))
            if touching:
                continue
            self._counts.pop(key, None)
            if key in self.told and self._has_parted(key, pair):
                del self.told[key]
                _send_end(world, low, high, sensor=key[2])
            elif key in self.told:
                waiting[key] = pair
        self._pairs = waiting
        self._parting = set(waiting)
        self._hits.clear()
        self._cut.clear()

    def _has_parted(self, key: Key, pair: Pair) -> bool:
        """Tell whether a pair is apart for good: a tick ago already, or one of the two is gone."""
        return key in self._parting or key in self._cut or not (pair[0].alive and pair[1].alive)

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
        self._parting, self._cut = set(), set()
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


_NO_HIT = Hit(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


def _send_begin(world: World, low: Entity, high: Entity, sensor: bool, hit: Hit | None) -> None:
    h = hit or _NO_HIT
    world.send(
        Contact(low, high, h.x, h.y, h.normal_x, h.normal_y, h.impulse, h.speed, sensor, "begin")
    )


def _send_end(world: World, low: Entity, high: Entity, *, sensor: bool) -> None:
    if low.alive:
        world.send(Contact(low, high, sensor=sensor, phase="end"))
    elif high.alive:
        world.send(Contact(high, low, sensor=sensor, phase="end"))


def _middle(found: pymunk.ContactPointSet) -> tuple[float, float]:
    x = y = 0.0
    for point in found.points:
        (ax, ay), (bx, by) = point.point_a, point.point_b
        x += ax + bx
        y += ay + by
    share = 0.5 / max(1, len(found.points))
    return x * share, y * share


def _centred(voices: tuple[Voice, Voice]) -> bool:
    return all(v.mover is None or v.mover.centred for v in voices)


def _velocity(
    voice: Voice,
    before: NDArray[np.float64],
    x: float,
    y: float,
    shape: pymunk.Shape | None,
) -> tuple[float, float]:
    """Return how fast a point of a body moved before the step."""
    if voice.mover is None:
        return 0.0, 0.0
    cx, cy, _, vx, vy, spin = before[:, voice.mover.slot].tolist()
    body = shape.body if shape is not None else None
    if body is not None:
        cx, cy = body.local_to_world(body.center_of_gravity)
    return vx - spin * (y - cy), vy + spin * (x - cx)


def _length(vector: tuple[float, float]) -> float:
    return math.hypot(vector[0], vector[1])
