"""Drawing by calls, for a scene's `draw(canvas)` hook."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zenith.errors import BadValue, unknown
from zenith.maths import WHITE, Color, Vec2
from zenith.render.atlas import Region
from zenith.render.glyphs import Glyphs
from zenith.render.instances import BLEND_CODES, CIRCLE, LOOK, RECTANGLE, SCREEN, SPRITE, triangles
from zenith.render.poses import Eye, Poses
from zenith.render.shapes import Points, Triangles, polygon, stroke


class Canvas:
    """What a `draw` hook draws on: each call is seen this frame, over the world.

    Positions are the world's, or units of the virtual screen after
    `canvas.screen = True`. Drawn in the order of the calls, in one draw call
    together. The hook is called once a frame and must not change the world.

    Attributes:
        alpha: How far between the last two ticks this frame is, 0 to 1.
        width: The virtual screen's width.
        height: The virtual screen's height.
        screen: Whether positions are the virtual screen's.
    """

    def __init__(
        self,
        eye: Eye,
        size: tuple[int, int],
        picture: Callable[[str, int], Region],
        glyphs: Glyphs,
    ) -> None:
        self.alpha = eye.alpha
        self.width, self.height = size
        self.screen = False
        self._eye = eye
        self._picture = picture
        self._glyphs = glyphs
        self._looks: list[NDArray[Any]] = []
        self._poses: list[tuple[float, float, float, int]] = []

    def rectangle(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        color: Color = WHITE,
        *,
        radius: float = 0.0,
        outline: float = 0.0,
        blend: str = "alpha",
    ) -> None:
        """Draw a rectangle from its upper left corner; `outline` is a line width, 0 fills."""
        look = np.zeros(1, LOOK)
        look["in_rect"] = (0.0, 0.0, width, height)
        look["in_uv"] = (radius * 16.0, outline * 16.0, 0, 0)
        self._add(look, RECTANGLE, x, y, 0.0, color, blend)

    def circle(
        self,
        x: float,
        y: float,
        radius: float,
        color: Color = WHITE,
        *,
        outline: float = 0.0,
        blend: str = "alpha",
    ) -> None:
        """Draw a circle around its centre."""
        look = np.zeros(1, LOOK)
        look["in_rect"] = (-radius, -radius, 2.0 * radius, 2.0 * radius)
        look["in_uv"] = (0, outline * 16.0, 0, 0)
        self._add(look, CIRCLE, x, y, 0.0, color, blend)

    def line(
        self, x1: float, y1: float, x2: float, y2: float, color: Color = WHITE, width: float = 1.0
    ) -> None:
        """Draw a straight line between two points."""
        length = math.hypot(x2 - x1, y2 - y1)
        look = np.zeros(1, LOOK)
        look["in_rect"] = (0.0, -width / 2.0, length, width)
        self._add(look, RECTANGLE, x1, y1, math.atan2(y2 - y1, x2 - x1), color, "alpha")

    def path(
        self, points: Points, color: Color = WHITE, width: float = 1.0, *, closed: bool = False
    ) -> None:
        """Draw a line through points, its corners mitred."""
        self._triangles(stroke(points, width, closed=closed), color)

    def polygon(self, points: Points, color: Color = WHITE) -> None:
        """Draw a filled polygon, convex or not.

        Raises:
            BadValue: There are fewer than three points.
        """
        if len(points) < 3:
            raise BadValue(f"A polygon needs at least 3 points; found {len(points)}.")
        self._triangles(polygon(points), color)

    def image(
        self,
        name: str,
        x: float,
        y: float,
        *,
        frame: int = 0,
        width: float = 0.0,
        height: float = 0.0,
        rotation: float = 0.0,
        origin: tuple[float, float] = (0.0, 0.0),
        tint: Color = WHITE,
        blend: str = "alpha",
    ) -> None:
        """Draw a picture, or a frame of it, with its origin at a point.

        An origin of (0, 0) is its upper left corner, (1, 1) the lower right.

        Raises:
            AssetMissing: There is no such picture, or no frames of that name.
            BadValue: It has no such frame.
        """
        region = self._picture(name, frame)
        wide, high = width or float(region.width), height or float(region.height)
        look = np.zeros(1, LOOK)
        look["in_rect"] = (-wide * origin[0], -high * origin[1], wide, high)
        right, bottom = region.x + region.width, region.y + region.height
        look["in_uv"] = (region.x, region.y, right, bottom)
        look["in_misc"][:, 0] = region.page
        self._add(look, SPRITE, x, y, rotation, tint, blend)

    def text(
        self,
        text: str,
        x: float,
        y: float,
        color: Color = WHITE,
        *,
        size: float = 16.0,
        font: str = "",
        align: str = "left",
        width: float = 0.0,
        origin: tuple[float, float] = (0.0, 0.0),
    ) -> Vec2:
        """Draw words with their origin at a point and return the size they take."""
        block = self._glyphs.block(text, size=size, font=font, align=align, width=width)
        look = block.look.copy()
        look["in_rect"][:, 0] -= block.width * origin[0]
        look["in_rect"][:, 1] -= block.height * origin[1]
        self._add(look, SPRITE, x, y, 0.0, color, "alpha")
        return Vec2(block.width, block.height)

    def measure(self, text: str, *, size: float = 16.0, font: str = "", width: float = 0.0) -> Vec2:
        """Return the size that words would take, without drawing them."""
        layout = self._glyphs.metrics(font).layout(text, size, width=width)
        return Vec2(layout.width, layout.height)

    def _triangles(self, shape: Triangles, color: Color) -> None:
        look = np.zeros(len(shape[0]), LOOK)
        triangles(shape[0], shape[1], look)
        self._add(
            look, int(look["in_misc"][0, 1]) if len(look) else 0, 0.0, 0.0, 0.0, color, "alpha"
        )

    def _add(
        self,
        look: NDArray[Any],
        kind: int,
        x: float,
        y: float,
        rotation: float,
        color: Sequence[float],
        blend: str,
    ) -> None:
        code = BLEND_CODES.get(blend)
        if code is None or code[0]:
            raise unknown("blend mode of a canvas", blend, ("alpha", "add"))
        look["in_color"] = [min(max(int(part * 255.0 + 0.5), 0), 255) for part in color]
        look["in_misc"][:, 1] = kind
        look["in_misc"][:, 2] = code[1] | (SCREEN if self.screen else 0)
        eye = self._eye
        centre = (eye.screen_x, eye.screen_y) if self.screen else (eye.x, eye.y)
        self._looks.append(look)
        self._poses.append((x - centre[0], y - centre[1], rotation, len(look)))

    def finish(self) -> tuple[NDArray[Any], Poses]:
        """Return everything drawn, as instances."""
        if not self._looks:
            return np.zeros(0, LOOK), Poses.empty(0)
        counts = [pose[3] for pose in self._poses]
        columns = np.array([pose[:3] for pose in self._poses], np.float32).repeat(counts, axis=0)
        x, y, rotation = (np.ascontiguousarray(columns[:, k]) for k in range(3))
        return np.concatenate(self._looks), Poses(x, y, rotation)
