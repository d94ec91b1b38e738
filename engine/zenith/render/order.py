"""The order of drawing: by layer, by y where a layer asks for it, by spawn serial."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from zenith.layers import Layers
from zenith.render.parts import Part

Permutation = NDArray[np.int64]

Y_STEPS: Final = 16.0
"""y is told apart to a sixteenth of a pixel."""


def by_serial(parts: Sequence[Part]) -> Permutation | None:
    """Return all instances in spawn order; None where they lie in it already."""
    if len(parts) == 1:
        return parts[0].order()
    serials = np.concatenate([part.serials() for part in parts])
    if not (serials[1:] < serials[:-1]).any():
        return None
    return np.argsort(serials, kind="stable")


def by_key(order: Permutation | None, key: NDArray[np.uint16]) -> Permutation | None:
    """Sort an order further by a 16-bit key, stably: a radix sort."""
    arranged = key if order is None else key[order]
    if not (arranged[1:] < arranged[:-1]).any():
        return order
    moved = np.argsort(arranged, kind="stable")
    return moved if order is None else order[moved]


def height_keys(
    parts: Sequence[Part], layer: NDArray[np.uint16], layers: Layers
) -> list[NDArray[np.uint16]]:
    """Return the 16-bit keys that sort by y in the layers that ask for it, least first."""
    sorting = np.array([x.y_sort for x in layers], bool)[layer]
    if not sorting.any():
        return []
    y = np.concatenate([part.heights() for part in parts])
    steps = np.floor((y - y.min()) * Y_STEPS)
    if not sorting.all():
        steps *= sorting
    if steps.max() < 65536.0:
        return [steps.astype(np.uint16)]
    whole = np.minimum(steps, 2.0**32 - 1.0).astype(np.uint32)
    return [(whole & 0xFFFF).astype(np.uint16), (whole >> 16).astype(np.uint16)]


def draw_order(
    parts: Sequence[Part], layer: NDArray[np.uint16], layers: Layers
) -> Permutation | None:
    """Return the instances of several parts, one after the other, in drawing order."""
    order = by_serial(parts)
    for key in height_keys(parts, layer, layers):
        order = by_key(order, key)
    return by_key(order, layer)


def runs(draw: NDArray[np.uint8], order: Permutation | None) -> list[tuple[int, int, int]]:
    """Return (blend state, first, end) for each stretch of instances of one blend state."""
    count = len(draw)
    if not draw.any():
        return [(0, 0, count)] if count else []
    arranged = draw if order is None else draw[order]
    borders = np.flatnonzero(arranged[1:] != arranged[:-1]) + 1
    edges = [0, *borders.tolist(), count]
    return [(int(arranged[a]), a, b) for a, b in itertools.pairwise(edges)]
