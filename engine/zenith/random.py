"""Chance that repeats: seeded streams of random numbers that belong to a world."""

from __future__ import annotations

import hashlib
import operator
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Any, Final, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from zenith.errors import BadValue, UsageError
from zenith.maths import TAU

T = TypeVar("T")

_SMALLEST: Final = -(2**63)
_LARGEST: Final = 2**63 - 1


class Random:
    """One stream of random numbers; named streams branch off it.

    A stream per purpose keeps a game steady under change: what the loot rolls
    does not depend on how many sparks flew. The generator is numpy's PCG64,
    whose bits are the same on every machine.

    >>> Random(7).integer(1, 6) == Random(7).integer(1, 6)
    True
    """

    def __init__(self, seed: int = 0) -> None:
        """Begin a stream.

        Args:
            seed: Any whole number.

        Raises:
            BadValue: The seed is no whole number.
        """
        self._streams: dict[str, Random] = {}
        self._begin(_whole("A seed", seed))

    def _begin(self, seed: int) -> None:
        """Set the stream, but not those that branch off it, to its very beginning."""
        self._seed = seed
        entropy = seed if 0 <= seed < 2**128 else _hashed(str(seed))
        self._generator = np.random.Generator(np.random.PCG64(entropy))
        self._first: dict[str, Any] = dict(self._generator.bit_generator.state)

    @property
    def seed(self) -> int:
        """The number this stream began from."""
        return self._seed

    def stream(self, name: str) -> Random:
        """Return the stream of that name: always the same one, from the same seed."""
        found = self._streams.get(name)
        if found is None:
            found = self._streams[name] = Random(self._branch(name))
        return found

    def _branch(self, name: str) -> int:
        return _hashed(f"{self._seed} {name}")

    def uniform(self, a: float = 0.0, b: float = 1.0) -> float:
        """Return a number from `a` up to, but not including, `b`."""
        return a + (b - a) * float(self._generator.random())

    def integer(self, a: int, b: int) -> int:
        """Return a whole number from `a` to `b`, both included.

        Raises:
            BadValue: There is none, or a bound is no whole number of 64 bits.
        """
        low, high = _whole("A bound", a), _whole("A bound", b)
        if high < low:
            raise BadValue(f"There is no whole number from {a} to {b}.")
        if low < _SMALLEST or high > _LARGEST:
            raise BadValue(f"integer() goes from -2**63 to 2**63 - 1; found {a} to {b}.")
        return int(self._generator.integers(low, high + 1))

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
        """Return `n` numbers from `a` up to `b` as an array, for column systems.

        Raises:
            BadValue: `n` is below 0.
        """
        if n < 0:
            raise BadValue(f"numbers() gives 0 numbers or more, not {n}.")
        return a + (b - a) * self._generator.random(n)

    def get_state(self) -> dict[str, Any]:
        """Return everything that decides the numbers to come, as plain data.

        A stream nobody drew from is left out: asking for it changes nothing.
        """
        inner: dict[str, Any] = dict(self._generator.bit_generator.state)
        used = {name: s.get_state() for name, s in sorted(self._streams.items()) if s._is_used()}
        return {
            "seed": self._seed,
            "generator": {**inner, "state": dict(inner["state"])},
            "streams": used,
        }

    def _is_used(self) -> bool:
        """Tell whether this stream or one that branches off it gave a number yet."""
        drawn = self._generator.bit_generator.state != self._first
        return drawn or any(stream._is_used() for stream in self._streams.values())

    def set_state(self, state: dict[str, Any]) -> None:
        """Go back to a state that `get_state` gave; streams that game code holds go with it."""
        self._restart(int(state["seed"]))
        self._generator.bit_generator.state = state["generator"]
        for name, inner in state["streams"].items():
            self.stream(name).set_state(inner)

    @contextmanager
    def frozen(self, why: str) -> Generator[None]:
        """Give no numbers inside the block, nor do the streams that branched off.

        Raises:
            UsageError: Somebody asks for one; `why` is the message.
        """
        kept = [(stream, stream._generator) for stream in self._all()]
        for stream, generator in kept:
            stream._generator = cast(Any, _NoNumbers(generator.bit_generator, why))
        try:
            yield
        finally:
            for stream, generator in kept:
                stream._generator = generator

    def _all(self) -> list[Random]:
        """Return this stream and all that branched off it."""
        return [self, *(below for s in self._streams.values() for below in s._all())]

    def _restart(self, seed: int) -> None:
        self._begin(seed)
        for name, stream in self._streams.items():
            stream._restart(self._branch(name))


class _NoNumbers:
    """Stands for a generator that must stay as it is; its state can be read."""

    def __init__(self, state: Any, why: str) -> None:
        self.bit_generator = state
        self._why = why

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name) if name.startswith("_") else UsageError(self._why)


def _hashed(text: str) -> int:
    """Return 128 bits that follow from a text, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=16).digest(), "big")


def _whole(what: str, value: Any) -> int:
    try:
        return operator.index(value)
    except TypeError:
        raise BadValue(f"{what} of random numbers is a whole number, not {value!r}.") from None
