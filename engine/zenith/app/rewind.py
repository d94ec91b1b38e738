"""Going back in time: what an App keeps of its past, and how it gets to a tick of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zenith.app.state import StackState, make_canonical, put_back, take_stack
from zenith.errors import BadValue, UsageError
from zenith.history import REBUILD_EVERY, HistorySettings, Keyframe, Timeline
from zenith.input import TickInput

if TYPE_CHECKING:
    from zenith.app.app import App


class History:
    """The past of an App: every tick of the last seconds can be gone back to.

    Before a tick of a world whose own tick is divisible by 120 the state of all
    scenes is kept, physics made anew from the columns; of every other tick only
    what it knew of the player. `seek` puts the nearest state back and runs the
    ticks after it again, silently. Going on from there by `App.tick` forks: what
    came after is forgotten.

    Attributes:
        settings: How much is kept; None keeps nothing, and physics is left alone.
        keeps: Whether anything is kept; without, physics is made anew at the same ticks all the
            same, so that the run does not change.
        resimulating: Whether ticks are being run again, so that nothing may be heard or written.

    >>> def count(world, dt):
    ...     for pos in world.columns(zn.Transform):
    ...         pos.x += 1
    >>> app = zn.App("Count", systems=[count])
    >>> crate = app.world.spawn(zn.Transform())
    >>> for _ in range(10):
    ...     app.tick()
    >>> app.history.seek(4)
    >>> crate[zn.Transform].x, app.ticks, app.history.last
    (4.0, 4, 10)
    """

    def __init__(self, app: App, settings: HistorySettings | None, *, keeps: bool = True) -> None:
        self.settings = settings
        self.keeps = keeps
        self.resimulating = False
        self._app = app
        self._asked = 0
        seconds, megabytes = (settings.seconds, settings.megabytes) if settings else (0.0, 0.0)
        self._past = Timeline[StackState](
            ticks=round(seconds * app.clock.tick_rate), nbytes=round(megabytes * 2**20)
        )

    @property
    def first(self) -> int:
        """The earliest tick that `seek` reaches."""
        return self._past.first

    @property
    def last(self) -> int:
        """The latest tick that `seek` reaches."""
        return self._past.last if self._past else self._app.ticks

    @property
    def nbytes(self) -> int:
        """About how much memory the past takes."""
        return self._past.nbytes

    def before_step(self) -> None:
        """Keep the state where the tick that begins is one of those to go back to."""
        app, past = self._app, self._past
        if self.settings is None:
            return
        if app.ticks < past.last and not self.resimulating:
            past.cut(app.ticks)
        due = app.world.tick % REBUILD_EVERY == 0
        if not due and past:
            return
        if due:
            make_canonical(app)
        if self.keeps and not past.has_keyframe(app.ticks):
            state = take_stack(app)
            past.keep(app.ticks, state, state.nbytes)

    def keep_now(self) -> None:
        """Keep the state as it is, as after it was changed by hand between two ticks.

        Going back finds it from then on; physics is made anew, as at every state kept.

        Raises:
            UsageError: A tick is running.
        """
        app, past = self._app, self._past
        if app.outside.open:
            raise UsageError("keep_now() cannot be called inside a tick.")
        if self.settings is None or not self.keeps:
            return
        past.cut(app.ticks)
        make_canonical(app)
        state = take_stack(app)
        past.keep(app.ticks, state, state.nbytes)

    def after_step(self) -> None:
        """Keep what the tick that ends knew."""
        if self.settings is not None and self.keeps and not self.resimulating:
            self._past.note(self._app.heard())

    def reaches(self, tick: int) -> bool:
        """Tell whether `seek` can go to a tick."""
        return bool(self._past) and self.first <= tick <= self.last

    def forget(self) -> None:
        """Forget the past, as when another game was loaded into this App."""
        self._past.clear()

    def keyframe(self, tick: int) -> Keyframe[StackState]:
        """Return the last whole state kept at or before a tick.

        Raises:
            UsageError: The tick is out of reach.
        """
        return self._past.keyframe(tick)

    def inputs(self, start: int, end: int) -> list[TickInput]:
        """Return what the ticks from `start` up to, but not including, `end` knew.

        Raises:
            UsageError: One of them is out of reach.
        """
        return self._past.inputs(start, end)

    def rewind(self, ticks: int) -> None:
        """Ask to go back when the tick that runs now is over: what a game calls in a system.

        The run forks there, so neither a recording nor history itself knows of
        the ticks that were taken back.

        Args:
            ticks: How many ticks to take back besides the present one; as many as are kept.

        Raises:
            BadValue: It is below 1.
        """
        if ticks < 1:
            raise BadValue(f"rewind() takes 1 tick or more back, not {ticks}.")
        self._asked = 0 if self.resimulating else ticks + 1

    def settle(self) -> None:
        """Go back as far as was asked for; called when a tick is over."""
        asked, self._asked = self._asked, 0
        if asked and self._past:
            self.seek(max(self.first, self._app.ticks - asked))

    def seek(self, tick: int) -> None:
        """Go to a tick: the App is as it was when `App.ticks` was that number.

        What lies after it stays within reach until the App ticks on.

        Raises:
            UsageError: The tick is out of reach, or a tick is running.
            GameError: Game code raised when it ran again; the App is where that happened.
        """
        app = self._app
        if app.outside.open:
            raise UsageError("seek() cannot be called inside a tick; ask for it between frames.")
        keyframe = self._past.keyframe(tick)
        self._asked = 0
        self.resimulating = app.sounds.muted = True
        try:
            put_back(app, keyframe.state)
            app.ticks = keyframe.tick
            for given in self._past.inputs(keyframe.tick, tick):
                app.feed(given)
                app.step()
        finally:
            self.resimulating = app.sounds.muted = False
        for driver in app.drivers:
            driver.after_seek(app)
