"""A disk in memory: where a game that nobody plays keeps its saves."""

from __future__ import annotations

import contextlib
from collections.abc import Generator
from pathlib import Path

from zenith.files import Disk


class MemoryDisk(Disk):
    """Files that are gone when the program ends.

    >>> disk = MemoryDisk()
    >>> from zenith.files import write_atomic
    >>> write_atomic("a.txt", b"hello", disk)
    >>> disk.read(Path("a.txt"), 100)
    b'hello'
    """

    def __init__(self) -> None:
        super().__init__(pauses=())
        self._files: dict[Path, bytearray] = {}
        self._open: list[bytearray] = []

    def create(self, path: Path) -> int:
        """Make a file that was not there and return its handle."""
        if path in self._files:
            raise FileExistsError(str(path))
        self._files[path] = bytearray()
        self._open.append(self._files[path])
        return len(self._open) - 1

    def write(self, file: int, data: memoryview) -> int:
        """Write the data and return how many bytes that were."""
        self._open[file] += data
        return len(data)

    def sync(self, file: int) -> None:
        """Do nothing: no power cut is outlived."""

    def close(self, file: int) -> None:
        """Let go of the file; its handle is not used again."""
        self._open[file] = bytearray()

    def replace(self, old: Path, new: Path) -> None:
        """Rename a file, in place of one that is there."""
        if old not in self._files:
            raise FileNotFoundError(str(old))
        self._files[new] = self._files.pop(old)

    def unlink(self, path: Path) -> None:
        """Take a file away."""
        if path not in self._files:
            raise FileNotFoundError(str(path))
        del self._files[path]

    def sync_folder(self, folder: Path) -> None:
        """Do nothing."""

    def make_folder(self, folder: Path) -> None:
        """Do nothing: every folder is there."""

    def names(self, folder: Path) -> list[str]:
        """Return the names of the files in a folder, sorted."""
        return sorted(path.name for path in self._files if path.parent == folder)

    def read(self, path: Path, limit: int) -> bytes:
        """Return a file's bytes."""
        if path not in self._files:
            raise FileNotFoundError(str(path))
        return bytes(self._files[path])

    @contextlib.contextmanager
    def lock(self, path: Path) -> Generator[None]:
        """Do nothing: nobody else has this disk."""
        yield
