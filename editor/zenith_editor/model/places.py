"""Where a document says something of an entity: by its id, also inside instances of prefabs.

An entity of the file has its id, "door". One inside an instance has the
instance's id before its own, "cart/wheel"; what the file says of it is an
override. The empty id stands for the world: its components are the resources.
"""

from __future__ import annotations

from typing import Any, Final

import zenith as zn
from zenith_editor.model.errors import EditorError

WORLD: Final = ""
"""The id under which a document's resources are found."""

Fields = dict[str, Any]


def split(key: str) -> tuple[str, str]:
    """Return the id of an entity of the file, and the place inside its instance, or "".

    >>> split("cart/left/spoke"), split("door")
    (('cart', 'left/spoke'), ('door', ''))
    """
    head, _, inner = key.partition("/")
    return head, inner


def said_of(scene: zn.SceneDocument, key: str) -> zn.EntityData | None:
    """Return what a file itself says of an entity, or None where it says nothing."""
    head, inner = split(key)
    data = scene.entities.get(head)
    return data.overrides.get(inner) if data is not None and inner else data


def entity_of(scene: zn.SceneDocument, key: str) -> zn.EntityData:
    """Return the entity of the file that an id belongs to: itself, or the instance around it.

    Raises:
        EditorError: There is none.
    """
    head, _ = split(key)
    data = scene.entities.get(head)
    if data is None:
        raise EditorError(f'There is no entity "{head}".{zn.nearest(head, scene.entities)}')
    return data


def components_of(scene: zn.SceneDocument, key: str) -> dict[str, Fields]:
    """Return the components that a file states for an entity, or the resources for the world."""
    if key == WORLD:
        return scene.resources
    data = said_of(scene, key)
    return {} if data is None else data.components


def subtree(scene: zn.SceneDocument, *keys: str) -> list[str]:
    """Return entities and all below them, as far as the file says; parents before children."""
    by_parent: dict[str, list[str]] = {}
    for child, data in scene.entities.items():
        by_parent.setdefault(split(data.parent)[0], []).append(child)
    found = dict.fromkeys(keys)
    waiting = list(found)
    for one in waiting:
        fresh = [child for child in sorted(by_parent.get(one, ())) if child not in found]
        found.update(dict.fromkeys(fresh))
        waiting += fresh
    return waiting


def free_id(taken: Any, wish: str) -> str:
    """Return an id that nobody has, as near to the one wished for as can be.

    >>> free_id({"crate", "crate-2"}, "crate")
    'crate-3'
    >>> free_id({}, "Grüne Tür!")
    'Gr-ne-T-r'
    """
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "_.-") else "-" for c in wish)
    stem = plain.strip("-.")[:50] or "entity"
    if stem not in taken:
        return stem
    base, _, number = stem.rpartition("-")
    stem = base if base and number.isdigit() else stem
    count = 2
    while f"{stem}-{count}" in taken:
        count += 1
    return f"{stem}-{count}"
