"""Turning pygame's events into the plain ones of `zenith.input`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

import pygame
from pygame._sdl2 import controller

from zenith.actions import is_key
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
from zenith.window.pads import PadSlots

Mapping = Callable[[float, float], Iterable[float]]
AXIS_FULL: Final = 32767
# pygame keeps the numbers 4 and 5 for the wheel, which has events of its own.
MOUSE: Final = {1: "left", 2: "middle", 3: "right", 6: "back", 7: "forward"}
SPECIAL: Final = {
    **{getattr(pygame, f"K_F{k}"): f"f{k}" for k in range(1, 16)},
    **{getattr(pygame, f"K_KP{k}"): f"keypad {k}" for k in range(10)},
    pygame.K_KP_PLUS: "keypad +", pygame.K_KP_MINUS: "keypad -",
    pygame.K_KP_MULTIPLY: "keypad *", pygame.K_KP_DIVIDE: "keypad /",
    pygame.K_KP_PERIOD: "keypad .", pygame.K_KP_ENTER: "keypad enter",
    pygame.K_KP_EQUALS: "keypad =",
    pygame.K_SPACE: "space", pygame.K_RETURN: "return", pygame.K_ESCAPE: "escape",
    pygame.K_TAB: "tab", pygame.K_BACKSPACE: "backspace", pygame.K_DELETE: "delete",
    pygame.K_INSERT: "insert", pygame.K_HOME: "home", pygame.K_END: "end",
    pygame.K_PAGEUP: "page up", pygame.K_PAGEDOWN: "page down",
    pygame.K_LEFT: "left", pygame.K_RIGHT: "right", pygame.K_UP: "up", pygame.K_DOWN: "down",
    pygame.K_CAPSLOCK: "caps lock", pygame.K_PAUSE: "pause",
    pygame.K_PRINTSCREEN: "print screen", pygame.K_SCROLLLOCK: "scroll lock",
    pygame.K_NUMLOCKCLEAR: "num lock", pygame.K_MENU: "menu",
    pygame.K_LSHIFT: "left shift", pygame.K_RSHIFT: "right shift",
    pygame.K_LCTRL: "left ctrl", pygame.K_RCTRL: "right ctrl",
    pygame.K_LALT: "left alt", pygame.K_RALT: "right alt",
    pygame.K_LGUI: "left meta", pygame.K_RGUI: "right meta",
}  # fmt: skip
PAD_BUTTON: Final = {
    pygame.CONTROLLER_BUTTON_A: "a", pygame.CONTROLLER_BUTTON_B: "b",
    pygame.CONTROLLER_BUTTON_X: "x", pygame.CONTROLLER_BUTTON_Y: "y",
    pygame.CONTROLLER_BUTTON_BACK: "back", pygame.CONTROLLER_BUTTON_GUIDE: "guide",
    pygame.CONTROLLER_BUTTON_START: "start",
    pygame.CONTROLLER_BUTTON_LEFTSTICK: "left_stick",
    pygame.CONTROLLER_BUTTON_RIGHTSTICK: "right_stick",
    pygame.CONTROLLER_BUTTON_LEFTSHOULDER: "lb", pygame.CONTROLLER_BUTTON_RIGHTSHOULDER: "rb",
    pygame.CONTROLLER_BUTTON_DPAD_UP: "dpad_up", pygame.CONTROLLER_BUTTON_DPAD_DOWN: "dpad_down",
    pygame.CONTROLLER_BUTTON_DPAD_LEFT: "dpad_left",
    pygame.CONTROLLER_BUTTON_DPAD_RIGHT: "dpad_right",
}  # fmt: skip
PAD_AXIS: Final = {
    pygame.CONTROLLER_AXIS_LEFTX: "left_x", pygame.CONTROLLER_AXIS_LEFTY: "left_y",
    pygame.CONTROLLER_AXIS_RIGHTX: "right_x", pygame.CONTROLLER_AXIS_RIGHTY: "right_y",
    pygame.CONTROLLER_AXIS_TRIGGERLEFT: "lt", pygame.CONTROLLER_AXIS_TRIGGERRIGHT: "rt",
}  # fmt: skip


def key_name(code: int) -> str:
    """Return the name of a key by its label, or "" for one without a name.

    >>> key_name(pygame.K_LSHIFT), key_name(ord("q")), key_name(-1)
    ('left shift', 'q', '')
    """
    named = SPECIAL.get(code, "")
    if named or not 32 < code < 0x110000:
        return named
    label = chr(code)
    return label if is_key(label) else ""


class Translator:
    """Turns events over, and keeps the gamepads that they come from open."""

    def __init__(self) -> None:
        self.slots = PadSlots()
        self._pads: dict[int, controller.Controller] = {}

    def translate(self, event: pygame.Event, to_virtual: Mapping) -> list[Device]:
        """Return what one event of pygame means; mostly one event, or none.

        Args:
            event: The event.
            to_virtual: Carries window pixels over to units of the virtual screen.
        """
        step = _STEPS.get(event.type)
        if step is not None:
            return step(event, to_virtual)
        pad_step = _PAD_STEPS.get(event.type)
        return [] if pad_step is None else pad_step(self, event)

    def plugged(self, event: Any) -> list[Device]:
        """Open a gamepad that came."""
        try:
            pad = controller.Controller(event.device_index)
            stick = pad.as_joystick()
            instance, guid, name = stick.get_instance_id(), stick.get_guid(), stick.get_name()
        except pygame.error:
            return []  # it was pulled out again before we got here
        if instance in self._pads:
            return []
        self._pads[instance] = pad
        return [PadEvent(self.slots.plug(instance, guid), True, name)]

    def unplugged(self, event: Any) -> list[Device]:
        """Forget a gamepad that went."""
        self._pads.pop(event.instance_id, None)
        slot = self.slots.unplug(event.instance_id)
        return [] if slot is None else [PadEvent(slot, False)]

    def pad_button(self, event: Any) -> list[Device]:
        """Tell a gamepad's button."""
        slot, button = self.slots.of(event.instance_id), PAD_BUTTON.get(event.button)
        if slot is None or button is None:
            return []
        return [PadButtonEvent(slot, button, event.type == pygame.CONTROLLERBUTTONDOWN)]

    def pad_axis(self, event: Any) -> list[Device]:
        """Tell a gamepad's stick or trigger."""
        slot, axis = self.slots.of(event.instance_id), PAD_AXIS.get(event.axis)
        if slot is None or axis is None:
            return []
        return [PadAxisEvent(slot, axis, max(event.value / AXIS_FULL, -1.0))]

    def close(self) -> None:
        """Let go of every gamepad."""
        self._pads.clear()


