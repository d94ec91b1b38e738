"""The keys of the keyboard: from pygame's numbers and from shortcuts as text to imgui's."""

from __future__ import annotations

from typing import Final

import pygame
from imgui_bundle import imgui

Key = imgui.Key
_NAMED: Final = {
    "Left": Key.left_arrow, "Right": Key.right_arrow, "Up": Key.up_arrow, "Down": Key.down_arrow,
    "Home": Key.home, "End": Key.end, "Delete": Key.delete, "Escape": Key.escape,
    "Enter": Key.enter, "Space": Key.space, "Tab": Key.tab, "Backspace": Key.backspace,
    **{chr(code): getattr(Key, chr(code).lower()) for code in range(ord("A"), ord("Z") + 1)},
    **{str(k): getattr(Key, f"_{k}") for k in range(10)},
    **{f"F{k}": getattr(Key, f"f{k}") for k in range(1, 13)},
}  # fmt: skip
_MODIFIERS: Final = {
    "Ctrl": Key.mod_ctrl, "Shift": Key.mod_shift, "Alt": Key.mod_alt, "Super": Key.mod_super,
}  # fmt: skip
FROM_PYGAME: Final[dict[int, imgui.Key]] = {
    **{getattr(pygame, f"K_{chr(c)}"): getattr(Key, chr(c)) for c in range(ord("a"), ord("z") + 1)},
    **{getattr(pygame, f"K_{k}"): getattr(Key, f"_{k}") for k in range(10)},
    **{getattr(pygame, f"K_F{k}"): getattr(Key, f"f{k}") for k in range(1, 13)},
    **{getattr(pygame, f"K_KP{k}"): getattr(Key, f"keypad{k}") for k in range(10)},
    pygame.K_LEFT: Key.left_arrow, pygame.K_RIGHT: Key.right_arrow,
    pygame.K_UP: Key.up_arrow, pygame.K_DOWN: Key.down_arrow,
    pygame.K_HOME: Key.home, pygame.K_END: Key.end,
    pygame.K_PAGEUP: Key.page_up, pygame.K_PAGEDOWN: Key.page_down,
    pygame.K_INSERT: Key.insert, pygame.K_DELETE: Key.delete,
    pygame.K_BACKSPACE: Key.backspace, pygame.K_TAB: Key.tab, pygame.K_SPACE: Key.space,
    pygame.K_RETURN: Key.enter, pygame.K_KP_ENTER: Key.keypad_enter, pygame.K_ESCAPE: Key.escape,
    pygame.K_MINUS: Key.minus, pygame.K_EQUALS: Key.equal, pygame.K_COMMA: Key.comma,
    pygame.K_PERIOD: Key.period, pygame.K_SLASH: Key.slash,
    pygame.K_LCTRL: Key.left_ctrl, pygame.K_RCTRL: Key.right_ctrl,
    pygame.K_LSHIFT: Key.left_shift, pygame.K_RSHIFT: Key.right_shift,
    pygame.K_LALT: Key.left_alt, pygame.K_RALT: Key.right_alt,
    pygame.K_LGUI: Key.left_super, pygame.K_RGUI: Key.right_super,
}  # fmt: skip


def chord(shortcut: str) -> int:
    """Return the keys of a shortcut, written as "Ctrl+Shift+Z", as imgui asks for them.

    >>> chord("Ctrl+S") == int(imgui.Key.mod_ctrl) | int(imgui.Key.s)
    True
    """
    *modifiers, key = shortcut.split("+")
    return sum(int(_MODIFIERS[name]) for name in modifiers) + int(_NAMED[key])
