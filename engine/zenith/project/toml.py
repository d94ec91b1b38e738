"""A TOML text from a stranger: read, or told why it cannot be, with its place."""

from __future__ import annotations

import re
import tomllib
from typing import Any, Final

from zenith.project.places import place, twice
from zenith.scenefile import Problem
from zenith.scenefile.problem import printable

LARGEST_FILE: Final = 256 * 1024
DEEPEST: Final = 32

_PLACE: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_PART: Final = r"""(?:[\w-]++|"(?:\\.|[^"\\\n])*+"|'[^'\n]*+')"""
_SCAN: Final = re.compile(
    rf"""(?<![\w-])(?P<dots>(?:{_PART}[ \t]*+\.[ \t]*+){{{DEEPEST}}})"""
    r'''|"""(?:\\.|[^\\])*?(?:"""|\Z)'''
    r"""|'''.*?(?:'''|\Z)"""
    r"""|"(?:\\.|[^"\\\n])*+"?|'[^'\n]*+'?|\#[^\n]*+"""
    r"""|(?<![\w-])(?P<digits>(?:0x[\da-fA-F_]|0[ob][\d_]|\d)[\d_a-fA-F]{400})"""
    r"""|(?P<open>[\[{])|(?P<close>[\]}])""",
    re.DOTALL,
)
"""What may make a text slow to read, and the strings and comments in which it would not."""
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
    slow = _slow(text, file)
    if slow is not None:
        return slow
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return _explained(text, file, str(error))
    except (ValueError, RecursionError, OverflowError) as error:
        hint = "look for a number or date that cannot be"
        return Problem(file, "", f"a value that cannot be read ({error})", "TOML", hint)


def _slow(text: str, file: str) -> Problem | None:
    """Return what would take too long to read, where there is such a thing."""
    depth = 0
    for match in _SCAN.finditer(text):
        kind = match.lastgroup
        if kind == "dots":
            found, expected = f"more than {DEEPEST} names joined by dots", "fewer"
        elif kind == "digits":
            found, expected = "a number of more than 400 digits", "a shorter one"
        else:
            depth = max(depth + (kind == "open") - (kind == "close"), 0)
            if depth <= DEEPEST:
                continue
            found = f"lists and tables more than {DEEPEST} deep"
            expected = "fewer inside one another"
        return _problem(text, file, match.start(), found, expected, "take it away")
    return None


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
    if reason.startswith("Duplicate"):
        found, hint = f"a {_cut(printable(reason.lower()))}", "take one away"
        return _problem(text, file, offset, found, "each key once", hint)
    if text.lstrip().startswith("{"):
        return _problem(text, file, 0, "JSON, perhaps a scene", "TOML", "look at the file's name")
    rest = text[offset : offset + 30].split("\n")[0].strip()
    at_end = not text[offset:].strip()
    found = f"`{rest}`" if rest else f"the end of the {'file' if at_end else 'line'}"
    merge = rest.startswith(("<<<<<<<", "=======", ">>>>>>>"))
    hint = "git could not merge two edits here; keep one" if merge else _HINT
    return _problem(text, file, offset, found, f"TOML ({_cut(reason)})", hint)


def _twice(text: str, file: str, offset: int) -> Problem:
    """Tell of a key or table that stands there already."""
    end = text.find("\n", max(offset - 1, 0))
    key, start, before = twice(text[:end] if end >= 0 else text)
    hint = "put both into one, or take one away"
    hint = f"it stands in line {before} already; {hint}" if before else hint
    key = _cut(printable(key))
    found = f"{key} a second time" if before else f"`{key}`, which gives something a second value"
    return _problem(text, file, start, found, "each key and table once", hint)


def _problem(text: str, file: str, offset: int, found: str, expected: str, hint: str) -> Problem:
    return Problem(file, "", found, expected, hint, *place(text, offset))


def _cut(reason: str) -> str:
    short = reason.split("\n")[0]
    return short if len(short) <= 80 else short[:77] + "..."
