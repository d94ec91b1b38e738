"""From a World back to a document: only what differs from the defaults."""

from __future__ import annotations

import enum
import math
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zenith.errors import BadValue
from zenith.scene.codecs import Codec, codec_of, encode
from zenith.scene.fields import default_json
from zenith.scenefile import EntityData, Fields, SceneDocument, is_id, without_collecting
from zenith.schema import FieldInfo, Kind, Schema
from zenith.world import ChildOf, Entity, Table, World
from zenith.world.bulk import lasting_resources


def document_of(
    world: World, ids: Mapping[str, Entity] | None = None, *, kind: str = "scene"
) -> SceneDocument:
    """Return a document that makes the entities and resources of a World anew.

    Scripts are written with their declared fields: they start anew when the
    document is loaded. What a component keeps beside files, and resources that
    are no components, are left out; a snapshot has everything.

    Args:
        world: What to write down.
        ids: Ids for entities, as an `Instance` has them; the others are numbered.
        kind: "scene" or "prefab".

    Raises:
        BadValue: A field holds what cannot be written; the message names it.

    >>> world = zn.World()
    >>> _ = world.spawn(zn.Transform(x=3), name="door")
    >>> document_of(world).entities["e1"].components
    {'Transform': {'x': 3.0}}
    """
    with without_collecting():
        return _document_of(world, ids or {}, kind)


def _document_of(world: World, ids: Mapping[str, Entity], kind: str) -> SceneDocument:
    entities = world.entities()
    keys = _ids(entities, ids)
    document = SceneDocument(kind=kind)
    for entity in entities:
        document.entities[keys[entity.handle]] = _bare(world, entity, keys)
    for table in world.tables():
        handles = table.handles.tolist()
        for schema in table.schemas:
            if schema.cls is not ChildOf and handles:
                written = _component(world, table, schema, keys)
                for handle, fields in zip(handles, written, strict=True):
                    document.entities[keys[handle]].components[schema.name] = fields
    _keep_order(document, [keys[e.handle] for e in entities])
    for name, resource in lasting_resources(world):
        found: Any = getattr(resource, "__schema__", None)
        if isinstance(found, Schema):
            document.resources[name] = _whole(found, resource, keys)
    return document


def _ids(entities: Iterable[Entity], given: Mapping[str, Entity]) -> dict[int, str]:
    """Return an id for every entity: the given one, or a number that sorts as it was spawned."""
    known: dict[int, str] = {}
    taken: set[str] = set()
    for key, entity in given.items():
        inside = key.replace("/", ".")
        if is_id(inside) and inside not in taken:
            known[entity.handle] = inside
            taken.add(inside)
    fresh = [e.handle for e in entities if e.handle not in known]
    width, number = len(str(len(fresh))), 0
    for handle in fresh:
        number += 1
        while f"e{number:0{width}}" in taken:
            number += 1
        known[handle] = f"e{number:0{width}}"
    return known


def _bare(world: World, entity: Entity, keys: Mapping[int, str]) -> EntityData:
    data = EntityData()
    data.name = entity.name or None
    data.tags = sorted(world.tags_of(entity)) or None
    parent = world.parent_of(entity)
    if parent is not None:
        data.parent = keys.get(parent.handle, "")
    return data


def _keep_order(document: SceneDocument, spawned: list[str]) -> None:
    """Number entities as far as their ids alone would spawn them in another order."""
    number, before = 0, ""
    for key in spawned:
        if key < before:
            number += 1
        document.entities[key].order = number
        before = key


def _component(world: World, table: Table, schema: Schema, keys: Mapping[int, str]) -> list[Fields]:
    """Return the fields of a component that differ from their defaults, for each row."""
    if schema.whole:
        return [_whole(schema, s, keys) for s in table.raw_columns(schema.cls)[0]]
    found: list[Fields] = [{} for _ in range(table.size)]
    columns = table[schema.cls]
    for info in schema.saved:
        values = columns.peek(info.name)
        write = _Writer(schema.name, info, keys)
        for row in _rows_that_differ(world, info, values):
            item = values[row] if info.kind is Kind.OBJECT else values[row].tolist()
            raw = write.json(world.names[item] if info.kind is Kind.NAME else item)
            if write.differs(raw):
                found[row][info.saved_name] = raw
    return found


def _rows_that_differ(world: World, info: FieldInfo, values: NDArray[Any]) -> list[int]:
    """Return the rows whose value may differ from the default, found all at once."""
    if info.kind is Kind.OBJECT:
        return list(range(len(values)))
    default = default_json(info)
    if info.kind is Kind.NAME:
        default = world.names.id(default)
    elif info.kind is Kind.ENTITY:
        default = 0
    differ = values != default
    return np.flatnonzero(differ if differ.ndim == 1 else differ.any(axis=1)).tolist()


def _whole(schema: Schema, value: Any, keys: Mapping[int, str]) -> Fields:
    """Return the fields of a script or resource that differ from their defaults."""
    found: Fields = {}
    for info in schema.saved:
        write = _Writer(schema.name, info, keys)
        raw = write.json(_stored(info, getattr(value, info.name)))
        if write.differs(raw):
            found[info.saved_name] = raw
    return found


def _stored(info: FieldInfo, value: Any) -> Any:
    """Return a field's value as a column holds it."""
    if info.kind is Kind.ENTITY:
        return 0 if value is None else value.handle
    if info.kind is Kind.NAME and isinstance(value, enum.Enum):
        return value.name
    return list(value) if info.kind in (Kind.VEC2, Kind.COLOR) else value


def json_of(info: FieldInfo, value: Any, keys: Mapping[int, str]) -> Any:
    """Return the value of one field of a component as JSON."""
    return _Writer("", info, keys).json(_stored(info, value))


class _Writer:
    """Writes the values of one field."""

    def __init__(self, owner: str, info: FieldInfo, keys: Mapping[int, str]) -> None:
        self._where = f"{owner}.{info.name}" if owner else info.name
        self._info = info
        self._keys = keys
        self._codec: Codec | None = codec_of(info.annotation) if info.kind is Kind.OBJECT else None
        self._default = default_json(info) if self._codec is None else self.json(info.default)

    def differs(self, raw: Any) -> bool:
        """Tell whether JSON means something else than the default."""
        if self._codec is None:
            return bool(raw != self._default)
        # 0, 0.0 and False are equal to Python, and not the same in a field of any type.
        return repr(raw) != repr(self._default)

    def json(self, item: Any) -> Any:
        """Return a value as JSON."""
        if self._codec is not None:
            return encode(self._codec, item, self._where, self._keys.get)
        kind = self._info.kind
        if kind is Kind.ENTITY:
            return self._keys.get(item)
        if kind in (Kind.VEC2, Kind.COLOR):
            return [self._finite(n) for n in item]
        return self._finite(item) if kind is Kind.FLOAT else item

    def _finite(self, number: float) -> float:
        if not math.isfinite(number):
            raise BadValue(f"{self._where} is {number}, which no scene file can hold.")
        return number + 0.0  # -0.0 and 0.0 are one value
