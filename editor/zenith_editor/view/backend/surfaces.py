"""Where the editor is drawn: a window, or a picture off-screen; both with the engine's device."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

import moderngl
import pygame

from zenith.gpu import Device, Target, open_offscreen, open_on_window
from zenith.images import save_png
from zenith.input import Device as Event
from zenith.window import Window
from zenith.window.translate import Mapping, Translator

Size = tuple[int, int]


class Surface(Protocol):
    """What the editor asks of where it is drawn.

    Attributes:
        device: The engine's graphics device.
        context: The moderngl context that it draws by.
        target: Where to.
    """

    device: Device
    context: moderngl.Context
    target: Any

    @property
    def size(self) -> Size:
        """Its size in pixels, as of now."""
        ...

    def poll(self) -> list[pygame.Event]:
        """Return what happened since the last call."""
        ...

    def translate(self, events: Iterable[pygame.Event], to_virtual: Mapping) -> list[Event]:
        """Return events as games know them."""
        ...

    def call(self, title: str) -> None:
        """Say what is shown, where that can be read."""
        ...

    def flip(self) -> None:
        """Show the frame."""
        ...

    def close(self) -> None:
        """Give everything back."""
        ...


class WindowSurface:
    """A window."""

    def __init__(self, title: str, size: Size) -> None:
        """Open it.

        Raises:
            DeviceError: There is no display or no OpenGL 3.3; the message says what to do.
        """
        self._window = Window(title, size)
        self._translator = Translator()
        self.device: Device = open_on_window(lambda: self._window.size)
        self.context = moderngl.get_context()
        self.target: Target = self.device.screen()

    @property
    def size(self) -> Size:
        """Its size in pixels, as of now."""
        return self._window.size

    def call(self, title: str) -> None:
        """Write what is shown into its bar."""
        if title != self._window.title:
            self._window.title = title

    def poll(self) -> list[pygame.Event]:
        """Return what happened since the last call."""
        return pygame.event.get()

    def translate(self, events: Iterable[pygame.Event], to_virtual: Mapping) -> list[Event]:
        """Return events as games know them."""
        return [one for e in events for one in self._translator.translate(e, to_virtual)]

    def flip(self) -> None:
        """Show the frame."""
        self._window.flip()

    def close(self) -> None:
        """Close it."""
        self.device.release()
        self._translator.close()
        self._window.close()


class PictureSurface:
    """A picture in memory: for machines without a screen, and for tests."""

    def __init__(self, size: Size) -> None:
        """Make it.

        Raises:
            DeviceError: There is no OpenGL 3.3; the message says what to do.
        """
        self.device: Device = open_offscreen()
        self.context = moderngl.get_context()
        self.target: Target = self.device.target(size)

    def call(self, title: str) -> None:
        """Do nothing: it has no bar."""

    @property
    def size(self) -> Size:
        """Its size in pixels."""
        return self.target.size

    def poll(self) -> list[pygame.Event]:
        """Return nothing: nobody sits before it."""
        return []

    def translate(self, events: Iterable[pygame.Event], to_virtual: Mapping) -> list[Event]:
        """Return nothing."""
        return []

    def flip(self) -> None:
        """Do nothing: nobody sees it."""

    def save(self, path: Path) -> None:
        """Write it as a PNG file."""
        self.device.use()
        save_png(path, self.target.read())

    def close(self) -> None:
        """Give it back."""
        self.target.release()
        self.device.release()
