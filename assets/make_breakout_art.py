"""Draw the pictures of examples/breakout.

Run it from anywhere: python assets/make_breakout_art.py
"""

from pathlib import Path

import numpy as np
from drawing import bevel, blank, disc, fill, save, stamp
from palette import rgb

TARGET = Path(__file__).resolve().parent.parent / "examples" / "breakout" / "assets" / "images"
BRICK_COLORS = ("red", "orange", "yellow", "green", "teal", "blue", "purple", "pink")
WIDTH, HEIGHT = 480, 270


def brick(color):
    """A brick, 32 x 12, with a gloss along its upper half."""
    picture = blank(32, 12)
    bevel(picture, color, 0.45)
    fill(picture, color, 2, 2, 28, 3, 0.16)
    fill(picture, color, 3, 2, 6, 1, 0.6)
    fill(picture, color, 2, 8, 28, 2, -0.12)
    return picture


def steel():
    """A brick that takes two hits."""
    picture = brick("steel")
    for x in (3, 27):
        for y in (3, 7):
            fill(picture, "mist", x, y, 2, 2)
            fill(picture, "slate", x + 1, y + 1, 1, 1)
    return picture


def steel_cracked():
    """The same after the first."""
    picture = steel()
    for x, y in ((12, 1), (13, 2), (14, 3), (13, 4), (14, 5), (15, 6), (16, 6), (17, 7), (16, 8)):
        fill(picture, "night", x, y, 1, 1)
        fill(picture, "mist", x + 1, y, 1, 1)
    for x, y in ((15, 4), (16, 3), (17, 3), (18, 2), (17, 9), (18, 10), (13, 6), (12, 7), (11, 8)):
        fill(picture, "night", x, y, 1, 1)
    return picture


def metal():
    """A block that nothing breaks."""
    picture = blank(32, 12)
    bevel(picture, "slate", 0.3)
    for x in range(32):
        for y in range(2, 10):
            if (x + y) % 8 < 3 and 1 < x < 30:
                fill(picture, "slate", x, y, 1, 1, 0.14)
    return picture


def paddle(width):
    """The player's paddle, 12 high: a capsule with lit ends."""
    picture = blank(width, 12)
    fill(picture, "mist", 4, 1, width - 8, 10)
    disc(picture, "red", 5.5, 5.5, 5.2)
    disc(picture, "red", width - 6.5, 5.5, 5.2)
    fill(picture, "white", 9, 1, width - 18, 3)
    fill(picture, "mist", 9, 4, width - 18, 4)
    fill(picture, "steel", 9, 8, width - 18, 3)
    fill(picture, "red", 4, 2, 4, 1, 0.5)
    fill(picture, "red", width - 9, 2, 4, 1, 0.5)
    for x in (8, width - 10):
        fill(picture, "ink", x, 1, 2, 10)
    fill(picture, "blue", width // 2 - 6, 5, 12, 2)
    return picture


def ball():
    """The ball, 10 x 10."""
    picture = blank(10, 10)
    disc(picture, "orange", 4.5, 4.5, 4.9)
    disc(picture, "yellow", 4.1, 4.1, 3.8)
    fill(picture, "white", 2, 2, 2, 2)
    return picture


ICONS = {
    "wide": ("green", ["..#....#..", ".##....##.", "##########", ".##....##.", "..#....#.."]),
    "multi": ("blue", [".....##...", ".....##...", "..##....##", "..##....##", ".........."]),
    "slow": ("purple", ["..#####...", "....#.....", "...###....", "....#.....", "..#####..."]),
    "life": ("red", ["..##.##...", ".#######..", "..#####...", "...###....", "....#....."]),
    "catch": ("orange", ["..##..##..", "..##..##..", "..##..##..", "..######..", "...####..."]),
}


def capsule(kind):
    """A falling gift, 22 x 11, with a sign for what it does."""
    color, rows = ICONS[kind]
    picture = blank(22, 11)
    disc(picture, color, 5.0, 5.0, 5.3, -0.25)
    disc(picture, color, 16.0, 5.0, 5.3, -0.25)
    fill(picture, color, 5, 0, 12, 11, -0.25)
    disc(picture, color, 5.0, 4.7, 4.2)
    disc(picture, color, 16.0, 4.7, 4.2)
    fill(picture, color, 5, 1, 12, 9)
    fill(picture, color, 4, 1, 14, 1, 0.5)
    stamp(picture, rows, {"#": "white"}, 6, 3)
    return picture


def backdrop():
    """The night sky behind the wall: bands of colour, stars, a far skyline."""
    picture = blank(WIDTH, HEIGHT)
    top, bottom = np.array(rgb("night")), np.array(rgb("slate", -0.15))
    for y in range(HEIGHT):
        share = (y // 18) / 15
        picture[y, :, :3] = np.round(top + (bottom - top) * share * share)
        if y % 18 in (16, 17):
            offset = y % 2
            picture[y, offset::2, :3] = np.round(top + (bottom - top) * ((y // 18 + 1) / 15) ** 2)
    picture[..., 3] = 255
    rng = np.random.default_rng(11)
    for _ in range(110):
        x, y = int(rng.integers(0, WIDTH)), int(rng.integers(18, 190))
        fill(picture, "steel" if rng.random() < 0.75 else "mist", x, y, 1, 1, -0.2)
    x = 0
    while x < WIDTH:
        width, height = int(rng.integers(14, 38)), int(rng.integers(14, 58))
        fill(picture, "ink", x, HEIGHT - height, width, height)
        for wy in range(HEIGHT - height + 4, HEIGHT - 3, 6):
            for wx in range(x + 3, x + width - 3, 5):
                if rng.random() < 0.22:
                    fill(picture, "yellow", wx, wy, 2, 2, -0.62)
        x += width + int(rng.integers(0, 3))
    return picture


def frame():
    """Walls left, right and above, over an open middle."""
    picture = blank(WIDTH, HEIGHT)
    for x, y, width, height in ((0, 18, 8, 252), (WIDTH - 8, 18, 8, 252), (0, 18, WIDTH, 8)):
        fill(picture, "slate", x, y, width, height)
    fill(picture, "steel", 7, 25, 1, HEIGHT - 25)
    fill(picture, "steel", WIDTH - 8, 25, 1, HEIGHT - 25)
    fill(picture, "steel", 7, 25, WIDTH - 14, 1)
    for y in range(26, HEIGHT, 16):
        for x in (1, WIDTH - 7):
            fill(picture, "slate", x, y, 5, 14, 0.08)
            fill(picture, "slate", x, y + 13, 5, 1, -0.4)
    fill(picture, "ink", 0, 0, WIDTH, 18)
    fill(picture, "slate", 0, 17, WIDTH, 1, 0.15)
    return picture


def main():
    """Draw them all."""
    pictures = {f"brick_{color}": brick(color) for color in BRICK_COLORS}
    pictures |= {"brick_steel": steel(), "brick_cracked": steel_cracked(), "brick_metal": metal()}
    pictures |= {"paddle": paddle(56), "paddle_wide": paddle(84), "ball": ball()}
    pictures |= {f"gift_{kind}": capsule(kind) for kind in ICONS}
    pictures |= {"backdrop": backdrop(), "frame": frame()}
    save(TARGET, pictures)


if __name__ == "__main__":
    main()
