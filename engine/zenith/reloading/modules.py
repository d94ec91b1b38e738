"""Python modules: the game's own code, made over in place."""

from __future__ import annotations

from pathlib import Path

from zenith.app import App
from zenith.app.reload_modules import game_modules
from zenith.errors import ZenithError
from zenith.failure import Failure
from zenith.reloading.merges import bring_in, learnt_in
from zenith.reloading.outcome import Outcome


def take_modules(app: App, files: list[Path]) -> Outcome:
    """Make a game follow its code: the modules of these files, and those that import from them.

    Scenes get what their files have of components that were not known before.
    """
    outcome = Outcome()
    done = app.reload(files)
    outcome.notes += done.notes
    if done.failure is not None:
        outcome.troubles[_culprit(done.failure, files)] = str(done.failure)
    if not done.modules:
        return outcome
    known = {module.file for module in game_modules(app)}
    outcome.taken += [file for file in files if file.resolve() in known and file.is_file()]
    outcome.renewed = True
    app.prefabs.derived.clear()
    try:
        bring_in(app, learnt_in(app))
    except ZenithError as error:
        # The code is in force all the same; the scene's file is what has to change.
        outcome.notes.append(str(error))
    return outcome


def _culprit(failure: Failure, files: list[Path]) -> Path:
    """Return the file that a failure names, if it is one of these; else the first of them."""
    named = [Path(line.file).resolve() for line in reversed(failure.lines)]
    return next((file for name in named for file in files if file.resolve() == name), files[0])
