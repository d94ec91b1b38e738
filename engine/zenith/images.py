"""Pictures from files, and back into PNG files."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pygame
from numpy.typing import NDArray

from zenith.assets import picture_size
from zenith.errors import AssetBroken
from zenith.files import write_atomic

Pixels = NDArray[np.uint8]


def load_image(path: Path | str) -> Pixels:
    """Return a picture's pixels: uint8 (height, width, 4), straight alpha.

    Raises:
        AssetBroken: It is no picture, too large (told from its header, before
            anything is decoded), or damaged.
    """
    path = Path(path)
    picture_size(path)
    try:
        surface = pygame.image.load(str(path))
    except pygame.error as error:
        raise AssetBroken(f"{path}: the picture is damaged ({error}).") from None
    width, height = surface.get_size()
    data = pygame.image.tobytes(surface, "RGBA")
    return np.frombuffer(data, np.uint8).reshape(height, width, 4)


def png_bytes(pixels: NDArray[Any]) -> bytes:
    """Return pixels, uint8 (height, width, 4), as a PNG file's bytes; the same on every machine."""
    height, width = pixels.shape[:2]
    rows = np.zeros((height, 1 + width * 4), np.uint8)
    rows[:, 1:] = np.ascontiguousarray(pixels, np.uint8).reshape(height, width * 4)
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, data)
        for kind, data in (
            (b"IHDR", header),
            (b"IDAT", zlib.compress(rows.tobytes(), 9)),
            (b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def save_png(path: Path | str, pixels: NDArray[Any]) -> None:
    """Write pixels, uint8 (height, width, 4), as a PNG file."""
    write_atomic(Path(path), png_bytes(pixels))
