"""Finds which entities' colliders and bodies are new, changed or gone, without visiting them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray

from zenith.components import Body, CharacterBody, Transform
from zenith.errors import BadValue
from zenith.physics.checks import label
from zenith.physics.shapes import KINDS
from zenith.schema import Kind, schema_of
from zenith.world import ChildOf, Table, World

POSE: Final = ("x", "y", "rotation")
SCALE: Final = ("scale_x", "scale_y")
TRAITS: Final = ("kind", "mass", "moment", "fixed_rotation")

Bits = NDArray[np.int64]


@dataclass(slots=True)
class _Seen:
    """What a table held when it was last looked at.

    Attributes:
        token: The versions of what is watched.
        handles: The entities by row.
        numbers: Every watched number, floats as their bits: shape (rows, columns).
        objects: Every watched text and list, by row.
    """

    token: object
    handles: NDArray[np.uint64]
    numbers: Bits
    objects: list[Any]


class _Watch:
    """One table and what matters to physics in it."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._bodies = Body in table
        self._moves = self._bodies or CharacterBody in table
        self._numbers: list[tuple[type[Any], str]] = [(Transform, n) for n in (*POSE, *SCALE)]
        self._objects: list[tuple[type[Any], str]] = []
        if self._bodies:
            self._numbers.extend((Body, name) for name in TRAITS)
        if ChildOf in table:
            self._numbers.append((ChildOf, "parent"))
        for kind in KINDS:
            if kind in table:
                for info in schema_of(kind).fields:
                    chosen = self._objects if info.kind is Kind.OBJECT else self._numbers
                    chosen.append((kind, info.name))
        self._watched = self._places_watched()
        self._seen: _Seen | None = None
        self._static: NDArray[np.intp] = np.zeros(0, np.intp)

    def _places_watched(self) -> list[tuple[type[Any], list[int]]]:
        """Group the columns that decide whether to look; poses of bodies change every step."""
        found: dict[type[Any], list[int]] = {}
        for cls, name in (*self._numbers, *self._objects):
            if not (self._moves and cls is Transform and name in POSE):
                found.setdefault(cls, []).append(self.table[cls].place(name))
        return list(found.items())

    def changes(self, static: int) -> tuple[list[int], list[int]]:
        """Return the handles that are new or changed here, and those no longer here.

        Args:
            static: The integer of the body kind "static" in the World's names.
        """
        handles = self.table.handles  # looked at first: it may sort the table
        table, seen = self.table, self._seen
        token = (table.version, *[table[cls].versions(ks) for cls, ks in self._watched])
        if seen is not None and seen.token == token and not self._static_moved(seen):
            return [], []
        now = _Seen(token, handles.copy(), self._read_numbers(static), self._read_objects())
        self._seen = now
        return (handles.tolist(), []) if seen is None else _compare(seen, now)

    def _read_numbers(self, static: int) -> Bits:
        out = np.empty((self.table.size, len(self._numbers)), np.int64)
        for k, (cls, name) in enumerate(self._numbers):
            column = self.table[cls].peek(name)
            wide = column.dtype.itemsize == out.dtype.itemsize
            out[:, k] = column.view(np.int64) if wide else column
        if self._moves:
            none = np.zeros(self.table.size, bool)
            stands = self.table[Body].peek("kind") == static if self._bodies else none
            out[~stands, : len(POSE)] = 0
            self._static = np.flatnonzero(stands)
        return out

    def _read_objects(self) -> list[Any]:
        columns = [_frozen(self.table[cls].peek(name)) for cls, name in self._objects]
        return list(zip(*columns, strict=True))

    def _static_moved(self, seen: _Seen) -> bool:
        """Tell whether a static body was moved by hand; that moving ones move is no news."""
        if not len(self._static):
            return False
        pose = self.table[Transform]
        return any(
            (pose.peek(name)[self._static].view(np.int64) != seen.numbers[self._static, k]).any()
            for k, name in enumerate(POSE)
        )


def _frozen(column: NDArray[Any]) -> list[Any]:
    return [v if isinstance(v, str) else _tuples(v) for v in column.tolist()]


