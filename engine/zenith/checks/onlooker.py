"""What looks at a game where there is no OpenGL: a painter and a canvas that draw nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from zenith.app import PictureSettings, SceneView
from zenith.assets import Assets
from zenith.errors import BadValue, DeviceError, unknown
from zenith.fontmetrics import DEFAULT_FONT, FontMetrics
from zenith.loads import Held
from zenith.maths import WHITE, Color, Vec2
from zenith.scenefile import Problem

BLENDS: Final = ("alpha", "add")


class Onlooker:
    """A painter that lets every draw function draw, and shows nothing.

    Attributes:
        calls: How many calls of the canvas the last frame took.
    """

    def __init__(self, assets: Assets) -> None:
        self.calls = 0
        self._assets = assets
        self._fonts: dict[str, FontMetrics] = {}

    def paint(self, scenes: Sequence[SceneView], settings: PictureSettings) -> None:
        """Call the draw function of each scene."""
        self.calls = 0
        for scene in scenes:
            if scene.draw is not None:
                canvas = BlankCanvas(scene.alpha, settings.virtual_size, self._assets, self._fonts)
                scene.draw(canvas)
                self.calls += canvas.calls

    def cover(self, draw: Callable[[Any], None]) -> None:
        """Do nothing: there is no picture to draw over."""

    def forget_shaders(self, files: Iterable[Path]) -> list[Problem]:
        """Return nothing: no shader is compiled here."""
        return []

    def save(self, path: Path) -> None:
        """Refuse.

        Raises:
            DeviceError: There is no picture.
        """
        raise DeviceError(f"{path} cannot be saved: nothing was drawn, for want of OpenGL.")

    def thumbnail(self) -> bytes:
        """Return nothing, as a save has where no painter is."""
        return b""

    def held(self) -> list[Held]:
        """Return nothing: fonts are measured here, and nothing is drawn."""
        return []

    def release_unused(self) -> None:
        """Forget the fonts that were measured."""
        self._fonts.clear()

    def forget(self, files: Collection[Path]) -> list[str]:
        """Measure fonts anew."""
        self._fonts.clear()
        return []

    def close(self) -> None:
        """Do nothing."""


class BlankCanvas:
    """Takes the calls of a `draw(canvas)` hook, checks what they name, and measures text.

    Attributes:
        alpha: How far between the last two ticks this frame is, 0 to 1.
        width: The virtual screen's width.
        height: The virtual screen's height.
        screen: Whether positions are the virtual screen's.
        calls: How many calls there were.
    """

    def __init__(
        self, alpha: float, size: tuple[int, int], assets: Assets, fonts: dict[str, FontMetrics]
    ) -> None:
        self.alpha = alpha
        self.width, self.height = size
        self.screen = False
        self.calls = 0
        self._assets = assets
        self._fonts = fonts

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
        """Count a rectangle."""
        self._count(x, y, width, height, radius, outline, *color, blend=blend)

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
        """Count a circle."""
        self._count(x, y, radius, outline, *color, blend=blend)

    def line(
        self, x1: float, y1: float, x2: float, y2: float, color: Color = WHITE, width: float = 1.0
    ) -> None:
        """Count a line."""
        self._count(x1, y1, x2, y2, width, *color)

    def path(
        self, points: Any, color: Color = WHITE, width: float = 1.0, *, closed: bool = False
    ) -> None:
        """Count a line through points."""
        self._count(width, float(closed), *color, *(part for point in points for part in point))

    def polygon(self, points: Any, color: Color = WHITE) -> None:
        """Count a polygon.

        Raises:
            BadValue: There are fewer than three points.
        """
        if len(points) < 3:
            raise BadValue(f"A polygon needs at least 3 points; found {len(points)}.")
        self._count(*color, *(part for point in points for part in point))

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
        """Count a picture.

        Raises:
            AssetMissing: There is no such picture, or no frames of that name.
            BadValue: It has no such frame.
        """
        if name:
            self._assets.frame(name, frame)
        self._count(x, y, width, height, rotation, *origin, *tint, blend=blend)

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
        """Count words and return the size they would take.

        Raises:
            AssetMissing: There is no such font.
        """
        self._count(x, y, *origin, *color)
        name = font or DEFAULT_FONT
        if name not in self._fonts:
            self._fonts[name] = FontMetrics.load(self._assets.find("font", name))
        layout = self._fonts[name].layout(text, size, width=width, align=align, line_height=1.0)
        return Vec2(layout.width, layout.height)

    def _count(self, *numbers: float, blend: str = "alpha") -> None:
        for number in numbers:
            float(number)
        if blend not in BLENDS:
            raise unknown("blend mode of a canvas", blend, BLENDS)
        self.calls += 1
