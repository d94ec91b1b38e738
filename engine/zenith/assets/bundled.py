"""Where the engine's own assets and examples lie: frozen, installed or in a checkout."""

from __future__ import annotations

import importlib.resources
import sys
from pathlib import Path


def engine_data(name: str) -> Path:
    """Return the folder `assets` or `examples` that comes with the engine.

    It is looked for in a frozen program, then in the installed package, then in
    the checkout.
    """
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen) / "zenith" / "_data" / name
    package = Path(str(importlib.resources.files("zenith")))
    installed = package / "_data" / name
    return installed if installed.is_dir() else package.parent.parent / name


def engine_assets() -> Path:
    """Return the folder of the engine's own assets."""
    return engine_data("assets")
