"""Who runs an App: the file itself, or a launcher that wants to drive it."""

from __future__ import annotations

import os
import runpy
import sys
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, cast

from zenith.app.report import load_error
from zenith.errors import UsageError
from zenith.input import TickInput
from zenith.world import World

if TYPE_CHECKING:
    from zenith.app.app import App


Player = Callable[[World], Mapping[str, float] | TickInput | None]
"""A scripted player: told the world on top, it returns what it does in the coming tick, as
values of actions; None ends the run."""


@dataclass(frozen=True, slots=True)
class Launch:
    """What a launcher asks of the App that a file makes.

    Attributes:
        seed: The seed to use instead of the App's own, or None.
    """

    seed: int | None = None


_LAUNCH: ContextVar[Launch | None] = ContextVar("zenith_launch", default=None)


class Captured(BaseException):
    """Stops a game file at `app.run()` and carries its App to the launcher."""

    def __init__(self, app: App) -> None:
        super().__init__("the App is being launched by something else")
        self.app = app


def current_launch() -> Launch | None:
    """Return the launch that the calling code is part of, if any."""
    return _LAUNCH.get()


def launched_seed(seed: int) -> int:
    """Return the seed that the launch asks for, or the App's own."""
    launch = current_launch()
    return seed if launch is None or launch.seed is None else launch.seed


@contextmanager
def launching(launch: Launch) -> Generator[None]:
    """Let every App made inside follow a launch: `run()` stops there with `Captured`."""
    token = _LAUNCH.set(launch)
    try:
        yield
    finally:
        _LAUNCH.reset(token)


def capture(app: App) -> NoReturn:
    """Hand an App to the launcher."""
    raise Captured(app)


def game_file(path: Path) -> Path:
    """Return the Python file of a game: the path itself, or the `main.py` in it.

    Raises:
        UsageError: There is none.
    """
    file = path / "main.py" if path.is_dir() else path
    if not file.is_file():
        what = "folder has no main.py" if path.is_dir() else "file does not exist"
        raise UsageError(f"{path}: this {what}; expected a game's folder or Python file.")
    return file


def load_app(path: Path | str, *, seed: int | None = None) -> App:
    """Run a game file up to its `app.run()` and return the App, unopened.

    Args:
        path: A Python file, or a folder with a `main.py`.
        seed: The seed of its random numbers; its own when None.

    Raises:
        UsageError: There is no such file, or it never calls `run()`.
        GameError: The file raised; the message says what and where.
    """
    file = game_file(Path(path))
    _make_importable(file.resolve().parent)
    try:
        with launching(Launch(seed)):
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
        raise UsageError(f"{file} does not exist; a demo is a demo.py beside the game's main.py.")
    try:
        with launching(Launch()):
            players = runpy.run_path(str(file)).get("players")
    except Exception as error:
        raise load_error(error, file) from error
    if not isinstance(players, dict) or not players:
        raise UsageError(f"{file} has no `players`; expected players = {{name: function}}.")
    return cast(dict[str, Player], players)


class _GameFolder(str):
    """An entry of sys.path that belongs to the game loaded last."""

    __slots__ = ()


def _make_importable(folder: Path) -> None:
    """Let a game import its own modules; those of the game before it are forgotten.

    So two games may both have a `levels.py`, and a game may import while it runs.
    """
    for entry in [e for e in sys.path if isinstance(e, _GameFolder)]:
        sys.path.remove(entry)
        for name, module in list(sys.modules.items()):
            if (getattr(module, "__file__", None) or "").startswith(entry + os.sep):
                del sys.modules[name]
    sys.path.insert(0, _GameFolder(folder))
