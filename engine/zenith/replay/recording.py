"""A recording of a run, made tick by tick, kept as JSON."""

from __future__ import annotations

import bisect
import json
import platform
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from zenith.errors import BadValue, ReplayError, nearest
from zenith.files import write_atomic
from zenith.input import TickInput
from zenith.replay.coding import MAX_TICKS, Place, Run, parse, read_inputs, write_inputs

FORMAT: Final = "zenith recording"
VERSION: Final = 1
MAX_BYTES: Final = 256 * 1024 * 1024
_SYSTEMS: Final = {"win32": "windows", "darwin": "macos"}
_MACHINES: Final = {"amd64": "x86_64", "aarch64": "arm64"}


def platform_key() -> str:
    """Return the name of this class of machines, as "linux-x86_64"."""
    machine = platform.machine().lower()
    return f"{_SYSTEMS.get(sys.platform, sys.platform)}-{_MACHINES.get(machine, machine)}"


@dataclass(frozen=True, slots=True)
class Digests:
    """The digests of a run on one class of machines.

    Attributes:
        every: Ticks from one to the next.
        values: After `every` ticks, twice as many, and so on; the last after the last tick.
    """

    every: int
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recording:
    """What the player did, from the first tick on.

    Attributes:
        game: The game's name.
        seed: The seed of its random numbers.
        tick_rate: Ticks per second.
        engine: The engine's version.
        actions: Names of the actions it uses or could have used.
        ticks: How many ticks it has.
        runs: Pairs of a tick and the input from there on, in order.
        digests: What a replay must reach, by class of machines.
    """

    game: str
    seed: int
    tick_rate: float
    engine: str
    actions: tuple[str, ...]
    ticks: int
    runs: tuple[Run, ...]
    digests: Mapping[str, Digests] = field(default_factory=dict[str, Digests])

    def input_at(self, tick: int) -> TickInput:
        """Return the input of a tick, counted from 0.

        Raises:
            ReplayError: The recording has no such tick.
        """
        if not 0 <= tick < self.ticks:
            raise ReplayError(f"This recording has ticks 0 to {self.ticks - 1}, not {tick}.")
        return self.runs[bisect.bisect_right(self.runs, tick, key=_start) - 1][1]

    def __iter__(self) -> Iterator[TickInput]:
        ends = [start for start, _ in self.runs[1:]] + [self.ticks]
        for (start, given), end in zip(self.runs, ends, strict=True):
            for _ in range(start, end):
                yield given

    def digest_after(self, ticks: int, key: str | None = None) -> str | None:
        """Return the digest that a replay must have after so many ticks, if one was kept.

        Args:
            ticks: Ticks played.
            key: The class of machines; this one when None.
        """
        kept = self.digests.get(platform_key() if key is None else key)
        if kept is None or not 0 < ticks <= self.ticks:
            return None
        if ticks % kept.every and ticks != self.ticks:
            return None
        place = -(-ticks // kept.every) - 1
        return kept.values[place] if place < len(kept.values) else None

    def with_digests(self, key: str, digests: Digests) -> Recording:
        """Return the same recording with the digests of one more class of machines."""
        return Recording(
            self.game, self.seed, self.tick_rate, self.engine, self.actions, self.ticks,
            self.runs, {**self.digests, key: digests},
        )  # fmt: skip

    def check_fits(self, game: str, tick_rate: float, actions: Iterable[str]) -> None:
        """Check that this is a recording of that game.

        Raises:
            ReplayError: It is of another game, another beat, or uses actions it has not.
        """
        if game != self.game:
            raise ReplayError(f'This is a recording of "{self.game}", not of "{game}".')
        if tick_rate != self.tick_rate:
            raise ReplayError(
                f"This recording has {self.tick_rate:g} ticks a second; the game has {tick_rate:g}."
            )
        known = sorted(actions)
        for name in {n: None for _, given in self.runs for n in given.values}:
            if name not in known:
                raise ReplayError(
                    f'This recording uses the action "{name}", which the game does not have.'
                    f"{nearest(name, known)}"
                )

    def to_json(self) -> str:
        """Return it as text, one line per part."""
        head = {
            "format": FORMAT, "version": VERSION, "engine": self.engine, "game": self.game,
            "seed": self.seed, "tick_rate": self.tick_rate, "ticks": self.ticks,
            "actions": list(self.actions),
            "inputs": write_inputs(self.runs, self.actions),
            "digests": {
                key: {"every": d.every, "values": list(d.values)}
                for key, d in sorted(self.digests.items())
            },
        }  # fmt: skip
        lines = (f"{json.dumps(k)}:{json.dumps(v, separators=(',', ':'))}" for k, v in head.items())
        return "{\n" + ",\n".join(lines) + "\n}\n"

    @classmethod
    def from_json(cls, text: str, file: str = "recording") -> Recording:
        """Return the recording that a text holds.

        Args:
            text: What `to_json` wrote.
            file: Where it comes from, for messages.

        Raises:
            ReplayError: It is cut off, something else, from a newer Zenith, or broken.
        """
        top = parse(text, file)
        _check_format(top, file)
        ticks = top["ticks"].whole(0, MAX_TICKS)
        actions = tuple(item.text() for item in top["actions"].items())
        return cls(
            top["game"].text(),
            top["seed"].whole(-(2**63), 2**64),
            top["tick_rate"].number(),
            top["engine"].text(),
            actions,
            ticks,
            tuple(read_inputs(top["inputs"], actions, ticks)),
            {key: _digests(top["digests"][key], ticks) for key in top["digests"].table()},
        )

    def save(self, path: Path | str) -> None:
        """Write it to a file, whole or not at all.

        Raises:
            OSError: The file cannot be written.
        """
        write_atomic(Path(path), self.to_json().encode())

    @classmethod
    def load(cls, path: Path | str) -> Recording:
        """Read a recording from a file.

        Raises:
            ReplayError: It is missing, cut off, something else, from a newer Zenith, or broken.
        """
        path = Path(path)
        try:
            if path.stat().st_size > MAX_BYTES:
                raise ReplayError(f"{path}: too large for a recording.")
            text = path.read_bytes().decode("utf-8")
        except OSError as error:
            raise ReplayError(f"{path}: {error.strerror or error}.") from None
        except UnicodeDecodeError as error:
            raise ReplayError(f"{path}: no text at byte {error.start}; expected JSON.") from None
        return cls.from_json(text, str(path))


def _start(run: Run) -> int:
    return run[0]


def _check_format(top: Place, file: str) -> None:
    if "format" not in top.table() or top["format"].value != FORMAT:
        raise ReplayError(f'{file}: no recording; expected "format": "{FORMAT}".')
    version = top["version"].whole(1, 2**31)
    if version > VERSION:
        raise ReplayError(
            f"{file}: made by a newer Zenith (format {version}; this one reads up to {VERSION}). "
            "Update Zenith."
        )


def _digests(place: Place, ticks: int) -> Digests:
    every = place["every"].whole(1, MAX_TICKS)
    values = tuple(item.text() for item in place["values"].items())
    if len(values) != -(-ticks // every):
        place["values"].wrong(f"{-(-ticks // every)} digests for {ticks} ticks")
    return Digests(every, values)


class Recorder:
    """Makes a recording while a game runs.

    >>> recorder = Recorder("demo", seed=1, tick_rate=60.0, actions=["jump"])
    >>> for k in range(3):
    ...     recorder.add(TickInput({"jump": 1.0} if k == 1 else {}))
    >>> recording = recorder.finish()
    >>> recording.ticks, recording.input_at(1).values
    (3, {'jump': 1.0})
    """

    def __init__(
        self,
        game: str,
        *,
        seed: int,
        tick_rate: float,
        actions: Sequence[str],
        engine: str = "",
        every: int = 60,
    ) -> None:
        if every < 1:
            raise BadValue(f"Digests are kept every 1 tick or more, not every {every}.")
        self._header = (game, seed, float(tick_rate), engine, tuple(actions))
        self._runs: list[Run] = []
        self._digests: list[str] = []
        self._every = every
        self.ticks = 0

    @property
    def wants_digest(self) -> bool:
        """Whether the tick that is added next should come with its digest."""
        return (self.ticks + 1) % self._every == 0

    def add(self, tick: TickInput, digest: str | None = None) -> None:
        """Add one tick.

        Args:
            tick: What the tick saw, as `Input.current()`.
            digest: The digest after the tick; kept where `wants_digest` said so.

        Raises:
            BadValue: A number is out of range, or an action was not declared.
        """
        for name in tick.values:
            if name not in self._header[4]:
                raise BadValue(f'The action "{name}" is not among those of this recording.')
        if digest is not None and self.wants_digest:
            self._digests.append(digest)
        if not self._runs or tick is not self._runs[-1][1]:
            given = tick.rounded()
            if not self._runs or given != self._runs[-1][1]:
                self._runs.append((self.ticks, given))
        self.ticks += 1

    def finish(self, digest: str | None = None) -> Recording:
        """Return the recording.

        Args:
            digest: The digest after the last tick, when digests were given.
        """
        values = list(self._digests)
        if digest is not None and self.ticks % self._every:
            values.append(digest)
        whole = bool(values) and len(values) == -(-self.ticks // self._every)
        kept = {platform_key(): Digests(self._every, tuple(values))} if whole else {}
        runs = tuple(self._runs) or ((0, TickInput()),)
        return Recording(*self._header, self.ticks, runs, kept)
