"""The window, its events and its gamepads, by pygame."""

from zenith.window.connected import connected_pads
from zenith.window.display import explain_gl_error, has_display
from zenith.window.locales import preferred_languages
from zenith.window.pacer import Pacer
from zenith.window.pads import PadSlots
from zenith.window.window import Window

__all__ = [
    "Pacer",
    "PadSlots",
    "Window",
    "connected_pads",
    "explain_gl_error",
    "has_display",
    "preferred_languages",
]
