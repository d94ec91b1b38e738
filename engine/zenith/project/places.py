"""Where things stand in a TOML text: each key's line and column."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from typing import Final

_TOKEN: Final = re.compile(
    r'"""(?:\\.|[^\\])*?"""'
    r"|'''.*?'''"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*"
    r"|[\[\]{}=.,\n]"
    r"|[A-Za-z0-9_-]+"
    r"|.",
    re.DOTALL,
)
_DEEPEST: Final = 64
_OPENING: Final = frozenset("[{")
_CLOSING: Final = frozenset("]}")

Token = tuple[str, int]


class Places:
    r"""Where the keys and headings of a text stand; the text is walked through once.

    >>> places = Places('a = 1\n[window]\n  size = [1, 2]\n')
    >>> places.find(["window", "size", 0]), places.find(["nowhere"])
    ((3, 3), (1, 1))
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._exact: dict[tuple[str, ...], int] = {}
        self._around: dict[tuple[str, ...], int] = {}
        for path, offset in _keys(text):
            self._exact.setdefault(path, offset)
            for k in range(1, min(len(path), _DEEPEST)):
                self._around.setdefault(path[:k], offset)

    def offset(self, path: tuple[str, ...]) -> int | None:
        """Return where a key stands first, or the first key below it; None where there is none."""
        return self._exact.get(path, self._around.get(path))

    def find(self, parts: Sequence[object]) -> tuple[int, int]:
        """Return the line and column of a key, or of the nearest thing around it.

        Lists and tables within one line count as the key they belong to; the text's
        start stands for what is not found.
        """
        wanted = tuple(str(part) for part in parts[:_DEEPEST])
        for k in range(len(wanted), 0, -1):
            found = self.offset(wanted[:k])
            if found is not None:
                return place(self._text, found)
        return (1, 1) if self._text else (0, 0)


def locate(text: str, parts: Sequence[object]) -> tuple[int, int]:
    r"""Return the line and column of a key, or of the nearest thing around it.

    >>> locate('a = 1\n[window]\n  size = [1, 2]\n', ["window", "size", 0])
    (3, 3)
    """
    return Places(text).find(parts)


def place(text: str, offset: int) -> tuple[int, int]:
    """Return the line and column of an offset, both from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def twice(text: str) -> tuple[str, int, int]:
    r"""Return the last key of a text as written, its offset, and the line where it stands before.

    >>> twice("a = 1\nb = 2\na = ")
    ('a', 12, 1)
    """
    *before, (path, offset) = _keys(text)
    written = text[offset:].split("\n")[0].split("=")[0].strip()
    first = next((at for other, at in before if other == path), None)
    return written, offset, 0 if first is None else place(text, first)[0]


def key_places(text: str) -> dict[tuple[str, ...], tuple[int, int]]:
    r"""Return the line and column of every key and table heading, by its path; of two the first.

    >>> key_places("a = 1\n[window]\nsize = 2\n")
    {('a',): (1, 1), ('window',): (2, 1), ('window', 'size'): (3, 1)}
    """
    found: dict[tuple[str, ...], tuple[int, int]] = {}
    line, start = 1, 0
    for path, offset in _keys(text):
        line += text.count("\n", start, offset)
        start = offset
        found.setdefault(path, (line, offset - text.rfind("\n", 0, offset)))
    return found


def _keys(text: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield the full path and the offset of every key and table heading."""
    table: tuple[str, ...] = ()
    for statement in _statements(text):
        heading = statement[0][0] == "["
        names = [_bare(token) for token, _ in statement[: _end_of_key(statement)] if _named(token)]
        if heading:
            table = tuple(names)
        yield (tuple(names) if heading else (*table, *names)), statement[0][1]


def _end_of_key(statement: list[Token]) -> int:
    return next((k for k, (token, _) in enumerate(statement) if token == "="), len(statement))


def _statements(text: str) -> Iterator[list[Token]]:
    """Yield the tokens of each statement: a line, or several where a value needs them."""
    statement: list[Token] = []
    depth = 0
    for match in _TOKEN.finditer(text):
        token = match.group()
        if token.isspace() and (token != "\n" or depth > 0):
            continue
        if token == "\n":
            if statement:
                yield statement
            statement = []
        elif not token.startswith("#"):
            depth += (token in _OPENING) - (token in _CLOSING)
            statement.append((token, match.start()))
    if statement:
        yield statement


def _named(token: str) -> bool:
    return token[0] in "\"'" or token[0].isalnum() or token[0] in "_-"


def _bare(token: str) -> str:
    if "\\" in token and token[0] == '"':
        try:
            return str(tomllib.loads(f"key = {token}")["key"])
        except tomllib.TOMLDecodeError:
            return token
    return token.strip(token[0]) if token[0] in "\"'" else token
