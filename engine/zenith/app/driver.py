"""What plays instead of a person, records, or watches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from zenith.app.app import App


class Driver(Protocol):
    """Called around every tick of an App that has it in `drivers`.

    Attributes:
        plays: Whether it presses anything instead of a person.
    """

    plays: bool

    def before_tick(self, app: App) -> None:
        """Called before the input of a tick is latched."""
        ...

    def after_tick(self, app: App) -> None:
        """Called when a tick is over; the last driver of the list first."""
        ...
