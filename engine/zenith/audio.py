"""The audio device: it carries out what the simulation wants to be heard, by pygame.mixer."""

from __future__ import annotations

import contextlib
import logging
import os
from collections import OrderedDict
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
import pygame

from zenith.assets import sound_info
from zenith.errors import AssetBroken
from zenith.sounds import GROUPS, SoundEvent

VOICES: Final = 64
RATE: Final = 44100
CACHE_BYTES: Final = 128 * 1024 * 1024
PITCH_STEPS: Final = 64


class FindsFiles(Protocol):
    """What knows where sounds lie, as `zenith.Assets`."""

    def find(self, kind: str, name: str) -> Path:
        """Return the file of an asset."""
        ...


@dataclass(slots=True)
class _Voice:
    """What sounds on one channel, for when its group's volume changes.

    Attributes:
        volume: As it was asked for, 0 to 1.
        pan: -1 left, 1 right.
        group: Its volume group.
        since: How many sounds began before it, itself included.
    """

    volume: float = 1.0
    pan: float = 0.0
    group: str = "sfx"
    since: int = 0


@dataclass(slots=True)
class _Cache:
    """Decoded sounds, the least recently played given up first."""

    limit: int
    size: int = 0
    sounds: OrderedDict[tuple[Path, int], pygame.mixer.Sound] = field(default_factory=OrderedDict)

    def get(self, key: tuple[Path, int]) -> pygame.mixer.Sound | None:
        sound = self.sounds.get(key)
        if sound is not None:
            self.sounds.move_to_end(key)
        return sound

    def put(self, key: tuple[Path, int], sound: pygame.mixer.Sound) -> None:
        self.sounds[key] = sound
        self.size += len(sound.get_raw())
        while self.size > self.limit and len(self.sounds) > 1:
            _, oldest = self.sounds.popitem(last=False)
            self.size -= len(oldest.get_raw())


class NullAudio:
    """An audio device that makes no sound."""

    working = False

    def perform(self, events: list[SoundEvent]) -> None:
        """Do nothing."""

    def pause(self, on: bool = True) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


