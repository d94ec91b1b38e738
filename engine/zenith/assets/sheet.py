"""A picture's frames: boxes cut out of it, by number and by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from zenith.errors import AssetMissing, BadValue, nearest

MOST_FRAMES: Final = 65_536
"""So many frames one picture has: 256 x 256 tiles."""


class Frame(NamedTuple):
    """One frame of a sheet: its upper left corner in the picture, and its size, in pixels."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a picture is cut into. A picture without a sheet is one frame, itself.

    Attributes:
        picture: The picture's name.
        size: Its width and height in pixels.
        frames: Every frame; a Sprite's `frame` is a place in it.
        names: Frames that have a name in common, in the order in which they are shown.
        cut: Whether it was cut: by a `.sheet` file, or by `assets.grid`.
    """

    picture: str
    size: tuple[int, int]
    frames: tuple[Frame, ...]
    names: Mapping[str, tuple[int, ...]] = field(default_factory=dict[str, tuple[int, ...]])
    cut: bool = True

    def numbers(self, name: str = "") -> tuple[int, ...]:
        """Return the numbers of the frames of a name; of all frames for "".

        Raises:
            AssetMissing: It has no frames of that name; the message has the nearest one.
        """
        if not name:
            return tuple(range(len(self.frames)))
        found = self.names.get(name)
        if found is None:
            known = ", ".join(list(self.names)[:12]) or "it names none"
            raise AssetMissing(
                f'The picture "{self.picture}" has no frames "{name}".'
                f"{nearest(name, self.names)} Known: {known}."
            )
        return found

    def __len__(self) -> int:
        """Return how many frames there are."""
        return len(self.frames)

    def __iter__(self) -> Iterator[Frame]:
        """Iterate over the frames."""
        return iter(self.frames)

    def __getitem__(self, number: int) -> Frame:
        """Return a frame by its number."""
        return self.frames[number]


def whole(picture: str, size: tuple[int, int]) -> Sheet:
    """Return the sheet of a picture that nobody cut: one frame."""
    return Sheet(picture, size, (Frame(0, 0, *size),), {}, cut=False)


def no_frame(name: str, number: int, count: int) -> BadValue:
    """Build the error for a frame that a picture does not have."""
    has = f"has {count} frames, 0 to {count - 1}" if count > 1 else "has one frame, 0"
    hint = "" if count > 1 else " A .sheet file beside it, or assets.grid, cuts it into more."
    return BadValue(f'There is no frame {number} of "{name}": it {has}.{hint}')


@dataclass(frozen=True, slots=True)
class Grid:
    """How a picture is cut into cells of one size, row by row.

    Attributes:
        width: Of a cell.
        height: Of a cell.
        margin: Pixels around all cells, at the left and the top.
        spacing: Pixels between two cells.
        count: How many cells there are; 0 for as many as fit.
    """

    width: int
    height: int
    margin: int = 0
    spacing: int = 0
    count: int = 0

    def frames(self, size: tuple[int, int]) -> tuple[Frame, ...]:
        """Return the cells of a picture of some size, the upper row first.

        Raises:
            BadValue: Not one cell fits, fewer than `count`, or far too many.

        >>> Grid(16, 8).frames((32, 16))[2]
        Frame(x=0, y=8, width=16, height=8)
        """
        columns, rows = (
            max(0, (length - self.margin + self.spacing) // (part + self.spacing))
            for length, part in zip(size, (self.width, self.height), strict=True)
        )
        cells, count = columns * rows, self.count or columns * rows
        if not 0 < count <= min(cells, MOST_FRAMES):
            most = f"at most {MOST_FRAMES:,}" if cells > MOST_FRAMES else f"{cells}"
            raise BadValue(
                f"The picture is {size[0]} x {size[1]} pixels, so {most} cells of "
                f"{self.width} x {self.height} fit, not {count if cells else 'one'}."
            )
        wide, high = self.width + self.spacing, self.height + self.spacing
        return tuple(
            Frame(
                self.margin + k % columns * wide,
                self.margin + k // columns * high,
                self.width,
                self.height,
            )
            for k in range(count)
        )

    def check(self) -> None:
        """Raise BadValue unless every number is whole and in its bounds."""
        for name, low in (
            ("width", 1), ("height", 1), ("margin", 0), ("spacing", 0), ("count", 0),
        ):  # fmt: skip
            value = getattr(self, name)
            if value.__class__ is not int or not low <= value <= MOST_FRAMES:
                raise BadValue(
                    f"The {name} of a grid is a whole number from {low} to {MOST_FRAMES}, "
                    f"not {value!r}."
                )
