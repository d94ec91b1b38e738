"""`--watch`: a game follows its files while it is played."""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Protocol

from zenith.app import App, game_file
from zenith.errors import GameError, UsageError
from zenith.reloading import Batch, Reloader, matters


class Watcher(Protocol):
    """What notices changed files."""

    def take(self) -> frozenset[Path]:
        """Return the files that changed since the last call."""
        ...

    def wait(self) -> frozenset[Path]:
        """Return the files that changed, as soon as some did."""
        ...

    def close(self) -> None:
        """Cease to watch."""
        ...


class LiveReload:
    """Lets a game follow its files, and says what came of it in a line for each batch."""

    def __init__(self, watcher: Watcher) -> None:
        self._watcher = watcher
        self._reloader = Reloader()

    def settle(self, app: App) -> None:
        """Take over what changed since the last call; between two ticks."""
        files = self._watcher.take()
        if files:
            self._take(app, files)

    def mend(self, app: App, error: GameError) -> None:
        """Wait until a file changes, and let the tick that failed run again; nobody sees a picture.

        Raises:
            GameError: Nothing is watched any more.
        """
        print(f"{error}\nThe game waits for a file to change.", file=sys.stderr)
        taken = False
        while not taken:
            files = self._watcher.wait()
            if not files:
                raise error
            taken = bool(self._take(app, files).taken)
        app.guard.resume()

    def close(self) -> None:
        """Cease to watch."""
        self._watcher.close()

    def _take(self, app: App, files: Iterable[Path]) -> Batch:
        start = time.perf_counter()
        batch = self._reloader.take(app, files)
        # What it took is no time of the game's.
        app.clock.restart()
        # A paused game has said so itself.
        paused = "" if app.guard.failure is None else str(app.guard.failure)
        for line in told(batch, time.perf_counter() - start, paused):
            print(line, file=sys.stderr)
        return batch


def told(batch: Batch, seconds: float, known: str = "") -> list[str]:
    """Return what to say of a batch, apart from a trouble that is known.

    >>> told(Batch(taken=[Path("hero.py"), Path("assets/crate.png")]), 0.034)
    ['reloaded hero.py, crate.png in 34 ms']
    """
    names = [file.name for file in batch.taken]
    shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
    lines = [f"reloaded {shown} in {seconds * 1e3:.0f} ms"] if names else []
    lines += [f"not taken over:\n{text}" for text in batch.troubles.values() if text != known]
    return lines + batch.notes


def check_watch(options: argparse.Namespace) -> None:
    """Refuse to watch together with what a game that changes would spoil.

    Raises:
        UsageError: It is asked for.
    """
    if options.watch and (options.record is not None or options.replay is not None):
        raise UsageError(
            "A recording tells of one game from start to end, and --watch changes it on the way; "
            "leave out --watch, or --record and --replay."
        )


def watch(path: Path) -> LiveReload:
    """Begin to watch a game's folder.

    Raises:
        UsageError: The package that watches is not installed.
    """
    folder = game_file(path).resolve().parent
    try:
        # It loads slowly and brings an event loop along: only who watches needs it.
        watching = importlib.import_module("zenith.watching")
    except ModuleNotFoundError as error:
        if error.name != "watchfiles":
            raise
        raise UsageError(
            "--watch needs the package watchfiles: pip install zenith-engine[watch]"
        ) from None
    watcher = watching.FileWatcher(folder, partial(matters, folder=folder))
    print(f"watching {folder}", file=sys.stderr)
    return LiveReload(watcher)
