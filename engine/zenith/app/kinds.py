"""The component classes of a game, found where its own modules name them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zenith import components
from zenith.camera import Camera
from zenith.schema import Schema

if TYPE_CHECKING:
    from zenith.app.app import App


def game_kinds(app: App) -> list[type[Any]]:
    """Return the engine's components and those that the game's modules name, each once.

    A World learns a component when it first meets one; a state from a file may
    hold one that this run has not met yet.
    """
    spaces = [vars(components), {"Camera": Camera}, app.names, *_modules_in(app.folder)]
    found: dict[type[Any], None] = {}
    for space in spaces:
        for value in list(space.values()):
            if isinstance(value, type) and isinstance(value.__dict__.get("__schema__"), Schema):
                found[value] = None
    return list(found)


def _modules_in(folder: Path) -> list[dict[str, Any]]:
    """Return the names in every loaded module whose file lies in a folder."""
    spaces: list[dict[str, Any]] = []
    for module in list(sys.modules.values()):
        file: Any = getattr(module, "__file__", None)
        if isinstance(file, str) and Path(file).is_relative_to(folder):
            spaces.append(vars(module))
    return spaces
