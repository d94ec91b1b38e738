"""A recording of a run, kept as JSON that a person can read the head of."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from zenith.errors import BadValue, ReplayError, nearest
from zenith.files import write_atomic
from zenith.input import TickInput
from zenith.replay.coding import (
    MAX_TICKS,
    Place,
    parse,
    read_inputs,
    verify_check,
    with_check,
    write_inputs,
)
from zenith.replay.inputs import Inputs
from zenith.replay.packing import deflate, from_text, to_text

FORMAT: Final = "zenith recording"
VERSION: Final = 2
MAX_BYTES: Final = 64 * 1024 * 1024
DIGEST_BYTES: Final = 8
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
        values: After `every` ticks, twice as many, and so on; where the run came to an end
            without an error, also one after its last tick.
    """

    every: int
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recording:
    """All that the ticks of a run knew, so that it can be played again.

    Attributes:
        game: The game's name.
        seed: The seed of its random numbers.
        tick_rate: Ticks per second.
        engine: The engine's version.
        inputs: What each tick knew.
        digests: What a replay must reach, by class of machines.
        schema: A hash of each component that the game declares, and of the engine's together.
        first: What `App.ticks` was before its first tick.
        start: The state it begins from, as `StackState.to_bytes` gave it; None is a new game.
        error: What its last tick raised, or "".
        blessed: Why its digests were written anew, each time.
    """

    game: str
    seed: int
    tick_rate: float
    engine: str
    inputs: Inputs
    digests: Mapping[str, Digests] = field(default_factory=dict[str, Digests])
    schema: Mapping[str, str] = field(default_factory=dict[str, str])
    first: int = 0
    start: bytes | None = None
    error: str = ""
    blessed: tuple[str, ...] = ()

    @property
    def actions(self) -> tuple[str, ...]:
        """The actions it uses or could have used."""
        return self.inputs.actions

    @property
    def ticks(self) -> int:
        """How many ticks it has."""
        return self.inputs.ticks

    def input_at(self, tick: int) -> TickInput:
        """Return the input of a tick, counted from 0.

        Raises:
            ReplayError: The recording has no such tick.
        """
        if not 0 <= tick < self.ticks:
            raise ReplayError(f"This recording has ticks 0 to {self.ticks - 1}, not {tick}.")
        return self.inputs.at(tick)

    def __iter__(self) -> Iterator[TickInput]:
        return iter(self.inputs)

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
        return replace(self, digests={**self.digests, key: digests})

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
        for name in self.inputs.used():
            if name not in known:
                raise ReplayError(
                    f'This recording uses the action "{name}", which the game does not have.'
                    f"{nearest(name, known)}"
                )

    def check_version(self, engine: str, schema: Mapping[str, str]) -> None:
        """Check that the engine and the components are those that it was made with.

        Raises:
            ReplayError: They are others; the message names what differs.
        """
        if engine != self.engine:
            raise ReplayError(
                f"This recording was made with Zenith {self.engine}; this is Zenith {engine}."
            )
        differ = sorted(
            name for name in {*schema, *self.schema} if schema.get(name) != self.schema.get(name)
        )
        if differ:
            names = ", ".join(differ[:6]) + (", ..." if len(differ) > 6 else "")
            raise ReplayError(f"Components were changed since this recording was made: {names}.")

    def to_json(self) -> str:
        """Return it as text, one line per part.

        Raises:
            BadValue: A digest is not 16 hexadecimal digits.
        """
        table: dict[str, Any] = {
            "format": FORMAT, "version": VERSION, "engine": self.engine, "game": self.game,
            "seed": self.seed, "tick_rate": self.tick_rate, "first": self.first,
            "ticks": self.ticks, "blessed": list(self.blessed), "error": self.error,
            "actions": list(self.actions), "schema": dict(sorted(self.schema.items())),
            "inputs": write_inputs(self.inputs),
            "digests": {key: _written(d) for key, d in sorted(self.digests.items())},
            "start": None if self.start is None else deflate(self.start),
        }  # fmt: skip
        return with_check(table)

    @classmethod
    def from_json(cls, text: str, file: str = "recording") -> Recording:
        """Return the recording that a text holds.

        Args:
            text: What `to_json` wrote.
            file: Where it comes from, for messages.

        Raises:
            ReplayError: It is cut off, something else, of another version of the format, or broken.
        """
        top = parse(text, file)
        _check_format(top, file)
        verify_check(top)
        ticks = top["ticks"].whole(0, MAX_TICKS)
        actions = tuple(item.text() for item in top["actions"].items())
        if len(set(actions)) != len(actions):
            top["actions"].wrong("each action once")
        return cls(
            top["game"].text(),
            top["seed"].whole(-(2**63), 2**64),
            top["tick_rate"].number(),
            top["engine"].text(),
            read_inputs(top["inputs"], actions, ticks),
            {key: _digests(top["digests"][key], ticks) for key in top["digests"].table()},
            {name: top["schema"][name].text() for name in top["schema"].table()},
            top["first"].whole(0, MAX_TICKS),
            None if top["start"].value is None else top["start"].packed(),
            top["error"].text(),
            tuple(item.text() for item in top["blessed"].items()),
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
            ReplayError: It is missing, cut off, something else, of another version of the format,
                or broken.
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


def _check_format(top: Place, file: str) -> None:
    if "format" not in top.table() or top["format"].value != FORMAT:
        raise ReplayError(f'{file}: no recording; expected "format": "{FORMAT}".')
    version = top["version"].whole(1, 2**31)
    if version > VERSION:
        raise ReplayError(
            f"{file}: made by a newer Zenith (format {version}; this one reads {VERSION}). "
            "Update Zenith."
        )
    if version < VERSION:
        raise ReplayError(
            f"{file}: made by an older Zenith (format {version}; this one reads {VERSION}). "
            "Record it anew."
        )


def _written(digests: Digests) -> dict[str, Any]:
    try:
        packed = b"".join(bytes.fromhex(value) for value in digests.values)
    except ValueError:
        packed = b""
    if len(packed) != DIGEST_BYTES * len(digests.values):
        raise BadValue("A digest is 16 hexadecimal digits, as App.digest() returns it.")
    return {"every": digests.every, "values": to_text(packed)}


def _digests(place: Place, ticks: int) -> Digests:
    every = place["every"].whole(1, MAX_TICKS)
    packed = from_text(place["values"].text(), place["values"].place)
    count = -(-ticks // every)
    if len(packed) not in (DIGEST_BYTES * count, DIGEST_BYTES * (ticks // every)):
        place["values"].wrong(f"{count} digests for {ticks} ticks")
    digits = packed.hex()
    size = 2 * DIGEST_BYTES
    return Digests(every, tuple(digits[k : k + size] for k in range(0, len(digits), size)))
