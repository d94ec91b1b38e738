"""Text as glyphs in the atlas: measured by the font file, drawn by the rasteriser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from zenith.fontmetrics import FontMetrics
from zenith.fonts import GlyphRasteriser
from zenith.render.atlas import Atlas, Region
from zenith.render.instances import LOOK, SPRITE
from zenith.world import Names

KEPT_BLOCKS: Final = 2048
DEFAULT_FONT: Final = "zenith"


@dataclass(frozen=True, slots=True)
class Block:
    """A laid out text.

    Attributes:
        look: LOOK (n,) without colour and flags; rects relative to its upper left corner.
        width: In units.
        height: In units.
    """

    look: NDArray[Any]
    width: float
    height: float


class Glyphs:
    """Texts as looks, each laid out and rasterised once.

    Glyphs are rasterised at the size they have on the screen: `scale` pixels to a
    unit of the virtual screen.
    """

    def __init__(self, atlas: Atlas, find_font: Callable[[str], Path]) -> None:
        self.names = Names()
        self.scale = 1
        self._atlas = atlas
        self._find = find_font
        self._metrics: dict[str, FontMetrics] = {}
        self._rasterisers: dict[tuple[str, int], GlyphRasteriser] = {}
        self._regions: dict[tuple[str, int, str], tuple[Region, int, int] | None] = {}
        self._blocks: dict[Any, Block] = {}

    def for_names(self, names: Names, scale: int) -> Glyphs:
        """Use the interned names of a World, and a scale, from now on."""
        self.names, self.scale = names, scale
        return self

    def metrics(self, font: str) -> FontMetrics:
        """Return a font's measures."""
        found = self._metrics.get(font)
        if found is None:
            found = self._metrics[font] = FontMetrics.load(self._find(font or DEFAULT_FONT))
        return found

    def block(
        self,
        text: str,
        *,
        size: float,
        font: str = "",
        align: str = "left",
        width: float = 0.0,
        line_height: float = 1.0,
    ) -> Block:
        """Return a text's looks."""
        key = (text, size, font, align, width, line_height, self.scale)
        found = self._blocks.get(key)
        if found is None:
            if len(self._blocks) >= KEPT_BLOCKS:
                self._blocks.clear()
            found = self._blocks[key] = self._lay(text, size, font, align, width, line_height)
        return found

    def _lay(
        self, text: str, size: float, font: str, align: str, width: float, line_height: float
    ) -> Block:
        layout = self.metrics(font).layout(
            text, size, width=width, align=align, line_height=line_height
        )
        pixels = max(1, round(size * self.scale))
        unit = size / pixels
        look = np.zeros(len(layout.glyphs), LOOK)
        for k, character in enumerate(layout.glyphs):
            placed = self._region(font, pixels, character)
            if placed is not None:
                region, left, top = placed
                x, y = layout.x[k] + left * unit, layout.y[k] + top * unit
                look["in_rect"][k] = (x, y, region.width * unit, region.height * unit)
                right, bottom = region.x + region.width, region.y + region.height
                look["in_uv"][k] = (region.x, region.y, right, bottom)
                look["in_misc"][k, 0] = region.page
        look["in_misc"][:, 1] = SPRITE
        return Block(look, layout.width, layout.height)

    def _region(self, font: str, pixels: int, character: str) -> tuple[Region, int, int] | None:
        key = (font, pixels, character)
        if key not in self._regions:
            self._regions[key] = self._rasterise(font, pixels, character)
        return self._regions[key]

    def _rasterise(self, font: str, pixels: int, character: str) -> tuple[Region, int, int] | None:
        rasteriser = self._rasterisers.get((font, pixels))
        if rasteriser is None:
            rasteriser = GlyphRasteriser(self.metrics(font), pixels)
            self._rasterisers[font, pixels] = rasteriser
        glyph = rasteriser.rasterise(character)
        height, width = glyph.alpha.shape
        if not (width and height):
            return None
        picture = np.full((height, width, 4), 255, np.uint8)
        picture[..., 3] = glyph.alpha
        return self._atlas.add(picture, f'The glyph "{character}"'), glyph.left, glyph.top
