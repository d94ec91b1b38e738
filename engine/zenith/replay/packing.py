"""Numbers and bytes as short text: what a recording keeps, packed.

A change is two numbers: how many ticks lie between it and the one before, and how
far it is from what was expected. A number that changes tick after tick is expected
to go on as it went where that makes the text shorter, as it does for a pointer.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Sequence
from typing import Final

from zenith.errors import ReplayError
from zenith.replay.channel import Channel

LARGEST: Final = 64 * 1024 * 1024
"""Most bytes that a packed text may hold."""
ALWAYS: Final = 1024 * 1024
"""Bytes that even the shortest may hold: hours of keys."""
MOST_TIMES: Final = 64
"""How many times its own length a longer one may hold; what is beyond that is kept unpacked."""
_STRATEGIES: Final = (zlib.Z_DEFAULT_STRATEGY, zlib.Z_FILTERED)


class Unpacked:
    """Bytes being read from their beginning on, with errors that name where they stand."""

    def __init__(self, data: bytes, where: str) -> None:
        self._data = data
        self._where = where
        self._at = 0

    def wrong(self, what: str) -> ReplayError:
        """Return the error that these bytes are not what they should be."""
        return ReplayError(f"{self._where}: {what}.")

    def number(self) -> int:
        """Return the next number, from 0 to 2**63 - 1."""
        value = shift = 0
        while self._at < len(self._data) and shift < 63:
            byte = self._data[self._at]
            self._at += 1
            value |= (byte & 127) << shift
            if byte < 128:
                return value
            shift += 7
        raise self.wrong("a packed number is cut off or too large")

    def end(self) -> None:
        """Check that nothing is left."""
        if self._at != len(self._data):
            raise self.wrong(f"{len(self._data) - self._at} packed bytes are left over")


def put_number(value: int, out: bytearray) -> None:
    """Append a number that is not negative, 7 bits to a byte."""
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)


def to_text(data: bytes) -> str:
    """Return bytes as text of letters, digits and signs that JSON leaves as they are."""
    return base64.b85encode(data).decode("ascii")


def from_text(text: str, where: str) -> bytes:
    """Return the bytes that `to_text` wrote.

    Raises:
        ReplayError: The text is no such text.
    """
    try:
        return base64.b85decode(text.encode("ascii"))
    except (ValueError, binascii.Error, UnicodeEncodeError):
        raise ReplayError(f"{where}: no packed text.") from None


def deflate(data: bytes) -> str:
    """Return bytes as compressed text."""
    packers = [zlib.compressobj(9, zlib.DEFLATED, 15, 9, s) for s in _STRATEGIES]
    packed = min((p.compress(data) + p.flush() for p in packers), key=len)
    return to_text(packed if len(data) <= _allowed(packed) else zlib.compress(data, 0))


def _allowed(packed: bytes) -> int:
    """Return how many bytes a packed text may hold, so that a short one costs little to read."""
    return min(LARGEST, max(ALWAYS, MOST_TIMES * len(packed)))


def inflate(text: str, where: str) -> bytes:
    """Return the bytes that `deflate` wrote.

    Raises:
        ReplayError: The text is damaged, or holds more bytes than it may.
    """
    unpacker = zlib.decompressobj()
    packed = from_text(text, where)
    limit = _allowed(packed)
    try:
        data = unpacker.decompress(packed, limit)
    except zlib.error:
        raise ReplayError(f"{where}: damaged; the packed text cannot be opened.") from None
    if not unpacker.eof or unpacker.unused_data:
        what = f"more than {limit} bytes" if unpacker.unconsumed_tail else "cut off, or too long"
        raise ReplayError(f"{where}: the packed text is {what}.")
    return data


def pack_channels(channels: Sequence[Channel]) -> list[str]:
    """Return channels as two texts: when they change, and how."""
    when, how = bytearray(), bytearray()
    for channel in channels:
        put_number(len(channel.ticks), when)
        _put_gaps(channel, when)
        steady, moving = bytearray([0]), bytearray([1])
        _put_steps(channel, steady, moves=False)
        _put_steps(channel, moving, moves=True)
        how += min(steady, moving, key=lambda steps: len(zlib.compress(steps)))
    return [deflate(bytes(when)), deflate(bytes(how))]


def _put_gaps(channel: Channel, out: bytearray) -> None:
    last = -1
    for tick in channel.ticks:
        put_number(tick - last - 1, out)
        last = tick


def _put_steps(channel: Channel, out: bytearray, *, moves: bool) -> None:
    last = value = step = 0
    for tick, now in zip(channel.ticks, channel.values, strict=True):
        expected = value + step if moves and tick == last + 1 else value
        off = now - expected
        put_number(2 * off if off >= 0 else -2 * off - 1, out)
        last, value, step = tick, now, now - value


def unpack_channels(
    texts: Sequence[str], limits: Sequence[int], ticks: int, where: str
) -> list[Channel]:
    """Return the channels that `pack_channels` packed.

    Args:
        texts: The two texts.
        limits: For each channel, how far from 0 it may be.
        ticks: How many ticks there are.
        where: Where the texts stand, for messages.

    Raises:
        ReplayError: They are damaged, or say something that cannot be.
    """
    when, how = (Unpacked(inflate(text, where), where) for text in texts)
    channels = [_read_channel(when, how, limit, ticks) for limit in limits]
    when.end()
    how.end()
    return channels


def _read_channel(when: Unpacked, how: Unpacked, limit: int, ticks: int) -> Channel:
    channel = Channel()
    count, moves = when.number(), how.number()
    if moves > 1:
        raise how.wrong("the changes are packed in a way unknown here")
    tick, value, step = -1, 0, 0
    for _ in range(count):
        gap = when.number()
        code = how.number()
        off = -(code + 1) // 2 if code & 1 else code // 2
        expected = value + step if moves and gap == 0 and len(channel.ticks) else value
        tick += gap + 1
        now = expected + off
        if tick >= ticks:
            raise when.wrong(f"a change lies beyond the recording's {ticks} ticks")
        if not -limit <= now <= limit or now == value:
            raise how.wrong("a change is none, or beyond what can be")
        channel.put(tick, now)
        value, step = now, now - value
    return channel
