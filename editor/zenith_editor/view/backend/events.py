"""Carries what pygame tells over to imgui: keys, text, pointer, wheel, focus, clipboard."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from typing import Final

import pygame
from imgui_bundle import imgui

from zenith_editor.view.backend.keys import FROM_PYGAME

# pygame keeps the numbers 4 and 5 for the wheel, which has events of its own.
_BUTTONS: Final = {1: 0, 3: 1, 2: 2, 6: 3, 7: 4}
_AWAY: Final = -3.4e38
_MODIFIERS: Final = (
    (pygame.KMOD_CTRL, imgui.Key.mod_ctrl),
    (pygame.KMOD_SHIFT, imgui.Key.mod_shift),
    (pygame.KMOD_ALT, imgui.Key.mod_alt),
    (pygame.KMOD_GUI, imgui.Key.mod_super),
)
_HELD: Final = pygame.KMOD_CTRL | pygame.KMOD_SHIFT | pygame.KMOD_ALT | pygame.KMOD_GUI
_SHAPES: Final = {
    int(imgui.MouseCursor_.arrow): pygame.SYSTEM_CURSOR_ARROW,
    int(imgui.MouseCursor_.text_input): pygame.SYSTEM_CURSOR_IBEAM,
    int(imgui.MouseCursor_.resize_all): pygame.SYSTEM_CURSOR_SIZEALL,
    int(imgui.MouseCursor_.resize_ns): pygame.SYSTEM_CURSOR_SIZENS,
    int(imgui.MouseCursor_.resize_ew): pygame.SYSTEM_CURSOR_SIZEWE,
    int(imgui.MouseCursor_.hand): pygame.SYSTEM_CURSOR_HAND,
    int(imgui.MouseCursor_.not_allowed): pygame.SYSTEM_CURSOR_NO,
}


class Events:
    """Feeds imgui; what has to wait for its next frame waits here."""

    def __init__(self) -> None:
        self._waiting: list[pygame.Event] = []
        self._copied = ""
        self._shape = int(imgui.MouseCursor_.arrow)
        platform = imgui.get_platform_io()
        platform.platform_get_clipboard_text_fn = self._paste
        platform.platform_set_clipboard_text_fn = self._copy

    def feed(self, events: Iterable[pygame.Event]) -> None:
        """Tell imgui what happened, oldest first.

        A change of the modifiers after a key went down waits for the next frame:
        "Z down, Ctrl up" at once would be seen as Z without Ctrl.
        """
        pending = _joined([*self._waiting, *events])
        self._waiting = []
        pressed, held = False, None
        for k, event in enumerate(pending):
            if event.type in (pygame.KEYDOWN, pygame.KEYUP):
                now = event.mod & _HELD
                if pressed and held is not None and now != held:
                    self._waiting = pending[k:]
                    return
                held = now
                pressed = pressed or event.type == pygame.KEYDOWN
            _tell(event)

    def shape_cursor(self) -> None:
        """Give the pointer the shape that imgui wants; to be called after it rendered."""
        shape = int(imgui.get_mouse_cursor())
        if shape == self._shape:
            return
        self._shape = shape
        # Drivers without a screen have no pointer.
        with contextlib.suppress(pygame.error):
            pygame.mouse.set_cursor(_SHAPES.get(shape, pygame.SYSTEM_CURSOR_ARROW))

    def _paste(self, _: object) -> str:
        with contextlib.suppress(pygame.error):
            return pygame.scrap.get_text() or self._copied
        return self._copied

    def _copy(self, _: object, text: str) -> None:
        self._copied = text
        with contextlib.suppress(pygame.error):
            pygame.scrap.put_text(text)


def _joined(events: list[pygame.Event]) -> list[pygame.Event]:
    """Leave out moves that another one follows at once: imgui takes one each frame."""
    return [
        event
        for k, event in enumerate(events)
        if event.type != pygame.MOUSEMOTION
        or k + 1 == len(events)
        or events[k + 1].type != pygame.MOUSEMOTION
    ]


def _tell(event: pygame.Event) -> None:
    io = imgui.get_io()
    if event.type in (pygame.KEYDOWN, pygame.KEYUP):
        _tell_key(event)
    elif event.type == pygame.TEXTINPUT:
        io.add_input_characters_utf8(event.text)
    elif event.type == pygame.MOUSEMOTION:
        io.add_mouse_pos_event(*map(float, event.pos))
    elif event.type in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
        button = _BUTTONS.get(event.button)
        if button is not None:
            io.add_mouse_pos_event(*map(float, event.pos))
            io.add_mouse_button_event(button, event.type == pygame.MOUSEBUTTONDOWN)
    elif event.type == pygame.MOUSEWHEEL:
        io.add_mouse_wheel_event(-event.precise_x, event.precise_y)
    elif event.type == pygame.WINDOWLEAVE:
        io.add_mouse_pos_event(_AWAY, _AWAY)
    elif event.type in (pygame.WINDOWFOCUSGAINED, pygame.WINDOWFOCUSLOST):
        io.add_focus_event(event.type == pygame.WINDOWFOCUSGAINED)


def _tell_key(event: pygame.Event) -> None:
    io = imgui.get_io()
    for mask, modifier in _MODIFIERS:
        io.add_key_event(modifier, bool(event.mod & mask))
    key = FROM_PYGAME.get(event.key)
    if key is not None:
        io.add_key_event(key, event.type == pygame.KEYDOWN)
