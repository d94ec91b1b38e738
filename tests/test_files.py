"""A reader finds the old file or the new one, and no litter beside it."""

import os
from pathlib import Path

import pytest

from zenith.files import write_atomic


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


class DiskFull(OSError):
    pass


def refuse(*args, **kwargs):
    raise DiskFull("no space left")


class Cut:
    """A file that takes half of what it is given."""

    def __init__(self, file):
        self.file = file

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.file.close()

    def write(self, data):
        self.file.write(data[: len(data) // 2])
        refuse()


def cut_writes(monkeypatch):
    opened = Path.open

    def cut(self, mode="r", *args, **kwargs):
        file = opened(self, mode, *args, **kwargs)
        return Cut(file) if mode == "wb" else file

    monkeypatch.setattr(Path, "open", cut)


FAULTS = {
    "write": cut_writes,
    "flush": lambda patch: patch.setattr(os, "fsync", refuse),
    "rename": lambda patch: patch.setattr(Path, "replace", refuse),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("old", [b"old", None])
def test_a_fault_leaves_the_old_file_and_no_litter(tmp_path, monkeypatch, fault, old):
    file = tmp_path / "a.bin"
    if old is not None:
        file.write_bytes(old)
    before = listing(tmp_path)
    with monkeypatch.context() as patch:
        FAULTS[fault](patch)
        with pytest.raises(DiskFull):
            write_atomic(file, b"new" * 100)
    assert listing(tmp_path) == before
    assert old is None or file.read_bytes() == old


def test_an_interrupt_leaves_no_litter_either(tmp_path, monkeypatch):
    def interrupt(*args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", interrupt)
        with pytest.raises(KeyboardInterrupt):
            write_atomic(tmp_path / "a.bin", b"new")
    assert listing(tmp_path) == []


def test_the_bytes_are_flushed_before_the_rename(tmp_path, monkeypatch):
    done = []
    fsync, replace = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda fd: (done.append("flush"), fsync(fd))[1])
    monkeypatch.setattr(Path, "replace", lambda s, t: (done.append("rename"), replace(s, t))[1])
    write_atomic(tmp_path / "a.bin", b"new")
    assert done[:2] == ["flush", "rename"]


def test_a_temporary_file_of_another_is_left_alone(tmp_path):
    theirs = tmp_path / f".a.bin.{os.getpid()}.0.tmp"
    theirs.write_bytes(b"theirs")
    write_atomic(tmp_path / "a.bin", b"new")
    assert theirs.read_bytes() == b"theirs"
    assert listing(tmp_path) == [theirs.name, "a.bin"]


def test_a_folder_that_cannot_be_flushed_is_no_fault(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "O_DIRECTORY", getattr(os, "O_DIRECTORY", 0), raising=False)
    monkeypatch.setattr(os, "open", refuse)
    write_atomic(tmp_path / "a.bin", b"new")
    assert (tmp_path / "a.bin").read_bytes() == b"new"


def test_a_folder_that_is_not_there_is_an_oserror(tmp_path):
    with pytest.raises(FileNotFoundError):
        write_atomic(tmp_path / "none" / "a.bin", b"new")


def test_a_folder_is_not_written_over(tmp_path):
    (tmp_path / "a").mkdir()
    with pytest.raises(OSError):  # noqa: PT011 - the kind differs between systems
        write_atomic(tmp_path / "a", b"new")
    assert listing(tmp_path) == ["a"]
