"""The bundled games: where they are and what they call themselves."""

from __future__ import annotations

import ast
from pathlib import Path

from zenith.assets import engine_data
from zenith.errors import unknown


def games() -> dict[str, Path]:
    """Return the folder of each bundled game, by name."""
    home = engine_data("examples")
    if not home.is_dir():
        return {}
    return {f.parent.name: f.parent for f in sorted(home.glob("*/main.py"))}


def find_game(name: str) -> Path:
    """Return the folder of a bundled game.

    Raises:
        UnknownName: There is none of that name.
    """
    known = games()
    if name not in known:
        raise unknown("game", name, known)
    return known[name]


def headline(folder: Path) -> str:
    """Return the first line of a game's docstring."""
    tree = ast.parse((folder / "main.py").read_text("utf-8"))
    return (ast.get_docstring(tree) or "").split("\n")[0]
