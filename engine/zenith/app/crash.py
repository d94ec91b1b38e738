"""Crash files: a recording of the last seconds before a failure, to be opened at its tick."""

from __future__ import annotations

import importlib.metadata
import platform
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from zenith.errors import UsageError
from zenith.failure import Failure
from zenith.input import TickInput
from zenith.replay import Recorder, Recording, platform_key
from zenith.userdata import user_folder
from zenith.version import VERSION

if TYPE_CHECKING:
    from zenith.app.app import App

KEPT: Final = 10
"""How many crash files of a game are kept; the oldest go."""
_NUMBERED: Final = re.compile(r"crash-(\d+)\.json")
_PACKAGES: Final = ("numpy", "pymunk")


def game_name(app: App) -> str:
    """Return what a game is called: its folder, or its file where that is not `main.py`."""
    if app.project is not None:
        return app.project.folder.resolve().name
    file = Path(str(app.names.get("__file__", "")))
    name = file.resolve().parent.name if file.stem == "main" else file.stem
    return name or app.title


def crash_recording(app: App, failure: Failure) -> Recording:
    """Return a recording that begins as long ago as history reaches and ends with a failure.

    Its last tick is the one that failed. One that failed between ticks, in
    drawing, ends with an empty tick that comes after it.

    Raises:
        UsageError: Nothing of the past is kept.
        BadValue: The state cannot be written.
    """
    past, end = app.history, app.guard.failed_at
    if not past.reaches(end):
        raise UsageError("there is no history to make it of")
    first = past.keyframe(past.first)
    recorder = Recorder(
        game_name(app),
        seed=app.seed,
        tick_rate=app.clock.tick_rate,
        actions=list(app.input.actions),
        engine=VERSION,
        schema=app.schema(),
        first=first.tick,
        # A run from its beginning is made anew by the game itself.
        start=first.state.to_bytes() if first.tick else None,
    )
    for given in past.inputs(first.tick, end):
        recorder.add(given)
    recorder.add(app.guard.given or TickInput())
    return recorder.finish(error=f"{failure}\n{versions()}")


def versions() -> str:
    """Return what decides how a game runs: versions, and the class of machines."""
    packages = [f"{name} {importlib.metadata.version(name)}" for name in _PACKAGES]
    python = f"Python {platform.python_version()}"
    return ", ".join([f"Zenith {VERSION}", python, *packages, platform_key()])


def save_crash(app: App, failure: Failure, file: Path | None = None) -> Path:
    """Write the crash file of an App whose last tick failed, and return where it is.

    Args:
        app: The App, as the failure left it.
        failure: What happened.
        file: Where to; one of the last ten in the player's folder when None.

    Raises:
        UsageError: Nothing of the past is kept.
        OSError: The file cannot be written.
    """
    recording = crash_recording(app, failure)
    target = file or _next_file(recording.game)
    recording.save(target)
    return target


def _next_file(game: str) -> Path:
    """Return the file for the next crash, and let go of the oldest ones."""
    folder = user_folder(re.sub(r"[^\w-]", "_", game)[:100]) / "crashes"
    folder.mkdir(exist_ok=True)
    kept = {int(found[1]): f for f in folder.iterdir() if (found := _NUMBERED.fullmatch(f.name))}
    for number in sorted(kept, reverse=True)[KEPT - 1 :]:
        kept[number].unlink(missing_ok=True)
    return folder / f"crash-{max(kept, default=0) + 1:04}.json"
