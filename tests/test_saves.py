"""Slots and generations, versions and migrations, menus, and two programs at once."""

import subprocess
import sys
from pathlib import Path

import pytest

from disks import MemoryDisk
from zenith.errors import BadValue, SaveCorrupt, SaveError
from zenith.files import Disk
from zenith.saves import Migrations, SaveFolder


def folder(tmp_path, version=1, steps=None, **options):
    return SaveFolder(tmp_path / "saves", "demo", Migrations(version, steps or {}), **options)


def names(tmp_path):
    return sorted(p.name for p in (tmp_path / "saves").iterdir())


def test_what_was_saved_is_read(tmp_path):
    saves = folder(tmp_path, engine="1.2")
    saves.write(
        "slot1", b"state", title="Level 3", details={"score": 120}, ticks=99, picture=b"png",
        saved_at=5.5,
    )  # fmt: skip
    read = saves.read("slot1")
    assert read.payload == b"state"
    assert saves.picture("slot1") == b"png"
    info = read.info
    assert (info.title, info.details, info.ticks) == ("Level 3", {"score": 120}, 99)
    assert (info.engine, info.version, info.saved_at, info.kind) == ("1.2", 1, 5.5, "game")
    assert (info.reason, info.notice) == ("", "")
    assert saves.list() == (info,)


def test_nothing_is_touched_before_the_first_save(tmp_path):
    saves = folder(tmp_path)
    assert saves.list() == ()
    with pytest.raises(SaveError, match=r'no save "slot1"\. Nothing was saved yet'):
        saves.read("slot1")
    assert list(tmp_path.iterdir()) == []


def test_three_generations_are_kept(tmp_path):
    saves = folder(tmp_path)
    for number in range(5):
        saves.write("slot1", b"%d" % number)
    assert names(tmp_path) == ["saves.lock", "slot1.1.save", "slot1.2.save", "slot1.save"]
    for name, expected in (("slot1.save", b"3"), ("slot1.1.save", b"2")):
        (tmp_path / "saves" / name).write_bytes(b"damaged")
        read = saves.read("slot1")
        assert read.payload == expected
        assert "is used instead" in read.info.notice
        assert "slot1.save" in read.info.notice
    (tmp_path / "saves" / "slot1.2.save").write_bytes(b"")
    with pytest.raises(SaveCorrupt) as caught:
        saves.read("slot1")
    assert str(caught.value).count(".save:") == 3


def test_a_damaged_save_does_not_push_out_a_good_one(tmp_path):
    saves = folder(tmp_path)
    for number in range(3):
        saves.write("slot1", b"%d" % number)
    (tmp_path / "saves" / "slot1.save").write_bytes(b"damaged")
    saves.write("slot1", b"new")
    (tmp_path / "saves" / "slot1.save").write_bytes(b"damaged")
    assert saves.read("slot1").payload == b"1"


def test_an_interrupted_save_is_noticed(tmp_path):
    saves = folder(tmp_path)
    saves.write("slot1", b"a")
    (tmp_path / "saves" / "slot1.save").rename(tmp_path / "saves" / "slot1.1.save")
    assert "saving it was interrupted" in saves.read("slot1").info.notice
    assert saves.list()[0].notice


def test_deleting_takes_every_generation(tmp_path):
    saves = folder(tmp_path)
    for _ in range(3):
        saves.write("slot1", b"a")
    saves.write("slot2", b"b")
    saves.delete("slot1")
    assert names(tmp_path) == ["saves.lock", "slot2.save"]
    with pytest.raises(SaveError, match=r'no save "slot1"\. Did you mean "slot2"'):
        saves.delete("slot1")


@pytest.mark.parametrize("slot", ["slot1", "7", "_", "größe", "my slot-2", "x" * 40])
def test_slots_have_portable_names(tmp_path, slot):
    saves = folder(tmp_path)
    saves.write(slot, b"a")
    assert [info.slot for info in saves.list()] == [slot]


@pytest.mark.parametrize(
    "slot",
    ["", ".", "..", "../x", "a/b", "a\\b", "/etc", "c:", "a\0b", "a\n", "-x", " x", "x ", ".x",
     "x.", "a.1", "~", "con", "nul", "com1", "x" * 41, None, 3, b"x", "Slot1", "u\u0308"],
)  # fmt: skip
def test_names_that_lead_elsewhere_are_refused(tmp_path, slot):
    for call in (folder(tmp_path).read, folder(tmp_path).delete, folder(tmp_path).picture):
        with pytest.raises(BadValue, match="cannot name a slot"):
            call(slot)
    with pytest.raises(BadValue, match="cannot name a slot"):
        folder(tmp_path).write(slot, b"x")
    assert list(tmp_path.iterdir()) == []


def test_the_error_for_a_capital_letter_says_what_to_write(tmp_path):
    with pytest.raises(BadValue, match="write that") as caught:
        folder(tmp_path).write("Slot1", b"x")
    assert "'slot1'" in str(caught.value)


