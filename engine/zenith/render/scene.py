"""One World's picture: its parts, their order, and the batches they are drawn from."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from zenith.components import Transform
from zenith.gpu import Device
from zenith.render.batch import Batch, FrameStats
from zenith.render.glyphs import Glyphs
from zenith.render.instances import LOOK
from zenith.render.lookups import Lookups
from zenith.render.order import Permutation, draw_order, runs
from zenith.render.parts import DRAWABLES, Part
from zenith.render.poses import Blender, Eye, Poses
from zenith.render.sources import QuadSource
from zenith.render.stages import Stages
from zenith.world import ChildOf, World


class WorldPicture:
    """Keeps between frames what did not change: looks, order, what is on the device."""

    def __init__(self, device: Device, lookups: Lookups, source: QuadSource) -> None:
        self._device = device
        self._source = source
        self._lookups = lookups
        self._parts: dict[tuple[int, type[Any]], Part] = {}
        self._blenders: dict[Part, Blender] = {}
        self._shown: tuple[Part, ...] = ()
        self._order: Permutation | None = None
        self._order_key: object = None
        self._look_key: object = None
        self._row_poses = Poses.empty(0)
        self._batches: list[Batch] = []
        self._runs: list[tuple[int, int, int]] = []

    def update(
        self, world: World, eye: Eye, glyphs: Glyphs, stats: FrameStats, stages: Stages
    ) -> list[tuple[Batch, int, int]]:
        """Bring everything up to date; return each batch with its count and blend state."""
        parts = self._refresh(world, glyphs)
        stages.mark("pack")
        reordered = self._reorder(parts, stats)
        stages.mark("order")
        self._fill_looks(parts, reordered=reordered)
        stages.mark("gather")
        self._fill_poses(world, parts, eye, reordered=reordered)
        stages.mark("blend")
        for batch in self._batches:
            batch.upload(stats)
        stages.mark("upload")
        return [
            (batch, end - first, blend)
            for batch, (blend, first, end) in zip(self._batches, self._runs, strict=False)
        ]

    def _refresh(self, world: World, glyphs: Glyphs) -> tuple[Part, ...]:
        parts: list[Part] = []
        for cls in DRAWABLES:
            for table in world.tables(Transform, cls):
                if table.size:
                    key = (table.number, cls)
                    part = self._parts.get(key)
                    if part is None or part.table is not table:
                        part = self._parts[key] = Part(table, cls)
                        self._blenders[part] = Blender(part)
                    part.refresh(self._lookups, glyphs)
                    if part.count:
                        parts.append(part)
        return tuple(parts)

    def _reorder(self, parts: tuple[Part, ...], stats: FrameStats) -> bool:
        """Compute the order of drawing anew where anything it depends on changed."""
        key: list[Any] = [(part, part.order_version) for part in parts]
        if any(layer.y_sort for layer in self._lookups.layers):
            key += [self._height_version(part) for part in parts]
        if key == self._order_key:
            return False
        self._order_key, self._shown = key, parts
        before = self._order
        layer = _joined([part.sheet.layer[: part.count] for part in parts], np.uint16)
        draw = _joined([part.sheet.draw[: part.count] for part in parts], np.uint8)
        self._order = draw_order(parts, layer, self._lookups.layers) if parts else None
        self._runs = runs(draw, self._order)
        while len(self._batches) < len(self._runs):
            self._batches.append(Batch(self._device, self._source))
        stats.sorts += 1
        return not (before is None and self._order is None)

    def _height_version(self, part: Part) -> int:
        child = ChildOf in part.table
        name = "world_y" if child else "y"
        return part.table[ChildOf if child else Transform].version(name)

    def _fill_looks(self, parts: tuple[Part, ...], *, reordered: bool) -> None:
        fresh = False
        for batch, (_, first, end) in zip(self._batches, self._runs, strict=False):
            fresh |= batch.reserve(end - first)
        key = ([(part, part.look_version) for part in parts], self._runs)
        if key == self._look_key and not reordered and not fresh:
            return
        self._look_key = key
        looks = _joined([part.sheet.look[: part.count] for part in parts], LOOK)
        for batch, (_, first, end) in zip(self._batches, self._runs, strict=False):
            chosen = slice(first, end) if self._order is None else self._order[first:end]
            if isinstance(chosen, slice):
                batch.look[: end - first] = looks[chosen]
            else:
                gather(looks, chosen, batch.look[: end - first])
            batch.touch(poses=True, look=True)
        for blender in self._blenders.values():
            blender.forget()

    def _fill_poses(
        self, world: World, parts: tuple[Part, ...], eye: Eye, *, reordered: bool
    ) -> None:
        stale = [self._blenders[part].stale(world, eye) for part in parts]
        if not any(stale) and not reordered:
            return
        total = sum(part.count for part in parts)
        direct = self._order is None and len(self._runs) == 1
        rows = self._batches[0].poses if direct else self._rows(total)
        start = 0
        for part in parts:
            self._blenders[part].write(eye, rows.part(start, start + part.count))
            start += part.count
        if not direct:
            self._share_out(rows)
        for batch in self._batches:
            batch.touch(poses=True, look=False)

    def _rows(self, total: int) -> Poses:
        if len(self._row_poses.x) < total:
            self._row_poses = Poses.empty(total + total // 2)
        return self._row_poses

    def _share_out(self, rows: Poses) -> None:
        """Carry poses from the order of rows to the order of drawing."""
        for batch, (_, first, end) in zip(self._batches, self._runs, strict=False):
            out = batch.poses.part(0, end - first)
            if self._order is None:
                piece = rows.part(first, end)
                out.x[:], out.y[:], out.rotation[:] = piece.x, piece.y, piece.rotation
                continue
            chosen = self._order[first:end]
            for source, place in (
                (rows.x, out.x),
                (rows.y, out.y),
                (rows.rotation, out.rotation),
            ):
                np.take(source, chosen, out=place, mode="clip")

    def release(self) -> None:
        """Give everything on the device back."""
        for batch in self._batches:
            batch.release()
        self._batches.clear()


def _joined(arrays: list[NDArray[Any]], dtype: Any) -> NDArray[Any]:
    if len(arrays) == 1:
        return arrays[0]
    return np.concatenate(arrays) if arrays else np.zeros(0, dtype)


def gather(looks: NDArray[Any], order: Permutation, out: NDArray[Any]) -> None:
    """Copy looks in another order: four 64-bit numbers each, which numpy moves fastest."""
    plain = looks.view(np.uint64).reshape(len(looks), -1)
    np.take(plain, order, axis=0, out=out.view(np.uint64).reshape(len(out), -1), mode="clip")
