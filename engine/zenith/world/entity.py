"""A handle on one entity, in the language of Python: `entity[Transform]`, `entity.tags`."""

from __future__ import annotations

from collections.abc import Iterator, MutableSet
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

T = TypeVar("T")


class Keeper(Protocol):
    """What a handle asks of its World."""

    def component(self, entity: Entity, cls: type[T]) -> T:
        """Return the live view of a component."""
        ...

    def has(self, entity: Entity, cls: type[Any]) -> bool:
        """Tell whether the entity has a component."""
        ...

    def add(self, entity: Entity, *components: object) -> None:
        """Give the entity components."""
        ...

    def remove(self, entity: Entity, *classes: type[Any]) -> None:
        """Take components away."""
        ...

    def despawn(self, entity: Entity) -> None:
        """Remove the entity and its children."""
        ...

    def is_alive(self, entity: Entity) -> bool:
        """Tell whether the entity still lives."""
        ...

    def name_of(self, entity: Entity) -> str:
        """Return its name."""
        ...

    def rename(self, entity: Entity, name: str) -> None:
        """Give it another name."""
        ...

    def parent_of(self, entity: Entity) -> Entity | None:
        """Return its parent."""
        ...

    def set_parent(self, entity: Entity, parent: Entity | None) -> None:
        """Give it another parent."""
        ...

    def children_of(self, entity: Entity) -> tuple[Entity, ...]:
        """Return its children."""
        ...

    def tags_of(self, entity: Entity) -> frozenset[str]:
        """Return its tags."""
        ...

    def set_tags(self, entity: Entity, tags: Iterable[str]) -> None:
        """Give it exactly these tags."""
        ...

    def tagged(self, entity: Entity, tag: str) -> bool:
        """Tell whether it has a tag."""
        ...


class Entity:
    """One entity of one World: a number with manners.

    Two handles are equal when they mean the same entity. A handle kept after
    its entity was despawned is dead: using it raises DeadEntity, which says when
    the entity died; only `alive` may always be asked.
    """

    __slots__ = ("handle", "world")
    __entity_handle__: ClassVar[bool] = True

    handle: int
    world: Any

    def __init__(self, world: Keeper, handle: int) -> None:
        self.world = world
        self.handle = handle

    def __getitem__(self, cls: type[T], /) -> T:
        """Return the live view of a component: reading and writing its fields is the column's."""
        view: T = self.world.component(self, cls)
        return view

    def __contains__(self, cls: type[Any]) -> bool:
        return bool(self.world.has(self, cls))

    def has(self, cls: type[Any]) -> bool:
        """Tell whether the entity has a component."""
        return bool(self.world.has(self, cls))

    def get(self, cls: type[T]) -> T | None:
        """Return the live view of a component, or None where the entity has none."""
        return self[cls] if self.world.has(self, cls) else None

    def add(self, *components: object) -> None:
        """Give the entity components; one it has already is replaced."""
        self.world.add(self, *components)

    def remove(self, *classes: type[Any]) -> None:
        """Take components away."""
        self.world.remove(self, *classes)

    def despawn(self) -> None:
        """Remove the entity and its children; from now on they are dying, and queries skip them."""
        self.world.despawn(self)

    @property
    def alive(self) -> bool:
        """Whether the entity lives and is not about to be removed."""
        return bool(self.world.is_alive(self))

    @property
    def name(self) -> str:
        """The entity's name, or ""."""
        return str(self.world.name_of(self))

    @name.setter
    def name(self, name: str) -> None:
        self.world.rename(self, name)

    @property
    def parent(self) -> Entity | None:
        """The entity whose Transform this one's is relative to."""
        found: Entity | None = self.world.parent_of(self)
        return found

    @parent.setter
    def parent(self, parent: Entity | None) -> None:
        self.world.set_parent(self, parent)

    @property
    def children(self) -> tuple[Entity, ...]:
        """The entities whose parent this is, in the order they were attached."""
        found: tuple[Entity, ...] = self.world.children_of(self)
        return found

    @property
    def tags(self) -> Tags:
        """The entity's tags, as a set that may be changed."""
        return Tags(self)

    @tags.setter
    def tags(self, tags: Iterable[str]) -> None:
        self.world.set_tags(self, tags)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Entity):
            return NotImplemented
        return self.handle == other.handle and self.world is other.world

    def __hash__(self) -> int:
        return self.handle

    def __repr__(self) -> str:
        name = self.name if self.alive else "dead"
        slot, generation = self.handle & 0xFFFFFFFF, self.handle >> 32
        return f"<Entity {slot}.{generation}{f' {name}' if name else ''}>"


class Tags(MutableSet[str]):
    """The tags of one entity; changing it changes the entity at once."""

    __slots__ = ("_entity",)

    def __init__(self, entity: Entity) -> None:
        self._entity = entity

    def __contains__(self, tag: object) -> bool:
        return isinstance(tag, str) and bool(self._entity.world.tagged(self._entity, tag))

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._entity.world.tags_of(self._entity)))

    def __len__(self) -> int:
        return len(self._entity.world.tags_of(self._entity))

    def add(self, value: str) -> None:
        """Add a tag."""
        self._entity.world.set_tags(self._entity, {*self, value})

    def discard(self, value: str) -> None:
        """Take a tag away, if it is there."""
        self._entity.world.set_tags(self._entity, set(self) - {value})

    @classmethod
    def _from_iterable(cls, it: Iterable[Any]) -> Any:
        return set(it)

    def __repr__(self) -> str:
        return repr(set(self))
