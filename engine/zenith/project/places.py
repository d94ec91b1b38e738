"""Where things stand in a TOML text: each key's line and column."""

from __future__ import annotations

import re
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
_OPENING: Final = frozenset("[{")
_CLOSING: Final = frozenset("]}")

Token = tuple[str, int]


def locate(text: str, parts: Sequence[object]) -> tuple[int, int]:
    r"""Return the line and column of a key, or of the nearest thing around it.

    Lists and tables within one line count as the key they belong to; 0, 0 where nothing is found.

    >>> locate('a = 1\n[window]\n  size = [1, 2]\n', ["window", "size", 0])
    (3, 3)
    """
    wanted = tuple(str(part) for part in parts)
    best, found = 0, -1
    for path, offset in _keys(text):
        same = _common(path, wanted)
        if same == len(path) and same > best:
            best, found = same, offset
    if found < 0:
        return (1, 1) if text else (0, 0)
    return text.count("\n", 0, found) + 1, found - text.rfind("\n", 0, found)


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


def _common(path: tuple[str, ...], wanted: tuple[str, ...]) -> int:
    same = 0
    while same < min(len(path), len(wanted)) and path[same] == wanted[same]:
        same += 1
    return same


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
    return token.strip(token[0]) if token[0] in "\"'" else token
