"""Draw the engine's own pictures into assets/images.

Run it from anywhere: python assets/make_images.py
"""

from pathlib import Path

from drawing import bevel, blank, disc, fill, save

HERE = Path(__file__).resolve().parent


def crate():
    """A wooden crate, 32 x 32: planks, a frame and nails."""
    picture = blank(32, 32)
    bevel(picture, "tan", 0.3)
    for y in (8, 14, 20, 26):
        fill(picture, "tan", 4, y - 1, 24, 1, -0.35)
        fill(picture, "tan", 4, y, 24, 1, 0.15)
    for x, y, width, height in ((1, 1, 30, 4), (1, 27, 30, 4), (1, 5, 4, 22), (27, 5, 4, 22)):
        fill(picture, "brown", x, y, width, height)
        fill(picture, "brown", x, y, width, 1, 0.25)
        fill(picture, "brown", x, y + height - 1, width, 1, -0.35)
    for k in range(22):
        fill(picture, "brown", 5 + k, 26 - k, 2, 2 if k else 1, 0.1)
        fill(picture, "brown", 5 + k, 26 - k + 1, 1, 1, -0.25)
    for x, y in ((2, 2), (28, 2), (2, 28), (28, 28)):
        fill(picture, "yellow", x, y, 2, 2, -0.1)
    return picture


def ball():
    """A round ball, 16 x 16."""
    picture = blank(16, 16)
    disc(picture, "mist", 7.5, 7.5, 7.6)
    disc(picture, "white", 6.8, 6.6, 6.0)
    disc(picture, "white", 5.0, 4.8, 1.6, 0.9)
    return picture


def spark():
    """A soft-cornered spark, 8 x 8."""
    picture = blank(8, 8)
    fill(picture, "yellow", 3, 0, 2, 8)
    fill(picture, "yellow", 0, 3, 8, 2)
    fill(picture, "white", 2, 2, 4, 4)
    return picture


def icon():
    """The engine's icon, 64 x 64: a Z that rises over a horizon."""
    picture = blank(64, 64)
    disc(picture, "ink", 31.5, 31.5, 31.6)
    disc(picture, "slate", 31.5, 31.5, 28.0)
    fill(picture, "yellow", 16, 14, 32, 8)
    fill(picture, "orange", 16, 42, 32, 8)
    for k in range(22):
        fill(picture, "yellow" if k > 10 else "orange", 16 + k, 42 - k, 10, 2)
    return picture


def main():
    """Draw them all."""
    pictures = {"crate": crate(), "ball": ball(), "spark": spark(), "icon": icon()}
    save(HERE / "images", pictures)


if __name__ == "__main__":
    main()
