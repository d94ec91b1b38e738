"""Entities as the JSON of scene files, and what a scene file would refuse, said at once."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import zenith as zn
from zenith_editor.model.errors import EditorError

_LARGEST: Final = 2**63
_CARRIER: Final = "x"


def entities_to_json(entities: Mapping[str, zn.EntityData]) -> dict[str, Any]:
    """Return entities as a scene file writes them.

    Raises:
        EditorError: Something in them is no plain data.
    """
    try:
        text = zn.scene_text(zn.SceneDocument(dict(entities)))
    except zn.SceneError as error:
        raise _refusal(error) from None
    found: dict[str, Any] = json.loads(text)["entities"]
    return found


def entities_from_json(raw: Mapping[str, Any]) -> dict[str, zn.EntityData]:
    """Return the entities that JSON describes.

    Raises:
        EditorError: They have not the form that a scene file needs.
    """
    whole = {"zenith": "scene", "version": 1, "entities": raw}
    try:
        return zn.parse_scene(json.dumps(whole)).entities
    except zn.SceneError as error:
        raise _refusal(error) from None


def read_again(text: str, kind: str, path: Path | None) -> zn.SceneDocument:
    """Return the document that a text was written from, whatever version the game's data has.

    Raises:
        SceneError: The text is none.
    """
    told: Any = json.loads(text)
    done = [_nothing] * int(told.get("game_version", 0))
    return zn.parse_scene(text, kind=kind, path=path, migrations=done)


def _nothing(scene: zn.SceneDocument) -> None:
    """Stand for a migration that a document has behind it."""


def override_to_json(data: zn.EntityData) -> dict[str, Any]:
    """Return what an instance changes in one entity as a scene file writes it."""
    instance = zn.EntityData(prefab=_CARRIER, overrides={_CARRIER: data})
    found: dict[str, Any] = entities_to_json({_CARRIER: instance})[_CARRIER]["overrides"][_CARRIER]
    return found


def override_from_json(raw: Any) -> zn.EntityData:
    """Return the change of one entity that JSON describes."""
    whole = {_CARRIER: {"prefab": _CARRIER, "overrides": {_CARRIER: raw}}}
    return entities_from_json(whole)[_CARRIER].overrides[_CARRIER]


def check_entity(data: zn.EntityData) -> None:
    """Raise EditorError unless a scene file can hold an entity."""
    entities_from_json(entities_to_json({_CARRIER: data}))


def check_override(data: zn.EntityData) -> None:
    """Raise EditorError unless a scene file can hold what an instance changes."""
    override_from_json(override_to_json(data))


def check_value(value: Any) -> None:
    """Raise EditorError unless a scene file can hold the value of a field."""
    kind = value.__class__
    if value is None or kind is bool:
        return
    if kind is float and math.isfinite(value):
        return
    if kind is int and -_LARGEST <= value < _LARGEST:
        return
    if kind is str and value.isascii():
        return
    check_entity(zn.EntityData(components={_CARRIER: {_CARRIER: value}}))


def _refusal(error: zn.SceneError) -> EditorError:
    problem = error.args[0]
    if not isinstance(problem, zn.Problem):
        return EditorError(str(error))
    hint = f" ({problem.hint})" if problem.hint else ""
    return EditorError(f"Found {problem.found}; expected {problem.expected}{hint}.")
