"""What pymunk calls during a step: it notes, and leaves the work for afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pymunk

from zenith.physics.shapes import BOUNCY, PLAIN

_PAIRS: Final = ((PLAIN, PLAIN), (PLAIN, BOUNCY), (BOUNCY, BOUNCY))

Mark = tuple[pymunk.Arbiter, bool]
"""A pair of shapes that began (True) or ceased to touch in the step just made."""


class Listener:
    """Collects what began and ended in one Space.

    pymunk prints and forgets exceptions raised in a callback (Ctrl+C is one), so
    they are kept and raised by `take`. It calls `separate` in an order that
    differs from process to process: nothing here may depend on it. An arbiter
    stays valid until the next step, so reading it can wait.
    """

    def __init__(self, space: pymunk.Space, removed: Callable[[pymunk.Arbiter], None]) -> None:
        self._marks: list[Mark] = []
        self._failure: BaseException | None = None
        self._stepping = False
        self._removed = removed
        for pair in _PAIRS:
            space.on_collision(*pair, begin=self._begin, separate=self._separate)
        space.on_collision(PLAIN, BOUNCY, pre_solve=self._bounce)

    def step(self, space: pymunk.Space, dt: float) -> list[Mark]:
        """Step the Space and return what began and ended, in no particular order."""
        self._stepping = True
        try:
            space.step(dt)
        finally:
            self._stepping = False
        return self.take()

    def close(self, space: pymunk.Space) -> None:
        """Hear nothing more: a Space that is emptied or thrown away reports every pair as parted.

        Args:
            space: The Space that was listened to.
        """
        for pair in _PAIRS:
            space.on_collision(*pair, separate=pymunk.empty_callback)

    def take(self) -> list[Mark]:
        """Return the marks since the last call, or raise what went wrong in a callback."""
        failure, self._failure = self._failure, None
        if failure is not None:
            raise failure
        marks, self._marks = self._marks, []
        return marks

    def _begin(self, arbiter: pymunk.Arbiter, _space: pymunk.Space, _data: Any) -> None:
        try:
            self._marks.append((arbiter, True))
        except BaseException as error:
            self._failure = error

    def _separate(self, arbiter: pymunk.Arbiter, _space: pymunk.Space, _data: Any) -> None:
        try:
            if self._stepping:
                self._marks.append((arbiter, False))
            else:
                self._removed(arbiter)
        except BaseException as error:
            self._failure = error

    def _bounce(self, arbiter: pymunk.Arbiter, _space: pymunk.Space, _data: Any) -> None:
        """Let a shape without bounce leave the bounce to the other."""
        try:
            a, b = arbiter.shapes
            root = max(a.elasticity, b.elasticity)
            arbiter.restitution = root * root
        except BaseException as error:
            self._failure = error
