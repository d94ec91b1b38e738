"""Who touches whom: the engine's own table, so that a rebuilt Space tells nothing false.

A pair that parts is told of one tick later, if it has not met again: in a pile three
partings of four last a single tick, and a game that asks "do I stand?" must not flicker.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

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
        dynamic: Whether it is on a dynamic body.
        mover: What moves it, or None where it stands still.
    """

    serial: int
    entity: Entity
    sensor: bool
    dynamic: bool
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


NO_HIT: Final = Hit(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)

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
        self._cut.clear()
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
        told, counts, pairs = self.told, self._counts, self._pairs
        for arbiter, began in marks:
            shape, other = arbiter.shapes
            a, b = voices[shape], voices[other]
            low, high = (a, b) if a.serial <= b.serial else (b, a)
            key = (low.serial, high.serial, a.sensor or b.sensor)
            counts[key] = counts.get(key, 0) + (1 if began else -1)
            pairs[key] = (low.entity, high.entity)
            if began and key not in told:
                solved = not key[2] and (a.dynamic or b.dynamic)
                # What pymunk does not solve it has forgotten the points of after the step.
                found = arbiter.contact_point_set if solved else shape.shapes_collide(other)
                push = _length(arbiter.total_impulse) if solved else 0.0
                self._keep_hit(key, (a, b), (shape, other), found, push, before)

    def drop(self, arbiter: pymunk.Arbiter, voices: Mapping[pymunk.Shape, Voice]) -> None:
        """Take in that two shapes ceased to touch because one of them was taken away."""
        a, b = (voices[shape] for shape in arbiter.shapes)
        low, high = (a, b) if a.serial <= b.serial else (b, a)
        key = (low.serial, high.serial, a.sensor or b.sensor)
        self._counts[key] = self._counts.get(key, 0) - 1
        self._pairs[key] = (low.entity, high.entity)
        self._cut.add(key)

    def _keep_hit(
        self,
        key: Key,
        voices: tuple[Voice, Voice],
        shapes: tuple[pymunk.Shape, pymunk.Shape],
        found: pymunk.ContactPointSet,
        push: float,
        before: NDArray[np.float64],
    ) -> None:
        known = self._hits.get(key)
        if known is not None:
            known.impulse += push
            return
        x, y = _middle(found)
        nx, ny = found.normal
        ax, ay = _velocity(voices[0], shapes[0], before, x, y)
        bx, by = _velocity(voices[1], shapes[1], before, x, y)
        speed = max(0.0, (ax - bx) * nx + (ay - by) * ny)
        if voices[0].serial > voices[1].serial:
            nx, ny = -nx, -ny
        self._hits[key] = Hit(x, y, nx + 0.0, ny + 0.0, speed, push)

    def report(self, world: World) -> None:
        """Send a Contact for each pair that began or ceased to touch, in spawn order."""
        told, counts, hits = self.told, self._counts, self._hits
        waiting: dict[Key, Pair] = {}
        for key in sorted(self._pairs):
            pair = self._pairs[key]
            touching = counts.get(key, 0) > 0
            if key not in told:
                if not touching and key not in hits:
                    continue
                told[key] = pair
                _send_begin(world, pair, key[2], hits.get(key, NO_HIT))
            if touching:
                continue
            counts.pop(key, None)
            if key in self._parting or key in self._cut:
                del told[key]
                _send_end(world, pair, key[2])
            else:
                waiting[key] = pair
        self._pairs, self._parting = waiting, set(waiting)
        hits.clear()
        self._cut.clear()

    def get_state(self) -> list[Any]:
        """Return the pairs told of, as plain data in spawn order."""
        state: list[Any] = []
        for key in sorted(self.told):
            a, b = self.told[key]
            if a.alive and b.alive:
                state.append([a, b, key[2]])
            elif a.alive or b.alive:
                state.append([_written(a, key[0]), _written(b, key[1]), key[2]])
        return state

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


def _send_begin(world: World, pair: Pair, sensor: bool, hit: Hit) -> None:
    place = hit.x, hit.y, hit.normal_x, hit.normal_y
    world.send(Contact(*pair, *place, hit.impulse, hit.speed, sensor, "begin"))


def _send_end(world: World, pair: Pair, sensor: bool) -> None:
    low, high = pair
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


def _velocity(
    voice: Voice, shape: pymunk.Shape, before: NDArray[np.float64], x: float, y: float
) -> tuple[float, float]:
    """Return how fast a point of a body moved before the step."""
    if voice.mover is None:
        return 0.0, 0.0
    cx, cy, _, vx, vy, spin = before[:, voice.mover.slot].tolist()
    body = None if voice.mover.centred else shape.body
    if body is not None:
        cx, cy = body.local_to_world(body.center_of_gravity)
    return vx - spin * (y - cy), vy + spin * (x - cx)


def _length(vector: tuple[float, float]) -> float:
    return math.hypot(vector[0], vector[1])
