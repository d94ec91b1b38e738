"""The component classes of a game, found where its own modules name them."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zenith import components
from zenith.camera import Camera
from zenith.errors import BadValue
from zenith.scene import all_types
from zenith.schema import Schema, Types, schema_of
from zenith.world.plain import write

if TYPE_CHECKING:
    from zenith.app.app import App
    from zenith.app.code import GameCode


def game_kinds(app: App) -> list[type[Any]]:
    """Return the engine's components and those that the game's modules name, each once.

    A World learns a component when it first meets one; a state from a file may
    hold one that this run has not met yet.
    """
    return kinds_in(app.names, *app.code.spaces(), *_modules_in(app.folder))


def kinds_in(*spaces: dict[str, Any]) -> list[type[Any]]:
    """Return the engine's components and those that some modules name, each once."""
    found: dict[type[Any], None] = {}
    for space in (vars(components), {"Camera": Camera}, *spaces):
        for value in list(space.values()):
            if isinstance(value, type) and isinstance(value.__dict__.get("__schema__"), Schema):
                found[value] = None
    return list(found)


def game_types(code: GameCode) -> Types:
    """Return every component known to a game's modules: the engine's, and those they name.

    >>> game_types(zn.GameCode()).get("Sprite") is zn.Sprite
    True
    """
    found = all_types()
    for cls in kinds_in(*code.spaces()):
        found.learn(cls)
    return found


def game_schema(app: App) -> dict[str, str]:
    """Return a hash of each component that the game declares, and "zenith" for the engine's.

    What counts is what recordings and saves rest on: names, kinds, defaults and
    limits of the fields.
    """
    told: dict[str, list[str]] = {}
    for cls in game_kinds(app):
        own = not cls.__module__.startswith("zenith.")
        told.setdefault(schema_of(cls).name if own else "zenith", []).append(_told(cls))
    return {
        name: hashlib.blake2b("\n".join(sorted(texts)).encode(), digest_size=4).hexdigest()
        for name, texts in sorted(told.items())
    }


def _told(cls: type[Any]) -> str:
    schema = schema_of(cls)
    fields = [
        (f.saved_name, f.kind.value, _shown(f.default), f.min, f.max, f.choices)
        for f in schema.visible
    ]
    return f"{schema.name} {schema.whole} {fields}"


def _shown(default: Any) -> str:
    """Return a default as text; what is no plain value counts by its kind, for it has no text."""
    try:
        return json.dumps(write(default, "default"), sort_keys=True)
    except BadValue:
        return type(default).__name__


def _is_own(file: str, folder: str) -> bool:
    """Tell whether a file is the game's: in its folder, and not in an environment in there."""
    if not file.startswith(folder):
        return False
    parts = Path(file[len(folder) :]).parts
    return not any(part == "site-packages" or part[0] == "." for part in parts)


def _modules_in(folder: Path) -> list[dict[str, Any]]:
    """Return the names in every loaded module whose file lies in a folder."""
    spaces: list[dict[str, Any]] = []
    # A folder may be given as "." or by a link; what was imported from it has its whole path.
    places = {str(place) + os.sep for place in (folder, folder.resolve())}
    for module in list(sys.modules.values()):
        file: Any = getattr(module, "__file__", None)
        if isinstance(file, str) and any(_is_own(file, place) for place in places):
            spaces.append(vars(module))
    return spaces
