"""The text of a recording: JSON with a checksum, and careful reading of it."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from typing import Any, Final, NoReturn, cast

from zenith.errors import ReplayError
from zenith.input import Answer
from zenith.replay.inputs import Inputs
from zenith.replay.packing import inflate, pack_channels, unpack_channels

MAX_TICKS: Final = 2**53
CHECK: Final = "check"


class Place:
    """A value somewhere in a recording, which can say what is wrong with it."""

    def __init__(self, value: Any, file: str, pointer: str = "") -> None:
        self.value = value
        self._file = file
        self._pointer = pointer

    def wrong(self, expected: str) -> NoReturn:
        """Raise the error that this value is not what was expected."""
        try:
            found = json.dumps(self.value)
        except RecursionError:  # reading goes a level deeper than writing
            found = "lists in lists in lists"
        shown = found if len(found) <= 60 else found[:57] + "..."
        raise ReplayError(f"{self.place}, found {shown}; expected {expected}.")

    def __getitem__(self, key: str | int) -> Place:
        if isinstance(key, str) and key not in self.table():
            raise ReplayError(f'{self.place}, "{key}" is missing.')
        return Place(self.value[key], self._file, f"{self._pointer}/{key}")

    def table(self) -> dict[str, Any]:
        """Return it as an object of JSON."""
        if not isinstance(self.value, dict):
            self.wrong("an object")
        return cast(dict[str, Any], self.value)

    def items(self) -> list[Place]:
        """Return the values of a list."""
        found: Any = self.value
        if found.__class__ is not list:
            self.wrong("a list")
        return [self[k] for k in range(len(found))]

    def exactly(self, count: int) -> list[Place]:
        """Return the values of a list of so many."""
        items = self.items()
        if len(items) != count:
            self.wrong(f"{count} values, not {len(items)}")
        return items

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`."""
        value = self.value
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            self.wrong(f"a whole number from {low} to {high}")
        return value

    def number(self) -> float:
        """Return a number above 0."""
        value = self.value
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            self.wrong("a number above 0")
        if not 0.0 < value <= 1e6 or not math.isfinite(value):
            self.wrong("a number above 0")
        return float(value)

    def text(self) -> str:
        """Return a text."""
        if not isinstance(self.value, str):
            self.wrong("a text")
        return self.value

    def packed(self) -> bytes:
        """Return the bytes of a packed text."""
        return inflate(self.text(), self.place)

    @property
    def place(self) -> str:
        """Where it stands, for messages."""
        return f"{self._file}: at {self._pointer or 'the top'}"


def parse(text: str, file: str) -> Place:
    """Return the JSON of a recording.

    Raises:
        ReplayError: It is cut off, no JSON, or holds what JSON does not know.
    """

    def refuse(name: str) -> NoReturn:
        raise ReplayError(f"{file}: found {name}; a recording holds finite numbers only.")

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        table = dict(pairs)
        if len(table) != len(pairs):
            raise ReplayError(f"{file}: a name stands twice in one object.")
        return table

    try:
        return Place(json.loads(text, parse_constant=refuse, object_pairs_hook=unique), file)
    except json.JSONDecodeError as error:
        raise ReplayError(
            f"{file}: cut off or no JSON at line {error.lineno}, column {error.colno}: {error.msg}."
        ) from None
    except (ValueError, RecursionError) as error:
        raise ReplayError(f"{file}: no recording ({error}).") from None


def with_check(table: Mapping[str, Any]) -> str:
    """Return a table as the text of a recording, one line per part, its checksum last."""
    whole = {**table, CHECK: _checksum(table)}
    lines = (f"{json.dumps(k)}:{json.dumps(v, separators=(',', ':'))}" for k, v in whole.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def verify_check(top: Place) -> None:
    """Compare the checksum.

    Raises:
        ReplayError: Something was changed since the recording was written.
    """
    said = top[CHECK].text()
    if said != _checksum({k: v for k, v in top.table().items() if k != CHECK}):
        raise ReplayError(f"{top[CHECK].place}, the checksum does not fit: the file was changed.")


def _checksum(table: Mapping[str, Any]) -> str:
    # Of what is said, not of the text: version control may change how lines end.
    try:
        said = json.dumps(table, sort_keys=True, separators=(",", ":"))
    except RecursionError:  # reading goes a level deeper than writing
        return ""
    return hashlib.blake2b(said.encode(), digest_size=8).hexdigest()


def write_inputs(inputs: Inputs) -> dict[str, Any]:
    """Return the inputs as data for JSON."""
    when, how = pack_channels(inputs.channels)
    return {
        "when": when,
        "how": how,
        "text": [[tick, text] for tick, text in sorted(inputs.texts.items())],
        "answers": [
            [tick, [list(answer) for answer in answers]]
            for tick, answers in sorted(inputs.answers.items())
        ],
    }


def read_inputs(place: Place, actions: tuple[str, ...], ticks: int) -> Inputs:
    """Return the inputs that `write_inputs` put down.

    Raises:
        ReplayError: A value is of the wrong type, out of range or damaged.
    """
    inputs = Inputs(actions)
    texts = [place["when"].text(), place["how"].text()]
    inputs.channels = unpack_channels(texts, inputs.limits, ticks, place.place)
    for tick, typed in _ticked(place["text"], ticks):
        inputs.texts[tick] = typed.text()
    for tick, answers in _ticked(place["answers"], ticks):
        inputs.answers[tick] = tuple(_answer(item) for item in answers.items())
    inputs.ticks = ticks
    return inputs


def _ticked(place: Place, ticks: int) -> list[tuple[int, Place]]:
    """Return pairs of a tick and what stands beside it; ticks rise."""
    found: list[tuple[int, Place]] = []
    after = 0
    for item in place.items():
        tick, value = item.exactly(2)
        found.append((tick.whole(after, ticks - 1), value))
        after = found[-1][0] + 1
    return found


def _answer(place: Place) -> Answer:
    kind, heard = place.exactly(2)
    return kind.text(), heard.value
