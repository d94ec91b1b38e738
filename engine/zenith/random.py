"""Chance that repeats: seeded streams of random numbers that belong to a world."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from zenith.errors import BadValue
from zenith.maths import TAU

T = TypeVar("T")


class Random:
    """One stream of random numbers; named streams branch off it.

    A stream per purpose keeps a game steady under change: what the loot rolls
    does not depend on how many sparks flew. The generator is numpy's PCG64,
    whose bits are the same on every machine.

    >>> Random(7).integer(1, 6) == Random(7).integer(1, 6)
    True
    """

    def __init__(self, seed: int = 0) -> None:
        self._seed = int(seed)
        self._generator = np.random.Generator(np.random.PCG64(self._seed & (2**128 - 1)))
        self._streams: dict[str, Random] = {}

    @property
    def seed(self) -> int:
        """The number this stream began from."""
        return self._seed

    def stream(self, name: str) -> Random:
        """Return the stream of that name: always the same one, from the same seed."""
        found = self._streams.get(name)
        if found is None:
            mixed = zlib.crc32(name.encode("utf-8")) + (self._seed << 32)
            found = self._streams[name] = Random(mixed)
        return found

    def uniform(self, a: float = 0.0, b: float = 1.0) -> float:
        """Return a number from `a` up to, but not including, `b`."""
        return a + (b - a) * float(self._generator.random())

    def integer(self, a: int, b: int) -> int:
        """Return a whole number from `a` to `b`, both included."""
        if b < a:
            raise BadValue(f"There is no whole number from {a} to {b}.")
        return int(self._generator.integers(a, b + 1))

    def chance(self, p: float) -> bool:
        """Return True in a share `p` of all calls."""
        return float(self._generator.random()) < p

    def sign(self) -> int:
        """Return 1 or -1."""
        return 1 if self.chance(0.5) else -1

    def angle(self) -> float:
        """Return a direction in radians, 0 up to a full turn."""
        return self.uniform(0.0, TAU)

    def gauss(self, mean: float = 0.0, deviation: float = 1.0) -> float:
        """Return a number that gathers around `mean`: twelve uniform ones summed.

        The sum of twelve is close to the bell curve up to three deviations and,
        unlike a logarithm, gives the same bits on every machine.
        """
        return mean + deviation * (float(self._generator.random(12).sum()) - 6.0)

    def choice(self, options: Sequence[T]) -> T:
        """Return one of the options.

        Raises:
            BadValue: There are none.
        """
        if len(options) == 0:
            raise BadValue("choice() needs at least one option; the sequence is empty.")
        return options[self.integer(0, len(options) - 1)]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """Return the items in random order, as a new list."""
        return [items[int(i)] for i in self._generator.permutation(len(items))]

    def numbers(self, n: int, a: float = 0.0, b: float = 1.0) -> NDArray[np.float64]:
        """Return `n` numbers from `a` up to `b` as an array, for column systems."""
        return a + (b - a) * self._generator.random(n)

    def get_state(self) -> dict[str, Any]:
        """Return everything that decides the numbers to come, as plain data."""
        inner: dict[str, Any] = dict(self._generator.bit_generator.state)
        return {
            "seed": self._seed,
            "generator": {**inner, "state": dict(inner["state"])},
            "streams": {name: s.get_state() for name, s in sorted(self._streams.items())},
        }

    def set_state(self, state: dict[str, Any]) -> None:
        """Go back to a state that `get_state` gave."""
        self._seed = int(state["seed"])
        self._generator.bit_generator.state = state["generator"]
        self._streams = {}
        for name, inner in state["streams"].items():
            self.stream(name).set_state(inner)
