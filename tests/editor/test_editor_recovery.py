"""Unsaved work outlives a kill at any moment; the user's file is untouched until it is saved."""

import errno
import os
import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import zenith as zn
from disks import MemoryDisk
from scripted import number_in
from zenith_editor.model.errors import ChangedOutside, EditorError
from zenith_editor.model.journal import Entry, Head, Journal, read_journal
from zenith_editor.model.operations import PutEntities, SetField, SetPart
from zenith_editor.model.outside import Outside, Stamp, look, stamp_of
from zenith_editor.model.recorder import HELD, Recorder
from zenith_editor.model.sessions import Session, restore
from zenith_editor.model.storage import Stored

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FORKS = hasattr(os, "fork")


def scene(name="0"):
    return zn.SceneDocument({"n": zn.EntityData(name, components={"Transform": {"x": 1.0}})})


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "a.scene"
    zn.save_scene(scene(), path)
    return path


def begun(file, disk=None):
    session = Session(file.parent / ".zenith" / "editor", disk)
    stored = Stored.open(file, zn.Prefabs())
    return session, stored, Recorder(stored, session.new_file, session.disk)


def found(file):
    """Return what a new start of the editor offers."""
    session = Session(file.parent / ".zenith" / "editor")
    try:
        return [restore(lost, zn.Prefabs()) for lost in session.lost]
    finally:
        session.close()


# Killed at any moment.


