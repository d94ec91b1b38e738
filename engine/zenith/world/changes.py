"""Structural changes that wait for the apply point."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Change = Callable[[], None]


class Changes:
    """What was asked for while systems ran.

    Attributes:
        depth: How many systems and queries are running, one inside the other.
        dying: Handles of entities about to be removed.
        pending: Components that wait to be added, by entity and class.
    """

    def __init__(self) -> None:
        self.depth = 0
        self.dying: dict[int, None] = {}
        self.pending: dict[tuple[int, type[Any]], Any] = {}
        self._queue: list[Change] = []

    def later(self, change: Change) -> None:
        """Keep a change for the apply point."""
        self._queue.append(change)

    def take(self) -> list[Change]:
        """Return the changes kept and forget them."""
        queue, self._queue = self._queue, []
        self.pending.clear()
        return queue

    def take_dying(self) -> list[int]:
        """Return the dying and forget them."""
        dying = list(self.dying)
        self.dying.clear()
        return dying

    @property
    def waiting(self) -> bool:
        """Whether anything waits."""
        return bool(self._queue or self.dying)
