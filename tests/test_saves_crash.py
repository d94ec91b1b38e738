"""Saves outlive a kill at any moment, a failing call, and a power cut; careless writers do not."""

import errno
import os
import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from disks import (
    MemoryDisk,
    NeverFlushes,
    NeverFlushesFolders,
    OverwritesInPlace,
    RenamesFirst,
    cuts,
)
from saver import number_in
from zenith.errors import SaveCorrupt, SaveError
from zenith.files import write_atomic
from zenith.saves import SaveFolder

HERE = Path(__file__).resolve().parent
FORKS = hasattr(os, "fork")
ERRORS = [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS, errno.EMFILE]
FOLDER = Path("saves")


# Killed at any moment.


class Killing:
    """A process that saves, killed and begun again."""

    def __init__(self, folder, how):
        self.folder, self.how = folder, how
        self.random = random.Random(7)
        self.process = self.start(1) if FORKS else None

    def start(self, number):
        command = [sys.executable, "-W", "ignore", str(HERE / "saver.py"), str(self.folder)]
        return subprocess.Popen(
            [*command, self.how, str(number)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
            bufsize=0,
        )

    def once(self, first):
        """Let it save from a number on, kill it, and return the last number acknowledged."""
        if FORKS:
            self.process.stdin.write(b"%d\n" % first)
            pid = int.from_bytes(self.exactly(self.process.stderr), "little")
        else:
            self.process = self.start(first)
        last = first - 1
        for _ in range(self.random.randrange(3)):
            last = int.from_bytes(self.exactly(self.process.stdout), "little")
        threading.Event().wait(self.random.uniform(0.0, 0.02))  # the moment is what is tested
        if FORKS:
            os.kill(pid, 9)
        else:
            self.process.kill()
        while (found := self.process.stdout.read(8)) not in (b"", b"\xff" * 8):
            last = int.from_bytes(found, "little")
        return last

    def exactly(self, pipe):
        found = pipe.read(8)
        assert len(found) == 8, self.process.communicate()[1].decode()
        return found

    def end(self):
        if self.process is not None:
            self.process.communicate()


def kills(folder, how, count):
    """Return how often a save could not be read, and how often an acknowledged one was lost."""
    folder.mkdir()
    killing, unreadable, lost, last = Killing(folder, how), 0, 0, 0
    saves = SaveFolder(folder, "demo")
    for _ in range(count):
        last = max(last, killing.once(last + 1))
        try:
            found = number_in(saves)
        except SaveCorrupt:
            unreadable += 1
            continue
        except SaveError:
            found = 0
        lost += found < last
        last = max(last, found)
    killing.end()
    print(f"{how}: {count} kills, {unreadable} unreadable saves, {lost} acknowledged saves lost")
    return unreadable, lost


def test_killed_at_random_moments_no_save_is_broken_or_lost(tmp_path):
    assert kills(tmp_path / "a", "save", 60 if FORKS else 6) == (0, 0)
    SaveFolder(tmp_path / "a", "demo").write("slot1", b"the last")
    assert not list((tmp_path / "a").glob("*.tmp")) + list((tmp_path / "a").glob(".*.tmp"))


def test_a_plain_overwrite_does_not_survive_the_same_kills(tmp_path):
    unreadable, _ = kills(tmp_path / "a", "overwrite", 60 if FORKS else 6)
    assert unreadable > 0


@pytest.mark.full
def test_killed_a_thousand_times(tmp_path):
    assert kills(tmp_path / "a", "save", 1000) == (0, 0)


@pytest.mark.full
def test_a_plain_overwrite_killed_a_thousand_times(tmp_path):
    unreadable, _ = kills(tmp_path / "a", "overwrite", 1000)
    assert unreadable > 50


# Every call fails once, or from then on.


def saved(count, *, damaged=False):
    """Return the files of a slot after some saves."""
    disk = MemoryDisk()
    for number in range(1, count + 1):
        SaveFolder(FOLDER, "demo", disk=disk).write("slot1", b"save %d" % number)
    files = disk.files
    if damaged:
        files["slot1.save"] = files["slot1.save"][:-3]
    return files


def content(disk):
    return SaveFolder(FOLDER, "demo", disk=disk).read("slot1").payload


STARTS = {
    "no save": (saved(0), None),
    "one save": (saved(1), b"save 1"),
    "three saves": (saved(3), b"save 3"),
    "five saves": (saved(5), b"save 5"),
    "a damaged save": (saved(3, damaged=True), b"save 2"),
}


def fail(files, call, code, *, for_good):
    """Save while one call fails. Return what the disk holds, and whether the call was reached."""
    disk = MemoryDisk(files, fails_at=call, code=code, for_good=for_good)
    try:
        SaveFolder(FOLDER, "demo", disk=disk).write("slot1", b"new" * 500)
        done = True
    except SaveError as error:
        done = os.strerror(code) not in str(error)
    return MemoryDisk(disk.files), disk.calls >= call, done


@pytest.mark.parametrize("for_good", [False, True], ids=["once", "from then on"])
@pytest.mark.parametrize("start", STARTS)
def test_whichever_call_fails_the_old_save_is_intact(start, for_good):
    files, old = STARTS[start]
    cases = 0
    for code in ERRORS:
        call, reached = 1, True
        while reached:
            after, reached, done = fail(files, call, code, for_good=for_good)
            if done or old is not None or "slot1.save" in after.files:
                wanted = (b"new" * 500,) if done else (old, b"new" * 500)
                assert content(after) in wanted, (call, code)
            SaveFolder(FOLDER, "demo", disk=after).write("slot1", b"again")
            assert content(after) == b"again"
            assert not [name for name in after.files if name.endswith(".tmp")]
            cases += reached
            call += 1
        assert call > 10
    print(f"{start}: {cases} failing calls")


@pytest.mark.parametrize("code", ERRORS)
def test_a_call_that_fails_before_the_last_rename_leaves_the_old_save_alone(code):
    files = STARTS["three saves"][0]
    healthy = MemoryDisk(files)
    write_atomic(FOLDER / "slot1.save", b"new", healthy)
    for call in range(2, healthy.calls):
        disk = MemoryDisk(files, fails_at=call, code=code)
        with pytest.raises(OSError, match=r"slot1\.save"):
            write_atomic(FOLDER / "slot1.save", b"new", disk)
        assert disk.files == files


# Every state that a power cut may leave.


def save_often(disk, saves, size):
    """Save several times; the log says when each was acknowledged."""
    for number in range(1, saves + 1):
        SaveFolder(FOLDER, "demo", disk=disk).write("slot1", content_of(number, size))
        disk.log.append(("saved", -1, number))


def content_of(number, size):
    return random.Random(number).randbytes(size)


def wrong_states(disk, saves, size):
    """Return how many states there are, and what is wrong with some of them."""
    count, wrong = 0, []
    seen = set()
    save_often(disk, saves, size)
    for prefix, files in cuts(disk):
        done = max((op[2] for op in prefix if op[0] == "saved"), default=0)
        key = (done, len(prefix), tuple(sorted(files.items())))
        if key in seen:
            continue
        seen.add(key)
        count += 1
        wrong += judge(files, done, size)
    return count, wrong


def judge(files, done, size):
    legal = {content_of(done, size) if done else None, content_of(done + 1, size)}
    try:
        found = content(MemoryDisk(files))
    except SaveCorrupt:
        return ["unreadable"]
    except SaveError:
        found = None
    problems = [] if found in legal else ["lost"]
    for name, data in files.items():
        if name.endswith(".save"):
            try:
                content(MemoryDisk({"slot1.save": data}))
            except SaveError:
                problems.append("damaged")
    return problems


def test_no_power_cut_breaks_or_loses_a_save():
    count, wrong = wrong_states(MemoryDisk(), saves=6, size=15_000)
    print(f"{count} states after a power cut, {len(wrong)} wrong")
    assert count > 5000
    assert wrong == []


@pytest.mark.parametrize(
    ("careless", "problem"),
    [
        (NeverFlushes, "lost"),
        (NeverFlushesFolders, "lost"),
        (RenamesFirst, "damaged"),
        (OverwritesInPlace, "unreadable"),
    ],
)
def test_a_careless_writer_is_caught_by_the_same_check(careless, problem):
    assert problem in wrong_states(careless(), saves=2, size=700)[1]


def test_a_single_file_is_old_or_new_after_every_power_cut():
    old, new, count = b"old" * 500, b"new" * 600, 0
    disk = MemoryDisk({"a": old})
    write_atomic(Path("a"), new, disk)
    disk.log.append(("saved", -1, 1))
    for prefix, files in cuts(disk):
        done = prefix[-1:] == [("saved", -1, 1)]
        assert files["a"] == new or (files["a"] == old and not done)
        count += 1
    assert count > 20


@pytest.mark.parametrize("careless", [NeverFlushes, NeverFlushesFolders, RenamesFirst])
def test_a_careless_writer_of_a_single_file_is_caught(careless):
    old, new, wrong = b"old" * 500, b"new" * 600, 0
    disk = careless({"a": old})
    write_atomic(Path("a"), new, disk)
    disk.log.append(("saved", -1, 1))
    for prefix, files in cuts(disk):
        done = prefix[-1:] == [("saved", -1, 1)]
        wrong += not (files["a"] == new or (files["a"] == old and not done))
    assert wrong > 0
