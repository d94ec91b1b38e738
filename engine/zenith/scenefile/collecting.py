"""Building many small objects without the search for garbage running in between."""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def without_collecting() -> Generator[None]:
    """Hold the search for garbage: it would look through every part built so far, for nothing.

    Reading 10,000 entities takes twice as long with it.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
