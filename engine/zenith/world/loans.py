"""Column arrays handed out to a system, and what becomes of those that are kept too long."""

from __future__ import annotations

import weakref
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np
from numpy.typing import NDArray

from zenith.errors import UsageError
from zenith.world.columns import Columns
from zenith.world.table import Table

if TYPE_CHECKING:
    from zenith.world.world import World

POISON: Final = -858993460
"""What the numbers of a dead array are; true and false become true, objects the text below."""
POISON_BITS: Final = 0xCCCCCCCCCCCCCCCC
POISON_TEXT: Final = "an array kept after its system returned"


@dataclass(frozen=True, slots=True)
class Kept:
    """An array that somebody still holds although its system returned.

    Attributes:
        array: A weak reference to it.
        what: Its component and field; Entity for handles.
        taker: The system that took it.
        tick: The tick of that.
    """

    array: weakref.ref[NDArray[Any]]
    what: str
    taker: str
    tick: int


class Loans:
    """Takes back the column arrays of a World after each system, for strict runs.

    A column that was handed out moves to a new array; the old one is filled with
    numbers that nobody expects. A program that keeps to the rules cannot tell. One
    that keeps an array reads nonsense, and what it writes is found by `look`.

    >>> from zenith import Transform, World
    >>> world = World()
    >>> crate = world.spawn(Transform(x=3))
    >>> loans = Loans(world)
    >>> kept = [pose.x for pose in world.columns(Transform)][0]
    >>> loans.take_back("system drift")
    >>> float(kept[0]), crate[Transform].x
    (-858993460.0, 3.0)
    """

    def __init__(self, world: World) -> None:
        # Whoever watches a World is not to keep it.
        self._world = weakref.ref(world)
        self._lent: dict[tuple[Columns[Any], int], NDArray[Any]] = {}
        self._lent_handles: dict[Table, NDArray[Any]] = {}
        self._table_class = self._watched_table()
        self._classes: dict[type[Any], type[Any]] = {}
        self._kept: list[Kept] = []
        self._tables = 0
        self.watch()

    @property
    def kept(self) -> list[Kept]:
        """The arrays that somebody still holds, the oldest first."""
        return [kept for kept in self._kept if kept.array() is not None]

    def watch(self) -> None:
        """Take in tables made since the last time."""
        world = self._world()
        tables = world._store.tables if world is not None else []
        for table in tables[self._tables :]:
            table.__class__ = self._table_class
            for cls in table.key:
                columns = table.columns_of(cls)
                columns.__class__ = self._watched(columns.__class__)
        self._tables = len(tables)

    def _watched_table(self) -> type[Table]:
        """Return the class of tables that note when they hand out their handles."""
        lent = self._lent_handles
        shown = cast("property", vars(Table)["handles"])
        hand_out: Any = shown.fget

        def read(table: Table) -> NDArray[Any]:
            handles: NDArray[Any] = hand_out(table)
            lent[table] = handles
            return handles

        return type("Table", (Table,), {"handles": property(read, doc=shown.__doc__)})

    def _watched(self, cls: type[Any]) -> type[Any]:
        """Return the class of columns that note what they hand out."""
        if cls not in self._classes:
            fields = {n: p for n, p in vars(cls).items() if isinstance(p, property)}
            body = {n: self._noting(k, p) for k, (n, p) in enumerate(fields.items())}
            self._classes[cls] = type(cls.__name__, (cls,), {"__slots__": (), **body})
        return self._classes[cls]

    def _noting(self, k: int, free: property) -> property:
        lent = self._lent
        hand_out: Any = free.fget

        def read(columns: Columns[Any]) -> NDArray[Any]:
            rows: NDArray[Any] = hand_out(columns)
            lent[columns, k] = rows
            return rows

        return property(read, free.fset, doc=free.__doc__)

    def take_back(self, taker: str) -> None:
        """Let everything handed out since the last time move to new arrays."""
        for (columns, k), rows in self._lent.items():
            what = f"{columns._schema.name}.{columns._schema.fields[k].name}"
            self._let_die(_move(columns, k, rows), rows, what, taker)
        for table, rows in self._lent_handles.items():
            self._let_die(_move_handles(table, rows), rows, "Entity", taker)
        self._lent.clear()
        self._lent_handles.clear()
        self._kept = self.kept

    def _let_die(self, old: NDArray[Any], rows: NDArray[Any], what: str, taker: str) -> None:
        rows.setflags(write=False)
        _poison(old)
        world = self._world()
        tick = world.tick if world is not None else 0
        self._kept.append(Kept(weakref.ref(old), what, taker, tick))

    def look(self, writer: str) -> None:
        """Look whether something was written into an array that is kept.

        Args:
            writer: What ran since the last look.

        Raises:
            UsageError: It was; the message names both systems, component and field.
        """
        for kept in self._kept:
            array = kept.array()
            if array is not None and not _is_poison(array):
                raise refusal(writer, [kept])


def refusal(writer: str, suspects: Iterable[Kept]) -> UsageError:
    """Return the error on something that wrote into an array that was kept."""
    names = " or ".join(dict.fromkeys(f"{k.what} ({k.taker}, tick {k.tick})" for k in suspects))
    return UsageError(
        f"{writer} writes into an array of {names or 'a column'} that was kept: arrays from "
        "world.columns() are valid until the system returns. Ask for them anew each tick."
    )


def _move(columns: Columns[Any], k: int, rows: NDArray[Any]) -> NDArray[Any]:
    """Give a column a new array and return the one that was handed out."""
    current = columns._arrays[k]
    base = cast("NDArray[Any]", rows.base)
    if base is not current:
        return base
    moved: Any = current.copy()
    columns._arrays[k] = moved
    columns._rows[k] = moved[: len(columns._rows[k])]
    columns._flat[k] = moved if moved.dtype.hasobject else memoryview(moved.reshape(-1))
    return current


def _move_handles(table: Table, rows: NDArray[Any]) -> NDArray[Any]:
    """Give a table's handles a new array and return the one that was handed out."""
    current, base = table._handles, cast("NDArray[Any]", rows.base)
    if base is not current:
        return base
    table._handles = current.copy()
    seen = memoryview(cast(Any, table._handles))
    for cls in table.key:
        table.columns_of(cls)._handles = seen
    return current


def _poison(array: NDArray[Any]) -> None:
    if array.dtype.hasobject:
        array[...] = POISON_TEXT
    elif array.dtype.kind == "u":
        array[...] = POISON_BITS
    elif array.dtype.kind == "b":
        array[...] = True
    else:
        array[...] = POISON


def _is_poison(array: NDArray[Any]) -> bool:
    clean = np.empty_like(array)
    _poison(clean)
    return bool((array == clean).all())
