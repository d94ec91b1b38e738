"""Prefab files: their instances follow, those in scenes and those spawned while the game ran."""

from __future__ import annotations

from pathlib import Path

from zenith.app import App
from zenith.prefab import Prefabs
from zenith.reloading.merges import merges_of, take_each
from zenith.reloading.outcome import Outcome
from zenith.scene import Merge
from zenith.scenefile import load_document


def take_prefabs(app: App, files: list[Path]) -> Outcome:
    """Make a game follow prefab files, and spawn what they say now from here on."""
    before: dict[Path, Prefabs] = {}

    def look(app: App, file: Path) -> list[Merge]:
        before[file] = app.prefabs.copy()
        document = load_document(file, kind="prefab", migrations=app.prefabs.migrations)
        names = app.prefabs.names_of(file)
        for name in names:
            app.prefabs.put(name, document)
        for name in names:
            app.prefabs.size(name)
        return merges_of(app, document, before[file], frozenset(names))

    def undo(app: App, file: Path) -> None:
        for name in before[file].names_of(file):
            app.prefabs.put(name, before[file].get(name))

    return take_each(app, files, look, undo)
