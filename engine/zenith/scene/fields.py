"""The values of one field, of many entities at once: from JSON to what a column takes."""

from __future__ import annotations

import enum
import math
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from zenith.filenames import split_frames
from zenith.maths import Color, Vec2
from zenith.prefab import check_name
from zenith.scene.codecs import advice, read_color, read_vec2
from zenith.scenefile import Misfit, listed, near, shown
from zenith.schema import FieldInfo, Kind

LONGEST_NAME: Final = 255


class Wrong(Exception):
    """One of the values does not fit."""

    def __init__(self, row: int, misfit: Misfit) -> None:
        super().__init__(row)
        self.row = row
        self.misfit = misfit


def default_json(info: FieldInfo) -> Any:
    """Return a field's default as a file would write it; for fields that are no objects."""
    if info.kind in (Kind.VEC2, Kind.COLOR):
        return list(info.default)
    if info.kind is Kind.NAME and isinstance(info.default, enum.Enum):
        return info.default.name
    return None if info.kind is Kind.ENTITY else info.default


def column(info: FieldInfo, raws: list[Any]) -> Any:
    """Return the values of a field that is neither an entity nor an object.

    Returns:
        An array, (n,), (n, 2) or (n, 4); a list of texts for names.

    Raises:
        Wrong: One of them is of another type or outside its limits.
    """
    if info.kind is Kind.NAME:
        return _names(info, raws)
    if info.kind in (Kind.VEC2, Kind.COLOR):
        return _vectors(info, raws)
    made = _numbers(info, raws)
    if info.min is not None or info.max is not None:
        _check_limits(info, made, raws)
    return made


_TYPES: Final[dict[Kind, tuple[set[type], str, str]]] = {
    Kind.FLOAT: ({float, int}, "f8", "a number"),
    Kind.INT: ({int}, "i8", "a whole number"),
    Kind.BOOL: ({bool}, "?", "true or false"),
}


def _numbers(info: FieldInfo, raws: list[Any]) -> NDArray[Any]:
    allowed, dtype, expected = _TYPES[info.kind]
    if not set(map(type, raws)) <= allowed:
        row = next(i for i, v in enumerate(raws) if type(v) not in allowed)
        wanted = info.limits() if info.min is not None or info.max is not None else expected
        kind = float if info.kind is Kind.FLOAT else next(iter(allowed))
        raise Wrong(row, Misfit(shown(raws[row]), wanted, advice(raws[row], kind)))
    try:
        made = np.array(raws, dtype)
    except OverflowError:
        row = next(i for i, v in enumerate(raws) if not -(2**63) <= v < 2**63)
        raise Wrong(row, Misfit(shown(raws[row]), "a number of 64 bits")) from None
    if info.kind is Kind.FLOAT and not np.isfinite(made).all():
        row = int(np.argmin(np.isfinite(made)))
        raise Wrong(row, Misfit(shown(raws[row]), "a finite number"))
    return made


def _check_limits(info: FieldInfo, made: NDArray[Any], raws: list[Any]) -> None:
    low = -math.inf if info.min is None else info.min
    high = math.inf if info.max is None else info.max
    outside = (made < low) | (made > high)
    if outside.any():
        row = int(np.argmax(outside))
        raise Wrong(row, Misfit(shown(raws[row]), info.limits()))


def _vectors(info: FieldInfo, raws: list[Any]) -> NDArray[Any]:
    read = read_vec2 if info.kind is Kind.VEC2 else read_color
    made: list[list[float]] = []
    for row, raw in enumerate(raws):
        try:
            made.append(read(raw))
        except Misfit as misfit:
            raise Wrong(row, misfit) from None
    return np.array(made, np.float64)


def _names(info: FieldInfo, raws: list[Any]) -> list[Any]:
    if set(map(type, raws)) != {str}:
        row = next(i for i, v in enumerate(raws) if type(v) is not str)
        raise Wrong(row, Misfit(shown(raws[row]), "a text", advice(raws[row], str)))
    for text in dict.fromkeys(raws):
        try:
            _check_text(info, text)
        except Misfit as misfit:
            raise Wrong(raws.index(text), misfit) from None
    return raws


def _check_text(info: FieldInfo, text: str) -> None:
    options = choices(info)
    if options and text not in options:
        raise Misfit(shown(text), "one of " + listed(options), near(text, options))
    if len(text) > LONGEST_NAME:
        raise Misfit(f"{len(text):,} letters", f"at most {LONGEST_NAME}")
    if info.asset and info.asset != "words" and text:
        # After a colon stands a name of frames, as "hero:run".
        check_name(split_frames(text)[0] if info.asset == "image" else text)
    elif not text.isprintable() and any(c < " " or c == "\x7f" for c in text):
        raise Misfit(shown(text), "a name on one line")


def choices(info: FieldInfo) -> tuple[str, ...]:
    """Return the texts that a field of names allows, or an empty tuple for any."""
    kind: Any = info.annotation
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return tuple(member.name for member in kind)
    return info.choices


def live_value(info: FieldInfo, item: Any) -> Any:
    """Return an item of what `column` returned as Python code holds it."""
    if info.kind is Kind.VEC2:
        return Vec2(*item.tolist())
    if info.kind is Kind.COLOR:
        return Color(*item.tolist())
    if info.kind is Kind.NAME:
        kind: Any = info.annotation
        return kind[item] if isinstance(kind, type) and issubclass(kind, enum.Enum) else item
    return item.item()
