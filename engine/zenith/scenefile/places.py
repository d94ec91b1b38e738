"""Where things stand in a JSON text: found at the speed of the JSON decoder, value by value."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

_BLANK: Final = re.compile(r"[ \t\r\n]*")
_PLAIN: Final = json.JSONDecoder()
_BROKEN: Final = (ValueError, IndexError, RecursionError)


def place(text: str, offset: int) -> tuple[int, int]:
    """Return the line and column of an offset, both from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def locate(text: str, parts: Sequence[object]) -> tuple[int, int]:
    """Return the line and column of a value, or of what it should be in; 0, 0 without a text."""
    if not text:
        return 0, 0
    at = _skip(text, 0)
    for part in parts:
        try:
            inner = next((start for key, _, start in members(text, at) if key == part), None)
        except _BROKEN:
            inner = None
        if inner is None:
            break
        at = inner
    return place(text, at)


def members(text: str, at: int) -> Iterator[tuple[Any, int, int]]:
    """Yield the members of the list or object at an offset.

    Each is its key or number, where the key begins, and where the value does. The
    members after one are only looked for once it was passed, so what is no JSON
    raises as late as it can.
    """
    opening = text[at : at + 1]
    if opening not in ("{", "["):
        return
    number, at = 0, _skip(text, at + 1)
    while text[at] not in "}]":
        key: Any = number
        start = at
        if opening == "{":
            if text[at] != '"':
                return
            key, at = _PLAIN.raw_decode(text, at)
            at = _skip(text, at)
            if text[at] != ":":
                return
            at = _skip(text, at + 1)
        yield key, start, at
        _, at = _PLAIN.raw_decode(text, at)
        at = _skip(text, at)
        if text[at] != ",":
            return
        number, at = number + 1, _skip(text, at + 1)


def suspect(text: str, decoder: json.JSONDecoder, deepest: int) -> tuple[int, list[Any]]:
    """Return where, and under which keys, the innermost value begins that a decoder refuses."""
    at, path = _skip(text, 0), list[Any]()
    while len(path) < deepest:
        inner = _first_refused(text, at, decoder)
        if inner is None:
            break
        path.append(inner[0])
        at = inner[1]
    return at, path


def _first_refused(text: str, at: int, decoder: json.JSONDecoder) -> tuple[Any, int] | None:
    try:
        for key, _, start in members(text, at):
            try:
                decoder.raw_decode(text, start)
            except _BROKEN:
                return key, start
    except _BROKEN:
        return None
    return None


def twice(text: str, at: int) -> tuple[str, int, int] | None:
    """Return a key that the object at an offset has twice, and where it stands both times."""
    seen: dict[Any, int] = {}
    try:
        for key, start, _ in members(text, at):
            if key in seen:
                return str(key), seen[key], start
            seen[key] = start
    except _BROKEN:
        return None
    return None


def _skip(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at
