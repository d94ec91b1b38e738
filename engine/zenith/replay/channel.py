"""A whole number by tick: what one action, or one side of the pointer, did in a run."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right


class Channel:
    """A number that is 0 until it changes, kept as its changes: 16 bytes for each.

    Attributes:
        ticks: The ticks in which it changed, rising.
        values: What it was from each of them on; neighbours differ.

    >>> jump = Channel()
    >>> for tick, value in enumerate([0, 127, 127, 0]):
    ...     jump.put(tick, value)
    >>> list(jump.ticks), list(jump.values), jump.at(2)
    ([1, 3], [127, 0], 127)
    """

    __slots__ = ("ticks", "values")

    def __init__(self) -> None:
        self.ticks = array("q")
        self.values = array("q")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Channel):
            return NotImplemented
        return self.ticks == other.ticks and self.values == other.values

    __hash__ = None  # type: ignore[assignment]

    def at(self, tick: int) -> int:
        """Return the number in a tick."""
        place = bisect_right(self.ticks, tick)
        return self.values[place - 1] if place else 0

    @property
    def last(self) -> int:
        """The number in the last tick."""
        return self.values[-1] if self.values else 0

    def put(self, tick: int, value: int) -> None:
        """Say what it is from a tick on; ticks come in order."""
        if value != self.last:
            self.ticks.append(tick)
            self.values.append(value)

    def cut(self, tick: int) -> None:
        """Forget what it was from a tick on."""
        place = bisect_left(self.ticks, tick)
        del self.ticks[place:]
        del self.values[place:]
