"""The frames of a sheet in the atlas: apart from one another, so that none bleeds into the next."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from zenith.assets import Frame, Sheet
from zenith.render.atlas import Region, framed

BORDER: Final = 1
"""So many pixels of a frame's edge are repeated outwards: smooth drawing looks half a pixel out."""

Place = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Cut:
    """A picture made ready for the atlas: nothing of it is on the device yet.

    Attributes:
        blocks: Pixels as `atlas.framed` makes them; one block where they fit into one.
        places: For each frame its block, left, top, width and height inside: int32 (n, 5).
    """

    blocks: tuple[NDArray[np.uint8], ...]
    places: NDArray[np.int32]

    @property
    def nbytes(self) -> int:
        """Bytes of its pixels."""
        return sum(block.nbytes for block in self.blocks)

    @property
    def sizes(self) -> list[tuple[int, ...]]:
        """The size of each block."""
        return [block.shape for block in self.blocks]

    def regions(self, lying: Sequence[Region]) -> NDArray[np.int32]:
        """Return where each frame is, once the blocks lie in the atlas: int32 (n, 5)."""
        corners = np.array([(r.page, r.x, r.y) for r in lying], np.int32)
        found = self.places.copy()
        found[:, :3] = corners[self.places[:, 0]]
        found[:, 1:3] += self.places[:, 1:3]
        return found


def cut(pixels: NDArray[Any], sheet: Sheet, limit: int) -> Cut:
    """Make a picture ready for the atlas; may be called in any thread.

    The frames of one that is cut go to the device together, in one block wherever
    they fit into one. Frames of the same box share their place.

    Args:
        pixels: The picture: uint8 (height, width, 4), straight alpha.
        sheet: What it is cut into.
        limit: How wide and high a block may be.
    """
    if not sheet.cut:
        height, width = pixels.shape[:2]
        return Cut((framed(pixels),), np.array([(0, 0, 0, width, height)], np.int32))
    boxes = list(dict.fromkeys(sheet.frames))
    sizes, corners = arrange(boxes, limit)
    blocks = [np.zeros((height, width, 4), np.uint8) for width, height in sizes]
    found: dict[Frame, tuple[int, ...]] = {}
    for box, (number, x, y) in zip(boxes, corners, strict=True):
        inner = _framed(pixels, box)
        blocks[number][y : y + inner.shape[0], x : x + inner.shape[1]] = inner
        found[box] = (number, x + BORDER, y + BORDER, box.width, box.height)
    places = np.array([found[frame] for frame in sheet.frames], np.int32)
    return Cut(tuple(framed(block) for block in blocks), places)


def _framed(pixels: NDArray[Any], box: Frame) -> NDArray[Any]:
    """Return a frame's pixels with its edge repeated outwards."""
    across = np.arange(box.x - BORDER, box.x + box.width + BORDER)
    down = np.arange(box.y - BORDER, box.y + box.height + BORDER)
    columns = across.clip(box.x, box.x + box.width - 1)
    rows = down.clip(box.y, box.y + box.height - 1)
    inner: NDArray[Any] = pixels[rows[:, None], columns[None, :]]
    return inner


def arrange(boxes: Sequence[Frame], limit: int) -> tuple[list[tuple[int, int]], list[Place]]:
    """Lay frames out in rows of about a square, in their order.

    Args:
        boxes: The frames.
        limit: How wide and high a block may be.

    Returns:
        The size of each block, and for each frame its block and upper left corner there.

    >>> arrange([Frame(0, 0, 6, 6), Frame(6, 0, 6, 6), Frame(12, 0, 6, 6)], 100)
    ([(16, 16)], [(0, 0, 0), (0, 8, 0), (0, 0, 8)])
    """
    area = sum((box.width + 2 * BORDER) * (box.height + 2 * BORDER) for box in boxes)
    widest = max((box.width + 2 * BORDER for box in boxes), default=0)
    wide = max(widest, min(limit, math.isqrt(area) + widest // 2))
    sizes: list[tuple[int, int]] = []
    places: list[Place] = []
    x = y = row = right = 0
    for box in boxes:
        width, height = box.width + 2 * BORDER, box.height + 2 * BORDER
        if x + width > wide:
            x, y, row = 0, y + row, 0
        if y + height > limit and places:
            sizes.append((right, y + row))
            x = y = row = right = 0
        places.append((len(sizes), x, y))
        x, row = x + width, max(row, height)
        right = max(right, x)
    return [*sizes, (right, y + row)], places
