"""Writing files so that a reader finds the old one or the new one, never half of one."""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import re
import stat
import sys
import threading
from collections.abc import Generator
from pathlib import Path
from typing import Final

if sys.platform == "win32":
    import msvcrt

    _LOCKED_AT: Final = 2**20
    """Bytes are locked there: one behind the text, so that others can read who holds the file."""

    def _take(handle: int) -> None:
        os.lseek(handle, _LOCKED_AT, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, 0, os.SEEK_SET)

    def _flush(handle: int) -> None:
        os.fsync(handle)

else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _flush(handle: int) -> None:
        if sys.platform == "darwin":
            # There fsync leaves the data in the drive's own cache.
            with contextlib.suppress(OSError):
                fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
                return
        os.fsync(handle)


_NO_FLUSH: Final = (errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES, errno.EPERM)
"""What systems say of a folder that they do not flush, or whose rights forbid it."""
_NO_LOCKS: Final = (errno.EINVAL, errno.ENOTSUP, errno.ENOLCK, errno.ENOSYS)
_PAUSES: Final = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5) if sys.platform == "win32" else ()


class Disk:
    """What careful writing asks of the system, call by call.

    A test passes one that records the calls, keeps files in memory, or fails.
    Interrupted calls are begun again by Python itself.

    Attributes:
        pauses: How long to wait, in seconds, before each further try to rename: on Windows a
            virus scanner or an indexer may hold a file for a moment.
    """

    def __init__(self, pauses: tuple[float, ...] = _PAUSES) -> None:
        self.pauses = pauses

    def create(self, path: Path) -> int:
        """Make a file that was not there and return its handle."""
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
        return os.open(path, flags, 0o666)

    def write(self, file: int, data: memoryview) -> int:
        """Write some of the data and return how many bytes that were."""
        return os.write(file, data)

    def sync(self, file: int) -> None:
        """Return once the file's data would outlive a power cut."""
        _flush(file)

    def close(self, file: int) -> None:
        """Give a handle back."""
        os.close(file)

    def replace(self, old: Path, new: Path) -> None:
        """Rename a file, in place of one that is there."""
        old.replace(new)

    def unlink(self, path: Path) -> None:
        """Take a file away."""
        path.unlink()

    def sync_folder(self, folder: Path) -> None:
        """Make renames in a folder outlive a power cut, where the system can."""
        if not hasattr(os, "O_DIRECTORY"):
            return
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def make_folder(self, folder: Path) -> None:
        """Make a folder and those above it, where they are not there, to outlive a power cut."""
        if folder.is_dir():
            return
        self.make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        with contextlib.suppress(OSError):
            self.sync_folder(folder.parent)

    def names(self, folder: Path) -> list[str]:
        """Return the names of the files in a folder, sorted."""
        return sorted(os.listdir(folder))  # noqa: PTH208 - names, not paths

    def read(self, path: Path, limit: int) -> bytes:
        """Return a file's bytes.

        Raises:
            OSError: It is not there, no file, or larger than `limit` bytes.
        """
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "not a file", str(path))
        if found.st_size > limit:
            raise OSError(errno.EFBIG, f"larger than {limit} bytes", str(path))
        with path.open("rb") as file:
            return file.read(limit + 1)

    def lives(self, pid: int) -> bool:
        """Tell whether a process may still be running."""
        if sys.platform == "win32":
            return True  # asking by os.kill would end it
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        except (OSError, OverflowError):
            return True
        return True

    @contextlib.contextmanager
    def lock(self, path: Path) -> Generator[None]:
        """Hold a lock file; the system lets go of it when the process ends, however it ends.

        Raises:
            BlockingIOError: Somebody else holds it.
            OSError: It cannot be made.
        """
        handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o666)
        try:
            _hold(handle)
            with contextlib.suppress(OSError):  # a full disk: only the message knows less
                os.ftruncate(handle, 0)
                os.write(handle, str(os.getpid()).encode())
            yield
        finally:
            os.close(handle)


def _hold(handle: int) -> None:
    try:
        _take(handle)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
            raise BlockingIOError(errno.EAGAIN, "held by another process") from None
        if error.errno not in _NO_LOCKS:
            raise


def write_atomic(path: Path | str, data: bytes, disk: Disk | None = None) -> None:
    """Write a file as a whole: a temporary file beside it, flushed to the disk, then renamed.

    Args:
        path: The file.
        data: All of its bytes.
        disk: What is written to; the real one when None.

    Raises:
        OSError: It could not be written; the old file is as it was and nothing is left behind.
    """
    path, disk = Path(path), disk or Disk()
    try:
        temporary = write_beside(path, data, disk)
        try:
            rename(temporary, path, disk)
        except BaseException:
            discard(temporary, disk)
            raise
        flush_folder(path.parent, disk)
    except OSError as error:
        # The name that the caller knows, not that of the temporary file.
        raise OSError(error.errno, error.strerror, str(path)) from None


def write_beside(path: Path, data: bytes, disk: Disk) -> Path:
    """Write a temporary file in the same folder, flush it, and return where it is.

    Raises:
        OSError: It could not be written; nothing is left behind.
    """
    sweep(path, disk)
    temporary, file = _create_beside(path, disk)
    try:
        try:
            _write_all(file, data, disk)
            disk.sync(file)
        finally:
            disk.close(file)
    except BaseException:
        discard(temporary, disk)
        raise
    return temporary


def rename(old: Path, new: Path, disk: Disk) -> None:
    """Rename a file; where others may hold it for a moment, try again.

    Raises:
        OSError: It cannot be renamed.
    """
    for pause in disk.pauses:
        try:
            return disk.replace(old, new)
        except PermissionError:
            threading.Event().wait(pause)  # a pause that reads no clock
    return disk.replace(old, new)


def flush_folder(folder: Path, disk: Disk) -> None:
    """Make renames last, where the system can; a folder that cannot be flushed is no fault.

    Raises:
        OSError: The disk failed while it was flushed.
    """
    try:
        disk.sync_folder(folder)
    except OSError as error:
        if error.errno not in _NO_FLUSH:
            raise


def discard(path: Path, disk: Disk) -> None:
    """Take a file away, if it can be."""
    with contextlib.suppress(OSError):
        disk.unlink(path)


def sweep(path: Path, disk: Disk, *, alone: bool = False) -> None:
    """Take away temporary files that writers of this file left when they died.

    Args:
        path: The file that they were for.
        disk: Where.
        alone: Whether nobody else can be writing now, so that each is a dead writer's.
    """
    pattern = re.compile(re.escape(f".{path.name}.") + r"(\d{1,10})\.\d+\.tmp")
    with contextlib.suppress(OSError):
        for name in disk.names(path.parent):
            found = pattern.fullmatch(name)
            if found and (alone or not disk.lives(int(found[1]))):
                discard(path.with_name(name), disk)


def _create_beside(path: Path, disk: Disk) -> tuple[Path, int]:
    """Make an empty file of a name nobody else has, in the same folder."""
    for attempt in itertools.count():
        temporary = path.with_name(f".{path.name}.{os.getpid()}.{attempt}.tmp")
        try:
            return temporary, disk.create(temporary)
        except FileExistsError:
            continue
    raise AssertionError("unreachable")


def _write_all(file: int, data: bytes, disk: Disk) -> None:
    left = memoryview(data)
    while left:
        written = disk.write(file, left)
        if written <= 0:
            raise OSError(errno.EIO, "nothing was written")
        left = left[written:]
