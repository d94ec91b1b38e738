"""The game's code, loaded again while it runs."""

from __future__ import annotations

import enum
import linecache
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zenith.app.reload_enums import patch_enum
from zenith.app.reload_journal import Journal
from zenith.app.reload_links import Links
from zenith.app.reload_modules import GameModule, game_modules, line_of, to_reload
from zenith.app.reload_nested import patch_nested
from zenith.app.reload_notes import gone_systems, gone_types, twice
from zenith.app.reload_pairs import Pairs, Place
from zenith.app.reload_patch import patch_class, patch_function
from zenith.app.reload_run import Run
from zenith.app.reload_worlds import Layouts
from zenith.app.report import load_error
from zenith.app.watchdog import Stuck
from zenith.errors import UsageError
from zenith.failure import CodeLine, Failure
from zenith.world import FieldMisfit

if TYPE_CHECKING:
    from zenith.app.app import App


@dataclass(frozen=True, slots=True)
class Reloaded:
    """What became of a request to load code again.

    Attributes:
        modules: The modules whose code is new: those of the files, and those that import them.
        failure: Why nothing was taken in, with file and line; None where all went well.
        notes: What else there is to know, a sentence each.
    """

    modules: tuple[str, ...] = ()
    failure: Failure | None = None
    notes: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the code in the files is the code in force."""
        return self.failure is None

    def __str__(self) -> str:
        told = [f"reloaded {', '.join(self.modules)}"] if self.modules else []
        told += [str(self.failure)] if self.failure is not None else []
        return "\n".join([*told, *self.notes])


class Reload:
    """Takes changed code in between two ticks; called as `app.reload(files)`.

    Every entity, component, script and handle stays. Functions and classes are
    made over in place, so that whoever holds one holds the new code. Code that
    does not run changes nothing: a game in a window pauses and says why, until
    the file is mended; elsewhere what is returned tells.

    Attributes:
        gone: Functions and classes that the code lost while it ran, by module and name.
    """

    def __init__(self, app: App) -> None:
        self._app = app
        self.gone: dict[Place, Any] = {}
        self._refused: set[Path] = set()

    def __call__(self, files: Iterable[Path | str]) -> Reloaded:
        """Load the modules of some files again, and those that import from them.

        Args:
            files: Files that changed; those of no loaded module are left alone. What was
                refused before is tried again with them.

        Raises:
            UsageError: A tick is running.
        """
        app = self._app
        if app.outside.open:
            raise UsageError("reload() cannot be called inside a tick; ask for it between frames.")
        known = game_modules(app)
        asked = {Path(file).resolve() for file in files}
        paths = asked | self._refused if asked.intersection(m.file for m in known) else asked
        there = [path for path in paths if path.is_file()]
        lost = sorted(m.shown for m in known if m.file in paths and m.file not in there)
        notes = [f"{file} is gone; its code stays in force until it is back." for file in lost]
        modules = to_reload(known, there)
        if not modules:
            return Reloaded(notes=tuple(notes))
        refused = [word for driver in app.drivers if (word := driver.before_reload(app))]
        if refused:
            return Reloaded(notes=(*notes, *refused))
        done = self._load(modules, notes)
        self._refused = set() if done.ok else set(there)
        app.guard.heed_reload(done.failure)
        return done

    def _load(self, modules: list[GameModule], notes: list[str]) -> Reloaded:
        """Run the code, then take it over; or leave everything as it was."""
        run, journal = Run(self._app, modules), Journal()
        try:
            run.execute()
            found = self._take_over(run, journal)
        except KeyboardInterrupt:
            _undo(run, journal)
            raise
        except BaseException as error:
            failure = self._told(error, run)
            _undo(run, journal)
            return Reloaded(failure=failure, notes=tuple(notes))
        run.forget_bytecode()
        self._app.history.forget()
        for driver in self._app.drivers:
            driver.after_reload(self._app)
        return Reloaded(tuple(m.name for m in modules), None, (*notes, *found))

    def _take_over(self, run: Run, journal: Journal) -> list[str]:
        """Make everything in use over, and return what is to be told.

        Raises:
            ZenithError: It cannot be done; what the journal holds is to be undone.
        """
        app = self._app
        worlds = [scene.world for scene in app.scenes.all]
        spaces = {module.name: module.names for module in run.modules}
        before = dict(self.gone)
        for module, names in zip(run.modules, run.before, strict=True):
            before |= {(module.name, name): value for name, value in names.items()}
        pairs = Pairs(spaces)
        pairs.match(before)
        twice(pairs, spaces, worlds)
        layouts = Layouts(pairs.all, worlds)
        links = _patch(journal, pairs)
        for names in spaces.values():
            links.namespace(names)
        patch_nested(journal, _nameless(app, pairs), run.codes)
        layouts.patch(journal, links)
        layouts.commit()
        _follow(app, spaces, before)
        fresh = {place: v for place, v in pairs.gone.items() if place not in self.gone}
        self.gone = pairs.gone | {p: v for p, v in self.gone.items() if p[0] not in spaces}
        return [*gone_systems(app, fresh, spaces), *gone_types(fresh, worlds)]

    def _told(self, error: BaseException, run: Run) -> Failure:
        """Return what went wrong, with file and line."""
        module = run.current
        if isinstance(error, Stuck):
            return self._app.guard.told_stuck().failure
        failure = load_error(error, Path(module.shown)).failure
        return _misfit_told(error, run.modules) if isinstance(error, FieldMisfit) else failure


def _misfit_told(error: FieldMisfit, modules: list[GameModule]) -> Failure:
    """Return what does not fit, at the line that declares the field."""
    places = [(m, line_of(m, error.component, error.field)) for m in modules]
    module, line = next(((m, n) for m, n in places if n), places[0])
    source = linecache.getline(module.shown, line).strip()
    lines = (CodeLine(module.shown, line, source=source),)
    return Failure(str(error), f"loading {module.shown}", lines=lines)


def _undo(run: Run, journal: Journal) -> None:
    journal.undo()
    run.put_back()


def _patch(journal: Journal, pairs: Pairs) -> Links:
    """Make every function and class over after its new namesake."""
    lives = dict(pairs.old)

    def known(value: Any) -> Any:
        return lives.get(id(value), value)

    for old, new in pairs.all:
        if isinstance(new, enum.EnumMeta):
            lives.update(patch_enum(journal, old, new))
        elif isinstance(new, type):
            patch_class(journal, old, new, known)
        else:
            patch_function(journal, old, new)
    return Links(journal, lives, pairs.is_own)


def _nameless(app: App, pairs: Pairs) -> list[Any]:
    """Return what scenes hold that stands under no name of a module."""
    held = [h for scene in app.scenes.all for h in (*scene.systems, scene.draw, scene.start)]
    named = {id(old) for old, _ in pairs.all}
    return [each for each in (*held, *app.scene_types.values()) if id(each) not in named]


def _follow(app: App, spaces: dict[str, dict[str, Any]], before: dict[Place, Any]) -> None:
    """Let scenes hold the new value of what is no function or class, as a partial."""
    new = {
        id(old): spaces[module][name]
        for (module, name), old in before.items()
        if callable(old) and module in spaces and callable(spaces[module].get(name))
    }
    for scene in app.scenes.all:
        scene.systems[:] = [new.get(id(system), system) for system in scene.systems]
        scene.draw = new.get(id(scene.draw), scene.draw)
