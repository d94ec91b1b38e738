"""What a window reports, as plain data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KeyEvent:
    """A key went down or up."""

    key: str
    down: bool


@dataclass(frozen=True, slots=True)
class MouseButtonEvent:
    """A mouse button went down or up."""

    button: str
    down: bool


@dataclass(frozen=True, slots=True)
class MouseMoveEvent:
    """The pointer moved to a place on the virtual screen."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class WheelEvent:
    """The wheel turned by some notches."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class PadButtonEvent:
    """A gamepad's button went down or up."""

    pad: int
    button: str
    down: bool


@dataclass(frozen=True, slots=True)
class PadAxisEvent:
    """A gamepad's stick or trigger moved, -1 to 1."""

    pad: int
    axis: str
    value: float


@dataclass(frozen=True, slots=True)
class PadEvent:
    """A gamepad came or went."""

    pad: int
    connected: bool
    name: str = ""


@dataclass(frozen=True, slots=True)
class ResizeEvent:
    """The window has another size, in pixels."""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class FocusEvent:
    """The window got or lost the focus."""

    focused: bool


@dataclass(frozen=True, slots=True)
class CloseEvent:
    """The player wants the window closed."""


@dataclass(frozen=True, slots=True)
class TextEvent:
    """Text was typed."""

    text: str


Device = (
    KeyEvent
    | MouseButtonEvent
    | MouseMoveEvent
    | WheelEvent
    | PadButtonEvent
    | PadAxisEvent
    | PadEvent
    | ResizeEvent
    | FocusEvent
    | CloseEvent
    | TextEvent
)
"""Anything a window reports."""
