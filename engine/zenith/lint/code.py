"""A project's Python: whether it can be read, whether its modules can be imported."""

from __future__ import annotations

import ast
from pathlib import Path

from zenith.app.code import GameCode, import_what_can_be
from zenith.errors import GameError
from zenith.project import Project
from zenith.scenefile import Problem, read_text
from zenith.scenefile.reading import LARGEST_FILE

_SKIPPED = ("__pycache__", "site-packages", "node_modules")
_EXPECTED = "Python as text in UTF-8"


def python_files(folder: Path) -> list[Path]:
    """Return the project's own Python files, sorted; environments inside it are left out.

    So is what a link leads to outside: it is not the project's, and is not opened.
    """
    home = folder.resolve()
    files = [f for f in folder.rglob("*.py") if f.is_file() and f.resolve().is_relative_to(home)]
    found = [file.relative_to(folder) for file in files]
    own = [f for f in found if not any(p in _SKIPPED or p[0] == "." for p in f.parts)]
    return [folder / file for file in sorted(own)]


def parse(file: Path) -> ast.Module | Problem:
    """Return a file's syntax tree, or why it has none. Nothing is run."""
    text = read_text(file, _EXPECTED)
    if isinstance(text, Problem):
        small = file.is_file() and file.stat().st_size <= LARGEST_FILE
        empty = small and not file.read_bytes().strip()
        return ast.Module([], []) if empty else text
    try:
        return ast.parse(text, str(file))
    except SyntaxError as error:
        line = (error.text or "").strip()[:60]
        found = f"`{line}`" if line else "what cannot be read"
        place = (error.lineno or 1, error.offset or 1)
        hint = "look at what stands here and just before it"
        return Problem(str(file), "", found, f"Python ({error.msg})", hint, *place)
    except (ValueError, RecursionError, MemoryError) as error:
        return Problem(str(file), "", f"what cannot be read ({error})", "Python", "simplify it")


def imported(project: Project) -> tuple[GameCode, list[Problem]]:
    """Import a project's modules and return them with what went wrong."""
    code, errors = import_what_can_be(project)
    found: list[Problem] = []
    for error in errors:
        if isinstance(error, GameError):
            # What is no Python is told by `parse`, file by file.
            if not error.failure.headline.startswith("SyntaxError"):
                found.append(_told(error, project))
        else:
            found += [p for p in error.args if isinstance(p, Problem)]
    return code, [*found, *code.problems(project)]


def _told(error: GameError, project: Project) -> Problem:
    """Return an exception at import as a problem, at the last line of the game's own code."""
    failure = error.failure
    culprit = failure.culprit
    file, line = (culprit.file, culprit.line) if culprit else (str(project.file), 0)
    expected, hint = "a module that can be imported", "mend this line, or what it calls"
    return Problem(file, "", failure.headline, expected, hint, line, 1 if line else 0)
