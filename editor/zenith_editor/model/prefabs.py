"""Prefabs in the editor: made of what is selected, placed, applied, reverted, unpacked."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import zenith as zn
from zenith_editor.model.document import Document
from zenith_editor.model.editing import add_entity
from zenith_editor.model.errors import EditorError
from zenith_editor.model.operations import PutEntities
from zenith_editor.model.places import Fields, components_of, entity_of, free_id, split, subtree
from zenith_editor.model.references import Rename, rename_entity, renamed, renamed_in
from zenith_editor.model.snapping import rounded
from zenith_editor.model.storage import difference

_PLACE: Final = ("x", "y")


def place(document: Document, prefab: str, at: zn.Vec2 | None = None, *, parent: str = "") -> str:
    """Add an instance of a prefab, select it, and return its id.

    Args:
        document: Where to.
        prefab: The prefab's name.
        at: Where it stands, relative to its parent; as the prefab says when None.
        parent: The id of its parent, or "".

    Raises:
        PrefabError: There is no such prefab, or it cannot be read.
        EditorError: It would hold itself.
    """
    document.prefabs.size(prefab)
    where = {} if at is None else {"Transform": {"x": rounded(at.x), "y": rounded(at.y)}}
    name = prefab.rpartition("/")[2]
    key = add_entity(document, name, where, parent=parent, prefab=prefab)
    try:
        zn.expand_prefabs(document.scene, document.prefabs)
    except zn.SceneError as wrong:
        document.undo()
        document.history.drop()
        raise EditorError(str(wrong)) from None
    return key


def make(document: Document, key: str, name: str, types: zn.Types) -> zn.SceneDocument:
    """Make a prefab of an entity with all below it, which becomes an instance of it.

    Everything stays as it is: where it stands is the instance's, what it refers to
    outside is an override, and what referred into it still does.

    Args:
        document: The document with the entity.
        key: The entity's id.
        name: The prefab's name.
        types: The components known; their fields say where references are.

    Returns:
        The prefab, not saved yet.

    Raises:
        EditorError: The entity is part of an instance.
    """
    if "/" in key or key not in document.scene.entities:
        raise EditorError(f'"{key}" is part of an instance; a prefab is made of a whole entity.')
    inside = subtree(document.scene, key)
    prefab = zn.SceneDocument(
        {one: copy.deepcopy(document.scene.entities[one]) for one in inside}, kind="prefab"
    )
    instance = _instance(prefab, key, name)
    for one in inside:
        _move_outward(prefab.entities[one], one, instance, types, set(inside), key)
    operations: dict[str, zn.EntityData | None] = dict.fromkeys(inside)
    rename = _into(key, set(inside))
    for other, data in document.scene.entities.items():
        if other not in operations:
            changed = copy.deepcopy(data)
            rename_entity(changed, types, rename)
            if changed != data:
                operations[other] = changed
    rename_entity(instance, types, rename)
    operations[key] = instance
    document.prefabs.put(name, prefab)
    with document.transaction(f"Make prefab {name}") as change:
        change.do(PutEntities(operations))
        document.selection.set([key])
    return prefab


def _instance(prefab: zn.SceneDocument, key: str, name: str) -> zn.EntityData:
    """Return the instance that stands for a prefab's root; where that stood, it stands."""
    root = prefab.entities[key]
    made = zn.EntityData(parent=root.parent, order=root.order, prefab=name)
    root.parent, root.order = "", 0
    pose = root.components.get("Transform", {})
    moved: Fields = {field: pose.pop(field) for field in _PLACE if field in pose}
    if moved:
        made.components["Transform"] = moved
    return made


def _move_outward(
    data: zn.EntityData,
    key: str,
    instance: zn.EntityData,
    types: zn.Types,
    inside: set[str],
    root: str,
) -> None:
    """Let the instance say what refers to entities outside: a prefab cannot."""
    for name, fields in data.components.items():
        cls = types.find(name)
        for info in () if cls is None else zn.schema_of(cls).saved:
            raw = fields.get(info.saved_name)
            if raw is None or not _leads_out(info, raw, inside):
                continue
            holder = instance
            if key != root:
                holder = instance.overrides.setdefault(key, zn.EntityData())
            holder.components.setdefault(name, {})[info.saved_name] = fields.pop(info.saved_name)


def _leads_out(info: zn.FieldInfo, raw: Any, inside: set[str]) -> bool:
    found: list[str] = []

    def note(key: str) -> str:
        found.append(split(key)[0])
        return key

    renamed(info, copy.deepcopy(raw), note)
    return any(head not in inside for head in found)


def _into(root: str, inside: set[str]) -> Rename:
    """Return what gives ids that lead into the new instance its id before theirs."""

    def rename(key: str) -> str:
        head = split(key)[0]
        return f"{root}/{key}" if head in inside and head != root else key

    return rename


