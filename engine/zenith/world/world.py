"""The World: entities, components, resources and events, and the rules of change."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar, cast

import numpy as np

from zenith.capabilities import Equipped
from zenith.errors import BadValue, SchemaError, UsageError
from zenith.random import Random
from zenith.schema import Schema, Types, schema_of
from zenith.world.changes import Changes
from zenith.world.contact import Contact
from zenith.world.digest import digest_parts, total_digest
from zenith.world.entity import Entity
from zenith.world.events import Events
from zenith.world.hierarchy import ChildOf, Family
from zenith.world.index import Handles, distinct
from zenith.world.members import Members, tag_set
from zenith.world.names import Names
from zenith.world.queries import Plan
from zenith.world.resources import Resources
from zenith.world.snapshot import Snapshot
from zenith.world.state import restore, take
from zenith.world.store import Fields, Store, instance_schema
from zenith.world.table import Table

T = TypeVar("T")


class World(Members, Equipped):
    """Plain data in columns, and the only place where entities come and go.

    While a system or a query runs, structural changes (spawn, despawn, add,
    remove, a first parent) wait for the apply point; outside they happen at once.
    A waiting entity can be read and written through its handle and is invisible
    to queries. Everything visible goes in the order entities were spawned.

    Attributes:
        tick: How many ticks this world has run.
        random: Its seeded random numbers.
        input: What the player does; silent without an App.
        audio: Where sounds are sent; silent without an App.
        scenes: The App's stack of scenes.
        saves: The player's saves; nothing is kept without an App.
        settings: What the player set, by name; empty without an App.

    >>> from zenith import Transform
    >>> world = World()
    >>> hero = world.spawn(Transform(x=10), name="hero")
    >>> hero[Transform].x += 5
    >>> world.find("hero")[Transform].x
    15.0
    """

    def __init__(self, seed: int = 0, *, types: Types | None = None) -> None:
        self.tick = 0
        self.random = Random(seed)
        Equipped.__init__(self)
        self.types = types if types is not None else Types()
        # What the engine itself puts into a World must be known before a snapshot is read.
        self.types.add(ChildOf)
        self.types.add(Contact)
        self._store = Store(self.types)
        self._changes = Changes()
        self._family = Family()
        self._events = Events()
        self._resources = Resources(self.types)
        self._plans: dict[Any, Plan] = {}
        self._name_of: dict[int, str] = {}
        self._named: dict[str, dict[int, None]] = {}
        self._next_serial = 1

    @property
    def names(self) -> Names:
        """Interned text: what the integers in columns of names mean."""
        return self._store.names

    # Coming and going.

    def spawn(
        self,
        *components: object,
        name: str = "",
        tags: Iterable[str] = (),
        parent: Entity | None = None,
    ) -> Entity:
        """Make an entity.

        Args:
            components: Instances, each class at most once.
            name: A name to `find` it by; several entities may share one.
            tags: Its tags.
            parent: The entity its Transform is relative to.

        Raises:
            SchemaError: Something given is no component.
            BadValue: A field lies outside its limits or has the wrong type.
        """
        given = components if parent is None else (*components, ChildOf(self._checked(parent)))
        index = self._store.index
        handle = index.take_one()
        try:
            table, row = self._store.insert(
                handle, self._serials(1), given, staged=self._changes.depth > 0
            )
        except Exception:
            self._undo_insert(handle)
            raise
        entity = Entity(self, handle)
        self._bind(entity, components)
        if tags:
            table.set_tags(row, self._store.bits(tag_set(tags)))
        if name:
            self.rename(entity, name)
        if parent is not None:
            self._family.attach(handle, parent.handle)
        return entity

    def spawn_many(
        self,
        n: int,
        components: Mapping[type[Any], Fields],
        *,
        tags: Iterable[str] = (),
    ) -> Handles:
        """Make `n` entities at once, their fields from arrays of `n` or single values.

        Returns:
            Their handles, uint64 (n,), in spawn order; `world.entity` wraps one.

        Raises:
            UnknownName: A component has no such field.
            BadValue: An array has the wrong length or type.
        """
        if n < 0:
            raise BadValue(f"spawn_many makes 0 entities or more, not {n}.")
        handles = self._store.index.take(n)
        first = self._serials(n)
        serials = np.arange(first, first + n, dtype=np.int64)
        staged = self._changes.depth > 0
        try:
            table, rows = self._store.insert_many(handles, serials, components, staged=staged)
        except Exception:
            for handle in handles.tolist():
                self._undo_insert(handle)
            raise
        self._bind_scripts([table])
        if tags:
            table.set_tags(rows, self._store.bits(tag_set(tags)))
        return handles

    def despawn(self, entity: Entity) -> None:
        """Remove an entity and its children."""
        self.despawn_many([self._checked(entity).handle])

    def despawn_many(self, handles: Handles | Iterable[int]) -> None:
        """Remove many entities and their children, given by handle."""
        given = np.asarray(
            handles if isinstance(handles, np.ndarray) else list(handles), dtype=np.uint64
        )
        dead = self._store.index.first_dead(given)
        if dead is not None:
            raise self._dead(dead)
        if self._family:
            below = [h for root in given.tolist() for h in self._family.subtree(root)]
            given = np.array(below, np.uint64)
        if self._changes.depth:
            self._changes.dying.update(dict.fromkeys(given.tolist()))
        else:
            self._bury(distinct(given))
            self._settle()

    def add(self, entity: Entity, *components: object) -> None:
        """Give an entity components; one it has already is replaced.

        While systems run the new component waits with the rest, but
        `entity[Component]` reads and writes it.
        """
        handle = self._checked(entity).handle
        for component in components:
            schema = instance_schema(component)
            if self._changes.depth and not self._waiting(handle):
                self._changes.pending[handle, schema.cls] = component
        self._bind(entity, components)
        self._change(handle, lambda: self._store.move(handle, components, ()))

    def remove(self, entity: Entity, *classes: type[Any]) -> None:
        """Take components away from an entity.

        Raises:
            MissingComponent: It does not have one of them.
        """
        handle = self._checked(entity).handle
        for cls in classes:
            if not self.has(entity, cls):
                raise self._lacks(entity, schema_of(cls))
        self._change(handle, lambda: self._store.move(handle, (), classes))

    def _change(self, handle: int, change: Any) -> None:
        """Do a structural change now, or keep it where the entity is in sight of queries."""
        if self._changes.depth and not self._waiting(handle):
            self._changes.later(lambda: change() if self._store.index.alive(handle) else None)
        else:
            change()

    def _waiting(self, handle: int) -> bool:
        """Tell whether an entity itself waits for the apply point."""
        return self._store.is_staged(self._store.place_of(handle)[0])

    def _undo_insert(self, handle: int) -> None:
        if self._store.index.alive(handle):
            self._store.delete(np.array([handle], np.uint64), self.tick)
        else:
            self._store.index.release(np.array([handle], np.uint64), self.tick)

    def _bind(self, entity: Entity, components: Iterable[Any]) -> None:
        """Tell scripts whose they are."""
        for component in components:
            if component.__schema__.whole:
                component._entity = entity

    def _bind_scripts(self, tables: Iterable[Table] | None = None) -> None:
        for table in self._store.live if tables is None else tables:
            for schema in table.schemas:
                if schema.whole:
                    scripts = table.columns_of(schema.cls)._arrays[0]
                    for row, handle in enumerate(table.raw()[0].tolist()):
                        scripts[row]._entity = Entity(self, handle)

    def _serials(self, count: int) -> int:
        first = self._next_serial
        self._next_serial += count
        return first

    # Parents, resources and events.

    def set_parent(self, entity: Entity, parent: Entity | None) -> None:
        """Give an entity another parent, or none.

        Raises:
            BadValue: The parent is the entity itself or below it.
        """
        handle = self._checked(entity).handle
        if parent is not None and self._checked(parent).handle in self._family.subtree(handle):
            raise BadValue(f"{parent!r} cannot be the parent of {entity!r}: it is part of it.")
        old = self.parent_of(entity)
        if old is not None:
            self._family.detach(handle, old.handle)
        if parent is None:
            if old is not None:
                self.remove(entity, ChildOf)
            return
        self._family.attach(handle, parent.handle)
        if self.has(entity, ChildOf):
            self.component(entity, ChildOf).parent = parent
        else:
            self.add(entity, ChildOf(parent))

    def set_resource(self, resource: object, *, transient: bool = False) -> None:
        """Keep a resource, in place of the one of its class.

        Raises:
            SchemaError: It is neither a component, nor has get_state and set_state,
                nor is declared transient (outside snapshots and digests).
        """
        self._resources.set(resource, transient=transient)

    def resource(self, cls: type[T]) -> T:
        """Return the resource of a class.

        Raises:
            MissingResource: The World has none.
        """
        return self._resources.get(cls)

    def has_resource(self, cls: type[Any]) -> bool:
        """Tell whether the World has a resource of that class."""
        return cls in self._resources

    def send(self, event: object) -> None:
        """Send an event: an instance of a component class.

        It can be read from the next apply point on, for one tick.
        """
        if not isinstance(getattr(event, "__schema__", None), Schema):
            raise SchemaError(f"{event!r} is no event; put @zn.component above its class.")
        self.types.add(type(event))
        self._events.send(event, at_once=self._changes.depth == 0)

    def read(self, cls: type[T]) -> tuple[T, ...]:
        """Return the events of a type, oldest first."""
        schema_of(cls)
        return self._events.read(cls)

    # The apply point.

    @contextmanager
    def deferred(self) -> Generator[None]:
        """Keep structural changes made inside until the end of the block."""
        self._changes.depth += 1
        try:
            yield
        finally:
            self._changes.depth -= 1
            self._settle()
            if not self._changes.depth:
                self._store.take_home()

    def apply(self, phase: int = 0) -> None:
        """Carry out what waits and publish the events sent since; called by the App's tick."""
        if self._changes.depth:
            raise UsageError("apply() is not for systems: changes made in them wait for its call.")
        self._settle()
        self._store.take_home()
        self._events.publish(phase)

    def _settle(self) -> None:
        """Carry out what waits, unless a system or query is running."""
        changes = self._changes
        if changes.depth:
            return
        while self._store.merge_staged() or changes.waiting:
            for change in changes.take():
                change()
            self._bury(np.array(changes.take_dying(), np.uint64))

    def _bury(self, dying: Handles) -> None:
        if not len(dying):
            return
        self._say_goodbye(dying)
        if self._name_of:
            for handle in dying.tolist():
                self.rename(Entity(self, handle), "")
        if self._family:
            for handle in dying.tolist():
                self._leave_family(handle)
        self._store.delete(dying, self.tick)

    def _say_goodbye(self, dying: Handles) -> None:
        """Tell scripts that their entity goes; what they change waits for the next round."""
        if not any(table.listeners and table.size for table in self._store.live):
            return
        self._changes.depth += 1
        try:
            for handle in dying.tolist():
                table, row = self._store.place_of(handle)
                for schema in table.listeners:
                    cast(Any, schema.on_despawn)(table.columns_of(schema.cls)._flat[0][row])
        finally:
            self._changes.depth -= 1

    def _leave_family(self, handle: int) -> None:
        table, _ = self._store.place_of(handle)
        if ChildOf in table:
            columns, row = self.locate(handle, ChildOf)
            self._family.detach(handle, columns._flat[0][row])
        self._family.drop(handle)

    # State.

    def digests(self) -> dict[str, str]:
        """Return a hash for each component and other part of the state, to find what differs."""
        self._no_systems("digest")
        return digest_parts(self)

    def digest(self) -> str:
        """Return the World's hash: 16 hex digits, the same for the same state in any process.

        Names, tags, parents, resources and random numbers count; hidden fields,
        handles and the order of rows do not.
        """
        return total_digest(self.digests())

    def snapshot(self) -> Snapshot:
        """Return a copy of the whole state. The World is not changed.

        Raises:
            BadValue: A script, resource or object field holds what cannot be copied.
        """
        self._no_systems("snapshot")
        return take(self)

    def restore(self, snapshot: Snapshot | bytes) -> None:
        """Go back to a snapshot; handles of that moment are valid again.

        Raises:
            BadValue: The bytes are no snapshot, or damaged; the World stays as it is.
            UnknownName: It holds a component this World's types do not know.
        """
        self._no_systems("restore")
        self._changes = Changes()
        restore(self, snapshot)

    def _no_systems(self, what: str) -> None:
        if self._changes.depth:
            raise UsageError(f"{what}() cannot be called while systems or queries run.")
