"""Instances on their way to the device: staging arrays, buffers and the draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from zenith.gpu import Blend, Box, Device, Target, Texture
from zenith.render.instances import LOOK, LOOK_LAYOUT, LOOK_NAMES
from zenith.render.poses import Poses
from zenith.render.sources import QuadSource

BLENDS: Final[tuple[Blend, ...]] = ("alpha", "multiply", "screen")
_STEP: Final = 256


@dataclass(slots=True)
class FrameStats:
    """What a frame cost.

    Attributes:
        sprites: Instances drawn.
        draw_calls: Draws.
        sorts: Times the order of drawing was computed anew.
        uploads: Buffers written.
        pictures: Pictures held.
        picture_bytes: Bytes of their pixels.
        stages: Seconds by stage, where a stage clock was given.
    """

    sprites: int = 0
    draw_calls: int = 0
    sorts: int = 0
    uploads: int = 0
    pictures: int = 0
    picture_bytes: int = 0
    stages: dict[str, float] = field(default_factory=dict[str, float])


class Batch:
    """One stretch of instances that share all state: four streams and a draw.

    The staging arrays have exactly the buffers' size, which grows in steps, so
    that a buffer is always written whole: partial writes are slow on some
    drivers.
    """

    def __init__(self, device: Device, source: QuadSource) -> None:
        self._device = device
        self._source = source
        self._buffers = [device.buffer(_STEP * 4) for _ in range(3)]
        self._looks = device.buffer(_STEP * LOOK.itemsize)
        names = ("in_x", "in_y", "in_rotation")
        streams = [(b, "1f4", (n,)) for b, n in zip(self._buffers, names, strict=True)]
        self._streams = [*streams, (self._looks, LOOK_LAYOUT, LOOK_NAMES)]
        self._quads = device.quads(source.vertex, source.fragment, self._streams)
        self._version = source.version
        self.poses = Poses.empty(_STEP)
        self.look: NDArray[Any] = np.zeros(_STEP, LOOK)
        self._poses_dirty = self._look_dirty = True

    def reserve(self, count: int) -> bool:
        """Make room for `count` instances; True where the old content is gone."""
        size = max(_STEP, -(-count // _STEP) * _STEP)
        if size <= len(self.look) <= 4 * size:
            return False
        if size > _STEP * 16:
            size += size // 4 // _STEP * _STEP
        self.poses = Poses.empty(size)
        self.look = np.zeros(size, LOOK)
        self._poses_dirty = self._look_dirty = True
        return True

    def touch(self, *, poses: bool, look: bool) -> None:
        """Note which staging arrays were written."""
        self._poses_dirty |= poses
        self._look_dirty |= look

    def upload(self, stats: FrameStats) -> None:
        """Write to the device what was touched."""
        if self._poses_dirty:
            columns = (self.poses.x, self.poses.y, self.poses.rotation)
            for buffer, column in zip(self._buffers, columns, strict=True):
                buffer.write(column)
            stats.uploads += 3
        if self._look_dirty:
            self._looks.write(self.look)
            stats.uploads += 1
        self._poses_dirty = self._look_dirty = False

    def draw(
        self,
        count: int,
        blend: int,
        target: Target,
        viewport: Box,
        texture: Texture,
        uniforms: Mapping[str, bytes],
        stats: FrameStats,
    ) -> None:
        """Draw the first `count` instances."""
        if self._version != self._source.version:
            self._rebuild()
        self._quads.draw(
            target,
            count=count,
            viewport=viewport,
            blend=BLENDS[blend],
            texture=texture,
            uniforms=uniforms,
        )
        stats.draw_calls += 1
        stats.sprites += count

    def _rebuild(self) -> None:
        """Make the program anew, after the engine's shaders changed."""
        source, before = self._source, self._quads
        self._quads = self._device.quads(source.vertex, source.fragment, self._streams)
        self._version = source.version
        before.release()

    def release(self) -> None:
        """Give buffers and program back."""
        self._quads.release()
        for buffer in (*self._buffers, self._looks):
            buffer.release()
