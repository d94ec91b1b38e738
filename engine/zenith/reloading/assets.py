"""Pictures, sounds, fonts and sheets: shown and heard anew from the next frame on."""

from __future__ import annotations

from pathlib import Path

from zenith.app import App, forget_files
from zenith.reloading.outcome import Outcome


def take_assets(app: App, files: list[Path]) -> Outcome:
    """Make a game follow its assets; one that cannot be read leaves the old one in use."""
    troubles = {_meant(text, files): text for text in forget_files(app, files)}
    return Outcome([file for file in files if file not in troubles], troubles)


def _meant(text: str, files: list[Path]) -> Path:
    """Return the file that a message is about."""
    named = (file for file in files if str(file) in text or str(file.resolve()) in text)
    return next(named, files[0])
