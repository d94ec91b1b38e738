"""Tables and the moves between them: what a World does once it may."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from zenith.errors import BadValue, MissingComponent, SchemaError
from zenith.schema import Kind, Schema, Types, schema_of
from zenith.world.columns import Columns, Lent, take_home
from zenith.world.index import INDEX_MASK, EntityIndex, Handles, slots_of
from zenith.world.names import Names
from zenith.world.plain import PLAIN, check_plain
from zenith.world.table import Table

WORD: Final = 64

Fields = Mapping[str, Any]
Parked = dict[tuple[str, str], dict[int, Any]]
"""Values of fields that are gone: by component and saved name, then by handle; 0 is a resource."""


class Store:
    """Every table of a World. A key names a table's components, by name.

    Each key may have two tables: the one queries see and a staging one, where
    entities spawned during a tick wait for the apply point.

    Attributes:
        names: Interned text.
        index: Where each entity lives.
        types: Component classes by saved name.
        tables: Every table by its number.
        tag_bits: The bit of each tag.
        parked: Values of fields that the game's code lost while it ran; no part of the state.
    """

    def __init__(self, types: Types) -> None:
        self.names = Names()
        self.index = EntityIndex()
        self.types = types
        self.tables: list[Table] = []
        self.tag_bits: dict[str, int] = {}
        self.parked: Parked = {}
        self._lent: Lent = []
        self._live: dict[tuple[type[Any], ...], Table] = {}
        self._staged: dict[tuple[type[Any], ...], Table] = {}
        self._by_spelling: dict[tuple[tuple[type[Any], ...], bool], Table] = {}

    @property
    def live(self) -> Iterable[Table]:
        """The tables that queries see."""
        return self._live.values()

    @property
    def words(self) -> int:
        """How many 64-bit words hold the tags."""
        return max(1, -(-len(self.tag_bits) // WORD))

    def table_for(self, classes: tuple[type[Any], ...], *, staged: bool = False) -> Table:
        """Return the table of entities with exactly these components."""
        found = self._by_spelling.get((classes, staged))
        if found is None:
            found = self._make(classes, staged=staged)
            self._by_spelling[classes, staged] = found
        return found

    def _make(self, classes: tuple[type[Any], ...], *, staged: bool) -> Table:
        key = tuple(sorted(classes, key=lambda c: schema_of(c).name))
        for cls, follower in itertools.pairwise(key):
            if cls is follower:
                raise BadValue(f"An entity has each component once; {cls.__name__} is there twice.")
        for cls in key:
            self.types.add(cls)
        home = self._staged if staged else self._live
        if key not in home:
            home[key] = Table(key, len(self.tables), self.names, self.index, self.words, self._lent)
            self.tables.append(home[key])
        return home[key]

    def take_home(self) -> None:
        """Let no column of objects be an array any longer: nobody may hold one by now."""
        if self._lent:
            take_home(self._lent)

    def is_staged(self, table: Table) -> bool:
        """Tell whether a table is one where entities wait for the apply point."""
        return self._staged.get(table.key) is table

    def reset(
        self, index: Sequence[NDArray[Any]], texts: Sequence[str], tags: Mapping[str, int]
    ) -> NDArray[np.int32]:
        """Empty every table and go back to an index and tags.

        Returns:
            What each text's integer of then is now: names are only ever added.
        """
        for table in self.tables:
            table.clear()
        self.index.set_state(index[0], index[1], index[2])
        self.tag_bits = dict(tags)
        for table in self.tables:
            if table.tag_words < self.words:
                table.widen_tags(self.words)
        return np.array([self.names.id(text) for text in texts], np.int32)

    def place_of(self, handle: int) -> tuple[Table, int]:
        """Return the table and row of a living entity."""
        slot = handle & INDEX_MASK
        return self.tables[self.index.table_view[slot]], self.index.row_view[slot]

    def insert(
        self, handle: int, serial: int, components: Sequence[Any], *, staged: bool
    ) -> tuple[Table, int]:
        """Add an entity's row with its components."""
        schemas = [instance_schema(c) for c in components]
        for schema, component in zip(schemas, components, strict=True):
            check_limits(schema, component)
        table = self.table_for(tuple([s.cls for s in schemas]), staged=staged)
        row = table.append_one(handle, serial)
        for schema, component in zip(schemas, components, strict=True):
            put(table, row, schema, component)
        return table, row

    def insert_many(
        self,
        handles: Handles,
        serials: NDArray[np.int64],
        data: Mapping[type[Any], Fields],
        *,
        staged: bool,
    ) -> tuple[Table, slice]:
        """Add many rows, their fields from arrays or single values."""
        table = self.table_for(tuple(data), staged=staged)
        rows = table.append(handles, serials)
        for cls, fields in data.items():
            schema = schema_of(cls)
            for name in fields:
                schema.field(name)
            for info in schema.visible:
                default = info.default
                if info.kind is Kind.OBJECT and info.name not in fields:
                    # A default that is a list must not be taken for one value per row.
                    default = [copy.deepcopy(default) for _ in range(len(handles))]
                table.write(cls, info.name, rows, fields.get(info.name, default))
            table.mirror(cls, rows)
        return table, rows

    def move(self, handle: int, added: Sequence[Any], removed: Sequence[type[Any]]) -> None:
        """Give and take components, which moves the entity to another table."""
        table, row = self.place_of(handle)
        fresh: dict[type[Any], Any] = {}
        for component in added:
            schema = instance_schema(component)
            check_limits(schema, component)
            fresh[schema.cls] = component
        for cls in removed:
            if cls not in table:
                raise MissingComponent(f"The entity has no {schema_of(cls).name} to remove.")
        kept = [c for c in table.key if c not in removed]
        classes = (*kept, *(c for c in fresh if c not in kept))
        target = self.table_for(tuple(classes), staged=self.is_staged(table))
        if target is not table:
            new_row = target.append_one(handle, int(table.raw()[1][row]))
            target.copy_shared(new_row, table, row)
            table.remove_row(row)
            table, row = target, new_row
        for cls, component in fresh.items():
            put(table, row, schema_of(cls), component)
            table.columns_of(cls).touch()

    def merge_staged(self) -> bool:
        """Move every waiting entity to the tables that queries see; tell whether any did."""
        waiting = [t for t in self._staged.values() if t.size]
        for table in waiting:
            self.table_for(table.key).take_all(table)
        return bool(waiting)

    def delete(self, handles: Handles, tick: int) -> None:
        """Take living entities away in bulk."""
        slots = slots_of(handles)
        numbers = self.index.table[slots]
        rows = self.index.row[slots]
        for number in np.flatnonzero(np.bincount(numbers)).tolist():
            self.tables[number].remove(np.sort(rows[numbers == number]))
        self.index.release(handles, tick)

    def bits(self, tags: Iterable[str]) -> NDArray[np.uint64]:
        """Return tag bits, taking new tags in: shape (words,)."""
        found = sorted(tags)
        for tag in found:
            given: Any = tag
            if not isinstance(given, str):
                raise BadValue(f"A tag is text, not {given!r}.")
            self.tag_bits.setdefault(tag, len(self.tag_bits))
        for table in self.tables:
            if table.tag_words < self.words:
                table.widen_tags(self.words)
        bits = np.zeros(self.words, np.uint64)
        for tag in found:
            word, bit = divmod(self.tag_bits[tag], WORD)
            bits[word] |= np.uint64(1 << bit)
        return bits


