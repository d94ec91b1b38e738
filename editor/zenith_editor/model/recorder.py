"""Keeps the journal of a document: hears every change, and writes it down within a second."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

import zenith as zn
from zenith_editor.model.document import Change
from zenith_editor.model.journal import COMPACT, Entry, Head, Journal
from zenith_editor.model.storage import Stored
from zenith_editor.model.undo import Step

HELD: Final = 0.5
"""So many seconds a gesture that goes on is held back, so that a drag is not written 60 times."""


class Recorder:
    """Writes what happens to one document into its journal.

    The journal begins with the first change and ends when the document is saved.
    A single change is on the disk when the call that made it returns; one that is
    part of a gesture when the gesture ends, or half a second later.

    Attributes:
        trouble: Why nothing can be written down at the moment, or "".
    """

    def __init__(
        self, stored: Stored, name: Callable[[], Path], disk: zn.Disk, before: Path | None = None
    ) -> None:
        """Listen to a document.

        Args:
            stored: The document with its file.
            name: Returns a path that no journal has yet.
            disk: Where it is written.
            before: The journal that the document was restored from; it stays until there is
                another one, or until the document is saved.
        """
        self.trouble = ""
        self._stored = stored
        self._name = name
        self._disk = disk
        self._before = before
        self._base = stored.document.text
        self._journal: Journal | None = None
        self._held: Step | None = None
        self._held_since: float | None = None
        stored.document.listeners.append(self._hear)

    @property
    def file(self) -> Path | None:
        """The journal, or None where there is nothing in it."""
        return None if self._journal is None else self._journal.file

    def _hear(self, change: Change) -> None:
        if self._held is not None and change.how != "merge":
            self.flush()
        held = self._held or Step(change.label)
        for operation in change.operations:
            held.note(operation, operation)
        self._held = held
        if not self._in_gesture():
            self.flush()

    def _in_gesture(self) -> bool:
        history = self._stored.document.history
        last = history.steps[-1] if history.position and history.steps else None
        return last is not None and last.gesture != ""

    def tick(self, now: float) -> None:
        """Write what was held back for long enough; to be called every frame.

        Args:
            now: The time in seconds, from any clock that does not go back.
        """
        if self._held is None:
            self._held_since = None
        elif self._held_since is None:
            self._held_since = now
        if self._held_since is not None and now - self._held_since >= HELD:
            self.flush()
        if self._held is not None and not self._in_gesture():
            self.flush()

    def flush(self) -> None:
        """Write down at once what is held back; where that fails, `trouble` says why."""
        held, self._held, self._held_since = self._held, None, None
        if held is None:
            return
        try:
            self._write(Entry(held.label, tuple(held.done)))
            self.trouble = ""
        except OSError as error:
            self.trouble = f"The journal cannot be written: {error.strerror or error}."

    def _write(self, entry: Entry) -> None:
        """Add to the journal, or begin one: where an entry got lost, with the document as it is."""
        journal = self._journal
        if journal is not None and journal.size <= COMPACT and not self.trouble:
            journal.append(entry)
            return
        whole = journal is not None or bool(self.trouble) or self._before is not None
        document = self._stored.document
        text = document.text if whole else self._base
        file = self._name()
        self._disk.make_folder(file.parent)
        head = Head(document.scene.kind, document.path, self._stored.stamp, text)
        self._journal = Journal(file, head, self._disk)
        if journal is not None:
            journal.remove()
        self._forget_before()
        if not whole:
            self._journal.append(entry)

    def _forget_before(self) -> None:
        before, self._before = self._before, None
        if before is not None:
            with suppress(OSError):
                self._disk.unlink(before)

    def saved(self) -> None:
        """Take note that the document was saved: the journal is not needed any more."""
        self._held = None
        self.trouble = ""
        if self._journal is not None:
            self._journal.remove()
            self._journal = None
        self._forget_before()
        self._base = self._stored.document.text

    def close(self) -> None:
        """Listen no longer, and take the journal away: the document is given up, or saved."""
        self.saved()
        self._stored.document.listeners.remove(self._hear)
