"""From a project file to a Project: everything that is wrong with it is told in one go."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, cast

from zenith.errors import ProjectError
from zenith.history import HistorySettings
from zenith.layers import DEFAULT_LAYERS
from zenith.project import form
from zenith.project.places import Places
from zenith.project.project import PROJECT_FILE, Project, SceneEntry
from zenith.project.toml import LARGEST_FILE, parse_toml
from zenith.project.values import Read, file_name, unknown_key
from zenith.scenefile import Misfit, Problem, decode, near, pointer, read_text, shown
from zenith.screen import WindowSettings

_EXPECTED: Final = "a project file as TOML text in UTF-8"
MOST: Final = 50
"""So many mistakes are told one by one; what comes after them is not looked at."""


def project_file(path: Path | str) -> Path | None:
    """Return the project file of a folder, or the file itself; None where there is none."""
    given = Path(path)
    file = given / PROJECT_FILE if given.is_dir() else given
    return file if file.name == PROJECT_FILE and file.exists() else None


def load_project(path: Path | str) -> Project:
    """Read a project file. No code runs, and no other file is opened.

    Args:
        path: The project's folder, or the file itself.

    Raises:
        ProjectError: It cannot be read, or says what cannot be; `args` has every mistake.
    """
    given = Path(path)
    file = given if given.name == PROJECT_FILE else given / PROJECT_FILE
    text = read_text(file, _EXPECTED, LARGEST_FILE)
    if isinstance(text, Problem):
        raise ProjectError(text)
    return _project(text, file)


def parse_project(data: bytes | str, folder: Path) -> Project:
    """Return what the content of a project file says, as `load_project` does."""
    file = folder / PROJECT_FILE
    text = decode(data, str(file), _EXPECTED) if isinstance(data, bytes) else data
    if isinstance(text, Problem):
        raise ProjectError(text)
    return _project(text, file)


def _project(text: str, file: Path) -> Project:
    raw = parse_toml(text, str(file))
    if isinstance(raw, Problem):
        raise ProjectError(raw)
    reading = Reading(text, file)
    reading.check_version(raw)
    project = reading.project(raw)
    if reading.mistakes:
        raise ProjectError(*sorted(reading.mistakes, key=_place)[:MOST])
    return project


def _place(problem: Problem) -> tuple[int, int]:
    return problem.line, problem.column


class Reading:
    """One reading of a project file, with the mistakes found so far.

    Attributes:
        mistakes: What is wrong, in the order in which it was found.
    """

    def __init__(self, text: str, file: Path) -> None:
        self._text = text
        self._file = file
        self._places: Places | None = None
        self.mistakes: list[Problem] = []

    def wrong(self, at: tuple[object, ...], misfit: Misfit) -> None:
        """Note a mistake."""
        whole = (*at, *misfit.at)
        self._places = self._places or Places(self._text)
        line, column = self._places.find(whole)
        hint = misfit.hint or "write what is expected"
        found, expected = misfit.found, misfit.expected
        problem = Problem(str(self._file), pointer(whole), found, expected, hint, line, column)
        self.mistakes.append(problem)

    def check_version(self, raw: dict[str, Any]) -> None:
        """Refuse a file of a later form before anything else in it is judged.

        Raises:
            ProjectError: It is of a later form.
        """
        version: Any = raw.get("zenith")
        if version.__class__ is int and version > form.VERSION:
            hint = "a newer Zenith wrote it; install that one"
            self.wrong(("zenith",), Misfit(shown(version), f"at most {form.VERSION}", hint))
            raise ProjectError(*self.mistakes)

    def project(self, raw: dict[str, Any]) -> Project:
        """Return what the file says; what is wrong with it is noted."""
        nested = {*form.TABLES, "scenes"}
        raw = dict(raw)
        has_history = raw.get("history", True)
        if has_history.__class__ is bool:
            raw.pop("history", None)
        top = self._table({k: v for k, v in raw.items() if k not in nested}, form.TOP, (), nested)
        for name in form.NEEDED:
            if name not in raw:
                hint = {"zenith": f"zenith = {form.VERSION}", "name": 'name = "My game"'}
                wanted = hint.get(name, 'start = "level1" for scenes/level1.scene')
                self.wrong((), Misfit(f'no key "{name}"', "one", f"write {wanted}"))
        inner = {k: self._table(raw.get(k, {}), keys, (k,)) for k, keys in form.TABLES.items()}
        scenes = self._scenes(raw.get("scenes", {}))
        project = _assembled(top, inner, scenes, self._file, self._text, has_history is not False)
        self._check(project)
        return project

    def _table(
        self,
        given: Any,
        keys: Mapping[str, Read],
        at: tuple[object, ...],
        more: set[str] | None = None,
    ) -> dict[str, Any]:
        """Return the values of a table that are right."""
        found: dict[str, Any] = {}
        if not isinstance(given, dict):
            self.wrong(at, Misfit(shown(given), "a table", f"write it below [{at[-1]}]"))
            return found
        for name, value in cast(dict[str, Any], given).items():
            if len(self.mistakes) >= MOST:
                break
            try:
                if name not in keys:
                    what = f"[{at[-1]}]" if at else "a project file"
                    raise unknown_key(name, [*keys, *sorted(more or ())], what)
                found[name] = keys[name](value)
            except Misfit as misfit:
                self.wrong((*at, name), misfit)
        return found

    def _scenes(self, given: Any) -> dict[str, SceneEntry]:
        if not isinstance(given, dict):
            hint = "write it below [scenes.NAME]"
            self.wrong(("scenes",), Misfit(shown(given), "a table of scenes", hint))
            return {}
        scenes: dict[str, SceneEntry] = {}
        for name, entry in cast(dict[str, Any], given).items():
            if len(self.mistakes) >= MOST:
                break
            try:
                file_name(name)
            except Misfit as misfit:
                self.wrong(("scenes", name), misfit)
            scenes[name] = SceneEntry(**self._table(entry, form.SCENE, ("scenes", name)))
        return scenes

    def _check(self, project: Project) -> None:
        """Look at what must agree within the file."""
        modules = project.modules
        for at, name in project.references():
            if len(self.mistakes) >= MOST:
                break
            if name.rpartition(".")[0] not in modules:
                module = name.rpartition(".")[0]
                hint = near(module, modules) or f'write "{module}" into modules'
                self.wrong(at, Misfit(f'"{name}"', "a function of one of the modules", hint))
        names = [layer.name for layer in project.draw_layers]
        for k, name in enumerate(names):
            if name in names[:k]:
                misfit = Misfit(f'"{name}" twice', "each layer once")
                self.wrong(("layers", "draw", k), misfit)
        if "default" not in names:
            hint = "sprites are on it unless they say otherwise"
            self.wrong(("layers", "draw"), Misfit("no layer", 'one called "default"', hint))
        missing = [v for v in range(1, project.save_version) if v not in project.save_migrations]
        if project.save_migrations and missing:
            expected = "a function for each version before the present one"
            self.wrong(("saves", "migrations"), Misfit(f"none for version {missing[0]}", expected))


def _assembled(
    top: dict[str, Any],
    inner: dict[str, dict[str, Any]],
    scenes: dict[str, SceneEntry],
    file: Path,
    text: str,
    has_history: bool,
) -> Project:
    """Return the project of values that were read; what is missing has its default."""
    window, saves = dict(inner["window"]), inner["saves"]
    size = window.pop("size", (1280, 720))
    picture = {k: window.pop(k) for k in ("scaling", "background", "bars") if k in window}
    top = {"name": "", "start": "", **top}
    top.pop("zenith", None)
    return Project(
        **top,
        **picture,
        folder=file.parent,
        text=text,
        scenes=scenes,
        size=size,
        virtual_size=window.pop("virtual_size", size),
        window=WindowSettings(**window),
        history=HistorySettings(**inner["history"]) if has_history else None,
        draw_layers=inner["layers"].get("draw", DEFAULT_LAYERS),
        collision_layers=inner["layers"].get("collision", ()),
        buses=inner["audio"].get("buses", {}),
        save_version=saves.get("version", 1),
        save_migrations=saves.get("migrations", {}),
    )
