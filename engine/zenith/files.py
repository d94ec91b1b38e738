"""Writing files so that a reader finds the old one or the new one, never half of one."""

from __future__ import annotations

import contextlib
import itertools
import os
from pathlib import Path


def write_atomic(path: Path | str, data: bytes) -> None:
    """Write a file as a whole: a temporary file beside it, flushed to the disk, then renamed.

    Raises:
        OSError: It could not be written; the old file is as it was and nothing is left behind.
    """
    path = Path(path)
    try:
        temporary = _create_beside(path)
    except OSError as error:
        # The name that the caller knows, not that of the temporary file.
        raise OSError(error.errno, error.strerror, str(path)) from None
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(path.parent)


def _create_beside(path: Path) -> Path:
    """Make an empty file of a name nobody else has, in the same folder."""
    for attempt in itertools.count():
        temporary = path.with_name(f".{path.name}.{os.getpid()}.{attempt}.tmp")
        try:
            temporary.open("xb").close()
        except FileExistsError:
            continue
        return temporary
    raise AssertionError("unreachable")


def _sync_folder(folder: Path) -> None:
    """Make the rename itself last, where the system can flush a folder."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    # Some folders cannot be opened, some not flushed; the file is written all the same.
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
