"""Arithmetic typed into a number field: "+10", "*2", "(3 + 4) / 2"; nothing is ever run as code."""

from __future__ import annotations

import math
import re
from typing import Final

from zenith_editor.model.errors import EditorError

LONGEST: Final = 200
DEEPEST: Final = 20
_TOKEN: Final = re.compile(r"\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)|(.))")


def evaluate(text: str, current: float) -> float:
    """Return what was typed, as a number.

    Text that begins with "*", "/" or "+" goes on from the present value, as does
    "-=" or "+=" at its beginning; "-5" alone is a negative number. "x" is the
    present value.

    Args:
        text: What was typed.
        current: The present value.

    Raises:
        EditorError: It is no arithmetic, or its value is not finite.

    >>> evaluate("+10", 5), evaluate("*2", 5), evaluate("-5", 5), evaluate("-=5", 7)
    (15.0, 10.0, -5.0, 2.0)
    >>> evaluate("(x + 1) / 2", 5), evaluate("1,5", 0)
    (3.0, 1.5)
    """
    if len(text) > LONGEST:
        raise EditorError(f"{len(text)} letters are too many for a number.")
    plain = text.strip().replace(",", ".")
    if plain[:2] in ("+=", "-=", "*=", "/="):
        plain = f"x{plain[0]}({plain[2:]})"
    elif plain[:1] in ("+", "*", "/"):
        plain = f"x{plain}"
    try:
        value = _Reader(plain, current).whole()
    except (ZeroDivisionError, OverflowError):
        value = math.nan
    if not math.isfinite(value):
        raise EditorError(f'"{text}" has no finite value.')
    return value


class _Reader:
    """Reads a sum of products of numbers, from left to right."""

    def __init__(self, text: str, current: float) -> None:
        self._text = text
        self._tokens = [m[1] or m[2] for m in _TOKEN.finditer(text)]
        self._at = 0
        self._depth = 0
        self._current = current

    def whole(self) -> float:
        """Return the value of the whole text."""
        value = self._sum()
        if self._at < len(self._tokens):
            raise self._wrong()
        return value

    def _next(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self, *tokens: str) -> str:
        found = self._next()
        if found not in tokens or not found:
            return ""
        self._at += 1
        return found

    def _sum(self) -> float:
        value = self._product()
        while sign := self._take("+", "-"):
            other = self._product()
            value = value + other if sign == "+" else value - other
        return value

    def _product(self) -> float:
        value = self._signed()
        while sign := self._take("*", "/"):
            other = self._signed()
            value = value * other if sign == "*" else value / other
        return value

    def _signed(self) -> float:
        factor = 1.0
        while sign := self._take("+", "-"):
            factor = -factor if sign == "-" else factor
        return factor * self._single()

    def _single(self) -> float:
        if self._take("("):
            self._depth += 1
            if self._depth > DEEPEST:
                raise self._wrong()
            value = self._sum()
            if not self._take(")"):
                raise self._wrong()
            self._depth -= 1
            return value
        if self._take("x"):
            return self._current
        try:
            value = float(self._next())
        except ValueError:
            raise self._wrong() from None
        self._at += 1
        return value

    def _wrong(self) -> EditorError:
        found = self._next() or "the end"
        return EditorError(
            f'"{self._text}" is no arithmetic at {found}; write numbers, + - * / ( ) and x, '
            "the present value."
        )
