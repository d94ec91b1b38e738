"""Running the new code of modules in their own namespaces, which are put back when it fails."""

from __future__ import annotations

import enum
import importlib.util
import linecache
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import CodeType, ModuleType
from typing import TYPE_CHECKING, Any, Final

from zenith.app.launch import Captured, Launch, launching
from zenith.app.reload_modules import GameModule, game_modules
from zenith.maths import Color, Rect, Vec2

if TYPE_CHECKING:
    from zenith.app.app import App

KEPT: Final = frozenset((
    "__name__", "__file__", "__spec__", "__loader__", "__package__", "__path__", "__cached__",
    "__builtins__",
))  # fmt: skip
"""What Python itself put into a module."""
_VALUES: Final = (
    enum.Enum,
    bool,
    int,
    float,
    complex,
    str,
    bytes,
    type(None),
    Vec2,
    Color,
    Rect,
    ModuleType,
)


class Run:
    """New code in old namespaces.

    Attributes:
        before: What each module named before, in the order of the modules.
        current: The module whose code ran last.
        codes: The new code of each module, by the id of what it names.
    """

    def __init__(self, app: App, modules: list[GameModule]) -> None:
        self._app = app
        self.modules = modules
        self.before = [dict(module.names) for module in modules]
        self.current = modules[0]
        self.codes: dict[int, CodeType] = {}
        self._loaded = set(sys.modules)
        self._lines: dict[str, Any] = {
            m.shown: linecache.cache[m.shown] for m in modules if m.shown in linecache.cache
        }

    def execute(self) -> None:
        """Compile every module, then run them.

        Raises:
            Exception: Whatever the code raises; `put_back` makes all as it was.
        """
        for module in self.modules:
            self.current = module
            self.codes[id(module.names)] = _compiled(module)
        dog = self._app.guard.watchdog
        dog.doing = "loading"
        dog.enter()
        try:
            with _no_bytecode():
                for module, before in zip(self.modules, self.before, strict=True):
                    self.current = module
                    self._run(module, self.codes[id(module.names)], before)
            self.take_new_imports()
        finally:
            dog.leave()

    def _run(self, module: GameModule, code: CodeType, before: dict[str, Any]) -> None:
        names = module.names
        for name in before.keys() - KEPT:
            del names[name]
        if module.is_main:
            # The App that the file made is not wanted.
            with suppress(Captured), _as_main(names), launching(Launch(self._app.seed)):
                exec(code, names)
            _keep_run(names, before)
        else:
            exec(code, names)
        for name, value in before.items():
            # What was imported from a package's folder is an attribute of the package.
            if isinstance(value, ModuleType) and value.__name__ == f"{module.name}.{name}":
                names.setdefault(name, value)

    def take_new_imports(self) -> None:
        """Count modules of the game that were imported for the first time among those that ran."""
        known = {id(module.names) for module in self.modules}
        for module in game_modules(self._app):
            if module.name not in self._loaded and id(module.names) not in known:
                self.modules.append(module)
                self.before.append({})

    def put_back(self) -> None:
        """Make every namespace what it was, and forget what was imported meanwhile."""
        for module, before in zip(self.modules, self.before, strict=True):
            module.names.clear()
            module.names.update(before)
            linecache.cache.pop(module.shown, None)
        linecache.cache.update(self._lines)
        folder = self._app.folder.resolve()
        for name in sys.modules.keys() - self._loaded:
            file = getattr(sys.modules[name], "__file__", None)
            if isinstance(file, str) and Path(file).resolve().is_relative_to(folder):
                del sys.modules[name]

    def forget_bytecode(self) -> None:
        """Drop what Python keeps compiled: it tells files of one second and size apart by nothing.

        So the next start reads what was read here.
        """
        for module in self.modules:
            with suppress(OSError, NotImplementedError):
                Path(importlib.util.cache_from_source(module.shown)).unlink(missing_ok=True)


def _compiled(module: GameModule) -> CodeType:
    """Return a module's code as it is in its file now; tracebacks show the same lines."""
    text = _text(module)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").splitlines(keepends=True)
    # Without a time: these are the lines in force, whatever becomes of the file.
    linecache.cache[module.shown] = (len(text), None, lines, module.shown)
    return compile(text, module.shown, "exec", dont_inherit=True)


def _text(module: GameModule) -> str:
    data = module.file.read_bytes()
    broken = data.find(b"\0")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        broken = error.start
        text = ""
    if broken >= 0:
        line = data.count(b"\n", 0, broken) + 1
        where = (module.shown, line, 1, None)
        raise SyntaxError(f"this is no text in UTF-8 (byte {data[broken]:#04x})", where)
    return text


@contextmanager
def _no_bytecode() -> Generator[None]:
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        yield
    finally:
        sys.dont_write_bytecode = before


class _Main(ModuleType):
    """Stands for the file that was started, with the namespace that it has."""

    def __init__(self, names: dict[str, Any]) -> None:
        super().__init__("__main__")
        object.__setattr__(self, "_names", names)

    def __getattribute__(self, name: str) -> Any:
        names = object.__getattribute__(self, "_names")
        if name == "__dict__":
            return names
        return names[name] if name in names else object.__getattribute__(self, name)


@contextmanager
def _as_main(names: dict[str, Any]) -> Generator[None]:
    """Let some globals be those of `__main__`: a launcher has that name to itself otherwise."""
    before = sys.modules["__main__"]
    if before.__dict__ is not names:
        sys.modules["__main__"] = _Main(names)
    try:
        yield
    finally:
        sys.modules["__main__"] = before


def _keep_run(names: dict[str, Any], before: dict[str, Any]) -> None:
    """Let what belongs to the App that runs stay: the file made another App, which is dropped."""
    for name, value in list(names.items()):
        if name in before and name not in KEPT and not _is_code(value):
            names[name] = before[name]


def _is_code(value: Any) -> bool:
    """Tell whether a value is code, or a constant: what has nothing to do with an App."""
    kind: Any = value.__class__
    if issubclass(kind, (list, tuple, set, frozenset)):
        return all(_is_code(item) for item in value)
    if issubclass(kind, dict):
        return all(_is_code(key) and _is_code(item) for key, item in value.items())
    if issubclass(kind, _VALUES) or hasattr(kind, "__schema__"):
        return not hasattr(kind, "_moved")
    # A method of something that lives belongs to that.
    return callable(value) and getattr(value, "__self__", None) is None
