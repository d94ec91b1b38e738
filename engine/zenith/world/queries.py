"""Which tables a query visits, and the two ways to walk them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from zenith.schema import schema_of
from zenith.world.columns import Columns
from zenith.world.entity import Entity
from zenith.world.store import Store
from zenith.world.table import Table
from zenith.world.views import view_class

T = TypeVar("T")

Item = Any
"""What a query names: a component class, Entity, or an optional component."""


class OptionalComponent:
    """A component that an entity may lack; made by `optional`."""

    def __init__(self, cls: type[Any]) -> None:
        self.cls = cls
        schema_of(cls)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OptionalComponent) and other.cls is self.cls

    def __hash__(self) -> int:
        return hash(self.cls)


def optional(cls: type[T]) -> type[T | None]:
    """Name a component in a query that also visits entities without it; they give None.

    >>> from zenith import World, Transform, Sprite
    >>> world = World()
    >>> _ = world.spawn(Transform())
    >>> [sprite for _, sprite in world.query(Transform, optional(Sprite))]
    [None]
    """
    return cast("type[T | None]", OptionalComponent(cls))


class Plan:
    """The tables that match a query, found once and extended when tables are added.

    Attributes:
        entries: Each matching table with what `columns` yields for it, or None
            where that must be made anew each time.
    """

    def __init__(self, items: tuple[Item, ...], without: tuple[type[Any], ...]) -> None:
        self.items = items
        self.required = tuple(
            i for i in items if i is not Entity and not isinstance(i, OptionalComponent)
        )
        for cls in (*self.required, *without):
            schema_of(cls)
        self.without = without
        self.entries: list[tuple[Table, Any]] = []
        self._seen = 0

    def update(self, store: Store) -> None:
        """Take in tables made since the last time."""
        if self._seen == len(store.tables):
            return
        self._seen = len(store.tables)
        matching = [t for t in store.live if self._matches(t)]
        matching.sort(key=lambda t: [s.name for s in t.schemas])
        self.entries = [(t, self._ready(t)) for t in matching]

    def _matches(self, table: Table) -> bool:
        return table.has_all(self.required) and not any(c in table for c in self.without)

    def _ready(self, table: Table) -> Any:
        if len(self.required) < len(self.items):
            return None
        found = tuple(table.columns_of(c) for c in self.items)
        return found[0] if len(found) == 1 else found

    def make(self, table: Table) -> Any:
        """Return what `columns` yields for a table, handles and missing columns included."""
        found = tuple(self._part(table, item) for item in self.items)
        return found[0] if len(found) == 1 else found

    def _part(self, table: Table, item: Item) -> Any:
        if item is Entity:
            return table.handles
        cls = item.cls if isinstance(item, OptionalComponent) else item
        return table[cls] if table.has_all((cls,)) else None


def rows_in_order(
    tables: Iterable[Table], mask: Callable[[Table], Any] | None = None
) -> Iterator[tuple[Table, int, int]]:
    """Yield (table, row, handle) for every row, by spawn serial across all tables."""
    parts: list[tuple[Table, NDArray[np.int64]]] = []
    for table in tables:
        if table.size:
            order = table.order()
            rows = np.arange(table.size) if order is None else order
            if mask is not None:
                rows = rows[mask(table)[rows]]
            if len(rows):
                parts.append((table, rows))
    if len(parts) == 1:
        table, rows = parts[0]
        for row, handle in zip(rows.tolist(), table.handles[rows].tolist(), strict=True):
            yield table, row, handle
    elif parts:
        yield from _merged(parts)


def _merged(parts: list[tuple[Table, NDArray[np.int64]]]) -> Iterator[tuple[Table, int, int]]:
    which = np.repeat(np.arange(len(parts)), [len(rows) for _, rows in parts])
    rows = np.concatenate([rows for _, rows in parts])
    handles = np.concatenate([table.handles[rows] for table, rows in parts])
    order = np.argsort(np.concatenate([t.serials[rows] for t, rows in parts]), kind="stable")
    picked = zip(which[order].tolist(), rows[order].tolist(), handles[order].tolist(), strict=True)
    for table, row, handle in picked:
        yield parts[table][0], row, handle


Maker = Callable[[int, int], Any]


def makers(world: Any, table: Table, items: tuple[Item, ...]) -> list[Maker]:
    """Return, for each item of a query, what turns a row and handle into its value."""
    return [_maker(world, table, item) for item in items]


def _maker(world: Any, table: Table, item: Item) -> Maker:
    if item is Entity:
        return lambda _row, handle: Entity(world, handle)
    cls = item.cls if isinstance(item, OptionalComponent) else item
    if cls not in table:
        return lambda _row, _handle: None
    return view_maker(world, table[cls], cls)


def view_maker(world: Any, columns: Columns[Any], cls: type[Any]) -> Maker:
    """Return what makes the view (or finds the script) of a row."""
    if schema_of(cls).whole:
        objects = columns._flat[0]
        return lambda row, _handle: objects[row]
    kind = view_class(cls)
    new: Any = object.__new__

    def make(row: int, handle: int) -> Any:
        view = new(kind)
        view._c, view._r, view._e, view._w = columns, row, handle, world
        return view

    return make
