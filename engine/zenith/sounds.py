"""What the simulation wants to be heard: plain events for the audio device."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol

from zenith.errors import BadValue, unknown

GROUPS: Final = ("master", "music", "sfx")
"""The buses that every game has; their volumes can be set one by one."""


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
    two frames is heard once, at its loudest, so fifty coins at once are one coin.

    While `muted`, as when ticks run again that were heard already, sounds and
    music are dropped; volumes are still set.

    >>> sounds = Sounds()
    >>> sounds.play("coin", volume=0.5)
    >>> sounds.play("coin", volume=0.8)
    >>> [(event.name, event.volume) for event in sounds.drain()]
    [('coin', 0.8)]
    """

    def __init__(
        self, assets: Finder | None = None, buses: Mapping[str, float] | None = None
    ) -> None:
        self._assets = assets
        self._events: list[SoundEvent] = []
        self._volumes: dict[str, float] = dict.fromkeys(GROUPS, 1.0)
        self._playing: SoundEvent | None = None
        self._heard: SoundEvent | None = None
        self._muted = False
        for bus, volume in (buses or {}).items():
            self._volumes[bus] = 1.0
            self.set_volume(bus, volume)

    @property
    def groups(self) -> tuple[str, ...]:
        """The volume groups: "master", "music", "sfx", and the game's own buses."""
        return tuple(self._volumes)

    @property
    def muted(self) -> bool:
        """Whether sounds and music are dropped; when it ends, the music of then is played."""
        return self._muted

    @muted.setter
    def muted(self, on: bool) -> None:
        self._muted = on
        self._catch_up()

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
        self._check_group(group)
        self._check_name("sound", name)
        _in_range("volume", volume, 0.0, 1.0)
        _in_range("pitch", pitch, 0.25, 4.0)
        _in_range("pan", pan, -1.0, 1.0)
        self._add(SoundEvent("play", name, volume, group, pitch, pan))

    def music(
        self, name: str, *, volume: float = 1.0, loop: bool = True, fade: float = 0.0
    ) -> None:
        """Play a piece of music, replacing the one that plays.

        Args:
            name: The piece's name.
            volume: 0 to 1.
            loop: Whether it begins again at its end.
            fade: Seconds to come in, 0 to 60.

        Raises:
            AssetMissing: There is no such piece.
            BadValue: A number is out of range.
        """
        self._check_name("music", name)
        _in_range("volume", volume, 0.0, 1.0)
        _in_range("fade", fade, 0.0, 60.0)
        self._replace(SoundEvent("music", name, volume, "music", loop=loop, fade=fade))

    def stop_music(self, fade: float = 0.0) -> None:
        """Stop the music, over `fade` seconds, 0 to 60.

        Raises:
            BadValue: The fade is out of range.
        """
        _in_range("fade", fade, 0.0, 60.0)
        self._replace(SoundEvent("stop_music", group="music", fade=fade))

    def set_volume(self, group: str, value: float) -> None:
        """Set the volume of "master", "music", "sfx" or a bus of the game's, 0 to 1.

        Raises:
            UnknownName: There is no such group.
            BadValue: The value is out of range.
        """
        self._check_group(group)
        _in_range("volume", value, 0.0, 1.0)
        self._volumes[group] = value
        self._events = [e for e in self._events if (e.what, e.name) != ("volume", group)]
        self._events.append(SoundEvent("volume", group, value, group))

    def volume(self, group: str) -> float:
        """Return the volume of a group, 0 to 1.

        Raises:
            UnknownName: There is no such group.
        """
        self._check_group(group)
        return self._volumes[group]

    def drain(self) -> list[SoundEvent]:
        """Return what should be heard since the last call: for the audio device."""
        events, self._events = self._events, []
        return events

    def get_state(self) -> dict[str, Any]:
        """Return the volumes and the music."""
        return {"volumes": dict(self._volumes), "music": list(_piece(self._playing) or ())}

    def set_state(self, state: dict[str, Any]) -> None:
        """Go back to a state that `get_state` gave; the device hears of what is different."""
        for group, value in state["volumes"].items():
            if value != self._volumes.get(group):
                self.set_volume(group, value)
        self._playing = None
        if state["music"]:
            name, volume, loop = state["music"]
            self._playing = SoundEvent("music", name, volume, "music", loop=loop)
        self._catch_up()

    def _catch_up(self) -> None:
        """Let the device play the music that it should be playing by now."""
        if self._muted or _piece(self._playing) == _piece(self._heard):
            return
        self._replace(self._playing or SoundEvent("stop_music", group="music"))

    def _add(self, event: SoundEvent) -> None:
        """Add a sound, or keep the louder of two of one name."""
        if self._muted:
            return
        for k, other in enumerate(self._events):
            if (other.what, other.name) == ("play", event.name):
                self._events[k] = max(other, event, key=_loudness)
                return
        self._events.append(event)

    def _replace(self, event: SoundEvent) -> None:
        """Add a change of the music in place of one that was not heard yet."""
        self._playing = event if event.what == "music" else None
        if self._muted:
            return
        self._heard = self._playing
        self._events = [e for e in self._events if e.what not in ("music", "stop_music")]
        self._events.append(event)

    def _check_group(self, group: str) -> None:
        if group not in self._volumes:
            raise unknown("volume group", group, self._volumes)

    def _check_name(self, kind: str, name: str) -> None:
        if self._assets is not None:
            self._assets.find(kind, name)


def _loudness(event: SoundEvent) -> float:
    return event.volume


def _piece(music: SoundEvent | None) -> tuple[str, float, bool] | None:
    """Return what tells one piece of music from another, however it came in."""
    return None if music is None else (music.name, music.volume, music.loop)


def _in_range(what: str, value: float, low: float, high: float) -> None:
    given: Any = value
    if not isinstance(given, (int, float)) or not low <= given <= high:
        raise BadValue(f"A sound's {what} is {given!r}; expected {low:g} to {high:g}.")
