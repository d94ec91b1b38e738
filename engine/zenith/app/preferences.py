"""The player's volumes, window and bindings: from the settings into an App, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final, cast

from zenith.actions import Actions
from zenith.app.speech import Speech
from zenith.errors import ZenithError
from zenith.languages import Languages

if TYPE_CHECKING:
    from zenith.app.app import App

ASKED: Final = "settings"
_KEPT: Final = (
    "fullscreen", "borderless", "vsync", "frame_cap", "pause_on_focus_loss", "mute_on_focus_loss",
)  # fmt: skip
"""What of the window belongs to the player."""


class Preferences:
    """Moves what the player set between an App and its settings.

    The window and the bindings are set before the window opens. Volumes can be
    asked for in a tick, so they are an input of the next one; so is the language.

    Attributes:
        speech: The words of the game, and the language that the player wants.
    """

    def __init__(self, app: App, languages: Languages | None = None) -> None:
        self._app = app
        self.speech = Speech(app, languages)
        self._made = self._now()
        self._volumes: dict[str, float] | None = None

    def welcome(self, now: Callable[[], float], preferred: Iterable[str] = ()) -> None:
        """Take in what the player saved and set, unless a driver plays: before a window opens.

        Args:
            now: Tells the time, in seconds since 1970.
            preferred: The languages of the player's system, the dearest first.
        """
        self.speech.prefer(preferred)
        if not any(driver.plays for driver in self._app.drivers):
            self._app.saves.welcome(now)
            self.load()

    def load(self) -> None:
        """Read the settings and apply them; what does not fit is left out."""
        app = self._app
        app.settings.load()
        wrong: list[str] = []
        for name, binding in _table(app.settings.get("bindings")).items():
            if name in app.input.actions:
                try:
                    app.input.actions.bind(name, Actions.from_dict({name: binding})[name])
                except ZenithError as error:
                    wrong.append(str(error))
        made = self._made["window"]
        for name, value in _table(app.settings.get("window")).items():
            if name in _KEPT and value.__class__ is made[name].__class__:
                setattr(app.window, name, value)
        volumes = _table(app.settings.get("volumes"))
        groups = app.sounds.groups
        self._volumes = {g: v for g, v in volumes.items() if g in groups and _is_volume(v)} or None
        if wrong:
            app.settings.notice = f"{app.settings.notice} {' '.join(wrong)}".strip()

    def begin_tick(self) -> None:
        """Set the volumes and the language, as the player set them or a recording knows them."""
        self.speech.begin_tick()
        app = self._app
        if self._volumes is None and not app.outside.expects(ASKED):
            return
        loaded, self._volumes = self._volumes, None
        for group, value in app.outside.ask(ASKED, lambda: loaded).items():
            app.sounds.set_volume(group, value)

    def adopt(self, change: Callable[[], None]) -> None:
        """Change volumes, window and bindings as the game would have made them.

        What the player set otherwise stays the player's.

        Args:
            change: Changes them.
        """
        before = self._now()
        change()
        for part, values in self._now().items():
            for name, value in values.items():
                if value != before[part].get(name):
                    self._made[part][name] = value

    def gather(self) -> None:
        """Put into the settings what of volumes, window and bindings is not as the game made it."""
        settings, now = self._app.settings, self._now()
        for part, values in now.items():
            made = self._made[part]
            changed = {name: value for name, value in values.items() if value != made.get(name)}
            settings.pop(part, None)
            if changed:
                settings[part] = changed

    def _now(self) -> dict[str, dict[str, Any]]:
        app = self._app
        window = asdict(app.window)
        return {
            "volumes": {group: app.sounds.volume(group) for group in app.sounds.groups},
            "window": {name: window[name] for name in _KEPT},
            "bindings": app.input.actions.to_dict(),
        }


def _table(value: Any) -> dict[str, Any]:
    return cast(dict[str, Any], value) if isinstance(value, dict) else {}


def _is_volume(value: Any) -> bool:
    return value.__class__ in (int, float) and 0.0 <= value <= 1.0
