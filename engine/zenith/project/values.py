"""What a value of a project file may be: each reader returns it, or says what was expected."""

from __future__ import annotations

import keyword
import math
from collections.abc import Callable, Iterable
from typing import Any, Final, TypeGuard, TypeVar, cast

from zenith.actions import Axis, Button
from zenith.errors import BadValue, SchemaError, UnknownName
from zenith.layers import Layer
from zenith.maths import Color
from zenith.prefab import check_name
from zenith.scenefile import Misfit, listed, near, shown

T = TypeVar("T")
Read = Callable[[Any], Any]

LONGEST: Final = 255
LARGEST_SIDE: Final = 16384
MOST: Final = 1000
"""So many parts may a list or table have."""


def _whole(value: Any) -> str:
    """Return a short list or table as it is written, anything else as `shown` does."""
    if value.__class__ in (list, dict):
        text = str(value)
        return text if len(text) <= LONGEST // 4 and text.isprintable() else shown(value)
    return shown(value)


def line(value: Any) -> str:
    """Read a text of one line that is not empty."""
    if not isinstance(value, str) or not value.strip():
        raise Misfit(shown(value), "a text that is not empty")
    if len(value) > LONGEST or not value.isprintable():
        raise Misfit(shown(value), f"one line of at most {LONGEST} letters that can be printed")
    return value


def optional_line(value: Any) -> str:
    """Read a text of one line, "" included."""
    if not isinstance(value, str):
        raise Misfit(shown(value), "a text")
    return line(value) if value else ""


def flag(value: Any) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise Misfit(shown(value), "true or false")
    return value


def number(low: float, high: float, *, whole: bool = False) -> Read:
    """Return a reader of numbers from `low` to `high`."""
    kind = "a whole number" if whole else "a number"
    expected = f"{kind} from {low:g}" + (f" to {high:g}" if math.isfinite(high) else "")
    expected = f"{low:g}" if low == high else expected

    def read(value: Any) -> float | int:
        if value.__class__ not in ((int,) if whole else (int, float)):
            raise Misfit(shown(value), expected)
        if not low <= value <= high or not abs(value) < math.inf:
            raise Misfit(shown(value), expected)
        return value if whole else float(value)

    return read


def choice(*options: str) -> Read:
    """Return a reader of one of some words."""

    def read(value: Any) -> str:
        if value not in options:
            expected = "one of " + ", ".join(f'"{option}"' for option in options)
            raise Misfit(shown(value), expected, near(value, options) if _is_text(value) else "")
        return str(value)

    return read


def several(read: Callable[[Any], T], what: str, *, once: bool = True) -> Read:
    """Return a reader of lists, each part of which is read by `read`."""

    def read_all(value: Any) -> tuple[T, ...]:
        if not _is_list(value):
            raise Misfit(shown(value), f"a list of {what}", "write it in [ ]")
        parts = value
        if len(parts) > MOST:
            raise Misfit(shown(parts), f"at most {MOST} {what}")
        found: list[T] = []
        for k, part in enumerate(parts):
            found.append(_under(read, part, k))
            if once and found[-1] in found[:-1]:
                raise Misfit(f"{shown(part)} twice", f"each of the {what} once").under(k)
        return tuple(found)

    return read_all


def table(read_key: Callable[[str], Any], read: Callable[[Any], T], what: str) -> Read:
    """Return a reader of tables with keys of the file's own."""

    def read_all(value: Any) -> dict[Any, T]:
        if not isinstance(value, dict):
            raise Misfit(shown(value), f"a table of {what}")
        parts = cast(dict[str, Any], value)
        if len(parts) > MOST:
            raise Misfit(shown(parts), f"at most {MOST} {what}")
        return {_under(read_key, k, k): _under(read, part, k) for k, part in parts.items()}

    return read_all


def _is_list(value: Any) -> TypeGuard[list[Any]]:
    return value.__class__ is list


def _under(read: Callable[[Any], T], part: Any, key: object) -> T:
    try:
        return read(part)
    except Misfit as misfit:
        raise misfit.under(key) from None


def size(value: Any) -> tuple[int, int]:
    """Read a width and a height."""
    expected = f"[width, height] in whole pixels, each from 1 to {LARGEST_SIDE}"
    parts = value if _is_list(value) else []
    if len(parts) != 2 or any(p.__class__ is not int for p in parts):
        raise Misfit(_whole(value), expected)
    if not all(1 <= p <= LARGEST_SIDE for p in parts):
        raise Misfit(f"{parts[0]} x {parts[1]}", expected)
    return parts[0], parts[1]


def color(value: Any) -> Color:
    """Read a colour."""
    expected = 'a colour, as "#1a1c2c"'
    if not isinstance(value, str):
        raise Misfit(shown(value), expected)
    try:
        return Color.hex(value)
    except BadValue:
        raise Misfit(shown(value), expected, "three, six or eight hexadecimal digits") from None


