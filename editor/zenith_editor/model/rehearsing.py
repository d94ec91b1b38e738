"""From what is open in the editor to an App that plays it: copies, made as files are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import zenith as zn
from zenith_editor.model.carrier import read_again
from zenith_editor.model.document import Document
from zenith_editor.model.errors import EditorError
from zenith_editor.model.game import Game
from zenith_editor.model.tabs import Tab

SHOWN: Final = "shown"
"""The id of the one instance in the scene in which a prefab is played alone."""


def rehearsal(game: Game, tabs: Sequence[Tab], first: Tab | None = None) -> zn.App:
    """Return an App that plays the scene of a tab, or the game from its start.

    Every open document is played as it is now, saved or not; what is not open, from
    its file.

    Args:
        game: The project.
        tabs: What is open.
        first: The tab whose scene begins; that of the project's start when None.

    Raises:
        ZenithError: The game cannot begin.
    """
    scenes = {scene_name(game, one): copy_of(one.document) for one in tabs if not _is_prefab(one)}
    prefabs = {prefab_name(game, one): copy_of(one.document) for one in tabs if _is_prefab(one)}
    start = "" if first is None else scene_name(game, first)
    if first is not None and _is_prefab(first):
        alone = zn.EntityData(prefab=prefab_name(game, first))
        scenes[start] = zn.SceneDocument({SHOWN: alone})
    if first is None and game.project is None:
        raise EditorError("There is no zenith.toml here that says where to begin; play a scene.")
    project = game.project or zn.Project(name=game.name, start=start, folder=game.folder)
    return zn.rehearse(project, game.code, scene=start, documents=scenes, prefabs=prefabs)


def copy_of(document: Document) -> zn.SceneDocument:
    """Return a copy of a document that shares nothing: what its file would give back."""
    scene = document.scene
    return read_again(document.text, scene.kind, scene.path)


def scene_name(game: Game, tab: Tab) -> str:
    """Return the name by which the game knows the scene of a tab."""
    document = tab.document
    return game.name_of(document.path, "scene") or document.title.replace(" ", "_")


def prefab_name(game: Game, tab: Tab) -> str:
    """Return the name by which instances know the prefab of a tab."""
    document = tab.document
    return game.name_of(document.path, "prefab") or document.title.replace(" ", "_")


def _is_prefab(tab: Tab) -> bool:
    return tab.document.scene.kind == "prefab"
