"""Who makes an App: the folder and the names of the game's own file."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

from zenith.app.report import is_engine_file


def caller() -> tuple[Path, dict[str, Any]]:
    """Return folder and names of the file that makes the App; the current folder without one."""
    frame = inspect.currentframe()
    while frame is not None:
        file = Path(frame.f_code.co_filename)
        if file.is_file() and not is_engine_file(str(file)):
            return file.resolve().parent, frame.f_globals
        frame = frame.f_back
    return Path.cwd(), {}
