"""What a sound file's header says: channels, rate and length, told before anything is decoded."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from zenith.assets.opening import FIRST, Peek, TooMuch, began, peek
from zenith.errors import AssetBroken

MAX_SOUND_FILE: Final = 16 * 1024 * 1024
MAX_MUSIC_FILE: Final = 256 * 1024 * 1024
MAX_SOUND_SECONDS: Final = 600.0
MAX_MUSIC_SECONDS: Final = 3 * 3600.0
MAX_CHANNELS: Final = 8
RATES: Final = (1000, 384_000)
_HINT: Final = " Play long pieces with music()."
_TAIL: Final = 32 * 1024
_KNOWN: Final = "WAV, OGG (Vorbis, Opus or FLAC), FLAC or MP3"


@dataclass(frozen=True, slots=True)
class SoundInfo:
    """What a sound file says of itself.

    Attributes:
        channels: 1 is mono, 2 is stereo.
        rate: Samples per second of each channel.
        frames: Samples of each channel; for MP3 without an index, as its size suggests.
    """

    channels: int
    rate: int
    frames: int

    @property
    def seconds(self) -> float:
        """How long it sounds."""
        return self.frames / self.rate


def sound_info(path: Path, *, music: bool = False) -> SoundInfo:
    """Return what a sound file says of itself, without decoding it.

    At most 64 KiB of the file are read.

    Args:
        path: The file.
        music: Whether it is streamed, and so may be long.

    Raises:
        AssetBroken: It is no sound, too large or too long, or says what cannot be.
    """
    largest, hint = (MAX_MUSIC_FILE, "") if music else (MAX_SOUND_FILE, _HINT)
    with peek(path, largest, hint) as file:
        reader = next((read for magic, read in _READERS if magic.match(file.head)), None)
        try:
            info = reader(file) if reader is not None else None
        except (struct.error, IndexError, ValueError, TooMuch, OSError):
            info = None
        if info is None:
            raise AssetBroken(
                f"{path} cannot be decoded: expected {_KNOWN}, found {_found(file, reader)}."
            )
    _check(path, info, MAX_MUSIC_SECONDS if music else MAX_SOUND_SECONDS)
    return info


def _found(file: Peek, reader: object) -> str:
    kind = began(file.head)
    return kind if reader is None else f"{kind} and is damaged or of a kind that is not read"


def _check(path: Path, info: SoundInfo, longest: float) -> None:
    if not 1 <= info.channels <= MAX_CHANNELS:
        raise AssetBroken(
            f"{path}: the sound says it has {info.channels} channels; expected 1 to {MAX_CHANNELS}."
        )
    if not RATES[0] <= info.rate <= RATES[1]:
        raise AssetBroken(
            f"{path}: the sound says it has {info.rate} samples a second; "
            f"expected {RATES[0]} to {RATES[1]}."
        )
    if info.frames < 1:
        raise AssetBroken(f"{path} has no sound in it; save it as WAV, or OGG at 44100 Hz.")
    if info.seconds > longest:
        hint = "" if longest == MAX_MUSIC_SECONDS else _HINT
        raise AssetBroken(
            f"{path}: the sound says it is {info.seconds:,.0f} seconds long; "
            f"expected at most {longest:,.0f}.{hint}"
        )


_WAV_KINDS: Final = (1, 2, 3, 6, 7, 0x11, 0xFFFE)
"""PCM, ADPCM of two kinds, floats, A-law, u-law, and PCM that says more of itself."""


def _wav(file: Peek) -> SoundInfo | None:
    """Walk through the chunks to the format and the samples."""
    at, form = 12, None
    while True:
        name, length = file.numbers("<4sI", at)
        if name == b"fmt ":
            form = file.numbers("<HHIIHH", at + 8)
        if name == b"data":
            break
        at += 8 + length + (length & 1)
    if form is None or form[0] not in _WAV_KINDS:
        return None
    _, channels, rate, _, align, bits = form
    there = max(0, min(length, file.size - at - 8))
    if form[0] in (2, 0x11):
        return SoundInfo(channels, rate, there * 2 // max(channels, 1))
    if not align or not bits or align != channels * ((bits + 7) // 8):
        return None
    return SoundInfo(channels, rate, there // align)


def _flac(file: Peek, at: int = 4) -> SoundInfo | None:
    kind, *_ = file.numbers("<4B", at)
    if kind & 0x7F:
        return None
    (packed,) = file.numbers(">Q", at + 14)
    frames = packed & (1 << 36) - 1
    rate, channels = packed >> 44, (packed >> 41 & 7) + 1
    # 0 stands for unknown: a streaming encoder never came back to fill it in.
    return SoundInfo(channels, rate, frames or (rate if file.size > at + 38 else 0))


def _ogg(file: Peek) -> SoundInfo | None:
    """Read the first packet for the rate, and the last page for the length."""
    (segments,) = file.numbers("<B", 26)
    at = 27 + segments
    head, skipped = file.head[at : at + 64], 0
    if head.startswith(b"\x01vorbis"):
        channels, rate = file.numbers("<BI", at + 11)
    elif head.startswith(b"OpusHead"):
        channels, skipped = file.numbers("<BH", at + 9)
        rate = 48000
    elif head.startswith(b"\x7fFLAC"):
        inner = _flac(file, at + 13)
        if inner is None:
            return None
        channels, rate = inner.channels, inner.rate
    else:
        return None
    return SoundInfo(channels, rate, max(0, _last_granule(file) - skipped))


def _last_granule(file: Peek) -> int:
    tail = file.at(max(0, file.size - _TAIL), _TAIL)
    at = tail.rfind(b"OggS")
    while at >= 0:
        if at + 14 <= len(tail):
            (granule,) = struct.unpack_from("<q", tail, at + 6)
            if granule >= 0:
                return int(granule)
        at = tail.rfind(b"OggS", 0, at)
    return 0


_MP3_RATES: Final = (44100, 48000, 32000)
_MP3_BITS: Final = {
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}


def _mp3(file: Peek) -> SoundInfo | None:
    """Read the first frame of layer III, after the tags; its index where it has one."""
    at = 0
    if file.head.startswith(b"ID3"):
        sizes = file.numbers("<4B", 6)
        at = 10 + sum((part & 0x7F) << 7 * (3 - k) for k, part in enumerate(sizes))
    data = file.at(at, FIRST)
    begin = re.search(rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb]", data)
    if begin is None:
        return None
    word = data[begin.start() : begin.start() + 4]
    version = word[1] >> 3 & 3
    first, place = version == 3, word[2] >> 4
    if place in (0, 15) or word[2] >> 2 & 3 == 3:
        return None
    rate = _MP3_RATES[word[2] >> 2 & 3] >> {3: 0, 2: 1, 0: 2}[version]
    channels = 1 if word[3] >> 6 == 3 else 2
    bits = _MP3_BITS[1 if first else 2][place] * 1000
    samples = 1152 if first else 576
    index = re.search(rb"Xing|Info", data[begin.start() : begin.start() + 64])
    if index is not None:
        at = begin.start() + index.start()
        flags, count = struct.unpack_from(">II", data, at + 4)
        if flags & 1:
            return SoundInfo(channels, rate, count * samples)
    return SoundInfo(channels, rate, (file.size - at - begin.start()) * 8 * rate // bits)


_READERS: Final[tuple[tuple[re.Pattern[bytes], Callable[[Peek], SoundInfo | None]], ...]] = (
    (re.compile(rb"RIFF.{4}WAVE", re.DOTALL), _wav),
    (re.compile(rb"OggS"), _ogg),
    (re.compile(rb"fLaC"), _flac),
    (re.compile(rb"ID3|\xff[\xe2\xe3\xf2\xf3\xfa\xfb]"), _mp3),
)
