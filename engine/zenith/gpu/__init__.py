"""The graphics device, behind one small interface."""

from zenith.gpu.interface import Blend, Box, Buffer, Device, Quads, Size, Target, Texture
from zenith.gpu.moderngl_device import ModernGLDevice, explain, open_offscreen, open_on_window

__all__ = [
    "Blend",
    "Box",
    "Buffer",
    "Device",
    "ModernGLDevice",
    "Quads",
    "Size",
    "Target",
    "Texture",
    "explain",
    "open_offscreen",
    "open_on_window",
]
