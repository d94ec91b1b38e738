"""A slow reader of JSON that knows where it is: it finds places, and the first mistake."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, Final

from zenith.scenefile.places import place
from zenith.scenefile.problem import printable

DEEPEST: Final = 64
"""Lists and objects may lie so deep in one another."""
LARGEST: Final = 2**63

_BLANK: Final = re.compile(r"[ \t\r\n]*")
_TOKEN: Final = re.compile(
    r'(?P<mark>[{}\[\],:])|(?P<text>"(?:[^"\\\x00-\x1f]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*")'
    r"|(?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<word>true|false|null)|(?P<endless>NaN|-?Infinity)"
)
_SHORTER: Final = "write a number closer to 0"
_WORD: Final = re.compile(r"[\w.+-]+")


class Fault(Exception):
    """Stops a scan at the first mistake."""

    def __init__(self, offset: int, found: str, expected: str, hint: str = "") -> None:
        super().__init__(found)
        self.offset = offset
        self.found = found
        self.expected = expected
        self.hint = hint


class Scanner:
    """Walks through a text token by token, without recursion.

    Attributes:
        path: The keys and numbers that lead to the present place.
    """

    def __init__(self, text: str, at: int = 0, path: Sequence[Any] = ()) -> None:
        """Make a scanner that begins at a value under some keys."""
        self._text = text
        self._at = at
        self._outside = len(path)
        self.path: list[Any] = list(path)
        self._keys: list[dict[str, int] | None] = [None] * len(path)

    def fault(self) -> Fault | None:
        """Return the first mistake, or None; `path` then leads to it."""
        try:
            self._run()
        except Fault as fault:
            return fault
        return None

    def _run(self) -> None:
        self._value()
        while len(self.path) > self._outside:
            self._next()
        self._skip()
        if not self._outside and self._at < len(self._text):
            hint = "one file holds one scene or prefab"
            raise Fault(self._at, self._here(), "the end of the file", hint)

    def _next(self) -> None:
        """Read what follows a value inside a list or object."""
        keys = self._keys[-1]
        closing = "]" if keys is None else "}"
        mark = self._mark((",", closing), f"a comma or `{closing}`")
        if mark == closing:
            self.path.pop()
            self._keys.pop()
            return
        if keys is None:
            self.path[-1] += 1
        else:
            self._key(keys)
        self._value()

    def _key(self, keys: dict[str, int]) -> None:
        self._skip()
        start = self._at
        found = _TOKEN.match(self._text, start)
        if found is None or found.lastgroup != "text":
            self.path.pop()
            raise Fault(start, self._here(), "a key in quotation marks", self._advice(start))
        key = self._read_text(start, found[0])
        if key in keys:
            self.path[-1] = key
            raise key_twice(self._text, key, keys[key], start)
        keys[key] = start
        self._at = found.end()
        self.path[-1] = key
        self._mark((":",), "a colon after the key")

    def _value(self) -> None:
        self._skip()
        start = self._at
        found = _TOKEN.match(self._text, start)
        kind = None if found is None else found.lastgroup
        if found is None or (kind == "mark" and found[0] not in "{["):
            raise Fault(start, self._here(), "a value", self._advice(start))
        self._at = found.end()
        if kind == "mark":
            self._open(found[0], start)
        elif kind == "text":
            self._read_text(start, found[0])
        elif kind == "endless":
            raise Fault(start, found[0], "a finite number", "JSON knows no endless numbers")
        elif kind == "number":
            _check_number(start, found[0])

    def _open(self, mark: str, start: int) -> None:
        if len(self.path) >= DEEPEST:
            hint = "no scene needs that; the file may have been made to do harm"
            raise Fault(start, f"nesting deeper than {DEEPEST} levels", "a flatter file", hint)
        closing = "}" if mark == "{" else "]"
        self._skip()
        if self._text.startswith(closing, self._at):
            self._at += 1
            return
        if mark == "{":
            keys: dict[str, int] = {}
            self.path.append("")
            self._keys.append(keys)
            self._key(keys)
        else:
            self.path.append(0)
            self._keys.append(None)
        self._value()

    def _mark(self, marks: tuple[str, ...], expected: str) -> str:
        self._skip()
        found = self._text[self._at : self._at + 1]
        if found not in marks or not found:
            raise Fault(self._at, self._here(), expected, self._advice(self._at))
        self._at += 1
        return found

    def _read_text(self, start: int, token: str) -> str:
        if "\\" not in token:
            return token[1:-1]
        text = str(json.loads(token))
        if any("\ud800" <= letter <= "\udfff" for letter in text):
            raise Fault(
                start,
                f"half a letter, in {printable(text)[:50]}",
                "both halves of it",
                "write the letter itself",
            )
        return text

    def _skip(self) -> None:
        blank = _BLANK.match(self._text, self._at)
        self._at = blank.end() if blank else self._at

    def _here(self) -> str:
        """Tell what stands at the present place."""
        if self._at >= len(self._text):
            return f"the end of the file, after {len(self._text.encode())} bytes"
        if self._text[self._at] == '"':
            found = _TOKEN.match(self._text, self._at)
            return f"{printable(found[0])[:60]}" if found else "a text that does not end well"
        word = _WORD.match(self._text, self._at)
        return f"`{printable(word[0] if word else self._text[self._at])[:60]}`"

    def _advice(self, start: int) -> str:
        """Return what helps against the usual slips."""
        rest = self._text[start : start + 8]
        if rest[:7] in ("<<<<<<<", "=======", ">>>>>>>", "|||||||"):
            return "git could not merge two edits here; keep one side and take the marks away"
        if rest[:1] in ("]", "}") and self._text[:start].rstrip().endswith(","):
            return "take away the comma before it"
        if rest[:1] == "'":
            return 'texts stand in "quotation marks"'
        if rest[:2] in ("//", "/*") or rest[:1] == "#":
            return "JSON has no comments"
        if rest.startswith(("True", "False", "None")):
            return "JSON writes true, false and null"
        if rest[:1] == '"' and _TOKEN.match(self._text, start):
            return "put a comma between this and what stands before it"
        if rest[:1] == '"' and "\n" in self._text[start:]:
            return r"a text ends on its own line; write \n for a new line and \" for a mark"
        is_cut = not rest or rest[:1] == '"'
        return "the file was cut short; take an older copy" if is_cut else ""


def _check_number(start: int, text: str) -> None:
    is_whole = not set(text) & set(".eE")
    if is_whole and len(text) > 20:
        raise Fault(start, f"a number of {len(text)} digits", f"at most {LARGEST - 1}", _SHORTER)
    if is_whole and not -LARGEST <= int(text) < LARGEST:
        raise Fault(start, text, f"a whole number from -{LARGEST} to {LARGEST - 1}", _SHORTER)
    if not is_whole and float(text) in (float("inf"), float("-inf")):
        raise Fault(start, text[:60], "a number that fits 64 bits", _SHORTER)


def key_twice(text: str, key: str, first: int, second: int) -> Fault:
    """Return the fault of a key that stands in one object twice."""
    line, _ = place(text, first)
    found = f'the key "{printable(key)[:60]}" a second time'
    hint = f"the first one is in line {line}; give one of them another name, or remove it"
    return Fault(second, found, "each key once", hint)
