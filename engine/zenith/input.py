"""What the player does, latched per tick: held, just pressed, axes, the pointer."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from zenith.actions import Actions, Axis, Button
from zenith.errors import BadValue
from zenith.maths import Vec2, clamp

AXIS_STEPS: Final = 127
POINTER_STEPS: Final = 4.0


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


@dataclass(frozen=True, slots=True)
class TickInput:
    """All that a tick knows of the player: what recordings keep.

    Attributes:
        values: The actions that are not at rest; buttons 1, axes -1 to 1.
        taps: Actions that went down and up again within the tick.
        pointer: Where the pointer is, in units of the virtual screen.
        wheel: Notches turned.
        text: What was typed.
    """

    values: Mapping[str, float] = field(default_factory=dict)
    taps: tuple[str, ...] = ()
    pointer: tuple[float, float] = (0.0, 0.0)
    wheel: tuple[float, float] = (0.0, 0.0)
    text: str = ""


class Input:
    """The player's actions; systems read it as `world.input`.

    Devices report between frames through `collect`; `begin_tick` latches what
    they said, so that every system of a tick sees the same, a press in a frame
    without ticks is not lost, and a press and release between two ticks is still
    seen as both. Values are rounded to what a recording keeps (axes to 1/127,
    the pointer to a quarter unit), in live play too.

    Attributes:
        actions: What the actions are bound to.
    """

    def __init__(self, actions: Actions | None = None) -> None:
        self.actions = actions or Actions()
        self._down: set[str] = set()
        self._tapped: set[str] = set()
        self._sticks: dict[tuple[int, str], float] = {}
        self._point = (0.0, 0.0)
        self._wheel = (0.0, 0.0)
        self._typed = ""
        self._held: dict[str, float] = {}
        self._once: set[str] = set()
        self._fed: TickInput | None = None
        self._now = TickInput()
        self._before: Mapping[str, float] = {}
        self._moved = False

    # What systems ask.

    @property
    def pointer(self) -> Vec2:
        """Where the pointer is, in units of the virtual screen."""
        return Vec2(*self._now.pointer)

    @property
    def pointer_moved(self) -> bool:
        """Whether the pointer moved since the tick before."""
        return self._moved

    @property
    def wheel(self) -> Vec2:
        """How far the wheel turned this tick, in notches; up and right are positive."""
        return Vec2(*self._now.wheel)

    @property
    def text(self) -> str:
        """What was typed this tick."""
        return self._now.text

    def pressed(self, action: str) -> bool:
        """Tell whether an action is held now; an axis counts beyond half its way.

        Raises:
            UnknownName: There is no such action.
        """
        return self._is_down(action, self._now.values) or self._is_tapped(action)

    def just_pressed(self, action: str) -> bool:
        """Tell whether an action went down this tick.

        Raises:
            UnknownName: There is no such action.
        """
        tapped = self._is_tapped(action)
        return (self.pressed(action) and not self._is_down(action, self._before)) or tapped

    def just_released(self, action: str) -> bool:
        """Tell whether an action went up this tick; a tap counts in the same tick.

        Raises:
            UnknownName: There is no such action.
        """
        was_down = self._is_down(action, self._before)
        now_up = not self._is_down(action, self._now.values)
        return now_up and (was_down or self._is_tapped(action))

    def axis(self, action: str) -> float:
        """Return an axis from -1 to 1; a button gives 0 or 1.

        Raises:
            UnknownName: There is no such action.
        """
        _ = self.actions[action]
        return self._now.values.get(action, 0.0)

    def vector(self, x: str, y: str) -> Vec2:
        """Return two axes as one direction, at most 1 long."""
        direction = Vec2(self.axis(x), self.axis(y))
        return direction if direction.length() <= 1.0 else direction.normalized()

    def _is_down(self, action: str, values: Mapping[str, float]) -> bool:
        _ = self.actions[action]
        return abs(values.get(action, 0.0)) > 0.5

    def _is_tapped(self, action: str) -> bool:
        return action in self._now.taps

    # What devices and drivers say.

    def collect(self, events: Iterable[Device]) -> None:
        """Take in what devices report, kept until the next tick."""
        for event in events:
            self._take(event)

    def _take(self, event: Device) -> None:
        match event:
            case KeyEvent(key, down):
                self._press(key, down)
            case MouseButtonEvent(button, down):
                self._press(f"mouse:{button}", down)
            case PadButtonEvent(pad, button, down):
                self._press(f"pad:{button}@{pad}", down)
            case PadAxisEvent(pad, axis, value):
                self._sticks[pad, axis] = clamp(value, -1.0, 1.0) if math.isfinite(value) else 0.0
            case MouseMoveEvent(x, y):
                if math.isfinite(x) and math.isfinite(y):
                    self._point = (x, y)
            case WheelEvent(x, y):
                self._wheel = (self._wheel[0] + x, self._wheel[1] + y)
            case TextEvent(text):
                self._typed += text
            case PadEvent(pad, connected=False):
                self._unplug(pad)
            case FocusEvent(focused=False):
                self._let_go()
            case _:
                pass

    def _press(self, source: str, down: bool) -> None:
        if down:
            self._down.add(source)
            self._tapped.add(source)
        else:
            self._down.discard(source)

    def _unplug(self, pad: int) -> None:
        """Let go of everything a gamepad held, so that nothing stays pressed for ever."""
        self._down = {s for s in self._down if not s.endswith(f"@{pad}")}
        self._sticks = {k: v for k, v in self._sticks.items() if k[0] != pad}

    def _let_go(self) -> None:
        self._down.clear()
        self._tapped.clear()
        self._sticks.clear()

    def hold(self, action: str, value: float = 1.0) -> None:
        """Hold an action from the next tick on, as a test or a demo does.

        Raises:
            UnknownName: There is no such action.
            BadValue: The value is not from -1 to 1.
        """
        _ = self.actions[action]
        if not -1.0 <= value <= 1.0:
            raise BadValue(f'Action "{action}" is held at {value}; expected -1 to 1.')
        self._held[action] = value

    def press(self, action: str) -> None:
        """Press an action for the next tick only."""
        _ = self.actions[action]
        self._once.add(action)

    def release(self, action: str) -> None:
        """Let go of an action held by `hold`."""
        _ = self.actions[action]
        self._held.pop(action, None)

    def point(self, x: float, y: float) -> None:
        """Put the pointer somewhere on the virtual screen."""
        self._take(MouseMoveEvent(x, y))

    def rebind(self, name: str, action: Button | Axis) -> None:
        """Bind an action to other keys, at once."""
        self.actions.bind(name, action)

    def feed(self, tick: TickInput) -> None:
        """Make the next tick use recorded input instead of the devices."""
        self._fed = tick

    def begin_tick(self) -> None:
        """Latch what this tick will see; called once per tick by the App."""
        before = self._now
        self._now = self._fed if self._fed is not None else self._gather()
        self._before = before.values
        self._moved = self._now.pointer != before.pointer
        self._fed = None
        self._tapped.clear()
        self._once.clear()
        self._wheel, self._typed = (0.0, 0.0), ""

    def current(self) -> TickInput:
        """Return all that this tick knows of the player, for a recording."""
        return self._now

    def _gather(self) -> TickInput:
        values: dict[str, float] = {}
        taps: list[str] = []
        for name in self.actions:
            value = self._value(name, self.actions[name])
            if value:
                values[name] = value
            elif self._was_tapped(self.actions[name]):
                taps.append(name)
        x, y = (round(p * POINTER_STEPS) / POINTER_STEPS for p in self._point)
        return TickInput(values, tuple(taps), (x, y), self._wheel, self._typed)

    def _value(self, name: str, action: Button | Axis) -> float:
        if name in self._once:
            return 1.0
        if name in self._held:
            return round(self._held[name] * AXIS_STEPS) / AXIS_STEPS
        if isinstance(action, Button):
            return 1.0 if any(self._source(b, self._down) for b in action.bindings) else 0.0
        pushed = float(any(self._source(b, self._down) for b in action.positive)) - float(
            any(self._source(b, self._down) for b in action.negative)
        )
        return pushed or self._stick(action)

    def _was_tapped(self, action: Button | Axis) -> bool:
        if isinstance(action, Axis):
            return False
        return any(self._source(b, self._tapped) for b in action.bindings)

    @staticmethod
    def _source(binding: str, among: set[str]) -> bool:
        if binding.startswith("pad:"):
            return any(s.startswith(f"{binding}@") for s in among)
        return binding in among

    def _stick(self, action: Axis) -> float:
        """Return the stick furthest from its middle, its dead zone taken out."""
        axis = action.stick.removeprefix("pad:")
        values = [v for (_, a), v in sorted(self._sticks.items()) if a == axis]
        value = max(values, key=abs, default=0.0)
        beyond = (abs(value) - action.deadzone) / (1.0 - action.deadzone)
        return math.copysign(round(max(beyond, 0.0) * AXIS_STEPS) / AXIS_STEPS, value) + 0.0

    def get_state(self) -> dict[str, Any]:
        """Return what the next tick's edges depend on."""
        return {"values": dict(self._now.values), "pointer": list(self._now.pointer)}

    def set_state(self, state: dict[str, Any]) -> None:
        """Go back to a state that `get_state` gave."""
        x, y = state["pointer"]
        self._now = TickInput(dict(state["values"]), pointer=(x, y))
