"""Operations as JSON: what the journal is written in, and what it is read from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from zenith_editor.model import carrier
from zenith_editor.model.errors import EditorError
from zenith_editor.model.operations import (
    UNSET,
    Operation,
    PutEntities,
    SetComponent,
    SetField,
    SetHead,
    SetOverride,
    SetPart,
)


def to_json(operation: Operation) -> dict[str, Any]:
    """Return an operation as JSON.

    >>> to_json(SetField("door", "Sprite", "opacity", 0.5))
    {'op': 'field', 'key': 'door', 'component': 'Sprite', 'field': 'opacity', 'value': 0.5}
    """
    match operation:
        case SetField(key, component, field, value):
            told = {"op": "field", "key": key, "component": component, "field": field}
            return told if value is UNSET else {**told, "value": value}
        case SetComponent(key, component, fields):
            given = None if fields is None else dict(fields)
            return {"op": "component", "key": key, "component": component, "fields": given}
        case SetPart(key, part, value):
            return {"op": "part", "key": key, "part": part, "value": value}
        case SetOverride(key, data):
            raw = None if data is None else carrier.override_to_json(data)
            return {"op": "override", "key": key, "data": raw}
        case PutEntities(entities):
            new = {k: data for k, data in entities.items() if data is not None}
            gone = sorted(set(entities) - set(new))
            return {"op": "entities", "put": carrier.entities_to_json(new), "gone": gone}
        case SetHead(version, extra):
            return {"op": "head", "version": version, "extra": dict(extra)}
        case _:
            raise EditorError(f"{operation!r} is no operation that a journal knows.")


def from_json(raw: Any) -> Operation:
    """Return the operation that JSON describes.

    Raises:
        EditorError: It describes none.
    """
    try:
        return _READERS[raw["op"]](raw)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise EditorError(f"This is no operation of the editor: {error!r}.") from None


def _field(raw: dict[str, Any]) -> Operation:
    return SetField(raw["key"], raw["component"], raw["field"], raw.get("value", UNSET))


def _component(raw: dict[str, Any]) -> Operation:
    return SetComponent(raw["key"], raw["component"], raw["fields"])


def _part(raw: dict[str, Any]) -> Operation:
    return SetPart(raw["key"], raw["part"], raw["value"])


def _override(raw: dict[str, Any]) -> Operation:
    data = None if raw["data"] is None else carrier.override_from_json(raw["data"])
    return SetOverride(raw["key"], data)


def _entities(raw: dict[str, Any]) -> Operation:
    new = carrier.entities_from_json(raw["put"])
    return PutEntities({**new, **dict.fromkeys(raw["gone"])})


def _head(raw: dict[str, Any]) -> Operation:
    return SetHead(raw["version"], raw["extra"])


_READERS: Final[dict[str, Callable[[dict[str, Any]], Operation]]] = {
    "field": _field,
    "component": _component,
    "part": _part,
    "override": _override,
    "entities": _entities,
    "head": _head,
}
