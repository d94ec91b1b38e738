"""What the simulation wants to be heard: plain events for the audio device."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from zenith.errors import BadValue, unknown

GROUPS: Final = ("master", "music", "sfx")


@dataclass(frozen=True, slots=True)
class SoundEvent:
    """One thing to do for the audio device.

    Attributes:
        what: "play" a sound, start "music", "stop_music", or set a group's "volume".
        name: The sound's, the piece's or the group's name.
        volume: 0 to 1.
        group: The volume group it belongs to.
        pitch: 1 as recorded, 2 an octave higher.
        pan: -1 left, 1 right.
        loop: Whether music begins again at its end.
        fade: Seconds to come in or go out.
    """

    what: Literal["play", "music", "stop_music", "volume"]
    name: str = ""
    volume: float = 1.0
    group: str = "sfx"
    pitch: float = 1.0
    pan: float = 0.0
    loop: bool = False
    fade: float = 0.0


class Finder(Protocol):
    """What checks that a sound is there."""

    def find(self, kind: str, name: str) -> object:
        """Return where it is; raises AssetMissing."""
        ...


class Sounds:
    """The simulation's side of sound; systems use it as `world.audio`.

    It only writes down what should be heard and never asks the device, so a
    replay without one goes the same way. A sound played several times between
    two frames is heard once, at its loudest.
    """

    def __init__(self, assets: Finder | None = None) -> None:
        self._assets = assets
        self._events: list[SoundEvent] = []
        self._volumes: dict[str, float] = dict.fromkeys(GROUPS, 1.0)
        self.muted = False

    def play(
        self,
        name: str,
        *,
        volume: float = 1.0,
        group: str = "sfx",
        pitch: float = 1.0,
        pan: float = 0.0,
    ) -> None:
        """Play a sound once.

        Args:
            name: The sound's name.
            volume: 0 to 1.
            group: The volume group it belongs to.
            pitch: 0.25 to 4; 2 is an octave higher.
            pan: -1 left to 1 right.

        Raises:
            AssetMissing: There is no such sound.
            UnknownName: There is no such group.
            BadValue: A number is out of range.
        """
        self._check(name, "sound", group)
        _in_range("volume", volume, 0.0, 1.0)
        _in_range("pitch", pitch, 0.25, 4.0)
        _in_range("pan", pan, -1.0, 1.0)
        self._add(SoundEvent("play", name, volume, group, pitch, pan))

    def music(
        self, name: str, *, volume: float = 1.0, loop: bool = True, fade: float = 0.0
    ) -> None:
        """Play a piece of music, replacing the one that plays.

        Raises:
            AssetMissing: There is no such piece.
            BadValue: A number is out of range.
        """
        self._check(name, "music", "music")
        _in_range("volume", volume, 0.0, 1.0)
        _in_range("fade", fade, 0.0, 60.0)
        self._add(SoundEvent("music", name, volume, "music", loop=loop, fade=fade))

    def stop_music(self, fade: float = 0.0) -> None:
        """Stop the music, over `fade` seconds."""
        _in_range("fade", fade, 0.0, 60.0)
        self._add(SoundEvent("stop_music", group="music", fade=fade))

    def set_volume(self, group: str, value: float) -> None:
        """Set the volume of "master", "music" or "sfx", 0 to 1."""
        self._check("", "", group)
        _in_range("volume", value, 0.0, 1.0)
        self._volumes[group] = value
        self._events = [e for e in self._events if (e.what, e.name) != ("volume", group)]
        self._events.append(SoundEvent("volume", group, value, group))

    def volume(self, group: str) -> float:
        """Return the volume of a group, 0 to 1."""
        self._check("", "", group)
        return self._volumes[group]

    def drain(self) -> list[SoundEvent]:
        """Return what should be heard since the last call: for the audio device."""
        events, self._events = self._events, []
        return events

    def _add(self, event: SoundEvent) -> None:
        if self.muted:
            return
        if event.what != "play":
            self._events = [e for e in self._events if e.what not in ("music", "stop_music")]
        for k, other in enumerate(self._events):
            if event.what == "play" and other.what == "play" and other.name == event.name:
                if event.volume > other.volume:
                    self._events[k] = event
                return
        self._events.append(event)

    def _check(self, name: str, kind: str, group: str) -> None:
        if group not in self._volumes:
            raise unknown("volume group", group, self._volumes)
        if kind and self._assets is not None:
            self._assets.find(kind, name)


def _in_range(what: str, value: float, low: float, high: float) -> None:
    if not (math.isfinite(value) and low <= value <= high):
        raise BadValue(f"A sound's {what} is {value}; expected {low:g} to {high:g}.")
