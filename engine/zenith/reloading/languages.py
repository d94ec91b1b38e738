"""Language files that changed: the game speaks by them from the next tick on."""

from __future__ import annotations

from pathlib import Path

from zenith.app import App
from zenith.errors import ZenithError
from zenith.languages import FOLDER, load_languages
from zenith.reloading.outcome import Outcome


def take_languages(app: App, files: list[Path]) -> Outcome:
    """Make a game speak by language files that changed; they are read as a whole, or not taken."""
    outcome = Outcome()
    speech, project = app.preferences.speech, app.project
    if speech.languages is None or project is None:
        return outcome
    known = {(project.folder / FOLDER / f"{c}.toml").resolve() for c in speech.languages.codes}
    changed = [file for file in files if file.resolve() in known]
    if not changed:
        return outcome
    try:
        new = load_languages(project)
        if new is not None:
            speech.languages.take(new)
        for scene in app.scenes.all:
            speech.follow(scene.world)
    except ZenithError as error:
        outcome.troubles = dict.fromkeys(changed, str(error))
        return outcome
    outcome.taken, outcome.renewed = changed, True
    return outcome
