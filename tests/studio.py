"""What tests that draw share: pictures to draw with, and a renderer into memory."""

import numpy as np

import zenith as zn
from zenith.app import SceneView
from zenith.assets import Assets, engine_assets
from zenith.images import save_png
from zenith.render import Renderer

NIGHT = zn.Color(0.1, 0.1, 0.2, 1.0)
RED = zn.Color(0.9, 0.2, 0.2, 1.0)
GREEN = zn.Color(0.3, 0.8, 0.3, 1.0)
BLUE = zn.Color(0.3, 0.5, 1.0, 1.0)
GOLD = zn.Color(1.0, 0.8, 0.2, 1.0)


def flag():
    """24 x 16: red, green, blue and gold quarters, a white frame, see-through to the right."""
    pixels = np.zeros((16, 24, 4), np.uint8)
    pixels[:8, :12], pixels[:8, 12:] = (230, 50, 50, 255), (70, 200, 70, 255)
    pixels[8:, :12], pixels[8:, 12:] = (60, 110, 240, 255), (250, 200, 60, 255)
    pixels[[0, -1], :] = pixels[:, [0, -1]] = 255
    pixels[1:-1, 18:-1, 3] = 100
    return pixels


def glow():
    """32 x 32: white, fading from the middle."""
    across = np.arange(32) - 15.5
    away = np.hypot(across[:, None], across[None, :]) / 16.0
    pixels = np.full((32, 32, 4), 255, np.uint8)
    pixels[..., 3] = np.clip(1.0 - away, 0.0, 1.0) * 255.0
    return pixels


def plain(width, height, color=(255, 255, 255, 255)):
    """One colour."""
    return np.full((height, width, 4), color, np.uint8)


class Studio:
    """A renderer with a folder of pictures, and targets in memory to draw into."""

    def __init__(self, gpu, folder):
        gpu.use()
        self.gpu = gpu
        self.folder = folder
        self.add("flag", flag())
        self.add("glow", glow())
        self.renderer = Renderer(gpu, Assets([folder, engine_assets()]))
        self._targets = {}

    @property
    def stats(self):
        """What the last picture cost."""
        return self.renderer.stats

    def add(self, name, pixels):
        """Write a picture that sprites can name."""
        save_png(self.folder / f"{name}.png", pixels)

    def target(self, size):
        """Return a target of a size, the same each time."""
        if size not in self._targets:
            self.gpu.use()
            self._targets[size] = self.gpu.target(size)
        return self._targets[size]

    def shoot(self, *scenes, size=(160, 90), alpha=1.0, background=NIGHT, **options):
        """Draw worlds or scene views and return the pixels."""
        target = self.target(size)
        views = [s if isinstance(s, SceneView) else SceneView(s, None, alpha) for s in scenes]
        self.renderer.draw(views, target, background=background, **options)
        self.gpu.check()
        return target.read()

    def close(self):
        """Give everything on the device back."""
        self.renderer.release()
        for target in self._targets.values():
            target.release()
