"""Many entities of different kinds at once, in one spawn order: how scenes come into a World."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from zenith.schema import schema_of
from zenith.world.entity import Entity
from zenith.world.hierarchy import ChildOf
from zenith.world.index import Handles
from zenith.world.store import Fields

if TYPE_CHECKING:
    from zenith.world.world import World


@dataclass(slots=True)
class Group:
    """The entities with the same components, among those that are spawned together.

    Attributes:
        places: Where they stand in the spawn order, ascending from 0.
        data: Fields by component, each a value or one per entity, as for `spawn_many`.
        whole: Scripts by their class, one per entity.
        tags: The tags of each entity; empty where none has any.
    """

    places: NDArray[np.int64]
    data: Mapping[type[Any], Fields]
    whole: Mapping[type[Any], Sequence[Any]] = field(default_factory=dict[type[Any], Sequence[Any]])
    tags: Sequence[tuple[str, ...]] = ()


def spawn_groups(
    world: World, count: int, describe: Callable[[Handles], Iterable[Group]]
) -> Handles:
    """Make `count` entities of different kinds whose spawn order is one.

    Args:
        world: The World.
        count: How many.
        describe: Given their handles, uint64 (count,), in spawn order, returns them
            by groups; so fields may hold handles of any of them. A `ChildOf` in the
            data makes its entity a child.

    Returns:
        Their handles.

    Raises:
        BadValue: A field has the wrong type. The World stays as it is.
    """
    index = world._store.index
    handles = index.take(count)
    first = world._serials(count)
    try:
        for group in describe(handles):
            _spawn(world, handles[group.places], first + group.places, group)
    except Exception:
        for handle in handles.tolist():
            world._undo_insert(handle)
        raise
    return handles


def _spawn(world: World, handles: Handles, serials: NDArray[np.int64], group: Group) -> None:
    store = world._store
    staged = world._changes.depth > 0
    data: dict[type[Any], Fields] = dict(group.data)
    data.update({cls: {} for cls in group.whole})
    table, rows = store.insert_many(handles, serials, data, staged=staged)
    for cls, scripts in group.whole.items():
        column = table.columns_of(cls)._arrays[0]
        for row, handle, script in zip(
            range(rows.start, rows.stop), handles.tolist(), scripts, strict=True
        ):
            column[row] = script
            script._entity = Entity(world, handle)
    if group.tags:
        bits = {tags: store.bits(tags) for tags in dict.fromkeys(group.tags)}
        table.set_tags(rows, np.array([bits[tags] for tags in group.tags], np.uint64))


def attach(world: World, handles: Handles, parents: Handles) -> None:
    """Note the families of new entities that were spawned with a `ChildOf`; parent 0 is none."""
    for child, parent in zip(handles.tolist(), parents.tolist(), strict=True):
        if parent:
            world._family.attach(child, parent)


def components_in(world: World) -> list[type[Any]]:
    """Return the components that some visible entity has, by name, families left out."""
    found = {cls for table in world._store.live if table.size for cls in table.key}
    return sorted(found - {ChildOf}, key=lambda cls: schema_of(cls).name)


def bytes_of(world: World) -> int:
    """Return about how much memory the columns of a World take."""
    return sum(table.nbytes for table in world._store.tables)


def lasting_resources(world: World) -> list[tuple[str, object]]:
    """Return the resources that are state, by name."""
    return world._resources.lasting()
