"""Where pictures, sounds, fonts and shaders are found, and how large a picture says it is."""

from __future__ import annotations

import importlib.resources
import struct
import sys
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath
from typing import Any, Final

from zenith.errors import AssetBroken, AssetMissing, nearest, unknown
from zenith.filenames import is_spelt

EXTENSIONS: Final[dict[str, tuple[str, ...]]] = {
    "image": (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tga", ".qoi", ".webp"),
    "sound": (".wav", ".ogg", ".mp3", ".flac"),
    "music": (".ogg", ".wav", ".mp3", ".flac"),
    "font": (".ttf", ".otf"),
    "shader": (".glsl",),
}
FOLDERS: Final[dict[str, str]] = {
    "image": "images",
    "sound": "sounds",
    "music": "music",
    "font": "fonts",
    "shader": "shaders",
}
MAX_SIDE: Final = 16384
MAX_PIXELS: Final = 64 * 1024 * 1024
_HEADER: Final = 64 * 1024
_LONGEST_NAME: Final = 200

Size = tuple[int, int]


class Assets:
    """Folders that are searched for assets, the first one first.

    A name has no extension ("crate") or its own ("crate.png"), and may name a
    subfolder ("enemies/bat"). Each folder is searched as it is and in its
    `images`, `sounds`, `music`, `fonts` or `shaders`. Capital letters count on every
    system, so that a game that works here works everywhere.
    """

    def __init__(self, folders: Iterable[Path]) -> None:
        self.folders: tuple[Path, ...] = tuple(folders)
        self._found: dict[tuple[str, str], Path] = {}

    @classmethod
    def for_game(cls, folder: Path) -> Assets:
        """Return the assets of a game in `folder`: its own first, then the engine's."""
        return cls([folder / "assets", folder, engine_assets()])

    def find(self, kind: str, name: str) -> Path:
        """Return the file of an asset.

        Args:
            kind: "image", "sound", "music", "font" or "shader".
            name: Its name, with or without the extension.

        Raises:
            AssetMissing: It is in none of the folders; the message has the nearest name.
            UnknownName: There is no such kind.
        """
        given: Any = name
        known = self._found.get((kind, name)) if isinstance(given, str) else None
        if known is None or not known.is_file():
            known = self._found[kind, name] = self._search(kind, name)
        return known

    def forget(self) -> None:
        """Look for every file anew, as after some came or went."""
        self._found.clear()

    def _search(self, kind: str, name: str) -> Path:
        _check_name(kind, name)
        for folder in self._places(kind):
            found = _in_folder(folder, name, EXTENSIONS[kind])
            if found is not None:
                return found
        raise self._missing(kind, name)

    def _places(self, kind: str) -> list[Path]:
        if kind not in EXTENSIONS:
            raise unknown("kind of asset", kind, EXTENSIONS)
        return [p for f in self.folders for p in (f / FOLDERS[kind], f) if p.is_dir()]

    def names(self, kind: str) -> list[str]:
        """Return the names of every asset of a kind, sorted, without extensions."""
        found: set[str] = set()
        for folder in self._places(kind):
            for file in folder.iterdir():
                if file.suffix.lower() in EXTENSIONS[kind]:
                    found.add(file.stem)
        return sorted(found)

    def _missing(self, kind: str, name: str) -> AssetMissing:
        names = self.names(kind)
        stem = PurePosixPath(name).stem
        wrong_case = [n for n in names if n.lower() == stem.lower()]
        searched = ", ".join(str(f) for f in self.folders)
        if wrong_case:
            return AssetMissing(
                f'There is no {kind} "{name}", but there is "{wrong_case[0]}": capital letters '
                f"count, because they do on other systems. Searched: {searched}."
            )
        return AssetMissing(
            f'There is no {kind} "{name}".{nearest(name, names)} Searched: {searched}.'
        )


def _check_name(kind: str, name: str) -> None:
    given: Any = name
    if not isinstance(given, str):
        raise AssetMissing(f"The name of a {kind} is a text, not {given!r}.")
    parts = PurePosixPath(name).parts
    bad = not parts or "\0" in name or "\\" in name or ":" in name
    if bad or ".." in parts or name.startswith("/") or len(name) > _LONGEST_NAME:
        raise AssetMissing(
            f'"{name}" is no name of a {kind}: names are relative to the assets folder, '
            'as "crate" or "enemies/bat", and stay inside it.'
        )


def _in_folder(folder: Path, name: str, extensions: tuple[str, ...]) -> Path | None:
    """Return the file of that name, its letters exactly as written, inside the folder."""
    at = folder / name
    candidates = [at] if at.suffix.lower() in extensions else []
    candidates += [at.with_name(at.name + extension) for extension in extensions]
    for candidate in candidates:
        if candidate.is_file() and is_spelt(candidate, folder) and _is_inside(candidate, folder):
            return candidate
    return None


def _is_inside(file: Path, folder: Path) -> bool:
    return file.resolve().is_relative_to(folder.resolve())


def engine_data(name: str) -> Path:
    """Return the folder `assets` or `examples` that comes with the engine.

    It is looked for in a frozen program, then in the installed package, then in
    the checkout.
    """
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen) / "zenith" / "_data" / name
    package = Path(str(importlib.resources.files("zenith")))
    installed = package / "_data" / name
    return installed if installed.is_dir() else package.parent.parent / name


