"""A project becomes an App: its modules are imported, its scenes are made by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path

from zenith.app.app import App
from zenith.app.code import GameCode, import_modules
from zenith.app.launch import Launch, launching
from zenith.app.scenes import Scene
from zenith.errors import ProjectError, SceneError
from zenith.languages import load_languages
from zenith.prefab import find, known
from zenith.project import Project, load_project
from zenith.scenefile import Misfit, Problem, SceneDocument, load_document, near


class ProjectScenes(Mapping[str, Callable[[], Scene]]):
    """The scenes of a project by name: those with a file, and those the project file describes."""

    def __init__(self, project: Project, code: GameCode) -> None:
        self._project = project
        self._code = code

    def __getitem__(self, name: str) -> Callable[[], Scene]:
        """Return what makes a scene of that name.

        Raises:
            KeyError: There is no such scene.
        """
        if name not in self._names():
            raise KeyError(name)
        return partial(self.make, name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names())

    def __len__(self) -> int:
        return len(self._names())

    def follow(self, project: Project) -> None:
        """Make scenes as a changed project file describes them, from here on."""
        self._project = project

    def _names(self) -> list[str]:
        files = known(self._project.folder, "scenes", ".scene")
        return sorted({*files, *self._project.scenes})

    def make(self, name: str) -> Scene:
        """Return a scene made anew from its file and from what the project says of it.

        Raises:
            SceneError: The file cannot be read.
        """
        project, code = self._project, self._code
        entry = project.scenes.get(name)
        scene = Scene([code.find(system) for system in project.systems_of(name)], name=name)
        scene.document = self.document(name)
        if entry is not None:
            scene.start = code.find(entry.start) if entry.start else None
            scene.draw = code.find(entry.draw) if entry.draw else None
            scene.overlay = entry.overlay
        return scene

    def document(self, name: str) -> SceneDocument | None:
        """Return what a scene's file says, or None where it has none.

        Raises:
            SceneError: The file cannot be read.
        """
        if name not in known(self._project.folder, "scenes", ".scene"):
            return None
        migrations = [self._code.find(m) for m in self._project.scene_migrations]
        return load_document(self._file(name), migrations=migrations)

    def _file(self, name: str) -> Path:
        try:
            return find(self._project.folder, name, "scenes", ".scene")
        except Misfit as misfit:
            at = self._project.folder / "scenes" / f"{name}.scene"
            problem = Problem(str(at), "", misfit.found, misfit.expected, misfit.hint)
            raise SceneError(problem) from None


def open_project(path: Path | str, *, seed: int | None = None, watched: bool = False) -> App:
    """Import a project's modules and return its App, unopened; `run()` plays it.

    Args:
        path: The project's folder, or its zenith.toml.
        seed: What every random number follows from; the project's own when None.
        watched: Whether a `Reloader` is to bring changed scenes and prefabs into its worlds.

    Raises:
        ProjectError: The project file says what cannot be; `args` has every mistake.
        SceneError: The first scene cannot be read.
        GameError: A module of the game raised.
    """
    project = load_project(path)
    code = import_modules(project)
    problems = list(code.problems(project))
    if problems:
        raise ProjectError(*problems)
    scenes = ProjectScenes(project, code)
    asked = watched or seed is not None
    with launching(Launch(seed, watched)) if asked else nullcontext():
        return make_app(project, code, scenes, first_scene(project, scenes))


def make_app(project: Project, code: GameCode, scenes: ProjectScenes, first: Scene) -> App:
    """Return the App of a project whose modules were imported, with its first scene."""
    app = App(
        project.name,
        scene=first,
        scene_types=scenes,
        scene_migrations=[code.find(name) for name in project.scene_migrations],
        size=project.size,
        virtual_size=project.virtual_size,
        scaling=project.scaling,
        tick_rate=project.tick_rate,
        seed=project.seed,
        layers=project.draw_layers,
        collision_layers=project.collision_layers,
        buses=project.buses,
        languages=load_languages(project),
        actions=project.actions,
        assets=project.folder.resolve(),
        background=project.background,
        bars=project.bars,
        history=project.history,
        save_version=project.save_version,
        migrations={k: code.find(name) for k, name in project.save_migrations.items()},
        settings=dict(project.settings),
        window=replace(project.window),
    )
    app.project, app.code, app.names = project, code, {}
    return app


def first_scene(project: Project, scenes: ProjectScenes) -> Scene:
    """Return the scene that a project begins with.

    Raises:
        ProjectError: There is none of that name.
    """
    if project.start not in scenes:
        expected = f"a scene of the project, as scenes/{project.start}.scene"
        try:
            find(project.folder, project.start, "scenes", ".scene")
            hint = ""
        except Misfit as misfit:
            hint = misfit.hint
        hint = near(project.start, scenes) or hint or "make the file, or name another scene"
        raise project.error(("start",), f'no scene "{project.start}"', expected, hint)
    return scenes.make(project.start)