def instance_schema(component: Any) -> Schema:
    """Return the schema of a component instance.

    Raises:
        SchemaError: It is a class, or no component at all.
    """
    if isinstance(component, type):
        raise SchemaError(f"Give an instance, {component.__name__}(), not the class itself.")
    schema = getattr(component, "__schema__", None)
    if not isinstance(schema, Schema):
        raise SchemaError(
            f"{component!r} is no component; put @zn.component above its class, "
            f"{type(component).__name__}."
        )
    return schema


def check_limits(schema: Schema, component: Any) -> None:
    """Raise BadValue where a field lies outside its declared limits."""
    for info in schema.limited:
        info.check(getattr(component, info.name), schema.name)


def put(table: Table, row: int, schema: Schema, component: Any) -> None:
    """Write a component into a row."""
    columns = table.columns_of(schema.cls)
    if schema.whole:
        columns._flat[0][row] = component
        return
    for k, info in enumerate(schema.fields):
        if info.mirror:
            value = getattr(component, info.mirror)
        elif info.hidden:
            value = info.default
        else:
            value = getattr(component, info.name)
        _put_field(columns, k, info.kind, row, value)


def _put_field(columns: Columns[Any], k: int, kind: Kind, row: int, value: Any) -> None:
    flat = columns._flat[k]
    try:
        if kind is Kind.VEC2:
            flat[2 * row], flat[2 * row + 1] = value
        elif kind is Kind.COLOR:
            at = 4 * row
            flat[at], flat[at + 1], flat[at + 2], flat[at + 3] = _rgba(value)
        elif kind is Kind.NAME:
            flat[row] = columns._names.id(value if isinstance(value, str) else value.name)
        elif kind is Kind.ENTITY:
            flat[row] = 0 if value is None else value.handle
        elif kind is Kind.OBJECT and value.__class__ not in PLAIN:
            check_plain(value, f"{columns._schema.name}.{columns._schema.fields[k].name}")
            flat[row] = value
        else:
            flat[row] = value
    except (TypeError, ValueError, AttributeError):
        info = columns._schema.fields[k]
        raise BadValue(
            f"{columns._schema.name}.{info.name} takes {kind.value}, not {value!r}."
        ) from None


def _rgba(value: Any) -> tuple[float, ...]:
    return tuple(value) if len(value) == 4 else (*value, 1.0)
