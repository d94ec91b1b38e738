"""The player's actions as a tick sees them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from zenith.actions import Actions, Axis, Button
from zenith.input.events import Device
from zenith.input.sources import Sources
from zenith.input.tick import POINTER_STEPS, TickInput, checked_value, in_steps, rounded
from zenith.maths import Vec2

DOWN_BEYOND: Final = 0.5


class Input:
    """The player's actions; systems read it as `world.input`.

    Devices report between frames through `collect`; `begin_tick` latches what
    they said, so that every system of a tick sees the same. A press in a frame
    without ticks is not lost, and a press and release between two ticks is held
    for one tick: `just_pressed` in the first, `just_released` in the next. Values
    are rounded to what a recording keeps, in live play too, so that a replay is
    the same run.

    An action stays pressed until the last of its bindings is let go. `hold` and
    `press` replace what the devices say about an action; `feed` replaces all of
    it for one tick, holds included.

    Attributes:
        actions: What the actions are bound to.

    >>> from zenith.input import Input, KeyEvent
    >>> keys = Input()
    >>> keys.collect([KeyEvent("space", True), KeyEvent("space", False)])
    >>> keys.begin_tick()
    >>> keys.just_pressed("jump"), keys.pressed("jump"), keys.just_released("jump")
    (True, True, False)
    >>> keys.begin_tick()
    >>> keys.just_pressed("jump"), keys.pressed("jump"), keys.just_released("jump")
    (False, False, True)
    """

    def __init__(self, actions: Actions | None = None) -> None:
        self.actions = actions or Actions()
        self._sources = Sources()
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
        """How far the wheel turned this tick, in notches; right and up are positive."""
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
        return self._is_down(action, self._now.values)

    def just_pressed(self, action: str) -> bool:
        """Tell whether an action went down this tick.

        Raises:
            UnknownName: There is no such action.
        """
        return self.pressed(action) and not self._is_down(action, self._before)

    def just_released(self, action: str) -> bool:
        """Tell whether an action went up this tick.

        Raises:
            UnknownName: There is no such action.
        """
        return self._is_down(action, self._before) and not self.pressed(action)

    def axis(self, action: str) -> float:
        """Return an axis from -1 to 1; a button gives 0 or 1.

        Raises:
            UnknownName: There is no such action.
        """
        _ = self.actions[action]
        return self._now.values.get(action, 0.0)

    def vector(self, x: str, y: str) -> Vec2:
        """Return two axes as one direction, at most 1 long.

        Raises:
            UnknownName: There is no such action.
        """
        direction = Vec2(self.axis(x), self.axis(y))
        return direction if direction.length() <= 1.0 else direction.normalized()

    def _is_down(self, action: str, values: Mapping[str, float]) -> bool:
        _ = self.actions[action]
        return abs(values.get(action, 0.0)) > DOWN_BEYOND

    # What devices and drivers say.

    def collect(self, events: Iterable[Device]) -> None:
        """Take in what devices report, kept until the next tick."""
        for event in events:
            self._sources.take(event)

    def hold(self, action: str, value: float = 1.0) -> None:
        """Hold an action from the next tick on, as a test or a demo does.

        Raises:
            UnknownName: There is no such action.
            BadValue: The value is not from -1 to 1.
        """
        _ = self.actions[action]
        self._held[action] = checked_value(action, value)

    def press(self, action: str) -> None:
        """Press an action for the next tick only.

        Raises:
            UnknownName: There is no such action.
        """
        _ = self.actions[action]
        self._once.add(action)

    def release(self, action: str) -> None:
        """Let go of an action held by `hold`; the devices have it again.

        Raises:
            UnknownName: There is no such action.
        """
        _ = self.actions[action]
        self._held.pop(action, None)

    def point(self, x: float, y: float) -> None:
        """Put the pointer somewhere on the virtual screen.

        Raises:
            BadValue: A number is not finite.
        """
        self._sources.point = (
            in_steps("pointer", x, POINTER_STEPS),
            in_steps("pointer", y, POINTER_STEPS),
        )

    def rebind(self, name: str, action: Button | Axis) -> None:
        """Bind an action to other keys, at once.

        Raises:
            BadValue: It is neither a Button nor an Axis.
        """
        self.actions.bind(name, action)

    def feed(self, tick: TickInput) -> None:
        """Make the next tick see exactly this, whatever devices, `hold` and `press` say.

        Raises:
            UnknownName: It names an action that there is not.
            BadValue: A number is out of range.
        """
        for name in tick.values:
            _ = self.actions[name]
        self._fed = tick.rounded()

    def begin_tick(self) -> None:
        """Latch what this tick will see; called once per tick by the App."""
        before, gathered = self._now, self._gather()
        self._now = gathered if self._fed is None else self._fed
        self._before = before.values
        self._moved = self._now.pointer != before.pointer
        self._fed = None
        self._once.clear()

    def current(self) -> TickInput:
        """Return all that this tick knows of the player, for a recording."""
        return self._now

    def _gather(self) -> TickInput:
        down = self._sources.latch()
        wheel, typed = self._sources.take_loose()
        values: dict[str, float] = {}
        for name in self.actions:
            value = self._value(name, self.actions[name], down)
            if value:
                values[name] = value
        x, y = self._sources.point
        return TickInput(
            values, (rounded(x, POINTER_STEPS), rounded(y, POINTER_STEPS)), wheel, typed
        )

    def _value(self, name: str, action: Button | Axis, down: frozenset[str]) -> float:
        if name in self._once:
            return 1.0
        if name in self._held:
            return self._held[name]
        if isinstance(action, Button):
            return 0.0 if down.isdisjoint(action.bindings) else 1.0
        pushed = (not down.isdisjoint(action.positive)) - (not down.isdisjoint(action.negative))
        return float(pushed) or self._sources.stick(action)

    def get_state(self) -> dict[str, Any]:
        """Return what the next tick's edges depend on."""
        return {"values": dict(self._now.values), "pointer": list(self._now.pointer)}

    def set_state(self, state: dict[str, Any]) -> None:
        """Go back to a state that `get_state` gave."""
        x, y = state["pointer"]
        self._now = TickInput(dict(state["values"]), pointer=(x, y))
