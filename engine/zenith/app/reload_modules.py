"""The game's own modules: which files they come from, and which of them rest on which."""

from __future__ import annotations

import ast
import importlib.util
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zenith.app.report import is_engine_file, is_library_file

if TYPE_CHECKING:
    from zenith.app.app import App


@dataclass(frozen=True, slots=True)
class GameModule:
    """One module of a game that is loaded.

    Attributes:
        name: Its name among Python's modules; "__main__" for the file that was started.
        file: Its source file.
        shown: The file as tracebacks spell it.
        names: What it names: the globals of its functions.
    """

    name: str
    file: Path
    shown: str
    names: dict[str, Any]

    @property
    def is_main(self) -> bool:
        """Whether it is the file that was started, which makes the App."""
        return self.name == "__main__"


def game_modules(app: App) -> list[GameModule]:
    """Return the modules whose files lie in the game's folder, in the order they were loaded."""
    main = _module(app.names)
    folders = {app.folder, app.folder.resolve(), *([main.file.parent] if main else [])}
    homes = tuple(f"{folder}{os.sep}" for folder in folders)
    found = {id(main.names): main} if main is not None else {}
    for name, module in list(sys.modules.items()):
        file: Any = getattr(module, "__file__", None)
        # What was started is the game's only where it made the App, and is found already.
        if isinstance(file, str) and file.startswith(homes) and name != "__main__":
            each = _module(vars(module))
            if each is not None:
                found.setdefault(id(each.names), each)
    return list(found.values())


def _module(names: dict[str, Any]) -> GameModule | None:
    """Return the module of some globals, if it is a game's and comes from a source file."""
    shown, name = names.get("__file__"), names.get("__name__")
    if not isinstance(shown, str) or not isinstance(name, str) or not shown.endswith(".py"):
        return None
    if is_library_file(shown) or is_engine_file(shown):
        return None
    return GameModule(name, Path(shown).resolve(), shown, names)


def to_reload(modules: list[GameModule], files: Iterable[Path]) -> list[GameModule]:
    """Return the modules of some files and all that import from them, what is imported first."""
    changed = {file.resolve() for file in files}
    by_name = {module.name: module for module in modules}
    imports = {m.name: [n for n in _imports(m) if n in by_name] for m in modules}
    wanted = {module.name for module in modules if module.file in changed}
    grown = True
    while grown:
        more = {name for name, found in imports.items() if wanted.intersection(found)}
        grown = not more <= wanted
        wanted |= more
    order: dict[str, None] = {}
    for module in modules:
        _visit(module.name, imports, order)
    return [by_name[name] for name in order if name in wanted]


def _visit(name: str, imports: dict[str, list[str]], order: dict[str, None]) -> None:
    """Put a module behind what it imports; where modules import each other, the first found."""
    seen: set[str] = set()
    stack: list[tuple[str, Iterator[str]]] = [(name, iter(imports[name]))]
    seen.add(name)
    while stack:
        current, rest = stack[-1]
        following = next((n for n in rest if n not in seen and n not in order), None)
        if following is None:
            order.setdefault(current)
            stack.pop()
        else:
            seen.add(following)
            stack.append((following, iter(imports[following])))


def _imports(module: GameModule) -> list[str]:
    """Return the names of modules that a module imports while it runs, as far as it can be read."""
    with suppress(OSError, ValueError, SyntaxError, RecursionError, MemoryError):
        tree = ast.parse(module.file.read_bytes())
        package = module.names.get("__package__") or ""
        return [name for node in _statements(tree) for name in _named(node, package)]
    return []


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what runs when the module does: bodies of functions do not."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            yield child
            yield from _statements(child)


def _named(node: ast.AST, package: str) -> list[str]:
    if isinstance(node, ast.Import):
        return [part for alias in node.names for part in _with_parents(alias.name)]
    if not isinstance(node, ast.ImportFrom):
        return []
    base = node.module or ""
    if node.level:
        with suppress(ImportError):
            base = importlib.util.resolve_name("." * node.level + base, package)
    return [*_with_parents(base), *(f"{base}.{alias.name}" for alias in node.names)]


def _with_parents(name: str) -> list[str]:
    parts = name.split(".")
    return [".".join(parts[: k + 1]) for k in range(len(parts))]


def line_of(module: GameModule, cls: str, field: str) -> int:
    """Return the line where a module declares a field of a class; 0 where it is not found."""
    with suppress(OSError, ValueError, SyntaxError):
        for node in ast.walk(ast.parse(module.file.read_bytes())):
            if isinstance(node, ast.ClassDef) and node.name == cls:
                return next((n.lineno for n in node.body if _declares(n, field)), node.lineno)
    return 0


def _declares(node: ast.stmt, field: str) -> bool:
    if not isinstance(node, ast.AnnAssign) or not isinstance(node.target, ast.Name):
        return False
    return node.target.id == field
