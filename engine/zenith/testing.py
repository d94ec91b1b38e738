"""Games as tests: load one without any device, play it by script, look at its world."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from zenith.app import App, load_app
from zenith.drivers import Replay
from zenith.errors import UsageError
from zenith.replay import Recording
from zenith.world import Entity, World

Step = Callable[["Game"], object]


class Game:
    """A game driven by a script instead of a person: no window, no GL, no audio device.

    Every call returns the game, so that a playthrough reads as one sentence:
    `game.hold("move", 1).ticks(300).press("jump").ticks(60)`.

    Attributes:
        app: The App being driven.
    """

    def __init__(self, make: Callable[[], App]) -> None:
        self._make = make
        self._done: list[Step] = []
        self.app = make()

    @property
    def world(self) -> World:
        """The world of the scene on top."""
        return self.app.world

    def hold(self, action: str, value: float = 1.0) -> Game:
        """Hold an action until `release`; axes take -1 to 1."""
        return self._do(lambda game: game.app.input.hold(action, value))

    def press(self, action: str) -> Game:
        """Press an action for the next tick only."""
        return self._do(lambda game: game.app.input.press(action))

    def release(self, action: str) -> Game:
        """Let go of an action that is held."""
        return self._do(lambda game: game.app.input.release(action))

    def pointer(self, x: float, y: float) -> Game:
        """Put the pointer somewhere on the virtual screen."""
        return self._do(lambda game: game.app.input.point(x, y))

    def ticks(self, count: int = 1) -> Game:
        """Run some ticks; fewer if the game quits.

        Raises:
            GameError: Game code raised.
        """
        return self._do(lambda game: game._run(count))

    def replay(self, recording: Recording) -> Game:
        """Play a recording in a game that has not ticked yet, to its end or the game's.

        Raises:
            ReplayError: It went another way than the recording did.
            GameError: Game code raised.
        """
        return self._do(lambda game: game._replay(Replay(recording)))

    def _replay(self, replay: Replay) -> None:
        if self.app.ticks:
            raise UsageError(f"A replay begins with a new game; this one ran {self.app.ticks}.")
        replay.begin(self.app)
        self.app.drivers.append(replay)
        while self.app.running:
            self.app.tick()

    def _run(self, count: int) -> None:
        for _ in range(count):
            if not self.app.running:
                return
            self.app.tick()

    def _do(self, step: Step) -> Game:
        self._done.append(step)
        step(self)
        return self

    def find(self, name: str) -> Entity:
        """Return the entity of that name in the scene on top.

        Raises:
            UnknownName: There is none.
        """
        return self.world.find(name)

    def digest(self) -> str:
        """Return the hash of every world on the stack."""
        return self.app.digest()

    def again(self) -> Game:
        """Return a fresh game with everything done so far done again."""
        fresh = Game(self._make)
        for step in self._done:
            fresh._do(step)
        return fresh


def load(path: Path | str, *, seed: int | None = None) -> Game:
    """Load a game for a test.

    Args:
        path: A Python file, or a folder with a `main.py`.
        seed: The seed of its random numbers; its own when None.

    Raises:
        UsageError: There is no such file, or it never calls `run()`.
    """
    file = Path(path)
    if not file.exists():
        raise UsageError(f"{file} does not exist; expected a game's folder or Python file.")
    return Game(lambda: load_app(file, seed=seed))


def drive(app: App) -> Game:
    """Return a Game around an App that a test made itself; it cannot be played `again`."""
    used: list[App] = []

    def once() -> App:
        if used:
            raise UsageError("again() needs a game that was loaded, or pass a function to Game.")
        used.append(app)
        return app

    return Game(once)
