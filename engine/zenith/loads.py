"""What a World asked to have loaded in the background, and what devices hold, as plain data."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from zenith.schema import component

Asked = list[str]
"""A kind and a name."""


@component
class AssetLoaded:
    """Something asked for by `world.assets.load` is there, or cannot be had.

    Attributes:
        kind: "image", "sound", "music" or "font".
        name: Its name, as it was asked for.
        ok: Whether it can be used.
        message: Why not.
    """

    kind: str = ""
    name: str = ""
    ok: bool = True
    message: str = ""


@component
class AssetRequests:
    """How far loading is; a resource of each World that asked, so that it is part of its state.

    Attributes:
        waiting: What did not arrive yet.
        asked: How many things were asked for since nothing was waited for.
        failed: How many of them cannot be had.
    """

    waiting: list[Asked] = []
    asked: int = 0
    failed: int = 0


class Held(NamedTuple):
    """Something that a device holds in memory.

    Attributes:
        kind: "image", "sound" or "font".
        name: The name it was last asked for by.
        path: Its file.
        nbytes: Bytes of its pixels or samples; of a font, its file and the glyphs in use.
    """

    kind: str
    name: str
    path: Path
    nbytes: int
