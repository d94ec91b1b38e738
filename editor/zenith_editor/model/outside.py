"""What others did to a file since it was opened or saved here."""

from __future__ import annotations

import enum
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

LARGEST: Final = 16 * 2**20
"""A file of more bytes is no scene; it counts as changed without being read."""


class Outside(enum.Enum):
    """What became of a file."""

    SAME = "same"
    CHANGED = "changed"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a file was like at one moment.

    Attributes:
        time: When it was written last, in nanoseconds; -1 for no file.
        size: Its bytes.
        digest: A hash of them.
    """

    time: int = -1
    size: int = 0
    digest: bytes = b""


def stamp_of(path: Path | None) -> Stamp:
    """Return what a file is like now; an empty stamp where there is none to be read."""
    try:
        if path is None:
            return Stamp()
        found = path.stat()
        if found.st_size > LARGEST:
            return Stamp(found.st_mtime_ns, found.st_size)
        data = path.read_bytes()
    except OSError:
        return Stamp()
    return Stamp(found.st_mtime_ns, len(data), hashlib.blake2b(data, digest_size=16).digest())


def look(path: Path | None, known: Stamp) -> Outside:
    """Return what happened to a file since a stamp was taken.

    Time and size are compared first; only where they differ is the file read,
    and only what it says counts: being written anew with the same words is no change.
    """
    if path is None or known.time < 0:
        return Outside.SAME if path is None or not path.exists() else Outside.CHANGED
    try:
        found = path.stat()
    except OSError:
        return Outside.DELETED
    if (found.st_mtime_ns, found.st_size) == (known.time, known.size):
        return Outside.SAME
    now = stamp_of(path)
    return Outside.SAME if now.digest and now.digest == known.digest else Outside.CHANGED
