"""Entities of a running game by the ids of their document: read, and changed by hand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import zenith as zn
from zenith_editor.model.errors import EditorError
from zenith_editor.model.operations import UNSET, Operation, SetField
from zenith_editor.model.places import WORLD
from zenith_editor.model.stage import field_of

_POSE: Final = ("x", "y", "rotation")


class Living:
    """The World of the scene on top of a running App, by ids.

    What came of the scene's document has its id there; what was spawned since has a
    number that no document uses, as "#3.0".
    """

    def __init__(self, app: zn.App) -> None:
        self._app = app

    @property
    def world(self) -> zn.World:
        """The World."""
        return self._app.world

    def entities(self) -> dict[str, zn.Entity]:
        """Return every living entity by id, in spawn order."""
        ids = self.ids()
        return {ids[entity.handle]: entity for entity in self.world.entities()}

    def ids(self) -> dict[int, str]:
        """Return the id of every living entity by handle."""
        instance = self._app.scene.instance
        known = {} if instance is None else {e.handle: key for key, e in instance.items()}
        return {e.handle: known.get(e.handle) or _number(e) for e in self.world.entities()}

    def entity(self, key: str) -> zn.Entity:
        """Return the living entity of an id.

        Raises:
            EditorError: There is none, or it is no more.
        """
        instance = self._app.scene.instance
        if key.startswith("#"):
            found = next((e for e in self.world.entities() if _number(e) == key), None)
        else:
            found = instance[key] if instance is not None and key in instance else None
        if found is None or not found.alive:
            raise EditorError(f'"{key}" does not live in the running game.')
        return found

    def has(self, key: str) -> bool:
        """Tell whether an entity of that id lives."""
        try:
            self.entity(key)
        except EditorError:
            return False
        return True

    def components(self, key: str) -> list[str]:
        """Return the names of an entity's components, or of the world's resources."""
        if key == WORLD:
            return sorted(zn.schema_of(cls).name for cls in self._resources())
        entity = self.entity(key)
        names = [zn.schema_of(cls).name for cls in self.world.components(entity)]
        return sorted((n for n in names if n != "ChildOf"), key=lambda n: (n != "Transform", n))

    def _resources(self) -> list[type[Any]]:
        return [cls for cls in self.world.types if self.world.has_resource(cls)]

    def value(self, key: str, component: str, field: str) -> Any:
        """Return what a field of a running entity is, as JSON.

        Raises:
            EditorError: There is no such entity, component or field.
        """
        info, holder = self._holder(key, component, field)
        return zn.write_field(info, getattr(holder, info.name), self.ids())

    def set(self, operation: SetField) -> None:
        """Give a field of a running entity a value, as an operation on the document would.

        Raises:
            EditorError: There is no such entity, component or field.
            BadValue: The value is of another type, or outside its limits.
        """
        info, holder = self._holder(operation.key, operation.component, operation.field)
        raw = zn.field_default(info) if operation.value is UNSET else operation.value
        needs = info.kind in (zn.FieldKind.ENTITY, zn.FieldKind.OBJECT)
        setattr(holder, info.name, zn.read_field(info, raw, self.entities() if needs else {}))
        if operation.component == "Transform" and info.name in _POSE:
            zn.teleport(self.entity(operation.key), holder.x, holder.y)

    def _holder(self, key: str, component: str, field: str) -> tuple[zn.FieldInfo, Any]:
        types = self.world.types
        cls, info = types.find(component), field_of(types, component, field)
        if cls is None or info is None:
            raise EditorError(f"There is no field {component}.{field}.")
        if key == WORLD:
            if not self.world.has_resource(cls):
                raise EditorError(f"The running game has no resource {component}.")
            return info, self.world.resource(cls)
        entity = self.entity(key)
        if not entity.has(cls):
            raise EditorError(f'"{key}" has no component {component} in the running game.')
        return info, entity[cls]


def fields_only(operations: Iterable[Operation]) -> list[SetField]:
    """Return operations that a running game knows.

    Raises:
        EditorError: One of them changes more than a field.
    """
    found: list[SetField] = []
    for operation in operations:
        if not isinstance(operation, SetField):
            raise EditorError("While the game runs, only fields can be changed by hand.")
        found.append(operation)
    return found


def _number(entity: zn.Entity) -> str:
    return f"#{entity.handle & 0xFFFFFFFF}.{entity.handle >> 32}"
