"""Telling an exception in game code: where, when, on whom."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from zenith.errors import GameError, ZenithError, nearest
from zenith.world import World


def is_engine_file(file: str) -> bool:
    """Tell whether a source file is the engine's own; the games that come with it are not."""
    engine = Path(__file__).resolve().parent.parent
    path = Path(file).resolve()
    return path.is_relative_to(engine) and not path.is_relative_to(engine / "_data")


def system_name(system: Callable[..., Any]) -> str:
    """Return what to call a system in a message."""
    return getattr(system, "__qualname__", type(system).__name__)


def game_error(error: Exception, world: World, doing: str) -> GameError:
    """Return the report on an exception raised in a tick.

    Args:
        error: What was raised.
        world: The world that was ticking.
        doing: What the tick was doing, as "system drift".
    """
    if isinstance(error, GameError):
        return error
    return _report(error, f"{_doing(error, doing)}, tick {world.tick}")


def load_error(error: Exception, file: Path) -> GameError:
    """Return the report on an exception raised while a game's file was run for the first time."""
    return _report(error, f"loading {file}")


def _report(error: Exception, doing: str) -> GameError:
    lines = [_headline(error), f"  while: {doing}"]
    folded = 0
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename.startswith("<frozen ") or is_engine_file(frame.filename):
            folded += 1
            continue
        if folded:
            lines.append(f"  ({folded} frames of the engine)")
            folded = 0
        lines += _place(frame.filename, frame.lineno, f" in {frame.name}", frame.line)
    if folded:
        lines.append(f"  ({folded} frames of the engine)")
    if isinstance(error, SyntaxError):
        lines += _place(error.filename, error.lineno, "", error.text)
    report = GameError("\n".join(lines))
    report.__cause__ = error
    return report


def _place(file: str | None, line: int | None, where: str, text: str | None) -> list[str]:
    shown = [f"      {text.strip()}"] if text and text.strip() else []
    return [f"  {file}:{line}{where}", *shown]


def _headline(error: Exception) -> str:
    if isinstance(error, ZenithError):
        return str(error)
    hint = ""
    if isinstance(error, AttributeError) and error.name:
        hint = nearest(error.name, [n for n in dir(error.obj) if not n.startswith("_")])
    text = error.msg if isinstance(error, SyntaxError) else str(error)
    return f"{type(error).__name__}: {text}{'' if 'Did you mean' in text else hint}"


def _doing(error: Exception, doing: str) -> str:
    """Name the script and entity at work, found in the frames of the traceback."""
    step = error.__traceback__
    while step is not None:
        owner = step.tb_frame.f_locals.get("self")
        entity = getattr(owner, "_entity", None)
        if entity is not None:
            return f"script {type(owner).__name__} of {entity!r}"
        step = step.tb_next
    return doing
