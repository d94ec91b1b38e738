"""Games as tests: load one without any device, play it by script, look at its world."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from zenith import checks
from zenith.app import App, Driver, Player, load_app
from zenith.batch import BatchRun, batch
from zenith.checks import Divergence, Report
from zenith.drivers import Replay, ScriptedPlayer, demo_player
from zenith.errors import DeviceError, UsageError
from zenith.replay import Recording
from zenith.world import Entity, World

__all__ = [
    "BatchRun", "Divergence", "Game", "Report", "batch", "check_heavy", "check_strict", "drive",
    "load",
]  # fmt: skip

Playing = Player | Recording | str | None
"""Who plays a game that is checked."""
Step = Callable[["Game"], object]


class Game:
    """A game driven by a script instead of a person: no window, no GL, no audio device.

    Every call returns the game, so that a playthrough reads as one sentence:
    `game.hold("move", 1).ticks(300).press("jump").ticks(60)`.

    Attributes:
        app: The App being driven.
        path: The file or folder it was loaded from, or None.
    """

    def __init__(self, make: Callable[[], App], path: Path | None = None) -> None:
        self.path = path
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

    def picture(self, path: Path | str | None = None) -> NDArray[Any]:
        """Draw what would be seen now, off-screen.

        Args:
            path: A PNG file to write as well.

        Returns:
            The pixels: uint8 (height, width, 4), the upper row first.

        Raises:
            DeviceError: There is no OpenGL 3.3 here.
        """
        try:
            # Only a test that looks at pictures needs a graphics device.
            from zenith.desktop import open_picture  # noqa: PLC0415
        except ImportError as error:
            raise DeviceError(f"A picture needs pygame-ce and ModernGL: {error}.") from None
        painter, before = open_picture(self.app), self.app.devices.painter
        self.app.devices.painter = painter
        try:
            self.app.draw()
            if path is not None:
                painter.save(path)
            return painter.pixels()
        finally:
            self.app.devices.painter = before
            painter.close()

    def again(self) -> Game:
        """Return a fresh game with everything done so far done again."""
        fresh = Game(self._make, self.path)
        for step in self._done:
            fresh._do(step)
        return fresh


def load(path: Path | str, *, seed: int | None = None, language: str = "") -> Game:
    """Load a game for a test.

    Args:
        path: A Python file, or a folder with a `zenith.toml` or `main.py`.
        seed: The seed of its random numbers; its own when None.
        language: The language that the player set, as "de"; none when "".

    Raises:
        UsageError: There is no such file, or it never calls `run()`.
        UnknownName: The game does not speak that language.
    """
    file = Path(path)
    if not file.exists():
        raise UsageError(f"{file} does not exist; expected a game's folder or Python file.")

    def make() -> App:
        app = load_app(file, seed=seed)
        if language:
            app.preferences.speech.choose(language)
        return app

    return Game(make, file)


def drive(app: App) -> Game:
    """Return a Game around an App that a test made itself; it cannot be played `again`."""
    used: list[App] = []

    def once() -> App:
        if used:
            raise UsageError("again() needs a game that was loaded, or pass a function to Game.")
        used.append(app)
        return app

    return Game(once)


def check_heavy(game: Game, ticks: int, *, player: Playing = None) -> Report:
    """Restore a game at every tick, from memory and from bytes, and compare what comes of it.

    The game goes on from what the test did with it up to now; the Game given is not touched.

    Args:
        game: The game.
        ticks: How many ticks at most.
        player: Who plays: the name of a player in the game's `demo.py`, a function like one, or a
            recording; nobody when None.

    Raises:
        ZenithError: The game fails by itself, or holds what cannot be copied.
    """
    return checks.check_heavy(lambda: game.again().app, ticks, lambda: _driver(game, player))


def check_strict(game: Game, ticks: int, *, player: Playing = None) -> Report:
    """Take every tick twice, poison arrays after use, and draw with the world frozen.

    The game goes on from what the test did with it up to now; the Game given is not touched.

    Args:
        game: The game.
        ticks: How many ticks at most.
        player: Who plays: the name of a player in the game's `demo.py`, a function like one, or a
            recording; nobody when None.

    Raises:
        ZenithError: The game fails by itself, or holds what cannot be copied.
    """
    return checks.check_strict(lambda: game.again().app, ticks, lambda: _driver(game, player))


def _driver(game: Game, player: Playing) -> Driver | None:
    if player is None:
        return None
    if isinstance(player, str):
        if game.path is None:
            raise UsageError(f'"{player}" names a player of a demo.py; this game has no file.')
        return demo_player(game.path, player)
    return Replay(player) if isinstance(player, Recording) else ScriptedPlayer(player)
