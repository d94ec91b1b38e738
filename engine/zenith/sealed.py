"""Bytes that say what they are, and tell whether they are whole."""

from __future__ import annotations

import hashlib
import struct
from typing import Final

from zenith.errors import BadValue

_HEAD: Final = struct.Struct("<8sQ16s")


def seal(magic: bytes, body: bytes) -> bytes:
    """Return bytes behind a head that names their kind, length and checksum.

    Args:
        magic: 8 bytes that stand for the kind and its version.
        body: What to protect.
    """
    return _HEAD.pack(magic, len(body), hashlib.blake2b(body, digest_size=16).digest()) + body


def unseal(magic: bytes, data: bytes, what: str) -> bytes:
    """Return the bytes that `seal` protected.

    Args:
        magic: The kind expected.
        data: What `seal` returned.
        what: What it should be, for messages, as "snapshot of a World".

    Raises:
        BadValue: It is of another kind, cut short, too long, or damaged.
    """
    if len(data) < _HEAD.size or not data.startswith(magic):
        raise BadValue(f"These bytes are no {what}.")
    _, length, digest = _HEAD.unpack_from(data)
    body = data[_HEAD.size :]
    if len(body) < length:
        raise BadValue(f"The {what} is cut short: {len(body)} bytes of {length}.")
    if len(body) > length:
        raise BadValue(f"The {what} is {length} bytes long, but {len(body)} are there.")
    if hashlib.blake2b(body, digest_size=16).digest() != digest:
        raise BadValue(f"The {what} is damaged: its checksum does not fit.")
    return body
