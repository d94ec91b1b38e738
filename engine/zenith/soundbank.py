"""Decoded sounds: each is held once, as long as it is played now and then."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pygame

from zenith.assets import sound_info
from zenith.errors import AssetBroken
from zenith.loads import Held

PITCH_STEPS: Final = 64
KEPT_FRAMES: Final = 3600
"""For how many frames a sound is held that nobody plays: about a minute."""
COUNTED_EVERY: Final = 300

Key = tuple[Path, int]
"""A file, and the pitch in steps."""


@dataclass(slots=True)
class Decoded:
    """A sound in memory.

    Attributes:
        sound: The sound.
        name: The name it was last asked for by.
        nbytes: Bytes of its samples.
        used: The frame in which it was last asked for.
        ahead: Whether it was loaded ahead, and nobody played it yet.
    """

    sound: pygame.mixer.Sound
    name: str
    nbytes: int
    used: int
    ahead: bool = False

    @property
    def idle(self) -> bool:
        """Whether no voice plays it."""
        return not self.sound.get_num_channels()


class SoundBank:
    """Sounds by file and pitch.

    One that nobody plays for a minute is freed; above a limit of bytes, the least
    recently played. One that was loaded ahead waits for its first time to be played.

    Attributes:
        limit: Bytes from which on sounds are freed earlier.
        size: Bytes held.
        sounds: What is held, the least recently played first.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self.sounds: OrderedDict[Key, Decoded] = OrderedDict()
        self._ready: dict[Path, pygame.mixer.Sound | None] = {}
        self._frame = 0

    def begin_frame(self) -> None:
        """Take in what was decoded in the background; count, now and then."""
        self._frame += 1
        for path in list(self._ready):
            sound = self._ready.pop(path)
            key = (path, PITCH_STEPS)
            if key not in self.sounds and sound is not None:
                self._put(key, path.stem, sound)
            if key in self.sounds:
                self.sounds[key].ahead = True
        if self._frame % COUNTED_EVERY == 0:
            self.sweep(KEPT_FRAMES)

    def sound(self, name: str, path: Path, pitch: float) -> pygame.mixer.Sound:
        """Return a sound at a pitch, decoded at most once while it is in use.

        Raises:
            AssetBroken: It cannot be decoded.
        """
        key = (path, max(round(pitch * PITCH_STEPS), 1))
        found = self.sounds.get(key)
        if found is None:
            found = self._put(key, name, self._made(name, *key))
        found.name, found.used, found.ahead = name, self._frame, False
        self.sounds.move_to_end(key)
        return found.sound

    def _made(self, name: str, path: Path, step: int) -> pygame.mixer.Sound:
        if step != PITCH_STEPS:
            return resampled(self.sound(name, path, 1.0), step)
        ready = self._ready.pop(path, None)
        return decoded(path) if ready is None else ready

    def _put(self, key: Key, name: str, sound: pygame.mixer.Sound) -> Decoded:
        made = Decoded(sound, name, len(sound.get_raw()), self._frame)
        self.sounds[key] = made
        self.size += made.nbytes
        while self.size > self.limit and len(self.sounds) > 1:
            self._drop(next(iter(self.sounds)))
        return made

    def _drop(self, key: Key) -> None:
        self.size -= self.sounds.pop(key).nbytes

    def sweep(self, recent: int) -> None:
        """Free what does not sound and was not played for so many frames."""
        before = self._frame - recent
        for key, held in list(self.sounds.items()):
            if held.used <= before and held.idle and not held.ahead:
                self._drop(key)

    def prepare(self, path: Path) -> None:
        """Decode a sound; called in a thread.

        Raises:
            AssetBroken: It cannot be decoded.
        """
        self._ready[path] = None if (path, PITCH_STEPS) in self.sounds else decoded(path)

    def held(self) -> list[Held]:
        """Return what is held; a sound at several pitches is there several times."""
        return [Held("sound", d.name, path, d.nbytes) for (path, _), d in self.sounds.items()]

    def forget(self, files: Collection[Path]) -> list[str]:
        """Decode anew what was made of files, given resolved; what sounds goes on.

        Returns:
            Why a file was not decoded; the sound stays as it was.
        """
        wrong: list[str] = []
        for path in [path for path in list(self._ready) if path.resolve() in files]:
            del self._ready[path]
        for path in dict.fromkeys(path for path, _ in self.sounds):
            if path.resolve() not in files:
                continue
            try:
                sound = decoded(path)
            except AssetBroken as error:
                wrong.append(str(error))
                continue
            name = next(d.name for (p, _), d in self.sounds.items() if p == path)
            for key in [key for key in self.sounds if key[0] == path]:
                self._drop(key)
            self._put((path, PITCH_STEPS), name, sound)
        return wrong


def resampled(whole: pygame.mixer.Sound, step: int) -> pygame.mixer.Sound:
    """Return a sound at another pitch: `step` of PITCH_STEPS."""
    settings: Any = pygame.mixer.get_init()
    samples = np.frombuffer(whole.get_raw(), np.int16).reshape(-1, settings[2])
    count = max(len(samples) * PITCH_STEPS // step, 1)
    at = np.arange(count) * (step / PITCH_STEPS)
    ways = [np.interp(at, np.arange(len(samples)), way) for way in samples.T]
    return pygame.mixer.Sound(buffer=np.stack(ways, axis=1).astype(np.int16).tobytes())


def decoded(path: Path) -> pygame.mixer.Sound:
    """Decode a sound file whole, after a look at what it says of itself.

    Raises:
        AssetBroken: It cannot be decoded, is longer than an effect may be, or is empty.
    """
    sound_info(path)
    try:
        sound = pygame.mixer.Sound(str(path))
    except (pygame.error, OSError) as error:
        raise AssetBroken(f"{path} cannot be decoded: {first_line(error)}.") from None
    if sound.get_length() <= 0.0:
        raise AssetBroken(f"{path} has no sound in it; save it as WAV, or OGG at 44100 Hz.")
    return sound


def first_line(error: Exception) -> str:
    """Return the first line of an error, without the stop at its end."""
    return (str(error).splitlines() or ["no reason given"])[0].rstrip(".")
