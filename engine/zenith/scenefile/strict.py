"""JSON as scene files use it: read quickly, and with everything refused that JSON leaves open."""

from __future__ import annotations

import json
import math
import re
from typing import Any, Final

from zenith.scenefile.places import place, suspect, twice
from zenith.scenefile.problem import Problem, pointer, printable
from zenith.scenefile.scanner import DEEPEST, LARGEST, Scanner, key_twice

MOST_PARTS: Final = 400_000
"""A file may have so many lists and objects."""
LONG: Final = 500_000
"""A text of so many letters takes too long to be looked through slowly for a slip."""

_HALF: Final = re.compile(r"\\u[dD][89a-fA-F]")


def parse(text: str, file: str) -> Any | Problem:
    """Return what a JSON text says, or what is wrong with it.

    Refused beside what is no JSON: a key twice in one object, NaN and endless
    numbers, whole numbers beyond 64 bits, halves of letters, and more lists and
    objects than a scene can need. -0.0 becomes 0.0.
    """
    parts = text.count("{") + text.count("[")
    if parts > MOST_PARTS:
        found = f"{parts:,} lists and objects"
        return Problem(file, "", found, f"at most {MOST_PARTS:,}", "split it into several files")
    if _HALF.search(text) is None:
        try:
            return _DECODER.decode(text)
        except json.JSONDecodeError as error:
            if len(text) > LONG:
                return _in_short(error, file)
        except (ValueError, RecursionError):
            pass
    return _explain(text, file)


def _in_short(error: json.JSONDecodeError, file: str) -> Problem:
    """Say where a long text is no JSON without walking through it again."""
    rest = error.doc[error.pos : error.pos + 20].split("\n")[0]
    found = f"`{printable(rest)}`" if rest else "the end of the line or file"
    hint = "look at what stands here and just before it"
    return Problem(file, "", found, f"JSON ({error.msg})", hint, error.lineno, error.colno)


def _explain(text: str, file: str) -> Any | Problem:
    """Look for the mistake slowly; a text without one is read after all."""
    at, path = suspect(text, _DECODER, DEEPEST)
    double = twice(text, at) if text.startswith("{", at) else None
    scanner = Scanner(text, at, path)
    if double is not None:
        fault = key_twice(text, *double)
        scanner.path.append(double[0])
    else:
        found = scanner.fault() or (Scanner(text).fault() if path else None)
        if found is None:
            return _DECODER.decode(text)
        fault = found
    line, column = place(text, fault.offset)
    where = pointer(scanner.path)
    hint = fault.hint or "look at what stands here and just before it"
    return Problem(file, where, fault.found, fault.expected, hint, line, column)


def depth(value: Any, most: int) -> int:
    """Return how deep lists and objects lie in one another, not counting further than `most`."""
    level: list[Any] = [value]
    found = 0
    while level and found <= most:
        inner: list[Any] = []
        for holder in level:
            inner += holder.values() if holder.__class__ is dict else holder
        level = [item for item in inner if item.__class__ in (list, dict)]
        found += 1
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key twice")
    return found


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("an endless number")
    return number + 0.0  # -0.0 and 0.0 are one value


def _whole(text: str) -> int:
    if len(text) > 20 or not -LARGEST <= (number := int(text)) < LARGEST:
        raise ValueError("too many digits")
    return number


def _refuse(text: str) -> Any:
    raise ValueError(text)


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_once, parse_float=_finite, parse_int=_whole, parse_constant=_refuse
)
