"""Recordings: what the player did in each tick, and digests to hold a replay against."""

from __future__ import annotations

import json
import math
import platform
import sys
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from zenith.errors import ReplayError
from zenith.files import write_atomic
from zenith.input import AXIS_STEPS, POINTER_STEPS, TickInput

FORMAT: Final = "zenith replay"
VERSION: Final = 1
EVERY: Final = 60
MOST_TICKS: Final = 100_000_000

Change = tuple[int, Any]
Track = list[Change]
"""What changed, and in which tick; between two changes a value stays."""


def platform_key() -> str:
    """Return the class of platform that digests are compared within, as "linux-x86_64"."""
    machine = platform.machine().lower().replace("amd64", "x86_64")
    return f"{sys.platform}-{machine}"


@dataclass(slots=True)
class Recording:
    """A run of a game: its seed and the player's input, tick by tick.

    Attributes:
        game: The game's name.
        seed: Its seed.
        tick_rate: Its ticks per second.
        engine: The version of the engine.
        ticks: How many ticks were recorded.
        values: For each action its changes, in steps of 1/127.
        pointer: Changes of the pointer, in quarter units.
        loose: Ticks with wheel or text: (tick, [wheel x, wheel y, text]).
        digests: For each platform the digest after every 60th tick and after the last.
    """

    game: str
    seed: int
    tick_rate: float
    engine: str
    ticks: int = 0
    values: dict[str, Track] = field(default_factory=dict[str, Track])
    pointer: Track = field(default_factory=list[Change])
    loose: Track = field(default_factory=list[Change])
    digests: dict[str, dict[int, str]] = field(default_factory=dict[str, dict[int, str]])

    def add(self, tick: TickInput, digest: str = "") -> None:
        """Append one tick, and the digest after it where there is one."""
        at = self.ticks
        for name in {**self.values, **tick.values}:
            _note(self.values.setdefault(name, []), at, _steps(tick.values.get(name, 0.0)), 0)
        x, y = (round(v * POINTER_STEPS) for v in tick.pointer)
        _note(self.pointer, at, [x, y], [0, 0])
        if tick.wheel != (0.0, 0.0) or tick.text:
            self.loose.append((at, [*tick.wheel, tick.text]))
        self.ticks += 1
        if digest:
            self.digests.setdefault(platform_key(), {})[self.ticks] = digest

    def input_at(self, tick: int) -> TickInput:
        """Return the input of a tick, counted from 0."""
        values = {name: _at(track, tick, 0) / AXIS_STEPS for name, track in self.values.items()}
        x, y = _at(self.pointer, tick, [0, 0])
        wheel_x, wheel_y, text = 0.0, 0.0, ""
        place = bisect_right(self.loose, tick, key=lambda c: c[0])
        if place and self.loose[place - 1][0] == tick:
            wheel_x, wheel_y, text = self.loose[place - 1][1]
        held = {name: value for name, value in values.items() if value}
        return TickInput(held, (x / POINTER_STEPS, y / POINTER_STEPS), (wheel_x, wheel_y), text)

    def digest_after(self, ticks: int) -> str:
        """Return the recorded digest after so many ticks on this platform, or ""."""
        return self.digests.get(platform_key(), {}).get(ticks, "")

    def save(self, path: Path) -> None:
        """Write the recording, as a whole."""
        write_atomic(path, self.to_json().encode("utf-8"))

    def to_json(self) -> str:
        """Return the recording as text; each track on a line of its own."""
        head = {
            "format": FORMAT,
            "version": VERSION,
            "game": self.game,
            "engine": self.engine,
            "seed": self.seed,
            "tick_rate": self.tick_rate,
            "ticks": self.ticks,
        }
        lines = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in head.items()]
        tracks = {name: _deltas(track) for name, track in sorted(self.values.items()) if track}
        lines.append(f'"values": {_block(tracks)}')
        lines.append(f'"pointer": {_compact(_deltas(self.pointer))}')
        lines.append(f'"loose": {_compact(_deltas(self.loose))}')
        stamped = {key: {str(t): d for t, d in found.items()} for key, found in self.digests.items()}
        lines.append(f'"digests": {_block(stamped)}')
        return "{\n" + ",\n".join(lines) + "\n}\n"

    @classmethod
    def load(cls, path: Path) -> Recording:
        """Read a recording.

        Raises:
            ReplayError: It is missing, cut short, of another kind or of a newer version;
                the message names the place inside.
        """
        try:
            text = path.read_text("utf-8")
            data = json.loads(text, parse_constant=_no_constant)
        except OSError as error:
            raise ReplayError(f"{path}: this recording cannot be read ({error.strerror}).") from None
        except (ValueError, RecursionError) as error:
            shown = "the file is empty" if not path.stat().st_size else f"{error}"
            raise ReplayError(f"{path}: this is no whole recording: {shown}.") from None
        return _Checker(path).recording(data)


def _no_constant(text: str) -> Any:
    raise ValueError(f"found {text} where a number is expected")


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


