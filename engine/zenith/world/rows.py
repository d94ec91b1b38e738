"""Rows of a table in spawn order while they lie in any order."""

from __future__ import annotations

from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]

_FEW: Final = 512
"""Up to this many items are cut out by moving the pieces between them."""


class SpawnOrder:
    """The rows of a table sorted by spawn serial, kept up to date in small steps.

    Sorting 100,000 serials anew costs milliseconds; cutting out the few that
    went and appending the few that came costs microseconds.

    Shapes: `rows` and `serials` are int64, parallel, and `size` long in use.
    """

    def __init__(self, serials: NDArray[np.int64], capacity: int) -> None:
        by_serial = np.argsort(serials, kind="stable")
        self.size = len(serials)
        self._rows = np.zeros(capacity, np.int64)
        self._serials = np.zeros(capacity, np.int64)
        self._rows[: self.size] = by_serial
        self._serials[: self.size] = serials[by_serial]

    def rows(self) -> Rows:
        """Return the rows in spawn order."""
        return self._rows[: self.size]

    def append(self, serials: NDArray[np.int64], first_row: int) -> bool:
        """Take new rows in at the end; False where their serials do not belong there."""
        n, end = len(serials), self.size + len(serials)
        if n == 0:
            return True
        late = self.size == 0 or serials[0] > self._serials[self.size - 1]
        if not late or bool((serials[1:] < serials[:-1]).any()):
            return False
        if end > len(self._rows):
            self._rows = np.resize(self._rows, 2 * end)
            self._serials = np.resize(self._serials, 2 * end)
        self._rows[self.size : end] = np.arange(first_row, first_row + n)
        self._serials[self.size : end] = serials
        self.size = end
        return True

    def remove(self, serials: NDArray[np.int64]) -> None:
        """Cut rows out, by their serials."""
        places = np.searchsorted(self._serials[: self.size], np.sort(serials))
        cut(self._rows, self.size, places)
        cut(self._serials, self.size, places)
        self.size -= len(serials)

    def move(self, serials: NDArray[np.int64], rows: Rows) -> None:
        """Note that entities moved to other rows."""
        places = np.searchsorted(self._serials[: self.size], serials)
        self._rows[places] = rows


def cut(array: NDArray[Any], size: int, places: NDArray[np.int64]) -> None:
    """Remove the items at ascending `places` from the first `size`, closing the gaps in place."""
    if len(places) > _FEW:
        kept = np.ones(size, bool)
        kept[places] = False
        array[: size - len(places)] = array[:size][kept]
        return
    view = memoryview(cast(Any, array.view(np.uint8)))
    width = array.itemsize
    bounds = [*places.tolist(), size]
    for k in range(len(places)):
        start, end = bounds[k] + 1, bounds[k + 1]
        view[(start - k - 1) * width : (end - k - 1) * width] = view[start * width : end * width]
