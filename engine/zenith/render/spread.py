"""From columns to looks, for components that are several instances: text, polygons, lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zenith.components import LineShape, PolygonShape, Text
from zenith.errors import BadValue
from zenith.render.glyphs import Glyphs
from zenith.render.instances import LOOK, bytes_of, triangles
from zenith.render.looks import Sheet, place, scales
from zenith.render.lookups import Lookups
from zenith.render.shapes import Triangles, polygon, stroke
from zenith.world import Table

Owners = NDArray[np.int64]
Spread = tuple[Sheet, Owners]
"""The looks, and for each the row of the table it belongs to, ascending in spawn order."""


def texts(table: Table, order: Owners, lookups: Lookups, glyphs: Glyphs) -> Spread:
    """Write each glyph of each text as a picture from the atlas."""
    c = table[Text]
    written = c.peek("text")
    scale_x, scale_y = scales(table, slice(None))
    pieces: list[NDArray[Any]] = []
    for row in order.tolist():
        if not c.peek("visible")[row]:
            pieces.append(np.zeros(0, LOOK))
            continue
        block = glyphs.block(
            str(written[row]),
            size=float(c.peek("size")[row]),
            font=glyphs.names[int(c.peek("font")[row])],
            align=glyphs.names[int(c.peek("align")[row])] or "left",
            width=float(c.peek("width")[row]),
            line_height=float(c.peek("line_height")[row]),
        )
        look = block.look.copy()
        rect = look["in_rect"]
        rect[:, 0] -= block.width * c.peek("origin_x")[row]
        rect[:, 1] -= block.height * c.peek("origin_y")[row]
        rect *= [scale_x[row], scale_y[row], scale_x[row], scale_y[row]]
        pieces.append(look)
    return _gathered(c, order, pieces, lookups)


def polygons(table: Table, order: Owners, lookups: Lookups, _glyphs: Glyphs) -> Spread:
    """Write each polygon as triangles."""

    def shape(_c: Any, _row: int, points: Any) -> Triangles:
        return polygon(_checked(points, 3))

    return _shaped(table, PolygonShape, order, lookups, shape)


def lines(table: Table, order: Owners, lookups: Lookups, _glyphs: Glyphs) -> Spread:
    """Write each line as triangles."""

    def shape(c: Any, row: int, points: Any) -> Triangles:
        width, closed = float(c.peek("width")[row]), bool(c.peek("closed")[row])
        return stroke(_checked(points, 2), width, closed=closed)

    return _shaped(table, LineShape, order, lookups, shape)


def _shaped(
    table: Table,
    cls: type[Any],
    order: Owners,
    lookups: Lookups,
    shape: Callable[[Any, int, Any], Triangles],
) -> Spread:
    c: Any = table[cls]
    points = c.peek("points")
    scale_x, scale_y = scales(table, slice(None))
    pieces: list[NDArray[Any]] = []
    for row in order.tolist():
        if not c.peek("visible")[row]:
            pieces.append(np.zeros(0, LOOK))
            continue
        corners, outer = shape(c, row, points[row])
        look = np.zeros(len(corners), LOOK)
        triangles(corners * np.array([scale_x[row], scale_y[row]], np.float32), outer, look)
        pieces.append(look)
    return _gathered(c, order, pieces, lookups)


def _checked(points: Any, least: int) -> list[tuple[float, float]]:
    if len(points) < least or not np.isfinite(np.asarray(points, np.float64)).all():
        raise BadValue(
            f"A {'polygon' if least == 3 else 'line'} needs at least {least} finite points; "
            f"found {points!r}."
        )
    return list(points)


def _gathered(columns: Any, order: Owners, pieces: list[NDArray[Any]], lookups: Lookups) -> Spread:
    counts = [len(piece) for piece in pieces]
    owners = np.repeat(order, counts)
    sheet = Sheet.empty(len(owners), LOOK)
    if len(owners):
        np.concatenate(pieces, out=sheet.look)
    per_row = Sheet.empty(len(columns.peek("layer")), LOOK)
    place(per_row, slice(None), columns, lookups, blend=False)
    sheet.layer[:] = per_row.layer[owners]
    sheet.screen[:] = per_row.screen[owners]
    sheet.look["in_misc"][:, 2] = per_row.look["in_misc"][owners, 2]
    colors = bytes_of(columns.peek("color").copy(), columns.peek("opacity"))
    sheet.look["in_color"] = colors[owners]
    return sheet, owners
