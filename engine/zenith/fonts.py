"""Glyphs as small pictures."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
import pygame
from numpy.typing import NDArray

from zenith.errors import AssetBroken
from zenith.fontmetrics import FontMetrics


@dataclass(frozen=True, slots=True)
class Glyph:
    """The picture of one character.

    Attributes:
        alpha: uint8 (height, width): how much each pixel is covered; (0, 0) for a blank.
        left: Pixels from the pen to its left edge.
        top: Pixels from the upper edge of the line to its upper edge.
    """

    alpha: NDArray[np.uint8]
    left: int
    top: int


class GlyphRasteriser:
    """Draws the characters of one font at one size.

    It takes a font that was measured, because pygame ends the process on a file
    that is no font, and measuring refuses those.

    Args:
        metrics: The font's measures.
        size: Its height in pixels.

    Raises:
        AssetBroken: The file cannot be drawn from.
    """

    def __init__(self, metrics: FontMetrics, size: int) -> None:
        if not pygame.font.get_init():
            pygame.font.init()
        try:
            # Not the file: it may be written anew while letters of it are still drawn.
            self._font = pygame.font.Font(io.BytesIO(metrics.data), size)
        except (pygame.error, OSError) as error:
            raise AssetBroken(f"{metrics.path}: this font cannot be read ({error}).") from None

    def rasterise(self, character: str) -> Glyph:
        """Return the picture of a character: a box where the font lacks it, else maybe none."""
        try:
            surface = self._font.render(character, True, (255, 255, 255), None)
        except (pygame.error, ValueError):
            # Characters of no width, the character 0, half a surrogate pair: nothing to see.
            return _blank()
        width, height = surface.get_size()
        if not (width and height):
            return _blank()
        data = pygame.image.tobytes(surface, "RGBA")
        alpha = np.frombuffer(data, np.uint8).reshape(height, width, 4)[..., 3]
        metrics = self._font.metrics(character)[0]
        overhang = min(metrics[0], 0) if metrics is not None else 0
        return _trimmed(alpha, overhang)


def _blank() -> Glyph:
    return Glyph(np.zeros((0, 0), np.uint8), 0, 0)


def _trimmed(alpha: NDArray[np.uint8], overhang: int) -> Glyph:
    rows = np.flatnonzero(alpha.any(axis=1))
    columns = np.flatnonzero(alpha.any(axis=0))
    if not len(rows):
        return _blank()
    box = alpha[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return Glyph(box.copy(), int(columns[0]) + overhang, int(rows[0]))
