"""A game played from documents as they are being edited, whatever its files say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from zenith.app.app import App
from zenith.app.code import GameCode
from zenith.app.opening import ProjectScenes, first_scene, make_app
from zenith.app.scenes import Scene
from zenith.project import Project
from zenith.scenefile import SceneDocument


class RehearsedScenes(ProjectScenes):
    """The scenes of a project, some of which come of documents instead of their files."""

    def __init__(
        self, project: Project, code: GameCode, documents: Mapping[str, SceneDocument]
    ) -> None:
        super().__init__(project, code)
        self._documents = documents

    def _names(self) -> list[str]:
        return sorted({*super()._names(), *self._documents})

    def document(self, name: str) -> SceneDocument | None:
        """Return a copy of the document that stands for a scene, or what its file says."""
        given = self._documents.get(name)
        return super().document(name) if given is None else given.copy()


def rehearse(
    project: Project,
    code: GameCode,
    *,
    scene: str = "",
    documents: Mapping[str, SceneDocument] | None = None,
    prefabs: Mapping[str, SceneDocument] | None = None,
) -> App:
    """Return the App of a project that plays documents as they are now, unsaved as they may be.

    The documents are copied: nothing that the game does changes them.

    Args:
        project: The project.
        code: Its modules, imported.
        scene: The scene to begin with; the project's own start when empty.
        documents: What stands for scene files, by the scenes' names.
        prefabs: What stands for prefab files, by the prefabs' names.

    Raises:
        ProjectError: There is no such scene, or a function that the project names.
        SceneError: The scene or a prefab cannot be used.
        GameError: The scene's `start` raised, or took too long.
    """
    scenes = RehearsedScenes(project, code, documents or {})
    first = first_scene(replace(project, start=scene or project.start), scenes)
    app = make_app(project, code, scenes, Scene(name="before the first"))
    for name, document in (prefabs or {}).items():
        app.prefabs.put(name, document.copy())
    app.scenes.reset((), 0)
    start, first.start = first.start, None
    app.scenes.push_now(first)
    if start is not None:
        with app.guard.watchdog.watching(), app.guard:
            app.guard.call(f"starting the scene {first.name}", start, app.world)
    return app