def apply(
    document: Document, prefab: Document, key: str, component: str, field: str, types: zn.Types
) -> None:
    """Put what an instance says of a field into its prefab, where all other instances follow.

    Both documents get a step of their own.

    Args:
        document: The document with the instance.
        prefab: The prefab, opened.
        key: The instance, or an entity inside it.
        component: The component's saved name.
        field: The field's saved name.
        types: The components known.

    Raises:
        SceneError: The instance does not set that field.
    """
    head, inner = split(key)
    name = entity_of(document.scene, key).prefab
    library = zn.Prefabs(document.prefabs.root)
    for other in document.prefabs.names():
        if other != name:
            library.put(other, document.prefabs.get(other))
    library.put(name, prefab.scene.copy())
    part = zn.SceneDocument({head: copy.deepcopy(document.scene.entities[head])})
    changed = zn.apply_override(part, head, component, field, library, inner, types=types)
    prefab.do(f"Apply {component}.{field}", *difference(prefab.scene, changed))
    document.prefabs.put(name, prefab.scene)
    document.prefabs_changed()
    label = f"Apply {component}.{field} to {name}"
    document.do(label, PutEntities({head: part.entities[head]}))


def revert(document: Document, key: str, component: str, field: str) -> None:
    """Let a field of an instance be as its prefab has it.

    Raises:
        EditorError: The instance does not set that field.
    """
    if field not in components_of(document.scene, key).get(component, {}):
        raise EditorError(f'"{key}" does not set {component}.{field} otherwise than its prefab.')
    head, inner = split(key)
    part = zn.SceneDocument({head: copy.deepcopy(document.scene.entities[head])})
    zn.revert_override(part, head, component, field, inner)
    label = f"Revert {component}.{field}"
    document.do(label, PutEntities({head: part.entities[head]}))


def revert_all(document: Document, key: str) -> None:
    """Let an instance be as its prefab is, but for where it stands; or one entity inside it."""
    head, inner = split(key)
    data = copy.deepcopy(entity_of(document.scene, key))
    if not data.prefab:
        raise EditorError(f'"{key}" is no instance of a prefab.')
    if inner:
        data.overrides.pop(inner, None)
    else:
        place: Fields = {
            name: value
            for name, value in data.components.get("Transform", {}).items()
            if name in _PLACE
        }
        data = replace(data, tags=None, without=[], overrides={}, components={})
        if place:
            data.components["Transform"] = place
    document.do(f"Revert {key}", PutEntities({head: data}))


def unpack(document: Document, key: str, types: zn.Types) -> None:
    """Put what is in an instance into the file itself: it follows its prefab no longer.

    Raises:
        EditorError: It is no instance.
    """
    if "/" in key or not entity_of(document.scene, key).prefab:
        raise EditorError(f'"{key}" is no instance of a prefab.')
    entities = document.entities()
    inside = [one for one in entities if one == key or one.startswith(f"{key}/")]
    table = _ids_outside(document.scene, inside, key)

    def rename(one: str) -> str:
        return table.get(one, one)

    made: dict[str, zn.EntityData | None] = {}
    first = document.scene.entities[key].order
    for number, one in enumerate(inside):
        made[table[one]] = _unpacked(entities[one], types, rename, first + number / 1024)
    for other, data in document.scene.entities.items():
        if other != key:
            changed = copy.deepcopy(data)
            rename_entity(changed, types, rename)
            if changed != data:
                made[other] = changed
    document.do(f"Unpack {key}", PutEntities(made))


def _ids_outside(scene: zn.SceneDocument, inside: list[str], key: str) -> dict[str, str]:
    taken = dict.fromkeys(scene.entities)
    table = {key: key}
    for one in inside:
        if one != key:
            table[one] = free_id(taken, one.replace("/", "-"))
            taken[table[one]] = None
    return table


def _unpacked(
    entity: zn.ExpandedEntity, types: zn.Types, rename: Rename, order: float
) -> zn.EntityData:
    components = {name: dict(fields) for name, fields in entity.components.items()}
    for name, fields in components.items():
        for field in fields:
            layer, _ = entity.source(name, field)
            one: dict[str, Fields] = {name: {field: copy.deepcopy(fields[field])}}

            def absolute(key: str, layer: Any = layer) -> str:
                return rename(layer.scope.resolve(key))

            renamed_in(one, types, absolute)
            fields[field] = one[name][field]
    return zn.EntityData(
        name=entity.name or None,
        tags=list(entity.tags) or None,
        parent=rename(entity.parent) if entity.parent else "",
        order=order,
        components=components,
    )


def instances(scene: zn.SceneDocument, prefab: str) -> list[str]:
    """Return the ids of a file's own instances of a prefab."""
    return sorted(key for key, data in scene.entities.items() if data.prefab == prefab)


def changed_fields(document: Document, key: str) -> Mapping[tuple[str, str], Any]:
    """Return what an instance, or an entity inside it, says otherwise than its prefab."""
    return {
        (component, field): value
        for component, fields in components_of(document.scene, key).items()
        for field, value in fields.items()
    }
