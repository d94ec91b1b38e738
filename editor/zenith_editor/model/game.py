"""What a project is made of, as far as it can be loaded: a broken module leaves the rest usable."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import zenith as zn
from zenith_editor.model.storage import Upgrade


class Game:
    """The project in a folder, or a folder without one.

    Attributes:
        folder: The folder.
        project: What its zenith.toml says; None where there is none, or it cannot be used.
        code: The game's modules, those that could be imported.
        types: The components known.
        layers: The draw layers.
        assets: Where pictures, sounds and fonts are found.
        migrations: What brings old scene files up to date.
        errors: What is wrong, each told as the game itself would tell it.
    """

    def __init__(self, folder: Path) -> None:
        """Read a project and import its modules. Nothing is started."""
        self.folder = folder
        self.project: zn.Project | None = None
        self.code = zn.GameCode()
        self.types = zn.all_types()
        self.layers = zn.Layers()
        self.assets = zn.Assets.for_game(folder)
        self.migrations: list[Upgrade] = []
        self.errors: list[zn.ZenithError] = []
        if (folder / "zenith.toml").is_file():
            self._load()

    def _load(self) -> None:
        try:
            self.project = zn.load_project(self.folder)
        except zn.ProjectError as error:
            self.errors.append(error)
            return
        self.code, wrong = zn.import_game(self.project)
        self.errors += wrong
        self.types = zn.game_types(self.code)
        self.layers = zn.Layers(self.project.draw_layers)
        for name in self.project.scene_migrations:
            try:
                self.migrations.append(self.code.find(name))
            except zn.ProjectError as error:
                self.errors.append(error)

    def reload(self, files: Iterable[Path], app: zn.App | None = None) -> zn.Reloaded:
        """Take changed Python files in; modules that could not be imported are tried again.

        Code that does not run changes nothing, and what is returned tells why.

        Args:
            files: The files that changed.
            app: The game that plays, whose worlds follow; None where none does.
        """
        done = (self._nobody() if app is None else app).reload(files)
        if done.ok and self.project is not None:
            self.code, self.errors = zn.import_game(self.project)
            self.types = zn.game_types(self.code)
        return done

    def _nobody(self) -> zn.App:
        """Return an App that only stands for the game's code."""
        app = zn.App(self.name, assets=self.folder, history=None)
        app.code, app.names = self.code, {}
        return app

    @property
    def name(self) -> str:
        """What it is called."""
        return self.folder.name if self.project is None else self.project.name

    def name_of(self, path: Path | None, kind: str) -> str:
        """Return the name by which the game knows a scene or prefab; "" where it does not.

        Args:
            path: Its file, or None.
            kind: "scene" or "prefab".
        """
        for root in (self.folder / f"{kind}s", self.folder):
            if path is not None and path.resolve().is_relative_to(root.resolve()):
                return path.resolve().relative_to(root.resolve()).with_suffix("").as_posix()
        return ""


def find_project(path: Path) -> Path:
    """Return the folder of the project that a file or folder belongs to; its own where none is."""
    start = path if path.is_dir() else path.parent
    for folder in (start, *start.resolve().parents):
        if (folder / "zenith.toml").is_file():
            return folder
    return start.parent if start.name in ("scenes", "prefabs") else start
