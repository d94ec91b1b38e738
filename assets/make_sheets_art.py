"""Draw the sheets of examples/lessons/06_sheets.py: a fox that walks, a coin that turns, tiles.

Run it from anywhere: python assets/make_sheets_art.py
"""

from pathlib import Path

import numpy as np
from drawing import blank, disc, fill, save, stamp
from palette import rgb

TARGET = Path(__file__).resolve().parent.parent / "examples" / "lessons" / "06_sheets" / "images"
COLORS = {
    "o": "orange", "d": "brown", "w": "white", "k": "ink", "p": "pink", "t": "tan", "y": "yellow",
}  # fmt: skip
HEAD = (
    "..d......d",
    ".dod....do",
    ".doodooddo",
    ".ooooooooo",
    "ooookoooko",
    "owwwoooowo",
    ".wwwwkwww.",
    "...wwwww..",
)
BODY = (
    "..ooooooo.",
    ".oooooooo.",
    ".ooowwwoo.",
    ".oowwwwoo.",
    "..ooowwo..",
)
TAILS = (
    ("......", "..oo..", ".oooo.", "wwooo.", "wwwoo.", ".wwoo."),
    ("wwo...", "wwoo..", ".wooo.", ".oooo.", "..ooo.", "...oo."),
)
STEPS = ((-3, 3), (-2, 2), (1, -1), (3, -3), (2, -2), (-1, 1))
"""How far each foot is from the middle, frame by frame."""


def fox(rise, feet, tail, *, blink=False, lifted=None):
    """A fox that looks to the right, 24 x 24: `rise` lifts all but its feet."""
    picture = blank(24, 24)
    top = 3 - rise
    stamp(picture, TAILS[tail], COLORS, 1, top + 8)
    for k, (foot, light) in enumerate(zip(feet, (-0.35, 0.0), strict=True)):
        height = 3 if lifted == k else 4
        fill(picture, "orange", 11 + foot, top + 13, 3, height - 1 + rise, light)
        fill(picture, "brown", 11 + foot, top + 12 + height + rise, 4, 2, light)
    stamp(picture, BODY, COLORS, 7, top + 9)
    fill(picture, "teal", 9, top + 9, 8, 2)
    fill(picture, "teal", 6, top + 10, 4, 2, -0.25)
    stamp(picture, HEAD, COLORS, 9, top + 1)
    if blink:
        for x in (13, 17):
            fill(picture, "brown", x, top + 5, 1, 1)
    return outlined(picture)


def outlined(picture):
    """Return a picture with a dark line around what is in it."""
    solid = np.pad(picture[..., 3] > 0, 1)
    near = solid[:-2, 1:-1] | solid[2:, 1:-1] | solid[1:-1, :-2] | solid[1:-1, 2:]
    picture[near & ~solid[1:-1, 1:-1]] = (*rgb("night"), 255)
    return picture


def hero():
    """Two frames of standing, six of walking, one in the air."""
    frames = [fox(0, (-2, 2), 0), fox(0, (-2, 2), 1, blink=True)]
    for k, feet in enumerate(STEPS):
        lifted = None if k % 3 == 0 else k // 3
        frames.append(fox(0 if k % 3 == 0 else 1, feet, k // 3, lifted=lifted))
    frames.append(fox(2, (-3, 3), 1))
    return np.concatenate(frames, axis=1)


def coin():
    """Eight frames of one turn, 12 x 12, with a glint at its front."""
    frames = []
    for half in (5, 4, 3, 1, 1, 3, 4, 5):
        picture = blank(12, 12)
        y, x = np.mgrid[:12, :12] - 5.5
        inside = (x / (half + 0.5)) ** 2 + (y / 5.5) ** 2 <= 1.0
        picture[inside] = (*rgb("yellow"), 255)
        picture[inside & (x > half * 0.4)] = (*rgb("orange", 0.1), 255)
        if half > 2:
            fill(picture, "orange", 6 - half // 2, 3, max(half - 1, 1), 6, -0.05)
            fill(picture, "yellow", 6 - half // 2, 4, max(half - 2, 1), 4, 0.35)
        frames.append(outlined(picture))
    return np.concatenate(frames, axis=1)


def tile(color, seed, *, grass=False):
    """A tile of earth, 16 x 16: specks, and grass where asked."""
    picture = blank(16, 16)
    fill(picture, color)
    chance = np.random.default_rng(seed)
    for _ in range(9):
        x, y = (int(n) for n in chance.integers(0, 14, 2))
        fill(picture, color, x, y, 2, 1, float(chance.choice([-0.25, 0.18])))
    if grass:
        fill(picture, "green", 0, 0, 16, 4)
        fill(picture, "green", 0, 0, 16, 1, 0.4)
        for x in range(0, 16, 2):
            fill(picture, "green", x, 4, 1, int(chance.integers(1, 4)), -0.3)
    return picture


def flower(color):
    """A flower that stands on a tile."""
    picture = blank(16, 16)
    fill(picture, "green", 7, 9, 1, 7, -0.2)
    fill(picture, "green", 5, 12, 2, 1)
    disc(picture, color, 7, 7, 2.6)
    disc(picture, "yellow", 7, 7, 1.1)
    return picture


def bush():
    """A round bush."""
    picture = blank(16, 16)
    for cx, cy, radius in ((4, 12, 4.5), (11, 12, 4.8), (8, 8, 4.5)):
        disc(picture, "green", cx, cy, radius, -0.35)
    disc(picture, "green", 7, 7, 2.5, -0.1)
    disc(picture, "red", 11, 11, 1.2)
    disc(picture, "red", 4, 12, 1.2)
    return outlined(picture)


def tiles():
    """Two rows of four: grass, earth and stone; what grows on it."""
    upper = [tile("brown", 1, grass=True), tile("brown", 2, grass=True), tile("brown", 3),
             tile("brown", 8)]  # fmt: skip
    lower = [flower("pink"), flower("white"), bush(), blank(16, 16)]
    for k in range(4):
        fill(lower[3], "green", 2 + 4 * k, 13 - k % 2, 1, 3 + k % 2, -0.15)
    return np.concatenate([np.concatenate(row, axis=1) for row in (upper, lower)])


def main():
    """Draw them all."""
    save(TARGET, {"fox": hero(), "coin": coin(), "tiles": tiles()})


if __name__ == "__main__":
    main()
