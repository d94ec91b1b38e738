"""What a window's events mean to the App itself: closing, and losing the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zenith.input import CloseEvent, Device, FocusEvent

if TYPE_CHECKING:
    from zenith.app.app import App


def heed(app: App, events: list[Device]) -> list[Device]:
    """Act on what concerns the App itself and pass everything on."""
    for event in events:
        if isinstance(event, CloseEvent):
            app.quit()
        elif isinstance(event, FocusEvent):
            set_away(app, not event.focused)
    return events


def set_away(app: App, away: bool) -> None:
    """Hold time and sound while another window has the focus, as far as settings say."""
    app.clock.held = away and app.window.pause_on_focus_loss
    if app.devices.audio is not None:
        app.devices.audio.pause(away and app.window.mute_on_focus_loss)
