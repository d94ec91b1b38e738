"""Who runs an App: the file itself, or a launcher that wants to drive it."""

from __future__ import annotations

import runpy
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from zenith.errors import UsageError

if TYPE_CHECKING:
    from zenith.app.app import App


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


@contextmanager
def launching(launch: Launch) -> Iterator[None]:
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
    """
    file = game_file(Path(path))
    folder = str(file.resolve().parent)
    known = set(sys.modules)
    sys.path.insert(0, folder)
    try:
        with launching(Launch(seed)):
            runpy.run_path(str(file), run_name="__main__")
    except Captured as captured:
        return captured.app
    finally:
        sys.path.remove(folder)
        _forget_modules(folder, known)
    raise UsageError(f"{file} ran to its end without calling App.run(); nothing to play.")


def _forget_modules(folder: str, known: set[str]) -> None:
    """Drop the game's own modules, so that two games may both have a `levels.py`."""
    for name in set(sys.modules) - known:
        origin = getattr(sys.modules[name], "__file__", None) or ""
        if origin.startswith(folder):
            del sys.modules[name]
