"""Gamepads that come and go, each keeping its player's number."""

from __future__ import annotations


class PadSlots:
    """Gives every gamepad a number from 0, the same again when it comes back.

    >>> slots = PadSlots()
    >>> slots.plug(7, "pad of Ann"), slots.plug(9, "pad of Ben"), slots.unplug(7)
    (0, 1, 0)
    >>> slots.plug(12, "pad of Ann")
    0
    """

    def __init__(self) -> None:
        self._slots: dict[int, int] = {}
        self._last: dict[int, str] = {}

    def plug(self, instance: int, guid: str) -> int:
        """Return the number of a gamepad that came.

        Args:
            instance: The system's number for this connection.
            guid: What tells the model of gamepad.
        """
        if instance in self._slots:
            return self._slots[instance]
        taken = set(self._slots.values())
        free = [s for s in range(len(taken) + len(self._last) + 1) if s not in taken]
        known = [s for s in free if self._last.get(s) == guid]
        unclaimed = [s for s in free if s not in self._last]
        slot = (known or unclaimed or free)[0]
        self._slots[instance], self._last[slot] = slot, guid
        return slot

    def unplug(self, instance: int) -> int | None:
        """Return the number of a gamepad that went, or None if it had none."""
        return self._slots.pop(instance, None)

    def of(self, instance: int) -> int | None:
        """Return the number of a connected gamepad, or None."""
        return self._slots.get(instance)