def module(value: Any) -> str:
    """Read the name of a Python module beside the project file."""
    expected = 'the name of a module, as "hero" for hero.py'
    if not _is_text(value) or not _is_dotted(value) or value.endswith(".py"):
        hint = "leave .py away" if _is_text(value) and value.endswith(".py") else ""
        hint = hint or "letters, digits and _; a dot for a package's modules"
        raise Misfit(shown(value), expected, hint)
    return str(value)


def function(value: Any) -> str:
    """Read the name of a function in one of the modules."""
    if not _is_text(value) or "." not in value or not _is_dotted(value):
        raise Misfit(shown(value), 'a function as "module.function"', 'such as "hero.steer"')
    return str(value)


def optional_function(value: Any) -> str:
    """Read the name of a function, or "" for none."""
    return "" if value == "" else function(value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST


def _is_dotted(name: str) -> bool:
    return all(
        p.isascii() and p.isidentifier() and not keyword.iskeyword(p) for p in name.split(".")
    )


def file_name(value: Any) -> str:
    """Read the name of a file inside the project, without its ending."""
    if not isinstance(value, str):
        raise Misfit(shown(value), "a name")
    check_name(value)
    return value


def word(value: Any) -> str:
    """Read a name that is one word."""
    if not _is_text(value) or value.split() != [value] or not value.isprintable():
        raise Misfit(shown(value), "one word")
    return str(value)


def layer(value: Any) -> Layer:
    """Read a draw layer: a word, or a table with `name`, `y_sort` and `screen`."""
    if not isinstance(value, dict):
        return Layer(word(value))
    given = cast(dict[str, Any], value)
    readers: dict[str, Read] = {"name": word, "y_sort": flag, "screen": flag}
    if "name" not in given:
        raise Misfit("a layer without a name", 'a table as { name = "actors", y_sort = true }')
    return Layer(**_parts(given, readers, "a layer"))


def action(value: Any) -> Button | Axis:
    """Read an action: a list of what presses it, or a table of an axis."""
    example = '["space", "pad:a"], or { negative = ["left"], positive = ["right"] }'
    try:
        if _is_list(value):
            return Button(*value)
        if isinstance(value, dict):
            return Axis(**_parts(cast(dict[str, Any], value), _AXIS, "an axis"))
    except (BadValue, UnknownName, SchemaError) as error:
        raise Misfit(_whole(value), f"an action, as {example}", _short(error)) from None
    raise Misfit(_whole(value), f"an action, as {example}")


def _short(error: Exception) -> str:
    """Return an error without the list of all there is, and short whatever it quotes."""
    text = str(error).split(" Known: ")[0]
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."


def _bindings(value: Any) -> tuple[str, ...]:
    return tuple(several(line, "keys, buttons or sticks")(value))


_AXIS: Final[dict[str, Read]] = {
    "negative": _bindings,
    "positive": _bindings,
    "stick": optional_line,
    "deadzone": number(0.0, 0.99),
}


def _parts(given: dict[str, Any], readers: dict[str, Read], what: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, part in given.items():
        if key not in readers:
            raise unknown_key(key, readers, what).under(key)
        found[key] = _under(readers[key], part, key)
    return found


def unknown_key(key: str, known: Iterable[str], what: str) -> Misfit:
    """Return what to say of a key that there is not."""
    names = list(known)
    hint = near(key, names) or f"there are {listed(names, 12)}"
    return Misfit(f"the key {shown(key)}", f"a key of {what}", hint)


def plain(value: Any) -> Any:
    """Read a value that settings can hold: text, number, flag, or a list or table of them."""
    if isinstance(value, dict):
        return table(line, plain, "settings")(value)
    if _is_list(value):
        return list(several(plain, "values", once=False)(value))
    if isinstance(value, float) and not math.isfinite(value):
        raise Misfit(shown(value), "a number that is not endless")
    if value.__class__ not in (str, int, float, bool):
        raise Misfit(shown(value), "a text, a number, true or false")
    return value


def version_key(value: str) -> int:
    """Read a version that is the key of a table."""
    if not value.isascii() or not value.isdecimal() or not 1 <= int(value[:9]) < 10**6:
        raise Misfit(shown(value), "a version, as 1")
    return int(value)


def language(value: Any) -> str:
    """Read the code of a language, as "en" or "pt-BR"."""
    parts = str(value).split("-")
    fine = all(p.isascii() and p.isalnum() for p in parts)
    if not _is_text(value) or not fine or not 2 <= len(parts[0]) <= 3 or len(value) > 15:
        raise Misfit(shown(value), 'the code of a language, as "en" or "pt-BR"')
    return str(value)
