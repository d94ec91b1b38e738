"""Names of slots, and the files of one: the last save and the two before it."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from pathlib import Path
from typing import Any, Final

from zenith.errors import BadValue
from zenith.filenames import DEVICE
from zenith.files import Disk, discard, flush_folder, rename, write_beside

GENERATIONS: Final = 3
_NAME: Final = re.compile(r"\w(?:[\w \-]{0,38}[\w\-])?")
_FILE: Final = re.compile(r"(.+?)(?:\.[12])?\.save")


def checked_slot(slot: str) -> str:
    """Return a slot's name.

    Raises:
        BadValue: It would lead somewhere else, or not mean the same on every system.

    >>> checked_slot("slot1")
    'slot1'
    """
    given: Any = slot
    if not isinstance(given, str) or not _NAME.fullmatch(given) or DEVICE.fullmatch(given):
        raise BadValue(
            f"{given!r} cannot name a slot; use up to 40 letters, digits, blanks, - and _."
        )
    plain = unicodedata.normalize("NFC", given).lower()
    if plain != given:
        raise BadValue(
            f"{given!r} cannot name a slot: not every system tells it from {plain!r}; write that."
        )
    return given


def files_of(folder: Path, slot: str) -> tuple[Path, ...]:
    """Return where a slot's saves are, the last one first."""
    older = (folder / f"{slot}.{age}.save" for age in range(1, GENERATIONS))
    return (folder / f"{slot}.save", *older)


def slots_in(folder: Path, disk: Disk) -> list[str]:
    """Return the slots that have a file, in the order of their names.

    Raises:
        OSError: The folder cannot be looked into.
    """
    try:
        names = disk.names(folder)
    except FileNotFoundError:
        return []
    found = {match[1] for match in map(_FILE.fullmatch, names) if match}
    return sorted(slot for slot in found if _is_slot(slot))


def _is_slot(name: str) -> bool:
    try:
        return bool(checked_slot(name))
    except BadValue:
        return False


def put(files: tuple[Path, ...], data: bytes, disk: Disk, *, keep: bool) -> None:
    """Write a save in place of the last one, which becomes the one before.

    At every moment the last save stands whole under its own name or the next
    one's. Nothing is renamed before the new save is flushed.

    Args:
        files: The slot's files, the last save first.
        data: The new save.
        disk: Where.
        keep: Whether the present file is worth keeping.

    Raises:
        OSError: It could not be written; the last save is as it was.
    """
    new = write_beside(files[0], data, disk)
    moved = False
    try:
        if keep:
            for old, older in zip(files[-2::-1], files[:0:-1], strict=True):
                with contextlib.suppress(FileNotFoundError):
                    rename(old, older, disk)
                    moved = old == files[0]
        rename(new, files[0], disk)
    except BaseException:
        if moved:
            with contextlib.suppress(OSError):
                rename(files[1], files[0], disk)
        discard(new, disk)
        raise
    flush_folder(files[0].parent, disk)


def take_away(files: tuple[Path, ...], disk: Disk) -> None:
    """Take away a slot's saves, the last one at the end, so that no older one comes to light.

    Raises:
        OSError: One could not be taken away.
    """
    for file in reversed(files):
        with contextlib.suppress(FileNotFoundError):
            disk.unlink(file)
    flush_folder(files[0].parent, disk)
