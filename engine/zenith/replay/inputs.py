"""What every tick of a run knew: changes of actions, pointer and wheel, texts and answers."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from typing import Final

from zenith.errors import BadValue
from zenith.input import Answer, TickInput
from zenith.input.tick import AXIS_STEPS, FAR, POINTER_STEPS, WHEEL_STEPS
from zenith.replay.channel import Channel

SIDES: Final = (POINTER_STEPS, POINTER_STEPS, WHEEL_STEPS, WHEEL_STEPS)
"""Steps of the channels behind those of the actions: pointer x and y, wheel x and y."""


class Inputs:
    """The input of every tick from the first on, kept as what changed.

    Attributes:
        actions: The actions it may tell of.
        channels: One for each action, then pointer x and y, wheel x and y.
        texts: What was typed, by tick.
        answers: What was asked of the world outside, and heard, by tick.
        ticks: How many ticks it has.

    >>> inputs = Inputs(["jump"])
    >>> for k in range(3):
    ...     inputs.add(TickInput({"jump": 1.0} if k == 1 else {}))
    >>> inputs.ticks, inputs.at(1).values, inputs.at(2).values
    (3, {'jump': 1.0}, {})
    """

    def __init__(self, actions: Sequence[str]) -> None:
        self.actions = tuple(actions)
        self.channels = [Channel() for _ in range(len(self.actions) + len(SIDES))]
        self.texts: dict[int, str] = {}
        self.answers: dict[int, tuple[Answer, ...]] = {}
        self.ticks = 0
        self._last: TickInput | None = None

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Inputs):
            return NotImplemented
        return (self.actions, self.channels, self.texts, self.answers, self.ticks) == (
            other.actions, other.channels, other.texts, other.answers, other.ticks,
        )  # fmt: skip

    __hash__ = None  # type: ignore[assignment]

    @property
    def limits(self) -> list[int]:
        """How far from 0 each channel may be."""
        return [AXIS_STEPS] * len(self.actions) + [round(FAR) * steps for steps in SIDES]

    def add(self, tick: TickInput) -> None:
        """Add what the next tick knew.

        Raises:
            BadValue: A number is out of range, or an action was not declared.
        """
        if tick is not self._last:
            self._put(tick.rounded())
            self._last = None if tick.text or tick.answers else tick
        self.ticks += 1

    def _put(self, given: TickInput) -> None:
        for name in given.values:
            if name not in self.actions:
                raise BadValue(f'The action "{name}" is not among those of this recording.')
        values = [round(given.values.get(name, 0.0) * AXIS_STEPS) for name in self.actions]
        places = (*given.pointer, *given.wheel)
        values += [round(at * steps) for at, steps in zip(places, SIDES, strict=True)]
        for channel, value in zip(self.channels, values, strict=True):
            channel.put(self.ticks, value)
        if given.text:
            self.texts[self.ticks] = given.text
        if given.answers:
            self.answers[self.ticks] = given.answers

    def at(self, tick: int) -> TickInput:
        """Return what a tick knew."""
        values = [channel.at(tick) for channel in self.channels]
        x, y, across, along = (v / s for v, s in zip(values[-len(SIDES) :], SIDES, strict=True))
        pushed = zip(self.actions, values, strict=False)
        return TickInput(
            {name: value / AXIS_STEPS for name, value in pushed if value},
            (x, y),
            (across, along),
            self.texts.get(tick, ""),
            self.answers.get(tick, ()),
        )

    def __iter__(self) -> Iterator[TickInput]:
        marks = self.marks()
        for start, end in zip(marks, [*marks[1:], self.ticks], strict=True):
            now = self.at(start)
            for _ in range(start, end):
                yield now

    def marks(self) -> list[int]:
        """Return the ticks in which anything is other than in the tick before, and tick 0."""
        found = {0, *self.texts, *self.answers}
        found.update(tick + 1 for tick in (*self.texts, *self.answers) if tick + 1 < self.ticks)
        for channel in self.channels:
            found.update(channel.ticks)
        return sorted(found)

    def used(self) -> list[str]:
        """Return the actions that are not at rest all the time."""
        return [
            name
            for name, channel in zip(self.actions, self.channels, strict=False)
            if channel.ticks
        ]

    def copy(self) -> Inputs:
        """Return a copy that does not grow with this one."""
        return copy.deepcopy(self)

    def cut(self, ticks: int) -> None:
        """Forget every tick but the first so many."""
        if ticks >= self.ticks:
            return
        for channel in self.channels:
            channel.cut(ticks)
        self.texts = {tick: text for tick, text in self.texts.items() if tick < ticks}
        self.answers = {tick: kept for tick, kept in self.answers.items() if tick < ticks}
        self.ticks = ticks
        self._last = None
