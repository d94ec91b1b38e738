"""What an instance changes, field by field: listed, taken back, or put into the prefab."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from zenith.prefab.library import Prefabs
from zenith.scenefile import EntityData, SceneDocument, listed, near
from zenith.schema import Kind, Types, schema_of


@dataclass(frozen=True, slots=True)
class Override:
    """One field that an instance of a prefab sets otherwise.

    Attributes:
        inner: The entity's id inside the prefab; "" is the root.
        component: The component's saved name.
        field: The field's saved name.
        value: What the instance says.
    """

    inner: str
    component: str
    field: str
    value: Any


def overrides(document: SceneDocument, key: str) -> list[Override]:
    """Return every field that an instance sets otherwise than its prefab, sorted.

    Raises:
        SceneError: There is no such entity, or it is no instance.
    """
    return list(_each(_instance(document, key)))


def _each(data: EntityData) -> Iterator[Override]:
    for inner, change in [("", data), *sorted(data.overrides.items())]:
        for component, fields in sorted(change.components.items()):
            for field, value in sorted(fields.items()):
                yield Override(inner, component, field, value)


def revert(document: SceneDocument, key: str, component: str, field: str, inner: str = "") -> Any:
    """Take back what an instance says of one field: it is again what the prefab says.

    Args:
        document: The file with the instance.
        key: The instance's id.
        component: The component's saved name.
        field: The field's saved name.
        inner: The entity's id inside the prefab; "" is the root.

    Returns:
        What the instance said.

    Raises:
        SceneError: The instance does not set that field.
    """
    data = _instance(document, key)
    change = data if not inner else data.overrides.get(inner)
    fields = {} if change is None else change.components.get(component, {})
    if change is None or field not in fields:
        at = ("entities", key, *(("overrides", inner) if inner else ()), "components", component)
        there = [f"{o.component}.{o.field}" for o in _each(data) if o.inner == inner]
        expected = "one of " + listed(there) if there else "a field that the instance sets"
        hint = near(f"{component}.{field}", there)
        raise document.error(at, f"{component}.{field}, which is not set here", expected, hint)
    value = fields.pop(field)
    if not fields:
        del change.components[component]
    if inner and change.empty:
        del data.overrides[inner]
    document.text = ""
    return value


def apply(
    document: SceneDocument,
    key: str,
    component: str,
    field: str,
    prefabs: Prefabs,
    inner: str = "",
    *,
    types: Types | None = None,
) -> SceneDocument:
    """Put what an instance says of one field into its prefab, and take it back here.

    Every other instance that does not set the field itself follows. Neither
    file is saved by this.

    Args:
        document: The file with the instance.
        key: The instance's id.
        component: The component's saved name.
        field: The field's saved name.
        prefabs: Where the prefab is found.
        inner: The entity's id inside the prefab; "" is the root.
        types: The components; a reference to an entity is then written as the prefab means it.

    Returns:
        The prefab, changed.

    Raises:
        SceneError: The instance does not set that field, or it refers to what is no part of it.
        PrefabError: The prefab has no such entity.
    """
    data = _instance(document, key)
    prefab = prefabs.get(data.prefab)
    place = (inner, component, field)
    said = [o.value for o in _each(data) if (o.inner, o.component, o.field) == place]
    if not said:
        revert(document, key, component, field, inner)  # says what is set instead
    value = said[0]
    if _is_reference(types, component, field) and isinstance(value, str):
        value = _from_inside(document, key, prefab.root, value)
    target = _target(prefab, inner or prefab.root)
    revert(document, key, component, field, inner)
    target.components.setdefault(component, {})[field] = value
    if component in target.without:
        target.without.remove(component)
    prefab.text = ""
    prefabs.put(data.prefab, prefab)
    return prefab


def _is_reference(types: Types | None, component: str, field: str) -> bool:
    if types is None or component not in types:
        return False
    fields = schema_of(types.get(component)).fields
    return any(f.saved_name == field and f.kind is Kind.ENTITY for f in fields)


def _from_inside(document: SceneDocument, key: str, root: str, value: str) -> str:
    """Return how a prefab writes an entity that its instance's file calls `value`."""
    if value == key:
        return root
    if not value.startswith(f"{key}/"):
        expected = f'an entity of the instance, as "{key}/inner"'
        raise document.error(("entities", key), f'a reference to "{value}"', expected)
    return value.removeprefix(f"{key}/")


def _target(prefab: SceneDocument, inner: str) -> EntityData:
    """Return what a prefab says of an entity, which may lie in an instance nested in it."""
    head, _, rest = inner.partition("/")
    data = prefab.entities.get(head)
    if data is None:
        raise prefab.error(("entities",), f'no entity "{head}"', "one", near(head, prefab.entities))
    return data.overrides.setdefault(rest, EntityData()) if rest else data


def _instance(document: SceneDocument, key: str) -> EntityData:
    data = document.entities.get(key)
    if data is None or not data.prefab:
        found = f'"{key}", which is no instance' if data else f'no entity "{key}"'
        there = [k for k, d in document.entities.items() if d.prefab]
        raise document.error(("entities", key), found, "an instance of a prefab", near(key, there))
    return data
