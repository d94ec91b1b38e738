"""Where boxes lie on a square page: in rows of about one height, whose room is used again."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Shelf:
    """A row of boxes across the page.

    Attributes:
        top: Its upper edge.
        height: Of the tallest box that fits.
        gaps: What is free, as [x, width], from left to right.
        boxes: How many boxes stand on it.
    """

    top: int
    height: int
    gaps: list[list[int]] = field(default_factory=list[list[int]])
    boxes: int = 0

    def take(self, width: int) -> int:
        """Use room that there is, the tightest gap first, and return its x."""
        gap = min((g for g in self.gaps if g[1] >= width), key=lambda g: g[1])
        x = gap[0]
        gap[0] += width
        gap[1] -= width
        if not gap[1]:
            self.gaps.remove(gap)
        self.boxes += 1
        return x

    def give(self, x: int, width: int) -> None:
        """Make room free, joined with what is free beside it."""
        self.boxes -= 1
        self.gaps = _joined(sorted([*self.gaps, [x, width]]))

    def has(self, width: int) -> bool:
        """Tell whether a box that wide finds room."""
        return any(gap[1] >= width for gap in self.gaps)


class Shelves:
    """One page of shelves, from the top down.

    Shelves without boxes are room of any height: neighbours join, and the last ones
    fall back to the free part of the page below all shelves.
    """

    def __init__(self, side: int) -> None:
        self._side = side
        self._shelves: list[Shelf] = []

    @property
    def empty(self) -> bool:
        """Whether no box is left."""
        return not self._shelves

    def place(self, width: int, height: int) -> tuple[int, int] | None:
        """Return the upper left corner of room for a box, or None where there is none."""
        if max(width, height) > self._side:
            return None
        shelf = self._fitting(width, height) or self._opened(height)
        return None if shelf is None else (shelf.take(width), shelf.top)

    def _fitting(self, width: int, height: int) -> Shelf | None:
        found = [
            s
            for s in self._shelves
            if s.boxes and height <= s.height <= 2 * height and s.has(width)
        ]
        return min(found, key=lambda s: s.height, default=None)

    def _opened(self, height: int) -> Shelf | None:
        """Return a new shelf: part of an empty one, or below the last."""
        empty = [s for s in self._shelves if not s.boxes and s.height >= height]
        if empty:
            room = min(empty, key=lambda s: s.height)
            at = self._shelves.index(room)
            if room.height > height:
                below = Shelf(room.top + height, room.height - height, [[0, self._side]])
                self._shelves.insert(at + 1, below)
            room.height = height
            return room
        top = self._shelves[-1].top + self._shelves[-1].height if self._shelves else 0
        if top + height > self._side:
            return None
        shelf = Shelf(top, height, [[0, self._side]])
        self._shelves.append(shelf)
        return shelf

    def free(self, x: int, y: int, width: int) -> None:
        """Take away the box whose upper left corner is there."""
        at = next(k for k, s in enumerate(self._shelves) if s.top == y)
        self._shelves[at].give(x, width)
        if not self._shelves[at].boxes:
            self._join(at)

    def _join(self, at: int) -> None:
        """Make one of an empty shelf and its empty neighbours; drop it where it is the last."""
        first, end = at, at + 1
        while first and not self._shelves[first - 1].boxes:
            first -= 1
        while end < len(self._shelves) and not self._shelves[end].boxes:
            end += 1
        joined = self._shelves[first:end]
        height = sum(s.height for s in joined)
        last = end == len(self._shelves)
        self._shelves[first:end] = [] if last else [Shelf(joined[0].top, height, [[0, self._side]])]

    def grow(self, side: int) -> None:
        """Make the page larger, to the right and below."""
        for shelf in self._shelves:
            shelf.gaps = _joined([*shelf.gaps, [self._side, side - self._side]])
        self._side = side


def _joined(gaps: list[list[int]]) -> list[list[int]]:
    """Return gaps, given from left to right, with those that touch made one."""
    made: list[list[int]] = []
    for x, width in gaps:
        if made and made[-1][0] + made[-1][1] == x:
            made[-1][1] += width
        else:
            made.append([x, width])
    return made
