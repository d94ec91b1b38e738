"""A saved World as plain columns by name, and back, whatever became of its components since."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from zenith.errors import BadValue, SaveCorrupt
from zenith.schema import FieldInfo, Kind, Schema, Types, schema_of
from zenith.world import Snapshot
from zenith.world.columns import DTYPES
from zenith.world.plain import write
from zenith.world.snapshot import TableState

Data = dict[str, Any]
Layout = dict[str, Any]
"""What each component looked like: whether it is a script, and name and kind of its fields."""

_EMPTY_EVENTS: Final[Data] = {"sent": [], "readable": []}


def layout_of(snapshots: Iterable[Snapshot], types: Iterable[Types]) -> Layout:
    """Return how every component in some snapshots is laid out; it is saved with them."""
    found: Layout = {}
    for snapshot, known in zip(snapshots, types, strict=True):
        for name in _names_in(snapshot):
            found[name] = layout(schema_of(known.get(name)))
    return found


def layout(schema: Schema) -> list[Any]:
    """Return how a component is laid out."""
    return [schema.whole, [[f.name, f.saved_name, f.kind.value] for f in schema.fields]]


def checked_layout(data: Any, file: str) -> Layout:
    """Return the layouts that a save brings along.

    Raises:
        SaveCorrupt: They are none.
    """
    try:
        return {
            str(name): [bool(whole), [[str(a), str(b), str(c)] for a, b, c in fields]]
            for name, (whole, fields) in data.items()
        }
    except (TypeError, ValueError, AttributeError):
        raise SaveCorrupt(f"{file}: does not say what its components look like.") from None


def is_present(saved: Layout, types: Types) -> bool:
    """Tell whether every component is laid out today as it was when it was saved."""
    return all(n in types and layout(schema_of(types.get(n))) == was for n, was in saved.items())


def _names_in(snapshot: Snapshot) -> list[str]:
    in_tables = [name for table in snapshot.tables for name in table.key]
    resources = [name for name, how, _ in snapshot.rest["resources"] if how == "fields"]
    return list(dict.fromkeys([*in_tables, *resources]))


def to_data(scene: str, snapshot: Snapshot, saved: Layout) -> Data:
    """Return a World as the plain data that migrations are given.

    Returns:
        "name" of the scene, "resources" by name, and "tables": for each its "components", by
        name, each a dict of columns, or for scripts a list of dicts.
    """
    texts = snapshot.rest["texts"]
    resources = {
        name: _by_saved_name(saved[name], data)
        for name, how, data in snapshot.rest["resources"]
        if how == "fields"
    }
    return {
        "name": scene,
        "resources": resources,
        "tables": [
            {"components": _components(table, saved, texts), "rows": table.arrays[:3]}
            for table in snapshot.tables
        ],
    }


def _components(table: TableState, saved: Layout, texts: list[str]) -> Data:
    arrays, objects = iter(table.arrays[3:]), iter(table.objects)
    found: Data = {}
    for name in table.key:
        whole, fields = saved[name]
        if whole:
            found[name] = [_by_saved_name(saved[name], data) for data in next(objects)]
            continue
        columns: Data = {}
        for _, saved_name, kind in fields:
            if kind == Kind.OBJECT.value:
                columns[saved_name] = list(next(objects))
            elif kind == Kind.NAME.value:
                columns[saved_name] = [texts[k] for k in next(arrays).tolist()]
            else:
                columns[saved_name] = next(arrays).tolist()
        found[name] = columns
    return found


def _by_saved_name(was: list[Any], data: Data) -> Data:
    renamed = {name: saved_name for name, saved_name, _ in was[1]}
    return {renamed.get(name, name): value for name, value in data.items()}


def to_snapshot(data: Data, before: Snapshot, saved: Layout, types: Types) -> Snapshot:
    """Return a World's plain data as today's components have it.

    A field that is new has its default, one that is gone is left out. Events on
    their way are dropped.

    Args:
        data: What `to_data` returned, perhaps migrated.
        before: The snapshot it came from.
        saved: How components were laid out then.
        types: The components of today.

    Raises:
        UnknownName: A component is there no more, and no migration took it away.
        BadValue: A column does not fit its component.
    """
    texts = _Texts(before.rest["texts"])
    tables = [_table(table, saved, types, texts) for table in data["tables"]]
    states = [entry for entry in before.rest["resources"] if entry[1] == "state"]
    resources = [
        [name, "fields", fields_today(schema_of(types.get(name)), fields, saved)]
        for name, fields in data["resources"].items()
    ]
    rest = {**before.rest, **_EMPTY_EVENTS, "texts": texts.all, "resources": states + resources}
    return Snapshot(tables, before.index, rest)


class _Texts:
    """Interned texts, to which new ones may come."""

    def __init__(self, texts: list[str]) -> None:
        self.all = list(texts)
        self._ids = {text: k for k, text in enumerate(self.all)}

    def id(self, text: str) -> int:
        if text not in self._ids:
            self._ids[text] = len(self.all)
            self.all.append(text)
        return self._ids[text]


def _table(table: Data, saved: Layout, types: Types, texts: _Texts) -> TableState:
    key = tuple(sorted(table["components"]))
    arrays: list[NDArray[Any]] = list(table["rows"])
    objects: list[list[Any]] = []
    count = len(arrays[0])
    for name in key:
        schema, given = schema_of(types.get(name)), table["components"][name]
        if schema.whole:
            objects.append([fields_today(schema, fields, saved) for fields in given])
            continue
        for info, values in _columns(schema, given, count):
            if len(values) != count:
                raise BadValue(f"{name}.{info.name} has {len(values)} values for {count} rows.")
            if info.kind is Kind.OBJECT:
                objects.append(list(values))
            else:
                arrays.append(_array(schema, info, values, texts))
    return TableState(key, arrays, objects)


def _columns(schema: Schema, given: Data, count: int) -> Iterator[tuple[FieldInfo, list[Any]]]:
    for info in schema.fields:
        values = given.get(info.saved_name)
        if values is None and info.mirror:
            values = given.get(schema.field(info.mirror).saved_name)
        yield info, [_default(schema, info)] * count if values is None else values


def _default(schema: Schema, info: FieldInfo) -> Any:
    value = info.default
    if info.kind is Kind.OBJECT:
        return write(value, f"{schema.name}.{info.name}")
    if info.kind is Kind.NAME:
        return value if isinstance(value, str) else value.name
    return 0 if value is None else value


def _array(schema: Schema, info: FieldInfo, values: list[Any], texts: _Texts) -> NDArray[Any]:
    dtype, shape = DTYPES[info.kind]
    try:
        if info.kind is Kind.NAME:
            values = [texts.id(value) for value in values]
        return np.array(values, dtype).reshape(len(values), *shape)
    except (TypeError, ValueError, OverflowError):
        raise BadValue(
            f"{schema.name}.{info.name} takes {info.kind.value}; the save has {values[:1]}."
        ) from None


def fields_today(schema: Schema, given: Data, saved: Layout) -> Data:
    """Return the fields of a script or resource as today has them, and what it holds undeclared."""
    was = {saved_name for _, saved_name, _ in saved.get(schema.name, (False, ()))[1]}
    names = {info.saved_name for info in schema.visible}
    fields: Data = {}
    for info in schema.visible:
        if info.saved_name in given:
            fields[info.name] = _checked_value(schema, info, given[info.saved_name])
        else:
            fields[info.name] = write(info.default, f"{schema.name}.{info.name}")
    if schema.whole:
        fields |= {k: v for k, v in given.items() if k not in names and k not in was}
    return fields


def _checked_value(schema: Schema, info: FieldInfo, value: Any) -> Any:
    """Return a value as `write` puts it down, if it is of its field's kind."""
    expected = _WRITTEN.get(info.kind)
    if expected is not None and not expected(value):
        raise BadValue(
            f"{schema.name}.{info.name} takes {info.kind.value}; the save has {value!r:.60}."
        )
    return value


