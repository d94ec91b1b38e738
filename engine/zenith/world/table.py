"""All entities with the same components, a column per field."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from zenith.schema import Kind, Schema, schema_of
from zenith.world.columns import (
    Columns,
    Lent,
    attach,
    columns_class,
    fill,
    grow,
    refit,
    resize,
    storage_fields,
)
from zenith.world.index import EntityIndex, Handles
from zenith.world.names import Names
from zenith.world.rows import SpawnOrder

T = TypeVar("T")

FIRST_ROWS: Final = 16
LOGGED_CHANGES: Final = 256
"""So many changes of rows are remembered one by one."""
SORTED_ROWS: Final = 4096
"""Tables up to this size put their rows in spawn order before a system sees them."""


class Table:
    """Rows of entities that have exactly the components of `key`.

    Removing swaps the last rows into the gaps, so that few rows move. A small
    table then sorts itself before it is next looked at; a large one keeps a
    list of its rows in spawn order instead (`order`).

    Attributes:
        key: The component classes, by name.
        number: The table's number in its World.
        size: Rows in use.
        version: Changes whenever rows come, go or move.
        schemas: The schemas of the key.
        listeners: Those that want to know when an entity goes.
    """

    def __init__(
        self,
        key: tuple[type[Any], ...],
        number: int,
        names: Names,
        index: EntityIndex,
        words: int,
        lent: Lent,
    ) -> None:
        self.key = key
        self.number = number
        self.size = 0
        self.version = 0
        self.schemas: tuple[Schema, ...] = tuple(schema_of(c) for c in key)
        self.listeners = tuple(s for s in self.schemas if s.on_despawn is not None)
        self._index = index
        self._capacity = FIRST_ROWS
        self._columns: dict[type[Any], Columns[Any]] = {
            cls: columns_class(cls)(schema, names, FIRST_ROWS, lent)
            for cls, schema in zip(key, self.schemas, strict=True)
        }
        self._handles = np.zeros(FIRST_ROWS, np.uint64)
        self._serials = np.zeros(FIRST_ROWS, np.int64)
        self._tags = np.zeros((FIRST_ROWS, words), np.uint64)
        self._sorted = True
        self._order: SpawnOrder | None = None
        self._stale = False
        self._log: list[tuple[int, NDArray[np.int64]]] = []
        self._log_start = 0
        self._attach()

    def __getitem__(self, cls: type[T]) -> Columns[T]:
        """Return the columns of a component, cut to the rows in use."""
        if self._stale:
            self.refresh()
        return cast("Columns[T]", self._columns[cls])

    def __contains__(self, cls: object) -> bool:
        known: Any = self._columns
        return cls in known

    def get(self, cls: type[Any]) -> Columns[Any] | None:
        """Return the columns of a component as they lie, or None where it is not there."""
        return self._columns.get(cls)

    def has_all(self, classes: Iterable[type[Any]]) -> bool:
        """Tell whether the table has all of these components."""
        return all(c in self._columns for c in classes)

    @property
    def handles(self) -> Handles:
        """The entity of each row."""
        if self._stale:
            self.refresh()
        return self._handles[: self.size]

    @property
    def serials(self) -> NDArray[np.int64]:
        """The spawn serial of each row."""
        if self._stale:
            self.refresh()
        return self._serials[: self.size]

    @property
    def tags(self) -> NDArray[np.uint64]:
        """The tag bits of each row, in words of 64: shape (size, words)."""
        if self._stale:
            self.refresh()
        return self._tags[: self.size]

    @property
    def stale(self) -> bool:
        """Whether rows came, went or moved since the columns were last looked at."""
        return self._stale

    def order(self) -> NDArray[np.int64] | None:
        """Return the rows in spawn order, or None where they lie in it already."""
        if self._stale:
            self.refresh()
        if self._sorted:
            return None
        if self._order is None:
            self._order = SpawnOrder(self._serials[: self.size], self._capacity)
        return self._order.rows()

    def changed_rows(self, since: int) -> NDArray[np.int64] | None:
        """Return the rows that hold another entity than at a version, or None for all of them.

        The rows may repeat, and may lie beyond `size` by now.
        """
        if self._stale:
            self.refresh()
        if since < self._log_start:
            return None
        changed = [rows for version, rows in self._log if version > since]
        return np.concatenate(changed) if changed else np.zeros(0, np.int64)

    def refresh(self) -> None:
        """Sort a small table that lost its order, and cut the views to the rows in use."""
        if not self._sorted and self.size <= SORTED_ROWS:
            self._sort()
        for columns in self._columns.values():
            resize(columns, self.size)
        self._stale = False

    def append(self, handles: Handles, serials: NDArray[np.int64]) -> slice:
        """Add rows for entities and return where; their columns hold zeros or leftovers."""
        start, end = self.size, self.size + len(handles)
        if end > self._capacity:
            self._reserve(end)
        self._handles[start:end] = handles
        self._serials[start:end] = serials
        self._tags[start:end] = 0
        self._note_appended(serials, start)
        self.size = end
        self._changed(np.arange(start, end))
        self._index.place(handles, self.number, slice(start, end))
        return slice(start, end)

    def append_one(self, handle: int, serial: int) -> int:
        """Add one row and return it."""
        row = self.size
        if row == self._capacity:
            self._reserve(row + 1)
        self._handles[row] = handle
        self._serials[row] = serial
        self._tags[row] = 0
        self._note_appended(self._serials[row : row + 1], row)
        self.size = row + 1
        self._changed(np.array([row]))
        slot = handle & 0xFFFFFFFF
        self._index.table_view[slot] = self.number
        self._index.row_view[slot] = row
        return row

    def _note_appended(self, serials: NDArray[np.int64], start: int) -> None:
        if len(serials) == 0:
            return
        if self._sorted:
            after = start == 0 or serials[0] > self._serials[start - 1]
            self._sorted = bool(after) and not bool((serials[1:] < serials[:-1]).any())
        elif self._order is not None and not self._order.append(serials, start):
            self._order = None

    def remove(self, rows: NDArray[np.int64]) -> None:
        """Take rows away, given ascending; the last rows move into the gaps."""
        end = self.size - len(rows)
        gaps = rows[: int(np.searchsorted(rows, end))]
        movers = np.ones(len(rows), bool)
        movers[rows[len(gaps) :] - end] = False
        tail = np.flatnonzero(movers) + end
        if self._order is not None:
            self._order.remove(self._serials[rows])
            self._order.move(self._serials[tail], gaps)
        for array in self._all():
            array[gaps] = array[tail]
            if array.dtype.hasobject:
                array[end : self.size] = None
        self._handles[end : self.size] = 0
        self._index.row[(self._handles[gaps] & np.uint64(0xFFFFFFFF)).astype(np.int64)] = gaps
        self._sorted = self._sorted and len(gaps) == 0
        self.size = end
        self._changed(gaps)

    def remove_row(self, row: int) -> None:
        """Take one row away, without freeing its entity."""
        self.remove(np.array([row], np.int64))

    def columns_of(self, cls: type[T]) -> Columns[T]:
        """Return the columns of a component without cutting them to the rows in use."""
        return cast("Columns[T]", self._columns[cls])

    @property
    def tag_words(self) -> int:
        """How many 64-bit words each row has for its tags."""
        return int(self._tags.shape[1])

    def copy_shared(self, row: int, other: Table, other_row: int) -> None:
        """Copy tags and every component both tables have from a row of another."""
        self._tags[row] = other._tags[other_row]
        for cls, columns in self._columns.items():
            theirs = other._columns.get(cls)
            if theirs is not None:
                for mine, source in zip(columns._arrays, theirs._arrays, strict=True):
                    mine[row] = source[other_row]

    def take_all(self, other: Table) -> None:
        """Append every row of a table with the same key, which is empty afterwards."""
        rows = self.append(other.handles, other.serials)
        self._tags[rows] = other._tags[: other.size]
        for cls, columns in self._columns.items():
            for k, mine in enumerate(columns._arrays):
                mine[rows] = other._columns[cls]._arrays[k][: other.size]
        other.clear()

    def clear(self) -> None:
        """Take every row away, without freeing the entities."""
        for array in self._all():
            if array.dtype.hasobject:
                array[: self.size] = None
        self._handles[: self.size] = 0
        self.size = 0
        self._sorted, self._order = True, None
        self._changed()

    def write(self, cls: type[Any], field: str, rows: slice, value: Any) -> None:
        """Fill a field of new rows with a value, or with one per row."""
        columns = self._columns[cls]
        for k, info in enumerate(storage_fields(columns._schema)):
            if info.name == field:
                part = columns._arrays[k][rows]
                fill(columns, k, info, part, value)
                if info.kind is Kind.OBJECT:  # of which a slice may be a copy
                    columns._arrays[k][rows] = part

    def mirror(self, cls: type[Any], rows: slice) -> None:
        """Set the hidden fields of new rows: to what they mirror, or to their default."""
        columns = self._columns[cls]
        places = {info.name: k for k, info in enumerate(columns._schema.fields)}
        for k, info in enumerate(columns._schema.fields):
            if info.mirror:
                columns._arrays[k][rows] = columns._arrays[places[info.mirror]][rows]
            elif info.hidden:
                columns._arrays[k][rows] = info.default

    def set_tags(self, rows: slice | int, bits: NDArray[np.uint64]) -> None:
        """Set the tag bits of some rows."""
        self._tags[rows, : bits.shape[-1]] = bits

    def has_tag(self, row: int, bit: int) -> bool:
        """Tell whether a row has the tag of that bit."""
        return bool(int(self._tags[row, bit >> 6]) >> (bit & 63) & 1)

    def widen_tags(self, words: int) -> None:
        """Make room for more tags."""
        wider = np.zeros((self._capacity, words), np.uint64)
        wider[:, : self._tags.shape[1]] = self._tags
        self._tags = wider

    def raw(self) -> tuple[Handles, NDArray[np.int64], NDArray[np.uint64]]:
        """Return handles, serials and tags as they lie, for snapshots."""
        n = self.size
        return self._handles[:n], self._serials[:n], self._tags[:n]

    def raw_columns(self, cls: type[Any]) -> list[NDArray[Any]]:
        """Return a component's columns as they lie, in storage order, for snapshots."""
        return [a[: self.size] for a in self._columns[cls]._arrays]

    @property
    def nbytes(self) -> int:
        """About how much memory the columns take, without what objects hold."""
        return sum(array.nbytes for array in self._all())

    def renew(self, schema: Schema, arrays: list[Any]) -> None:
        """Give a component other columns, each with a row or more for every entity."""
        columns = self._columns[schema.cls]
        columns.__class__ = columns_class(schema.cls)
        refit(columns, schema, arrays, self._capacity)
        self._attach()

    def renew_schemas(self) -> None:
        """Take over what the classes of the key are laid out like today."""
        self.schemas = tuple(schema_of(c) for c in self.key)
        self.listeners = tuple(s for s in self.schemas if s.on_despawn is not None)
        for schema in self.schemas:
            self._columns[schema.cls]._schema = schema

    def touch(self) -> None:
        """Count every column as written and every row as moved."""
        for columns in self._columns.values():
            columns.touch()
        serials = self._serials[: self.size]
        self._sorted = not bool((serials[1:] < serials[:-1]).any())
        self._order = None
        self._changed()

    def _changed(self, rows: NDArray[np.int64] | None = None) -> None:
        """Note that some rows, or all, hold another entity from now on."""
        self.version += 1
        self._stale = True
        if rows is None or len(self._log) >= LOGGED_CHANGES:
            self._log.clear()
            self._log_start = self.version
        else:
            self._log.append((self.version, rows))

    def _all(self) -> list[NDArray[Any]]:
        arrays: list[NDArray[Any]] = [self._handles, self._serials, self._tags]
        for columns in self._columns.values():
            arrays.extend(columns._arrays)
        return arrays

    def _sort(self) -> None:
        by_serial = np.argsort(self._serials[: self.size], kind="stable")
        for array in self._all():
            array[: self.size] = array[: self.size][by_serial]
        self._sorted, self._order = True, None
        self._index.place(self._handles[: self.size], self.number, slice(0, self.size))
        self._changed()

    def _reserve(self, rows: int) -> None:
        self._capacity = max(rows, 2 * self._capacity)
        for columns in self._columns.values():
            grow(columns, self._capacity)
        self._handles = _longer(self._handles, self._capacity)
        self._serials = _longer(self._serials, self._capacity)
        self._tags = _longer(self._tags, self._capacity)
        self._attach()

    def _attach(self) -> None:
        handles = memoryview(cast(Any, self._handles))
        for columns in self._columns.values():
            attach(columns, handles, self.size)


def _longer(old: NDArray[Any], capacity: int) -> NDArray[Any]:
    new = np.zeros((capacity, *old.shape[1:]), old.dtype)
    new[: len(old)] = old
    return new
