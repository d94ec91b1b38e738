"""Graphics devices for tests: in plain memory, small ones, and one that counts."""

import numpy as np


class FakeTexture:
    """A texture in plain memory."""

    def __init__(self, size, layers, *, smooth):
        self.pixels = np.zeros((layers, size[1], size[0], 4), np.uint8)
        self.smooth = smooth
        self.writes = 0
        self.released = False

    def write(self, layer, box, pixels):
        assert not self.released
        x, y, width, height = box
        assert pixels.shape == (height, width, 4)
        self.pixels[layer, y : y + height, x : x + width] = pixels
        self.writes += 1

    def release(self):
        self.released = True


class FakeDevice:
    """A device that makes such textures."""

    def __init__(self, max_texture):
        self.max_texture = max_texture
        self.made = []

    def texture(self, size, layers, *, smooth):
        assert max(size) <= self.max_texture
        self.made.append(FakeTexture(size, layers, smooth=smooth))
        return self.made[-1]


class SmallDevice:
    """A device whose textures are at most 256 pixels a side."""

    max_texture = 256

    def __init__(self, gpu):
        self._gpu = gpu

    def __getattr__(self, name):
        return getattr(self._gpu, name)


class CountedDevice(SmallDevice):
    """A device that counts what is made and given back."""

    max_texture = 4096

    def __init__(self, gpu):
        super().__init__(gpu)
        self.living = 0

    def buffer(self, reserve):
        return self._counted(self._gpu.buffer(reserve))

    def quads(self, *arguments):
        return self._counted(self._gpu.quads(*arguments))

    def texture(self, *arguments, **options):
        return self._counted(self._gpu.texture(*arguments, **options))

    def _counted(self, made):
        self.living += 1
        release = made.release

        def counted():
            self.living -= 1
            release()

        made.release = counted
        return made
