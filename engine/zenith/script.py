"""Scripts: the behaviour of one entity, with its fields as saved state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final, cast, dataclass_transform

from zenith.capabilities import Controls, Sounder, Stage
from zenith.components import Contact
from zenith.errors import SchemaError, UsageError
from zenith.random import Random
from zenith.schema import Schema, dataclass_default, read_fields, schema_of
from zenith.world import Entity, World
from zenith.world.plain import PLAIN, check_plain

_STARTED: Final = ":started"
"""The attribute that tells a started script: state like its fields, and no name for one."""
_SET: Final = object.__setattr__


@dataclass_transform()
class Script:
    """What one entity does: override `start`, `tick`, `on_contact`, `on_despawn`.

    The annotated fields of a subclass are its state: shown in the inspector,
    saved, part of digests. They hold plain data; what unfolds over time is kept
    as numbers, not as generators or threads.

    >>> from zenith import World, Transform
    >>> class Spinner(Script):
    ...     speed: float = 2.0
    ...     def tick(self, dt: float) -> None:
    ...         self.entity[Transform].rotation += self.speed * dt
    >>> world = World()
    >>> top = world.spawn(Transform(), Spinner(speed=3.0))
    >>> run_scripts(world, 0.5)
    >>> top[Transform].rotation
    1.5
    """

    __schema__: ClassVar[Schema]
    _entity: ClassVar[Entity | None] = None

    if not TYPE_CHECKING:

        def __init__(self) -> None:
            """A script without fields takes no arguments."""

    def __init_subclass__(cls) -> None:
        """Read the fields of a new kind of script.

        Raises:
            SchemaError: A field has no default, one that does not fit, or a name of Script's own.
        """
        inherited = getattr(cls, "__schema__", None)
        before = inherited.fields if isinstance(inherited, Schema) else ()
        own = read_fields(cls, cls)
        for info in own:
            if hasattr(Script, info.name):
                raise SchemaError(
                    f"{cls.__name__}.{info.name} hides what every script has under that name; "
                    "give the field another one."
                )
            setattr(cls, info.name, dataclass_default(info.default))
        made: Any = dataclass(eq=False)(cls)
        names = {info.name for info in own}
        fields = (*(f for f in before if f.name not in names), *own)
        leaves = cls.on_despawn is not Script.on_despawn
        goodbye = cast(Any, cls.on_despawn) if leaves else None
        made.__schema__ = Schema(cls.__name__, made, fields, whole=True, on_despawn=goodbye)

    def __setattr__(self, name: str, value: Any) -> None:
        """Set a field, if a snapshot can copy the value; names that begin with "_" are free.

        Raises:
            BadValue: It is a generator, a function, a file, or another thing that is no plain data.
        """
        if value.__class__ not in PLAIN and name[0] != "_":
            check_plain(value, f"{type(self).__name__}.{name}")
        _SET(self, name, value)

    @property
    def entity(self) -> Entity:
        """The entity this script belongs to.

        Raises:
            UsageError: It has not been spawned.
        """
        if self._entity is None:
            raise UsageError(f"{type(self).__name__} belongs to no entity yet; spawn it first.")
        return self._entity

    @property
    def world(self) -> World:
        """The world the entity lives in."""
        return cast(World, self.entity.world)

    @property
    def input(self) -> Controls:
        """What the player does."""
        return self.world.input

    @property
    def audio(self) -> Sounder:
        """Where sounds are sent."""
        return self.world.audio

    @property
    def random(self) -> Random:
        """The world's random numbers."""
        return self.world.random

    @property
    def scenes(self) -> Stage:
        """The App's stack of scenes."""
        return self.world.scenes

    def start(self) -> None:
        """Called once, before the first tick."""

    def tick(self, dt: float) -> None:
        """Called every tick; `dt` is its length in seconds."""

    def on_contact(self, hit: Contact) -> None:
        """Called after physics when this entity begins or ceases to touch another."""

    def on_despawn(self) -> None:
        """Called when the entity is about to go; its components can still be read."""


def script_classes(world: World) -> list[type[Script]]:
    """Return the kinds of scripts that some entity of the world has."""
    found = {
        schema.cls: None
        for table in world.tables()
        if table.size
        for schema in table.schemas
        if schema.whole
    }
    return list(found)


def run_scripts(world: World, dt: float) -> None:
    """Let every script of a world start and tick, in the order their entities were spawned.

    This is the system that stands for all scripts; an App adds it where its list
    of systems does not name it.
    """
    with world.deferred():
        for entity, script in scripts_in_order(world):
            if entity.alive:
                if _STARTED not in script.__dict__:
                    script.__dict__[_STARTED] = True
                    script.start()
                script.tick(dt)


def scripts_in_order(world: World) -> list[tuple[Entity, Script]]:
    """Return every entity with each of its scripts, by spawn order, then by the kind's name."""
    found: list[tuple[int, str, Entity, Script]] = []
    for cls in script_classes(world):
        name = schema_of(cls).name
        for entity, script in world.query(Entity, cls):
            found.append((world.serial(entity), name, entity, script))
    found.sort(key=lambda item: item[:2])
    return [(entity, script) for _, _, entity, script in found]


def deliver_contacts(world: World, contacts: list[Contact]) -> None:
    """Tell the scripts of both entities of each contact, each as the `entity` of its own."""
    with world.deferred():
        for contact in contacts:
            _deliver(world, contact)
            _deliver(world, mirrored(contact))


def _deliver(world: World, contact: Contact) -> None:
    if not contact.entity.alive:
        return
    for cls in world.components(contact.entity):
        if schema_of(cls).whole and contact.entity.alive and _is_known(contact.other):
            contact.entity[cls].on_contact(contact)


def _is_known(entity: Entity) -> bool:
    return cast(bool, entity.world.is_alive(entity))


def mirrored(contact: Contact) -> Contact:
    """Return a contact as the other entity sees it."""
    return Contact(
        entity=contact.other,
        other=contact.entity,
        x=contact.x,
        y=contact.y,
        normal_x=-contact.normal_x,
        normal_y=-contact.normal_y,
        impulse=contact.impulse,
        speed=contact.speed,
        sensor=contact.sensor,
        phase=contact.phase,
    )
