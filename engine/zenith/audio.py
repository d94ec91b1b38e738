"""The audio device: it carries out what the simulation wants to be heard, by pygame.mixer."""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Callable, Collection, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import pygame

from zenith.assets import sound_info
from zenith.errors import AssetBroken
from zenith.loads import Held
from zenith.soundbank import SoundBank, first_line
from zenith.sounds import GROUPS, SoundEvent

VOICES: Final = 64
RATE: Final = 44100
CACHE_BYTES: Final = 128 * 1024 * 1024


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


class NullAudio:
    """An audio device that makes no sound."""

    working = False

    def perform(self, events: list[SoundEvent]) -> None:
        """Do nothing."""

    def pause(self, on: bool = True) -> None:
        """Do nothing."""

    def held(self) -> list[Held]:
        """Return nothing."""
        return []

    def release_unused(self) -> None:
        """Do nothing."""

    def forget(self, files: Collection[Path]) -> list[str]:
        """Do nothing."""
        return []

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
        self.working = self._opened = False
        self.notice = ""
        self._assets = assets
        self._bank = SoundBank(cache_bytes)
        self._told: set[Path] = set()
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
            self.working = self._opened = True
        except pygame.error as error:
            self._give_up(f"No audio device ({first_line(error)}); the game plays in silence.")

    @property
    def driver(self) -> str:
        """Name of the system's driver, "dummy" where nobody listens, "" without a device."""
        return pygame.mixer.get_driver() if self.working else ""

    def perform(self, events: list[SoundEvent]) -> None:
        """Start, stop and set what the simulation asked for; called every frame.

        A file that cannot be decoded is not heard, and the log "zenith" tells why, once.

        Raises:
            AssetMissing: A sound is not there.
        """
        self._bank.begin_frame()
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
            except AssetBroken as error:
                self._tell_once(event, str(error))
            except pygame.error as error:
                self._give_up(f"The audio device failed ({first_line(error)}); silence from here.")

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

    def prepare(self, path: Path) -> None:
        """Decode a sound ahead of its first use; may be called in any thread.

        Raises:
            AssetBroken: It cannot be decoded.
        """
        if self.working:
            self._bank.prepare(path)

    def held(self) -> list[Held]:
        """Return the sounds held in memory; music is streamed and not held."""
        return self._bank.held()

    def release_unused(self) -> None:
        """Free now what does not sound, instead of a minute after it was played last."""
        self._bank.sweep(0)

    def forget(self, files: Collection[Path]) -> list[str]:
        """Decode anew what was made of files that changed; what sounds goes on.

        Args:
            files: The files, resolved.

        Returns:
            Why a file was not decoded; what it was before is played on.
        """
        self._told = {path for path in self._told if path.resolve() not in files}
        return self._bank.forget(files) if self.working else []

    def close(self) -> None:
        """Fall silent and give the device back."""
        self._bank = SoundBank(self._bank.limit)
        if self._opened:  # one that failed since holds the system's device, too
            pygame.mixer.music.stop()
            pygame.mixer.quit()
        self.working = self._opened = False

    def _give_up(self, notice: str) -> None:
        self.working, self.notice = False, notice
        logging.getLogger("zenith").warning(notice)

    def _tell_once(self, event: SoundEvent, message: str) -> None:
        path = self._assets.find("music" if event.what == "music" else "sound", event.name)
        if path not in self._told:
            self._told.add(path)
            logging.getLogger("zenith").warning(message)

    def _play(self, event: SoundEvent) -> None:
        if self._paused:
            return
        path = self._assets.find("sound", event.name)
        sound = self._bank.sound(event.name, path, event.pitch)
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
            raise AssetBroken(f"{path} cannot be played: {first_line(error)}.") from None
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
