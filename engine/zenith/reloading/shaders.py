"""Shader files: compiled anew; one that does not compile leaves the last good one in force."""

from __future__ import annotations

from pathlib import Path

from zenith.app import App
from zenith.reloading.outcome import Outcome


def take_shaders(app: App, files: list[Path]) -> Outcome:
    """Make a game follow shader files, from the next frame on."""
    painter = app.devices.painter
    problems = [] if painter is None else painter.forget_shaders(files)
    troubles = {_meant(problem.file, files): str(problem) for problem in reversed(problems)}
    return Outcome([file for file in files if file not in troubles], troubles)


def _meant(name: str, files: list[Path]) -> Path:
    """Return the file that a message calls by a name."""
    return next((file for file in files if file.name == Path(name).name), files[0])
