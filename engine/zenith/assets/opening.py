"""A stranger's file, looked into here and there without reading it whole."""

from __future__ import annotations

import stat
import struct
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final

from zenith.errors import AssetBroken

MOST_READ: Final = 64 * 1024
"""So many bytes of a file are read before it is decoded or refused."""
FIRST: Final = 4096
_LEAST: Final = 64
"""A smaller piece counts as this much, so that no file leads through a thousand places."""


class TooMuch(Exception):
    """More of a file would have to be read than a header needs."""


class Peek:
    """An open file: its size, its first bytes, and a few bytes at other places.

    Attributes:
        size: How many bytes the file has.
        head: The first of them.
    """

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self._left = MOST_READ
        self.size = size
        self.head = self.at(0, FIRST)

    def at(self, place: int, count: int) -> bytes:
        """Return bytes from a place on; fewer where the file ends.

        Raises:
            TooMuch: More would be read of the file than a header needs.
        """
        if count > self._left:
            raise TooMuch
        if not 0 <= place < self.size:
            return b""
        self._left -= max(count, _LEAST)
        self._file.seek(place)
        return self._file.read(count)

    def numbers(self, layout: str, place: int) -> tuple[Any, ...]:
        """Return numbers from a place on, as `struct.unpack` does.

        Raises:
            struct.error: The file ends before.
            TooMuch: More would be read of the file than a header needs.
        """
        count = struct.calcsize(layout)
        inside = place >= 0 and place + count <= len(self.head)
        data = self.head[place : place + count] if inside else self.at(place, count)
        return struct.unpack(layout, data)


@contextmanager
def peek(path: Path, largest: int, hint: str = "") -> Generator[Peek]:
    """Open a file to look into it: a folder, a device or a pipe is not opened.

    Args:
        path: The file.
        largest: So many bytes it may have.
        hint: What to do where it has more.

    Raises:
        AssetBroken: It cannot be read, is no file, is empty, or too large.
    """
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            kind = "a folder" if stat.S_ISDIR(found.st_mode) else "a device, pipe or socket"
            raise AssetBroken(f"{path}: expected a file, found {kind}; it cannot be read.")
        if found.st_size > largest:
            raise AssetBroken(
                f"{path}: found {found.st_size:,} bytes; expected at most {largest:,}.{hint}"
            )
        file = path.open("rb")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise AssetBroken(f"{path}: the file cannot be read ({reason}).") from None
    with file:
        yield Peek(file, found.st_size)


def began(head: bytes) -> str:
    """Return what a file begins with, for a message."""
    return "an empty file" if not head else f"a file that begins with {head[:8]!r}"
