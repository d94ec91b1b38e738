"""Where journals lie, whose they are, and what a new start finds of one that ended badly.

Each running editor holds a folder under `.zenith/editor` by a lock that the system
lets go of when its process ends, however it ends. Journals in a folder that nobody
holds are of an editor that died.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import zenith as zn
from zenith_editor.model.carrier import read_again
from zenith_editor.model.document import Document
from zenith_editor.model.errors import EditorError
from zenith_editor.model.journal import Entry, Head, read_journal
from zenith_editor.model.storage import Stored

SUFFIX: Final = ".journal"
MOST_EDITORS: Final = 32
"""So many editors may have one project open at a time."""


@dataclass(frozen=True, slots=True)
class Lost:
    """Work that was not saved when an editor ended.

    Attributes:
        file: The journal.
        head: The document as it was when the journal began.
        entries: What was done to it.
    """

    file: Path
    head: Head
    entries: tuple[Entry, ...]

    @property
    def title(self) -> str:
        """What to call it."""
        path = self.head.path
        return path.name if path is not None else f"a {self.head.kind} without a file"


class Session:
    """The journals of one running editor.

    Attributes:
        folder: Where they lie.
        lost: What editors before it left behind; each is offered once.
    """

    def __init__(self, root: Path, disk: zn.Disk | None = None) -> None:
        """Hold a folder of one's own.

        Args:
            root: The folder of all sessions, as ".zenith/editor" beside the project.
            disk: What is written to; the real one when None.

        Raises:
            OSError: Nothing can be written there.
        """
        self.disk = disk or zn.Disk()
        self._held = ExitStack()
        self._names = itertools.count(1)
        self.lost: list[Lost] = []
        self.disk.make_folder(root)
        self._ignore(root)
        self.folder = self._hold_one(root)
        self.lost = list(self._left_behind(root))

    def _ignore(self, root: Path) -> None:
        """Keep version control from taking journals in."""
        file = root / ".gitignore"
        if not file.exists():
            with suppress(OSError):
                zn.write_atomic(file, b"*\n", self.disk)

    def _hold_one(self, root: Path) -> Path:
        for number in range(1, MOST_EDITORS + 1):
            folder = root / str(number)
            self.disk.make_folder(folder)
            with suppress(BlockingIOError):
                self._held.enter_context(self.disk.lock(folder / "lock"))
                return folder
        raise OSError(f"{MOST_EDITORS} editors have this project open")

    def _left_behind(self, root: Path) -> Iterator[Lost]:
        for name in self.disk.names(root):
            folder = root / name
            if folder == self.folder:
                yield from self._lost_in(folder)
            elif folder.is_dir():
                with suppress(OSError), self.disk.lock(folder / "lock"):
                    yield from self._lost_in(folder)

    def _lost_in(self, folder: Path) -> Iterator[Lost]:
        for name in self.disk.names(folder):
            if name.endswith(SUFFIX):
                file = folder / name
                found = read_journal(file, self.disk)
                lost = None if found is None else Lost(file, found[0], tuple(found[1]))
                if lost is not None and not _is_saved(lost):
                    yield lost
                else:
                    self.forget(file)

    def new_file(self) -> Path:
        """Return a path for a journal that is not there yet."""
        while (file := self.folder / f"{next(self._names)}{SUFFIX}").exists():
            pass
        return file

    def forget(self, file: Path) -> None:
        """Take a journal away; what it held is not wanted any more."""
        self.lost = [lost for lost in self.lost if lost.file != file]
        with suppress(OSError):
            self.disk.unlink(file)

    def close(self) -> None:
        """Let go of the folder; journals of documents that were not saved stay in it."""
        self._held.close()


def restore(lost: Lost, prefabs: zn.Prefabs) -> Stored:
    """Return a document as it was when the editor ended, its changes as steps that can be undone.

    Raises:
        SceneError: The journal holds a document that cannot be read.
    """
    scene = read_again(lost.head.text, lost.head.kind, lost.head.path)
    document = Document(scene, prefabs)
    for entry in lost.entries:
        try:
            document.do(entry.label, *entry.operations)
        except EditorError:
            break
    made = Stored(document)
    made.stamp = lost.head.stamp
    document.history.mark_unsaved()
    return made


def _is_saved(lost: Lost) -> bool:
    """Tell whether the file says already what the journal leads to: it was saved, then killed."""
    path = lost.head.path
    try:
        wanted = restore(lost, zn.Prefabs()).document.text
        return path is not None and path.read_bytes() == wanted.encode()
    except (OSError, ValueError, zn.ZenithError):
        return False