def _block(tracks: dict[str, Any]) -> str:
    inner = [f"{json.dumps(name)}: {_compact(track)}" for name, track in tracks.items()]
    return "{\n  " + ",\n  ".join(inner) + "\n}" if inner else "{}"


def _steps(value: float) -> int:
    return round(value * AXIS_STEPS)


def _note(track: Track, tick: int, value: Any, rest: Any) -> None:
    if value != (track[-1][1] if track else rest):
        track.append((tick, value))


def _at(track: Track, tick: int, rest: Any) -> Any:
    place = bisect_right(track, tick, key=lambda c: c[0])
    return track[place - 1][1] if place else rest


def _deltas(track: Track) -> list[list[Any]]:
    """Return a track with each tick counted from the one before: small numbers."""
    ticks = [tick for tick, _ in track]
    steps = [b - a for a, b in zip([0, *ticks], ticks, strict=False)]
    return [[step, value] for step, (_, value) in zip(steps, track, strict=True)]


class _Checker:
    """Reads a recording's data, naming the place of anything that does not fit."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def recording(self, data: Any) -> Recording:
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            raise ReplayError(f"{self._path}: this is no recording of a Zenith game.")
        version = data.get("version")
        if version != VERSION:
            raise ReplayError(
                f"{self._path}: this recording has version {version}; this engine reads {VERSION}."
            )
        made = Recording(
            self._text(data, "game"),
            self._whole(data, "seed"),
            self._number(data, "tick_rate"),
            self._text(data, "engine"),
            self._whole(data, "ticks", 0, MOST_TICKS),
        )
        for name, track in self._dict(data, "values").items():
            made.values[name] = self._track(track, f"/values/{name}", made.ticks, self._step)
        made.pointer = self._track(data.get("pointer", []), "/pointer", made.ticks, self._point)
        made.loose = self._track(data.get("loose", []), "/loose", made.ticks, self._extra)
        for key, found in self._dict(data, "digests").items():
            made.digests[key] = self._digests(found, f"/digests/{key}")
        return made

    def _wrong(self, place: str, found: Any, expected: str) -> ReplayError:
        return ReplayError(f"{self._path}: {place} is {found!r}; expected {expected}.")

    def _text(self, data: dict[str, Any], key: str) -> str:
        if not isinstance(data.get(key), str):
            raise self._wrong(f"/{key}", data.get(key), "text")
        return str(data[key])

    def _whole(self, data: dict[str, Any], key: str, low: int = -(2**63), high: int = 2**63) -> int:
        value = data.get(key)
        if type(value) is not int or not low <= value <= high:
            raise self._wrong(f"/{key}", value, f"a whole number from {low} to {high}")
        return value

    def _number(self, data: dict[str, Any], key: str) -> float:
        value = data.get(key)
        if type(value) not in (int, float) or not (math.isfinite(value) and value > 0):
            raise self._wrong(f"/{key}", value, "a number above 0")
        return float(value)

    def _dict(self, data: dict[str, Any], key: str) -> dict[str, Any]:
        value = data.get(key, {})
        if not isinstance(value, dict):
            raise self._wrong(f"/{key}", value, "an object")
        return value

    def _track(self, data: Any, place: str, ticks: int, check: Any) -> Track:
        if not isinstance(data, list):
            raise self._wrong(place, data, "a list")
        track: Track = []
        now = 0
        for k, change in enumerate(data):
            here = f"{place}/{k}"
            if not (isinstance(change, list) and len(change) == 2 and type(change[0]) is int):
                raise self._wrong(here, change, "[ticks since the last change, value]")
            now += change[0]
            if change[0] < 0 or now >= ticks:
                raise self._wrong(f"{here}/0", change[0], f"a tick within the {ticks} recorded")
            track.append((now, check(change[1], f"{here}/1")))
        return track

    def _step(self, value: Any, place: str) -> int:
        if type(value) is not int or not -AXIS_STEPS <= value <= AXIS_STEPS:
            raise self._wrong(place, value, f"a whole number from -{AXIS_STEPS} to {AXIS_STEPS}")
        return value

    def _point(self, value: Any, place: str) -> list[int]:
        if not (isinstance(value, list) and len(value) == 2 and all(type(v) is int for v in value)):
            raise self._wrong(place, value, "two whole numbers")
        return value

    def _extra(self, value: Any, place: str) -> list[Any]:
        fits = isinstance(value, list) and len(value) == 3 and isinstance(value[2], str)
        if not fits or not all(isinstance(v, (int, float)) for v in value[:2]):
            raise self._wrong(place, value, "[wheel x, wheel y, text]")
        return value

    def _digests(self, found: Any, place: str) -> dict[int, str]:
        if not isinstance(found, dict):
            raise self._wrong(place, found, "an object")
        for tick, digest in found.items():
            if not (tick.isdigit() and isinstance(digest, str)):
                raise self._wrong(f"{place}/{tick}", digest, "a digest under its tick")
        return {int(tick): digest for tick, digest in found.items()}
