"""Many pictures in one texture, so that they can be drawn in one call."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from zenith.errors import AssetBroken
from zenith.gpu import Device, Texture

FIRST_SIDE: Final = 256
LAST_SIDE: Final = 4096
BORDER: Final = 1


class Region(NamedTuple):
    """Where a picture lies: its page, upper left corner and size in pixels."""

    page: int
    x: int
    y: int
    width: int
    height: int


class Atlas:
    """Pages of premultiplied pictures, each with its edge repeated one pixel outwards.

    Pages grow to 4,096 pixels a side before another is begun. Places are whole
    pixels, so growing moves nothing. Pictures are packed on shelves.
    """

    def __init__(self, device: Device, *, smooth: bool) -> None:
        self._device = device
        self._smooth = smooth
        self._limit = min(LAST_SIDE, device.max_texture)
        self._side = side = min(FIRST_SIDE, self._limit)
        self._pages: list[NDArray[np.uint8]] = [np.zeros((side, side, 4), np.uint8)]
        self._shelves: list[list[list[int]]] = [[]]
        self._texture: Texture | None = None

    @property
    def texture(self) -> Texture:
        """The texture, with everything added so far."""
        if self._texture is None:
            size = (self._side, self._side)
            self._texture = self._device.texture(size, len(self._pages), smooth=self._smooth)
            for layer, page in enumerate(self._pages):
                self._texture.write(layer, (0, 0, *size), page)
        return self._texture

    @property
    def side(self) -> int:
        """Pixels of a page's side."""
        return self._side

    @property
    def largest(self) -> int:
        """How many pixels a side of a picture may have."""
        return self._limit - 2 * BORDER

    def add(self, pixels: NDArray[Any], what: str) -> Region:
        """Take a picture in.

        Args:
            pixels: uint8 (height, width, 4), straight alpha.
            what: What to call it in an error.

        Raises:
            AssetBroken: It is larger than a page can be.
        """
        height, width = pixels.shape[:2]
        if max(width, height) + 2 * BORDER > self._limit:
            raise AssetBroken(
                f"{what} is {width} x {height} pixels; at most {self._limit - 2 * BORDER} a side "
                "fit on this graphics device."
            )
        framed = np.pad(premultiplied(pixels), ((BORDER,) * 2, (BORDER,) * 2, (0, 0)), "edge")
        page, x, y = self._place(width + 2 * BORDER, height + 2 * BORDER)
        box = (x, y, framed.shape[1], framed.shape[0])
        self._pages[page][y : y + box[3], x : x + box[2]] = framed
        if self._texture is not None:
            self._texture.write(page, box, framed)
        return Region(page, x + BORDER, y + BORDER, width, height)

    def _place(self, width: int, height: int) -> tuple[int, int, int]:
        while True:
            for page, shelves in enumerate(self._shelves):
                found = self._on_shelf(shelves, width, height)
                if found is not None:
                    return (page, *found)
            self._grow()

    def _on_shelf(
        self, shelves: list[list[int]], width: int, height: int
    ) -> tuple[int, int] | None:
        """Find room on a shelf [top, height, used]; open one below the last where needed."""
        fitting = [
            s for s in shelves if height <= s[1] <= 2 * height and s[2] + width <= self._side
        ]
        if fitting:
            shelf = min(fitting, key=lambda s: s[1])
        else:
            top = shelves[-1][0] + shelves[-1][1] if shelves else 0
            if top + height > self._side or width > self._side:
                return None
            shelf = [top, height, 0]
            shelves.append(shelf)
        x = shelf[2]
        shelf[2] += width
        return x, shelf[0]

    def _grow(self) -> None:
        """Double the pages' sides, or begin another page where they are at their limit."""
        if self._texture is not None:
            self._texture.release()
            self._texture = None
        if self._side < self._limit:
            self._side = min(2 * self._side, self._limit)
            self._pages = [_larger(page, self._side) for page in self._pages]
            return
        self._pages.append(np.zeros((self._side, self._side, 4), np.uint8))
        self._shelves.append([])

    def release(self) -> None:
        """Give the texture back."""
        if self._texture is not None:
            self._texture.release()
            self._texture = None


def _larger(page: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    grown = np.zeros((side, side, 4), np.uint8)
    grown[: page.shape[0], : page.shape[1]] = page
    return grown


def premultiplied(pixels: NDArray[Any]) -> NDArray[np.uint8]:
    """Return straight-alpha pixels with their colours multiplied by alpha."""
    result = pixels.astype(np.uint16)
    result[..., :3] = (result[..., :3] * result[..., 3:] + 127) // 255
    return result.astype(np.uint8)
