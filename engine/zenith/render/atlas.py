"""Many pictures in one texture, so that they can be drawn in one call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from zenith.errors import AssetBroken
from zenith.gpu import Device, Texture
from zenith.render.shelves import Shelves

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

    Attributes:
        reclaim: Asked before anything grows: takes out what nobody uses and tells
            whether that was anything. None never does.
    """

    def __init__(self, device: Device, *, smooth: bool) -> None:
        self._device = device
        self._smooth = smooth
        self._limit = min(LAST_SIDE, device.max_texture)
        self._side = side = min(FIRST_SIDE, self._limit)
        self._pages: list[NDArray[np.uint8]] = [np.zeros((side, side, 4), np.uint8)]
        self._shelves = [Shelves(side)]
        self._texture: Texture | None = None
        self.reclaim: Callable[[], bool] | None = None

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
    def pages(self) -> int:
        """How many pages there are."""
        return len(self._pages)

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
        return self.add_framed(framed(pixels), what)

    def add_framed(self, pixels: NDArray[np.uint8], what: str) -> Region:
        """Take in a picture that `framed` made ready.

        Raises:
            AssetBroken: It is larger than a page can be.
        """
        height, width = pixels.shape[:2]
        if max(width, height) > self._limit:
            raise AssetBroken(
                f"{what} is {width - 2 * BORDER} x {height - 2 * BORDER} pixels; at most "
                f"{self._limit - 2 * BORDER} a side fit on this graphics device."
            )
        page, x, y = self._place(width, height)
        self._write(page, x, y, pixels)
        return Region(page, x + BORDER, y + BORDER, width - 2 * BORDER, height - 2 * BORDER)

    def replace(self, region: Region, pixels: NDArray[np.uint8]) -> None:
        """Put other pixels of the same size, as `framed` made them, where a picture lies."""
        self._write(region.page, region.x - BORDER, region.y - BORDER, pixels)

    def remove(self, region: Region) -> None:
        """Take a picture out; its room is used again."""
        x, y, width = region.x - BORDER, region.y - BORDER, region.width + 2 * BORDER
        self._shelves[region.page].free(x, y, width)

    def trim(self) -> None:
        """Give back pages at the end without any picture; the first one begins small again."""
        count = len(self._pages)
        while count > 1 and self._shelves[count - 1].empty:
            count -= 1
        small = min(FIRST_SIDE, self._limit)
        alone = count == 1 and self._shelves[0].empty and self._side > small
        if count == len(self._pages) and not alone:
            return
        self.release()
        del self._pages[count:], self._shelves[count:]
        if alone:
            self._side = small
            self._pages, self._shelves = [np.zeros((small, small, 4), np.uint8)], [Shelves(small)]

    def _write(self, page: int, x: int, y: int, pixels: NDArray[np.uint8]) -> None:
        height, width = pixels.shape[:2]
        self._pages[page][y : y + height, x : x + width] = pixels
        if self._texture is not None:
            self._texture.write(page, (x, y, width, height), pixels)

    def _place(self, width: int, height: int) -> tuple[int, int, int]:
        found = self._found(width, height)
        if found is None and self.reclaim is not None and self.reclaim():
            found = self._found(width, height)
        while found is None:
            self._grow()
            found = self._found(width, height)
        return found

    def _found(self, width: int, height: int) -> tuple[int, int, int] | None:
        for page, shelves in enumerate(self._shelves):
            place = shelves.place(width, height)
            if place is not None:
                return (page, *place)
        return None

    def _grow(self) -> None:
        """Double the pages' sides, or begin another page where they are at their limit."""
        self.release()
        if self._side < self._limit:
            self._side = min(2 * self._side, self._limit)
            self._pages = [_larger(page, self._side) for page in self._pages]
            for shelves in self._shelves:
                shelves.grow(self._side)
            return
        self._pages.append(np.zeros((self._side, self._side, 4), np.uint8))
        self._shelves.append(Shelves(self._side))

    def release(self) -> None:
        """Give the texture back; it is made anew when it is asked for."""
        if self._texture is not None:
            self._texture.release()
            self._texture = None


def _larger(page: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    grown = np.zeros((side, side, 4), np.uint8)
    grown[: page.shape[0], : page.shape[1]] = page
    return grown


def framed(pixels: NDArray[Any]) -> NDArray[np.uint8]:
    """Return straight-alpha pixels as they lie in the atlas: premultiplied, with a border."""
    return np.pad(premultiplied(pixels), ((BORDER,) * 2, (BORDER,) * 2, (0, 0)), "edge")


def premultiplied(pixels: NDArray[Any]) -> NDArray[np.uint8]:
    """Return straight-alpha pixels with their colours multiplied by alpha."""
    result = pixels.astype(np.uint16)
    result[..., :3] = (result[..., :3] * result[..., 3:] + 127) // 255
    return result.astype(np.uint8)
