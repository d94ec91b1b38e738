"""The game's own Python: the modules that a project names, and the functions in them."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from zenith.app.launch import Captured, Launch, launching, make_importable
from zenith.app.report import load_error
from zenith.errors import ProjectError, ZenithError
from zenith.filenames import is_spelt, stays_inside
from zenith.project import Project
from zenith.scenefile import Problem, near


class GameCode:
    """The modules of a project, imported once, and its functions by name.

    Attributes:
        modules: The modules that the project names.
    """

    def __init__(self, modules: Mapping[str, ModuleType] | None = None) -> None:
        self.modules: dict[str, ModuleType] = dict(modules or {})

    def find(self, name: str) -> Callable[..., Any]:
        """Return the function called "module.function".

        Raises:
            ProjectError: There is none; the message has the nearest name.
        """
        found = self._found(name)
        if found is None:
            raise ProjectError(Problem("the project", "", *self._missing(name)))
        return found

    def spaces(self) -> list[dict[str, Any]]:
        """Return what each module names."""
        return [vars(module) for module in self.modules.values()]

    def problems(self, project: Project) -> Iterator[Problem]:
        """Yield what is wrong with each function that a project names."""
        for at, name in project.references():
            if name.rpartition(".")[0] in self.modules and self._found(name) is None:
                yield project.problem(at, *self._missing(name))

    def _found(self, name: str) -> Callable[..., Any] | None:
        module, _, function = name.rpartition(".")
        there = vars(self.modules[module]) if module in self.modules else {}
        found = there.get(function)
        return found if callable(found) else None

    def _missing(self, name: str) -> tuple[str, str, str]:
        module, _, function = name.rpartition(".")
        there = vars(self.modules[module]) if module in self.modules else {}
        if function in there:
            return f'"{name}", which is no function', "a function of the module", "name another"
        names = [k for k, v in there.items() if callable(v) and not k.startswith("_")]
        hint = near(function, names) or f"write it: def {function}(...) in {module}"
        return f'no function "{name}"', "a function of the module", hint


def import_modules(project: Project) -> GameCode:
    """Import the modules of a project, in their order; its folder becomes the game's.

    Raises:
        ProjectError: A module is not there, or is not the project's.
        GameError: A module raised; the message says what and where.
    """
    code, errors = import_what_can_be(project)
    if errors:
        raise errors[0]
    return code


def import_what_can_be(project: Project) -> tuple[GameCode, list[ZenithError]]:
    """Import a project's modules and return them, with the errors of those that cannot be."""
    make_importable(project.folder.resolve())
    missing = [p for k in range(len(project.modules)) for p in _missing_module(project, k)]
    errors: list[ZenithError] = [ProjectError(*missing)] if missing else []
    modules: dict[str, ModuleType] = {}
    for k, name in enumerate(project.modules):
        if module_file(project.folder, name) is not None:
            try:
                modules[name] = import_module(project, k)
            except ZenithError as error:
                errors.append(error)
    return GameCode(modules), errors


def module_file(folder: Path, name: str) -> Path | None:
    """Return the file of a module inside a folder, spelt exactly so; None if there is none."""
    at = folder.joinpath(*name.split("."))
    # Python imports the packages around a module too.
    around = [at.parents[k] / "__init__.py" for k in range(name.count("."))]
    if not all(stays_inside(file, folder) for file in around if file.exists()):
        return None
    for file in (at / "__init__.py", at.with_suffix(".py")):  # in the order in which Python looks
        if file.is_file() and not stays_inside(file, folder):
            return None
        if file.is_file() and is_spelt(file, folder):
            return file
    return None


def _missing_module(project: Project, k: int) -> Iterator[Problem]:
    name = project.modules[k]
    if module_file(project.folder, name) is None:
        there = [file.stem for file in sorted(project.folder.glob("*.py"))]
        hint = "a link leads out of the project" if name in there else near(name, there)
        hint = hint or f"make it, or take it out of modules in {project.file.name}"
        yield project.problem(
            ("modules", k), f"no {name.replace('.', '/')}.py", "a module of the project", hint
        )


def import_module(project: Project, k: int) -> ModuleType:
    """Import one of a project's modules, by its place among them.

    Raises:
        ProjectError: It is not there, or is not the project's.
        GameError: It raised; the message says what and where.
    """
    missing = list(_missing_module(project, k))
    if missing:
        raise ProjectError(*missing)
    name = project.modules[k]
    wanted = module_file(project.folder, name) or project.file
    try:
        with launching(Launch()):
            module = importlib.import_module(name)
    except Captured:
        found, expected = f"{wanted.name}, which runs an App", "a module that is only imported"
        raise project.error(("modules", k), found, expected, "the project makes the App") from None
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a module that ends Python is as broken as one that fails
        raise load_error(error, wanted) from error
    file = Path(str(module.__file__ or "")).resolve()
    if file != wanted.resolve():
        found, expected = f'"{name}", which is also a module of Python', "a name of its own"
        raise project.error(("modules", k), found, expected, "rename the file")
    return module
