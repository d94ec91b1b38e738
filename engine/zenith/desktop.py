"""Windows, renderers and audio for Apps: where the devices meet the loop."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from zenith.app import App, Devices, PictureSettings, SceneView, WindowSettings, Workers
from zenith.assets import Assets
from zenith.audio import AudioDevice
from zenith.errors import ShaderError
from zenith.gpu import Device, Target, open_offscreen, open_on_window
from zenith.images import load_image, png_bytes, save_png
from zenith.input import Device as Event
from zenith.loads import Held
from zenith.render import FrameStats, Renderer, compile_effect, shader_time
from zenith.scenefile.problem import Problem
from zenith.window import Window, preferred_languages
from zenith.world import World

THUMBNAIL: Final = 160
_AS_THEY_ARE: Final = (
    "resizable", "fullscreen", "borderless", "vsync", "frame_cap", "cursor_visible",
    "cursor_grabbed",
)  # fmt: skip


class ScreenPainter:
    """Draws an App's scenes into one target.

    Attributes:
        renderer: What draws.
        target: Where to.
    """

    def __init__(
        self, app: App, device: Device, target: Target, clock: Callable[[], float] | None = None
    ) -> None:
        self.renderer = Renderer(
            device,
            app.assets,
            clock=clock,
            stack=lambda: [scene.world for scene in app.scenes.all],
        )
        self.target = target
        self._app = app
        self._device = device
        self._blank = World()

    @property
    def stats(self) -> FrameStats:
        """What the last frame cost."""
        return self.renderer.stats

    def paint(self, scenes: Sequence[SceneView], settings: PictureSettings) -> None:
        """Draw the scenes, the lowest first."""
        alpha = scenes[-1].alpha if scenes else 1.0
        self.renderer.draw(
            scenes,
            self.target,
            virtual_size=settings.virtual_size,
            scaling=settings.scaling,
            background=settings.background,
            bars=settings.bars,
            shader=self._app.window.shader,
            time=shader_time(self._app.ticks, alpha, self._app.clock.tick_rate),
        )

    def cover(self, draw: Callable[[Any], None]) -> None:
        """Draw over what was painted last, by a canvas that counts in pixels of the target."""
        frame = self.renderer.frame
        self.renderer.draw([SceneView(self._blank, draw, 1.0)], self.target)
        # The pointer still points into the game's picture.
        self.renderer.frame = frame

    def forget_shaders(self, files: Iterable[Path]) -> list[Problem]:
        """Compile anew what was made of shader files that changed; return what is wrong in them."""
        return self.renderer.forget_shaders(files)

    def pixels(self) -> NDArray[Any]:
        """Return what was drawn last: uint8 (height, width, 4), the upper row first."""
        self._device.use()
        return self.target.read()

    def save(self, path: Path | str) -> None:
        """Write what was drawn last as a PNG file."""
        save_png(path, self.pixels())

    def thumbnail(self) -> bytes:
        """Return what was drawn last as a PNG file of at most THUMBNAIL pixels across."""
        pixels = self.pixels()
        step = -(-max(pixels.shape[:2]) // THUMBNAIL)
        height, width = (side // step * step for side in pixels.shape[:2])
        blocks = pixels[:height, :width].reshape(height // step, step, width // step, step, 4)
        return png_bytes(blocks.mean(axis=(1, 3)).round().astype(np.uint8))

    def held(self) -> list[Held]:
        """Return the pictures and fonts held in memory."""
        return self.renderer.held()

    def release_unused(self) -> None:
        """Free what the last frame did not show."""
        self.renderer.release_unused()

    def forget(self, files: Collection[Path]) -> list[str]:
        """Load anew what was made of files, given resolved; return why one was not loaded."""
        return self.renderer.forget(files)

    def close(self) -> None:
        """Give the graphics device back."""
        self.renderer.release()
        self.target.release()
        self._device.release()


class SettledWindow:
    """A window that follows an App's settings.

    Attributes:
        window: The window itself.
    """

    def __init__(
        self, window: Window, assets: Assets, title: str, settings: WindowSettings
    ) -> None:
        self.window = window
        self._assets = assets
        self._title = title
        self._known = replace(settings, cursor="", cursor_grabbed=False)

    def adopt(self, title: str, settings: WindowSettings) -> None:
        """Follow what changed of the settings since the last call.

        Raises:
            AssetMissing: The icon or the cursor is not there.
        """
        if title != self._title:
            self.window.title = self._title = title
        if settings == self._known:
            return
        known, self._known = self._known, replace(settings)
        for name in _AS_THEY_ARE:
            value = getattr(settings, name)
            if value != getattr(known, name):
                setattr(self.window, name, value)
        if settings.size is not None and settings.size != known.size:
            self.window.size = settings.size
        if settings.icon != known.icon:
            self.window.icon = _picture(self._assets, settings.icon or "icon")
        if settings.cursor != known.cursor:
            name = settings.cursor
            self.window.set_cursor(_picture(self._assets, name) if name else None)

    def poll(self) -> list[Event]:
        """Return what happened since the last call."""
        return self.window.poll()

    def flip(self) -> None:
        """Show the frame."""
        self.window.flip()

    def close(self) -> None:
        """Give the window back."""
        self.window.close()


def _picture(assets: Assets, name: str) -> NDArray[Any]:
    return load_image(assets.find("image", name))


def open_devices(app: App) -> Devices:
    """Open a window, a renderer and the audio device for an App.

    Raises:
        DeviceError: There is no display, or no OpenGL 3.3; the message says what to do.
    """
    app.preferences.welcome(time.time, preferred_languages())
    settings = app.window
    window = Window(
        app.title,
        settings.size or app.size,
        resizable=settings.resizable,
        vsync=settings.vsync,
        fullscreen=settings.fullscreen,
        borderless=settings.borderless,
        frame_cap=settings.frame_cap,
        cursor_visible=settings.cursor_visible,
        icon=_picture(app.assets, settings.icon or "icon"),
    )
    try:
        device = open_on_window(lambda: window.size)
        painter = ScreenPainter(app, device, device.screen())
    except BaseException:
        window.close()
        raise
    window.to_virtual = painter.renderer.to_virtual
    settled = SettledWindow(window, app.assets, app.title, settings)
    return devices_of(painter, AudioDevice(app.assets), settled)


def devices_of(
    painter: ScreenPainter, audio: AudioDevice, window: SettledWindow | None = None
) -> Devices:
    """Return devices with the threads that decode for them."""
    prepare = painter.renderer.prepare
    decode = (partial(prepare, "image"), partial(prepare, "font"), audio.prepare)
    workers = Workers(dict(zip(("image", "font", "sound"), decode, strict=True)))
    return Devices(window, painter, audio, workers)


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


def check_shaders(assets: Assets) -> list[Problem]:
    """Return what is wrong with a game's shaders and the engine's, as this machine compiles them.

    Raises:
        DeviceError: There is no OpenGL 3.3 here.
    """
    device = open_offscreen()
    found: list[Problem] = []
    try:
        for name in assets.names("shader"):
            try:
                compile_effect(device, assets.find("shader", name)).release()
            except ShaderError as error:
                found += error.args
    finally:
        device.release()
    return found
