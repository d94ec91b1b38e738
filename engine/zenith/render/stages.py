"""Where a frame's time goes, for those who want to know."""

from __future__ import annotations

from collections.abc import Callable


class Stages:
    """Adds up seconds by stage; without a clock it does nothing."""

    def __init__(self, clock: Callable[[], float] | None = None) -> None:
        self._clock = clock
        self._last = 0.0
        self.seconds: dict[str, float] = {}

    def begin(self) -> None:
        """Start a frame."""
        self.seconds = {}
        if self._clock is not None:
            self._last = self._clock()

    def mark(self, stage: str) -> None:
        """Charge the time since the last mark to a stage."""
        if self._clock is not None:
            now = self._clock()
            self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._last
            self._last = now
