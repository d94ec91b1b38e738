"""Who runs an App: the file itself, or a launcher that wants to drive it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

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
        watched: Whether files that change are to be taken over while the App runs.
    """

    seed: int | None = None
    watched: bool = False


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


def launched_watched() -> bool:
    """Tell whether the launch asks for an App that can take over changed files."""
    launch = current_launch()
    return launch is not None and launch.watched


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


class _GameFolder(str):
    """An entry of sys.path that belongs to the game loaded last."""

    __slots__ = ()


def make_importable(folder: Path) -> None:
    """Let a game import its own modules; those of the game before it are forgotten.

    So two games may both have a `levels.py`, and a game may import while it runs.
    """
    for entry in [e for e in sys.path if isinstance(e, _GameFolder)]:
        sys.path.remove(entry)
        for name, module in list(sys.modules.items()):
            # The main file may be what asks for the game.
            if name != "__main__" and (getattr(module, "__file__", None) or "").startswith(
                entry + os.sep
            ):
                del sys.modules[name]
    sys.path.insert(0, _GameFolder(folder))
