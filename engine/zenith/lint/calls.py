"""Names that Python code uses as plain text: sounds it plays, scenes it pushes, pictures."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from zenith.errors import UnknownName
from zenith.lint.catalog import Catalog
from zenith.lint.references import check_value, kind_of
from zenith.lint.words import missing_value
from zenith.scenefile import Misfit, Problem
from zenith.schema import Types, schema_of

Argument = int | str
_CALLS: Final[dict[tuple[str, str], dict[Argument, str]]] = {
    ("audio", "play"): {0: "sound", "name": "sound", "group": "bus"},
    ("audio", "music"): {0: "music", "name": "music"},
    ("audio", "set_volume"): {0: "bus", "group": "bus"},
    ("audio", "volume"): {0: "bus", "group": "bus"},
    ("scenes", "push"): {0: "scene", "scene": "scene"},
    ("scenes", "replace"): {0: "scene", "scene": "scene"},
    ("input", "pressed"): {0: "action", "action": "action"},
    ("input", "just_pressed"): {0: "action", "action": "action"},
    ("input", "just_released"): {0: "action", "action": "action"},
    ("input", "axis"): {0: "action", "action": "action"},
    ("input", "vector"): {0: "action", 1: "action", "x": "action", "y": "action"},
    ("world", "words"): {0: "words"},
    ("zn", "spawn_prefab"): {1: "prefab", "name": "prefab"},
    ("zenith", "spawn_prefab"): {1: "prefab", "name": "prefab"},
    ("", "spawn_prefab"): {1: "prefab", "name": "prefab"},
}
"""What the arguments of a call name, by what it is called on and its own name."""


def check_calls(tree: ast.AST, file: Path, types: Types, catalog: Catalog) -> Iterator[Problem]:
    """Yield what a file's calls name and there is not."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        kinds = _CALLS.get(_called(node.func)) or _of_component(_called(node.func)[1], types)
        for argument, kind in kinds.items():
            given = _argument(node, argument)
            if not isinstance(given, ast.Constant) or not isinstance(given.value, str):
                continue
            misfit = _misfit(node, kind, given.value, catalog)
            if misfit is not None:
                place = (given.lineno, given.col_offset + 1)
                yield Problem(str(file), "", misfit.found, misfit.expected, misfit.hint, *place)


def _misfit(call: ast.Call, kind: str, name: str, catalog: Catalog) -> Misfit | None:
    try:
        check_value(catalog, kind, name)
    except Misfit as misfit:
        return misfit
    return missing_value(call, catalog) if kind == "words" else None


def _called(function: ast.expr) -> tuple[str, str]:
    """Return the last two names of what is called: ("audio", "play") of `world.audio.play`."""
    if isinstance(function, ast.Name):
        return "", function.id
    if not isinstance(function, ast.Attribute):
        return "", ""
    owner = function.value
    named = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
    return str(named), function.attr


def _of_component(name: str, types: Types) -> dict[Argument, str]:
    """Return what the arguments of a component's class name, by position and by name."""
    try:
        schema = schema_of(types.get(name))
    except UnknownName:
        return {}
    found: dict[Argument, str] = {}
    for k, info in enumerate(schema.visible):
        kind = kind_of(schema, info)
        if kind:
            found[k] = found[info.name] = kind
    return found


def _argument(call: ast.Call, argument: Argument) -> Any:
    if isinstance(argument, str):
        return next((k.value for k in call.keywords if k.arg == argument), None)
    starred = any(isinstance(a, ast.Starred) for a in call.args[: argument + 1])
    return None if starred or argument >= len(call.args) else call.args[argument]
