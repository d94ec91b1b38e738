"""Misspelt layers, pictures, fonts and shaders, found as soon as they are there."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from zenith.assets import Assets
from zenith.components import (
    CircleShape,
    LineShape,
    PolygonShape,
    RectangleShape,
    Sprite,
    Text,
)
from zenith.errors import AssetMissing, UnknownName
from zenith.layers import Layers
from zenith.world import World

_SHAPES: Final = (RectangleShape, CircleShape, PolygonShape, LineShape)
_NAMED: Final[tuple[tuple[type[Any], str, str], ...]] = (
    (Sprite, "image", "image"),
    (Text, "font", "font"),
    *((cls, "layer", "layer") for cls in (Sprite, Text, *_SHAPES)),
)


class Spelling:
    """Checks the names that entities of one World are drawn by.

    A renderer would tell of them as well, but a game is also tested where there
    is none. Looks only when the World met a text that it did not know.
    """

    def __init__(self, assets: Assets) -> None:
        self._assets = assets
        self._texts = 0
        self._fine: set[tuple[str, str]] = set()

    def check(self, world: World, shader: str = "") -> None:
        """Look at every drawn entity, if there are new names, and at the window's shader.

        Raises:
            UnknownName: No draw layer has that name; tells component and entity.
            AssetMissing: No such picture, font or shader; tells component and entity.
        """
        if shader and ("shader", shader) not in self._fine:
            self._check(world, "shader", shader, "window.shader")
        if len(world.names) == self._texts:
            return
        self._texts = len(world.names)
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
