"""The search for garbage, kept short while a game plays."""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager


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
