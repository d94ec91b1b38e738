"""The recent past of a run: states now and then, and what every tick in between knew."""

from __future__ import annotations

import itertools
import math
from collections import deque
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from zenith.errors import BadValue, UsageError
from zenith.input import TickInput

S = TypeVar("S")

REBUILD_EVERY: Final = 120
"""Ticks of a world from one moment that can be gone back to exactly to the next.

At these ticks physics is made anew from the columns, in every run alike: that
is what makes them exact, and so the number is part of every game's identity.
"""
INPUT_BYTES: Final = 200
"""About what the input of a tick takes in memory."""


@dataclass(frozen=True, slots=True)
class HistorySettings:
    """How much of the past an App keeps.

    Attributes:
        seconds: How far back it goes at least, as long as the memory suffices.
        megabytes: How much memory the states may take; the newest is always kept.

    Raises:
        BadValue: A number is not above 0.
    """

    seconds: float = 30.0
    megabytes: float = 64.0

    def __post_init__(self) -> None:
        for name, value in (("seconds", self.seconds), ("megabytes", self.megabytes)):
            if not 0.0 < value < math.inf:
                raise BadValue(f"HistorySettings {name} is {value}; expected a number above 0.")


@dataclass(frozen=True, slots=True)
class Keyframe(Generic[S]):
    """A whole state, kept before a tick.

    Attributes:
        tick: The tick that comes next.
        state: The state.
        nbytes: About how much memory it takes.
    """

    tick: int
    state: S
    nbytes: int


class Timeline(Generic[S]):
    """Keyframes and the inputs from the first of them on, within a budget of memory.

    Ticks are counted as an App does: tick t lies between state t and state t + 1.

    Attributes:
        first: The earliest tick that can be gone back to.
        last: The latest one.

    >>> past = Timeline[str](ticks=240, nbytes=1000)
    >>> past.keep(0, "start", 100)
    >>> for _ in range(3):
    ...     past.note(TickInput())
    >>> past.first, past.last, past.keyframe(2).state
    (0, 3, 'start')
    """

    def __init__(self, ticks: int, nbytes: int) -> None:
        self.first = self.last = 0
        self._ticks = ticks
        self._budget = nbytes
        self._keyframes: deque[Keyframe[S]] = deque()
        self._inputs: deque[TickInput] = deque()

    def __bool__(self) -> bool:
        return bool(self._keyframes)

    @property
    def nbytes(self) -> int:
        """About how much memory it takes."""
        return sum(k.nbytes for k in self._keyframes) + INPUT_BYTES * len(self._inputs)

    def has_keyframe(self, tick: int) -> bool:
        """Tell whether a state is kept at exactly that tick."""
        return any(k.tick == tick for k in self._keyframes)

    def keep(self, tick: int, state: S, nbytes: int) -> None:
        """Keep a state, and let go of the oldest where they are too many.

        It takes the place of one that was kept at the same tick.

        Raises:
            UsageError: The tick is not the one after the last input.
        """
        if self._keyframes and tick != self.last:
            raise UsageError(f"History is at tick {self.last}; a state of {tick} has no place.")
        if not self._keyframes:
            self.first = self.last = tick
        if self._keyframes and self._keyframes[-1].tick == tick:
            self._keyframes.pop()
        self._keyframes.append(Keyframe(tick, state, nbytes))
        while len(self._keyframes) > 1 and (self.nbytes > self._budget or self._reaches_without()):
            self._drop_oldest()

    def _reaches_without(self) -> bool:
        """Tell whether the past is long enough without the oldest state."""
        return self.last - self._keyframes[1].tick >= self._ticks

    def _drop_oldest(self) -> None:
        gone = self._keyframes.popleft()
        self.first = self._keyframes[0].tick
        for _ in range(self.first - gone.tick):
            self._inputs.popleft()

    def note(self, given: TickInput) -> None:
        """Keep what the tick after the last one knew."""
        if self._keyframes:
            self._inputs.append(given)
            self.last += 1

    def cut(self, tick: int) -> None:
        """Forget everything after a tick: the run goes another way from there."""
        while len(self._keyframes) > 1 and self._keyframes[-1].tick > tick:
            self._keyframes.pop()
        while self.last > tick and self._inputs:
            self._inputs.pop()
            self.last -= 1

    def clear(self) -> None:
        """Forget everything."""
        self._keyframes.clear()
        self._inputs.clear()
        self.first = self.last = 0

    def keyframe(self, tick: int) -> Keyframe[S]:
        """Return the last state at or before a tick.

        Raises:
            UsageError: The tick is beyond what is kept.
        """
        self.check(tick)
        return next(k for k in reversed(self._keyframes) if k.tick <= tick)

    def check(self, tick: int) -> None:
        """Refuse a tick that is not within reach.

        Raises:
            UsageError: Nothing is kept, or not that tick.
        """
        if not self._keyframes:
            raise UsageError("Nothing of the past is kept yet.")
        if not self.first <= tick <= self.last:
            raise UsageError(f"Tick {tick} is not kept; expected {self.first} to {self.last}.")

    def inputs(self, start: int, end: int) -> list[TickInput]:
        """Return what the ticks from `start` up to, but not including, `end` knew.

        Raises:
            UsageError: One of them is not kept.
        """
        self.check(start)
        self.check(end)
        return list(itertools.islice(self._inputs, start - self.first, end - self.first))
