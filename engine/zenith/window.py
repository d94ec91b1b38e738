"""The window: opens it, shows frames, turns what happens to it into plain events."""

from __future__ import annotations

import math
import os
import sys
import time
from collections.abc import Callable
from typing import Any, Final

import numpy as np
import pygame
from numpy.typing import NDArray

from zenith.actions import KEYS, MOUSE_BUTTONS, PAD_AXES
from zenith.errors import BadValue, DeviceError
from zenith.input import (
    CloseEvent,
    Device,
    FocusEvent,
    KeyEvent,
    MouseButtonEvent,
    MouseMoveEvent,
    PadAxisEvent,
    PadButtonEvent,
    PadEvent,
    ResizeEvent,
    TextEvent,
    WheelEvent,
)

Size = tuple[int, int]
Point = tuple[float, float]

_KEYPAD: Final = {f"[{k}]": f"keypad {k}" for k in "0123456789+-*/."} | {
    "enter": "keypad enter",
    "[=]": "keypad =",
    "equals": "keypad =",
}
_PAD_BUTTONS: Final = (
    "a", "b", "x", "y", "back", "guide", "start", "left_stick", "right_stick", "lb", "rb",
    "dpad_up", "dpad_down", "dpad_left", "dpad_right",
)  # fmt: skip


def has_display() -> bool:
    """Tell whether a window could be seen: on Linux, whether there is an X or Wayland display."""
    if not sys.platform.startswith("linux"):
        return True
    driver = os.environ.get("SDL_VIDEODRIVER", "")
    if driver in ("offscreen", "dummy"):
        return False
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


