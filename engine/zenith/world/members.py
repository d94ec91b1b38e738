"""One entity of a World: its components, name, tags and family, seen through its handle."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from zenith.errors import (
    BadValue,
    DeadEntity,
    ForeignEntity,
    MissingComponent,
    UnknownName,
    nearest,
)
from zenith.schema import Schema, schema_of
from zenith.world.columns import Columns
from zenith.world.entity import Entity, Keeper
from zenith.world.hierarchy import ChildOf, Family
from zenith.world.index import Handles
from zenith.world.views import view_class
from zenith.world.walks import Walks

T = TypeVar("T")


class Members(Walks):
    """The part of a World that answers for single entities."""

    _family: Family
    _name_of: dict[int, str]
    _named: dict[str, dict[int, None]]

    def entity(self, handle: int) -> Entity:
        """Return the Entity of a handle, as found in a column or from `spawn_many`."""
        return Entity(cast(Keeper, self), int(handle))

    def component(self, entity: Entity, cls: type[T]) -> T:
        """Return the live view of a component; `entity[cls]` is its usual spelling."""
        # Asked for more often than anything else: no call that can be spared.
        store = self._store
        if entity.__class__ is not Entity or entity.world is not self:
            self._checked(entity)
        handle = entity.handle
        if not store.index.alive(handle):
            raise self._dead(handle)
        table, row = store.place_of(handle)
        columns = table.get(cls)
        if columns is None:
            waiting: T | None = self._changes.pending.get((handle, cls))
            if waiting is None:
                raise self._lacks(entity, schema_of(cls))
            return waiting
        if columns._schema.whole:
            script: T = columns._flat[0][row]
            return script
        view: Any = object.__new__(cls.__dict__.get("__view__") or view_class(cls))
        view._c, view._r, view._e, view._w = columns, row, handle, self
        live: T = view
        return live

    def locate(self, handle: int, cls: type[Any]) -> tuple[Columns[Any], int]:
        """Return the columns and row where an entity's component is now."""
        entity = self._checked(self.entity(handle))
        table, row = self._store.place_of(handle)
        if cls not in table:
            raise self._lacks(entity, schema_of(cls))
        return table.columns_of(cls), row

    def has(self, entity: Entity, cls: type[Any]) -> bool:
        """Tell whether an entity has a component, or is about to."""
        handle = self._checked(entity).handle
        schema_of(cls)
        table, _ = self._store.place_of(handle)
        return cls in table or (handle, cls) in self._changes.pending

    def components(self, entity: Entity) -> tuple[type[Any], ...]:
        """Return the classes of an entity's components, by name."""
        return self._store.place_of(self._checked(entity).handle)[0].key

    def is_alive(self, entity: Entity) -> bool:
        """Tell whether an entity lives and is not dying."""
        return self._store.index.alive(entity.handle) and entity.handle not in self._changes.dying

    def places(self, handles: Handles) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Return where entities are: the number of the table of each, -1 for none, and its row."""
        return self._store.index.places(handles)

    def own(self, entity: Entity) -> int:
        """Return the handle of a living entity of this World, as columns store it."""
        return self._checked(entity).handle

    def serial(self, entity: Entity) -> int:
        """Return the spawn serial of an entity: lower ones were spawned earlier."""
        table, row = self._store.place_of(self._checked(entity).handle)
        return int(table.raw()[1][row])

    # Names, tags, parents.

    def name_of(self, entity: Entity) -> str:
        """Return an entity's name, or ""."""
        return self._name_of.get(entity.handle, "")

    def rename(self, entity: Entity, name: str) -> None:
        """Give an entity another name; "" takes it away."""
        handle = self._checked(entity).handle
        old = self._name_of.pop(handle, "")
        if old:
            del self._named[old][handle]
        if name:
            self._name_of[handle] = name
            self._named.setdefault(name, {})[handle] = None

    def get(self, name: str) -> Entity | None:
        """Return the entity of that name spawned first, or None."""
        handles = [h for h in self._named.get(name, ()) if h not in self._changes.dying]
        if not handles:
            return None
        return min((self.entity(h) for h in handles), key=self.serial)

    def find(self, name: str) -> Entity:
        """Return the entity of that name spawned first.

        Raises:
            UnknownName: No entity has it.
        """
        found = self.get(name)
        if found is None:
            hint = nearest(name, [n for n, owners in self._named.items() if owners])
            raise UnknownName(f'No entity is called "{name}".{hint}')
        return found

    def tagged(self, entity: Entity, tag: str) -> bool:
        """Tell whether an entity has a tag."""
        bit = self._store.tag_bits.get(tag)
        table, row = self._store.place_of(self._checked(entity).handle)
        return bit is not None and table.has_tag(row, bit)

    def tags_of(self, entity: Entity) -> frozenset[str]:
        """Return an entity's tags."""
        table, row = self._store.place_of(self._checked(entity).handle)
        return frozenset(t for t, bit in self._store.tag_bits.items() if table.has_tag(row, bit))

    def set_tags(self, entity: Entity, tags: Iterable[str]) -> None:
        """Give an entity exactly these tags."""
        bits = self._store.bits(tag_set(tags))
        table, row = self._store.place_of(self._checked(entity).handle)
        table.set_tags(row, bits)

    def parent_of(self, entity: Entity) -> Entity | None:
        """Return an entity's parent."""
        return self.component(entity, ChildOf).parent if self.has(entity, ChildOf) else None

    def children_of(self, entity: Entity) -> tuple[Entity, ...]:
        """Return an entity's children in the order they were attached."""
        handle = self._checked(entity).handle
        return tuple(self.entity(h) for h in self._family.children(handle))

    # Errors.

    def _checked(self, entity: Entity) -> Entity:
        given: Any = entity
        if not isinstance(given, Entity):
            raise BadValue(f"Expected an entity, found {given!r}.")
        if entity.world is not self:
            raise ForeignEntity(f"Entity {entity.handle & 0xFFFFFFFF} belongs to another world.")
        if not self._store.index.alive(entity.handle):
            raise self._dead(entity.handle)
        return entity

    def _dead(self, handle: int) -> DeadEntity:
        died = self._store.index.tick_of_death(handle)
        when = f" in tick {died}" if died >= 0 else ""
        return DeadEntity(
            f"Entity {handle & 0xFFFFFFFF} was despawned{when}; this handle is dead. "
            "Ask entity.alive before using a handle kept from earlier."
        )

    def _lacks(self, entity: Entity, schema: Schema) -> MissingComponent:
        has = ", ".join(schema_of(c).name for c in self.components(entity)) or "none"
        return MissingComponent(f"{entity!r} has no {schema.name}; its components: {has}.")


def tag_set(tags: Iterable[str]) -> set[str]:
    """Return tags as a set; a bare text is one tag."""
    return {tags} if isinstance(tags, str) else set(tags)
