"""The values behind a part of a World's digest, entity by entity, for reports of a fault."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from zenith.schema import Schema
from zenith.world.entity import Entity
from zenith.world.plain import Code, write, write_fields

if TYPE_CHECKING:
    from zenith.world.world import World

Values = dict[str, list[Any]]
"""By serial number ("" for what belongs to no entity): what it is called, and its fields."""


def part_values(world: World, part: str) -> Values:
    """Return what a part of `World.digests` is made of, as data for JSON.

    Args:
        world: The World.
        part: A name that `World.digests` gave: a component, "resource Run", ":tags".

    >>> from zenith import Transform, World
    >>> world = World()
    >>> hero = world.spawn(Transform(x=2), name="hero")
    >>> part_values(world, "Transform")["1"][1]["x"]
    2.0
    """
    code = _serials(world)
    if part.startswith("resource "):
        return {"": ["", _resource(world, part.removeprefix("resource "), code)]}
    if part == ":random":
        return {"": ["", _by_name(write(world.random.get_state(), "random"))]}
    if part == ":tick":
        return {"": ["", {"tick": world.tick}]}
    if part in (":entities", ":names", ":tags"):
        return _lists(world, part)
    return _component(world, part, code)


def _serials(world: World) -> Code:
    """Return how handles are told: by the serial number of the entity, -1 of one that is gone."""
    store = world._store

    def serial(handle: int) -> int:
        if not store.index.alive(handle):
            return -1
        table, row = store.place_of(handle)
        return int(table.raw()[1][row])

    return serial


def _component(world: World, name: str, code: Code) -> Values:
    for table in world.tables():
        schema = next((s for s in table.schemas if s.name == name), None)
        if schema is not None and table.size:
            return {
                str(world.serial(entity)): [
                    _called(world, entity), write_fields(value, schema, name, code)
                ]
                for entity, value in world.query(Entity, schema.cls)
            }  # fmt: skip
    return {}


def _lists(world: World, part: str) -> Values:
    return {
        str(world.serial(entity)): [_called(world, entity), _told(world, entity, part)]
        for entity in world.query(Entity)
    }


def _told(world: World, entity: Entity, part: str) -> dict[str, Any]:
    if part == ":names":
        return {"name": entity.name}
    if part == ":tags":
        return {"tags": ["l", *sorted(entity.tags)]}
    return {"components": ["l", *sorted(c.__name__ for c in world.components(entity))]}


def _called(world: World, entity: Entity) -> str:
    return f'"{entity.name}"' if entity.name else f"entity {world.serial(entity)}"


def _resource(world: World, name: str, code: Code) -> dict[str, Any]:
    resource: Any = dict(world._resources.lasting()).get(name)
    if resource is None:
        return {}
    schema = getattr(resource, "__schema__", None)
    if isinstance(schema, Schema):
        return write_fields(resource, schema, name, code)
    return _by_name(write(resource.get_state(), name, code))


def _by_name(data: Any) -> dict[str, Any]:
    """Return a written-down dict's values by the names of their keys; anything else as one."""
    if isinstance(data, list) and data and data[0] == "d":
        pairs = cast("list[tuple[Any, Any]]", data[1:])
        return {str(key): value for key, value in pairs}
    return {"state": data}
