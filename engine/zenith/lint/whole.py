"""One project, looked at whole: every file in it, and what they say of one another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from zenith.app.code import GameCode
from zenith.app.kinds import kinds_in
from zenith.errors import ProjectError
from zenith.lint.calls import check_calls
from zenith.lint.catalog import Catalog
from zenith.lint.code import imported, parse, python_files
from zenith.lint.documents import check_file
from zenith.lint.files import check_files, leads_out
from zenith.lint.words import check_words
from zenith.prefab import Prefabs, known
from zenith.project import Project, load_project, project_file
from zenith.scenefile import Misfit, Problem
from zenith.schema import Types

DOCUMENTS = (("scenes", "scene"), ("prefabs", "prefab"))


@dataclass(frozen=True, slots=True)
class Review:
    """What came of looking at a project.

    Attributes:
        problems: What is wrong, by file and line; mistakes and what can be lived with.
        files: How many files were looked at.
    """

    problems: tuple[Problem, ...]
    files: int

    @property
    def mistakes(self) -> tuple[Problem, ...]:
        """What has to be mended."""
        return tuple(p for p in self.problems if not p.harmless)


def check_project(path: Path | str) -> Review:
    """Return everything that is wrong with a project, in one go.

    Its modules are imported, as when it runs; nothing is played, drawn or heard.

    Args:
        path: The project's folder, or its zenith.toml.

    Example: `zn.check_project("mygame").mistakes` is empty where all is well.
    """
    file = project_file(path) or Path(path)
    try:
        project = load_project(file)
    except ProjectError as error:
        return _review((p for p in error.args if isinstance(p, Problem)), 1)
    code, problems = imported(project)
    prefabs = Prefabs(project.folder, [code.find(m) for m in _found(project, code)])
    types = Types(dict.fromkeys(kinds_in(*code.spaces())))
    look = _Look(project, code, types, Catalog(project, prefabs))
    problems += look.documents()
    problems += look.scripts()
    problems += look.settings()
    problems += check_words(look.catalog)
    problems += check_files(project)
    return _review(problems, look.files + len(project.languages))


def _found(project: Project, code: GameCode) -> list[str]:
    """Return the scene migrations, or none where one of them is missing."""
    missing = {problem.pointer for problem in code.problems(project)}
    whole = not any(at.startswith("/scene_migrations") for at in missing)
    there = all(name.rpartition(".")[0] in code.modules for name in project.scene_migrations)
    return list(project.scene_migrations) if whole and there else []


def _review(problems: Iterator[Problem] | list[Problem], files: int) -> Review:
    """Return problems in the order of their files and lines, each once."""
    each = list(dict.fromkeys(problems))
    return Review(tuple(sorted(each, key=lambda p: (p.harmless, p.file, p.line, p.column))), files)


class _Look:
    """A look at one project, with what is needed for it.

    Attributes:
        catalog: The names that the project may use.
        files: How many files were looked at so far.
    """

    def __init__(self, project: Project, code: GameCode, types: Types, catalog: Catalog) -> None:
        self._project = project
        self._types = types
        self.catalog = catalog
        self._migrations = [code.find(name) for name in _found(project, code)]
        self.files = 1

    def documents(self) -> Iterator[Problem]:
        """Yield what is wrong with scenes and prefabs."""
        for folder, kind in DOCUMENTS:
            for name in known(self._project.folder, folder, f".{kind}"):
                self.files += 1
                file = self._file(folder, f"{name}.{kind}")
                if leads_out(file, self._project.folder):
                    continue  # told with the files, and not opened
                yield from check_file(file, kind, self._types, self.catalog, self._migrations)

    def _file(self, folder: str, name: str) -> Path:
        inside = self._project.folder / folder / name
        there = inside.exists() or inside.is_symlink()
        return inside if there else self._project.folder / name

    def scripts(self) -> Iterator[Problem]:
        """Yield what is wrong with Python files, as far as it shows without running them."""
        for file in python_files(self._project.folder):
            self.files += 1
            found = parse(file)
            if isinstance(found, Problem):
                yield found
            else:
                yield from check_calls(found, file, self._types, self.catalog)

    def settings(self) -> Iterator[Problem]:
        """Yield what the project file names and there is not."""
        project = self._project
        named: list[tuple[str, str, tuple[str, ...]]] = [("scene", project.start, ("start",))]
        for key in ("icon", "cursor"):
            named.append(("image", str(getattr(project.window, key)), ("window", key)))
        named.append(("shader", project.window.shader, ("window", "shader")))
        for kind, name, at in named:
            try:
                if name:
                    self.catalog.check(kind, name)
            except Misfit as misfit:
                yield project.problem(at, misfit.found, misfit.expected, misfit.hint)
