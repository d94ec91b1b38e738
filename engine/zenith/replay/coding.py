"""The text of a recording: a flat list of changes per action, and careful reading of it."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable
from typing import Any, Final, NoReturn, cast

from zenith.errors import ReplayError
from zenith.input import TickInput
from zenith.input.tick import AXIS_STEPS, FAR, POINTER_STEPS, WHEEL_STEPS

Run = tuple[int, TickInput]
Changes = list[tuple[int, Any]]
MAX_TICKS: Final = 2**53


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
        where = self._pointer or "the top"
        raise ReplayError(f"{self._file}: at {where}, found {shown}; expected {expected}.")

    def __getitem__(self, key: str | int) -> Place:
        if isinstance(key, str) and key not in self.table():
            raise ReplayError(f'{self._file}: at {self._pointer or "the top"}, "{key}" is missing.')
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

    def groups(self, size: int) -> list[list[Place]]:
        """Return the values of a list, `size` at a time."""
        items = self.items()
        if len(items) % size:
            self.wrong(f"a multiple of {size} values, not {len(items)}")
        return [items[k : k + size] for k in range(0, len(items), size)]

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


def write_inputs(runs: Iterable[Run], actions: tuple[str, ...]) -> dict[str, Any]:
    """Return the inputs as flat lists; each change says how many ticks it is after the last."""
    kept = list(runs)
    keys = {
        name: _deltas([(t, round(i.values.get(name, 0.0) * AXIS_STEPS)) for t, i in kept], 0)
        for name in actions
    }
    return {
        "actions": {name: flat for name, flat in keys.items() if flat},
        "pointer": _deltas([(t, _whole(i.pointer, POINTER_STEPS)) for t, i in kept], (0, 0)),
        "wheel": _deltas([(t, _whole(i.wheel, WHEEL_STEPS)) for t, i in kept], (0, 0)),
        "text": _deltas([(t, i.text) for t, i in kept], ""),
    }


def _whole(pair: tuple[float, float], steps: int) -> tuple[int, int]:
    return round(pair[0] * steps), round(pair[1] * steps)


def _deltas(states: Changes, rest: Any) -> list[Any]:
    flat: list[Any] = []
    last, now = 0, rest
    for tick, state in states:
        if state != now:
            parts = state if state.__class__ is tuple else (state,)
            flat += [tick - last, *parts]
            last, now = tick, state
    return flat


def read_inputs(place: Place, actions: tuple[str, ...], ticks: int) -> list[Run]:
    """Return the runs of equal input that `write_inputs` put down.

    Raises:
        ReplayError: A value is of the wrong type or out of range.
    """
    table = place["actions"]
    changes: dict[int, list[Callable[[_State], None]]] = {}
    for name in table.table():
        if name not in actions:
            table[name].wrong(f"one of the actions declared above, not {json.dumps(name)}")
        for tick, (value,) in _ticked(table[name], 2, ticks):
            _note(changes, tick, _set_value(name, value.whole(-AXIS_STEPS, AXIS_STEPS)))
    for kind, steps in (("pointer", POINTER_STEPS), ("wheel", WHEEL_STEPS)):
        far = round(FAR) * steps
        for tick, (x, y) in _ticked(place[kind], 3, ticks):
            _note(changes, tick, _set_pair(kind, x.whole(-far, far), y.whole(-far, far), steps))
    for tick, (typed,) in _ticked(place["text"], 2, ticks):
        _note(changes, tick, _set_text(typed.text()))
    return _played(changes)


class _State:
    """The input while it is being put together, change by change."""

    def __init__(self) -> None:
        self.values: dict[str, float] = {}
        self.pairs = {"pointer": (0.0, 0.0), "wheel": (0.0, 0.0)}
        self.text = ""


def _ticked(place: Place, size: int, ticks: int) -> list[tuple[int, list[Place]]]:
    found: list[tuple[int, list[Place]]] = []
    tick = 0
    for later, *rest in place.groups(size):
        tick += later.whole(1 if found else 0, MAX_TICKS)
        if tick >= ticks:
            later.wrong(f"a change within the recording's {ticks} ticks")
        found.append((tick, rest))
    return found


def _note(
    changes: dict[int, list[Callable[[_State], None]]], tick: int, change: Callable[[_State], None]
) -> None:
    changes.setdefault(tick, []).append(change)


def _set_value(name: str, steps: int) -> Callable[[_State], None]:
    def change(state: _State) -> None:
        state.values.pop(name, None)
        if steps:
            state.values[name] = steps / AXIS_STEPS

    return change


def _set_pair(kind: str, x: int, y: int, steps: int) -> Callable[[_State], None]:
    def change(state: _State) -> None:
        state.pairs[kind] = (x / steps, y / steps)

    return change


def _set_text(text: str) -> Callable[[_State], None]:
    def change(state: _State) -> None:
        state.text = text

    return change


def _played(changes: dict[int, list[Callable[[_State], None]]]) -> list[Run]:
    runs: list[Run] = [(0, TickInput())]
    state = _State()
    for tick in sorted(changes):
        for change in changes[tick]:
            change(state)
        now = TickInput(
            dict(sorted(state.values.items())),
            state.pairs["pointer"],
            state.pairs["wheel"],
            state.text,
        )
        if tick == 0:
            runs.clear()
        runs.append((tick, now))
    return runs
