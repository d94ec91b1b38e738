"""The frames of a sheet in the atlas: apart from one another, so that none bleeds into the next."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from zenith.assets import Frame
from zenith.render.atlas import Atlas, Region

BORDER: Final = 1
"""So many pixels of a frame's edge are repeated outwards: smooth drawing looks half a pixel out."""

Place = tuple[int, int, int]


def add_sheet(
    atlas: Atlas, pixels: NDArray[Any], frames: Sequence[Frame], what: str
) -> NDArray[np.int32]:
    """Take a cut picture into the atlas and return a region for each frame: int32 (n, 5).

    All frames go to the device together, in one block wherever they fit into
    one. Frames of the same box share their place.

    Args:
        atlas: The atlas.
        pixels: The picture: uint8 (height, width, 4), straight alpha.
        frames: Its frames.
        what: What to call the picture in an error.

    Raises:
        AssetBroken: A frame is larger than a page can be.
    """
    boxes = list(dict.fromkeys(frames))
    sizes, places = arrange(boxes, atlas.largest)
    blocks = [np.zeros((height, width, 4), np.uint8) for width, height in sizes]
    for box, (number, x, y) in zip(boxes, places, strict=True):
        framed = _framed(pixels, box)
        blocks[number][y : y + framed.shape[0], x : x + framed.shape[1]] = framed
    lying = [atlas.add(block, what) for block in blocks]
    found = {
        box: _region(lying[number], x, y, box)
        for box, (number, x, y) in zip(boxes, places, strict=True)
    }
    return np.array([found[frame] for frame in frames], np.int32)


def _region(block: Region, x: int, y: int, box: Frame) -> Region:
    left, top = block.x + x + BORDER, block.y + y + BORDER
    return Region(block.page, left, top, box.width, box.height)


def _framed(pixels: NDArray[Any], box: Frame) -> NDArray[Any]:
    """Return a frame's pixels with its edge repeated outwards."""
    across = np.arange(box.x - BORDER, box.x + box.width + BORDER)
    down = np.arange(box.y - BORDER, box.y + box.height + BORDER)
    columns = across.clip(box.x, box.x + box.width - 1)
    rows = down.clip(box.y, box.y + box.height - 1)
    framed: NDArray[Any] = pixels[rows[:, None], columns[None, :]]
    return framed


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
