"""What ids in a file mean while values are read: checked first, then living entities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Protocol

from zenith.prefab import Scope
from zenith.schema import Types
from zenith.world import Entity, Handles, World

ALWAYS_LATE: Final = 2**62
"""The reach of a value that can only be read when every entity is there."""


class Refs(Protocol):
    """What reading a value asks for."""

    types: Types

    def entity(self, key: str | None) -> Any:
        """Return the entity of an id, or None where there is none."""
        ...

    def view(self, key: str, component: str) -> Any:
        """Return the component of an entity."""
        ...


class CheckedRefs:
    """Stands in while there are no entities yet, and notes what was asked for.

    Attributes:
        types: The components known.
        reach: The last place, in spawn order, of an entity asked for; -1 for none.
        dangling: The ids that nobody has.
    """

    def __init__(self, types: Types, places: Mapping[str, int], scope: Scope) -> None:
        self.types = types
        self.reach = -1
        self.dangling: list[str] = []
        self._places = places
        self._scope = scope

    def place(self, key: str) -> int:
        """Return the place of an entity in the spawn order, or -1."""
        found = self._places.get(self._scope.resolve(key), -1)
        self.reach = max(self.reach, found)
        if found < 0:
            self.dangling.append(key)
        return found

    def entity(self, key: str | None) -> Any:
        """Note an id; nothing can stand for an entity yet."""
        if key is not None:
            self.place(key)

    def view(self, key: str, component: str) -> Any:
        """Note that a component of an entity is asked for: it has to be there first."""
        self.place(key)
        self.types.get(component)
        self.reach = ALWAYS_LATE


class LiveRefs:
    """Finds the living entities that ids mean.

    Attributes:
        types: The components known.
    """

    def __init__(
        self,
        world: World,
        types: Types,
        places: Mapping[str, int],
        handles: Handles,
        scope: Scope,
    ) -> None:
        self.types = types
        self._world = world
        self._places = places
        self._handles = handles
        self._scope = scope

    def entity(self, key: str | None) -> Entity | None:
        """Return the entity of an id, or None where there is none."""
        if key is None:
            return None
        place = self._places.get(self._scope.resolve(key), -1)
        handle = int(self._handles[place]) if place >= 0 else 0
        return self._world.entity(handle) if handle else None

    def view(self, key: str, component: str) -> Any:
        """Return the component of an entity, or None where it has none."""
        entity = self.entity(key)
        cls = self.types.find(component)
        if entity is None or cls is None or not entity.alive or not entity.has(cls):
            return None
        return entity[cls]
