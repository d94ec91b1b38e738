"""Misspelt layers, pictures, fonts and shaders, found as soon as they are there."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from zenith.assets import Assets, no_frame
from zenith.components import (
    CircleShape,
    LineShape,
    PolygonShape,
    RectangleShape,
    Sprite,
    Text,
)
from zenith.errors import AssetMissing, BadValue, UnknownName
from zenith.layers import Layers
from zenith.world import Table, World

_SHAPES: Final = (RectangleShape, CircleShape, PolygonShape, LineShape)
_NAMED: Final[tuple[tuple[type[Any], str, str], ...]] = (
    (Sprite, "image", "image"),
    (Text, "font", "font"),
    *((cls, "layer", "layer") for cls in (Sprite, Text, *_SHAPES)),
)

_ANY: Final = 2**62


class Spelling:
    """Checks the names that entities of one World are drawn by, and the frames of its sprites.

    A renderer would tell of names as well, but a game is also tested where there
    is none. Looks at names only when the World met a text that it did not know,
    and at frames only where they, or the pictures, may have been written.
    """

    def __init__(self, assets: Assets) -> None:
        self._assets = assets
        self._texts = 0
        self._cuts = 0
        self._fine: set[tuple[str, str]] = set()
        self._counts = np.zeros(16, np.int64)
        self._seen: dict[int, tuple[int, ...]] = {}

    def check(self, world: World, shader: str = "") -> None:
        """Look at every drawn entity, if there is anything new, and at the window's shader.

        Raises:
            UnknownName: No draw layer has that name; tells component and entity.
            AssetMissing: No such picture, frames, font or shader; tells component and entity.
            AssetBroken: A picture is none, or its `.sheet` says what cannot be.
            BadValue: A picture has no such frame; tells component and entity.
        """
        if shader and ("shader", shader) not in self._fine:
            self._check(world, "shader", shader, "window.shader")
        if len(world.names) != self._texts:
            self._texts = len(world.names)
            self._check_names(world)
        if self._cuts != self._assets.cuts:
            self._cuts = self._assets.cuts
            self._counts[:] = 0
            self._seen.clear()
        for table in world.tables(Sprite):
            sprites = table[Sprite]
            versions = (table.version, sprites.version("image"), sprites.version("frame"))
            if table.size and versions != self._seen.get(table.number):
                self._check_frames(world, table)
                self._seen[table.number] = versions

    def _check_names(self, world: World) -> None:
        for cls, field, kind in _NAMED:
            for table in world.tables(cls):
                numbers = table[cls].peek(field)
                for number in np.unique(numbers).tolist():
                    name = world.names[number]
                    if name and (kind, name) not in self._fine:
                        owner = world.entity(int(table.handles[numbers == number][0]))
                        self._check(world, kind, name, f"{cls.__name__}.{field} of {owner!r}")

    def _check(self, world: World, kind: str, name: str, where: str) -> None:
        try:
            if kind == "layer":
                world.resource(Layers).index(name)
            else:
                self._assets.find(kind, name)
        except (UnknownName, AssetMissing) as error:
            raise type(error)(f"{where}: {error}") from None
        self._fine.add((kind, name))

    def _check_frames(self, world: World, table: Table) -> None:
        frames, images = table[Sprite].peek("frame"), table[Sprite].peek("image")
        if not frames.any():
            return
        counts = self._counts_of(world, images)
        wrong = (frames < 0) | (frames >= counts)
        if wrong.any():
            row = int(np.flatnonzero(wrong)[0])
            owner, name = world.entity(int(table.handles[row])), world.names[int(images[row])]
            error = no_frame(name, int(frames[row]), int(counts[row]))
            raise BadValue(f"Sprite.frame of {owner!r}: {error}")

    def _counts_of(self, world: World, images: NDArray[np.int32]) -> NDArray[np.int64]:
        """Return how many frames each picture has; no picture has any that is asked for."""
        if len(world.names) > len(self._counts):
            counts = np.zeros(2 * len(world.names), np.int64)
            counts[: len(self._counts)] = self._counts
            self._counts = counts
        unknown = images[self._counts[images] == 0]
        for number in np.unique(unknown).tolist():
            name = world.names[number]
            self._counts[number] = len(self._assets.frames(name)[1]) if name else _ANY
        return self._counts[images]
