"""A few brushes for the programs that draw the pictures."""

from pathlib import Path

import numpy as np
from palette import rgb

from zenith.images import save_png


def blank(width, height):
    """Return an empty picture: uint8 (height, width, 4)."""
    return np.zeros((height, width, 4), np.uint8)


def fill(picture, color, x=0, y=0, width=None, height=None, light=0.0):
    """Fill a box with a colour of the palette."""
    right = None if width is None else x + width
    bottom = None if height is None else y + height
    picture[y:bottom, x:right] = (*rgb(color, light), 255)


def disc(picture, color, cx, cy, radius, light=0.0):
    """Fill a circle; centres may lie between pixels."""
    y, x = np.mgrid[: picture.shape[0], : picture.shape[1]]
    inside = (x - cx) ** 2 + (y - cy) ** 2 <= radius * radius
    picture[inside] = (*rgb(color, light), 255)


def bevel(picture, color, strength=0.35):
    """Fill a picture as a raised block: lit from the upper left, its corners cut."""
    fill(picture, color)
    height, width = picture.shape[:2]
    fill(picture, color, 0, 0, width, 1, strength)
    fill(picture, color, 0, 0, 1, height, strength * 0.6)
    fill(picture, color, 0, height - 1, width, 1, -strength)
    fill(picture, color, width - 1, 0, 1, height, -strength * 0.6)
    for y in (0, -1):
        for x in (0, -1):
            picture[y, x] = 0


def stamp(picture, rows, colors, x=0, y=0):
    """Draw a picture given as rows of letters; `colors` says what each letter means."""
    for dy, row in enumerate(rows):
        for dx, letter in enumerate(row):
            if letter in colors:
                picture[y + dy, x + dx] = (*rgb(colors[letter]), 255)


def save(folder, pictures):
    """Write pictures by name into a folder."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    for name, picture in pictures.items():
        save_png(Path(folder) / f"{name}.png", picture)
