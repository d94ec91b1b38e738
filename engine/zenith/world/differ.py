"""The first place where two Worlds differ that should be in the same state."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from zenith.schema import Schema, schema_of
from zenith.world.digest import Ranks
from zenith.world.entity import Entity
from zenith.world.plain import write, write_fields

if TYPE_CHECKING:
    from zenith.world.world import World

MISSING: Final = "nothing"


class Place(NamedTuple):
    """A place of a World, and what two of them have there.

    Attributes:
        part: A component, a resource, or what else a World consists of.
        entity: Whose component it is, or "".
        field: The field, or "".
        first: Its value in the one.
        second: Its value in the other.
    """

    part: str
    entity: str
    field: str
    first: Any
    second: Any


def world_difference(first: World, second: World) -> Place | None:
    """Return the first place where two Worlds differ: components, resources, then the rest."""
    one, other = first.digests(), second.digests()
    parts = sorted({*one, *other}, key=lambda name: (name[0] == ":", name))
    for part in parts:
        if one.get(part) != other.get(part):
            values = (one.get(part, MISSING), other.get(part, MISSING))
            return _place(first, second, part) or Place(part.lstrip(":"), "", "", *values)
    return None


def _place(first: World, second: World, part: str) -> Place | None:
    found: Iterator[Place]
    if part.startswith("resource "):
        found = (Place(part, "", *rest) for rest in _unequal(*_resources(first, second, part)))
    elif part.startswith(":"):
        pairs = _unequal(_rest(first, part), _rest(second, part))
        found = (Place(part.lstrip(":"), "", *rest) for rest in pairs)
    else:
        found = _components(first, second, part)
    return next(iter(found), None)


def _components(first: World, second: World, name: str) -> Iterator[Place]:
    one, other = _owners(first, name), _owners(second, name)
    for rank in sorted({*one, *other}):
        if rank not in one or rank not in other:
            owner = one.get(rank) or other[rank]
            yield Place(name, repr(owner), "", rank in one, rank in other)
            continue
        mine = _fields(first, one[rank], name)
        for rest in _unequal(mine, _fields(second, other[rank], name)):
            yield Place(name, repr(one[rank]), *rest)


def _owners(world: World, name: str) -> dict[int, Entity]:
    """Return the entities that have a component, by their place in spawn order."""
    cls = world.types.get(name)
    return {rank: e for rank, e in enumerate(world.entities()) if e.has(cls)}


def _fields(world: World, entity: Entity, name: str) -> dict[str, Any]:
    component = entity[world.types.get(name)]
    return write_fields(component, schema_of(world.types.get(name)), name, _code(world))


def _code(world: World) -> Any:
    return Ranks(world.tables()).one


def _resources(first: World, second: World, part: str) -> tuple[dict[str, Any], dict[str, Any]]:
    name = part.removeprefix("resource ")
    return _resource(first, name), _resource(second, name)


def _resource(world: World, name: str) -> dict[str, Any]:
    resource: Any = dict(world._resources.lasting()).get(name)
    if resource is None:
        return {}
    schema = getattr(resource, "__schema__", None)
    if isinstance(schema, Schema):
        return write_fields(resource, schema, name, _code(world))
    return _by_name(write(resource.get_state(), name, _code(world)))


def _rest(world: World, part: str) -> dict[str, Any]:
    if part == ":random":
        return _by_name(write(world.random.get_state(), "random"))
    if part == ":names":
        return {f"of {e!r}": e.name for e in world.entities() if e.name}
    if part == ":tags":
        return {f"of {e!r}": sorted(e.tags) for e in world.entities() if e.tags}
    return {}


def _by_name(data: Any) -> dict[str, Any]:
    """Return a written-down dict's values by the names of their keys; anything else as one."""
    if isinstance(data, list) and data and data[0] == "d":
        pairs = cast("list[tuple[Any, Any]]", data[1:])
        return {str(key): value for key, value in pairs}
    return {"": data}


def _unequal(one: dict[str, Any], other: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for name in [*one, *(n for n in other if n not in one)]:
        mine, theirs = one.get(name, MISSING), other.get(name, MISSING)
        if _text(mine) != _text(theirs):
            yield name, mine, theirs


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True)
