"""One of a kind: what belongs to a World but to no entity."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, TypeVar, cast

from zenith.errors import MissingResource, SchemaError, nearest
from zenith.schema import Schema, Types

T = TypeVar("T")


class Resources:
    """Objects by their class.

    A resource is state: a component class's instance, or an object with
    `get_state()` and `set_state()`; anything else must be declared transient,
    which keeps it out of snapshots and digests.
    """

    def __init__(self, types: Types) -> None:
        self._types = types
        self._items: dict[type[Any], object] = {}
        self._transient: set[type[Any]] = set()

    def set(self, resource: object, *, transient: bool) -> None:
        """Keep a resource, in place of the one of its class."""
        cls = type(resource)
        if isinstance(getattr(resource, "__schema__", None), Schema):
            self._types.add(cls)
        elif not transient and not hasattr(resource, "get_state"):
            raise SchemaError(
                f"{cls.__name__} cannot be a resource as it is: put @zn.component above it, "
                "so that it can be saved, or pass transient=True."
            )
        self._items[cls] = resource
        if transient:
            self._transient.add(cls)

    def get(self, cls: type[T]) -> T:
        """Return the resource of a class."""
        found = self._items.get(cls)
        if found is None:
            names = [c.__name__ for c in self._items]
            raise MissingResource(
                f"The world has no resource {cls.__name__}.{nearest(cls.__name__, names)} "
                f"Add it with world.set_resource({cls.__name__}(...))."
            )
        return cast(T, found)

    def keep_only(self, names: Collection[str]) -> None:
        """Drop the components among the resources that are not named."""
        for cls, resource in list(self._items.items()):
            kept = cls in self._transient or cls.__name__ in names
            if not kept and isinstance(getattr(resource, "__schema__", None), Schema):
                del self._items[cls]

    def __contains__(self, cls: type[Any]) -> bool:
        return cls in self._items

    def of(self, cls: type[Any]) -> list[Any]:
        """Return the resource of a class, if there is one."""
        return [self._items[cls]] if cls in self._items else []

    def all(self) -> list[tuple[object, bool]]:
        """Return every resource, and whether it is transient."""
        return [(r, cls in self._transient) for cls, r in self._items.items()]

    def lasting(self) -> list[tuple[str, object]]:
        """Return the resources that are state, by name."""
        kept = [(c.__name__, r) for c, r in self._items.items() if c not in self._transient]
        return sorted(kept, key=lambda pair: pair[0])
