"""A value whose field has another type now: as that type, where nothing of it is lost."""

from __future__ import annotations

import enum
import types
import typing
from collections.abc import Callable
from typing import Any, Final

from zenith.maths import Color, Vec2
from zenith.schema import FieldInfo, Kind

LARGEST: Final = 2**63


def as_field(info: FieldInfo, value: Any) -> Any:
    """Return a value as a field of today takes it.

    Raises:
        ValueError: It cannot be, or something of it would be lost.

    >>> import zenith as zn
    >>> @zn.component
    ... class Purse:
    ...     coins: int = 0
    >>> as_field(Purse.__schema__.field("coins"), 3.0)
    3
    """
    if info.kind is not Kind.NAME:
        return as_type(info.annotation, value)
    return _as_name(info, value.name if isinstance(value, enum.Enum) else value)


def wanted(info: FieldInfo) -> str:
    """Return what a field takes, in words."""
    if info.choices:
        return f"one of {', '.join(info.choices)}"
    kind: Any = info.annotation
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return f"one of {', '.join(kind.__members__)}"
    if kind is str:
        return "text"
    return _WORDS.get(info.kind) or (kind.__name__ if isinstance(kind, type) else str(kind))


def _as_name(info: FieldInfo, text: Any) -> str:
    kind: Any = info.annotation
    members = kind.__members__ if isinstance(kind, enum.EnumMeta) else info.choices
    if not isinstance(text, str) or (members and text not in members):
        raise ValueError(text)
    return text


def as_type(annotation: Any, value: Any) -> Any:
    """Return a value as a type has it.

    Raises:
        ValueError: It cannot be, or something of it would be lost.

    >>> as_type(list[float], [1, 2]), as_type(float | None, None)
    ([1.0, 2.0], None)
    """
    origin = typing.get_origin(annotation)
    if origin in (typing.Union, types.UnionType):
        return _as_any_of(typing.get_args(annotation), value)
    if origin is typing.Annotated:
        return as_type(typing.get_args(annotation)[0], value)
    if origin is not None:
        return _as_container(origin, typing.get_args(annotation), value)
    if annotation is None or annotation is type(None):
        return _only(value, value is None)
    convert = _CONVERT.get(annotation) if isinstance(annotation, type) else None
    if convert is not None:
        return convert(value)
    if getattr(annotation, "__entity_handle__", False):
        return _only(value, value is None or getattr(value, "__entity_handle__", False))
    if isinstance(annotation, type):
        return _only(value, isinstance(value, annotation))
    return value


def _only(value: Any, fits: bool) -> Any:
    if not fits:
        raise ValueError(value)
    return value


def _as_any_of(options: tuple[Any, ...], value: Any) -> Any:
    exact = [o for o in options if isinstance(o, type) and value.__class__ is o]
    for option in (*exact, *options):
        try:
            return as_type(option, value)
        except ValueError:
            continue
    raise ValueError(value)


def _as_container(origin: Any, inner: tuple[Any, ...], value: Any) -> Any:
    if origin is typing.Literal:
        return _only(value, value in inner)
    _only(value, isinstance(origin, type) and isinstance(value, origin))
    if origin in (list, set, frozenset) and inner:
        made: Any = origin
        return made(as_type(inner[0], item) for item in value)
    if origin is dict and inner:
        key, of = inner
        return {as_type(key, k): as_type(of, v) for k, v in value.items()}
    if origin is tuple and inner:
        kinds = inner[:1] * len(value) if inner[-1] is Ellipsis else inner
        _only(value, len(kinds) == len(value))
        return tuple(as_type(kind, item) for kind, item in zip(kinds, value, strict=True))
    return value


def _as_float(value: Any) -> float:
    if not _is_number(value) or (value == value and float(value) != value):
        raise ValueError(value)
    return float(value)


def _as_int(value: Any) -> int:
    if not _is_number(value) or not -LARGEST <= value < LARGEST or int(value) != value:
        raise ValueError(value)
    return int(value)


def _as_bool(value: Any) -> bool:
    if not _is_number(value) or value not in (0, 1):
        raise ValueError(value)
    return bool(value)


def _as_text(value: Any) -> str:
    text = value.name if isinstance(value, enum.Enum) else value
    return str(_only(text, isinstance(text, str)))


def _as_vec2(value: Any) -> Vec2:
    x, y = _numbers(value, (2,))
    return Vec2(x, y)


def _as_color(value: Any) -> Color:
    return Color(*_numbers(value, (3, 4)))


def _numbers(value: Any, sizes: tuple[int, ...]) -> list[float]:
    kind: Any = value.__class__
    listed: Any = [value.x, value.y] if kind is Vec2 else value
    _only(value, kind in (list, tuple, Vec2, Color) and len(listed) in sizes)
    return [_as_float(number) for number in listed]


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, enum.Enum)


_CONVERT: Final[dict[Any, Callable[[Any], Any]]] = {
    object: lambda value: value,
    float: _as_float,
    int: _as_int,
    bool: _as_bool,
    str: _as_text,
    Vec2: _as_vec2,
    Color: _as_color,
}

_WORDS: Final = {
    Kind.FLOAT: "a number",
    Kind.INT: "a whole number",
    Kind.BOOL: "True or False",
    Kind.VEC2: "a Vec2",
    Kind.COLOR: "a Color",
    Kind.NAME: "a name",
    Kind.ENTITY: "an Entity or None",
}
