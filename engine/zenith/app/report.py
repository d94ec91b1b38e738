"""Telling an exception in game code: where, when, on whom."""

from __future__ import annotations

import itertools
import linecache
import sysconfig
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, Final

from zenith.app.preview import preview, preview_locals
from zenith.errors import GameError, ZenithError, nearest
from zenith.failure import CodeLine, Failure
from zenith.script import Script

MOST_LINES: Final = 20
"""How many lines of a deep recursion are told: the first and the last ones."""
LONGEST_HEADLINE: Final = 2000

Step = tuple[FrameType, int]


def is_engine_file(file: str) -> bool:
    """Tell whether a source file is the engine's own; the games that come with it are not."""
    engine, path = _engine_folder(), Path(file).resolve()
    return path.is_relative_to(engine) and not path.is_relative_to(engine / "_data")


def is_library_file(file: str) -> bool:
    """Tell whether a source file is Python's or an installed package's, the engine's games not."""
    path, paths = Path(file).resolve(), sysconfig.get_paths()
    homes = [Path(paths[name]).resolve() for name in ("stdlib", "purelib", "platlib")]
    if path.is_relative_to(_engine_folder() / "_data"):
        return False
    return file.startswith("<") or any(path.is_relative_to(home) for home in homes)


def _engine_folder() -> Path:
    return Path(__file__).resolve().parent.parent


def system_name(system: Callable[..., Any]) -> str:
    """Return what to call a system in a message."""
    return getattr(system, "__qualname__", type(system).__name__)


def game_error(error: BaseException, tick: int, doing: str) -> GameError:
    """Return the report on an exception raised in a tick.

    Args:
        error: What was raised.
        tick: The tick of the world that was ticking.
        doing: What the tick was doing, as "system drift".
    """
    if isinstance(error, GameError):
        return error
    return _report(error, _doing(_steps(error.__traceback__), doing), tick)


def load_error(error: BaseException, file: Path) -> GameError:
    """Return the report on an exception raised while a game's file was loaded."""
    return _report(error, f"loading {file}", None)


def stuck_error(found: Iterable[Step], tick: int, doing: str, seconds: float) -> GameError:
    """Return the report on code that was interrupted because it held the loop up.

    Args:
        found: The frames at work when it was interrupted, the outermost first.
        tick: The tick of the world that was ticking.
        doing: What the tick was doing.
        seconds: How long it may take.
    """
    steps = list(found)
    headline = f"This takes longer than {seconds:g} seconds; it was interrupted where it hangs."
    lines, after = _lines(steps)
    return GameError(Failure(headline, _doing(steps, doing), tick, lines, after))


def _report(error: BaseException, doing: str, tick: int | None) -> GameError:
    try:
        headline = _headline(error)
        lines, after = _lines(_steps(error.__traceback__))
        if isinstance(error, SyntaxError):
            text = (error.text or "").strip()
            lines = (*lines, CodeLine(str(error.filename), error.lineno or 0, source=text))
    except Exception as second:
        # Memory may be short, or the exception itself broken; the report must come all the same.
        headline, lines = f"{type(error).__name__} ({type(second).__name__} when it was told)", ()
        after = ""
    report = GameError(Failure(headline, doing, tick, lines, after))
    report.__cause__ = error
    return report


def _steps(trace: TracebackType | None) -> list[Step]:
    return list(traceback.walk_tb(trace))


def _lines(steps: list[Step]) -> tuple[tuple[CodeLine, ...], str]:
    """Return the lines of code told of a way there, and what was left out after the last."""
    kinds: dict[str, tuple[bool, bool]] = {}
    lines: list[CodeLine] = []
    folded = 0
    for frame, number in steps:
        file = frame.f_code.co_filename
        if file not in kinds:
            kinds[file] = _is_untold(file), not is_library_file(file)
        untold, own = kinds[file]
        if untold:
            folded += 1
            continue
        lines.append(_line(frame, number, own=own, before=_engine_frames(folded)))
        folded = 0
    return _without_middle(lines), _engine_frames(folded)


def _is_untold(file: str) -> bool:
    return file.startswith("<frozen ") or is_engine_file(file)


def _engine_frames(count: int) -> str:
    return f"{count} frame{'s' if count > 1 else ''} of the engine" if count else ""


def _line(frame: FrameType, number: int, *, own: bool, before: str) -> CodeLine:
    file = frame.f_code.co_filename
    source = linecache.getline(file, number, frame.f_globals).strip()
    shown = preview_locals(frame.f_locals) if own else ()
    return CodeLine(file, number, frame.f_code.co_name, source, own, shown, before)


def _without_middle(lines: list[CodeLine]) -> tuple[CodeLine, ...]:
    left_out = len(lines) - MOST_LINES
    if left_out <= 0:
        return tuple(lines)
    half = MOST_LINES // 2
    first, *rest = lines[-half:]
    told = CodeLine(
        first.file, first.line, first.function, first.source, first.own, first.locals,
        f"{left_out} more of these",
    )  # fmt: skip
    return (*lines[:half], told, *rest)


def _headline(error: BaseException) -> str:
    if isinstance(error, ZenithError):
        return str(error)
    hint = ""
    if isinstance(error, AttributeError) and error.name:
        hint = nearest(error.name, [n for n in dir(error.obj) if not n.startswith("_")])
    text = error.msg if isinstance(error, SyntaxError) else str(error)
    told = f"{type(error).__name__}: {text}{'' if 'Did you mean' in text else hint}"
    return told if len(told) <= LONGEST_HEADLINE else told[:LONGEST_HEADLINE] + "..."


def _doing(steps: list[Step], doing: str) -> str:
    """Name the script and entity at work, found in the frames on the way there."""
    for frame, _ in itertools.islice(steps, MOST_LINES):
        owner = frame.f_locals.get("self")
        if issubclass(type(owner), Script):
            entity = object.__getattribute__(owner, "_entity")
            if entity is not None:
                return f"script {type(owner).__name__} of {preview(entity)}"
    return doing
