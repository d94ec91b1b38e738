"""The strict check: every tick twice, arrays poisoned after use, drawing that only looks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from zenith.app import App, PictureSettings, SceneView, StackState
from zenith.app.devices import Painter
from zenith.app.report import game_error
from zenith.checks.divergence import divergence
from zenith.checks.onlooker import Onlooker
from zenith.checks.pair import Pair, Play, Twin, compared
from zenith.checks.report import Finding, Report
from zenith.checks.watch import Watch
from zenith.errors import GameError
from zenith.input import TickInput
from zenith.loads import Held
from zenith.scenefile import Problem
from zenith.world import frozen

TWICE: Final = ("the first time", "the second time")
DRAWN: Final = ("before drawing", "after drawing")
OpenPainter = Callable[[App], Painter | None]


def check_strict(
    make: Callable[[], App],
    ticks: int,
    play: Play | None = None,
    painter: OpenPainter | None = None,
) -> Report:
    """Run a game under rules that a correct one does not feel.

    Every tick is taken twice from the same state by twins of the game, which have to
    agree. Column arrays move after each system, and the old ones are poisoned. After
    each tick the game is drawn while its worlds are frozen, and what drawing changes
    all the same, in scripts and resources, is found by comparison. The game itself
    must go the way of one that is left alone.

    Args:
        make: Makes the game, the same each time.
        ticks: How many ticks at most; fewer if the game ends or breaks a rule.
        play: Makes what plays it.
        painter: Makes what draws it; a stand-in calls the draw functions without.

    Raises:
        ZenithError: The game fails by itself, or holds what cannot be copied.
    """
    check = _Strict(Pair(make, play, Report()), painter)
    try:
        while check.pair.running and check.pair.report.ticks < ticks and check.tick():
            pass
    finally:
        check.painter.close()
    return check.pair.report


class FrozenPainter:
    """A painter before whose eyes nothing moves."""

    def __init__(self, painter: Painter) -> None:
        self._painter = painter

    def paint(self, scenes: Sequence[SceneView], settings: PictureSettings) -> None:
        """Draw the scenes while their worlds are frozen."""
        with frozen(*(scene.world for scene in scenes)):
            self._painter.paint(scenes, settings)

    def cover(self, draw: Callable[[Any], None]) -> None:
        """Draw over what was painted last."""
        self._painter.cover(draw)

    def forget_shaders(self, files: Iterable[Path]) -> list[Problem]:
        """Compile anew what was made of shader files."""
        return self._painter.forget_shaders(files)

    def save(self, path: Path) -> None:
        """Write what was drawn last as a PNG file."""
        self._painter.save(path)

    def thumbnail(self) -> bytes:
        """Return what was drawn last, made small, as PNG."""
        return self._painter.thumbnail()

    def held(self) -> list[Held]:
        """Return the pictures and fonts held in memory."""
        return self._painter.held()

    def release_unused(self) -> None:
        """Free what nobody uses."""
        self._painter.release_unused()

    def forget(self, files: Collection[Path]) -> list[str]:
        """Load anew what was made of files; return why one was not loaded."""
        return self._painter.forget(files)

    def close(self) -> None:
        """Give the graphics device back."""
        self._painter.close()


class _Strict:
    """The game under strict rules, the one left alone, and two twins."""

    def __init__(self, pair: Pair, painter: OpenPainter | None) -> None:
        self.pair = pair
        self._report = pair.report
        opened = painter(pair.main) if painter is not None else None
        self._report.pictured = opened is not None
        self.painter = FrozenPainter(opened or Onlooker(pair.main.assets))
        pair.main.devices.painter = self.painter
        self._watch = Watch(pair.main)
        self._twins = (Twin(pair.main), Twin(pair.main))
        self._state = pair.main.take()

    def tick(self) -> bool:
        """Run one tick of everybody and compare; tell whether to go on."""
        main, state = self.pair.main, self._state
        one, other = self._twins
        self._twins = (one.fitting(main, state), other.fitting(main, state))
        self._watch.begin(*(twin.app for twin in self._twins))
        heard = self.pair.lead()
        try:
            self.pair.follow(heard)
            self._watch.look()
        except GameError as error:
            return self._report.note(error)
        self._state = main.take()
        data = self._state.to_bytes()
        self.pair.compare(data)
        if main.ticks == state.ticks + 1:
            self._report.note(self._both(state, heard))
        self._report.note(self._drawn(data))
        return True

    def _both(self, state: StackState, heard: TickInput) -> Finding:
        found: Finding = None
        for twin in self._twins:
            twin.go_back(state)
            found = found or twin.step(heard)
        return found or compared(*self._twins, TWICE)

    def _drawn(self, before: bytes) -> Finding:
        """Draw a frame; return what that changed."""
        main = self.pair.main
        self._report.drawn += 1
        try:
            main.draw()
        except Exception as error:
            return game_error(error, main.world.tick, "drawing")
        if main.take().to_bytes() == before:
            return None
        return self._changed_by_drawing()

    def _changed_by_drawing(self) -> Finding:
        main, before = self.pair.main, Twin(self.pair.main)
        before.go_back(self._state)
        self._state = main.take()
        return divergence(before.app, main, main.ticks, DRAWN)
