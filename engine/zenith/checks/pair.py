"""The game that is checked, and one that nobody touches beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from zenith.app import App, Driver, SceneState, StackState
from zenith.checks.divergence import Divergence, divergence
from zenith.checks.report import Report
from zenith.errors import GameError, UsageError
from zenith.input import TickInput

Play = Callable[[], Driver | None]
"""Makes what plays the game; called when the game has been loaded."""
LEFT_ALONE: Final = ("left alone", "checked")


class Ear(Driver):
    """Keeps what each tick knew.

    Attributes:
        heard: What the last tick knew.
    """

    def __init__(self) -> None:
        self.heard = TickInput()

    def after_tick(self, app: App) -> None:
        """Keep it before the game may go back in time."""
        self.heard = app.heard()


class Pair:
    """Two fresh games that tick together: the same player plays both.

    Attributes:
        alone: Played by the player, otherwise left alone.
        main: The one that is checked; it is fed what the other one heard.
        report: What was found.
    """

    def __init__(self, make: Callable[[], App], play: Play | None, report: Report) -> None:
        self.main = make()
        self.alone = make()
        if self.main is self.alone:
            raise UsageError("A check needs a game that can be made twice; give a function.")
        self.report = report
        self._ear = Ear()
        self._apart = False
        player = play() if play is not None else None
        if player is not None:
            self.alone.drivers.append(player)
        self.alone.drivers.append(self._ear)

    @property
    def running(self) -> bool:
        """Whether both games go on."""
        return self.alone.running and self.main.running

    def lead(self) -> TickInput:
        """Run a tick of the game that is left alone; return what it knew.

        Raises:
            GameError: The game fails by itself.
        """
        self.alone.tick()
        return self._ear.heard

    def follow(self, heard: TickInput) -> None:
        """Run the same tick of the game that is checked.

        Raises:
            GameError: It fails, though the other one did not.
        """
        self.main.feed(heard)
        self.report.ticks += 1
        self.main.tick()

    def compare(self, main: bytes) -> None:
        """Compare the two, the checked one given as bytes; what went apart is told once."""
        if self._apart:
            return
        found = None
        if main != self.alone.take().to_bytes():
            found = divergence(self.alone, self.main, self.main.ticks, LEFT_ALONE)
        self._apart = not self.report.note(found)


class Twin:
    """A game in the state of another one, that takes single steps beside it.

    Attributes:
        app: The game.
    """

    def __init__(self, main: App) -> None:
        self.app = main.shadow()

    def fitting(self, main: App, state: StackState) -> Twin:
        """Return this twin, or a new one where a state needs other scenes than it has."""
        names = [scene.name for scene in self.app.scenes.all]
        return self if names == [kept.name for kept in state.scenes] else Twin(main)

    def go_back(self, state: StackState) -> None:
        """Go to a state of the other game, as it lies in memory."""
        scenes = tuple(
            SceneState(kept.name, kept.world, mine, tuple(mine.systems))
            for kept, mine in zip(state.scenes, self.app.scenes.all, strict=True)
        )
        self.load(StackState(scenes, state.ticks, state.rest))

    def load(self, state: StackState) -> None:
        """Go to a state that comes from bytes."""
        self.app.go_back(state)
        self.app.ticks = state.ticks

    def step(self, heard: TickInput) -> GameError | None:
        """Take one step; return what game code raised."""
        self.app.feed(heard)
        try:
            self.app.step()
        except GameError as error:
            return error
        return None


def compared(first: Twin, second: Twin, runs: tuple[str, str]) -> Divergence | None:
    """Return the first difference between two twins; None where there is none."""
    if first.app.take().to_bytes() == second.app.take().to_bytes():
        return None
    return divergence(first.app, second.app, first.app.ticks, runs)
