"""Whether there is a screen to show a window on, and what to do where there is not."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Final

from zenith.errors import DeviceError

INVISIBLE: Final = ("offscreen", "dummy")
"""Video drivers of SDL that show nothing."""
_MISSING: Final = ("could not initialize opengl", "libgl.so", "failed loading libgl", "libegl")
_TOO_OLD: Final = (
    "eglcreatecontext failed", "requested opengl version", "could not create gl context",
    "glxcreatecontext", "glxbadfbconfig", "no matching gl", "couldn't find matching",
)  # fmt: skip


def has_display(environment: Mapping[str, str] | None = None, system: str = "") -> bool:
    """Tell whether a window could be seen here.

    Args:
        environment: The environment variables; the process's own when None.
        system: `sys.platform`, or another to ask for.

    >>> has_display({}, "linux"), has_display({"DISPLAY": ":0"}, "linux"), has_display({}, "win32")
    (False, True, True)
    """
    env = os.environ if environment is None else environment
    driver = env.get("SDL_VIDEODRIVER", "")
    if driver:
        return driver not in INVISIBLE
    if (system or sys.platform) in ("win32", "darwin", "cygwin"):
        return True
    return bool(env.get("DISPLAY") or env.get("WAYLAND_DISPLAY"))


def no_display() -> DeviceError:
    """Return the error for a machine without a screen."""
    return DeviceError(
        "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY leads to one), so a "
        "window could not be seen. `zenith play breakout --headless` does without one."
    )


def explain_gl_error(text: str) -> DeviceError:
    """Return the error that says what to do about a window or context that did not open.

    Args:
        text: What pygame or moderngl said.

    >>> print(explain_gl_error("Requested OpenGL version 330, got version 210"))
    OpenGL here is too old: Zenith needs 3.3. Update the graphics driver. (Requested OpenGL version
    330, got version 210)
    """
    said = text.lower()
    if any(part in said for part in _MISSING):
        return DeviceError(
            "There is no OpenGL library here. On Debian or Ubuntu: "
            f"apt-get install libgl1 libegl1; elsewhere install a graphics driver. ({text})"
        )
    if any(part in said for part in _TOO_OLD):
        return DeviceError(
            f"OpenGL here is too old: Zenith needs 3.3. Update the graphics driver. ({text})"
        )
    return DeviceError(f"No window could be opened: {text}")
