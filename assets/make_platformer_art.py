"""Draw the pictures of the template "platformer": meadow, cave, and who lives there.

Run it from anywhere: python assets/make_platformer_art.py
"""

from pathlib import Path

import numpy as np
from drawing import blank, disc, fill, save
from palette import rgb
from platformer_figures import figures

TARGET = (
    Path(__file__).resolve().parent.parent
    / "examples" / "templates" / "platformer" / "assets" / "images"
)  # fmt: skip
WIDTH, HEIGHT = 320, 180
SOIL, ROCK, WALL = ("brown", -0.3), ("slate", 0.0), ("ink", 0.0)


def dots(picture, color, light, count, seed, top=0):
    """Strew pixels over what is opaque, below a row."""
    rng = np.random.default_rng(seed)
    height, width = picture.shape[:2]
    for _ in range(count):
        x, y = int(rng.integers(1, width - 3)), int(rng.integers(top, height - 3))
        if picture[y : y + 2, x : x + 3, 3].all():
            fill(picture, color, x, y, 3, 1, light)
            fill(picture, color, x + 1, y + 1, 2, 1, light - 0.08)


def darker(picture, edge=0, top=24, step=12):
    """Let earth grow darker downwards from its upper edge, in steps as clean as the pixels."""
    height, width = picture.shape[:2]
    deep = np.arange(height)[:, None] - np.broadcast_to(edge, width)[None, :] - top
    share = np.where(deep < 0, 0.0, np.minimum(0.14 * (deep // step + 1), 0.7))[..., None]
    old, night = picture[..., :3].astype(float), np.array(rgb("night"))
    picture[..., :3] = np.round(old + (night - old) * share)


def turf(picture, heights):
    """Lay grass along the upper edge, whose height each column has, and let blades hang down."""
    for x, y in enumerate(heights):
        blade = (3, 5, 4, 6, 3, 4, 6, 4)[x % 8]
        fill(picture, "green", x, y, 1, blade, -0.12)
        fill(picture, "green", x, y, 1, 2, 0.1)
        fill(picture, "green", x, y + blade, 1, 1, -0.5)


def ground(width, height=120):
    """A piece of meadow with its earth."""
    picture = blank(width, height)
    fill(picture, SOIL[0], light=SOIL[1])
    dots(picture, "brown", -0.1, width // 3, width, 10)
    dots(picture, "brown", -0.5, width // 4, width + 1, 10)
    darker(picture)
    turf(picture, [0] * width)
    return picture


def slope(width=48, rise=24, height=120):
    """A hillside that goes up to the right, as steep as its collider."""
    picture = blank(width, height)
    edge = [round(rise - (x + 0.5) * rise / width) for x in range(width)]
    for x, y in enumerate(edge):
        fill(picture, SOIL[0], x, y, 1, height - y, SOIL[1])
    dots(picture, "brown", -0.1, 14, 5, rise + 8)
    dots(picture, "brown", -0.5, 10, 6, rise + 8)
    darker(picture, edge)
    turf(picture, edge)
    return picture


def rock(width, height, seed):
    """A block of the cave, lit from above, with cracks."""
    picture = blank(width, height)
    fill(picture, *("slate", 0, 0, width, height, 0.02))
    rng = np.random.default_rng(seed)
    for y in range(4, height, 14):
        x = int(rng.integers(4, 18))
        while x < width - 12:
            length = int(rng.integers(6, 16))
            fill(
                picture,
                "slate",
                x,
                y + int(rng.integers(0, 5)),
                min(length, width - x - 3),
                1,
                -0.35,
            )
            fill(picture, "slate", x, y - 2, length // 2, 1, 0.1)
            x += length + int(rng.integers(8, 22))
    darker(picture, 0, 30, 16)
    fill(picture, "steel", 0, 0, width, 2)
    fill(picture, "steel", 0, 2, width, 1, -0.35)
    for x in range(0, width, 4):
        fill(picture, "steel", x + int(rng.integers(0, 3)), 3, 2, 1, -0.35)
    return picture


def rock_slope(width=48, drop=24, height=120):
    """A way down into the cave."""
    picture = blank(width, height + drop)
    block = rock(width, height, 7)
    for x in range(width):
        y = round((x + 0.5) * drop / width)
        picture[y : y + height, x] = block[:, x]
    return picture


def ceiling(width=128, height=72):
    """Rock that hangs down, with teeth along its lower edge."""
    picture = blank(width, height)
    fill(picture, "slate", 0, 0, width, height - 8, -0.45)
    dots(picture, "slate", -0.3, 30, 3, 4)
    fill(picture, "slate", 0, height - 12, width, 4, -0.25)
    rng = np.random.default_rng(8)
    for x in range(0, width, 8):
        length = int(rng.integers(2, 8))
        for k in range(length):
            inset = k * 4 // length
            fill(picture, "slate", x + inset, height - 8 + k, 8 - 2 * inset, 1, -0.25)
    return picture


def wall(width=128, height=144):
    """The back of the cave, so dark that all before it stands out."""
    picture = blank(width, height)
    fill(picture, "ink", light=-0.25)
    rng = np.random.default_rng(21)
    for _ in range(26):
        x, y = int(rng.integers(0, width - 18)), int(rng.integers(0, height - 8))
        fill(picture, "ink", x, y, int(rng.integers(8, 18)), int(rng.integers(3, 8)), -0.05)
        fill(picture, "slate", x, y, int(rng.integers(4, 8)), 1, -0.45)
    return picture


def mouth(height=144):
    """The ragged edge where daylight ends."""
    picture, depth = blank(24, height), 12
    rng = np.random.default_rng(4)
    for y in range(0, height, 4):
        depth = int(np.clip(depth + rng.integers(-5, 6), 3, 20))
        fill(picture, "slate", depth, y, 24 - depth, 4, -0.4)
        fill(picture, "ink", min(depth + 4, 23), y, 24, 4, -0.25)
    return picture


def sky():
    """Daylight in bands that grow paler towards the hills, and some clouds."""
    picture = blank(WIDTH, HEIGHT)
    for y in range(HEIGHT):
        band = y // 15
        fill(picture, "blue", 0, y, WIDTH, 1, 0.12 + 0.055 * band)
        if y % 15 >= 13:
            picture[y, y % 2 :: 2, :3] = rgb("blue", 0.12 + 0.055 * (band + 1))
    disc(picture, "yellow", 262, 70, 15, 0.45)
    disc(picture, "yellow", 262, 70, 12, 0.75)
    bare = picture.copy()
    for x, y, size in ((44, 74, 9), (138, 26, 6), (214, 54, 7), (300, 92, 6)):
        for dx, dy, share in ((-1.5, 0.2, 0.6), (-0.6, -0.3, 0.9), (0.5, 0, 1), (1.6, 0.3, 0.6)):
            disc(picture, "white", x + dx * size, y + dy * size, size * share)
        belly = y + size // 2
        shaded = (picture[belly] == (*rgb("white"), 255)).all(1)
        picture[belly - 1 : belly + 1, shaded] = (*rgb("blue", 0.8), 255)
        around = np.s_[belly + 1 : belly + size, x - 3 * size : x + 3 * size]
        picture[around] = bare[around]
    return picture


def ridge(color, light, height, waves, trees=0):
    """Hills that begin again after 320 pixels; `waves` are (periods, height, shift)."""
    picture = blank(WIDTH, height)
    x = np.arange(WIDTH)
    top = sum(
        size * np.sin(2 * np.pi * (periods * x / WIDTH + shift)) for periods, size, shift in waves
    )
    top = np.round(sum(size for _, size, _ in waves) + 22 - 0 + top).astype(int)
    for column, y in enumerate(top):
        fill(picture, color, column, y, 1, height - y, light)
        fill(picture, color, column, y, 1, 2, light + 0.08)
    darker(picture, top, 34, 10)
    rng = np.random.default_rng(trees)
    for k in range(trees):
        column = (k * WIDTH // trees + int(rng.integers(0, 14))) % WIDTH
        tree(picture, color, light, column, int(top[column]), int(rng.integers(9, 20)))
    return picture


def tree(picture, color, light, x, y, height):
    """A fir in the distance; what hangs over the edge comes in at the other side."""
    for k in range(height):
        half = 1 + (k % 6 + k // 3) // 2
        for column in range(x - half, x + half + 1):
            shade = light - 0.1 if column > x else light - 0.04
            picture[max(y + k - height + 3, 0), column % WIDTH] = (*rgb(color, shade), 255)


def plank():
    """A board to stand on."""
    picture = blank(48, 8)
    fill(picture, "night", 0, 0, 48, 7)
    fill(picture, "tan", 1, 1, 46, 2, 0.1)
    fill(picture, "tan", 1, 3, 46, 2, -0.2)
    fill(picture, "brown", 1, 5, 46, 1, -0.2)
    for x in (15, 31):
        fill(picture, "brown", x, 1, 1, 5, -0.3)
    for x in (3, 12, 19, 28, 35, 44):
        fill(picture, "night", x, 3, 1, 1)
    return picture


def lift():
    """A platform that moves: stone with a glowing seam."""
    picture = blank(48, 12)
    fill(picture, "night", 1, 0, 46, 12)
    fill(picture, "night", 0, 1, 48, 8)
    fill(picture, "steel", 1, 1, 46, 7)
    fill(picture, "mist", 1, 1, 46, 1)
    fill(picture, "steel", 2, 8, 44, 2, -0.4)
    for x in range(5, 43, 8):
        fill(picture, "teal", x, 4, 5, 2)
        fill(picture, "teal", x + 1, 4, 2, 1, 0.6)
    return picture


def spikes():
    """What nobody should step on."""
    picture = blank(32, 12)
    for x in range(0, 32, 8):
        for y in range(12):
            half = (y + 2) // 3
            fill(picture, "night", x + 4 - half, y, 2 * half, 1)
            if half > 1:
                fill(picture, "mist", x + 5 - half, y, half - 1, 1)
                fill(picture, "steel", x + 4, y, half - 1, 1)
    return picture


def glow(size=48):
    """A soft light, in four rings, to be added to what is behind it."""
    picture = blank(size, size)
    centre = (size - 1) / 2
    y, x = np.mgrid[:size, :size]
    away = np.hypot(x - centre, y - centre) / (size / 2)
    for limit, alpha in ((1.0, 22), (0.75, 44), (0.5, 70), (0.28, 110)):
        picture[away <= limit] = (255, 255, 255, alpha)
    return picture


def crystal(color):
    """A cluster of three, lit from the left."""
    picture = blank(20, 18)
    for x, top, half in ((5, 7, 3), (10, 0, 4), (15, 9, 3)):
        for y in range(top, 18):
            wide = min(half, (y - top) // 2 + 1)
            fill(picture, "night", x - wide, y, 2 * wide, 1)
            if wide > 1:
                fill(picture, color, x - wide + 1, y, 2 * wide - 2, 1, -0.1)
                fill(picture, color, x - wide + 1, y, wide - 1, 1, 0.35)
    return picture


def main():
    """Draw them all."""
    pictures = {f"ground_{width}": ground(width) for width in (32, 64, 128)}
    pictures |= {f"rock_{width}": rock(width, 120, width) for width in (32, 64, 128)}
    pictures |= {"rock_down": rock_slope(), "rock_up": rock_slope()[:, ::-1]}
    pictures |= {"slope_up": slope(), "slope_down": slope()[:, ::-1]}
    pictures |= {"ceiling": ceiling(), "cave_wall": wall(), "cave_mouth": mouth(), "sky": sky()}
    far, near = [(2, 14, 0.1), (5, 5, 0.3)], [(3, 9, 0.6), (4, 6, 0.2)]
    pictures["hills_far"] = ridge("teal", 0.42, 150, far)
    pictures["hills_near"] = ridge("green", -0.28, 130, near, 17)
    pictures |= {"plank": plank(), "lift": lift(), "spikes": spikes(), "glow": glow()}
    pictures |= {f"crystal_{color}": crystal(color) for color in ("teal", "purple")}
    save(TARGET, pictures | figures())


if __name__ == "__main__":
    main()
