"""The World that shows a document: what the viewport draws, and what is picked in.

It holds the same entities as the document and never ticks. A changed value is set
in place; where more changed, the World is made anew when it is next asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import zenith as zn
from zenith_editor.model.document import Change, Document
from zenith_editor.model.ending import empty
from zenith_editor.model.operations import UNSET, Operation, SetField
from zenith_editor.model.places import WORLD


class Stage:
    """A living picture of a document.

    Attributes:
        problems: Why the document cannot be shown as it is; the last good picture stays.
        builds: How often the World was made anew.
    """

    def __init__(
        self, document: Document, types: zn.Types, layers: zn.Layers | None = None
    ) -> None:
        """Show a document.

        Args:
            document: What is shown.
            types: The components known.
            layers: The draw layers of the game; the engine's own when None.
        """
        self.problems: list[zn.Problem] = []
        self.builds = 0
        self._document = document
        self._types = types
        self._layers = layers or zn.Layers()
        self._world = self._empty()
        self._entities: Mapping[str, zn.Entity] = {}
        self._ids: dict[int, str] = {}
        self._stale = self._moved = True
        self._shape = -1
        document.listeners.append(self._hear)

    @property
    def world(self) -> zn.World:
        """The World, as the document is now; the poses of children are worked out."""
        self._refresh()
        if self._moved:
            self._moved = False
            zn.update_poses(self._world)
        return self._world

    @property
    def entities(self) -> Mapping[str, zn.Entity]:
        """The living entities by id."""
        self._refresh()
        return self._entities

    @property
    def ids(self) -> Mapping[int, str]:
        """The ids of entities by handle."""
        self._refresh()
        return self._ids

    def use(self, types: zn.Types, layers: zn.Layers | None = None) -> None:
        """Show the document with other components, as after the game's code changed."""
        self._types, self._layers = types, layers or self._layers
        self._stale = True

    def close(self) -> None:
        """Follow the document no longer."""
        self._document.listeners.remove(self._hear)
        empty(self._world)

    def _empty(self) -> zn.World:
        world = zn.World(types=zn.all_types(self._types))
        world.set_resource(self._layers, transient=True)
        world.set_resource(self._document.prefabs, transient=True)
        return world

    def _refresh(self) -> None:
        if self._stale or self._shape != self._document.shape:
            self._stale, self._shape = False, self._document.shape
            self._build()

    def _build(self) -> None:
        self.builds += 1
        world = self._empty()
        try:
            made = zn.instantiate(self._document.scene, world, prefabs=self._document.prefabs)
        except zn.SceneError as error:
            self.problems = [p for p in error.args if isinstance(p, zn.Problem)]
            return
        self.problems = []
        empty(self._world)
        self._moved = True
        self._world, self._entities = world, dict(made)
        self._ids = {entity.handle: key for key, entity in made.items()}

    def _hear(self, change: Change) -> None:
        if change.shapes or self._stale or self.problems:
            self._stale = True
            return
        self._stale = not all(self._set(operation) for operation in change.operations)

    def _set(self, operation: Operation) -> bool:
        """Set a value in place; return whether that could be done."""
        if not isinstance(operation, SetField):
            return False
        info = field_of(self._types, operation.component, operation.field)
        cls = self._types.find(operation.component)
        if info is None or cls is None:
            return False
        raw = zn.field_default(info) if operation.value is UNSET else operation.value
        try:
            holder = self._holder(operation.key, cls)
            setattr(holder, info.name, zn.read_field(info, raw, self._entities))
        except zn.ZenithError:
            return False
        self._moved = True
        return True

    def _holder(self, key: str, cls: type[Any]) -> object:
        found: object = self._entities[key][cls] if key != WORLD else self._world.resource(cls)
        return found


def field_of(types: zn.Types, component: str, field: str) -> zn.FieldInfo | None:
    """Return a field by the names that files use, or None where it is not known."""
    cls = types.find(component)
    saved = () if cls is None else zn.schema_of(cls).saved
    return next((info for info in saved if info.saved_name == field), None)
