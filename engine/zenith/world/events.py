"""Events: typed lists that systems read, each event seen once by each system."""

from __future__ import annotations

from typing import Any, TypeVar, cast

T = TypeVar("T")


class Events:
    """What was sent, by type.

    An event becomes readable at the next apply point and stays so until the same
    apply point one tick later: every system sees it in exactly one tick, whatever
    the order of systems.
    """

    def __init__(self) -> None:
        self._sent: list[object] = []
        self._readable: list[tuple[int, list[object]]] = []

    def send(self, event: object, *, at_once: bool) -> None:
        """Take an event; `at_once` makes it readable now, as outside a tick."""
        if at_once:
            self._readable.append((0, [event]))
        else:
            self._sent.append(event)

    def publish(self, phase: int) -> None:
        """Drop what was published at this phase a tick ago and publish what was sent since."""
        self._readable = [entry for entry in self._readable if entry[0] != phase]
        if self._sent:
            self._readable.append((phase, self._sent))
            self._sent = []

    def read(self, cls: type[T]) -> tuple[T, ...]:
        """Return the readable events of a type, oldest first."""
        if not self._readable:
            return ()
        return cast(
            "tuple[T, ...]",
            tuple(e for _, events in self._readable for e in events if type(e) is cls),
        )

    def of(self, cls: type[Any]) -> list[Any]:
        """Return every event of a class, sent or readable."""
        everything = [self._sent, *(events for _, events in self._readable)]
        return [event for events in everything for event in events if type(event) is cls]

    def get_state(self) -> tuple[list[object], list[tuple[int, list[object]]]]:
        """Return what is waiting and what is readable."""
        return list(self._sent), [(phase, list(events)) for phase, events in self._readable]

    def set_state(self, sent: list[Any], readable: list[tuple[int, list[Any]]]) -> None:
        """Go back to a state that `get_state` gave."""
        self._sent, self._readable = sent, readable