def _is_listed(letter: str, size: int) -> Callable[[Any], bool]:
    def check(value: Any) -> bool:
        return value.__class__ is list and value[:1] == [letter] and len(value) == size

    return check


def _is_float(value: Any) -> bool:
    return value.__class__ in (int, float) or _is_listed("f", 2)(value)


_WRITTEN: Final[dict[Kind, Callable[[Any], bool]]] = {
    Kind.FLOAT: _is_float,
    Kind.INT: lambda value: value.__class__ is int,
    Kind.BOOL: lambda value: value.__class__ is bool,
    Kind.NAME: lambda value: value.__class__ is str,
    Kind.VEC2: _is_listed("v", 3),
    Kind.COLOR: _is_listed("c", 5),
    Kind.ENTITY: lambda value: value is None or _is_listed("e", 2)(value),
}


def checked(data: Any, file: str) -> list[Data]:
    """Return the scenes of what migrations returned.

    Raises:
        SaveCorrupt: It is not the table of scenes that they were given.
    """
    try:
        scenes: list[Data] = list(data["scenes"])
        for scene in scenes:
            _ = (str(scene["name"]), scene["resources"].items(), list(scene["tables"]))
    except (TypeError, KeyError, AttributeError):
        raise SaveCorrupt(f"{file}: what it holds has not the form of saved scenes.") from None
    return scenes
