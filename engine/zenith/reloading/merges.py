"""A change of scene or prefab files in every World of a game: all of it or nothing."""

from __future__ import annotations

import copy
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

from zenith.app import App
from zenith.app.report import game_error
from zenith.app.state import put_back, take_stack
from zenith.errors import ZenithError
from zenith.prefab import Prefabs
from zenith.reloading.outcome import Outcome
from zenith.scene import Merge, Origins, file_key
from zenith.scenefile import SceneDocument
from zenith.world import World

Undo = Callable[[App, Path], None]


def merges_of(
    app: App, document: SceneDocument, before: Prefabs, names: frozenset[str] = frozenset()
) -> list[Merge]:
    """Return what a changed file changes in each World of a game; nothing is changed yet.

    Args:
        app: The App.
        document: What the file says now.
        before: The prefabs as they were.
        names: The names that the file has as a prefab.

    Raises:
        SceneError: It does not fit.
        PrefabError: A prefab is missing, cannot be read, or holds itself.
    """
    found: list[Merge] = []
    for scene in app.scenes.all:
        _recall(scene.world, document, before)
        for key, now in _touched(app, scene.world, document, names):
            merge = Merge(scene.world, key, now, before, app.prefabs)
            found += [] if merge.changes_nothing else [merge]
    return found


def _recall(world: World, document: SceneDocument, before: Prefabs) -> None:
    """Tell a World that came from a save what a prefab said: what is loaded of it said the same."""
    if document.path is None or not world.has_resource(Origins):
        return
    origins, key = world.resource(Origins), file_key(world, document.path)
    names = before.names_of(document.path)
    if key in origins and key not in origins.documents and names:
        origins.documents[key] = before.get(names[0])


def _touched(
    app: App, world: World, document: SceneDocument, names: frozenset[str]
) -> Iterator[tuple[str, SceneDocument]]:
    """Yield the files of which a World has instances that the change concerns."""
    if document.path is None or not world.has_resource(Origins):
        return
    origins, own = world.resource(Origins), file_key(world, document.path)
    for key in origins:
        now = origins.documents.get(key)
        if key == own:
            yield key, document
        elif now is not None and names and app.prefabs.uses(now, names):
            yield key, now


def learnt_in(app: App) -> list[Merge]:
    """Return what files say of components that are known only now, as after a change of code.

    Raises:
        SceneError: It does not fit.
        PrefabError: A prefab is missing, cannot be read, or holds itself.
    """
    found: list[Merge] = []
    for scene in app.scenes.all:
        if not scene.world.has_resource(Origins):
            continue
        origins = scene.world.resource(Origins)
        for key, document in origins.documents.items():
            if not origins.unknown.get(key):
                continue
            merge = Merge(scene.world, key, document, app.prefabs, app.prefabs)
            found += [] if merge.changes_nothing else [merge]
    return found


def take_each(
    app: App, files: list[Path], look: Callable[[App, Path], list[Merge]], undo: Undo
) -> Outcome:
    """Bring files into the Worlds of a game, each as a whole or not at all.

    Args:
        app: The App.
        files: The files.
        look: Returns what a file changes, before anything is changed.
        undo: Called with a file that was not taken after all.
    """
    outcome = Outcome()
    for file in files:
        if not file.is_file():
            outcome.notes.append(f"{file.name} is gone; what the game has of it stays.")
            continue
        try:
            merges = look(app, file)
            bring_in(app, merges)
        except ZenithError as error:
            undo(app, file)
            outcome.troubles[file] = str(error)
            continue
        outcome.taken.append(file)
        outcome.renewed |= bool(merges)
    return outcome


def bring_in(app: App, merges: list[Merge]) -> None:
    """Carry changes out: all of them, or none.

    Raises:
        GameError: A script that was despawned raised.
    """
    if not merges:
        return
    before = take_stack(app)
    worlds = [s.world for s in app.scenes.all if s.world.has_resource(Origins)]
    said = [(origins := world.resource(Origins), copy.copy(origins)) for world in worlds]
    try:
        for merge in merges:
            merge.apply()
    except Exception as error:
        # A script that is despawned is game code, and may raise.
        put_back(app, before)
        for origins, then in said:
            origins.documents, origins.unknown = then.documents, then.unknown
        raise game_error(error, app.world.tick, "bringing in a changed file") from error
    for note in dict.fromkeys(note for merge in merges for note in merge.notes):
        logging.getLogger("zenith").warning("%s", note)
