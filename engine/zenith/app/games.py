"""A game from its folder or file: the App it makes, what it is called, who plays its demo."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import cast

from zenith.app.app import App
from zenith.app.launch import Captured, Launch, Player, launching, make_importable
from zenith.app.opening import open_project
from zenith.app.report import load_error
from zenith.errors import UsageError
from zenith.project import PROJECT_FILE, project_file


def game_file(path: Path) -> Path:
    """Return the file that a game begins with: a folder's project file or `main.py`, or itself.

    Raises:
        UsageError: There is none.
    """
    file = project_file(path) or (path / "main.py" if path.is_dir() else path)
    if not file.is_file():
        missing = f"folder has neither {PROJECT_FILE} nor main.py"
        what = missing if path.is_dir() else "file does not exist"
        raise UsageError(
            f"{path}: this {what}; expected a game's folder, project file or Python file."
        )
    return file


def name_of(path: Path) -> str:
    """Return what a game is called: its folder, or its Python file where that is not `main.py`.

    Raises:
        UsageError: There is no game.
    """
    file = game_file(path).resolve()
    return file.parent.name if file.name in (PROJECT_FILE, "main.py") else file.stem


def load_app(path: Path | str, *, seed: int | None = None, watched: bool = False) -> App:
    """Return the App of a project, or that of a Python file run up to its `app.run()`; unopened.

    Args:
        path: A Python file, or a folder with a `zenith.toml` or `main.py`.
        seed: The seed of its random numbers; its own when None.
        watched: Whether files that change are to be taken over while it runs.

    Raises:
        UsageError: There is no such file, or it never calls `run()`.
        ProjectError: The project file says what cannot be.
        GameError: The game's code raised; the message says what and where.
    """
    file = game_file(Path(path))
    if file.name == PROJECT_FILE:
        return open_project(file, seed=seed, watched=watched)
    make_importable(file.resolve().parent)
    try:
        with launching(Launch(seed, watched)):
            runpy.run_path(str(file), run_name="__main__")
    except Captured as captured:
        return captured.app
    except Exception as error:
        raise load_error(error, file) from error
    raise UsageError(f"{file} ran to its end without calling App.run(); nothing to play.")


def load_players(path: Path | str) -> dict[str, Player]:
    """Return the scripted players of the game that was loaded last, from its `demo.py`.

    Args:
        path: The game's Python file or folder, as for `load_app`.

    Raises:
        UsageError: There is no `demo.py`, or it has no `players`.
        GameError: The file raised.
    """
    file = game_file(Path(path)).with_name("demo.py")
    if not file.is_file():
        raise UsageError(f"{file} does not exist; a demo is a demo.py in the game's folder.")
    try:
        with launching(Launch()):
            players = runpy.run_path(str(file)).get("players")
    except Exception as error:
        raise load_error(error, file) from error
    if not isinstance(players, dict) or not players:
        raise UsageError(f"{file} has no `players`; expected players = {{name: function}}.")
    return cast(dict[str, Player], players)
