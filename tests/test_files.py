"""A reader finds the old file or the new one, and no litter beside it."""

import errno
import os
import subprocess
import sys

import pytest

from disks import MemoryDisk
from zenith.files import Disk, write_atomic


def listing(folder):
    return sorted(p.name for p in folder.iterdir())


def test_a_new_file_holds_the_bytes(tmp_path):
    write_atomic(tmp_path / "a.bin", b"\0\r\n\xff")
    assert (tmp_path / "a.bin").read_bytes() == b"\0\r\n\xff"
    assert listing(tmp_path) == ["a.bin"]


def test_an_old_file_is_replaced_as_a_whole(tmp_path):
    file = tmp_path / "a.bin"
    file.write_bytes(b"old and longer")
    write_atomic(file, b"new")
    assert file.read_bytes() == b"new"
    assert listing(tmp_path) == ["a.bin"]


ERRORS = [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EMFILE]


class Failing(Disk):
    """The real disk, one call of which fails."""

    def __init__(self, call, error):
        super().__init__(pauses=())
        setattr(self, call, self.fail)
        self.error = error

    def fail(self, *args):
        raise self.error


@pytest.mark.parametrize("code", ERRORS)
@pytest.mark.parametrize("call", ["create", "write", "sync", "replace"])
@pytest.mark.parametrize("old", [b"old", None])
def test_a_fault_leaves_the_old_file_and_no_litter(tmp_path, call, code, old):
    file = tmp_path / "a.bin"
    if old is not None:
        file.write_bytes(old)
    before = listing(tmp_path)
    with pytest.raises(OSError, match=r"a\.bin") as caught:
        write_atomic(file, b"new" * 100, Failing(call, OSError(code, os.strerror(code))))
    assert (caught.value.errno, caught.value.filename) == (code, str(file))
    assert listing(tmp_path) == before
    assert old is None or file.read_bytes() == old


@pytest.mark.parametrize("call", ["write", "sync", "replace"])
def test_an_interrupt_leaves_no_litter_either(tmp_path, call):
    with pytest.raises(KeyboardInterrupt):
        write_atomic(tmp_path / "a.bin", b"new", Failing(call, KeyboardInterrupt()))
    assert listing(tmp_path) == []


def test_the_bytes_are_flushed_before_the_rename_and_the_folder_after_it():
    disk = MemoryDisk({"a": b"old"})
    write_atomic("a", b"new and longer", disk)
    kinds = [op[0] for op in disk.log]
    assert kinds[0] == "enter"
    assert kinds[-3:] == ["sync", "rename", "sync folder"]
    assert kinds.count("write") > 1  # the disk takes only half of what is given
    assert disk.files == {"a": b"new and longer"}


def test_a_disk_that_takes_nothing_is_an_error():
    disk = MemoryDisk()
    disk.write = lambda file, data: 0
    with pytest.raises(OSError, match="nothing was written"):
        write_atomic("a", b"new", disk)


def test_a_file_that_is_held_for_a_moment_is_renamed_a_little_later(tmp_path):
    class Scanned(Disk):
        held = 2

        def replace(self, old, new):
            self.held -= 1
            if self.held >= 0:
                raise PermissionError(errno.EACCES, "in use")
            super().replace(old, new)

    write_atomic(tmp_path / "a.bin", b"new", Scanned(pauses=(0.0, 0.0, 0.0)))
    assert (tmp_path / "a.bin").read_bytes() == b"new"
    with pytest.raises(PermissionError):
        write_atomic(tmp_path / "b.bin", b"new", Scanned(pauses=(0.0,)))
    assert listing(tmp_path) == ["a.bin"]


def test_what_dead_writers_left_is_swept(tmp_path):
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    left = tmp_path / f".a.bin.{dead.pid}.0.tmp"
    alive = tmp_path / f".a.bin.{os.getppid()}.0.tmp"
    other = tmp_path / f".b.bin.{dead.pid}.0.tmp"
    for file in (left, alive, other):
        file.write_bytes(b"half")
    write_atomic(tmp_path / "a.bin", b"new")
    swept = [] if sys.platform == "win32" else [left]
    assert [f for f in (left, alive, other) if not f.exists()] == swept


def test_a_temporary_file_of_another_is_left_alone(tmp_path):
    theirs = tmp_path / f".a.bin.{os.getpid()}.0.tmp"
    theirs.write_bytes(b"theirs")
    write_atomic(tmp_path / "a.bin", b"new")
    assert theirs.read_bytes() == b"theirs"
    assert listing(tmp_path) == [theirs.name, "a.bin"]


@pytest.mark.parametrize("code", [errno.EINVAL, errno.EACCES])
def test_a_folder_that_cannot_be_flushed_is_no_fault(tmp_path, code):
    disk = Failing("sync_folder", OSError(code, "no"))
    write_atomic(tmp_path / "a.bin", b"new", disk)
    assert (tmp_path / "a.bin").read_bytes() == b"new"


def test_a_disk_that_fails_while_the_folder_is_flushed_is_told(tmp_path):
    with pytest.raises(OSError, match="no"):
        write_atomic(tmp_path / "a.bin", b"new", Failing("sync_folder", OSError(errno.EIO, "no")))


def test_a_folder_that_is_not_there_is_an_oserror(tmp_path):
    with pytest.raises(FileNotFoundError):
        write_atomic(tmp_path / "none" / "a.bin", b"new")


def test_a_folder_is_not_written_over(tmp_path):
    (tmp_path / "a").mkdir()
    with pytest.raises(OSError):  # noqa: PT011 - the kind differs between systems
        write_atomic(tmp_path / "a", b"new")
    assert listing(tmp_path) == ["a"]
