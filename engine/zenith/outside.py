"""What the simulation asks of the world outside: answered once, and kept with the tick."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from typing import Any

from zenith.errors import ReplayError, UsageError
from zenith.input import Answer


class Outside:
    """The one way in which a tick learns what neither its World nor the player's input says.

    A file, a list of saves, a download that arrived: what was found is an input
    of the tick. It is recorded, and a replay hears the same answer without
    looking again.

    Attributes:
        open: Whether a tick is running.

    >>> outside = Outside()
    >>> with outside.tick():
    ...     outside.ask("level", lambda: "castle")
    'castle'
    >>> outside.feed(outside.given())
    >>> with outside.tick():
    ...     outside.ask("level", lambda: "a file that is gone by now")
    'castle'
    """

    def __init__(self) -> None:
        self.open = False
        self._given: list[Answer] = []
        self._next: list[Answer] | None = None
        self._fed: list[Answer] | None = None

    def ask(self, kind: str, find: Callable[[], Any]) -> Any:
        """Return what is found outside; in a replay, what was found when it was recorded.

        Args:
            kind: What is asked for, as "saves".
            find: Looks outside. What it returns is data as JSON knows it.

        Raises:
            UsageError: No tick is running, so that nothing would record the answer.
            ReplayError: The recorded tick asked for something else.
        """
        if not self.open:
            raise UsageError(
                f'"{kind}" was asked for outside a tick, where no recording hears the answer; '
                "ask in a system or script."
            )
        answer = (kind, find()) if self._fed is None else self._recorded(kind, self._fed)
        self._given.append(answer)
        return answer[1]

    def _recorded(self, kind: str, fed: list[Answer]) -> Answer:
        asked = len(self._given)
        found = fed[asked][0] if asked < len(fed) else "nothing more"
        if found != kind:
            raise ReplayError(
                f'This tick asks for "{kind}"; when it was recorded it asked for {found}. '
                "The game changed since."
            )
        return fed[asked]

    @property
    def fed(self) -> bool:
        """Whether a recording answers in this tick."""
        return self._fed is not None

    def expects(self, kind: str) -> bool:
        """Tell whether a recording has an answer to this as the next one of the tick."""
        asked, fed = len(self._given), self._fed
        return fed is not None and asked < len(fed) and fed[asked][0] == kind

    def feed(self, answers: Iterable[Answer]) -> None:
        """Make the next tick hear exactly these answers."""
        self._next = list(answers)

    @contextmanager
    def tick(self) -> Generator[None]:
        """Answer, and keep the answers, while a tick runs.

        Raises:
            UsageError: One is running already.
        """
        if self.open:
            raise UsageError("A tick cannot run inside another one.")
        self.open = True
        self._given = []
        self._fed, self._next = self._next, None
        try:
            yield
        finally:
            self.open = False

    def given(self) -> tuple[Answer, ...]:
        """Return what the last tick asked for and heard."""
        return tuple(self._given)
