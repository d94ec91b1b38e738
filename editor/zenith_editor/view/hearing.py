"""What is heard of a game that plays in the editor."""

from __future__ import annotations

import zenith as zn
from zenith.audio import AudioDevice
from zenith_editor.model.play import Play, State


class Hearing:
    """An audio device for as long as a game plays; none where nobody could hear it."""

    def __init__(self, play: Play, *, silent: bool) -> None:
        """Follow a game.

        Args:
            play: What plays.
            silent: Whether nothing is to be heard, as off-screen.
        """
        self._play = play
        self._silent = silent
        self._device: AudioDevice | None = None
        self._app: zn.App | None = None
        self._held = False

    def frame(self) -> None:
        """Let be heard what the game asked for since the last call."""
        state = self._play.state
        app = None if state is State.STOPPED else self._play.app
        if app is not self._app:
            self.close()
            self._app = app
            if app is not None and not self._silent:
                self._device = AudioDevice(app.assets)
        if app is None:
            return
        sounds = app.sounds.drain()
        if self._device is not None:
            self._hold(state is State.PAUSED)
            self._device.perform(sounds)

    def _hold(self, on: bool) -> None:
        if self._device is not None and on != self._held:
            self._held = on
            self._device.pause(on)

    def close(self) -> None:
        """Fall silent."""
        if self._device is not None:
            self._device.close()
        self._device = self._app = None
        self._held = False
