"""A text file from a stranger: looked at before it is read, and named when it is something else."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Final

from zenith.scenefile.problem import Problem

LARGEST_FILE: Final = 8 * 2**20

EXPECTED: Final = "a scene or prefab as JSON text in UTF-8"

_KINDS: Final = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a sound or a WebP picture"),
    (b"OggS", "an Ogg sound"),
    (b"PK\x03\x04", "a zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x80\x04", "a Python pickle"),
    (b"\x80\x05", "a Python pickle"),
    (b"ZN", "a save or snapshot of Zenith"),
    (b"\xff\xfe", "text in UTF-16"),
    (b"\xfe\xff", "text in UTF-16"),
    (b"<", "XML"),
    (b"#!", "a program"),
    (b"[gd_scene", "a Godot scene"),
    (b"%YAML", "YAML, perhaps a Unity scene"),
)


def read_text(path: Path, expected: str = EXPECTED, largest: int = LARGEST_FILE) -> str | Problem:
    """Return the text of a file, or why it cannot be one.

    The file is looked at first: a folder, a device or a pipe is not opened, nor
    is what is larger than allowed. A byte order mark is left out.

    Args:
        path: The file.
        expected: What to call what it should be.
        largest: So many bytes it may have.
    """
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            return Problem(str(path), "", _kind_of(found.st_mode), "a file", "look at its name")
        if found.st_size > largest:
            return _too_large(path, found.st_size, largest)
        with path.open("rb") as file:
            data = file.read(largest + 1)
    except FileNotFoundError:
        return Problem(str(path), "", "nothing of that name", "a file", _neighbour(path))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        hint = "look at its name and who may read it"
        return Problem(
            str(path), "", f"a file that cannot be read ({reason})", "one that can", hint
        )
    if len(data) > largest:
        return _too_large(path, len(data), largest)
    return decode(data, str(path), expected)


def decode(data: bytes, file: str, expected: str = EXPECTED) -> str | Problem:
    """Return bytes as text, or what they are instead."""
    if not data.strip():
        found = "an empty file" if not data else f"{len(data)} blanks"
        return Problem(file, "", found, expected, "take an older copy", 1, 1)
    if not data.strip(b"\0"):
        hint = "the power failed while it was written; take an older copy"
        return Problem(file, "", f"{len(data)} zero bytes", expected, hint, 1, 1)
    for magic, kind in _KINDS:
        if data.startswith(magic):
            return Problem(file, "", kind, expected, "open it with what wrote it", 1, 1)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        found = f"the byte 0x{data[error.start]:02x}, which is no UTF-8"
        hint = "save the file as UTF-8"
        return Problem(file, "", found, "text in UTF-8", hint, line, column)


def _too_large(path: Path, size: int, largest: int) -> Problem:
    expected, hint = f"at most {largest:,} bytes", "split it into several files"
    return Problem(str(path), "", f"{size:,} bytes", expected, hint)


def _kind_of(mode: int) -> str:
    return "a folder" if stat.S_ISDIR(mode) else "a device, pipe or socket"


def _neighbour(path: Path) -> str:
    """Return the hint that names a file beside it, spelt alike."""
    try:
        names = [p.name for p in path.parent.iterdir()]
    except OSError:
        return f"there is no folder {path.parent}"
    alike = [n for n in names if n.lower() == path.name.lower() or Path(n).stem == path.name]
    return f'did you mean "{alike[0]}"?' if alike else "look at its name"
