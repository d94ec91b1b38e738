"""What a person does to entities, each as one step: add, delete, name, tag, order, group."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence

import zenith as zn
from zenith_editor.model.document import Document
from zenith_editor.model.errors import EditorError
from zenith_editor.model.operations import Operation, PutEntities, SetPart
from zenith_editor.model.places import Fields, entity_of, free_id, subtree
from zenith_editor.model.poses import HERE, relative
from zenith_editor.model.stage import Stage
from zenith_editor.model.transplant import at_pose, keep_pose, pose_of


def add_entity(
    document: Document,
    name: str = "entity",
    components: Mapping[str, Fields] | None = None,
    *,
    parent: str = "",
    prefab: str = "",
) -> str:
    """Add an entity, select it, and return its id.

    Args:
        document: Where to.
        name: Its name; its id is made of it.
        components: Its components; a Transform when None.
        parent: The id of its parent, or "".
        prefab: The prefab it is an instance of, or "".
    """
    key = free_id(document.scene.entities, name)
    data = zn.EntityData(name=name or None, parent=parent, prefab=prefab)
    given: Mapping[str, Fields] = {"Transform": {}} if components is None else components
    data.components = copy.deepcopy(dict(given))
    data.order = last_order(document.scene, parent, key)
    with document.transaction(f"Add {name or 'entity'}") as change:
        change.do(PutEntities({key: data}))
        document.selection.set([key])
    return key


def last_order(scene: zn.SceneDocument, parent: str, key: str) -> float:
    """Return the order with which a new entity comes after all others of its parent."""
    others = [(d.order, k) for k, d in scene.entities.items() if d.parent == parent]
    if not others:
        return 0
    order, before = max(others)
    return order if before < key else int(order) + 1


def roots(document: Document, keys: Iterable[str]) -> list[str]:
    """Return those of some entities that lie below none of the others."""
    entities = document.entities()
    chosen = [key for key in dict.fromkeys(keys) if key in entities]
    among = set(chosen)
    return [key for key in chosen if not _below(entities, key, among)]


def _below(entities: Mapping[str, zn.ExpandedEntity], key: str, among: set[str]) -> bool:
    above = entities[key].parent
    while above:
        if above in among:
            return True
        above = entities[above].parent if above in entities else ""
    return False


def delete(document: Document, keys: Iterable[str]) -> None:
    """Take entities away with all below them; those inside an instance are left out of it."""
    chosen = roots(document, keys)
    if not chosen:
        return
    label = f"Delete {described(document, chosen)}"
    inner = [key for key in chosen if "/" in key]
    operations: list[Operation] = [SetPart(key, "removed", True) for key in inner]
    whole = [key for key in chosen if "/" not in key]
    if whole:
        operations.append(PutEntities(dict.fromkeys(subtree(document.scene, *whole))))
    document.do(label, *operations)


def described(document: Document, keys: Sequence[str]) -> str:
    """Return what to call some entities in the name of a step."""
    if len(keys) != 1:
        return f"{len(keys)} entities"
    entity = document.entities().get(keys[0])
    return (entity.name if entity is not None else "") or keys[0]


def rename(document: Document, key: str, name: str) -> None:
    """Give an entity another name; its id stays the same for good."""
    document.do(f"Rename to {name or 'nothing'}", SetPart(key, "name", name or None))


def set_tags(
    document: Document, keys: Iterable[str], add: Sequence[str] = (), drop: Sequence[str] = ()
) -> None:
    """Give entities tags and take others away."""
    operations: list[Operation] = []
    for key in keys:
        before = document.entities()[key].tags
        tags = sorted({*before, *add} - set(drop))
        if tags != sorted(before):
            operations.append(SetPart(key, "tags", tags))
    if operations:
        document.do("Change tags", *operations)


def reparent(
    document: Document, keys: Iterable[str], parent: str, stage: Stage, *, before: str = ""
) -> None:
    """Put entities below another one, where they stay in the world.

    Args:
        document: The document.
        keys: What is put there.
        parent: The new parent, or "".
        stage: What shows the document.
        before: The child of that parent that they come before; at the end when empty.

    Raises:
        EditorError: One of them is part of an instance, or would be below itself.
    """
    chosen = roots(document, keys)
    for key in chosen:
        if "/" in key:
            raise EditorError(f'"{key}" is part of an instance and stays where its prefab has it.')
    if parent:
        entity_of(document.scene, parent)
    with document.transaction(f"Move {described(document, chosen)} in the tree") as change:
        for key in chosen:
            if document.scene.entities[key].parent != parent:
                poses = keep_pose(document.scene, stage, key, parent)
                change.do(SetPart(key, "parent", parent), *poses)
        change.do(*ordered(document.scene, chosen, parent, before))


def ordered(
    scene: zn.SceneDocument, keys: Sequence[str], parent: str, before: str
) -> list[Operation]:
    """Return what puts children of one parent into an order: some before another, or last."""
    row = [key for key in children(scene, parent) if key not in keys]
    at = row.index(before) if before in row else len(row)
    row[at:at] = keys
    fitting = _between(scene, row, at, len(keys))
    if fitting is None:
        return [
            SetPart(key, "order", k + 1)
            for k, key in enumerate(row)
            if scene.entities[key].order != k + 1
        ]
    return [
        SetPart(key, "order", order)
        for key, order in zip(keys, fitting, strict=True)
        if scene.entities[key].order != order
    ]


def _between(
    scene: zn.SceneDocument, row: Sequence[str], at: int, count: int
) -> list[float] | None:
    """Return numbers that fit between two neighbours, or None where all need new ones."""
    low = scene.entities[row[at - 1]].order if at else None
    high = scene.entities[row[at + count]].order if at + count < len(row) else None
    if low is None and high is None:
        return [k + 1 for k in range(count)] if count > 1 else [0]
    if high is None and low is not None:
        return [int(low) + 1 + k for k in range(count)]
    if low is None and high is not None:
        return [int(high) - count + k - (1 if high < int(high) else 0) for k in range(count)]
    if low is None or high is None or not high - low > 1e-6 * (1 + abs(low)):
        return None
    return [low + (high - low) * (k + 1) / (count + 1) for k in range(count)]


def children(scene: zn.SceneDocument, parent: str) -> list[str]:
    """Return the entities of a file below a parent, or without one, in their order."""
    return [key for key, data in scene.in_order() if data.parent == parent]


def shift(document: Document, keys: Sequence[str], step: int) -> None:
    """Move siblings one place up (-1) or down (1) in their order."""
    chosen = [key for key in keys if "/" not in key and key in document.scene.entities]
    if not chosen:
        return
    parent = document.scene.entities[chosen[-1]].parent
    row = children(document.scene, parent)
    mine = [key for key in row if key in chosen]
    rest = [key for key in row if key not in chosen]
    first = row.index(mine[0]) + step
    at = max(0, min(first, len(rest)))
    before = rest[at] if at < len(rest) else ""
    operations = ordered(document.scene, mine, parent, before)
    if operations:
        label = f"Move {described(document, mine)} {'up' if step < 0 else 'down'}"
        document.do(label, *operations)


def group(document: Document, keys: Iterable[str], stage: Stage) -> str:
    """Put entities below a new one that stands in their middle, and return its id."""
    chosen = [key for key in roots(document, keys) if "/" not in key]
    if not chosen:
        raise EditorError("Select entities to group; parts of an instance stay in it.")
    parents = {document.scene.entities[key].parent for key in chosen}
    parent = parents.pop() if len(parents) == 1 else ""
    places = [zn.world_pose(e) for k in chosen if (e := stage.entities[k]).has(zn.Transform)]
    middle = HERE
    if places:
        x = sum(pose.x for pose in places) / len(places)
        middle = HERE._replace(x=x, y=sum(pose.y for pose in places) / len(places))
    key = free_id(document.scene.entities, "group")
    data = zn.EntityData(name="group", parent=parent, components={"Transform": {}})
    data.order = last_order(document.scene, parent, key)
    with document.transaction(f"Group {described(document, chosen)}") as change:
        change.do(PutEntities({key: data}), *at_pose(key, relative(middle, pose_of(stage, parent))))
        for child in chosen:
            poses = keep_pose(document.scene, stage, child, key, middle)
            change.do(SetPart(child, "parent", key), *poses)
        document.selection.set([key])
    return key
