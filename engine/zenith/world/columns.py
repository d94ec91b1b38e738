"""The columns of one component in one table."""

from __future__ import annotations

import copy
import enum
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from zenith.errors import BadValue, nearest
from zenith.maths import Vec2
from zenith.schema import FieldInfo, Kind, Schema, schema_of
from zenith.world.names import Names
from zenith.world.objects import Objects, array_of
from zenith.world.plain import PLAIN, check_plain

T = TypeVar("T")

DTYPES: Final[dict[Kind, tuple[str, tuple[int, ...]]]] = {
    Kind.FLOAT: ("f8", ()),
    Kind.INT: ("i8", ()),
    Kind.BOOL: ("?", ()),
    Kind.VEC2: ("f8", (2,)),
    Kind.COLOR: ("f8", (4,)),
    Kind.NAME: ("i4", ()),
    Kind.ENTITY: ("u8", ()),
    Kind.OBJECT: ("O", ()),
}
"""The dtype and the shape of one row, by kind of field."""

Lent = list["Columns[Any]"]
"""Columns of a World of which some are lent as arrays of objects; all of them share the list."""


class Columns(Generic[T]):
    """Arrays of one component's fields, one row per entity of a table.

    A field read as an attribute is the column itself, writable, as long as the
    table has rows: float64, int64, bool, (n, 2) for Vec2, (n, 4) for Color,
    int32 for names (see `World.names`), uint64 for entities, object for the
    rest. A field assigned is copied into the column. Arrays are valid until the
    system returns.

    Shapes inside: `_arrays[k]` has the table's capacity, `_rows[k]` is its part
    in use, `_flat[k]` a memoryview for single numbers. `_touched[k]` says that
    the column may have been written since its version was last asked for.

    A column of objects is no array but `Objects`, in all three places, until
    somebody asks for it; from then on it is an array, noted in `_lent`, until
    `take_home`.
    """

    __slots__ = (
        "_arrays",
        "_flat",
        "_handles",
        "_lent",
        "_names",
        "_rows",
        "_schema",
        "_touched",
        "_versions",
    )

    def __init__(self, schema: Schema, names: Names, capacity: int, lent: Lent) -> None:
        fields = storage_fields(schema)
        self._lent = lent
        self._schema = schema
        self._names = names
        self._arrays: list[Any] = [_empty(f.kind, capacity) for f in fields]
        self._rows: list[Any] = [_cut(a, 0) for a in self._arrays]
        self._versions = [0] * len(fields)
        self._touched = [False] * len(fields)
        self._flat: list[Any] = []
        self._handles: Any = memoryview(b"")

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> NDArray[Any]: ...
        def __setattr__(self, name: str, value: ArrayLike) -> None: ...

    def peek(self, name: str) -> NDArray[Any]:
        """Return a column for reading, without counting as a write; one of objects is a copy."""
        rows = self._rows[self._place(name)]
        return _copied(rows) if rows.__class__ is Objects else rows

    def version(self, name: str) -> int:
        """Return a number that changes whenever the column may have been written."""
        return self.versions((self._place(name),))[0]

    def versions(self, places: Sequence[int]) -> tuple[int, ...]:
        """Return the versions of several columns, by place (see `place`)."""
        touched, counted = self._touched, self._versions
        for k in places:
            if touched[k]:
                touched[k] = False
                counted[k] += 1
        return tuple([counted[k] for k in places])

    def touch(self) -> None:
        """Count every column as written."""
        self._touched[:] = [True] * len(self._touched)

    def place(self, name: str) -> int:
        """Return the place of a field among the columns, for `versions`."""
        return self._place(name)

    def _place(self, name: str) -> int:
        for k, info in enumerate(self._schema.fields):
            if info.name == name:
                return k
        self._schema.field(name)
        raise AttributeError(name)


def storage_fields(schema: Schema) -> tuple[FieldInfo, ...]:
    """Return the columns a schema needs; a whole component needs one, for itself."""
    if schema.whole:
        return (FieldInfo("", Kind.OBJECT, object, None, ""),)
    return schema.fields


def columns_class(cls: type[T]) -> type[Columns[T]]:
    """Return the Columns class with a property for each field, made on first use."""
    made = cls.__dict__.get("__columns__")
    if made is None:
        schema = schema_of(cls)
        body: dict[str, Any] = {"__slots__": (), "__getattr__": _misspelt(schema)}
        if not schema.whole:
            for k, info in enumerate(schema.fields):
                body[info.name] = _column_property(k, info)
        made = type(f"{cls.__name__}Columns", (Columns,), body)
        cast(Any, cls).__columns__ = made
    return cast(type[Columns[T]], made)


def _column_property(k: int, info: FieldInfo) -> property:
    def read(self: Columns[Any]) -> NDArray[Any]:
        self._touched[k] = True
        rows = self._rows[k]
        return _lend(self, k) if rows.__class__ is Objects else rows

    def write(self: Columns[Any], value: Any) -> None:
        rows = self._rows[k]
        if rows.__class__ is Objects:
            rows = _lend(self, k)
        self._touched[k] = True
        if value is not rows:
            fill(self, k, info, rows, value)

    return property(read, write, doc=info.tooltip or f"The column of {info.name}.")


