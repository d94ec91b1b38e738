"""From a document to its text: sorted, one entity per block, always the same bytes."""

from __future__ import annotations

import json
from json.encoder import encode_basestring
from typing import Any, Final

from zenith.errors import PrefabError, SceneError
from zenith.scenefile.document import EntityData, Fields, SceneDocument
from zenith.scenefile.migrate import VERSION

WIDEST: Final = 100
"""What would be longer than this in one line gets a line for each field."""

_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False)


def dumps(document: SceneDocument) -> str:
    """Return the text of a document.

    Entities, components, fields and tags are sorted and each component has a
    line, so that git merges edits to different entities.

    Raises:
        SceneError: It holds what JSON cannot, as NaN.
    """
    try:
        text = _text(document)
        text.encode()
        return text
    except (ValueError, TypeError, RecursionError) as error:
        kind = PrefabError if document.kind == "prefab" else SceneError
        raise kind(document.problem((), f"what JSON cannot hold ({error})", "plain data")) from None


def _text(document: SceneDocument) -> str:
    lines = ["{", f'  "zenith": {_ENCODER.encode(document.kind)},', f'  "version": {VERSION},']
    if document.game_version:
        lines.append(f'  "game_version": {_ENCODER.encode(document.game_version)},')
    for key, value in sorted(document.extra.items()):
        lines.append(f"  {encode_basestring(key)}: {_ENCODER.encode(value)},")
    if document.resources:
        lines.append(f'  "resources": {_components(document.resources, "  ")},')
    blocks = [
        f"    {encode_basestring(key)}: {_entity(data, '    ')}"
        for key, data in sorted(document.entities.items())
    ]
    lines.append('  "entities": {' + ("\n" + ",\n".join(blocks) + "\n  " if blocks else "") + "}")
    return "\n".join(lines) + "\n}\n"


def _entity(data: EntityData, indent: str) -> str:
    inner = indent + "  "
    parts: list[str] = []
    if data.prefab:
        parts.append(f'"prefab": {encode_basestring(data.prefab)}')
    if data.name is not None:
        parts.append(f'"name": {encode_basestring(data.name)}')
    if data.tags is not None:
        parts.append(f'"tags": {_ENCODER.encode(sorted(data.tags))}')
    if data.parent:
        parts.append(f'"parent": {encode_basestring(data.parent)}')
    if data.order:
        parts.append(f'"order": {_ENCODER.encode(data.order)}')
    for key, value in sorted(data.extra.items()):
        parts.append(f"{encode_basestring(key)}: {_ENCODER.encode(value)}")
    if data.removed:
        parts.append('"removed": true')
    if data.without:
        parts.append(f'"without": {_ENCODER.encode(sorted(data.without))}')
    if data.components:
        parts.append(f'"components": {_components(data.components, inner)}')
    if data.overrides:
        entries = [
            f"{inner}  {encode_basestring(key)}: {_entity(change, inner + '  ')}"
            for key, change in sorted(data.overrides.items())
        ]
        parts.append('"overrides": {\n' + ",\n".join(entries) + f"\n{inner}}}")
    return _block(parts, indent)


def _components(components: dict[str, Fields], indent: str) -> str:
    inner = indent + "  "
    parts = [
        f"{encode_basestring(key)}: {_fields(fields, inner, len(key))}"
        for key, fields in sorted(components.items())
    ]
    return _block(parts, indent)


def _fields(fields: Fields, indent: str, used: int) -> str:
    ordered = dict(sorted(fields.items())) if len(fields) > 1 else fields
    line = _ENCODER.encode(ordered)
    if len(line) + len(indent) + used + 5 <= WIDEST or len(fields) < 2:
        return line
    return _block(
        [f"{encode_basestring(k)}: {_ENCODER.encode(v)}" for k, v in ordered.items()], indent
    )


def _block(parts: list[Any], indent: str) -> str:
    if not parts:
        return "{}"
    inner = ",\n".join(f"{indent}  {part}" for part in parts)
    return f"{{\n{inner}\n{indent}}}"
