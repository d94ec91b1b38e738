"""What the integers in a World's columns of names mean to the renderer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from zenith.errors import UnknownName, unknown
from zenith.layers import Layers
from zenith.render.instances import BLEND_CODES
from zenith.world import Names

UNKNOWN: Final = -1


class Lookup:
    """A table from interned names to rows of numbers, each resolved when first met."""

    def __init__(self, names: Names, resolve: Callable[[str], tuple[int, ...]], width: int) -> None:
        self._names = names
        self._resolve = resolve
        self._rows = np.full((16, width), UNKNOWN, np.int32)
        self._known = np.zeros(16, bool)

    def __call__(self, ids: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return a row for each id: int32 (n, width)."""
        if len(self._names) > len(self._known):
            self._widen(len(self._names))
        fresh = ~self._known[ids]
        if fresh.any():
            for number in np.flatnonzero(np.bincount(ids[fresh])).tolist():
                self._rows[number] = self._resolve(self._names[number])
                self._known[number] = True
        return self._rows[ids]

    def forget(self) -> None:
        """Resolve every name anew, as after assets changed."""
        self._known[:] = False

    def _widen(self, count: int) -> None:
        size = max(count, 2 * len(self._known))
        rows = np.full((size, self._rows.shape[1]), UNKNOWN, np.int32)
        known = np.zeros(size, bool)
        rows[: len(self._rows)], known[: len(self._known)] = self._rows, self._known
        self._rows, self._known = rows, known


class Regions:
    """The regions of pictures in use, a row for each frame."""

    def __init__(self) -> None:
        self._rows = np.zeros((16, 5), np.int32)
        self._used = 0

    def add(self, regions: NDArray[np.int32]) -> tuple[int, int]:
        """Take a picture's regions in; return the row of its first frame, and its last number."""
        start, self._used = self._used, self._used + len(regions)
        if self._used > len(self._rows):
            rows = np.zeros((2 * self._used, 5), np.int32)
            rows[:start] = self._rows[:start]
            self._rows = rows
        self._rows[start : self._used] = regions
        return start, len(regions) - 1

    def at(self, rows: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return regions by row: page, left, top, width, height."""
        return self._rows[rows]

    def clear(self) -> None:
        """Begin anew."""
        self._used = 0


class Lookups:
    """The lookups of one World: pictures, layers and blend modes.

    Attributes:
        version: Changes when pictures are to be looked up anew.
    """

    def __init__(
        self,
        names: Names,
        layers: Layers,
        regions: Callable[[str], NDArray[np.int32]],
        missing: Callable[[str], None] | None = None,
    ) -> None:
        self.version = 0
        self.layers = layers
        self._regions = Regions()
        self.pictures = Lookup(names, lambda name: self._regions.add(regions(name)), 2)
        self.layer = Lookup(names, lambda name: _layer(layers, name, missing), 2)
        self.blend = Lookup(names, _blend, 2)

    def regions(self, ids: NDArray[np.int32], frames: NDArray[np.int64]) -> NDArray[np.int32]:
        """Return where frames of pictures lie: int32 (n, 5).

        A frame that a picture lacks is its nearest one; `Spelling` tells of it.
        """
        pictures = self.pictures(ids)
        rows = pictures[:, 0]
        if frames.any():
            rows = rows + frames.clip(0, pictures[:, 1]).astype(np.int32)
        return self._regions.at(rows)

    def forget_pictures(self) -> None:
        """Look every picture up anew, and pack what shows any, as after files changed."""
        self.pictures.forget()
        self._regions.clear()
        self.version += 1

    def forget_freed(self) -> None:
        """Look pictures up anew where they come up again: some that nobody shows are gone."""
        self.pictures.forget()
        self._regions.clear()


def _layer(layers: Layers, name: str, missing: Callable[[str], None] | None) -> tuple[int, int]:
    try:
        index = layers.index(name)
    except UnknownName as error:
        if missing is None:
            raise
        missing(str(error))
        index = layers.index("default")
    return index, int(layers[index].screen)


def _blend(name: str) -> tuple[int, int]:
    found: Any = BLEND_CODES.get(name)
    if found is None:
        raise unknown("blend mode", name, BLEND_CODES)
    return int(found[0]), int(found[1])
