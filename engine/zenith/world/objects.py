"""A column of any Python values, which the search for garbage can see into."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray


class Objects:
    """Values in rows: to be indexed like an array, and held by a list.

    Python does not look into numpy's arrays for garbage. What an array holds counts
    as needed by somebody outside, and a World whose scripts know it would never go.

    Attributes:
        items: The values, as many as there is room for.
        size: How many of them are rows in use.

    >>> column = Objects(["a", "b", "c"])
    >>> column[np.array([0, 1])] = column[np.array([2, 0])]
    >>> column.items
    ['c', 'a', 'c']
    """

    __slots__ = ("items", "size")

    dtype: ClassVar[np.dtype[Any]] = np.dtype(object)

    def __init__(self, items: list[Any]) -> None:
        self.items = items
        self.size = 0

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, key: Any) -> Any:
        """Return a value, or a new array of those of a slice or an array of rows."""
        if key.__class__ is slice:
            return array_of(self.items[key])
        if isinstance(key, np.ndarray):
            items, rows = self.items, key.tolist()
            return array_of([items[row] for row in rows])
        return self.items[key]

    def __setitem__(self, key: Any, value: Any) -> None:
        """Set a value, or those of a slice or an array of rows: from an array, or all to one."""
        items = self.items
        if key.__class__ is slice:
            rows: Any = range(*key.indices(len(items)))
        elif isinstance(key, np.ndarray):
            rows = key.tolist()
        else:
            items[key] = value
            return
        many = value.tolist() if isinstance(value, np.ndarray) else [value] * len(rows)
        for row, item in zip(rows, many, strict=True):
            items[row] = item

    @property
    def nbytes(self) -> int:
        """How much memory the references take."""
        return len(self.items) * self.dtype.itemsize

    def reserve(self, capacity: int) -> None:
        """Make room for more rows."""
        self.items.extend([None] * (capacity - len(self.items)))


def array_of(values: list[Any]) -> NDArray[Any]:
    """Return values as an array of objects, each in a row of its own whatever it is.

    >>> array_of([[1, 2], [3, 4]]).shape
    (2,)
    """
    return np.fromiter(values, object, len(values))
