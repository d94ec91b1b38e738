"""Windows, renderers and audio for Apps: where the devices meet the loop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from zenith.app import App, Devices, PictureSettings, SceneView
from zenith.audio import AudioDevice
from zenith.gpu import Device, Target, open_offscreen, open_on_window
from zenith.images import load_image, save_png
from zenith.render import FrameStats, Renderer
from zenith.window import Window


class ScreenPainter:
    """Draws an App's scenes into one target.

    Attributes:
        renderer: What draws.
        target: Where to.
    """

    def __init__(
        self, app: App, device: Device, target: Target, clock: Callable[[], float] | None = None
    ) -> None:
        self.renderer = Renderer(device, app.assets, clock=clock)
        self.target = target
        self._app = app
        self._device = device

    @property
    def stats(self) -> FrameStats:
        """What the last frame cost."""
        return self.renderer.stats

    def paint(self, scenes: Sequence[SceneView], settings: PictureSettings) -> None:
        """Draw the scenes, the lowest first."""
        self.renderer.draw(
            scenes,
            self.target,
            virtual_size=settings.virtual_size,
            scaling=settings.scaling,
            background=settings.background,
            bars=settings.bars,
        )

    def pixels(self) -> NDArray[Any]:
        """Return what was drawn last: uint8 (height, width, 4), the upper row first."""
        return self.target.read()

    def save(self, path: Path) -> None:
        """Write what was drawn last as a PNG file."""
        save_png(path, self.pixels())

    def close(self) -> None:
        """Give the graphics device back."""
        self.renderer.release()
        self.target.release()
        self._device.release()


def open_devices(app: App) -> Devices:
    """Open a window, a renderer and the audio device for an App.

    Raises:
        DeviceError: There is no display, or no OpenGL 3.3; the message says what to do.
    """
    settings = app.window
    icon = app.assets.find("image", settings.icon or "icon")
    window = Window(
        app.title,
        app.size,
        resizable=settings.resizable,
        vsync=settings.vsync,
        fullscreen=settings.fullscreen,
        borderless=settings.borderless,
        frame_cap=settings.frame_cap,
        cursor_visible=settings.cursor_visible,
        icon=load_image(icon),
    )
    device = open_on_window(lambda: window.size)
    painter = ScreenPainter(app, device, device.screen())
    window.to_virtual = painter.renderer.to_virtual
    return Devices(window, painter, AudioDevice(app.assets))


def open_picture(
    app: App, size: tuple[int, int] | None = None, clock: Callable[[], float] | None = None
) -> ScreenPainter:
    """Return a painter that draws an App off-screen.

    Args:
        app: The App.
        size: The picture's size in pixels; the App's window size when None.
        clock: Measures the stages of each frame; none are measured without.

    Raises:
        DeviceError: There is no OpenGL 3.3; the message says what to do.
    """
    device = open_offscreen()
    return ScreenPainter(app, device, device.target(size or app.size), clock)
