"""What the player does, latched per tick: held, just pressed, axes, the pointer."""

from zenith.input.controls import Input
from zenith.input.events import (
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
from zenith.input.tick import Answer, TickInput

__all__ = [
    "Answer",
    "CloseEvent",
    "Device",
    "FocusEvent",
    "Input",
    "KeyEvent",
    "MouseButtonEvent",
    "MouseMoveEvent",
    "PadAxisEvent",
    "PadButtonEvent",
    "PadEvent",
    "ResizeEvent",
    "TextEvent",
    "TickInput",
    "WheelEvent",
]