class AudioDevice:
    """Plays sounds on up to 64 voices, and one piece of streamed music.

    Where there is no device, one line goes to the log "zenith" and the game
    plays on in silence. With every voice busy the one that sounds longest gives way.

    Attributes:
        working: Whether anything can be heard.
        notice: Why nothing can, or "".
    """

    def __init__(self, assets: FindsFiles, *, cache_bytes: int = CACHE_BYTES) -> None:
        self.working = False
        self.notice = ""
        self._assets = assets
        self._cache = _Cache(cache_bytes)
        self._volumes: dict[str, float] = dict.fromkeys(GROUPS, 1.0)
        self._voices = [_Voice() for _ in range(VOICES)]
        self._played = 0
        self._music_volume = 1.0
        self._paused = False
        self._open()

    def _open(self) -> None:
        try:
            with _quiet_stderr():
                pygame.mixer.init(RATE, -16, 2, 512)
            pygame.mixer.set_num_channels(VOICES)
            self.working = True
        except pygame.error as error:
            self._give_up(f"No audio device ({_first_line(error)}); the game plays in silence.")

    @property
    def driver(self) -> str:
        """Name of the system's driver, "dummy" where nobody listens, "" without a device."""
        return pygame.mixer.get_driver() if self.working else ""

    def perform(self, events: list[SoundEvent]) -> None:
        """Start, stop and set what the simulation asked for.

        Raises:
            AssetMissing: A sound is not there.
            AssetBroken: A file cannot be decoded, or has no sound in it.
        """
        steps: dict[str, Callable[[SoundEvent], None]] = {
            "play": self._play,
            "music": self._start_music,
            "stop_music": self._stop_music,
            "volume": self._set_volume,
        }
        for event in events:
            if not self.working:
                return
            try:
                steps[event.what](event)
            except pygame.error as error:
                self._give_up(f"The audio device failed ({_first_line(error)}); silence from here.")

    def pause(self, on: bool = True) -> None:
        """Hold every voice and the music, as when the window loses the focus, or go on.

        Args:
            on: Whether to hold; False goes on where it stopped.
        """
        self._paused = on
        if not self.working:
            return
        if on:
            pygame.mixer.pause()
            pygame.mixer.music.pause()
        else:
            pygame.mixer.unpause()
            pygame.mixer.music.unpause()

    def close(self) -> None:
        """Fall silent and give the device back."""
        self._cache = _Cache(self._cache.limit)
        if self.working:
            pygame.mixer.music.stop()
            pygame.mixer.quit()
        self.working = False

    def _give_up(self, notice: str) -> None:
        self.working, self.notice = False, notice
        logging.getLogger("zenith").warning(notice)

    def _play(self, event: SoundEvent) -> None:
        if self._paused:
            return
        sound = self._sound(self._assets.find("sound", event.name), event.pitch)
        channel = self._free_channel()
        self._played += 1
        voice = _Voice(event.volume, event.pan, event.group, self._played)
        self._voices[channel.id] = voice
        channel.play(sound)
        self._set_loudness(channel, voice)

    def _free_channel(self) -> pygame.mixer.Channel:
        """Return a channel that is silent, or the one that began to sound first."""
        free: pygame.mixer.Channel | None = pygame.mixer.find_channel()
        if free is not None:
            return free
        # pygame could choose as well, but knows no order among sounds of one millisecond.
        oldest = min(range(VOICES), key=lambda number: self._voices[number].since)
        return pygame.mixer.Channel(oldest)

    def _set_loudness(self, channel: pygame.mixer.Channel, voice: _Voice) -> None:
        loud = voice.volume * self._volumes.get(voice.group, 1.0) * self._master(voice.group)
        if voice.pan == 0.0:
            channel.set_volume(loud)  # also puts a voice that leaned back into the middle
            return
        channel.set_volume(loud * min(1.0, 1.0 - voice.pan), loud * min(1.0, 1.0 + voice.pan))

    def _master(self, group: str) -> float:
        return 1.0 if group == "master" else self._volumes["master"]

    def _start_music(self, event: SoundEvent) -> None:
        path = self._assets.find("music", event.name)
        sound_info(path, music=True)
        # A piece that still fades out would make load() wait for its end.
        pygame.mixer.music.stop()
        try:
            pygame.mixer.music.load(path)
        except pygame.error as error:
            raise AssetBroken(f"{path} cannot be played: {_first_line(error)}.") from None
        self._music_volume = event.volume
        self._set_music_loudness()
        pygame.mixer.music.play(-1 if event.loop else 0, fade_ms=round(event.fade * 1000))
        if self._paused:
            pygame.mixer.music.pause()

    def _stop_music(self, event: SoundEvent) -> None:
        if event.fade > 0.0 and not self._paused:
            pygame.mixer.music.fadeout(round(event.fade * 1000))
        else:
            pygame.mixer.music.stop()

    def _set_music_loudness(self) -> None:
        loud = self._music_volume * self._volumes["music"] * self._volumes["master"]
        pygame.mixer.music.set_volume(loud)

    def _set_volume(self, event: SoundEvent) -> None:
        self._volumes[event.name] = event.volume
        self._set_music_loudness()
        for number, voice in enumerate(self._voices):
            channel = pygame.mixer.Channel(number)
            if channel.get_busy():
                self._set_loudness(channel, voice)

    def _sound(self, path: Path, pitch: float) -> pygame.mixer.Sound:
        """Return a sound at a pitch, decoded at most once while it is in use."""
        step = max(round(pitch * PITCH_STEPS), 1)
        sound = self._cache.get((path, step))
        if sound is None:
            sound = _decoded(path) if step == PITCH_STEPS else self._resampled(path, step)
            self._cache.put((path, step), sound)
        return sound

    def _resampled(self, path: Path, step: int) -> pygame.mixer.Sound:
        whole = self._sound(path, 1.0)
        settings: Any = pygame.mixer.get_init()
        samples = np.frombuffer(whole.get_raw(), np.int16).reshape(-1, settings[2])
        count = max(len(samples) * PITCH_STEPS // step, 1)
        at = np.arange(count) * (step / PITCH_STEPS)
        ways = [np.interp(at, np.arange(len(samples)), way) for way in samples.T]
        return pygame.mixer.Sound(buffer=np.stack(ways, axis=1).astype(np.int16).tobytes())


def _decoded(path: Path) -> pygame.mixer.Sound:
    """Decode a sound file whole, after a look at what it says of itself.

    Raises:
        AssetBroken: It cannot be decoded, is longer than an effect may be, or is empty.
    """
    sound_info(path)
    try:
        sound = pygame.mixer.Sound(str(path))
    except (pygame.error, OSError) as error:
        raise AssetBroken(f"{path} cannot be decoded: {_first_line(error)}.") from None
    if sound.get_length() <= 0.0:
        raise AssetBroken(f"{path} has no sound in it; save it as WAV, or OGG at 44100 Hz.")
    return sound


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or ["no reason given"])[0].rstrip(".")


@contextlib.contextmanager
def _quiet_stderr() -> Generator[None]:
    """Keep the system's audio libraries from writing to the terminal: our one line will do."""
    try:
        saved = os.dup(2)
    except OSError:
        yield
        return
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(saved, 2)
            os.close(saved)
