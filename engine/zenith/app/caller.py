"""Who makes an App: the folder and the names of the game's own file."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

from zenith.app.report import is_engine_file


def caller() -> tuple[Path, dict[str, Any]]:
    """Return folder and names of the file that makes the App; the current folder without one."""
    for frame in inspect.stack(context=0):
        file = Path(frame.filename)
        if file.is_file() and not is_engine_file(frame.filename):
            return file.resolve().parent, frame.frame.f_globals
    return Path.cwd(), {}