def _key(event: Any, _: Mapping) -> list[Device]:
    name = key_name(event.key)
    return [KeyEvent(name, event.type == pygame.KEYDOWN)] if name else []


def _mouse_button(event: Any, to_virtual: Mapping) -> list[Device]:
    button = MOUSE.get(event.button)
    if button is None:
        return []
    down = event.type == pygame.MOUSEBUTTONDOWN
    return [*_move(event, to_virtual), MouseButtonEvent(button, down)]


def _move(event: Any, to_virtual: Mapping) -> list[Device]:
    x, y = to_virtual(float(event.pos[0]), float(event.pos[1]))
    return [MouseMoveEvent(x, y)]


def _wheel(event: Any, _: Mapping) -> list[Device]:
    return [WheelEvent(float(event.precise_x), float(event.precise_y))]


_STEPS: Final[dict[int, Callable[[Any, Mapping], list[Device]]]] = {
    pygame.KEYDOWN: _key,
    pygame.KEYUP: _key,
    pygame.MOUSEBUTTONDOWN: _mouse_button,
    pygame.MOUSEBUTTONUP: _mouse_button,
    pygame.MOUSEMOTION: _move,
    pygame.MOUSEWHEEL: _wheel,
    pygame.TEXTINPUT: lambda event, _: [TextEvent(event.text)],
    pygame.QUIT: lambda _event, _: [CloseEvent()],
    pygame.WINDOWFOCUSLOST: lambda _event, _: [FocusEvent(False)],
    pygame.WINDOWFOCUSGAINED: lambda _event, _: [FocusEvent(True)],
    pygame.WINDOWSIZECHANGED: lambda event, _: [ResizeEvent(int(event.x), int(event.y))],
}
_PAD_STEPS: Final[dict[int, Callable[[Translator, Any], list[Device]]]] = {
    pygame.CONTROLLERDEVICEADDED: Translator.plugged,
    pygame.CONTROLLERDEVICEREMOVED: Translator.unplugged,
    pygame.CONTROLLERBUTTONDOWN: Translator.pad_button,
    pygame.CONTROLLERBUTTONUP: Translator.pad_button,
    pygame.CONTROLLERAXISMOTION: Translator.pad_axis,
}
