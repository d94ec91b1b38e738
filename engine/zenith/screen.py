"""How the window is: plain settings, before it opens and while it is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from zenith.errors import BadValue, unknown

SCALINGS: Final = ("fit", "integer", "stretch")


@dataclass(slots=True)
class WindowSettings:
    """How the window is; a game changes these at any time, and the window follows.

    Attributes:
        size: Its inside in pixels; None leaves it to `App(size=)` and the player.
        resizable: Whether the player may resize it.
        fullscreen: Whether it fills the screen.
        borderless: Whether it has no frame.
        vsync: Whether frames wait for the screen.
        frame_cap: Most frames a second; 0 is no cap.
        icon: Name of a picture, "" for the engine's own.
        cursor: Name of a picture to show as the pointer, "" for the system's.
        shader: Name of a shader that the whole picture goes through, "" for none.
        cursor_visible: Whether the pointer shows.
        cursor_grabbed: Whether the pointer is kept inside.
        pause_on_focus_loss: Whether time stands still while another window has the focus.
        mute_on_focus_loss: Whether sound stops meanwhile.
    """

    size: tuple[int, int] | None = None
    resizable: bool = True
    fullscreen: bool = False
    borderless: bool = False
    vsync: bool = True
    frame_cap: float = 0.0
    icon: str = ""
    cursor: str = ""
    shader: str = ""
    cursor_visible: bool = True
    cursor_grabbed: bool = False
    pause_on_focus_loss: bool = True
    mute_on_focus_loss: bool = True


def checked_size(size: tuple[int, int], name: str) -> tuple[int, int]:
    """Return a size in whole units.

    Raises:
        BadValue: A side is below 1.
    """
    width, height = size
    if not (width >= 1 and height >= 1):
        raise BadValue(f"App {name} is {width} x {height}; expected at least 1 x 1.")
    return int(width), int(height)


def checked_scaling(scaling: str) -> str:
    """Return the name of a way in which the virtual screen fills the window.

    Raises:
        UnknownName: There is no such way.
    """
    if scaling not in SCALINGS:
        raise unknown("scaling", scaling, SCALINGS)
    return scaling
