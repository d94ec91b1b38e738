"""The saves of one game in one folder: written, read, listed, and fallen back from."""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from zenith.errors import SaveCorrupt, SaveError, SaveNewer, nearest
from zenith.files import Disk, sweep
from zenith.saves.container import MAX_FILE, SaveHead, Sealed, pack, unpack
from zenith.saves.migrations import Migrations, too_old
from zenith.saves.slots import checked_slot, files_of, put, slots_in, take_away

LOCK: Final = "saves.lock"


@dataclass(frozen=True, slots=True)
class SaveInfo:
    """What a menu shows of a save.

    Attributes:
        slot: Where it is.
        title: What the game called it.
        details: What else the game said of it.
        ticks: How many ticks had been played.
        version: The game's version of what it saves; 0 when it could not be read.
        engine: The version of Zenith that wrote it.
        kind: "game", or "resources" where only some were chosen; "" when it could not be read.
        saved_at: Seconds since 1970, where the writer knew the time.
        reason: Why it cannot be loaded; "" when it can.
        notice: What the player should know: that an older save stands in for a damaged one.
    """

    slot: str
    title: str = ""
    details: Mapping[str, Any] = field(default_factory=dict[str, Any])
    ticks: int = 0
    version: int = 0
    engine: str = ""
    kind: str = ""
    saved_at: float | None = None
    reason: str = ""
    notice: str = ""


@dataclass(frozen=True, slots=True)
class SaveFile:
    """A save that was read.

    Attributes:
        info: What it says of itself, with the notice where an older one stands in.
        payload: What was saved.
        file: The file's name.
    """

    info: SaveInfo
    payload: bytes
    file: str


@dataclass(frozen=True, slots=True)
class _Found:
    """The last save of a slot that can be read."""

    sealed: Sealed
    payload: bytes
    file: str
    notice: str


