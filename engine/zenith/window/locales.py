"""The languages that the player's system is set to."""

from __future__ import annotations

import pygame


def preferred_languages() -> list[str]:
    """Return the languages of the player's system, the dearest first, as "de-AT"; maybe none."""
    found = pygame.system.get_pref_locales()
    return ["-".join(filter(None, (f["language"], f["country"]))) for f in found]
