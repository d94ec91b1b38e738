"""The window: OpenGL 3.3, resizable, and everything about it settable while it is open."""

from __future__ import annotations

import contextlib
import os
from typing import Any, Final

import numpy as np
import pygame
from numpy.typing import NDArray
from pygame._sdl2 import controller

from zenith.errors import BadValue
from zenith.input import Device
from zenith.window.display import INVISIBLE, explain_gl_error, has_display, no_display
from zenith.window.pacer import Pacer
from zenith.window.translate import Mapping, Translator

Size = tuple[int, int]
Image = NDArray[np.uint8]
IDLE_RATE: Final = 30.0
_GL: Final = (
    (pygame.GL_CONTEXT_MAJOR_VERSION, 3),
    (pygame.GL_CONTEXT_MINOR_VERSION, 3),
    (pygame.GL_CONTEXT_PROFILE_MASK, pygame.GL_CONTEXT_PROFILE_CORE),
    (pygame.GL_CONTEXT_FLAGS, pygame.GL_CONTEXT_FORWARD_COMPATIBLE_FLAG),
    (pygame.GL_DEPTH_SIZE, 0),
    (pygame.GL_STENCIL_SIZE, 0),
)


class Window:
    """A window with an OpenGL 3.3 core context, which is current while it is open.

    One may be open at a time. Where the driver refuses to wait for the screen,
    frames are paced at the screen's rate instead.

    Attributes:
        to_virtual: Carries window pixels over to units of the virtual screen, for
            the pointer; set it to the renderer's own when there is one.

    Raises:
        DeviceError: There is no display, no OpenGL, or one that is too old.
        BadValue: A size is below 1.
    """

    def __init__(
        self,
        title: str = "Zenith",
        size: Size = (1280, 720),
        *,
        resizable: bool = True,
        vsync: bool = True,
        fullscreen: bool = False,
        borderless: bool = False,
        frame_cap: float = 0.0,
        cursor_visible: bool = True,
        icon: Image | None = None,
        hidden: bool = False,
    ) -> None:
        self.to_virtual: Mapping = _as_it_is
        self._windowed = _checked(size)
        self._resizable, self._borderless, self._fullscreen = resizable, borderless, fullscreen
        self._hidden, self._vsync, self._can_vsync = hidden, vsync, True
        self._focus = self._open = True
        self._minimised = False
        self._icon: Image | None = None
        self._translator = Translator()
        self._pacer = Pacer()
        self.frame_cap = frame_cap
        self._begin(hidden)
        self.title = title
        self.cursor_visible = cursor_visible
        if icon is not None:
            self.icon = icon

    def _begin(self, hidden: bool) -> None:
        asked = os.environ.get("SDL_VIDEODRIVER", "")
        if not (asked or hidden or has_display()):
            raise no_display()
        try:
            pygame.display.init()
            if pygame.display.get_driver() in INVISIBLE and not (hidden or asked):
                raise no_display()
            for attribute, value in _GL:
                pygame.display.gl_set_attribute(attribute, value)
            self._first_mode()
            controller.init()
        except pygame.error as error:
            pygame.display.quit()
            raise explain_gl_error(str(error)) from None
        except BaseException:
            pygame.display.quit()
            raise

    def _first_mode(self) -> None:
        """Ask for vsync even where it is not wanted: a refusal later would cost the context."""
        try:
            self._set_mode(True)
        except pygame.error:
            self._can_vsync = False
        if not (self._can_vsync and self._vsync):
            self._set_mode(False)

    def _set_mode(self, vsync: bool) -> None:
        """Open the window, or change it; the context outlives the change."""
        flags = pygame.OPENGL | pygame.DOUBLEBUF
        flags |= pygame.RESIZABLE if self._resizable and not self._fullscreen else 0
        flags |= pygame.NOFRAME if self._borderless and not self._fullscreen else 0
        flags |= pygame.FULLSCREEN if self._fullscreen else 0
        flags |= pygame.HIDDEN if self._hidden else 0
        size = (0, 0) if self._fullscreen else self._windowed
        pygame.display.set_mode(size, flags, vsync=1 if vsync else 0)

    def _change(self) -> None:
        try:
            self._set_mode(self.vsync)
        except pygame.error as error:
            raise explain_gl_error(str(error)) from None

    # Each frame.

    def poll(self) -> list[Device]:
        """Return what happened since the last call, oldest first."""
        found: list[Device] = []
        for event in pygame.event.get():
            self._note(event)
            found += self._translator.translate(event, self.to_virtual)
        return found

    def _note(self, event: pygame.Event) -> None:
        if event.type in (pygame.WINDOWFOCUSGAINED, pygame.WINDOWFOCUSLOST):
            self._focus = event.type == pygame.WINDOWFOCUSGAINED
        elif event.type == pygame.WINDOWMINIMIZED:
            self._minimised = True
        elif event.type in (pygame.WINDOWRESTORED, pygame.WINDOWMAXIMIZED):
            self._minimised = False
        elif event.type == pygame.WINDOWSIZECHANGED and not self._fullscreen:
            self._windowed = (max(int(event.x), 1), max(int(event.y), 1))

    def flip(self) -> None:
        """Show the frame, and wait for the next as vsync and the frame cap say."""
        pygame.display.flip()
        self._pacer.wait(self._rate())

    def _rate(self) -> float:
        if self._minimised:
            return min(self.frame_cap or IDLE_RATE, IDLE_RATE)
        if self._vsync and not self._can_vsync and not self.frame_cap:
            return float(pygame.display.get_current_refresh_rate() or 60)
        return self.frame_cap

    def close(self) -> None:
        """Close the window; calling it again does nothing."""
        if self._open:
            self._open = False
            self._translator.close()
            controller.quit()
            pygame.display.quit()

    # Settings, all of which may change while the window is open.

    @property
    def size(self) -> Size:
        """Its inside in pixels, at least 1 x 1 whatever the system says."""
        width, height = pygame.display.get_window_size() if self._open else self._windowed
        return max(width, 1), max(height, 1)

    @size.setter
    def size(self, size: Size) -> None:
        self._windowed = _checked(size)
        self._fullscreen = False
        self._change()

    @property
    def title(self) -> str:
        """What stands in its bar."""
        return pygame.display.get_caption()[0]

    @title.setter
    def title(self, title: str) -> None:
        pygame.display.set_caption(title.replace("\0", ""))

    @property
    def fullscreen(self) -> bool:
        """Whether it fills the screen, at the desktop's own resolution."""
        return self._fullscreen

    @fullscreen.setter
    def fullscreen(self, on: bool) -> None:
        if on != self._fullscreen:
            self._fullscreen = on
            self._change()

    @property
    def borderless(self) -> bool:
        """Whether it has no frame."""
        return self._borderless

    @borderless.setter
    def borderless(self, on: bool) -> None:
        if on != self._borderless:
            self._borderless = on
            self._change()

    @property
    def resizable(self) -> bool:
        """Whether the player may resize it."""
        return self._resizable

    @resizable.setter
    def resizable(self, on: bool) -> None:
        if on != self._resizable:
            self._resizable = on
            self._change()

    @property
    def vsync(self) -> bool:
        """Whether frames wait for the screen; stays False where the driver refuses."""
        return self._vsync and self._can_vsync

    @vsync.setter
    def vsync(self, on: bool) -> None:
        changed = self._can_vsync and on != self._vsync
        self._vsync = on
        if changed:
            self._change()

    @property
    def frame_cap(self) -> float:
        """Most frames a second; 0 is no cap."""
        return self._cap

    @frame_cap.setter
    def frame_cap(self, rate: float) -> None:
        if not 0.0 <= rate <= 10000.0:
            raise BadValue(f"A frame cap is 0 (none) to 10000 frames a second, not {rate!r}.")
        self._cap = float(rate)

    @property
    def icon(self) -> Image | None:
        """Its picture in the task bar: uint8 of shape (height, width, 4), straight alpha."""
        return self._icon

    @icon.setter
    def icon(self, image: Image) -> None:
        pygame.display.set_icon(_surface(image, "icon"))
        self._icon = image

    @property
    def cursor_visible(self) -> bool:
        """Whether the pointer shows over the window."""
        return pygame.mouse.get_visible()

    @cursor_visible.setter
    def cursor_visible(self, on: bool) -> None:
        pygame.mouse.set_visible(on)

    @property
    def cursor_grabbed(self) -> bool:
        """Whether the pointer is kept inside the window."""
        return pygame.event.get_grab()

    @cursor_grabbed.setter
    def cursor_grabbed(self, on: bool) -> None:
        pygame.event.set_grab(on)

    def set_cursor(self, image: Image | None, hot_x: int = 0, hot_y: int = 0) -> None:
        """Show a picture as the pointer, or the system's arrow for None.

        Args:
            image: uint8 of shape (height, width, 4), straight alpha.
            hot_x: The pixel that points, from the left.
            hot_y: The pixel that points, from the top.

        Raises:
            BadValue: The picture has another shape, or does not hold the pixel that points.
        """
        if image is None:
            with contextlib.suppress(pygame.error):  # some systems have no arrow to go back to
                pygame.mouse.set_cursor(pygame.SYSTEM_CURSOR_ARROW)
            return
        surface = _surface(image, "cursor")
        if not (0 <= hot_x < surface.width and 0 <= hot_y < surface.height):
            raise BadValue(f"A cursor's hot spot ({hot_x}, {hot_y}) is outside its picture.")
        with contextlib.suppress(pygame.error):  # some systems have no coloured cursors
            pygame.mouse.set_cursor((hot_x, hot_y), surface)

    @property
    def has_focus(self) -> bool:
        """Whether the keyboard speaks to this window."""
        return self._focus

    @property
    def minimised(self) -> bool:
        """Whether it is put away in the task bar."""
        return self._minimised

    def minimise(self) -> None:
        """Put it away in the task bar."""
        pygame.display.iconify()


def _as_it_is(x: float, y: float) -> tuple[float, float]:
    return x, y


def _checked(size: Size) -> Size:
    width, height = size
    if not (1 <= width <= 16384 and 1 <= height <= 16384):
        raise BadValue(f"A window of {width} x {height} pixels; expected 1 to 16384 each way.")
    return int(width), int(height)


def _surface(image: Any, what: str) -> pygame.Surface:
    pixels = np.ascontiguousarray(image, np.uint8)
    if pixels.ndim != 3 or pixels.shape[2] != 4 or 0 in pixels.shape:
        raise BadValue(f"The {what} has the shape {pixels.shape}; expected (height, width, 4).")
    size = (pixels.shape[1], pixels.shape[0])
    return pygame.image.frombuffer(pixels.tobytes(), size, "RGBA")
