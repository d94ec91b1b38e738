"""What the player set, as systems see it: read as an input of the tick, so that replays agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zenith.app.app import App


class WorldSettings:
    """What systems use as `world.settings`: the App's settings, asked for by name.

    What a tick reads is recorded with it; a replay hears the same. What it
    writes is kept for the player at once, unless nobody plays.
    """

    def __init__(self, app: App) -> None:
        self._app = app

    def __getitem__(self, name: str, /) -> Any:
        """Return a setting; in a replay, what it was when recorded.

        Raises:
            UnknownName: Neither the player nor the game set it.
        """
        app = self._app
        if not app.outside.open:
            return app.settings[name]
        return app.outside.ask(f"setting {name}", lambda: app.settings[name])

    def __setitem__(self, name: str, value: Any, /) -> None:
        """Set a setting, as data that JSON knows.

        Raises:
            BadValue: The value is no such data.
        """
        app = self._app
        before = app.settings.get(name)
        app.settings[name] = value
        if app.attended and before != app.settings[name]:
            app.settings.save()
