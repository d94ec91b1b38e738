"""Drivers for Apps: scripted players, replays, recordings and pictures of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from zenith.app import App, Driver, Player, StackState, load_players
from zenith.errors import BadValue, ReplayError, UsageError, unknown
from zenith.input import TickInput
from zenith.replay import Digests, Recorder, Recording, platform_key
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
    """Plays a recording back, then quits.

    The App is at its first tick; for a recording that begins with a state, `begin`
    puts it there.

    Attributes:
        recording: What is played.
        strict: Whether a digest that differs is an error.
        checked: How many of the recording's digests were compared, and equal.
        strayed: `App.ticks` at the first digest that differed, or None.

    Raises:
        ReplayError: After a tick whose digest is not the recorded one.
    """

    plays = True

    def __init__(self, recording: Recording, *, strict: bool = True) -> None:
        self.recording = recording
        self.strict = strict
        self.checked = 0
        self.strayed: int | None = None

    def begin(self, app: App) -> None:
        """Put an App that has not ticked yet where the recording begins.

        Raises:
            BadValue: The state is damaged.
            UnknownName: The game cannot make a scene of the state.
        """
        if self.recording.start is not None:
            app.go_back(StackState.from_bytes(self.recording.start))
        app.ticks = self.recording.first

    def before_reload(self, app: App) -> str:
        """Refuse: other code would play the recording another way."""
        return "A recording is played back, which rests on the code it began with; reload after it."

    def before_tick(self, app: App) -> None:
        """Press what was pressed."""
        app.feed(self.recording.input_at(app.ticks - self.recording.first))

    def after_tick(self, app: App) -> None:
        """Compare digests where the recording has one for machines like this."""
        ticks = app.ticks - self.recording.first
        expected = self.recording.digest_after(ticks)
        if expected is not None:
            self._compare(app, expected)
        if ticks >= self.recording.ticks:
            app.quit()

    def _compare(self, app: App, expected: str) -> None:
        found = app.digest()
        if found == expected:
            self.checked += 1
        elif self.strict:
            raise ReplayError(
                f"The replay went another way: after tick {app.ticks} the digest is {found}, "
                f"recorded was {expected}. The game or the engine changed since, or chance "
                "comes in; `zenith replay FILE --verify` finds where."
            )
        elif self.strayed is None:
            self.strayed = app.ticks


def bless(app: App, recording: Recording, reason: str) -> Recording:
    """Play a recording and return it with the digests, version and components of today.

    Digests of other classes of machines are left out: they are of the game as it was.

    Args:
        app: The game, loaded with the recording's seed.
        recording: The recording.
        reason: Why another way is the right one now; kept in the recording.

    Raises:
        BadValue: There is no reason.
        ReplayError: The game ends before the recording does.
    """
    if not reason.strip():
        raise BadValue("A recording is blessed for a reason, and none was given.")
    replay = Replay(recording, strict=False)
    replay.begin(app)
    app.drivers.append(replay)
    kept = recording.digests.get(platform_key())
    every, values = 60 if kept is None else kept.every, list[str]()
    for played in range(1, recording.ticks + 1):
        if not app.running:
            raise ReplayError(
                f"The game ends after {played - 1} ticks; the recording has {recording.ticks}. "
                "Record it anew."
            )
        app.tick()
        if played % every == 0 or played == recording.ticks:
            values.append(app.digest())
    return replace(
        recording,
        engine=VERSION,
        schema=app.schema(),
        digests={platform_key(): Digests(every, tuple(values))},
        blessed=(*recording.blessed, reason),
    )


class Record(Driver):
    """Records a run from the App's first tick, with a digest every 60 ticks and after the last.

    Where the run goes back in time and another way, so does the recording. It ends
    where the game's code is loaded again: no one code could play it back.

    Attributes:
        ended: Why it ended before the run did, or "".

    Raises:
        UsageError: The App has ticked already.
    """

    def __init__(self, app: App, game: str) -> None:
        if app.ticks:
            raise UsageError(
                f"A recording begins with the first tick; this App has run {app.ticks}."
            )
        self.ended = ""
        self._done: Recording | None = None
        self._recorder = Recorder(
            game,
            seed=app.seed,
            tick_rate=app.clock.tick_rate,
            actions=list(app.input.actions),
            engine=VERSION,
            schema=app.schema(),
        )

    def after_tick(self, app: App) -> None:
        """Note what the tick saw."""
        if self._done is not None:
            return
        self._recorder.truncate(app.ticks - 1)
        digest = app.digest() if self._recorder.wants_digest else None
        self._recorder.add(app.heard(), digest)

    def before_reload(self, app: App) -> str:
        """Close the recording while the code that it rests on is in force; refuse nothing."""
        if self._done is None:
            self._closing = self.finish(app)
        return ""

    def after_reload(self, app: App) -> None:
        """End the recording."""
        if self._done is None:
            self._done = self._closing
            self.ended = f"The recording ends at tick {app.ticks}, where the code was reloaded."

    def finish(self, app: App, error: str = "") -> Recording:
        """Return what was recorded up to now.

        Args:
            app: The App.
            error: What the tick raised that was the last; it is recorded too.
        """
        if self._done is not None:
            return self._done
        self._recorder.truncate(app.ticks)
        if error:
            # The App is back before that tick: what it knew is kept by the guard.
            self._recorder.add(app.guard.given or app.heard())
            return self._recorder.finish(error=error)
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
