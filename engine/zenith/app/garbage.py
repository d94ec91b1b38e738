"""The search for garbage: kept short while a game plays, and called for where much of it waits."""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

from zenith.world import World
from zenith.world.bulk import bytes_of

SEARCH_AFTER: Final = 64 * 2**20
"""So many bytes of Worlds may leave the stack before they are searched for."""


class Departed:
    """Worlds that left the stack, counted by their bytes.

    Python searches when there are many objects, and a hundred thousand entities are
    a dozen to it: without this, several large Worlds could wait for their end.
    """

    def __init__(self) -> None:
        self._bytes = 0

    def note(self, *worlds: World) -> None:
        """Count Worlds that leave, and search for those before them once they are large."""
        if self._bytes >= SEARCH_AFTER:
            self._bytes = 0
            gc.collect()
        self._bytes += sum(bytes_of(world) for world in worlds)


@contextmanager
def garbage_kept_short() -> Generator[None]:
    """Spare what is loaded by now from the search for garbage, as long as a game plays.

    Python looks through everything it holds once in a while: modules, functions
    and assets that stay anyhow make that a pause of a frame and more.
    """
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
