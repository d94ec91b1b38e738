"""Makes a recording while a game runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zenith.errors import BadValue
from zenith.input import TickInput
from zenith.replay.inputs import Inputs
from zenith.replay.recording import Digests, Recording, platform_key


class Recorder:
    """Takes down tick after tick: changes only, so that an hour fits in a few megabytes.

    >>> recorder = Recorder("demo", seed=1, tick_rate=60.0, actions=["jump"])
    >>> for k in range(3):
    ...     recorder.add(TickInput({"jump": 1.0} if k == 1 else {}))
    >>> recording = recorder.finish()
    >>> recording.ticks, recording.input_at(1).values
    (3, {'jump': 1.0})
    """

    def __init__(
        self,
        game: str,
        *,
        seed: int,
        tick_rate: float,
        actions: Sequence[str],
        engine: str = "",
        schema: Mapping[str, str] | None = None,
        every: int = 60,
        first: int = 0,
        start: bytes | None = None,
    ) -> None:
        """Begin a recording.

        Args:
            game: The game's name.
            seed: The seed of its random numbers.
            tick_rate: Ticks per second.
            actions: The actions it may tell of.
            engine: The engine's version.
            schema: A hash of each component, by name.
            every: Ticks from one digest to the next.
            first: What `App.ticks` is now.
            start: The state it begins from; None is a new game.

        Raises:
            BadValue: `every` is below 1.
        """
        if every < 1:
            raise BadValue(f"Digests are kept every 1 tick or more, not every {every}.")
        self._head = (game, seed, float(tick_rate), engine)
        self._schema = dict(schema or {})
        self._begins = (first, start)
        self._inputs = Inputs(actions)
        self._digests: list[str] = []
        self._every = every

    @property
    def ticks(self) -> int:
        """How many ticks it has so far."""
        return self._inputs.ticks

    @property
    def wants_digest(self) -> bool:
        """Whether the tick that is added next should come with its digest."""
        return (self.ticks + 1) % self._every == 0

    def add(self, tick: TickInput, digest: str | None = None) -> None:
        """Add one tick.

        Args:
            tick: What the tick knew, as `App.heard()`.
            digest: The digest after the tick; kept where `wants_digest` said so.

        Raises:
            BadValue: A number is out of range, or an action was not declared.
        """
        wanted = self.wants_digest
        self._inputs.add(tick)
        if digest is not None and wanted:
            self._digests.append(digest)

    def truncate(self, ticks: int) -> None:
        """Forget every tick but the first so many, as when the run went back and another way."""
        self._inputs.cut(ticks)
        del self._digests[ticks // self._every :]

    def finish(self, digest: str | None = None, error: str = "") -> Recording:
        """Return the recording so far; the recorder may go on.

        Args:
            digest: The digest after the last tick, when digests were given.
            error: What the last tick raised, or "".
        """
        values = list(self._digests)
        if digest is not None and self.ticks % self._every:
            values.append(digest)
        whole = bool(values) and len(values) >= self.ticks // self._every
        kept = {platform_key(): Digests(self._every, tuple(values))} if whole else {}
        inputs = self._inputs.copy()
        return Recording(*self._head, inputs, kept, self._schema, *self._begins, error)