class Killing:
    """A process that edits, killed and begun again."""

    def __init__(self, folder):
        self.folder = folder
        self.random = random.Random(5)
        self.process = self.start(0) if FORKS else None

    def start(self, seed):
        path = os.pathsep.join([str(ROOT / "engine"), str(ROOT / "editor"), str(HERE)])
        command = [sys.executable, "-W", "ignore", str(HERE / "scripted.py"), str(self.folder)]
        return subprocess.Popen(
            [*command, str(seed)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"},
            bufsize=0,
        )

    def once(self, seed):
        """Let it edit, kill it, and return the last step acknowledged, or 0."""
        if FORKS:
            self.process.stdin.write(b"%d\n" % seed)
            pid = int.from_bytes(self.exactly(self.process.stderr), "little")
        else:
            self.process = self.start(seed)
        last = int.from_bytes(self.exactly(self.process.stdout), "little")
        threading.Event().wait(self.random.uniform(0.0, 0.03))  # the moment is what is tested
        if FORKS:
            os.kill(pid, 9)
        else:
            self.process.kill()
        while (told := self.process.stdout.read(8)) not in (b"", b"\xff" * 8):
            last = int.from_bytes(told, "little")
        return last

    def exactly(self, pipe):
        told = pipe.read(8)
        assert len(told) == 8, self.process.communicate()[1].decode()
        return told

    def end(self):
        if self.process is not None:
            self.process.communicate()


def kill(folder, times):
    """Kill an editor at random moments; return how often, and how much was lost at most."""
    file = folder / "a.scene"
    zn.save_scene(scene(), file)
    killing = Killing(folder)
    lost = []
    try:
        for turn in range(times):
            last = killing.once(turn)
            saved = number_in(Stored.open(file, zn.Prefabs()).document)
            offered = found(file)
            assert len(offered) <= 1
            reached = number_in(offered[0].document) if offered else saved
            assert saved <= reached
            lost.append(last - reached)
            if offered:
                offered[0].save(over=True)
    finally:
        killing.end()
    return lost


def test_twenty_kills_lose_at_most_one_step(tmp_path):
    lost = kill(tmp_path, 20)
    assert len(lost) == 20
    assert max(lost) <= 0  # what was acknowledged is never lost, only what was being written


@pytest.mark.full
def test_two_hundred_kills_lose_at_most_one_step(tmp_path):
    assert max(kill(tmp_path, 200)) <= 0


# The journal, line by line.


def test_a_journal_that_is_cut_anywhere_gives_all_whole_entries(tmp_path):
    file = tmp_path / "1.journal"
    journal = Journal(file, Head("scene", None, Stamp(), zn.scene_text(scene())), zn.Disk())
    ends = [journal.size]
    for number in range(3):
        journal.append(Entry("Name", (SetPart("n", "name", str(number)),)))
        ends.append(journal.size)
    journal.close()
    data = file.read_bytes()
    for length in range(len(data) + 1):
        file.write_bytes(data[:length])
        read = read_journal(file, zn.Disk())
        whole = sum(length >= end for end in ends)
        assert (0 if read is None else 1 + len(read[1])) == whole


def test_a_journal_with_a_flipped_bit_is_read_up_to_it(tmp_path):
    file = tmp_path / "1.journal"
    journal = Journal(file, Head("scene", None, Stamp(), zn.scene_text(scene())), zn.Disk())
    begin = journal.size
    journal.append(Entry("Name", (SetPart("n", "name", "1"),)))
    middle = journal.size
    journal.append(Entry("Name", (SetPart("n", "name", "2"),)))
    journal.close()
    data = file.read_bytes()
    for at in range(len(data)):
        file.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        read = read_journal(file, zn.Disk())
        whole = 0 if at < begin else 1 if at < middle else 2
        assert (0 if read is None else 1 + len(read[1])) == whole


def test_lines_of_another_journal_do_not_count(tmp_path):
    texts = []
    for number in range(2):
        file = tmp_path / f"{number}.journal"
        head = Head("scene", None, Stamp(), zn.scene_text(scene(str(number))))
        journal = Journal(file, head, zn.Disk())
        journal.append(Entry("Name", (SetPart("n", "name", "x"),)))
        journal.close()
        texts.append(file.read_bytes().splitlines(keepends=True))
    file.write_bytes(texts[0][0] + texts[1][1])
    assert read_journal(file, zn.Disk())[1] == []


# What a session leaves behind.


def test_unsaved_work_is_offered_and_the_file_stays_as_it_was(file):
    before = file.read_bytes()
    session, stored, _ = begun(file)
    stored.document.do("Name", SetPart("n", "name", "7"))
    stored.document.do("Move", SetField("n", "Transform", "x", 5.0))
    stored.document.undo()
    wanted = stored.document.text
    session.close()
    assert file.read_bytes() == before
    (offered,) = found(file)
    assert offered.document.text == wanted
    assert offered.document.dirty
    assert offered.document.history.labels == ["Name", "Move", "Move"]
    while offered.document.history.position:
        offered.document.undo()
    assert offered.document.text.encode() == before
    assert offered.document.dirty


def test_what_was_saved_is_not_offered(file):
    session, stored, recorder = begun(file)
    stored.document.do("Name", SetPart("n", "name", "7"))
    assert recorder.file.is_file()
    stored.save()
    recorder.saved()
    assert recorder.file is None
    stored.document.do("Name", SetPart("n", "name", "8"))
    session.close()
    (offered,) = found(file)
    assert offered.document.history.labels == ["Name"]


def test_a_kill_between_saving_and_forgetting_offers_nothing(file):
    session, stored, recorder = begun(file)
    stored.document.do("Name", SetPart("n", "name", "7"))
    stored.save()
    session.close()
    assert recorder.file.is_file()
    assert found(file) == []
    assert not recorder.file.is_file()


def test_an_editor_that_lives_keeps_its_journals(file):
    session, stored, recorder = begun(file)
    stored.document.do("Name", SetPart("n", "name", "7"))
    second = Session(file.parent / ".zenith" / "editor")
    assert second.folder != session.folder
    assert second.lost == []
    assert recorder.file.is_file()
    session.close()
    second.close()
    assert len(found(file)) == 1


def test_a_document_without_a_file_is_offered_too(tmp_path):
    session = Session(tmp_path / ".zenith" / "editor")
    stored = Stored(Stored(new_document()).document)
    Recorder(stored, session.new_file, session.disk)
    stored.document.do("Add", PutEntities({"n": zn.EntityData("3")}))
    session.close()
    (offered,) = found(tmp_path / "x")
    assert offered.document.path is None
    assert number_in(offered.document) == 3


def new_document():
    from zenith_editor.model.document import Document

    return Document(zn.SceneDocument())


def test_work_on_a_file_that_changed_since_asks_before_it_is_saved(file):
    session, stored, _ = begun(file)
    stored.document.do("Name", SetPart("n", "name", "7"))
    session.close()
    zn.save_scene(scene("other"), file)
    (offered,) = found(file)
    with pytest.raises(ChangedOutside):
        offered.save()
    offered.save(over=True)
    assert number_in(Stored.open(file, zn.Prefabs()).document) == 7


def test_restored_work_stays_safe_until_it_is_saved(file):
    session, stored, _ = begun(file)
    stored.document.do("Name", SetPart("n", "name", "7"))
    session.close()
    for name in ("7", "8"):
        session = Session(file.parent / ".zenith" / "editor")
        (lost,) = session.lost
        again = restore(lost, zn.Prefabs())
        recorder = Recorder(again, session.new_file, session.disk, lost.file)
        assert number_in(again.document) == int(name)
        if name == "7":
            again.document.do("Name", SetPart("n", "name", "8"))
            session.close()
    again.save()
    recorder.saved()
    session.close()
    assert found(file) == []


def test_journals_are_kept_out_of_version_control(file):
    session, _, _ = begun(file)
    assert (session.folder.parent / ".gitignore").read_text() == "*\n"
    session.close()


# Gestures.


def test_a_drag_is_held_back_for_half_a_second_at_most(file):
    session, stored, recorder = begun(file)
    now = 10.0
    for x in range(60):
        stored.document.do("Move", SetField("n", "Transform", "x", float(x)), gesture="drag")
        recorder.tick(now + x / 60)
        if x / 60 < HELD - 0.05:
            assert recorder.file is None
    assert recorder.file.is_file()
    stored.document.end_gesture()
    recorder.tick(now + 1.0)
    session.close()
    (offered,) = found(file)
    assert offered.document.text == stored.document.text
    assert len(offered.document.history.labels) <= 3


def test_a_gesture_given_up_after_it_was_written_is_given_up_in_the_journal(file):
    session, stored, recorder = begun(file)
    before = stored.document.text
    stored.document.do("Move", SetField("n", "Transform", "x", 3.0), gesture="drag")
    recorder.tick(0.0)
    recorder.tick(1.0)
    stored.document.do("Move", SetField("n", "Transform", "x", 4.0), gesture="drag")
    stored.document.cancel_gesture("drag")
    session.close()
    offered = found(file)
    assert offered == [] or offered[0].document.text == before


def test_a_step_after_a_gesture_comes_after_it(file):
    session, stored, _ = begun(file)
    stored.document.do("Move", SetField("n", "Transform", "x", 3.0), gesture="drag")
    stored.document.do("Name", SetPart("n", "name", "7"))
    session.close()
    (offered,) = found(file)
    assert offered.document.history.labels == ["Move", "Name"]


# A disk that fails.


class FailingDisk(zn.Disk):
    """Fails at every call of one kind while `fails`."""

    def __init__(self, name):
        super().__init__()
        self.fails = False
        real = getattr(self, name)

        def call(*arguments):
            if self.fails:
                raise OSError(errno.ENOSPC, "No space left on device")
            return real(*arguments)

        setattr(self, name, call)


@pytest.mark.parametrize("call", ["create", "write", "sync", "make_folder"])
@pytest.mark.parametrize("first", [True, False])
def test_a_full_disk_is_told_and_nothing_is_lost_once_it_has_room(file, call, first):
    disk = FailingDisk(call)
    session, stored, recorder = begun(file, disk)
    if not first:
        stored.document.do("Name", SetPart("n", "name", "1"))
    disk.fails = True
    stored.document.do("Name", SetPart("n", "name", "2"))
    if first or call in ("write", "sync"):
        assert "No space left" in recorder.trouble
    disk.fails = False
    stored.document.do("Move", SetField("n", "Transform", "x", 9.0))
    assert recorder.trouble == ""
    session.close()
    (offered,) = found(file)
    assert offered.document.text == stored.document.text


def test_a_long_journal_is_begun_anew_with_the_document_as_it_is(file, monkeypatch):
    monkeypatch.setattr("zenith_editor.model.recorder.COMPACT", 2000)
    session, stored, recorder = begun(file)
    for number in range(100):
        stored.document.do("Name", SetPart("n", "name", str(number)))
        assert recorder.file.stat().st_size < 4000
    session.close()
    (offered,) = found(file)
    assert number_in(offered.document) == 99


def test_a_journal_is_flushed_before_the_step_counts_as_done(tmp_path):
    disk = MemoryDisk()
    folder = Path("journals")
    disk.make_folder(folder)
    journal = Journal(folder / "1.journal", Head("scene", None, Stamp(), "{}"), disk)
    journal.append(Entry("Name", (SetPart("n", "name", "1"),)))
    journal.close()
    assert len(disk.read(folder / "1.journal", 10**6).splitlines()) == 2


# The file and others.


def test_a_file_written_anew_with_the_same_words_is_the_same(file):
    stamp = stamp_of(file)
    assert look(file, stamp) is Outside.SAME
    data = file.read_bytes()
    os.utime(file, ns=(1, 1))
    assert look(file, stamp) is Outside.SAME
    file.write_bytes(data + b"\n")
    assert look(file, stamp) is Outside.CHANGED
    file.unlink()
    assert look(file, stamp) is Outside.DELETED


def test_a_change_from_outside_is_told_once_and_refused_when_saving(file):
    _, stored, _ = begun(file)
    assert stored.news() is Outside.SAME
    zn.save_scene(scene("5"), file)
    assert stored.news() is Outside.CHANGED
    assert stored.news() is Outside.SAME
    stored.document.do("Name", SetPart("n", "name", "7"))
    with pytest.raises(ChangedOutside, match="changed by another program"):
        stored.save()
    assert number_in(Stored.open(file, zn.Prefabs()).document) == 5


def test_reloading_is_a_step_that_can_be_taken_back(file):
    _, stored, _ = begun(file)
    stored.document.do("Name", SetPart("n", "name", "7"))
    mine = stored.document.text
    other = scene("5")
    other.resources["Gravity"] = {"y": 3.0}
    other.extra["note"] = "theirs"
    other.add("more", zn.EntityData("more"))
    zn.save_scene(other, file)
    stored.reload()
    assert stored.document.text.encode() == file.read_bytes()
    assert not stored.document.dirty
    stored.document.undo()
    assert stored.document.text == mine
    assert stored.document.dirty
    stored.document.redo()
    stored.save()


def test_a_deleted_file_is_told_and_can_be_saved_again(file):
    _, stored, _ = begun(file)
    file.unlink()
    assert stored.news() is Outside.DELETED
    stored.save()
    assert file.is_file()


def test_a_file_that_broke_outside_leaves_the_document_alone(file):
    _, stored, _ = begun(file)
    before = stored.document.text
    file.write_text('{"zenith": "scene", "entities": {')
    with pytest.raises(zn.SceneError):
        stored.reload()
    assert stored.document.text == before


def test_saving_elsewhere_does_not_write_over_a_file_unasked(file, tmp_path):
    _, stored, _ = begun(file)
    other = tmp_path / "b.scene"
    zn.save_scene(scene("9"), other)
    with pytest.raises(ChangedOutside, match="is there already"):
        stored.save(other)
    stored.save(tmp_path / "deep" / "c.scene")
    assert stored.document.path == tmp_path / "deep" / "c.scene"
    with pytest.raises(EditorError, match="cannot hold a scene"):
        stored.save(tmp_path / "c.prefab")
    with pytest.raises(EditorError, match=r"expected \.scene or \.prefab"):
        stored.save(tmp_path / "c.txt")


def test_a_file_that_cannot_be_written_is_told(file, monkeypatch):
    _, stored, _ = begun(file)
    stored.document.do("Name", SetPart("n", "name", "7"))

    def full(*arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("zenith.scenefile.store.write_atomic", full)
    with pytest.raises(EditorError, match="No space left"):
        stored.save()
    assert stored.document.dirty
    assert number_in(Stored.open(file, zn.Prefabs()).document) == 0
