"""How the virtual screen lies in a target, and how the world lies on the virtual screen."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from zenith.camera import CameraPose
from zenith.gpu import Box, Size


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of a target that shows the virtual screen.

    Attributes:
        box: x, y, width and height in the target's pixels.
        virtual: The size of the virtual screen, in units.
    """

    box: Box
    virtual: Size

    @property
    def scale(self) -> float:
        """Pixels of the target to a unit of the virtual screen, across."""
        return self.box[2] / self.virtual[0]

    def to_virtual(self, x: float, y: float) -> tuple[float, float]:
        """Return which point of the virtual screen is at a pixel of the target."""
        left, top, width, height = self.box
        across = (x - left) * self.virtual[0] / max(width, 1)
        return across, (y - top) * self.virtual[1] / max(height, 1)


def fit(target: Size, virtual: Size | None, scaling: str) -> Frame:
    """Return where the virtual screen goes.

    Args:
        target: The target's size in pixels.
        virtual: The virtual screen's size, or None for the target's own.
        scaling: "fit" keeps the proportions, "integer" also whole multiples where
            the target is large enough, "stretch" fills it.
    """
    if virtual is None:
        return Frame((0, 0, *target), (max(target[0], 1), max(target[1], 1)))
    if scaling == "stretch":
        return Frame((0, 0, *target), virtual)
    factor = min(target[0] / virtual[0], target[1] / virtual[1])
    if scaling == "integer" and factor >= 1.0:
        factor = math.floor(factor)
    width, height = round(virtual[0] * factor), round(virtual[1] * factor)
    return Frame(((target[0] - width) // 2, (target[1] - height) // 2, width, height), virtual)


class Uniforms(NamedTuple):
    """What the shader is told of the view, ready to be written."""

    world: bytes
    screen: bytes
    pixel: bytes
    view: bytes


def uniforms(frame: Frame, camera: CameraPose, height: int) -> Uniforms:
    """Return the view's transforms for a camera and a target of a height.

    Positions reach the shader relative to the camera's place (or the middle of the
    screen), so that far from the origin nothing trembles in float32.
    """
    across, down = 2.0 / frame.virtual[0], -2.0 / frame.virtual[1]
    c, s = math.cos(camera.rotation), math.sin(camera.rotation)
    z = camera.zoom
    world = (z * across * c, z * across * s, -z * down * s, z * down * c)
    unit = 1.0 / max(frame.scale, 1e-6)
    x, y, wide, high = frame.box
    return Uniforms(
        np.array(world, np.float32).tobytes(),
        np.array((across, 0.0, 0.0, down), np.float32).tobytes(),
        np.array((unit / z, unit), np.float32).tobytes(),
        np.array((x, height - y - high, wide, high), np.float32).tobytes(),
    )