class Window:
    """One window with an OpenGL 3.3 core context; everything about it can change while open.

    Attributes:
        to_virtual: Turns a place in the window, in pixels, into the virtual screen's units.
        frame_cap: Most frames a second; 0 is no cap.
    """

    def __init__(
        self,
        title: str,
        size: Size,
        *,
        resizable: bool = True,
        vsync: bool = True,
        fullscreen: bool = False,
        borderless: bool = False,
        frame_cap: int = 0,
        cursor_visible: bool = True,
        icon: NDArray[Any] | None = None,
    ) -> None:
        """Open the window.

        Raises:
            DeviceError: There is no display or no OpenGL 3.3; the message says what to do.
        """
        self.to_virtual: Callable[[float, float], Point] = lambda x, y: (x, y)
        self.frame_cap = frame_cap
        self._pads: dict[int, Any] = {}
        self._next_frame = 0.0
        self._vsync = vsync
        self._borderless = borderless
        try:
            pygame.display.init()
            if icon is not None:
                self.set_icon(icon)
            self._open(size, resizable=resizable, vsync=vsync)
        except pygame.error as error:
            pygame.display.quit()
            raise DeviceError(explain(str(error))) from None
        self.title = title
        self._window = pygame.Window.from_display_module()
        self.borderless = borderless
        self.fullscreen = fullscreen
        self.cursor_visible = cursor_visible
        self._start_pads()

    def _open(self, size: Size, *, resizable: bool, vsync: bool) -> None:
        for name, value in (
            (pygame.GL_CONTEXT_MAJOR_VERSION, 3),
            (pygame.GL_CONTEXT_MINOR_VERSION, 3),
            (pygame.GL_CONTEXT_PROFILE_MASK, pygame.GL_CONTEXT_PROFILE_CORE),
            (pygame.GL_CONTEXT_FORWARD_COMPATIBLE_FLAG, 1),
        ):
            pygame.display.gl_set_attribute(name, value)
        flags = pygame.OPENGL | pygame.DOUBLEBUF | (pygame.RESIZABLE if resizable else 0)
        if vsync:
            try:
                pygame.display.set_mode(size, flags, vsync=1)
                return
            except pygame.error:
                self._vsync = False  # some drivers refuse to wait for the screen
        pygame.display.set_mode(size, flags)

    def _start_pads(self) -> None:
        try:
            pygame.joystick.init()
        except pygame.error:
            return
        for index in range(pygame.joystick.get_count()):
            self._plug(index)

    @property
    def size(self) -> Size:
        """Width and height in pixels; 0 x 0 is possible while minimised."""
        width, height = pygame.display.get_window_size()
        return width, height

    @size.setter
    def size(self, size: Size) -> None:
        if min(size) < 1:
            raise BadValue(f"A window is at least 1 x 1, not {size[0]} x {size[1]}.")
        self._window.size = size

    @property
    def title(self) -> str:
        """The title."""
        return pygame.display.get_caption()[0]

    @title.setter
    def title(self, title: str) -> None:
        pygame.display.set_caption(title)

    @property
    def vsync(self) -> bool:
        """Whether frames wait for the screen; setting it has effect where the driver allows."""
        return self._vsync

    @vsync.setter
    def vsync(self, wanted: bool) -> None:
        width, height = self.size
        flags = pygame.display.get_surface().get_flags() if pygame.display.get_surface() else 0
        try:
            pygame.display.set_mode((width, height), flags, vsync=int(wanted))
            self._vsync = wanted
        except pygame.error:
            self._vsync = False

    @property
    def resizable(self) -> bool:
        """Whether the player may resize it."""
        return self._window.resizable

    @resizable.setter
    def resizable(self, wanted: bool) -> None:
        self._window.resizable = wanted

    @property
    def borderless(self) -> bool:
        """Whether it has no frame."""
        return self._window.borderless

    @borderless.setter
    def borderless(self, wanted: bool) -> None:
        self._window.borderless = wanted

    @property
    def fullscreen(self) -> bool:
        """Whether it fills the screen, at the desktop's resolution."""
        return self._fullscreen

    @fullscreen.setter
    def fullscreen(self, wanted: bool) -> None:
        self._fullscreen = wanted
        if wanted:
            self._window.set_fullscreen(desktop=True)
        else:
            self._window.set_windowed()

    @property
    def cursor_visible(self) -> bool:
        """Whether the pointer shows over the window."""
        return pygame.mouse.get_visible()

    @cursor_visible.setter
    def cursor_visible(self, wanted: bool) -> None:
        pygame.mouse.set_visible(wanted)

    @property
    def cursor_grabbed(self) -> bool:
        """Whether the pointer cannot leave the window."""
        return pygame.event.get_grab()

    @cursor_grabbed.setter
    def cursor_grabbed(self, wanted: bool) -> None:
        pygame.event.set_grab(wanted)

    @property
    def has_focus(self) -> bool:
        """Whether the player's keys go to this window."""
        return pygame.key.get_focused()

    def set_icon(self, pixels: NDArray[Any]) -> None:
        """Set the icon: uint8 (height, width, 4), straight alpha."""
        pygame.display.set_icon(_surface(pixels))

    def set_cursor(self, pixels: NDArray[Any] | None, hot_spot: tuple[int, int] = (0, 0)) -> None:
        """Show a picture as the pointer; None brings the system's own back."""
        if pixels is None:
            pygame.mouse.set_cursor(pygame.SYSTEM_CURSOR_ARROW)
        else:
            pygame.mouse.set_cursor(pygame.cursors.Cursor(hot_spot, _surface(pixels)))

    def poll(self) -> list[Device]:
        """Return what happened since the last call."""
        found: list[Device] = []
        for event in pygame.event.get():
            found.extend(self._translate(event))
        return found

    def flip(self) -> None:
        """Show the frame, no sooner than the frame cap allows."""
        pygame.display.flip()
        if self.frame_cap > 0:
            self._wait(1.0 / self.frame_cap)

    def _wait(self, interval: float) -> None:
        """Wait until the next frame is due: sleep first, then spin the last moment."""
        now = time.perf_counter()
        self._next_frame = max(self._next_frame + interval, now - interval)
        while (left := self._next_frame - time.perf_counter()) > 0.0:
            if left > 0.002:
                time.sleep(left - 0.0015)

    def close(self) -> None:
        """Give the window back."""
        self._pads.clear()
        pygame.joystick.quit()
        pygame.display.quit()

    def _translate(self, event: Any) -> list[Device]:
        kind = event.type
        if kind in (pygame.KEYDOWN, pygame.KEYUP):
            name = key_name(event.key)
            return [KeyEvent(name, kind == pygame.KEYDOWN)] if name else []
        if kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
            return self._button(event, down=kind == pygame.MOUSEBUTTONDOWN)
        if kind == pygame.MOUSEMOTION:
            return [MouseMoveEvent(*self.to_virtual(*event.pos))]
        if kind == pygame.MOUSEWHEEL:
            return [WheelEvent(event.precise_x, event.precise_y)]
        if kind == pygame.TEXTINPUT:
            return [TextEvent(event.text)]
        if kind == pygame.QUIT:
            return [CloseEvent()]
        if kind in (pygame.WINDOWFOCUSLOST, pygame.WINDOWFOCUSGAINED):
            return [FocusEvent(kind == pygame.WINDOWFOCUSGAINED)]
        if kind == pygame.WINDOWSIZECHANGED:
            return [ResizeEvent(event.x, event.y)]
        return self._pad(event)

    def _button(self, event: Any, *, down: bool) -> list[Device]:
        names = {1: "left", 2: "middle", 3: "right", 6: "back", 7: "forward"}
        name = names.get(event.button)
        if name not in MOUSE_BUTTONS:
            return []
        place = MouseMoveEvent(*self.to_virtual(*event.pos))
        return [place, MouseButtonEvent(str(name), down)]

    def _plug(self, index: int) -> list[Device]:
        try:
            pad = pygame.joystick.Joystick(index)
        except pygame.error:
            return []
        self._pads[pad.get_instance_id()] = pad
        return [PadEvent(pad.get_instance_id(), True, pad.get_name())]

    def _pad(self, event: Any) -> list[Device]:
        kind = event.type
        if kind == pygame.JOYDEVICEADDED:
            return self._plug(event.device_index)
        if kind == pygame.JOYDEVICEREMOVED:
            self._pads.pop(event.instance_id, None)
            return [PadEvent(event.instance_id, False)]
        if kind in (pygame.JOYBUTTONDOWN, pygame.JOYBUTTONUP):
            if event.button >= len(_PAD_BUTTONS):
                return []
            down = kind == pygame.JOYBUTTONDOWN
            return [PadButtonEvent(event.instance_id, _PAD_BUTTONS[event.button], down)]
        if kind == pygame.JOYAXISMOTION and event.axis < len(PAD_AXES):
            value = event.value if math.isfinite(event.value) else 0.0
            return [PadAxisEvent(event.instance_id, PAD_AXES[event.axis], value)]
        if kind == pygame.JOYHATMOTION:
            return _hat(event.instance_id, *event.value)
        return []


def _hat(pad: int, x: int, y: int) -> list[Device]:
    return [
        PadButtonEvent(pad, "dpad_left", x < 0),
        PadButtonEvent(pad, "dpad_right", x > 0),
        PadButtonEvent(pad, "dpad_up", y > 0),
        PadButtonEvent(pad, "dpad_down", y < 0),
    ]


def key_name(key: int) -> str:
    """Return the name of a key as bindings spell it, or ""."""
    name = pygame.key.name(key, use_compat=True)
    name = _KEYPAD.get(name, name)
    return name if name in KEYS else ""


def _surface(pixels: NDArray[Any]) -> pygame.Surface:
    data = np.ascontiguousarray(pixels, np.uint8)
    return pygame.image.frombytes(data.tobytes(), (data.shape[1], data.shape[0]), "RGBA")


def explain(text: str) -> str:
    """Return what a failure to open a window means and what to do about it."""
    lower = text.lower()
    if "opengl" in lower or "gles" in lower or "egl" in lower:
        return (
            f"OpenGL 3.3 could not be opened ({text}). On Debian and Ubuntu: "
            "apt-get install libgl1 libegl1 libx11-6; elsewhere a newer graphics driver may help."
        )
    return f"There is no display to open a window on ({text})."
