"""The journal of one document: what was done since it was saved, on the disk before anything else.

A file that only grows. Its first line has the document as it was, each further
line one change, and each begins with a checksum over itself and all lines before
it, so that a line cut short by a crash, or one that does not belong, ends it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import zenith as zn
from zenith_editor.model.errors import EditorError
from zenith_editor.model.operations import Operation
from zenith_editor.model.outside import Stamp
from zenith_editor.model.wire import from_json, to_json

LARGEST: Final = 64 * 2**20
"""A journal of more bytes is not read."""
COMPACT: Final = 8 * 2**20
"""From so many bytes on a journal is begun anew with the document as it is."""
_SUM: Final = 16


@dataclass(frozen=True, slots=True)
class Entry:
    """One change.

    Attributes:
        label: What it did.
        operations: How.
    """

    label: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """What a journal begins with.

    Attributes:
        kind: "scene" or "prefab".
        path: The document's file, or None.
        stamp: What the file was like.
        text: The document as it was.
    """

    kind: str
    path: Path | None
    stamp: Stamp
    text: str


class Journal:
    """Writes the journal of a document; each entry is on the disk when `append` returns.

    Attributes:
        file: Where.
        size: How many bytes it has.
    """

    def __init__(self, file: Path, head: Head, disk: zn.Disk) -> None:
        """Begin a journal.

        Raises:
            OSError: It cannot be written; nothing is left behind.
        """
        self.file = file
        self.size = 0
        self._disk = disk
        self._sum = ""
        self._handle: int | None = disk.create(file)
        try:
            self._write(_head_json(head))
            with suppress(OSError):
                disk.sync_folder(file.parent)
        except BaseException:
            self.remove()
            raise

    def append(self, entry: Entry) -> None:
        """Add a change.

        Raises:
            OSError: It cannot be written; what was written before stays readable.
        """
        operations = [to_json(operation) for operation in entry.operations]
        self._write({"label": entry.label, "ops": operations})

    def _write(self, told: dict[str, Any]) -> None:
        if self._handle is None:
            raise OSError("the journal is closed")
        text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        self._sum = checksum(self._sum, text)
        left = memoryview(f"{self._sum} {text}\n".encode())
        self.size += len(left)
        while left:
            left = left[self._disk.write(self._handle, left) :]
        self._disk.sync(self._handle)

    def close(self) -> None:
        """Write no more; the file stays."""
        handle, self._handle = self._handle, None
        if handle is not None:
            with suppress(OSError):
                self._disk.close(handle)

    def remove(self) -> None:
        """Take the file away: what it held is saved, or not wanted."""
        self.close()
        with suppress(OSError):
            self._disk.unlink(self.file)


def checksum(before: str, text: str) -> str:
    """Return what a line begins with, given the same of the line before."""
    return hashlib.blake2b(f"{before} {text}".encode(), digest_size=_SUM // 2).hexdigest()


def read_journal(file: Path, disk: zn.Disk) -> tuple[Head, list[Entry]] | None:
    """Return what a journal holds, up to the first line that is not whole; None for no journal."""
    try:
        lines = disk.read(file, LARGEST).split(b"\n")[:-1]
    except OSError:
        return None
    whole = _whole_lines(lines)
    try:
        head = _head_from(whole[0])
    except (IndexError, KeyError, TypeError, ValueError):
        return None
    entries: list[Entry] = []
    for told in whole[1:]:
        try:
            entries.append(Entry(str(told["label"]), tuple(map(from_json, told["ops"]))))
        except (EditorError, KeyError, TypeError):
            break
    return head, entries


def _whole_lines(lines: Sequence[bytes]) -> list[Any]:
    found: list[Any] = []
    last = ""
    for line in lines:
        try:
            given, _, text = line.decode().partition(" ")
            if given != checksum(last, text):
                break
            found.append(json.loads(text))
        except ValueError:
            break
        last = given
    return found


def _head_json(head: Head) -> dict[str, Any]:
    return {
        "zenith": "journal",
        "version": 1,
        "kind": head.kind,
        "path": None if head.path is None else str(head.path),
        "stamp": [head.stamp.time, head.stamp.size, head.stamp.digest.hex()],
        "text": head.text,
    }


def _head_from(told: Any) -> Head:
    if (told["zenith"], told["version"]) != ("journal", 1):
        raise ValueError("another version")
    time, size, digest = told["stamp"]
    path = None if told["path"] is None else Path(told["path"])
    stamp = Stamp(int(time), int(size), bytes.fromhex(digest))
    return Head(str(told["kind"]), path, stamp, str(told["text"]))
