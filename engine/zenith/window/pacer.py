"""Keeping frames apart, where the screen does not."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

SPIN: Final = 0.0015


class Pacer:
    """Waits so that frames come at an even rate.

    It sleeps for most of the wait, and spins for the last 1.5 ms, because no
    system wakes a sleeper to the millisecond.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.perf_counter,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._due = 0.0

    def wait(self, rate: float) -> None:
        """Wait until the next frame is due; a late frame is not made up for.

        Args:
            rate: Frames per second; 0 does not wait.
        """
        now = self._clock()
        if rate <= 0.0:
            self._due = now
            return
        period = 1.0 / rate
        self._due += period
        if not now - period <= self._due <= now + period:
            self._due = now if now > self._due else now + period
        if self._due - now > SPIN:
            self._sleep(self._due - now - SPIN)
        while self._clock() < self._due:
            pass
