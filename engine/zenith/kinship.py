"""Which children follow which parents, row by row: worked out anew only when rows move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from zenith.components import Transform
from zenith.errors import BadValue
from zenith.world import ChildOf, Handles, Table, World

Rows = NDArray[np.int64]

MAX_DEPTH: Final = 64
_LOCAL: Final = ("x", "y", "rotation", "scale_x", "scale_y")
_WORLD: Final = ("world_x", "world_y", "world_rotation", "world_scale_x", "world_scale_y")


@dataclass(slots=True)
class Step:
    """Children in one table whose parents are in one table.

    Attributes:
        table: The children's table.
        rows: Their rows.
        parents: Their parents.
        above: The parents' table; None where they are somewhere else, or have no Transform.
        above_rows: The parents' rows, one for each child.
        seen: Versions of all columns that the poses follow from, as of the last time; None
            before it.
    """

    table: Table
    rows: Rows
    parents: Handles
    above: Table | None
    above_rows: Rows
    seen: tuple[int, ...] | None = None

    def changed(self) -> bool:
        """Tell whether the poses have to be worked out anew, and remember that they were."""
        if self.above is None:
            return True
        seen = (*_versions(self.table, Transform, _LOCAL), *self._versions_above())
        seen += _versions(self.table, ChildOf, ("posed",))
        same = seen == self.seen
        self.seen = seen
        return not same

    def _versions_above(self) -> tuple[int, ...]:
        above = self.above
        if above is None:
            return ()
        return _versions(above, *((ChildOf, _WORLD) if ChildOf in above else (Transform, _LOCAL)))

    def poses_above(self) -> NDArray[np.float64]:
        """Return the parents' world poses: float64 (5, n) of x, y, rotation, scale x and y."""
        above = self.above
        if above is None:
            raise BadValue("These parents have no table of their own.")
        cls, names = (ChildOf, _WORLD) if ChildOf in above else (Transform, _LOCAL)
        columns = above[cls]
        return np.stack([columns.peek(name)[self.above_rows] for name in names])


class Kinship:
    """The steps from parents to children, parents first; a transient resource of its World."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self._key: tuple[object, ...] = ()

    def refresh(self, world: World, children: list[Table]) -> None:
        """Work the steps out anew, if rows moved or a parent was changed.

        Raises:
            BadValue: A chain of parents is deeper than 64.
        """
        tables = children + [s.above for s in self.steps if s.above is not None]
        if self._key and self._key == _key_of(tables, children):
            return
        self.steps = _steps(world, children)
        tables = children + [s.above for s in self.steps if s.above is not None]
        self._key = _key_of(tables, children)


def _key_of(tables: list[Table], children: list[Table]) -> tuple[object, ...]:
    places = [part for t in tables for part in (t, t.version)]
    links = [t[ChildOf].version("parent") for t in children]
    return (*places, *links)


def _versions(table: Table, cls: type[object], names: tuple[str, ...]) -> tuple[int, ...]:
    columns = table[cls]
    return columns.versions([columns.place(name) for name in names])


def _steps(world: World, children: list[Table]) -> list[Step]:
    for table in world.tables(Transform):
        _ = table.handles  # puts rows in order, so that places hold
    waiting = np.concatenate([t.handles for t in children])
    where = np.concatenate([np.full(t.size, k) for k, t in enumerate(children)])
    rows = np.concatenate([np.arange(t.size) for t in children])
    parents = np.concatenate([t[ChildOf].peek("parent") for t in children])
    steps: list[Step] = []
    for _ in range(MAX_DEPTH):
        ready = ~np.isin(parents, waiting)
        if not ready.any():
            break
        for k, table in enumerate(children):
            mine = ready & (where == k)
            if mine.any():
                steps += _by_parents(world, table, rows[mine], parents[mine])
        left = ~ready
        waiting, where = waiting[left], where[left]
        rows, parents = rows[left], parents[left]
        if not len(waiting):
            return steps
    raise BadValue(f"A chain of parents is deeper than {MAX_DEPTH}.")


def _by_parents(world: World, table: Table, rows: Rows, parents: Handles) -> list[Step]:
    """Return a step for each table that the parents of some rows are in."""
    numbers, above_rows = world.places(parents)
    tables = {t.number: t for t in world.tables(Transform)}
    steps: list[Step] = []
    for number in np.unique(numbers).tolist():
        mine = numbers == number
        above = tables.get(number)
        steps.append(Step(table, rows[mine], parents[mine], above, above_rows[mine]))
    return steps
