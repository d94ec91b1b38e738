"""The bodies that move, in arrays: read and written in batches, by columns and by pymunk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pymunk
from numpy.typing import NDArray
from pymunk import batch

from zenith.components import Body, CharacterBody, Transform
from zenith.errors import BadValue
from zenith.physics.actors import Actor
from zenith.physics.checks import FARTHEST, label
from zenith.schema import schema_of
from zenith.world import Columns, Table, World

Floats = NDArray[np.float64]
Slots = NDArray[np.intp]
Run = NDArray[np.intp] | slice

POSE: Final = ("x", "y", "rotation")
MOTION: Final = ("velocity_x", "velocity_y", "spin")
FIELDS: Final = (*(f"Transform.{n}" for n in POSE), *(f"Body.{n}" for n in MOTION))


def _places(cls: type[Any], names: tuple[str, ...]) -> tuple[int, ...]:
    known = [info.name for info in schema_of(cls).fields]
    return tuple(known.index(name) for name in names)


_POSE_PLACES: Final = _places(Transform, POSE)
_MOTION_PLACES: Final = _places(Body, MOTION)

BULK: Final = 64
"""From this many bodies on, one write of all of them is faster than one by one."""

_FLAGS: Final = batch.BodyFields
_SEEN: Final = (
    _FLAGS.BODY_ID | _FLAGS.POSITION | _FLAGS.ANGLE | _FLAGS.VELOCITY | _FLAGS.ANGULAR_VELOCITY
)
_MOVED: Final = _FLAGS.POSITION | _FLAGS.VELOCITY | _FLAGS.ANGULAR_VELOCITY
_STARTING: Final = _MOVED | _FLAGS.ANGLE | _FLAGS.FORCE | _FLAGS.TORQUE


class Buffers:
    """Memory that poses pass through; pymunk never frees its side, so it is used for good."""

    def __init__(self) -> None:
        self.reading = batch.Buffer()
        self.writing = batch.Buffer()


@dataclass(slots=True)
class _Place:
    """Some rows of a table and the slots of the bodies there.

    Attributes:
        motion: The columns of Body, or None for characters: the Space never moves those.
    """

    table: Table
    rows: Run
    slots: Run
    motion: Columns[Body] | None


class Bodies:
    """Every moving body of a Space. A body's slot is its column in `state`.

    Attributes:
        actors: The bodies by slot.
        state: x, y, rotation, velocity x and y and spin as the columns and the
            Space had them in common last: shape (6, n).
    """

    def __init__(self, space: pymunk.Space, buffers: Buffers) -> None:
        self.actors: list[Actor] = []
        self.state: Floats = np.zeros((6, 0))
        self._space = space
        self._handles: NDArray[np.uint64] = np.zeros(0, np.uint64)
        self._own_ids: NDArray[np.uintp] = np.zeros(0, np.uintp)
        self._ids: NDArray[np.uintp] = np.zeros(0, np.uintp)
        self._order: Run = np.zeros(0, np.intp)
        self._reading = buffers.reading
        self._writing = buffers.writing
        self._places: list[_Place] = []
        self._places_key: object = None
        self._places_made = 0
        self._written: object = None

    def enlist(self, recruits: list[Actor], leavers: list[Actor], world: World) -> None:
        """Take new bodies in and let bodies go; new ones start as their columns say."""
        gone = [actor.mover.slot for actor in leavers if actor.mover.slot >= 0]
        if gone:
            self._dismiss(gone)
        first = len(self.actors)
        leaving = dict.fromkeys(leavers)
        new = [actor for actor in recruits if actor not in leaving]
        for slot, actor in enumerate(new, first):
            actor.mover.slot = slot
        self.actors.extend(new)
        handles = np.array([a.entity.handle for a in new], np.uint64)
        self._handles = np.concatenate([self._handles, handles])
        ids = np.array([a.number for a in new], np.uintp)
        self._own_ids = np.concatenate([self._own_ids, ids])
        self._ids = np.zeros(0, np.uintp)
        self._places_key = self._written = None
        self.state = np.hstack([self.state, self._gather(world)[:, first:]])

    def _dismiss(self, gone: list[int]) -> None:
        keep = np.ones(len(self.actors), bool)
        keep[gone] = False
        self.actors = [a for a, stays in zip(self.actors, keep.tolist(), strict=True) if stays]
        for slot, actor in enumerate(self.actors):
            actor.mover.slot = slot
        self._handles, self._own_ids = self._handles[keep], self._own_ids[keep]
        self.state = self.state[:, keep]

    # Between the columns and the Space.

    def take_changes(self, world: World) -> None:
        """Carry poses and velocities changed by hand since the last step into the Space.

        Raises:
            BadValue: One of them is NaN, infinite or absurdly large.
        """
        token = self.token(world)
        if token == self._written:
            return
        now = self._gather(world)
        self._written = token
        if np.array_equal(now, self.state):
            return
        differs = now != self.state
        self._refuse(now, differs)
        moved: list[int] = np.flatnonzero(differs[:3].any(axis=0)).tolist()
        pushed = np.flatnonzero(differs[3:].any(axis=0))
        self.state = now
        for slot in moved:
            x, y, angle = now[:3, slot].tolist()
            self._place(self.actors[slot].body, x, y, angle)
        self.push(pushed)

    def put_back(self, now: Floats, world: World) -> None:
        """Write poses and velocities into the columns, unless nothing moved.

        Raises:
            BadValue: A body flew off beyond all bounds.
        """
        if np.array_equal(now, self.state):
            return
        if not float(np.abs(now).max()) <= FARTHEST:
            self._refuse(now, now != self.state)
        self.state = now
        for place in self._placed(world):
            mine = now[:, place.slots]
            if place.motion is None:
                continue
            for k, name in enumerate(POSE):
                getattr(place.table[Transform], name)[place.rows] = mine[k]
            for k, name in enumerate(MOTION):
                getattr(place.motion, name)[place.rows] = mine[k + 3]
        self._written = self.token(world)

    def read(self) -> Floats:
        """Return what the Space holds, by slot: shape (6, n)."""
        self._look(_SEEN)
        return np.ascontiguousarray(self._rows()[self._order].T)

    def _rows(self) -> Floats:
        buffer: Any = self._reading
        return np.frombuffer(buffer.float_buf(), np.float64).reshape(-1, 6)

    def _look(self, fields: batch.BodyFields) -> None:
        """Read fields, the id among them, in the order pymunk has the bodies at present."""
        self._reading.clear()
        batch.get_space_bodies(self._space, fields, self._reading)
        buffer: Any = self._reading
        ids = np.frombuffer(buffer.int_buf(), np.uintp)
        if not np.array_equal(ids, self._ids):
            # Sleeping and waking shuffle pymunk's list of bodies.
            self._ids = ids.copy()
            by_id = np.argsort(ids, kind="stable")
            self._order = _run(by_id[np.searchsorted(ids[by_id], self._own_ids)])

    def force(self, slots: Slots, x: Floats, y: Floats) -> None:
        """Push some bodies with a force in the next step; wakes them."""
        if len(slots) >= BULK:
            forces = np.zeros((2, len(self.actors)))
            forces[:, slots] = x, y
            self._look(_FLAGS.BODY_ID)
            self._set(_FLAGS.FORCE, forces)
            return
        for k, slot in enumerate(map(int, slots)):
            self.actors[slot].body.force = float(x[k]), float(y[k])

    def start(self) -> None:
        """Give bodies just added, still without shapes, all that they start from."""
        for actor in self.actors:
            # A step of no length: it drops the push that keeps bodies apart.
            pymunk.Body.update_position(actor.body, 0.0)
        target = self.target()
        still = np.zeros((3, len(self.actors)))
        self._look(_FLAGS.BODY_ID)
        self._set(_STARTING, np.vstack([target, still]))

    def target(self) -> Floats:
        """Return what the Space has to hold for `state`: what never turns has no spin there."""
        target = self.state.copy()
        target[5, [a.traits[3] for a in self.actors]] = 0.0
        return target

    def all_centred(self) -> bool:
        """Tell whether every centre of mass is where its Transform is."""
        return all(a.mover.centred for a in self.actors)

    def write_all(self, target: Floats, centred: bool) -> None:
        """Set every pose and velocity in the Space; wakes all.

        Args:
            target: What `target` returned.
            centred: What `all_centred` returned.
        """
        self._look(_FLAGS.BODY_ID)
        if centred:
            self._set(_MOVED | _FLAGS.ANGLE, target)
            return
        # Turning comes first: pymunk turns about the centre of mass.
        self._set(_FLAGS.ANGLE, target[2:3])
        self._look(_FLAGS.BODY_ID)
        self._set(_MOVED, target[[0, 1, 3, 4, 5]])

    def reindex(self) -> None:
        """Let queries find every shape where its body is now."""
        for actor in self.actors:
            self._space.reindex_shapes_for_body(actor.body)

    def put(self, slot: int, x: float, y: float) -> None:
        """Put one body elsewhere, in the Space and in `state`; the columns are the caller's."""
        self.state[:2, slot] = x, y
        self._place(self.actors[slot].body, x, y, float(self.state[2, slot]))

    def push(self, slots: Slots) -> None:
        """Set the velocities of some bodies in the Space to `state`; wakes them."""
        if len(slots) >= BULK:
            motion = self.state[3:].copy()
            motion[2, [a.traits[3] for a in self.actors]] = 0.0
            self._look(_FLAGS.BODY_ID)
            self._set(_FLAGS.VELOCITY | _FLAGS.ANGULAR_VELOCITY, motion)
            return
        chosen: list[int] = slots.tolist()
        for slot in chosen:
            actor = self.actors[slot]
            vx, vy, spin = self.state[3:, slot].tolist()
            actor.body.velocity = vx, vy
            actor.body.angular_velocity = 0.0 if actor.traits[3] else spin

    def _set(self, fields: batch.BodyFields, values: Floats) -> None:
        """Write fields of every body, in the order `_look` found."""
        # The Space's static body is among them, and stays where it is: at 0.
        data = np.zeros((len(self._ids), len(values)))
        data[self._order] = values.T
        self._writing.set_float_buf(data.reshape(-1))
        batch.set_space_bodies(self._space, fields, self._writing)

    def _place(self, body: pymunk.Body, x: float, y: float, angle: float) -> None:
        body.angle = angle
        body.position = x, y
        self._space.reindex_shapes_for_body(body)

    # Rows and slots.

    def column(self, name: str, world: World) -> Floats:
        """Return a field of Body by slot."""
        values = np.zeros(len(self.actors))
        for place in self._placed(world):
            if place.motion is not None:
                values[place.slots] = place.motion.peek(name)[place.rows]
        return values

    def versions(self, world: World, *names: str) -> tuple[object, ...]:
        """Return what changes whenever one of these fields of Body may have been written."""
        found: list[object] = [self._places_made]
        for place in self._placed(world):
            if place.motion is not None:
                found.extend([place.motion.version(name) for name in names])
        return tuple(found)

    def token(self, world: World) -> tuple[object, ...]:
        """Return what changes whenever a pose or velocity may have been written."""
        found: list[object] = []
        for place in self._placed(world):
            found.append(place.table[Transform].versions(_POSE_PLACES))
            if place.motion is not None:
                found.append(place.motion.versions(_MOTION_PLACES))
        return (self._places_made, *found)

    def _gather(self, world: World) -> Floats:
        now = np.zeros((6, len(self.actors)))
        for place in self._placed(world):
            for k, name in enumerate(POSE):
                now[k, place.slots] = place.table[Transform].peek(name)[place.rows]
            if place.motion is not None:
                for k, name in enumerate(MOTION):
                    now[k + 3, place.slots] = place.motion.peek(name)[place.rows]
        return now

    def _placed(self, world: World) -> list[_Place]:
        both = (*world.tables(Transform, Body), *world.tables(Transform, CharacterBody))
        tables = [t for t in dict.fromkeys(both) if len(t.handles)]
        key = [(t.number, t.version) for t in tables]
        if key != self._places_key:
            self._places_key = key
            self._places_made += 1
            self._places = [p for t in tables if (p := self._place_of(t)) is not None]
        return self._places

    def _place_of(self, table: Table) -> _Place | None:
        by_handle = np.argsort(self._handles, kind="stable")
        found = np.searchsorted(self._handles[by_handle], table.handles)
        found = by_handle[np.minimum(found, len(by_handle) - 1)] if len(by_handle) else found
        if not len(by_handle):
            return None
        rows = np.flatnonzero(self._handles[found] == table.handles)
        if not len(rows):
            return None
        return _Place(table, _run(rows), _run(found[rows]), _motion(table))

    def _refuse(self, now: Floats, where: NDArray[np.bool_]) -> None:
        wrong = where & ~(np.abs(now) <= FARTHEST)
        if not wrong.any():
            return
        slot = int(np.flatnonzero(wrong.any(axis=0))[0])
        k = int(np.flatnonzero(wrong[:, slot])[0])
        raise BadValue(
            f"{label(self.actors[slot].entity)}: {FIELDS[k]} is {now[k, slot]:g}; "
            f"expected a number from {-FARTHEST:g} to {FARTHEST:g}."
        )


def _motion(table: Table) -> Columns[Body] | None:
    if Body in table:
        return table[Body]
    return None


def _run(indices: Slots) -> Run:
    """Return ascending neighbours as a slice, which numpy copies several times as fast."""
    n = len(indices)
    if n and indices[-1] - indices[0] == n - 1 and (np.diff(indices) == 1).all():
        return slice(int(indices[0]), int(indices[0]) + n)
    return indices
