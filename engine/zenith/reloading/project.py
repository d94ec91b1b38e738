"""The project file: what can change while the game runs changes; of the rest is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Final

from zenith.app import App
from zenith.app.code import GameCode, import_module
from zenith.app.opening import ProjectScenes
from zenith.app.scenes import with_scripts
from zenith.errors import ProjectError, ZenithError
from zenith.project import Project, load_project
from zenith.reloading.outcome import Outcome

_TEXT: Final = ("folder", "text", "description", "start")
"""What concerns no game that runs already."""


def take_project(app: App, files: list[Path]) -> Outcome:
    """Make a game follow its project file.

    The file is checked as a whole, its functions included, before anything changes.
    """
    outcome = Outcome()
    old = app.project
    for file in files:
        if old is None or file.resolve() != old.file.resolve():
            continue
        try:
            new = load_project(file)
            code = _code(app, old, new)
        except ZenithError as error:
            outcome.troubles[file] = str(error)
            continue
        app.code.modules.update(code.modules)
        outcome.notes += follow(app, old, new)
        outcome.taken.append(file)
        outcome.renewed = True
    return outcome


def _code(app: App, old: Project, new: Project) -> GameCode:
    """Return the game's code with the modules that the file names in addition.

    Raises:
        ProjectError: A module or function is not there.
        GameError: A module raised.
    """
    added = [k for k, name in enumerate(new.modules) if name not in old.modules]
    modules = {new.modules[k]: import_module(new, k) for k in added}
    code = GameCode({**app.code.modules, **modules})
    problems = list(code.problems(new))
    if problems:
        raise ProjectError(*problems)
    return code


def follow(app: App, old: Project, new: Project) -> list[str]:
    """Make an App what a changed project describes; return what waits for the next start."""
    app.project = new
    if isinstance(app.scene_types, ProjectScenes):
        app.scene_types.follow(new)
    later: list[str] = []

    def change() -> None:
        for field in fields(Project):
            if field.name in _TEXT or getattr(old, field.name) == getattr(new, field.name):
                continue
            live = _LIVE.get(field.name)
            later.extend([field.name] if live is None else live(app, old, new))

    app.preferences.adopt(change)
    names = ", ".join(name.replace("_", " ") for name in later)
    return [f"Restart the game to see what changed of: {names}."] if later else []


def _name(app: App, old: Project, new: Project) -> list[str]:
    app.title = new.name
    return []


def _systems(app: App, old: Project, new: Project) -> list[str]:
    """Give the scenes on the stack the systems that they would begin with now."""
    for scene in app.scenes.all:
        wanted = new.systems_of(scene.name)
        if scene.name in app.scene_types and wanted != old.systems_of(scene.name):
            scene.systems[:] = with_scripts([app.code.find(name) for name in wanted])
    return []


def _scenes(app: App, old: Project, new: Project) -> list[str]:
    for scene in app.scenes.all:
        before, now = old.scenes.get(scene.name), new.scenes.get(scene.name)
        if now is not None and now != before:
            scene.draw = app.code.find(now.draw) if now.draw else None
            scene.overlay = now.overlay
    return _systems(app, old, new)


def _size(app: App, old: Project, new: Project) -> list[str]:
    app.size = app.window.size = new.size
    return []


def _picture(app: App, old: Project, new: Project) -> list[str]:
    app.picture = replace(
        app.picture, scaling=new.scaling, background=new.background, bars=new.bars
    )
    return []


def _window(app: App, old: Project, new: Project) -> list[str]:
    for field in fields(new.window):
        value = getattr(new.window, field.name)
        if value != getattr(old.window, field.name):
            setattr(app.window, field.name, value)
    return []


def _actions(app: App, old: Project, new: Project) -> list[str]:
    for name, action in new.actions.items():
        if action != old.actions.get(name):
            app.input.rebind(name, action)
    return [f'the action "{name}"' for name in old.actions if name not in new.actions]


def _buses(app: App, old: Project, new: Project) -> list[str]:
    for bus, volume in new.buses.items():
        if bus in app.sounds.groups and volume != old.buses.get(bus):
            app.sounds.set_volume(bus, volume)
    moved = old.buses.keys() ^ new.buses.keys()
    return [f'the bus "{bus}"' for bus in sorted(moved)]


def _modules(app: App, old: Project, new: Project) -> list[str]:
    return [f'the module "{name}"' for name in old.modules if name not in new.modules]


_LIVE: Final[Mapping[str, Callable[[App, Project, Project], list[str]]]] = {
    "name": _name,
    "modules": _modules,
    "systems": _systems,
    "scenes": _scenes,
    "size": _size,
    "scaling": _picture,
    "background": _picture,
    "bars": _picture,
    "window": _window,
    "actions": _actions,
    "buses": _buses,
}
"""What changes a running game at once; each returns what of it waits for the next start."""