def test_other_files_in_the_folder_are_no_saves(tmp_path):
    saves = folder(tmp_path)
    saves.write("slot1", b"a")
    for name in ("notes.txt", "Slot.save", "a.b.save", ".slot1.save.1.0.tmp", ".save"):
        (tmp_path / "saves" / name).write_bytes(b"")
    assert [info.slot for info in saves.list()] == ["slot1"]


@pytest.mark.parametrize("details", [{"x": object()}, {"x": float("nan")}, {"x": b"bytes"}])
def test_details_are_data_of_json(tmp_path, details):
    with pytest.raises(BadValue, match="data as JSON knows it"):
        folder(tmp_path).write("slot1", b"a", details=details)


def test_a_folder_that_may_not_be_written_is_one_sentence(tmp_path):
    (tmp_path / "saves").write_bytes(b"a file where the folder should be")
    with pytest.raises(SaveError, match='"slot1" was not saved in') as caught:
        folder(tmp_path).write("slot1", b"x")
    assert "What was saved before is as it was" in str(caught.value)


def test_a_full_disk_leaves_the_old_save_and_can_be_emptied(tmp_path):
    class Full(Disk):
        def write(self, file, data):
            raise OSError(28, "No space left on device")

    folder(tmp_path).write("slot1", b"old")
    full = folder(tmp_path, disk=Full())
    with pytest.raises(SaveError, match="No space left on device"):
        full.write("slot1", b"new")
    assert full.read("slot1").payload == b"old"
    assert names(tmp_path) == ["saves.lock", "slot1.save"]
    full.delete("slot1")


# Two programs.

HOLDER = """
import sys
from pathlib import Path
from zenith.files import Disk
with Disk().lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_program_is_told_in_one_sentence_until_the_first_is_dead(tmp_path):
    saves = folder(tmp_path)
    saves.write("slot1", b"old")
    command = [sys.executable, "-c", HOLDER, str(tmp_path / "saves" / "saves.lock")]
    holder = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout.readline().strip() == b"held"
    with pytest.raises(SaveError, match=f"another program .process {holder.pid}. is using"):
        saves.write("slot1", b"new")
    with pytest.raises(SaveError, match='"slot1" was not deleted'):
        saves.delete("slot1")
    assert saves.read("slot1").payload == b"old"
    holder.kill()
    holder.communicate()
    saves.write("slot1", b"new")
    assert saves.read("slot1").payload == b"new"


def test_leftovers_of_writers_that_died_are_swept(tmp_path):
    saves = folder(tmp_path)
    saves.write("slot1", b"a")
    (tmp_path / "saves" / ".slot1.save.1.0.tmp").write_bytes(b"half")
    saves.write("slot1", b"b")
    assert not [name for name in names(tmp_path) if name.endswith(".tmp")]


def test_a_save_that_appears_while_one_looks_is_found():
    class Busy(MemoryDisk):
        looks = 0

        def read(self, path, limit):
            self.looks += 1
            if self.looks == 1:
                raise FileNotFoundError(path)
            return super().read(path, limit)

    quiet = MemoryDisk()
    for number in range(2):
        folder_in(quiet).write("slot1", b"%d" % number)
    assert folder_in(Busy(quiet.files)).read("slot1").payload == b"1"


def folder_in(disk):
    return SaveFolder(Path("saves"), "demo", disk=disk)


# Versions.


def test_migrations_lead_step_by_step_to_the_present_version():
    steps = Migrations(3, {1: lambda d: {**d, "b": 2}, 2: lambda d: {"all": d}})
    assert steps.run({"a": 1}, 1, "x") == {"all": {"a": 1, "b": 2}}
    assert steps.run({"a": 1}, 2, "x") == {"all": {"a": 1}}
    assert steps.run({"a": 1}, 3, "x") == {"a": 1}


def test_a_save_without_a_way_to_the_present_is_listed_with_its_reason(tmp_path):
    folder(tmp_path, 1).write("slot1", b"old")
    later = folder(tmp_path, 3, {2: dict})
    assert "no migrations[1]" in later.list()[0].reason
    with pytest.raises(SaveError, match=r"of version 1, and the game has no migrations\[1\]"):
        later.read("slot1")
    assert folder(tmp_path, 3, {1: dict, 2: dict}).read("slot1").info.version == 1


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (lambda d: 1 / 0, r"migrations\[1\] failed with ZeroDivisionError"),
        (lambda d: None, r"migrations\[1\] returned no dict but None"),
    ],
)
def test_a_migration_that_fails_is_named(step, said):
    with pytest.raises(SaveError, match=said):
        Migrations(2, {1: step}).run({}, 1, "slot1.save")


@pytest.mark.parametrize(
    ("version", "steps"),
    [(0, {}), (1.0, {}), (True, {}), ("1", {}), (1, {1: dict}), (2, {0: dict}), (2, {1: "no"})],
)
def test_versions_and_steps_are_checked(version, steps):
    with pytest.raises(BadValue, match=r"save_version|migrations"):
        Migrations(version, steps)
