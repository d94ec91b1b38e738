"""One drawable component in one table: its looks, kept until something they show is touched."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, cast
from weakref import ref

import numpy as np
from numpy.typing import NDArray

from zenith.components import (
    CircleShape,
    LineShape,
    PolygonShape,
    RectangleShape,
    Sprite,
    Text,
    Transform,
)
from zenith.render import looks, spread
from zenith.render.glyphs import Glyphs
from zenith.render.instances import LOOK
from zenith.render.lookups import Lookups
from zenith.schema import schema_of
from zenith.world import ChildOf, Columns, Table

Single = Callable[[Table, looks.Rows, Lookups, looks.Sheet], None]
Several = Callable[[Table, NDArray[np.int64], Lookups, Glyphs], spread.Spread]

SINGLES: Final[dict[type[Any], Single]] = {
    RectangleShape: looks.rectangles,
    CircleShape: looks.circles,
    Sprite: looks.sprites,
}
"""Components that are one instance each; drawn in this order where one entity has several."""

SEVERAL: Final[dict[type[Any], Several]] = {
    PolygonShape: spread.polygons,
    LineShape: spread.lines,
    Text: spread.texts,
}
"""Components that are several instances each; drawn after the others."""

DRAWABLES: Final = (*SINGLES, *SEVERAL)
_ORDERING: Final = ("layer", "blend")


class Part:
    """The looks of one component in one table.

    Its table is not held: it knows its World by the scripts in it, and a World that
    nobody else holds must be able to go.

    Attributes:
        sheet: The arrays; the first `count` rows are in use.
        count: Instances.
        owners: For each instance the row of the table it belongs to, or None where
            instances are rows.
        look_version: Changes with any look.
        order_version: Changes when rows, layers or blend modes did.
    """

    def __init__(self, table: Table, cls: type[Any]) -> None:
        self._table = ref(table)
        self.cls = cls
        self.sheet = looks.Sheet.empty(0, LOOK)
        self.count = 0
        self.owners: NDArray[np.int64] | None = None
        self.look_version = 0
        self.order_version = 0
        fields = [f.name for f in schema_of(cls).visible]
        columns = table.columns_of(cls)
        self._places = [columns.place(name) for name in fields]
        self._ordering = [fields.index(name) for name in _ORDERING if name in fields]
        self._scale = ChildOf if ChildOf in table else Transform
        names = ("world_scale_x", "world_scale_y") if ChildOf in table else ("scale_x", "scale_y")
        self._scale_places = [table.columns_of(self._scale).place(name) for name in names]
        self._table_version = -1
        self._versions: tuple[int, ...] = ()
        self._glyphs = (0, 0)
        self._lookups_version = 0

    @property
    def table(self) -> Table:
        """The table; it is there while its World is drawn."""
        return cast("Table", self._table())

    def refresh(self, lookups: Lookups, glyphs: Glyphs) -> None:
        """Write anew what may have changed since the last time."""
        table = self.table
        columns: Columns[Any] = table[self.cls]
        versions = columns.versions(self._places)
        versions += table[self._scale].versions(self._scale_places)
        rows_moved = table.version != self._table_version
        touched = versions != self._versions or lookups.version != self._lookups_version
        if not (rows_moved or touched or self._redrawn(glyphs)):
            return
        if rows_moved or self._order_touched(versions):
            self.order_version += 1
        if self.cls in SINGLES:
            self._write_single(lookups, everything=touched)
        else:
            self._write_several(lookups, glyphs)
        self._versions = versions
        self._lookups_version = lookups.version
        self._table_version = table.version
        self._glyphs = (glyphs.scale, glyphs.version)
        self.look_version += 1

    def _redrawn(self, glyphs: Glyphs) -> bool:
        return self.cls is Text and (glyphs.scale, glyphs.version) != self._glyphs

    def _order_touched(self, versions: tuple[int, ...]) -> bool:
        before = self._versions
        if not before or self.cls in SEVERAL:
            return True
        return any(versions[k] != before[k] for k in self._ordering)

    def _write_single(self, lookups: Lookups, *, everything: bool) -> None:
        size = self.table.size
        rows = self.table.changed_rows(self._table_version) if self._table_version >= 0 else None
        if size > len(self.sheet.look):
            rows = None
            self.sheet = looks.Sheet.empty(size + size // 2, LOOK)
        self.count = size
        if everything or rows is None or len(rows) > size // 2:
            SINGLES[self.cls](self.table, slice(0, size), lookups, self.sheet)
        else:
            SINGLES[self.cls](self.table, rows[rows < size], lookups, self.sheet)

    def _write_several(self, lookups: Lookups, glyphs: Glyphs) -> None:
        order = self.table.order()
        rows = np.arange(self.table.size) if order is None else order
        self.sheet, self.owners = SEVERAL[self.cls](self.table, rows, lookups, glyphs)
        self.count = len(self.owners)

    def serials(self) -> NDArray[np.int64]:
        """Return the spawn serial of each instance."""
        serials = self.table.serials
        return serials if self.owners is None else serials[self.owners]

    def heights(self) -> NDArray[np.float64]:
        """Return the y of each instance's entity."""
        child = ChildOf in self.table
        y = self.table[ChildOf].peek("world_y") if child else self.table[Transform].peek("y")
        return y if self.owners is None else y[self.owners]

    def order(self) -> NDArray[np.int64] | None:
        """Return the instances in spawn order, or None where they lie in it."""
        return self.table.order() if self.owners is None else None
