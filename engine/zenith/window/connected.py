"""The gamepads that are plugged in now."""

from __future__ import annotations

import pygame


def connected_pads() -> list[str]:
    """Return the names of the gamepads that are plugged in, for `zenith doctor`."""
    pygame.joystick.init()
    try:
        return [pygame.joystick.Joystick(k).get_name() for k in range(pygame.joystick.get_count())]
    finally:
        pygame.joystick.quit()
