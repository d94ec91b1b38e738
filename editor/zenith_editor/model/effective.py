"""What a field is where a file says nothing, and how a value is said: only where it differs."""

from __future__ import annotations

from typing import Any

import zenith as zn
from zenith_editor.model.document import Document
from zenith_editor.model.operations import UNSET, SetField
from zenith_editor.model.places import WORLD, Fields


def stated(document: Document, key: str) -> dict[str, Fields]:
    """Return the components of an entity with what is said of their fields, prefabs included."""
    if key == WORLD:
        return document.scene.resources
    return document.entities()[key].components


def inherited(document: Document, key: str) -> dict[str, Fields]:
    """Return what an entity has by its prefabs alone, without what the document itself says."""
    if key == WORLD:
        return {}
    found: dict[str, Fields] = {}
    for layer in document.entities()[key].layers:
        if not layer.scope.instance:  # what the document itself says
            continue
        for name in layer.data.without:
            found.pop(name, None)
        for name, fields in layer.data.components.items():
            found[name] = {**found.get(name, {}), **fields}
    return found


def value_of(document: Document, key: str, component: str, info: zn.FieldInfo) -> Any:
    """Return what a field of an entity is."""
    fields = stated(document, key)[component]
    return fields[info.saved_name] if info.saved_name in fields else zn.field_default(info)


def default_of(document: Document, key: str, component: str, info: zn.FieldInfo) -> Any:
    """Return what a field is where the document says nothing of it."""
    fields = inherited(document, key).get(component, {})
    return fields[info.saved_name] if info.saved_name in fields else zn.field_default(info)


def setting(
    document: Document, key: str, component: str, info: zn.FieldInfo, value: Any
) -> SetField:
    """Return what gives a field a value; what would be so anyway is left unsaid.

    Raises:
        BadValue: The value is of another type, or outside the limits that are declared.
    """
    zn.read_field(info, value)
    if info.kind is zn.FieldKind.FLOAT:
        value = float(value)
    default = default_of(document, key, component, info)
    same = value == default and value.__class__ is default.__class__
    return SetField(key, component, info.saved_name, UNSET if same else value)
