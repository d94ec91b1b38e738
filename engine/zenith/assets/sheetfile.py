"""Reading a `.sheet` file: how the picture beside it is cut, and what its frames are called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, cast

from zenith.assets.sheet import MOST_FRAMES, Frame, Grid, Sheet
from zenith.errors import BadValue, SheetError
from zenith.filenames import FRAMES
from zenith.project import locate, parse_toml
from zenith.scenefile import Misfit, Problem, listed, near, pointer, read_text, shown

SUFFIX: Final = ".sheet"
LARGEST_FILE: Final = 2**20
MOST_PIXELS: Final = 64 * 2**20
"""Of all frames together: frames may overlap, and each is kept by itself."""
_KEYS: Final = ("grid", "margin", "spacing", "count", "frames", "names")
_GRID_KEYS: Final = ("margin", "spacing", "count")
_EXPECTED: Final = "a sprite sheet as TOML text in UTF-8"
_FRAME: Final = "[x, y, width, height] in whole pixels"
_NUMBERS: Final = "a frame's number, or a list of them, as [1, 2, 3]"


def read_sheet(file: Path, picture: str, size: tuple[int, int]) -> Sheet:
    """Return what a `.sheet` file says of a picture.

    Args:
        file: The file.
        picture: The picture's name.
        size: Its width and height.

    Raises:
        SheetError: The file cannot be read, or says what cannot be; tells file, line,
            what was found and what was expected.
    """
    text = read_text(file, _EXPECTED, LARGEST_FILE)
    raw = parse_toml(text, str(file)) if isinstance(text, str) else text
    if isinstance(raw, Problem):
        raise SheetError(raw)
    try:
        return _sheet(raw, picture, size)
    except Misfit as misfit:
        line, column = locate(str(text), misfit.at)
        where = pointer(misfit.at)
        found, expected, hint = misfit.found, misfit.expected, misfit.hint
        problem = Problem(str(file), where, found, expected, hint, line, column)
        raise SheetError(problem) from None


def _sheet(raw: Mapping[str, Any], picture: str, size: tuple[int, int]) -> Sheet:
    for key in raw:
        if key not in _KEYS:
            raise Misfit(shown(key), "one of " + listed(_KEYS), near(key, _KEYS), (key,))
    if "grid" not in raw and "frames" not in raw:
        raise Misfit("neither grid nor frames", "one of them", "write grid = [16, 16]")
    frames = list(_cells(raw, size))
    names: dict[str, tuple[int, ...]] = {}
    for name, value in _table(raw, "frames").items():
        box = _under(_box, value, size, at=("frames", name))
        names[_name(name, names, "frames")] = (len(frames),)
        frames.append(box)
    for name, value in _table(raw, "names").items():
        numbers = _under(_numbers, value, len(frames), at=("names", name))
        names[_name(name, names, "names")] = numbers
    area = sum(frame.width * frame.height for frame in frames)
    if len(frames) > MOST_FRAMES or area > MOST_PIXELS:
        found = f"{len(frames):,} frames of {area:,} pixels together"
        most = f"at most {MOST_FRAMES:,} frames of {MOST_PIXELS:,} pixels"
        raise Misfit(found, most, "use several pictures")
    return Sheet(picture, size, tuple(frames), names)


def _cells(raw: Mapping[str, Any], size: tuple[int, int]) -> tuple[Frame, ...]:
    """Return the cells of the grid, where there is one."""
    for key in _GRID_KEYS:
        if key in raw:
            if "grid" not in raw:
                raise Misfit(f"{key} without grid", "grid = [width, height] as well", at=(key,))
            if not _is_whole(raw[key], 0, MOST_FRAMES):
                raise Misfit(shown(raw[key]), f"a whole number from 0 to {MOST_FRAMES}", at=(key,))
    if "grid" not in raw:
        return ()
    cell = raw["grid"]
    if not _is_list_of(cell, 2, 1):
        raise Misfit(_short(cell), "[width, height] of a cell in whole pixels", at=("grid",))
    grid = Grid(cell[0], cell[1], *(raw.get(key, 0) for key in _GRID_KEYS))
    try:
        return grid.frames(size)
    except BadValue as error:
        told = f"{cell[0]} x {cell[1]}" + (f" with count = {grid.count}" if grid.count else "")
        raise Misfit(told, "cells that fit into the picture", str(error), ("grid",)) from None


def _table(raw: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = raw.get(key, {})
    if not isinstance(value, dict):
        raise Misfit(shown(value), f"a table, as [{key}]", at=(key,))
    table = cast(dict[str, Any], value)
    if len(table) > MOST_FRAMES:
        raise Misfit(f"{len(table):,} of them", f"at most {MOST_FRAMES:,}", at=(key,))
    return table


def _name(name: str, taken: Mapping[str, Any], table: str) -> str:
    if name in taken:
        raise Misfit(f"{shown(name)} twice", "a name of its own", "rename one", (table, name))
    if FRAMES.fullmatch(name) is None:
        expected = "a name of up to 64 letters, digits, blanks, _ - or ."
        raise Misfit(shown(name), expected, at=(table, name))
    return name


def _under(read: Callable[[Any, Any], Any], value: Any, limit: Any, at: tuple[str, str]) -> Any:
    try:
        return read(value, limit)
    except Misfit as misfit:
        raise misfit.under(*at) from None


def _box(value: Any, size: tuple[int, int]) -> Frame:
    if not _is_list_of(value, 4, 0):
        raise Misfit(_short(value), _FRAME)
    frame = Frame(*value)
    if not (frame.width and frame.height):
        raise Misfit(_short(value), f"{_FRAME}, of one pixel or more")
    if frame.x + frame.width > size[0] or frame.y + frame.height > size[1]:
        inside = f"a box inside the picture of {size[0]} x {size[1]} pixels"
        raise Misfit(_short(value), inside)
    return frame


def _numbers(value: Any, count: int) -> tuple[int, ...]:
    numbers = value if value.__class__ is list else [value]
    if not numbers or len(numbers) > MOST_FRAMES:
        raise Misfit(shown(value), _NUMBERS)
    for number in numbers:
        if not _is_whole(number, -(2**63), 2**63):
            raise Misfit(shown(number), _NUMBERS)
        if not 0 <= number < count:
            hint = "the first frame is 0"
            raise Misfit(f"frame {number}", f"one of its {count} frames, 0 to {count - 1}", hint)
    return tuple(numbers)


def _is_list_of(value: Any, length: int, low: int) -> bool:
    if value.__class__ is not list or len(value) != length:
        return False
    return all(_is_whole(part, low, MOST_FRAMES) for part in value)


def _is_whole(value: Any, low: int, high: int) -> bool:
    return value.__class__ is int and low <= value <= high


def _short(value: Any) -> str:
    """Return a short list of numbers as it is written, anything else as `shown` does."""
    text = str(value)
    plain = value.__class__ is list and len(text) <= 60 and text.isprintable()
    return text if plain else shown(value)
