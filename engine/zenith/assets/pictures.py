"""What a picture's header says: its size, told before anything is decoded."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Final

from zenith.assets.opening import Peek, TooMuch, began, peek
from zenith.errors import AssetBroken

MAX_SIDE: Final = 16384
MAX_PIXELS: Final = 64 * 1024 * 1024
MAX_PICTURE_FILE: Final = 4 * MAX_PIXELS + 1024 * 1024
_KNOWN: Final = "PNG, JPEG, BMP, GIF, TGA, QOI, WebP or PNM"

Size = tuple[int, int]


def picture_size(path: Path) -> Size:
    """Return a picture's width and height as its header says, without decoding it.

    At most 64 KiB of the file are read. What kind of picture it is follows from
    its first bytes, whatever its name ends with; only TGA has none of its own.

    Raises:
        AssetBroken: It is no picture, or larger than 16,384 a side or 64 megapixels.
    """
    with peek(path, MAX_PICTURE_FILE) as file:
        reader = next((read for magic, read in _READERS if magic.match(file.head)), None)
        if reader is None and path.suffix.lower() == ".tga":
            reader = _tga
        try:
            size = reader(file) if reader is not None else None
        except (struct.error, IndexError, ValueError, TooMuch, OSError):
            size = None
        if size is None:
            raise AssetBroken(
                f"{path}: this is no picture that can be read; expected {_KNOWN}, "
                f"found {began(file.head)}."
            )
    _check_size(path, size)
    return size


def _check_size(path: Path, size: Size) -> None:
    width, height = size
    if width < 1 or height < 1:
        raise AssetBroken(f"{path}: the picture says it is {width} x {height} pixels.")
    if max(size) > MAX_SIDE or width * height > MAX_PIXELS:
        raise AssetBroken(
            f"{path}: the picture says it is {width} x {height} pixels; "
            f"at most {MAX_SIDE} a side and {MAX_PIXELS // 2**20} megapixels are allowed."
        )


def _png(file: Peek) -> Size:
    width, height = file.numbers(">II", 16)
    return width, height


def _gif(file: Peek) -> Size:
    width, height, flags = file.numbers("<HHB", 6)
    at = 13 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0)
    # The first picture inside may reach further than the screen it names.
    while file.numbers("<B", at)[0] == 0x21:
        at += 2
        while length := file.numbers("<B", at)[0]:
            at += length + 1
        at += 1
    mark, left, top, wide, high = file.numbers("<BHHHH", at)
    return (max(width, left + wide), max(height, top + high)) if mark == 0x2C else (width, height)


def _bmp(file: Peek) -> Size:
    (header,) = file.numbers("<I", 14)
    width, height = file.numbers("<HH" if header == 12 else "<ii", 18)
    return abs(width), abs(height)


def _qoi(file: Peek) -> Size:
    width, height = file.numbers(">II", 4)
    return width, height


def _tga(file: Peek) -> Size | None:
    mapped, kind = file.numbers("<BB", 1)
    if len(file.head) < 18 or kind not in (1, 2, 3, 9, 10, 11) or mapped > 1:
        return None
    width, height = file.numbers("<HH", 12)
    return width, height


_JPEG_BARE: Final = (0x01, *range(0xD0, 0xD9))


def _jpeg(file: Peek) -> Size | None:
    at = 2
    while True:
        mark, kind = file.numbers(">BB", at)
        if mark != 0xFF:
            return None
        if kind == 0xFF:  # padding
            at += 1
        elif kind in _JPEG_BARE:  # stands alone, without a length
            at += 2
        elif 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            height, width = file.numbers(">HH", at + 5)
            return width, height
        else:
            at += 2 + file.numbers(">H", at + 2)[0]


def _webp(file: Peek) -> Size | None:
    kind = file.head[12:16]
    if kind == b"VP8X":
        flags = file.numbers("<10B", 20)
        return 1 + _three(flags[4:7]), 1 + _three(flags[7:10])
    if kind == b"VP8L":
        (bits,) = file.numbers("<I", 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = file.numbers("<HH", 26)
    return width & 0x3FFF, height & 0x3FFF


def _three(parts: tuple[int, ...]) -> int:
    return int.from_bytes(bytes(parts), "little")


_PNM: Final = re.compile(rb"P[1-6](?:\s|#[^\n]*\n)++(\d{1,9})(?:\s|#[^\n]*\n)++(\d{1,9})\s")


def _pnm(file: Peek) -> Size | None:
    found = _PNM.match(file.head[:1024])
    return (int(found[1]), int(found[2])) if found else None


_READERS: Final[tuple[tuple[re.Pattern[bytes], Callable[[Peek], Size | None]], ...]] = (
    (re.compile(rb"\x89PNG\r\n\x1a\n.{4}IHDR", re.DOTALL), _png),
    (re.compile(rb"GIF8[79]a"), _gif),
    (re.compile(rb"BM"), _bmp),
    (re.compile(rb"qoif"), _qoi),
    (re.compile(rb"\xff\xd8"), _jpeg),
    (re.compile(rb"RIFF.{4}WEBPVP8[ XL]", re.DOTALL), _webp),
    (re.compile(rb"P[1-6]\s"), _pnm),
)
