"""Values shown in short for a report, without ever running the game's code."""

from __future__ import annotations

import enum
import itertools
from collections.abc import Iterable, Mapping
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any, Final

import numpy as np

from zenith.maths import Vec2
from zenith.schema import Schema
from zenith.world import Entity, World
from zenith.world.views import is_alive

LONGEST: Final = 80
MOST_ITEMS: Final = 4
DEEPEST: Final = 2
MOST_LOCALS: Final = 10
_BRACKETS: Final[dict[type[Any], tuple[str, str]]] = {
    list: ("[", "]"), tuple: ("(", ")"), set: ("{", "}"), frozenset: ("frozenset({", "})"),
}  # fmt: skip
_UNTOLD: Final = (ModuleType, FunctionType, BuiltinFunctionType, type)
"""What stands in every module and tells nothing."""


def preview(value: object) -> str:
    """Return a value in short: at most 80 characters, in bounded time, whatever it is.

    No `__repr__`, property or `__getattr__` of the game is called: they might
    hang, raise or change the game.

    >>> preview([1, 2, 3, 4, 5, 6]), preview("a" * 200)[-3:]
    ('[1, 2, 3, 4, ... 2 more]', '...')
    """
    try:
        text = _show(value, 0)
    except Exception:
        text = "(cannot be shown)"
    text = "".join(c if c.isprintable() else " " for c in text[: 2 * LONGEST])
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."


def preview_locals(names: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Return the first names of a place in the code, each with its value in short."""
    told = (
        (name, preview(value))
        for name, value in list(names.items())
        if not name.startswith(("__", "@")) and not issubclass(type(value), _UNTOLD)
    )
    return tuple(itertools.islice(told, MOST_LOCALS))


def _show(value: Any, depth: int) -> str:
    kind = _kind_of(value)
    if value is None or kind in (bool, float, complex):
        return repr(value)
    if kind is int:
        return repr(value) if value.bit_length() <= 256 else f"int of {value.bit_length()} bits"
    if kind in (str, bytes):
        return repr(value if len(value) <= LONGEST else value[:LONGEST])
    if kind in _BRACKETS:
        return _show_items(value, _BRACKETS[kind], depth)
    if kind is dict:
        return _show_dict(value, depth)
    if issubclass(kind, enum.Enum):
        return f"{kind.__name__}.{value.name}"
    return _show_object(value, kind, depth)


def _kind_of(value: object) -> Any:
    """Return the class of a value; `__class__` might be a property of the game's."""
    return type(value)


def _show_object(value: Any, kind: Any, depth: int) -> str:
    if kind is Entity or kind is Vec2 or issubclass(kind, (np.number, np.bool_)):
        return repr(value)
    if issubclass(kind, np.ndarray):
        return f"<array {value.dtype} {value.shape}>"
    if issubclass(kind, World):
        return f"<World, tick {value.tick}, {value.count()} entities>"
    names: Any = kind.__dict__.get("_fields")
    if names is not None and issubclass(kind, tuple):
        items: Any = tuple[Any, ...].__iter__
        return _show_fields(kind, zip(names, items(value), strict=False), depth)
    if isinstance(kind.__dict__.get("__schema__"), Schema) or hasattr(kind, "_moved"):
        return _show_component(value, kind, depth)
    if kind in (MethodType, *_UNTOLD):
        return f"<{getattr(value, '__qualname__', kind.__name__)}>"
    return _show_instance(value, kind, depth)


def _show_component(value: Any, kind: Any, depth: int) -> str:
    """Show a component or script by the fields that it declares."""
    schema: Schema = kind.__schema__
    if hasattr(kind, "_moved") and not is_alive(value):
        return f"<{schema.name} of an entity that is gone>"
    if schema.whole:
        return _show_instance(value, kind, depth)
    fields = ((f.name, getattr(value, f.name)) for f in schema.visible)
    return _show_fields(kind, fields, depth)


def _show_instance(value: Any, kind: Any, depth: int) -> str:
    if kind.__module__.startswith("zenith"):
        return f"<{kind.__name__}>"
    held: dict[str, Any] = {}
    if kind.__dictoffset__:
        held = object.__getattribute__(value, "__dict__")
    return _show_fields(kind, ((n, v) for n, v in list(held.items()) if n[:1] not in "_:"), depth)


def _show_fields(kind: Any, fields: Iterable[tuple[str, Any]], depth: int) -> str:
    if depth >= DEEPEST:
        return f"<{kind.__name__}>"
    told = [f"{n}={_show(v, depth + 1)}" for n, v in itertools.islice(fields, MOST_ITEMS)]
    return f"{kind.__name__}({', '.join(told)})" if told else f"<{kind.__name__}>"


def _show_items(value: Any, brackets: tuple[str, str], depth: int) -> str:
    begin, end = brackets
    if depth >= DEEPEST and value:
        return f"{begin}...{end}"
    told = [_show(item, depth + 1) for item in itertools.islice(value, MOST_ITEMS)]
    return f"{begin}{', '.join([*told, *_more(value)])}{end}"


def _show_dict(value: dict[Any, Any], depth: int) -> str:
    if depth >= DEEPEST and value:
        return "{...}"
    pairs = itertools.islice(value.items(), MOST_ITEMS)
    told = [f"{_show(k, depth + 1)}: {_show(v, depth + 1)}" for k, v in pairs]
    return f"{{{', '.join([*told, *_more(value)])}}}"


def _more(value: Any) -> list[str]:
    left = len(value) - MOST_ITEMS
    return [f"... {left} more"] if left > 0 else []