def _lend(columns: Columns[Any], k: int) -> NDArray[Any]:
    """Let a column of objects be an array that can be written into, until `take_home`."""
    home = columns._arrays[k]
    array = array_of(home.items)
    columns._arrays[k] = columns._flat[k] = array
    columns._rows[k] = rows = array[: home.size]
    columns._lent.append(columns)
    return rows


def take_home(lent: Lent) -> None:
    """Let columns of objects that are arrays be what can be searched for garbage again."""
    for columns in lent:
        for k, array in enumerate(columns._arrays):
            home = _at_home(array)
            if home is not array:
                columns._arrays[k] = home
                columns._rows[k] = _cut(home, len(columns._rows[k]))
                columns._flat[k] = home.items
    lent.clear()


def _copied(home: Objects) -> NDArray[Any]:
    copied = array_of(home.items[: home.size])
    copied.setflags(write=False)
    return copied


def _cut(array: Any, size: int) -> Any:
    """Return the rows in use of a column."""
    if array.__class__ is not Objects:
        return array[:size]
    array.size = size
    return array


def _misspelt(schema: Schema) -> Callable[[Any, str], Any]:
    names = [f.name for f in schema.visible]

    def missing(self: Columns[Any], name: str) -> Any:
        raise AttributeError(
            f'{schema.name} has no field "{name}".{nearest(name, names)} '
            f"Its fields: {', '.join(names)}."
        )

    return missing


def fill(columns: Columns[Any], k: int, info: FieldInfo, rows: NDArray[Any], value: Any) -> None:
    """Copy a value, or one per row, into some rows of a column.

    Raises:
        BadValue: The value has the wrong type or length for the column.
    """
    schema = columns._schema
    try:
        if info.kind is Kind.OBJECT:
            _fill_objects(rows, value, f"{schema.name}.{info.name}")
        elif info.kind is Kind.NAME:
            rows[...] = _name_ids(value, columns._names)
        elif info.kind is Kind.ENTITY:
            rows[...] = getattr(value, "handle", 0 if value is None else value)
        else:
            rows[...] = tuple(value) if isinstance(value, Vec2) else value
    except (TypeError, ValueError) as error:
        raise BadValue(
            f"{schema.name}.{info.name} takes {len(rows)} rows of {info.kind.value}: {error}."
        ) from None


def _fill_objects(rows: NDArray[Any], value: Any, where: str) -> None:
    kind: Any = value.__class__
    if kind is np.ndarray or (kind is list and len(value) == len(rows)):
        for item in value:
            if item.__class__ not in PLAIN:
                check_plain(item, where)
        for i, item in enumerate(value):
            rows[i] = item
        return
    check_plain(value, where)
    for i in range(len(rows)):
        rows[i] = value if isinstance(value, str) else copy.deepcopy(value)


def _name_ids(value: Any, names: Names) -> Any:
    if isinstance(value, str):
        return names.id(value)
    if isinstance(value, enum.Enum):
        return names.id(value.name)
    if value.__class__ is np.ndarray and value.dtype.kind in "iu":
        return value
    return [names.id(text) for text in value]


def _empty(kind: Kind, capacity: int) -> Any:
    if kind is Kind.OBJECT:
        return Objects([None] * capacity)
    dtype, shape = DTYPES[kind]
    return np.zeros((capacity, *shape), dtype)


def grow(columns: Columns[Any], capacity: int) -> None:
    """Give every column room for `capacity` rows, keeping what is there."""
    for k, old in enumerate(columns._arrays):
        if old.__class__ is Objects:
            old.reserve(capacity)
            continue
        new = np.zeros((capacity, *old.shape[1:]), old.dtype)
        new[: len(old)] = old
        columns._arrays[k] = new


def refit(columns: Columns[Any], schema: Schema, arrays: list[Any], capacity: int) -> None:
    """Put other columns in place of those that are there, each with room for `capacity` rows."""
    columns._schema = schema
    columns._arrays = [_at_home(array) for array in arrays]
    latest = max(columns._versions, default=0) + 1
    columns._versions = [latest] * len(arrays)
    columns._touched = [False] * len(arrays)
    grow(columns, capacity)


def _at_home(array: Any) -> Any:
    lent = array.__class__ is np.ndarray and array.dtype.hasobject
    return Objects(array.tolist()) if lent else array


def attach(columns: Columns[Any], handles: Any, size: int) -> None:
    """Renew the views after the arrays or the number of rows changed."""
    columns._handles = handles
    columns._flat = [_flat(a) for a in columns._arrays]
    resize(columns, size)


def resize(columns: Columns[Any], size: int) -> None:
    """Cut the views to the rows in use."""
    columns._rows = [_cut(a, size) for a in columns._arrays]


def _flat(array: Any) -> Any:
    """Return a column for single values, numbers one after the other."""
    if array.__class__ is Objects:
        return array.items
    return array if array.dtype.hasobject else memoryview(array.reshape(-1))
