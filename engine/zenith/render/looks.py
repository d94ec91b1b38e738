"""From columns to looks: one function for each component that is one instance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zenith.components import CircleShape, RectangleShape, Sprite, Transform
from zenith.render.instances import CIRCLE, RECTANGLE, SPRITE, bytes_of
from zenith.render.lookups import Lookups
from zenith.world import ChildOf, Table

Rows = NDArray[np.int64] | slice
Floats = NDArray[np.float64]


@dataclass(slots=True)
class Sheet:
    """The arrays a part fills, one row per instance.

    Attributes:
        look: LOOK (n,).
        layer: uint16 (n,): place in the order of layers.
        draw: uint8 (n,): which blend state it needs.
        screen: bool (n,): whether it is placed on the virtual screen.
    """

    look: NDArray[Any]
    layer: NDArray[np.uint16]
    draw: NDArray[np.uint8]
    screen: NDArray[np.bool_]

    @classmethod
    def empty(cls, count: int, dtype: np.dtype[Any]) -> Sheet:
        """Return a sheet of `count` rows."""
        return cls(
            np.zeros(count, dtype),
            np.zeros(count, np.uint16),
            np.zeros(count, np.uint8),
            np.zeros(count, bool),
        )


def scales(table: Table, rows: Rows) -> tuple[Floats, Floats]:
    """Return the world scale of rows."""
    if ChildOf in table:
        link = table[ChildOf]
        return link.peek("world_scale_x")[rows], link.peek("world_scale_y")[rows]
    pose = table[Transform]
    return pose.peek("scale_x")[rows], pose.peek("scale_y")[rows]


def place(sheet: Sheet, rows: Rows, columns: Any, lookups: Lookups, *, blend: bool) -> None:
    """Fill what every look has: layer, blend state, screen flag."""
    layer = lookups.layer(columns.peek("layer")[rows])
    sheet.layer[rows] = layer[:, 0]
    sheet.screen[rows] = layer[:, 1]
    flags = layer[:, 1]
    if blend:
        modes = lookups.blend(columns.peek("blend")[rows])
        sheet.draw[rows] = modes[:, 0]
        flags = flags | modes[:, 1]
    sheet.look["in_misc"][rows, 2] = flags


def sprites(table: Table, rows: Rows, lookups: Lookups, sheet: Sheet) -> None:
    """Write sprites: a picture from the atlas, placed by its origin, flipped by its coordinates."""
    c = table[Sprite]
    look = sheet.look
    region = lookups.regions(c.peek("image")[rows], c.peek("frame")[rows])
    scale_x, scale_y = scales(table, rows)
    width, height = c.peek("width")[rows], c.peek("height")[rows]
    wide = np.where(width > 0.0, width, region[:, 3]) * scale_x * c.peek("visible")[rows]
    high = np.where(height > 0.0, height, region[:, 4]) * scale_y
    rect = look["in_rect"]
    rect[rows, 0] = -wide * c.peek("origin_x")[rows]
    rect[rows, 1] = -high * c.peek("origin_y")[rows]
    rect[rows, 2] = wide
    rect[rows, 3] = high
    uv = look["in_uv"]
    flip_x, flip_y = c.peek("flip_x")[rows], c.peek("flip_y")[rows]
    left, top = region[:, 1], region[:, 2]
    uv[rows, 0] = left + region[:, 3] * flip_x
    uv[rows, 1] = top + region[:, 4] * flip_y
    uv[rows, 2] = left + region[:, 3] * ~flip_x
    uv[rows, 3] = top + region[:, 4] * ~flip_y
    look["in_color"][rows] = bytes_of(c.peek("tint")[rows], c.peek("opacity")[rows])
    place(sheet, rows, c, lookups, blend=True)
    look["in_misc"][rows, 0] = region[:, 0]
    look["in_misc"][rows, 1] = SPRITE


def rectangles(table: Table, rows: Rows, lookups: Lookups, sheet: Sheet) -> None:
    """Write rectangles, with rounded corners and outlines."""
    c = table[RectangleShape]
    scale_x, scale_y = scales(table, rows)
    wide = c.peek("width")[rows] * np.abs(scale_x) * c.peek("visible")[rows]
    high = c.peek("height")[rows] * np.abs(scale_y)
    rect = sheet.look["in_rect"]
    rect[rows, 0] = -wide * c.peek("origin_x")[rows]
    rect[rows, 1] = -high * c.peek("origin_y")[rows]
    rect[rows, 2] = wide
    rect[rows, 3] = high
    _shape(sheet, rows, c, c.peek("radius")[rows], RECTANGLE, lookups)


def circles(table: Table, rows: Rows, lookups: Lookups, sheet: Sheet) -> None:
    """Write circles, filled or outlined; an uneven scale takes the larger side."""
    c = table[CircleShape]
    scale_x, scale_y = scales(table, rows)
    radius = c.peek("radius")[rows] * np.maximum(np.abs(scale_x), np.abs(scale_y))
    radius = radius * c.peek("visible")[rows]
    rect = sheet.look["in_rect"]
    rect[rows, 0] = rect[rows, 1] = -radius
    rect[rows, 2] = rect[rows, 3] = 2.0 * radius
    _shape(sheet, rows, c, np.zeros(len(radius)), CIRCLE, lookups)


def _shape(
    sheet: Sheet, rows: Rows, columns: Any, radius: Floats, kind: int, lookups: Lookups
) -> None:
    look = sheet.look
    look["in_uv"][rows, 0] = np.minimum(radius * 16.0, 65535.0)
    look["in_uv"][rows, 1] = np.minimum(columns.peek("outline")[rows] * 16.0, 65535.0)
    opacity = columns.peek("opacity")[rows] * columns.peek("visible")[rows]
    look["in_color"][rows] = bytes_of(columns.peek("color")[rows], opacity)
    place(sheet, rows, columns, lookups, blend=True)
    look["in_misc"][rows, 1] = kind