def _tuples(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return tuple(_tuples(v) for v in cast(list[Any], value))
    return value


def _compare(old: _Seen, new: _Seen) -> tuple[list[int], list[int]]:
    if np.array_equal(old.handles, new.handles):
        was = np.arange(len(new.handles))
        known = np.ones(len(new.handles), bool)
    elif not len(old.handles):
        return new.handles.tolist(), []
    else:
        by_handle = np.argsort(old.handles, kind="stable")
        at = np.searchsorted(old.handles[by_handle], new.handles)
        was = by_handle[np.minimum(at, len(by_handle) - 1)]
        known = old.handles[was] == new.handles
    differs = ~known
    differs[known] |= (old.numbers[was[known]] != new.numbers[known]).any(axis=1)
    if new.objects:
        pairs = zip(was.tolist(), known.tolist(), new.objects, strict=True)
        differs |= np.array([k and old.objects[w] != o for w, k, o in pairs], bool)
    gone = old.handles[~np.isin(old.handles, new.handles)]
    return new.handles[differs].tolist(), gone.tolist()


class Census:
    """Every table with bodies or colliders, and the ancestors that place colliders."""

    def __init__(self) -> None:
        self._watches: list[_Watch] = []
        self._homeless: list[tuple[Table, type[Any]]] = []
        self._tables = -1
        self._ancestors: NDArray[np.uint64] = np.zeros(0, np.uint64)
        self._places: NDArray[np.int64] = np.zeros((0, 6), np.int64)

    def empty(self, world: World) -> bool:
        """Tell whether the World has neither bodies nor colliders."""
        self._survey(world)
        tables = (*(w.table for w in self._watches), *(table for table, _ in self._homeless))
        return all(table.size == 0 for table in tables)

    def changes(self, world: World) -> tuple[list[int], list[int]]:
        """Return the handles to look at anew, and those without body and colliders now.

        Raises:
            BadValue: A body or collider has no Transform.
        """
        self._survey(world)
        for table, cls in self._homeless:
            if table.size:
                entity = world.entity(int(table.handles[0]))
                raise BadValue(
                    f"{label(entity)} has a {cls.__name__} but no Transform; add Transform()."
                )
        static = world.names.id("static")
        dirty: list[int] = []
        left: list[int] = []
        for watch in self._watches:
            here, away = watch.changes(static)
            dirty.extend(here)
            left.extend(away)
        here_now = set(dirty)
        return dirty, [handle for handle in left if handle not in here_now]

    def serials(self) -> dict[int, int]:
        """Return the spawn serial of every entity with a body or colliders, by handle."""
        found: dict[int, int] = {}
        for watch in self._watches:
            handles, serials = watch.table.handles, watch.table.serials
            found.update(zip(handles.tolist(), serials.tolist(), strict=True))
        return found

    def has_children(self) -> bool:
        """Tell whether any collider or body hangs on a parent."""
        return any(ChildOf in w.table and w.table.size for w in self._watches)

    def watch_ancestors(self, handles: Iterable[int], world: World) -> None:
        """Watch the Transforms of entities that place the colliders below them."""
        self._ancestors = np.array(sorted(handles), np.uint64)
        self._places = self._ancestor_places(world)

    def moved_ancestors(self, world: World) -> list[int]:
        """Return the watched ancestors whose Transform or parent is another."""
        if not len(self._ancestors):
            return []
        now = self._ancestor_places(world)
        moved = (now != self._places).any(axis=1)
        self._places = now
        found: list[int] = self._ancestors[moved].tolist()
        return found

    def _ancestor_places(self, world: World) -> NDArray[np.int64]:
        out = np.zeros((len(self._ancestors), 6), np.int64)
        if not len(out):
            return out
        tables = world.tables(Transform)
        for table in tables:
            _ = table.handles  # puts rows in order, so that places hold
        numbers, at = world.places(self._ancestors)
        for table in tables:
            to = np.flatnonzero(numbers == table.number)
            if len(to):
                rows = at[to]
                for k, name in enumerate((*POSE, *SCALE)):
                    out[to, k] = table[Transform].peek(name)[rows].view(np.int64)
                if ChildOf in table:
                    out[to, 5] = table[ChildOf].peek("parent")[rows].view(np.int64)
        return out

    def _survey(self, world: World) -> None:
        tables = world.tables()
        if len(tables) == self._tables:
            return
        self._tables = len(tables)
        known = {w.table.number for w in self._watches}
        for table in tables:
            relevant = [cls for cls in (Body, CharacterBody, *KINDS) if cls in table]
            if relevant and Transform not in table:
                self._homeless.append((table, relevant[0]))
            elif relevant and table.number not in known:
                self._watches.append(_Watch(table))
