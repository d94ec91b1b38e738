"""What plays instead of a person, records, or watches."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zenith.app.app import App


class Driver:
    """Called around every tick of an App that has it in `drivers`; does nothing by itself.

    Attributes:
        plays: Whether it presses anything instead of a person.
    """

    plays: bool = False

    def before_tick(self, app: App) -> None:
        """Called before the input of a tick is latched."""

    def after_tick(self, app: App) -> None:
        """Called when a tick is over; the last driver of the list first."""

    def after_seek(self, app: App) -> None:
        """Called when the App went to another tick of its history."""

    def before_reload(self, app: App) -> str:
        """Called when code is to be loaded again; returns why that cannot be, or nothing."""
        return ""

    def after_reload(self, app: App) -> None:
        """Called when the game's code was loaded again, and its past forgotten."""
