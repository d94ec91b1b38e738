"""The bytes of a save: a prefix, then chunks whose checksums hang together."""

from __future__ import annotations

import hashlib
import json
import math
import struct
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final, NoReturn, cast

from zenith.errors import BadValue, SaveCorrupt, SaveError, SaveNewer

MAGIC: Final = b"\x89ZNSAVE\n"
FORMAT: Final = 1
MAX_HEAD: Final = 2**20
MAX_PICTURE: Final = 2**22
MAX_PAYLOAD: Final = 2**27
MAX_FILE: Final = MAX_HEAD + MAX_PICTURE + MAX_PAYLOAD + 2**16
_PREFIX: Final = struct.Struct("<8sII")
_CHUNK: Final = struct.Struct("<4sQQ16s")
_LIMITS: Final = {b"HEAD": MAX_HEAD, b"PICT": MAX_PICTURE, b"DATA": MAX_PAYLOAD}


@dataclass(frozen=True, slots=True)
class SaveHead:
    """What a save says of itself.

    Attributes:
        game: The game it belongs to.
        engine: The version of Zenith that wrote it.
        version: The game's own version of what it saves.
        kind: What the payload is: "game" or "resources".
        title: For a menu, as "Level 3".
        details: More for a menu: data as JSON knows it.
        ticks: How many ticks had been played.
        saved_at: Seconds since 1970, where the writer knew the time.
    """

    game: str
    engine: str
    version: int
    kind: str
    title: str = ""
    details: Mapping[str, Any] = field(default_factory=dict[str, Any])
    ticks: int = 0
    saved_at: float | None = None


@dataclass(frozen=True, slots=True)
class Sealed:
    """A save whose checksums fit; its payload is still packed.

    Attributes:
        head: What it says of itself.
        picture: A small PNG file, or nothing.
        packed: The payload, compressed.
        size: How many bytes the payload has.
    """

    head: SaveHead
    picture: bytes
    packed: bytes
    size: int

    def payload(self, file: str) -> bytes:
        """Return the payload; never more is unpacked than the save says it holds.

        Raises:
            SaveCorrupt: It is not what it says.
        """
        unpacking = zlib.decompressobj()
        try:
            data = unpacking.decompress(self.packed, self.size + 1)
        except zlib.error as error:
            raise SaveCorrupt(f"{file}: the content cannot be unpacked ({error}).") from None
        if len(data) != self.size or not unpacking.eof or unpacking.unused_data:
            raise SaveCorrupt(f"{file}: the content is not the {self.size} bytes that it says.")
        return data


def pack(head: SaveHead, payload: bytes, picture: bytes = b"") -> bytes:
    """Return the bytes of a save.

    Raises:
        BadValue: The title or the details are no plain data.
        SaveError: A part is too large.
    """
    parts = {b"HEAD": _write_head(head), b"PICT": picture, b"DATA": payload}
    prefix = _PREFIX.pack(MAGIC, FORMAT, zlib.crc32(_PREFIX.pack(MAGIC, FORMAT, 0)))
    chunks, chain = [prefix], prefix
    for name, part in parts.items():
        if len(part) > _LIMITS[name]:
            raise SaveError(
                f"A save holds at most {_LIMITS[name]} bytes of {name.decode()}, not {len(part)}."
            )
        stored = zlib.compress(part, 6) if name == b"DATA" else part
        chain = _link(chain, name, stored, len(part))
        chunks += [_CHUNK.pack(name, len(stored), len(part), chain), stored]
    return b"".join(chunks)


def _link(before: bytes, name: bytes, stored: bytes, size: int) -> bytes:
    """Return a chunk's checksum, which covers those before it: parts of two saves never fit."""
    chain = hashlib.blake2b(before, digest_size=16)
    chain.update(struct.pack("<4sQQ", name, len(stored), size))
    chain.update(stored)
    return chain.digest()


