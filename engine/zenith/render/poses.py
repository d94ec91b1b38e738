"""Poses between two ticks, relative to the camera, as the instances want them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from zenith.components import Transform
from zenith.maths import TAU
from zenith.render.parts import Part
from zenith.world import ChildOf, World

Floats = NDArray[np.float64]

CHUNK: Final = 8192
"""Rows worked on at a time, so that what one step wrote is still in the cache for the next."""

LOCAL: Final = ("x", "y", "rotation")
LOCAL_BEFORE: Final = ("previous_x", "previous_y", "previous_rotation")
WORLD: Final = ("world_x", "world_y", "world_rotation")
WORLD_BEFORE: Final = ("previous_world_x", "previous_world_y", "previous_world_rotation")


@dataclass(slots=True)
class Poses:
    """x, y and rotation of instances: float32, three columns of one length."""

    x: NDArray[np.float32]
    y: NDArray[np.float32]
    rotation: NDArray[np.float32]

    @classmethod
    def empty(cls, count: int) -> Poses:
        """Return `count` poses at the origin."""
        return cls(*(np.zeros(count, np.float32) for _ in range(3)))

    def part(self, start: int, end: int) -> Poses:
        """Return some of them, not copied."""
        return Poses(self.x[start:end], self.y[start:end], self.rotation[start:end])


@dataclass(frozen=True, slots=True)
class Eye:
    """Where the world's view and the screen's are centred, and how far between two ticks."""

    x: float
    y: float
    screen_x: float
    screen_y: float
    alpha: float


class Blender:
    """Blends one part's poses; knows when nothing moved, so that nothing need be written."""

    def __init__(self, part: Part) -> None:
        self._part = part
        child = ChildOf in part.table
        self._cls = ChildOf if child else Transform
        self._now, self._before = (WORLD, WORLD_BEFORE) if child else (LOCAL, LOCAL_BEFORE)
        columns = part.table.columns_of(self._cls)
        self._places = [columns.place(name) for name in self._now]
        self._versions: tuple[int, ...] = ()
        self._moved_at = 0
        self._key: object = None
        self._scratch = np.zeros(CHUNK)

    def stale(self, world: World, eye: Eye) -> bool:
        """Tell whether the poses differ from those of the last call.

        What has not been touched for two ticks has its two poses equal, and the
        share between them no longer matters.
        """
        versions = self._part.table[self._cls].versions(self._places)
        if versions != self._versions:
            self._versions, self._moved_at = versions, world.tick
        resting = world.tick - self._moved_at >= 2
        place = (eye.x, eye.y, eye.screen_x, eye.screen_y)
        key = (versions, self._part.order_version, place, None if resting else eye.alpha)
        changed, self._key = key != self._key, key
        return changed

    def forget(self) -> None:
        """Make the next call find everything stale."""
        self._key = None

    def write(self, eye: Eye, out: Poses) -> None:
        """Write the poses of every instance of the part."""
        part, count = self._part, self._part.count
        columns = part.table[self._cls]
        screen = part.sheet.screen[:count]
        mixed = bool(screen.any())
        off_x = np.where(screen, eye.screen_x, eye.x) if mixed else None
        off_y = np.where(screen, eye.screen_y, eye.y) if mixed else None
        now = [columns.peek(name) for name in self._now]
        before = [columns.peek(name) for name in self._before]
        if part.owners is not None:
            now = [column[part.owners] for column in now]
            before = [column[part.owners] for column in before]
        for start in range(0, count, CHUNK):
            rows = slice(start, min(start + CHUNK, count))
            here_x = eye.x if off_x is None else off_x[rows]
            here_y = eye.y if off_y is None else off_y[rows]
            self._blend(now[0][rows], before[0][rows], eye.alpha, here_x, out.x[rows])
            self._blend(now[1][rows], before[1][rows], eye.alpha, here_y, out.y[rows])
            self._turn(now[2][rows], before[2][rows], eye.alpha, out.rotation[rows])

    def _blend(
        self,
        now: Floats,
        before: Floats,
        alpha: float,
        offset: Floats | float,
        out: NDArray[np.float32],
    ) -> None:
        mixed = self._scratch[: len(now)]
        np.subtract(now, before, out=mixed)
        mixed *= alpha
        mixed += before
        mixed -= offset
        out[:] = mixed

    def _turn(self, now: Floats, before: Floats, alpha: float, out: NDArray[np.float32]) -> None:
        mixed = self._scratch[: len(now)]
        np.subtract(now, before, out=mixed)
        if mixed.max() > TAU / 2.0 or mixed.min() < -TAU / 2.0:
            mixed -= TAU * np.round(mixed / TAU)
        mixed *= alpha
        mixed += before
        out[:] = mixed
