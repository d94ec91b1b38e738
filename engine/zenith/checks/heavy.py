"""The heavy check: the game is restored at every tick, and what comes of it compared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from zenith.app import App, StackState
from zenith.checks.divergence import divergence
from zenith.checks.pair import Pair, Play, Twin, compared
from zenith.checks.report import Finding, Report
from zenith.components import (
    Body,
    BoxCollider,
    CircleCollider,
    PolygonCollider,
    SegmentCollider,
)
from zenith.errors import BadValue
from zenith.history import REBUILD_EVERY
from zenith.input import TickInput

SOLID: Final = (Body, BoxCollider, CircleCollider, PolygonCollider, SegmentCollider)
FROM_MEMORY: Final = ("from memory", "from bytes")
RESTORED: Final = ("live", "restored")


def check_heavy(make: Callable[[], App], ticks: int, play: Play | None = None) -> Report:
    """Restore a game at every tick and compare what it does from there.

    At every tick a copy of the state is restored into two twins of the game, into
    one as it lies in memory, into the other by way of bytes; both take the tick, and
    have to agree. What is saved of the second must be the same bytes again. A third
    twin is restored wherever that is exact (physics made anew, which happens every
    120 ticks) and has to agree with the game itself at every tick in between. The
    game itself must go the way of one that is left alone.

    Args:
        make: Makes the game, the same each time.
        ticks: How many ticks at most; fewer if the game ends.
        play: Makes what plays it.

    Raises:
        ZenithError: The game fails by itself, or holds what cannot be copied.
    """
    check = _Heavy(Pair(make, play, Report()))
    while check.pair.running and check.pair.report.ticks < ticks:
        check.tick()
    return check.pair.report


class _Heavy:
    """The game, the one left alone, and the three twins."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        self._report = pair.report
        self._twins = (Twin(pair.main), Twin(pair.main))
        self._follower: Twin | None = None
        self._state = pair.main.take()
        self._bytes = self._state.to_bytes()

    def tick(self) -> None:
        """Run one tick of everybody, and compare."""
        main, state, saved = self.pair.main, self._state, self._bytes
        memory, file = self._twins
        self._twins = (memory.fitting(main, state), file.fitting(main, state))
        if is_exact(main):
            self._follow(main, state)
        heard = self.pair.lead()
        self.pair.follow(heard)
        self._state = main.take()
        self._bytes = self._state.to_bytes()
        self.pair.compare(self._bytes)
        if main.ticks != state.ticks + 1:
            self._follower = None  # it went back in time
            return
        self._compare_follower(heard)
        self._report.note(self._from_both(state, saved, heard))

    def _follow(self, main: App, state: StackState) -> None:
        follower = self._follower or Twin(main)
        self._follower = follower.fitting(main, state)
        self._follower.go_back(state)

    def _compare_follower(self, heard: TickInput) -> None:
        twin, main = self._follower, self.pair.main
        if twin is None:
            return
        found: Finding = twin.step(heard)
        if found is None and twin.app.take().to_bytes() != self._bytes:
            found = divergence(main, twin.app, main.ticks, RESTORED)
        if not self._report.note(found):
            self._follower = None

    def _from_both(self, state: StackState, saved: bytes, heard: TickInput) -> Finding:
        """Let a twin go on from memory and one from bytes; return what differs."""
        memory, file = self._twins
        memory.go_back(state)
        file.load(StackState.from_bytes(saved))
        found = self._saved_again(saved)
        for twin in (memory, file):
            found = found or twin.step(heard)
        return found or compared(memory, file, FROM_MEMORY)

    def _saved_again(self, saved: bytes) -> Finding:
        """Compare what a restored game would save with what it was restored from."""
        memory, file = self._twins
        again = file.app.take().to_bytes()
        if again == saved:
            return None
        # Small tables sort themselves when they are looked at, and physics looks: that counts for
        # nothing, but it must be over by now.
        file.load(StackState.from_bytes(again))
        if file.app.take().to_bytes() != again:
            return BadValue(f"tick {file.app.ticks}: what is saved after loading changes each time")
        return divergence(memory.app, file.app, file.app.ticks, FROM_MEMORY)


def is_exact(app: App) -> bool:
    """Tell whether a restored game goes on from here exactly as the game itself."""
    if app.history.settings is not None and app.world.tick % REBUILD_EVERY == 0:
        return True
    return not any(scene.world.count(kind) for scene in app.scenes.all for kind in SOLID)