def for_menus(title: str, details: Mapping[str, Any] | None) -> tuple[str, dict[str, Any]]:
    """Return title and details as a save can hold them.

    Raises:
        BadValue: The title is no text, or the details are no data of JSON.
    """
    given: Any = title
    if not isinstance(given, str):
        raise BadValue(f"The title of a save is a text, not {title!r:.60}.")
    try:
        text = json.dumps(dict(details or {}), allow_nan=False)
        return title, cast(dict[str, Any], json.loads(text))
    except (TypeError, ValueError, RecursionError) as error:
        raise BadValue(
            f"The details of a save are data as JSON knows it: texts, finite numbers, "
            f"lists and tables ({error})."
        ) from None


def _write_head(head: SaveHead) -> bytes:
    title, details = for_menus(head.title, head.details)
    return json.dumps({**asdict(head), "title": title, "details": details}).encode()


def unpack(data: bytes, file: str) -> Sealed:
    """Return the save that bytes hold, its checksums checked and nothing unpacked yet.

    Args:
        data: What `pack` returned.
        file: Where it comes from, for messages.

    Raises:
        SaveCorrupt: It is damaged, cut short or something else.
        SaveNewer: It has a format of a newer Zenith.
    """
    _check_prefix(data, file)
    chain, at = data[: _PREFIX.size], _PREFIX.size
    parts: dict[bytes, tuple[bytes, int]] = {}
    for name in _LIMITS:
        stored, size, chain = _read_chunk(data, at, name, chain, file)
        at += _CHUNK.size + len(stored)
        parts[name] = (stored, size)
    if at != len(data):
        raise SaveCorrupt(f"{file}: {len(data) - at} bytes too many.")
    head = _read_head(parts[b"HEAD"][0], file)
    return Sealed(head, parts[b"PICT"][0], *parts[b"DATA"])


def _check_prefix(data: bytes, file: str) -> None:
    if not data:
        raise SaveCorrupt(f"{file}: the file is empty.")
    if not data.strip(b"\0"):
        raise SaveCorrupt(f"{file}: the file is all zeros, as after a power cut.")
    if len(data) < _PREFIX.size or not data.startswith(MAGIC):
        raise SaveCorrupt(f"{file}: no save of a Zenith game, or damaged at its start.")
    _, version, check = _PREFIX.unpack_from(data)
    if zlib.crc32(_PREFIX.pack(MAGIC, version, 0)) != check:
        raise SaveCorrupt(f"{file}: damaged at its start.")
    if version != FORMAT:
        raise SaveNewer(
            f"{file}: made by a newer Zenith (format {version}; this one reads up to {FORMAT}). "
            "Update the game to play it."
        )


def _read_chunk(
    data: bytes, at: int, expected: bytes, before: bytes, file: str
) -> tuple[bytes, int, bytes]:
    start = at + _CHUNK.size
    if len(data) < start:
        raise SaveCorrupt(f"{file}: cut short after {len(data)} bytes.")
    name, length, size, chain = _CHUNK.unpack_from(data, at)
    if name != expected or size > _LIMITS[expected]:
        raise SaveCorrupt(f"{file}: damaged at byte {at}.")
    if len(data) < start + length:
        raise SaveCorrupt(f"{file}: cut short after {len(data)} bytes.")
    stored = data[start : start + length]
    if _link(before, name, stored, size) != chain:
        raise SaveCorrupt(f"{file}: damaged; the checksum of {expected.decode()} does not fit.")
    return stored, size, chain


def _read_head(text: bytes, file: str) -> SaveHead:
    def refuse(*found: object) -> NoReturn:
        raise SaveCorrupt(f"{file}: its head is of the wrong form.")

    try:
        found: Any = json.loads(text, parse_constant=refuse)
        head = SaveHead(**found)
    except (TypeError, ValueError, RecursionError):
        refuse()
    texts = (head.game, head.engine, head.kind, head.title)
    if not all(value.__class__ is str for value in texts) or not _is_table(head.details):
        refuse()
    if not _is_count(head.version, 1) or not _is_count(head.ticks, 0):
        refuse()
    if head.saved_at is not None and not _is_finite(head.saved_at):
        refuse()
    return head


def _is_table(value: Any) -> bool:
    return value.__class__ is dict


def _is_count(value: Any, low: int) -> bool:
    return value.__class__ is int and low <= value < 2**63


def _is_finite(value: Any) -> bool:
    return value.__class__ in (int, float) and math.isfinite(value)
