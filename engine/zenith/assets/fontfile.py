"""What a font file's table directory says, told before anything is parsed."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Final

from zenith.assets.opening import Peek, TooMuch, began, peek
from zenith.errors import AssetBroken

MAX_FONT_FILE: Final = 32 * 1024 * 1024
MOST_TABLES: Final = 128
NEEDED: Final = ("cmap", "head", "hhea", "hmtx", "maxp")
_MAGICS: Final = (b"\0\1\0\0", b"OTTO", b"true")


def check_font(path: Path) -> None:
    """Look at a font file's table directory.

    Raises:
        AssetBroken: It is no TrueType or OpenType font, too large, or a table of it lies
            outside the file or is not there.
    """
    with peek(path, MAX_FONT_FILE) as file:
        if file.head[:4] not in _MAGICS:
            raise AssetBroken(
                f"{path}: this is no font that can be read; expected .ttf or .otf, "
                f"found {began(file.head)}."
            )
        try:
            reason = _wrong(file)
        except (struct.error, TooMuch, OSError):
            reason = "its table directory is cut short"
    if reason:
        raise AssetBroken(f"{path}: this font is damaged ({reason}).")


def _wrong(file: Peek) -> str:
    (count,) = file.numbers(">H", 4)
    if not 0 < count <= MOST_TABLES:
        return f"it says it has {count} tables; expected 1 to {MOST_TABLES}"
    found: set[str] = set()
    for k in range(count):
        tag, _, offset, length = file.numbers(">4sIII", 12 + 16 * k)
        name = tag.decode("latin-1")
        if offset + length > file.size:
            return f'its table "{name}" ends at byte {offset + length}; it has {file.size}'
        if name in found:
            return f'its table "{name}" is there twice'
        found.add(name)
    missing = [name for name in NEEDED if name not in found]
    return f'its table "{missing[0]}" is not there' if missing else ""
