"""Taking a World's state apart for a snapshot, and putting it together again."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from zenith.errors import BadValue, ZenithError
from zenith.schema import Kind, Schema, Types, schema_of
from zenith.world.objects import array_of
from zenith.world.plain import Reader, write, write_fields
from zenith.world.snapshot import BROKEN, Snapshot, TableState, split_columns
from zenith.world.table import Table

if TYPE_CHECKING:
    from zenith.world.world import World


def take(world: World) -> Snapshot:
    """Return a copy of a World's state."""
    store = world._store
    generation, died, free = store.index.get_state()
    sent, readable = world._events.get_state()
    rest = {
        "tick": world.tick,
        "serial": world._next_serial,
        "random": write(world.random.get_state(), "random"),
        "texts": list(store.names.texts),
        "tags": dict(store.tag_bits),
        "named": [[h, n] for h, n in world._name_of.items()],
        "family": [[p, c] for p, c in world._family.get_state().items()],
        "sent": [write(e, "event") for e in sent],
        "readable": [[p, [write(e, "event") for e in es]] for p, es in readable],
        "resources": [_write_resource(n, r) for n, r in world._resources.lasting()],
    }
    tables = [_take_table(t) for t in store.live if t.size]
    tables.sort(key=lambda t: t.key)
    return Snapshot(tables, [generation, died, free, np.zeros(0)], rest)


def _take_table(table: Table) -> TableState:
    arrays: list[NDArray[Any]] = [a.copy() for a in table.raw()]
    objects: list[list[Any]] = []
    for schema in table.schemas:
        mine, theirs = split_columns(schema, table.raw_columns(schema.cls))
        arrays.extend(mine)
        objects.extend(theirs)
    return TableState(tuple(s.name for s in table.schemas), arrays, objects)


def _write_resource(name: str, resource: Any) -> list[Any]:
    schema = getattr(resource, "__schema__", None)
    if isinstance(schema, Schema):
        return [name, "fields", write_fields(resource, schema, name)]
    return [name, "state", write(resource.get_state(), name)]


def restore(world: World, snapshot: Snapshot | bytes) -> None:
    """Make a World what it was when the snapshot was taken.

    Raises:
        BadValue: The bytes are no snapshot; the World stays as it is.
        UnknownName: It holds a component the World's types do not know.
    """
    if not isinstance(snapshot, bytes):
        _restore(world, snapshot)
        return
    after, before = Snapshot.from_bytes(snapshot), take(world)
    try:
        _restore(world, after)
    except BROKEN as error:
        _restore(world, before)
        raise BadValue(f"The snapshot of a World is of the wrong form: {error!r}.") from None
    except ZenithError:
        _restore(world, before)
        raise


def _restore(world: World, snapshot: Snapshot) -> None:
    store, rest = world._store, snapshot.rest
    classes = [tuple(world.types.get(name) for name in t.key) for t in snapshot.tables]
    reader = _reader(world)
    names = store.reset(snapshot.index, rest["texts"], rest["tags"])
    world.tick = rest["tick"]
    world._next_serial = rest["serial"]
    world.random.set_state(reader.read(rest["random"]))
    world._family.set_state(dict(rest["family"]))
    world._name_of = dict(rest["named"])
    world._named = {}
    for handle, name in rest["named"]:
        world._named.setdefault(name, {})[handle] = None
    for key, state in zip(classes, snapshot.tables, strict=True):
        _restore_table(store.table_for(key), state, reader, names)
    world._bind_scripts()
    for name, how, data in rest["resources"]:
        _restore_resource(world, name, how, data, reader)
    readable = [(phase, [reader.read(e) for e in events]) for phase, events in rest["readable"]]
    world._events.set_state([reader.read(e) for e in rest["sent"]], readable)


def drop_later_resources(world: World, snapshot: Snapshot) -> None:
    """Drop what became a resource after a snapshot of the same run was taken.

    Restoring alone keeps those: a save of an older version of a game lacks what
    the newer one sets at its start.
    """
    world._resources.keep_only({name for name, _, _ in snapshot.rest["resources"]})


def empty_twin(world: World) -> World:
    """Return a World without entities that knows the same components and has the same resources.

    Transient resources are shared, the others copied.
    """
    twin = type(world)(types=Types(world.types))
    for resource, transient in world._resources.all():
        twin.set_resource(resource if transient else copy.copy(resource), transient=transient)
    return twin


def _reader(world: World) -> Reader:
    def view(handle: int, name: str) -> Any:
        return world.component(world.entity(handle), world.types.get(name))

    def make(name: str) -> Any:
        cls = world.types.get(name)
        return _blank(cls)

    return Reader(world.entity, view, make)


def _restore_table(
    table: Table, state: TableState, reader: Reader, names: NDArray[np.int32]
) -> None:
    handles, serials, tags = state.arrays[:3]
    arrays, objects = iter(state.arrays[3:]), iter(state.objects)
    rows = table.append(handles, serials)
    table.set_tags(rows, tags)
    for schema in table.schemas:
        columns = table.columns_of(schema.cls)._arrays
        if schema.whole:
            columns[0][rows] = array_of([_revive(schema, d, reader) for d in next(objects)])
            continue
        for info, column in zip(schema.fields, columns, strict=True):
            if info.kind is Kind.OBJECT:
                column[rows] = array_of(reader.read_all(next(objects)))
            elif info.kind is Kind.NAME:
                column[rows] = names[next(arrays)]
            else:
                column[rows] = next(arrays)
    table.touch()


def _blank(cls: type[Any]) -> Any:
    """Return an instance without running its constructor."""
    return object.__new__(cls)


def _revive(schema: Schema, data: dict[str, Any], reader: Reader) -> Any:
    return reader.fields(_blank(schema.cls), data)


def _restore_resource(world: World, name: str, how: str, data: Any, reader: Reader) -> None:
    known: dict[str, Any] = dict(world._resources.lasting())
    if how == "state":
        if name in known:
            known[name].set_state(reader.read(data))
        return
    cls = world.types.get(name)
    target = known.get(name)
    if target is None:
        target = _blank(cls)
        for info in schema_of(cls).fields:
            if not info.hidden:
                setattr(target, info.name, info.default)
        world.set_resource(target)
    reader.fields(target, data)
