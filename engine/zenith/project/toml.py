"""A TOML text from a stranger: read, or told why it cannot be, with its place."""

from __future__ import annotations

import re
import tomllib
from typing import Any, Final

from zenith.scenefile import Problem

LARGEST_FILE: Final = 256 * 1024
DEEPEST: Final = 32

_PLACE: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_DOTTED: Final = re.compile(r"(?<![\w\"'-])(?:[\w\"'-]++[ \t]*+\.[ \t]*+){32}")
_NESTED: Final = re.compile(r"[\[{](?:[\s,]*+[\[{]){32}")
_LONG_NUMBER: Final = re.compile(r"\d{400}")
_HINT: Final = "look at what stands here and just before it"


def parse_toml(text: str, file: str) -> dict[str, Any] | Problem:
    """Return what a TOML text says, or what is wrong with it.

    >>> parse_toml("a = 1", "x.toml")
    {'a': 1}
    >>> print(parse_toml("a = ", "x.toml"))
    x.toml:1:5
      found: the end of the file
      expected: TOML (Invalid value)
      hint: look at what stands here and just before it
    """
    if "\0" in text:
        return _problem(text, file, text.index("\0"), "a zero byte", "text", "take an older copy")
    for pattern, found, expected in (
        (_DOTTED, f"more than {DEEPEST} names joined by dots", "fewer"),
        (_NESTED, f"lists and tables more than {DEEPEST} deep", "fewer inside one another"),
        (_LONG_NUMBER, "a number of more than 400 digits", "a shorter one"),
    ):
        match = pattern.search(text)
        if match:
            return _problem(text, file, match.start(), found, expected, "take it away")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return _explained(text, file, str(error))
    except (ValueError, RecursionError, OverflowError) as error:
        hint = "look for a number or date that cannot be"
        return Problem(file, "", f"a value that cannot be read ({error})", "TOML", hint)


def _explained(text: str, file: str, message: str) -> Problem:
    place = _PLACE.search(message)
    reason = message[: place.start()] if place else message
    line, column = (place.group(1), place.group(2)) if place else (None, None)
    if line is None or column is None:
        offset = len(text)
    else:
        starts = [0, *(m.end() for m in re.finditer("\n", text))]
        offset = min(starts[min(int(line), len(starts)) - 1] + int(column) - 1, len(text))
    if reason.startswith("Cannot"):
        return _twice(text, file, offset)
    rest = text[offset : offset + 30].split("\n")[0].strip()
    at_end = not text[offset:].strip()
    found = f"`{rest}`" if rest else f"the end of the {'file' if at_end else 'line'}"
    return _problem(text, file, offset, found, f"TOML ({_cut(reason)})", _HINT)


def _twice(text: str, file: str, offset: int) -> Problem:
    """Tell of a key or table that stands there already."""
    start = text.rfind("\n", 0, max(offset - 1, 0)) + 1
    key = _cut(text[start:].split("\n")[0].split("=")[0].strip())
    hint = "put both into one, or take one away"
    return _problem(text, file, start, f"{key} a second time", "each key and table once", hint)


def _problem(text: str, file: str, offset: int, found: str, expected: str, hint: str) -> Problem:
    line = text.count("\n", 0, offset) + 1
    column = offset - text.rfind("\n", 0, offset)
    return Problem(file, "", found, expected, hint, line, column)


def _cut(reason: str) -> str:
    short = reason.split("\n")[0]
    return short if len(short) <= 80 else short[:77] + "..."