class SaveFolder:
    """The saves of one game.

    Each slot keeps its last save and the two before. Nothing is touched, nor the
    folder made, before the first save.

    Attributes:
        folder: Where they are.
        game: Whose they are; a save of another game is never loaded or overwritten.
        migrations: What brings old saves up to the present version.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     saves = SaveFolder(Path(folder), "demo")
    ...     saves.write("slot1", b"the state", title="Level 3")
    ...     saves.read("slot1").payload, [info.title for info in saves.list()]
    (b'the state', ['Level 3'])
    """

    def __init__(
        self,
        folder: Path,
        game: str,
        migrations: Migrations | None = None,
        disk: Disk | None = None,
        engine: str = "",
    ) -> None:
        self.folder = folder
        self.game = game
        self.migrations = migrations or Migrations(1, {})
        self._disk = disk or Disk()
        self._engine = engine

    def write(
        self,
        slot: str,
        payload: bytes,
        *,
        kind: str = "game",
        title: str = "",
        details: Mapping[str, Any] | None = None,
        ticks: int = 0,
        picture: bytes = b"",
        saved_at: float | None = None,
    ) -> None:
        """Save into a slot: when this returns, the save outlives a power cut.

        Args:
            slot: Where to.
            payload: What to save.
            kind: What it is: "game" or "resources".
            title: For a menu.
            details: More for a menu: data as JSON knows it.
            ticks: How many ticks have been played.
            picture: A small PNG file.
            saved_at: Seconds since 1970, where the caller knows the time.

        Raises:
            BadValue: The slot's name or the details may not be.
            SaveNewer: The slot holds a save of a newer version; it stays as it is.
            SaveError: It could not be saved; what was saved before stays as it is.
        """
        files = files_of(self.folder, checked_slot(slot))
        head = SaveHead(
            self.game, self._engine, self.migrations.version, kind, title, dict(details or {}),
            ticks, saved_at,
        )  # fmt: skip
        data = pack(head, payload, picture)
        with self._working(slot, "saved"):
            worth_keeping = self._look_before_writing(files)
            sweep(files[0], self._disk, alone=True)
            put(files, data, self._disk, keep=worth_keeping)

    def read(self, slot: str) -> SaveFile:
        """Return what a slot holds: its last save, or where that is damaged the one before.

        Raises:
            BadValue: The slot's name may not be.
            SaveNewer: It was made by a newer version.
            SaveCorrupt: None of its saves can be read; the message says why.
            SaveError: There is none, or no migration leads to the present version.
        """
        found = self._find(checked_slot(slot))
        version = found.sealed.head.version
        missing = self.migrations.missing(version)
        if missing is not None:
            raise SaveError(too_old(found.file, version, missing))
        info = _info(slot, found.sealed.head, notice=found.notice)
        return SaveFile(info, found.payload, found.file)

    def picture(self, slot: str) -> bytes:
        """Return the small PNG file that a slot's save brings along, or nothing.

        Raises:
            SaveError: There is no save that could be read.
        """
        return self._find(checked_slot(slot)).sealed.picture

    def list(self) -> tuple[SaveInfo, ...]:
        """Return what each slot holds, by name; one that cannot be loaded says why.

        Raises:
            SaveError: The folder cannot be looked into.
        """
        try:
            slots = slots_in(self.folder, self._disk)
        except OSError as error:
            raise SaveError(f"{self.folder}: {_words(error)}.") from None
        return tuple(self._describe(slot) for slot in slots)

    def delete(self, slot: str) -> None:
        """Take away all that a slot holds, newer saves too.

        Raises:
            SaveError: It is empty, or could not be taken away.
        """
        files = files_of(self.folder, checked_slot(slot))
        if slot not in [info.slot for info in self.list()]:
            raise self._empty(slot)
        with self._working(slot, "deleted"):
            take_away(files, self._disk)

    def _describe(self, slot: str) -> SaveInfo:
        try:
            found = self._find(slot, newer_too=True)
        except SaveError as error:
            return SaveInfo(slot, reason=str(error))
        head, reason = found.sealed.head, ""
        if head.version > self.migrations.version:
            reason = self._newer(found.file, head)
        elif (missing := self.migrations.missing(head.version)) is not None:
            reason = too_old(found.file, head.version, missing)
        return _info(slot, head, notice=found.notice, reason=reason)

    def _find(self, slot: str, *, newer_too: bool = False) -> _Found:
        """Return the last save of a slot that can be read."""
        files = files_of(self.folder, slot)
        troubles: list[str] = []
        for file in files:
            try:
                sealed = self._open(file, newer_too=newer_too)
                payload = sealed.payload(file.name)
            except FileNotFoundError:
                continue
            except SaveNewer:
                raise
            except SaveError as error:
                troubles.append(str(error))
                continue
            except OSError as error:
                troubles.append(f"{file.name}: {_words(error)}.")
                continue
            if file != files[0] and not troubles and self._exists(files[0]):
                return self._find(slot, newer_too=newer_too)  # somebody was saving just now
            return _Found(sealed, payload, file.name, _notice(files[0], file, troubles))
        if troubles:
            raise SaveCorrupt(f'The save "{slot}" cannot be read. {" ".join(troubles)}')
        raise self._empty(slot)

    def _exists(self, file: Path) -> bool:
        with contextlib.suppress(OSError):
            return file.name in self._disk.names(file.parent)
        return False

    def _open(self, file: Path, *, newer_too: bool = False) -> Sealed:
        sealed = unpack(self._disk.read(file, MAX_FILE), file.name)
        head = sealed.head
        if head.game != self.game:
            raise SaveError(f'{file.name}: a save of "{head.game}", not of "{self.game}".')
        if head.version > self.migrations.version and not newer_too:
            raise SaveNewer(self._newer(file.name, head))
        return sealed

    def _newer(self, file: str, head: SaveHead) -> str:
        return (
            f"{file}: made by a newer version of the game (saves of version {head.version}; this "
            f"one reads up to {self.migrations.version}). Update the game to play it."
        )

    def _look_before_writing(self, files: tuple[Path, ...]) -> bool:
        """Return whether the present file is worth keeping; refuse what must not be overwritten."""
        worth_keeping = False
        for file in files:
            try:
                self._open(file)
            except (FileNotFoundError, SaveCorrupt):
                continue
            except SaveError as error:
                kind = SaveNewer if isinstance(error, SaveNewer) else SaveError
                raise kind(f"{error} Delete the save to use its slot.") from None
            worth_keeping = worth_keeping or file == files[0]
        return worth_keeping

    @contextlib.contextmanager
    def _working(self, slot: str, done: str) -> Generator[None]:
        """Hold the folder while it is changed, and tell what went wrong in a sentence of ours."""
        lock = self.folder / LOCK
        try:
            self._disk.make_folder(self.folder)
            with self._disk.lock(lock):
                yield
        except BlockingIOError:
            raise SaveError(
                f'"{slot}" was not {done}: another program{self._holder(lock)} is using the saves '
                f"in {self.folder} at this moment."
            ) from None
        except OSError as error:
            raise SaveError(
                f'"{slot}" was not {done} in {self.folder}: {_words(error)}. '
                "What was saved before is as it was."
            ) from None

    def _holder(self, lock: Path) -> str:
        with contextlib.suppress(OSError):
            text = self._disk.read(lock, 32)
            if text.isdigit():
                return f" (process {text.decode()})"
        return ""

    def _empty(self, slot: str) -> SaveError:
        known = [info.slot for info in self.list()]
        listed = f" Known: {', '.join(known)}." if known else " Nothing was saved yet."
        return SaveError(f'There is no save "{slot}".{nearest(slot, known)}{listed}')


def _words(error: OSError) -> str:
    return error.strerror or str(error) or "it cannot be read"


def _notice(newest: Path, used: Path, troubles: list[str]) -> str:
    if used == newest:
        return ""
    what = troubles[0] if troubles else f"{newest.name}: missing; saving it was interrupted."
    return f"{what} The save before it, {used.name}, is used instead."


def _info(slot: str, head: SaveHead, *, notice: str = "", reason: str = "") -> SaveInfo:
    return SaveInfo(
        slot, head.title, head.details, head.ticks, head.version, head.engine, head.kind,
        head.saved_at, reason, notice,
    )  # fmt: skip
