"""Drivers for Apps: scripted players, replays, recordings and pictures of a run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from zenith.app import App, Driver, Player, load_players
from zenith.errors import ReplayError, unknown
from zenith.input import TickInput
from zenith.replay import Recorder, Recording
from zenith.version import VERSION


class ScriptedPlayer(Driver):
    """Plays an App by a function that looks at the world and says what to press.

    The App quits when the function returns None.

    >>> app = zn.App()
    >>> app.drivers.append(ScriptedPlayer(lambda world: {"move": 1.0} if world.tick < 3 else None))
    >>> while app.running:
    ...     app.tick()
    >>> app.ticks
    4
    """

    plays = True

    def __init__(self, player: Player) -> None:
        self._player = player

    def before_tick(self, app: App) -> None:
        """Ask the player, and press what it says."""
        wanted = self._player(app.world)
        if wanted is None:
            app.quit()
        elif isinstance(wanted, Mapping):
            app.input.feed(TickInput({name: float(value) for name, value in wanted.items()}))
        else:
            app.input.feed(wanted)


def demo_player(path: Path | str, name: str | None = None) -> ScriptedPlayer:
    """Return a player of a game's `demo.py`; it plays the App that was loaded last.

    Args:
        path: The game's Python file or folder.
        name: The player's name; the first one of the file when None.

    Raises:
        UsageError: There is no `demo.py`, or it has no `players`.
        UnknownName: It has none of that name.
    """
    players = load_players(path)
    wanted = next(iter(players)) if name is None else name
    if wanted not in players:
        raise unknown("demo", wanted, players, str(path))
    return ScriptedPlayer(players[wanted])


class Replay(Driver):
    """Plays a recording back from the App's first tick, then quits.

    Attributes:
        checked: How many of the recording's digests were compared, and equal.

    Raises:
        ReplayError: After a tick whose digest is not the recorded one.
    """

    plays = True

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self.checked = 0

    def before_tick(self, app: App) -> None:
        """Press what was pressed."""
        app.feed(self._recording.input_at(app.ticks))

    def after_tick(self, app: App) -> None:
        """Compare digests where the recording has one for machines like this."""
        expected = self._recording.digest_after(app.ticks)
        if expected is not None:
            found = app.digest()
            if found != expected:
                raise ReplayError(
                    f"The replay went another way: after tick {app.ticks} the digest is {found}, "
                    f"recorded was {expected}. The game or the engine changed since."
                )
            self.checked += 1
        if app.ticks >= self._recording.ticks:
            app.quit()


class Record(Driver):
    """Records a run, with a digest every 60 ticks and after the last."""

    def __init__(self, app: App, game: str) -> None:
        self._recorder = Recorder(
            game,
            seed=app.seed,
            tick_rate=app.clock.tick_rate,
            actions=list(app.input.actions),
            engine=VERSION,
        )

    def after_tick(self, app: App) -> None:
        """Note what the tick saw."""
        digest = app.digest() if self._recorder.wants_digest else None
        self._recorder.add(app.heard(), digest)

    def finish(self, app: App) -> Recording:
        """Return what was recorded up to now."""
        return self._recorder.finish(app.digest())


class Shutter(Driver):
    """Saves the picture after chosen ticks, by the painter that the App has then.

    Attributes:
        wanted: The ticks, and the file for each.
        saved: The files written.
    """

    def __init__(self, wanted: Mapping[int, Path]) -> None:
        self.wanted = dict(wanted)
        self.saved: list[Path] = []

    def after_tick(self, app: App) -> None:
        """Take the picture that is due."""
        path = self.wanted.get(app.ticks)
        if path is not None:
            self.take(app, path)

    def take(self, app: App, path: Path) -> None:
        """Save the picture of this moment; nothing where the App has no painter."""
        if app.devices.painter is not None:
            app.draw()
            app.devices.painter.save(path)
            self.saved.append(path)