def engine_assets() -> Path:
    """Return the folder of the engine's own assets."""
    return engine_data("assets")


def picture_size(path: Path) -> Size:
    """Return a picture's width and height as its header says, without decoding it.

    Raises:
        AssetBroken: It is no picture, or larger than 16,384 a side or 64 megapixels.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEADER)
    except OSError as error:
        raise AssetBroken(f"{path}: the file cannot be read ({error.strerror}).") from None
    reader = next((read for magic, read in _READERS if head.startswith(magic)), None)
    if reader is None and path.suffix.lower() == ".tga":
        reader = _tga
    try:
        size = reader(head) if reader is not None else None
    except (struct.error, IndexError):
        size = None
    if size is None:
        raise AssetBroken(
            f"{path}: this is no picture that can be read; expected PNG, JPEG, BMP, GIF, TGA, "
            f"QOI or WebP, found {_shown(head)}."
        )
    _check_size(path, size)
    return size


def _shown(head: bytes) -> str:
    return "an empty file" if not head else f"a file that begins with {head[:8]!r}"


def _check_size(path: Path, size: Size) -> None:
    width, height = size
    if width < 1 or height < 1:
        raise AssetBroken(f"{path}: the picture says it is {width} x {height} pixels.")
    if max(size) > MAX_SIDE or width * height > MAX_PIXELS:
        raise AssetBroken(
            f"{path}: the picture says it is {width} x {height} pixels; "
            f"at most {MAX_SIDE} a side and {MAX_PIXELS // 2**20} megapixels are allowed."
        )


def _png(head: bytes) -> Size:
    width, height = struct.unpack_from(">II", head, 16)
    return width, height


def _gif(head: bytes) -> Size:
    width, height = struct.unpack_from("<HH", head, 6)
    boxes = _gif_frames(head)
    return max([width, *(b[0] for b in boxes)]), max([height, *(b[1] for b in boxes)])


def _gif_frames(head: bytes) -> list[Size]:
    """Return how far the first picture inside reaches, which may exceed the screen it names."""
    at = 13 + (3 << ((head[10] & 7) + 1) if head[10] & 0x80 else 0)
    while at < len(head) and head[at] == 0x21:
        at += 2
        while at < len(head) and head[at]:
            at += head[at] + 1
        at += 1
    if at + 9 > len(head) or head[at] != 0x2C:
        return []
    left, top, width, height = struct.unpack_from("<HHHH", head, at + 1)
    return [(left + width, top + height)]


def _bmp(head: bytes) -> Size:
    (header,) = struct.unpack_from("<I", head, 14)
    layout = "<HH" if header == 12 else "<ii"
    width, height = struct.unpack_from(layout, head, 18)
    return abs(width), abs(height)


def _qoi(head: bytes) -> Size:
    width, height = struct.unpack_from(">II", head, 4)
    return width, height


def _tga(head: bytes) -> Size | None:
    if len(head) < 18 or head[2] not in (1, 2, 3, 9, 10, 11) or head[1] > 1:
        return None
    width, height = struct.unpack_from("<HH", head, 12)
    return width, height


_JPEG_BARE: Final = (0x01, *range(0xD0, 0xD9), 0xFF)


def _jpeg(head: bytes) -> Size | None:
    at = 2
    while at + 9 < len(head):
        if head[at] != 0xFF:
            return None
        marker = head[at + 1]
        if marker in _JPEG_BARE:
            # 0xFF twice is padding; the others stand alone, without a length.
            at += 1 if marker == 0xFF else 2
            continue
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", head, at + 5)
            return width, height
        at += 2 + struct.unpack_from(">H", head, at + 2)[0]
    return None


def _webp(head: bytes) -> Size | None:
    if head[8:12] != b"WEBP":
        return None
    if head[12:16] == b"VP8X" and len(head) >= 30:
        width = int.from_bytes(head[24:27], "little") + 1
        return width, int.from_bytes(head[27:30], "little") + 1
    if head[12:16] == b"VP8L":
        (bits,) = struct.unpack_from("<I", head, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack_from("<HH", head, 26)
    return width & 0x3FFF, height & 0x3FFF


_READERS: Final[tuple[tuple[bytes, Callable[[bytes], Size | None]], ...]] = (
    (b"\x89PNG\r\n\x1a\n", _png),
    (b"GIF8", _gif),
    (b"BM", _bmp),
    (b"qoif", _qoi),
    (b"\xff\xd8", _jpeg),
    (b"RIFF", _webp),
)
