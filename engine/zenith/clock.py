"""The fixed beat: how many ticks a frame owes, as a pure function of `now`."""

from __future__ import annotations

import math

from zenith.errors import BadValue


class Clock:
    """Turns the moments at which frames begin into whole ticks.

    Nothing here reads a clock: `advance` is told the time. Time that does not
    fill a tick is kept for the next frame; a frame that owes more than
    `max_ticks` loses the rest, so a slow machine slows the game down instead of
    falling ever further behind.

    Attributes:
        tick_rate: Ticks per second at time scale 1.
        max_ticks: The most ticks one frame may run.
        paused: While true no time passes, except by `step_once`: the game's own pause.
        held: The same for the App's reasons, as when the window lost the focus.

    >>> clock = Clock(tick_rate=60)
    >>> clock.advance(10.0), clock.advance(10.0 + 2.5 / 60), round(clock.alpha, 6)
    (0, 2, 0.5)
    """

    def __init__(self, tick_rate: float = 60.0, max_ticks: int = 5) -> None:
        if not (math.isfinite(tick_rate) and tick_rate > 0.0):
            raise BadValue(f"A clock needs a tick rate above 0, not {tick_rate}.")
        if max_ticks < 1:
            raise BadValue(f"A clock needs at least 1 tick a frame, not {max_ticks}.")
        self.tick_rate = tick_rate
        self.max_ticks = max_ticks
        self.paused = False
        self.held = False
        self._scale = 1.0
        self._last: float | None = None
        self._owed = 0.0
        self._steps = 0

    @property
    def dt(self) -> float:
        """Seconds of one tick: a constant, whatever the time scale."""
        return 1.0 / self.tick_rate

    @property
    def alpha(self) -> float:
        """How far the present moment lies between the last tick and the next, 0 to 1."""
        return min(self._owed, 1.0)

    @property
    def time_scale(self) -> float:
        """How fast game time runs: 0.5 is slow motion; it changes ticks per second, never dt."""
        return self._scale

    @time_scale.setter
    def time_scale(self, scale: float) -> None:
        if not (math.isfinite(scale) and scale >= 0.0):
            raise BadValue(f"A time scale is 0 or more, not {scale}.")
        self._scale = scale

    def step_once(self) -> None:
        """Let the next frame run one tick although the clock is paused."""
        self._steps += 1

    def advance(self, now: float) -> int:
        """Return how many ticks the frame that begins at `now` seconds owes.

        The first call starts the clock and returns 0. A `now` that went back or
        is not a number counts as no time at all.
        """
        elapsed = self._elapsed(now)
        if self.paused or self.held:
            ticks, self._steps = min(self._steps, self.max_ticks), 0
            return ticks
        self._steps = 0
        # Far beyond the clamp nothing changes, and int() knows no infinity.
        rate = min(self.tick_rate * self._scale, 1e15)
        self._owed += min(elapsed * rate, 1e15)
        # A hair of rounding must not turn 60 frames a second into 59 ticks and a stutter.
        ticks = int(self._owed + 1e-6)
        self._owed = max(self._owed - ticks, 0.0)
        return min(ticks, self.max_ticks)

    def _elapsed(self, now: float) -> float:
        """Return the seconds since the last call, never below 0 and never infinite."""
        if not math.isfinite(now):
            return 0.0
        last, self._last = self._last, now
        elapsed = 0.0 if last is None else now - last
        return elapsed if math.isfinite(elapsed) and elapsed > 0.0 else 0.0

    def restart(self) -> None:
        """Forget the last moment, as after a long load: the next frame owes nothing."""
        self._last = None
        self._owed = 0.0
