"""The bundled games and lessons: where they are and what they call themselves."""

from __future__ import annotations

import ast
from pathlib import Path

from zenith.app import game_file
from zenith.assets import engine_data
from zenith.errors import unknown
from zenith.project import PROJECT_FILE, load_project
from zenith.templates import templates


def games() -> dict[str, Path]:
    """Return the folder of each bundled game and template and the file of each lesson, by name."""
    home = engine_data("examples")
    starts = sorted([*home.glob(f"*/{PROJECT_FILE}"), *home.glob("*/main.py")])
    whole = {f.parent.name: f.parent for f in starts}
    return whole | templates() | {f.stem: f for f in sorted(home.glob("lessons/*.py"))}


def find_game(name: str) -> Path:
    """Return the folder of a bundled game, or the file of a lesson.

    Raises:
        UnknownName: There is none of that name.
    """
    known = games()
    if name not in known:
        raise unknown("game", name, known)
    return known[name]


def find_any(name: str) -> Path:
    """Return a game by its path, or one of the bundled games by its name.

    Raises:
        UnknownName: There is neither.
    """
    return Path(name) if Path(name).exists() else find_game(name)


def headline(path: Path) -> str:
    """Return what a game says of itself: its project's description, or its docstring's start."""
    file = game_file(path)
    if file.name == PROJECT_FILE:
        return load_project(file).description
    tree = ast.parse(file.read_text("utf-8"))
    return (ast.get_docstring(tree) or "").split("\n")[0]
