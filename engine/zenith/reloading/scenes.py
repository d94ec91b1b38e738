"""Scene files: what a changed one says otherwise is brought into the worlds made from it."""

from __future__ import annotations

from pathlib import Path

from zenith.app import App
from zenith.errors import SceneError
from zenith.reloading.merges import merges_of, take_each
from zenith.reloading.outcome import Outcome
from zenith.scene import Merge, check_document
from zenith.scenefile import load_document


def take_scenes(app: App, files: list[Path]) -> Outcome:
    """Make a game follow scene files.

    One that nothing is made from yet is only checked; it is read when its scene begins.
    """
    return take_each(app, files, _look, lambda _app, _file: None)


def _look(app: App, file: Path) -> list[Merge]:
    document = load_document(file, migrations=app.prefabs.migrations)
    merges = merges_of(app, document, app.prefabs)
    problems = [] if merges else check_document(document, app.world.types, app.prefabs)
    mistakes = [problem for problem in problems if not problem.harmless]
    if mistakes:
        raise SceneError(*mistakes)
    return merges
