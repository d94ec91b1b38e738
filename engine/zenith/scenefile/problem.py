"""What is wrong with a file: where, what was found, what was expected, what to do."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Final

SHOWN: Final = 60
"""So many letters of what was found are shown."""
MANY: Final = 100
"""So many names are compared with one that is not known."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a file; as text it has at most six lines.

    Attributes:
        file: The file's name.
        pointer: The place in it as a JSON pointer, or "".
        found: What is there.
        expected: What could be there.
        hint: What to do about it, or "".
        line: Its line, from 1; 0 where it is not known.
        column: Its column, from 1; 0 where it is not known.
        harmless: Whether the file can be used all the same.

    >>> print(Problem("a.scene", "/entities/door/parent", '"hous"', "an id", "", 4, 17))
    a.scene:4:17: at /entities/door/parent
      found: "hous"
      expected: an id
    """

    file: str
    pointer: str
    found: str
    expected: str
    hint: str = ""
    line: int = 0
    column: int = 0
    harmless: bool = False

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        lines = [f"{where}: at {self.pointer}" if self.pointer else where]
        lines += [f"  found: {self.found}", f"  expected: {self.expected}"]
        lines += [f"  hint: {self.hint}"] if self.hint else []
        return "\n".join(printable(line) for line in lines)


class Misfit(Exception):
    """Stops the reading of one value: where inside it, what was found, what was expected."""

    def __init__(
        self, found: str, expected: str, hint: str = "", at: Sequence[object] = ()
    ) -> None:
        super().__init__(found)
        self.found = found
        self.expected = expected
        self.hint = hint
        self.at = tuple(at)

    def under(self, *parts: object) -> Misfit:
        """Return it as seen from further out."""
        self.at = (*parts, *self.at)
        return self


def pointer(parts: Iterable[object]) -> str:
    """Return a place as a JSON pointer that can be printed.

    >>> pointer(["entities", "a/b", 3])
    '/entities/a~1b/3'
    """
    escaped = (str(p).replace("~", "~0").replace("/", "~1") for p in parts)
    whole = "".join("/" + _cut(printable(p)) for p in escaped)
    return whole if len(whole) <= 4 * SHOWN else whole[: 4 * SHOWN - 3] + "..."


def shown(value: Any) -> str:
    """Return a value as a message may show it: short, on one line, nothing invisible.

    >>> shown("ten"), shown([1, 2]), shown({}), shown(True)
    ('"ten"', 'a list of 2', 'an object of 0', 'true')
    """
    kind = value.__class__
    if kind in (dict, list, tuple):
        return f"{'an object' if kind is dict else 'a list'} of {len(value)}"
    if isinstance(value, str):
        return f'"{_cut(printable(value))}"'
    if value is None or isinstance(value, (bool, int, float)):
        return _cut(json.dumps(value))
    return _cut(printable(str(value) if isinstance(value, (date, time)) else repr(value)))


def printable(text: str) -> str:
    r"""Return text with what cannot be seen, or turns the writing around, written out.

    >>> printable("a\n\u202eb")
    'a\\n\\u202eb'
    """
    short = text[: 4 * SHOWN]
    if short.isprintable():
        return text
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in short)


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 3] + "..."


def near(name: str, options: Iterable[str]) -> str:
    """Return the hint that names the nearest spelling, or nothing.

    >>> near("Sprit", ["Sprite", "Text"])
    'did you mean "Sprite"?'
    """
    known = list(options)
    folded = {option.lower(): option for option in known}
    if len(folded) > MANY:  # comparing takes its time: most misspelt names begin as they should
        alike = [option for option in folded if option[:1] == name[:1].lower()]
        folded = {option: folded[option] for option in alike[:MANY]}
    close = difflib.get_close_matches(name[:SHOWN].lower(), folded, n=1, cutoff=0.6)
    return f'did you mean "{printable(folded[close[0]])}"?' if close else ""


def wrong_case(name: str, options: Iterable[str]) -> str:
    """Return the hint that a name is spelt with other capitals, or nothing.

    >>> wrong_case("Crate", ["ball", "crate"])
    'there is "crate"; capital letters count, because they do on other systems'
    """
    twin = next((option for option in options if option.lower() == name.lower()), "")
    reason = "capital letters count, because they do on other systems"
    return f'there is "{printable(twin)}"; {reason}' if twin else ""


def listed(names: Iterable[str], most: int = 8) -> str:
    """Return names one after the other, the first few of them."""
    known = [printable(name) for name in names]
    return ", ".join(known[:most]) + (", ..." if len(known) > most else "")
