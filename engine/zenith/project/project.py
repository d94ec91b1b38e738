"""What a project file says, as plain data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from zenith.actions import Axis, Button
from zenith.errors import ProjectError
from zenith.history import HistorySettings
from zenith.layers import DEFAULT_LAYERS, Layer
from zenith.maths import BLACK, Color
from zenith.project.places import locate
from zenith.scenefile import Problem, pointer
from zenith.screen import WindowSettings

PROJECT_FILE: Final = "zenith.toml"
BACKGROUND: Final = Color(0.09, 0.1, 0.13, 1.0)


@dataclass(frozen=True, slots=True)
class SceneEntry:
    """What a scene has beside its file; functions are named "module.function".

    Attributes:
        systems: Called in order each tick; None for those of the project.
        start: Called once with the world, or "".
        draw: Called with a canvas after the world is drawn, or "".
        overlay: Whether the scene below shows through.
    """

    systems: tuple[str, ...] | None = None
    start: str = ""
    draw: str = ""
    overlay: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A game as its project file describes it. It runs no code and opens no other file.

    Attributes:
        name: The game's name: the window's title, and the folder of its saves.
        start: The scene it begins with.
        folder: The project's folder.
        text: The file's text.
        description: What the game is, in one line.
        modules: The game's own modules, in the order in which they are imported.
        systems: "module.function", called in order each tick in scenes without a list of their own.
        scenes: What scenes have beside their files, by name.
        scene_migrations: Functions that bring old scene files up to date, the oldest first.
        tick_rate: Ticks per second.
        seed: What every random number follows from.
        size: The window's size at the start, in pixels.
        virtual_size: The size the game counts in.
        scaling: How it fills the window.
        background: The colour behind everything.
        bars: The colour beside a letterboxed picture.
        window: How the window opens.
        history: How much of the past is kept, or None.
        actions: The game's actions, beside the engine's own.
        draw_layers: The draw layers, the first drawn first.
        collision_layers: The layers that colliders may name; any name when empty.
        buses: Volumes at the start, by bus; names beside the engine's are the game's own buses.
        languages: Codes of the languages it speaks, its original one first.
        settings: What holds where the player set nothing, by name.
        save_version: The version of what the game saves.
        save_migrations: For each older version the function that makes the next one of its data.
    """

    name: str
    start: str
    folder: Path = field(default_factory=Path)
    text: str = ""
    description: str = ""
    modules: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    scenes: Mapping[str, SceneEntry] = field(default_factory=dict[str, SceneEntry])
    scene_migrations: tuple[str, ...] = ()
    tick_rate: float = 60.0
    seed: int = 0
    size: tuple[int, int] = (1280, 720)
    virtual_size: tuple[int, int] = (1280, 720)
    scaling: str = "fit"
    background: Color = BACKGROUND
    bars: Color = BLACK
    window: WindowSettings = field(default_factory=WindowSettings)
    history: HistorySettings | None = field(default_factory=HistorySettings)
    actions: Mapping[str, Button | Axis] = field(default_factory=dict[str, Button | Axis])
    draw_layers: tuple[Layer, ...] = DEFAULT_LAYERS
    collision_layers: tuple[str, ...] = ()
    buses: Mapping[str, float] = field(default_factory=dict[str, float])
    languages: tuple[str, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict[str, Any])
    save_version: int = 1
    save_migrations: Mapping[int, str] = field(default_factory=dict[int, str])

    @property
    def file(self) -> Path:
        """The project file."""
        return self.folder / PROJECT_FILE

    def systems_of(self, scene: str) -> tuple[str, ...]:
        """Return the systems of a scene: its own, or those of the project."""
        entry = self.scenes.get(scene)
        return self.systems if entry is None or entry.systems is None else entry.systems

    def references(self) -> Iterator[tuple[tuple[object, ...], str]]:
        """Yield every function the file names, with the place where it does."""
        for k, name in enumerate(self.systems):
            yield ("systems", k), name
        for k, name in enumerate(self.scene_migrations):
            yield ("scene_migrations", k), name
        for version, name in self.save_migrations.items():
            yield ("saves", "migrations", str(version)), name
        for scene, entry in self.scenes.items():
            for k, name in enumerate(entry.systems or ()):
                yield ("scenes", scene, "systems", k), name
            for key, name in (("start", entry.start), ("draw", entry.draw)):
                if name:
                    yield ("scenes", scene, key), name

    def problem(
        self,
        at: Sequence[object],
        found: str,
        expected: str,
        hint: str = "",
        *,
        harmless: bool = False,
    ) -> Problem:
        """Return what is wrong at a place of the file, with its line."""
        line, column = locate(self.text, at)
        where = pointer(at)
        return Problem(str(self.file), where, found, expected, hint, line, column, harmless)

    def error(
        self, at: Sequence[object], found: str, expected: str, hint: str = ""
    ) -> ProjectError:
        """Return the error to raise for what is wrong at a place of the file."""
        return ProjectError(self.problem(at, found, expected, hint))
