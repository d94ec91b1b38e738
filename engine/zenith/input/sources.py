"""Keys, buttons and sticks as devices report them, and the edges between ticks."""

from __future__ import annotations

import math
from typing import Final

from zenith.actions import PAD_AXES, PAD_HALVES, Axis
from zenith.input.events import (
    Device,
    FocusEvent,
    KeyEvent,
    MouseButtonEvent,
    MouseMoveEvent,
    PadAxisEvent,
    PadButtonEvent,
    PadEvent,
    TextEvent,
    WheelEvent,
)
from zenith.input.tick import AXIS_STEPS, FAR, WHEEL_STEPS, rounded
from zenith.maths import clamp

PRESS_AT: Final = 0.5
RELEASE_AT: Final = 0.4
PARTNER: Final = {
    "left_x": "left_y",
    "left_y": "left_x",
    "right_x": "right_y",
    "right_y": "right_x",
}
"""The other axis of the same stick."""


class Sources:
    """Keys, buttons, sticks and pointer as the devices last reported them.

    A source is a binding as a device says it: "space", "mouse:left", or with
    the gamepad it comes from, "pad:a@0".
    """

    def __init__(self) -> None:
        self.point = (0.0, 0.0)
        self._down: set[str] = set()
        self._pressed: set[str] = set()
        self._lifted: set[str] = set()
        self._seen: set[str] = set()
        self._sticks: dict[tuple[int, str], float] = {}
        self._gone: set[int] = set()
        self._wheel = (0.0, 0.0)
        self._typed = ""

    def take(self, event: Device) -> None:
        """Take one event in; what makes no sense is passed over."""
        match event:
            case KeyEvent(key, down):
                self._press(key, down)
            case MouseButtonEvent(button, down):
                self._press(f"mouse:{button}", down)
            case PadButtonEvent(pad, button, down) if pad not in self._gone:
                self._press(f"pad:{button}@{pad}", down)
            case PadAxisEvent(pad, axis, value) if pad not in self._gone and axis in PAD_AXES:
                self._push(pad, axis, value)
            case MouseMoveEvent(x, y) if abs(x) <= FAR and abs(y) <= FAR:
                self.point = (x, y)
            case WheelEvent(x, y) if abs(x) <= FAR and abs(y) <= FAR:
                self._wheel = (self._wheel[0] + x, self._wheel[1] + y)
            case TextEvent(text):
                self._typed += text
            case PadEvent(pad, connected):
                self._plug(pad, connected)
            case FocusEvent(focused=False):
                self._let_go()
            case _:
                pass

    def latch(self) -> frozenset[str]:
        """Return the bindings that count as pressed in the tick that begins.

        A source not seen before counts once it was pressed, even if it was let
        go since; one seen before ceases once it was let go, even if it was
        pressed since, which then counts in the next tick.
        """
        fresh = (self._down | self._pressed) - self._seen
        kept = (self._seen & self._down) - self._lifted
        self._seen = fresh | kept
        self._pressed -= self._seen
        self._lifted.clear()
        return frozenset(
            source.partition("@")[0] if "@" in source[1:] else source for source in self._seen
        )

    def take_loose(self) -> tuple[tuple[float, float], str]:
        """Return the wheel and the text since the last call; parts of an eighth stay behind."""
        x, y = self._wheel
        wheel = (
            rounded(clamp(x, -FAR, FAR), WHEEL_STEPS),
            rounded(clamp(y, -FAR, FAR), WHEEL_STEPS),
        )
        self._wheel = (x - wheel[0], y - wheel[1])
        typed, self._typed = self._typed, ""
        return wheel, typed

    def stick(self, action: Axis) -> float:
        """Return the stick furthest from its middle, its dead zone taken out."""
        axis = action.stick.removeprefix("pad:")
        pads = sorted(pad for pad, name in self._sticks if name == axis)
        values = [self._beyond(pad, axis, action.deadzone) for pad in pads]
        return rounded(max(values, key=abs, default=0.0), AXIS_STEPS)

    def _beyond(self, pad: int, axis: str, deadzone: float) -> float:
        """Scale what lies beyond a round dead zone to the whole way from 0 to 1."""
        value = self._sticks[pad, axis]
        other = self._sticks.get((pad, PARTNER.get(axis, "")), 0.0)
        length = math.sqrt(value * value + other * other)
        if length <= deadzone:
            return 0.0
        return clamp(value / length * (min(length, 1.0) - deadzone) / (1.0 - deadzone), -1.0, 1.0)

    def _press(self, source: str, down: bool) -> None:
        if down and source not in self._down:
            self._down.add(source)
            self._pressed.add(source)
        elif not down and source in self._down:
            self._down.discard(source)
            self._lifted.add(source)

    def _push(self, pad: int, axis: str, value: float) -> None:
        """Move a stick; a number that is none counts as its middle."""
        at = clamp(value, -1.0, 1.0) if math.isfinite(value) else 0.0
        self._sticks[pad, axis] = at
        for button, (moved, side) in PAD_HALVES.items():
            source = f"pad:{button}@{pad}"
            if moved == axis:
                limit = RELEASE_AT if source in self._down else PRESS_AT
                self._press(source, at * side > limit)

    def _plug(self, pad: int, connected: bool) -> None:
        """Let go of everything a gamepad held when it goes, so that nothing sticks for ever."""
        self._gone.discard(pad)
        for source in [s for s in self._down if s.endswith(f"@{pad}")]:
            self._press(source, False)
        self._sticks = {k: v for k, v in self._sticks.items() if k[0] != pad}
        if not connected:
            self._gone.add(pad)

    def _let_go(self) -> None:
        """Forget everything held: another window has the keyboard now."""
        for held in (self._down, self._pressed, self._lifted, self._sticks):
            held.clear()
