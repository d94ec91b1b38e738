"""Copying entities as text, and pasting them with ids of their own, also into another scene."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import zenith as zn
from zenith_editor.model import carrier
from zenith_editor.model.document import Document
from zenith_editor.model.editing import delete, last_order, roots
from zenith_editor.model.errors import EditorError
from zenith_editor.model.operations import Operation, PutEntities, SetComponent
from zenith_editor.model.places import Fields, free_id, subtree
from zenith_editor.model.poses import HERE
from zenith_editor.model.references import by_table, rename_entity
from zenith_editor.model.snapping import rounded


@dataclass(frozen=True, slots=True)
class Clip:
    """What was copied.

    Attributes:
        entities: What the file said of each, by id; parents before children.
        roots: Those that lie below none of the others.
        components: Copied components, by name, where no entities were copied.
    """

    entities: Mapping[str, zn.EntityData] = field(default_factory=dict[str, zn.EntityData])
    roots: tuple[str, ...] = ()
    components: Mapping[str, Fields] = field(default_factory=dict[str, Fields])

    def __bool__(self) -> bool:
        return bool(self.entities or self.components)

    @property
    def text(self) -> str:
        """The same as text, for the clipboard of the system."""
        return json.dumps(
            {
                "zenith": "clip",
                "version": 1,
                "roots": list(self.roots),
                "entities": carrier.entities_to_json(self.entities),
                "components": dict(self.components),
            }
        )


def clip_from(text: str) -> Clip:
    """Return what a text from the clipboard holds; nothing where it is something else."""
    try:
        told: Any = json.loads(text)
        if (told["zenith"], told["version"]) != ("clip", 1):
            return Clip()
        entities = carrier.entities_from_json(told["entities"])
        bare = zn.EntityData(components=told["components"])
        carrier.check_entity(bare)
        given = tuple(key for key in told["roots"] if key in entities)
        return Clip(entities, given, bare.components)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, EditorError):
        return Clip()


def copied(document: Document, keys: Iterable[str]) -> Clip:
    """Return a copy of entities with all below them.

    Raises:
        EditorError: One of them is part of an instance.
    """
    chosen = roots(document, keys)
    for key in chosen:
        if "/" in key:
            raise EditorError(f'"{key}" is part of an instance; copy that, or unpack it first.')
    every = subtree(document.scene, *chosen)
    entities = {key: copy.deepcopy(document.scene.entities[key]) for key in every}
    return Clip(entities, tuple(chosen))


def cut(document: Document, keys: Iterable[str]) -> Clip:
    """Return a copy of entities, and take them away."""
    clip = copied(document, keys)
    delete(document, clip.roots)
    return clip


def paste(
    document: Document,
    clip: Clip,
    types: zn.Types,
    *,
    parent: str | None = None,
    at: zn.Vec2 | None = None,
    label: str = "Paste",
) -> list[str]:
    """Add what was copied, select it, and return the ids of its roots.

    Each entity gets an id that is free; whatever refers to another one of the copy
    refers to that one's copy.

    Args:
        document: Where to.
        clip: What was copied.
        types: The components known; their fields say where references are.
        parent: The parent of the roots; that which they had, if it is there, when None.
        at: Where the middle of the roots comes to lie, relative to their parent.
        label: The name of the step.
    """
    if not clip.entities:
        return []
    table = _fresh_ids(document, clip)
    rename = by_table(table)
    made: dict[str, zn.EntityData] = {}
    for key, data in clip.entities.items():
        new = copy.deepcopy(data)
        if key in clip.roots:
            new.parent = _parent(document, data, parent)
        rename_entity(new, types, rename)
        made[table[key]] = new
    tops = [table[key] for key in clip.roots]
    for key in tops:
        made[key].order = max(made[key].order, last_order(document.scene, made[key].parent, key))
    if at is not None:
        _move_to(made, tops, at)
    with document.transaction(f"{label} {_told(clip)}") as change:
        change.do(PutEntities(made))
        document.selection.set(tops)
    return tops


def duplicate(document: Document, keys: Iterable[str], types: zn.Types) -> list[str]:
    """Add copies of entities where they are, select them, and return their ids."""
    return paste(document, copied(document, keys), types, label="Duplicate")


def copied_component(document: Document, key: str, component: str) -> Clip:
    """Return a copy of one component with all its values.

    Raises:
        EditorError: The entity does not have it.
    """
    fields = document.entities()[key].components.get(component)
    if fields is None:
        raise EditorError(f'"{key}" has no component {component}.')
    return Clip(components={component: copy.deepcopy(fields)})


def paste_components(document: Document, clip: Clip, keys: Iterable[str]) -> None:
    """Give entities the components that were copied, with their values."""
    operations: list[Operation] = [
        SetComponent(key, name, fields)
        for key in keys
        for name, fields in sorted(clip.components.items())
    ]
    if operations:
        document.do(f"Paste {', '.join(sorted(clip.components))}", *operations)


def _fresh_ids(document: Document, clip: Clip) -> dict[str, str]:
    taken = dict.fromkeys(document.scene.entities)
    table: dict[str, str] = {}
    for key in clip.entities:
        table[key] = free_id(taken, key)
        taken[table[key]] = None
    return table


def _parent(document: Document, data: zn.EntityData, wanted: str | None) -> str:
    parent = data.parent if wanted is None else wanted
    return parent if parent in document.entities() else ""


def _move_to(made: dict[str, zn.EntityData], tops: list[str], at: zn.Vec2) -> None:
    placed = [made[key].components["Transform"] for key in tops if _has_place(made[key])]
    if not placed:
        return
    x = sum(fields.get("x", HERE.x) for fields in placed) / len(placed)
    y = sum(fields.get("y", HERE.y) for fields in placed) / len(placed)
    for fields in placed:
        fields["x"] = rounded(fields.get("x", HERE.x) - x + at.x)
        fields["y"] = rounded(fields.get("y", HERE.y) - y + at.y)


def _has_place(data: zn.EntityData) -> bool:
    fields = data.components.get("Transform")
    if fields is None and data.prefab:
        fields = data.components["Transform"] = {}
    return fields is not None and all(
        isinstance(fields.get(name, 0.0), (int, float)) for name in ("x", "y")
    )


def _told(clip: Clip) -> str:
    if len(clip.roots) == 1:
        return clip.entities[clip.roots[0]].name or clip.roots[0]
    return f"{len(clip.roots)} entities"
