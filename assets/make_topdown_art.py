"""Draw the pictures of the templates "topdown" and "empty".

Run it from anywhere: python assets/make_topdown_art.py
"""

from pathlib import Path

import numpy as np
from drawing import blank, disc, fill, save, stamp
from palette import rgb

TEMPLATES = Path(__file__).resolve().parent.parent / "examples" / "templates"
WIDTH, HEIGHT, TILE, FACE = 512, 320, 16, 10
GRASS, EARTH = ("green", -0.66), ("tan", -0.55)

SHEET = """\
# How hero.png is cut. Walking is four steps: a leg, both, the other leg, both.
grid = [12, 16]

[names]
front = [0, 1, 0, 2]
back = [3, 4, 3, 5]
side = [6, 7, 6, 8]
"""


def shade(color, light):
    """Return a colour of the palette, lighter or darker, as text."""
    return "#{:02x}{:02x}{:02x}".format(*rgb(color, light))


LETTERS = {
    "k": "night", "w": "white", "R": "red", "r": shade("red", -0.35), "s": shade("tan", 0.45),
    "b": shade("blue", -0.35), "y": "yellow", "n": "brown", "G": "green",
    "g": shade("green", -0.35), "P": "pink", "p": shade("pink", -0.35), "m": "mist",
    "t": "steel", "S": "slate", "o": "orange", "d": shade("orange", -0.3), "e": "tan",
}  # fmt: skip

HOOD = [
    "....kkkk....",
    "..kkRRRRkk..",
    ".kRRRRRRRRk.",
    ".kRRrrrrRRk.",
    "kRRrssssrRRk",
    "kRrskssksrRk",
    "kRrssssssrRk",
    ".kRrssssrRk.",
    "..kRRRRRRk..",
    ".krbbbbbbrk.",
    "kskbbyybbksk",
    "kskbbbbbbksk",
    ".kkbbbbbbkk.",
]
BACK = [
    *HOOD[:3],
    ".kRRRRRRRRk.",
    "kRRRRRRRRRRk",
    "kRRRrRRrRRRk",
    "kRRRrrrrRRRk",
    ".kRRRrrRRRk.",
    "..kRRRRRRk..",
    ".krRRRRRRrk.",
    "kskRRRRRRksk",
    "kskrRRRRrksk",
    ".kkbrrrrbkk.",
]
SIDE = [
    "....kkkk....",
    "..kkRRRRk...",
    ".kRRRRRRRk..",
    ".kRRRRrrrRk.",
    "kRRRRrssssk.",
    "kRRRrssksk..",
    "kRRRrssssk..",
    ".kRRRrsssk..",
    "..kRRRRRk...",
    "..krbbbbk...",
    "..kRbsskk...",
    "..kRbsskk...",
    "..krbbbbk...",
]
STAND = ["..knnkknnk..", "..knnkknnk..", "...kk..kk..."]
STEPS = [STAND, ["..knnkknnk..", "...kk.knnk..", ".......kk..."]]
STRIDES = [
    ["...knnnnk...", "...knnnk....", "....kkk....."],
    ["..knnkknnk..", ".knnk..knnk.", "..kk....kk.."],
    ["...knnknk...", "....knnnk...", ".....kkk...."],
]

SLIME = [
    "....kkkkkk....",
    "..kkGGGGGGkk..",
    ".kGwwGGGGGGGk.",
    ".kGwGGGGGGGGk.",
    "kGGGGkGGGkGGGk",
    "kGGGGkGGGkGGGk",
    "kGGGGGGGGGGGGk",
    "kgGGGGkkkGGGgk",
    "kggGGGGGGGGggk",
    ".kkggggggggkk.",
    "...kkkkkkkk...",
]
LANTERN = [
    "....kkkk....",
    "...kttttk...",
    "..kttttttk..",
    ".kkkkkkkkkk.",
    ".kSSmSSmSSk.",
    ".kSSmSSmSSk.",
    ".kSSmSSmSSk.",
    ".kSSmSSmSSk.",
    ".kkkkkkkkkk.",
    "..kttttttk..",
    "...kkkkkk...",
    *["....kttk...."] * 9,
    "..kkkttkkk..",
    "..kttttttk..",
    "..kkkkkkkk..",
]
FLAME = ["yyyyyyyy", "ywwyywwy", "owwooowo", "oooooooo"]
KEY = ["..kkkk......", ".kyyyyk.....", "kyykkyykkkkk", "kyykkyyyyyyk", ".kyyyykykykk",
       "..kkkk.k.k.."]  # fmt: skip
HEART = [".kk..kk.", "kRRkkRRk", "kRwRRRRk", "kRRRRRRk", ".kRRRRk.", "..kRRk..", "...kk..."]
SWORD = ["..k..", ".kwk.", *[".kwk.", ".kmk."] * 4, "kkmkk", "kyyyk", "kknkk", ".kkk."]
CRATE = [
    ".kkkkkkkkkkkkkk.",
    "keeeeeeeeeeeeeek",
    "kennnnnnnnnnnnek",
    "keneeeeeeeeeenek",
    "kennnnnnnnnnnnek",
    "keneeeeeeeeeenek",
    "kennnnnnnnnnnnek",
    "keneeeeeeeeeenek",
    "keeeeeeeeeeeeeek",
    "kkkkkkkkkkkkkkkk",
    "knnnnnnnnnnnnnnk",
    "knykkkkkkkkkkynk",
    "knnnnnnnnnnnnnnk",
    "knykkkkkkkkkkynk",
    "knnnnnnnnnnnnnnk",
    ".kkkkkkkkkkkkkk.",
]
BUSH = [
    ".....kkkkkk.....",
    "...kkGGGGGGkk...",
    "..kGGGgGGGGGGk..",
    ".kGGgGGGGgGGGGk.",
    "kGGGGGGgGGGGgGGk",
    "kGgGGGGGGGGGGGgk",
    "kggGGgGGGGgGGggk",
    ".kgggGGgGGGgggk.",
    "..kkggggggggkk..",
    "....kkkkkkkk....",
]


def stamped(rows, **other):
    """Return a picture given by rows of letters; some letters may mean another colour."""
    picture = blank(len(rows[0]), len(rows))
    stamp(picture, rows, LETTERS | other)
    return picture


def hero():
    """The hero, 12 x 16: three steps to the front, three to the back, three to the right."""
    mirrored = [row[::-1] for row in STEPS[1]]
    frames = [top + legs for top in (HOOD, BACK) for legs in (*STEPS, mirrored)]
    return [stamped(rows) for rows in (*frames, *(SIDE + legs for legs in STRIDES))]


def lantern(lit):
    """A lantern on a post, 12 x 23."""
    picture = stamped(LANTERN)
    if lit:
        stamp(picture, FLAME, LETTERS, 2, 4)
    return picture


def glow():
    """Light around a lantern, 96 x 96, in rings that fade."""
    picture = blank(96, 96)
    y, x = np.mgrid[:96, :96]
    distance = np.hypot((x - 47.5), (y - 47.5)) / 48
    picture[..., :3] = rgb("orange", 0.1)
    picture[..., 3] = np.floor(np.clip(1.0 - distance, 0, 1) * 5) / 5 * 84
    return picture


def bricks(picture, x, y, width, height):
    """Draw the front of a wall."""
    fill(picture, "slate", x, y, width, height, 0.08)
    for row in range(height // 5):
        top = y + 5 * row
        fill(picture, "slate", x, top, width, 1, 0.28)
        fill(picture, "ink", x, top + 4, width, 1)
        for joint in range(x + (0 if row % 2 else 4), x + width, 8):
            fill(picture, "ink", joint, top, 1, 4)


def wall(across, down):
    """A wall of so many tiles, seen from above and a little from the front."""
    width, height = across * TILE, down * TILE + FACE + 1  # covers the edge of the one behind
    picture, top = blank(width, height), height - FACE
    fill(picture, "steel", 0, 0, width, top, -0.12)
    rng = np.random.default_rng(across * 10 + down)
    for _ in range(across * down * 5):
        x, y = int(rng.integers(0, width - 3)), int(rng.integers(0, top - 2))
        fill(picture, "steel", x, y, 3, 1, float(rng.choice([-0.3, -0.22, 0.08])))
    fill(picture, "steel", 0, top - 1, width, 1, 0.25)
    bricks(picture, 0, top, width, FACE)
    fill(picture, "night", 0, height - 1, width, 1)
    return picture


def gate(is_open):
    """The gate in the north wall, 64 x 42: two pillars, an arch, and bars while it is shut."""
    picture = blank(64, 42)
    fill(picture, "night", 12, 8, 40, 34)
    if is_open:
        for k in range(6):
            fill(picture, "yellow", 16 + 2 * k, 12 + 3 * k, 32 - 4 * k, 30 - 3 * k, -0.7 + 0.11 * k)
    else:
        for x in range(14, 50, 6):
            fill(picture, "mist", x, 10, 2, 32, -0.3)
        for y in (16, 28):
            fill(picture, "steel", 12, y, 40, 2)
    for x in (0, 50):
        fill(picture, "steel", x, 2, 14, 40, -0.12)
        bricks(picture, x, 12, 14, 30)
        fill(picture, "steel", x, 2, 14, 2, 0.3)
        fill(picture, "night", x, 41, 14, 1)
    fill(picture, "steel", 12, 4, 40, 6, -0.05)
    fill(picture, "steel", 12, 4, 40, 1, 0.3)
    fill(picture, "ink", 12, 9, 40, 1)
    return picture


def door():
    """A door of planks, 32 x 26, in a gap of two tiles."""
    picture = blank(32, 26)
    fill(picture, "night", 0, 0, 32, 26)
    fill(picture, "brown", 1, 1, 30, 24)
    for x in range(1, 31, 6):
        fill(picture, "brown", x, 1, 1, 24, 0.25)
        fill(picture, "brown", x + 5, 1, 1, 24, -0.4)
    for y in (5, 18):
        fill(picture, "steel", 1, y, 30, 3)
        fill(picture, "steel", 1, y, 30, 1, 0.3)
    fill(picture, "yellow", 13, 10, 6, 7)
    fill(picture, "night", 15, 12, 2, 3)
    return picture


def tree():
    """A round tree, 32 x 40."""
    picture = blank(32, 40)
    fill(picture, "night", 12, 26, 8, 14)
    fill(picture, "brown", 13, 26, 6, 13)
    fill(picture, "brown", 13, 26, 2, 13, 0.2)
    for color, grow in (("night", 1.0), ("g", 0.0)):
        for x, y, radius in ((15.5, 14, 13), (9, 20, 8), (22, 20, 8)):
            disc(picture, LETTERS.get(color, color), x, y, radius + grow)
    disc(picture, "green", 13, 11, 9.5, -0.15)
    disc(picture, "green", 11, 9, 5.5)
    for x, y in ((20, 16), (24, 20), (8, 21), (15, 22), (19, 8), (12, 5)):
        fill(picture, "green", x, y, 3, 1, -0.1)
        fill(picture, "green", x + 1, y + 1, 3, 1, -0.5)
    return picture


def well():
    """The old well in the middle, 40 x 32."""
    picture = blank(40, 32)
    y, x = np.mgrid[:32, :40]
    for color, light, cy, rx, ry in (
        ("night", 0, 17, 20, 14), ("slate", 0.1, 18, 19, 13), ("steel", 0.1, 13, 19, 12),
        ("night", 0, 13, 15, 8.5), ("blue", -0.35, 14.5, 14, 6.5),
    ):  # fmt: skip
        inside = ((x - 19.5) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1
        picture[inside] = (*rgb(color, light), 255)
    for px, py, width in ((10, 13, 6), (22, 16, 8), (17, 11, 4)):
        fill(picture, "blue", px, py, width, 1, 0.25)
    for px, py in ((5, 22), (13, 26), (24, 26), (32, 22), (9, 27)):
        fill(picture, "slate", px, py, 5, 1, 0.3)
    return picture


def flowers(color):
    """A few flowers, 14 x 10."""
    picture = blank(14, 10)
    for x, y in ((2, 2), (9, 1), (6, 5), (11, 6), (1, 7)):
        fill(picture, "green", x, y + 1, 1, 3, -0.4)
        fill(picture, color, x - 1, y, 3, 1)
        fill(picture, color, x, y - 1, 1, 3)
        fill(picture, "white", x, y, 1, 1)
    return picture


def ground():
    """The lawn with its paths, 512 x 320."""
    picture = blank(WIDTH, HEIGHT)
    fill(picture, *GRASS[:1], light=GRASS[1])
    rng = np.random.default_rng(5)
    for _ in range(900):
        x, y = int(rng.integers(0, WIDTH - 4)), int(rng.integers(0, HEIGHT - 4))
        light = float(rng.choice([-0.58, -0.72, -0.5]))
        fill(picture, "green", x, y, 1, 2, light)
        fill(picture, "green", x + 2, y + 1, 1, 2, light)
    on = path(rng)
    picture[on] = (*rgb(EARTH[0], EARTH[1]), 255)
    edge = on & ~np.roll(on, 1, 0)
    picture[edge] = (*rgb("tan", -0.7), 255)
    spots = on & (rng.random(on.shape) < 0.02)
    picture[spots] = (*rgb("tan", -0.42), 255)
    return picture


def path(rng):
    """Return where the paths are: from the entrance to the gate, and from east to west."""
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    wave_x = np.floor(3 * np.sin(y / 17) + 1.5 * np.sin(y / 5))
    wave_y = np.floor(3 * np.sin(x / 21) + 1.5 * np.sin(x / 6))
    upright = np.abs(x - 256 + wave_x) < 14
    level = (np.abs(y - 176 + wave_y) < 13) & (x > 60) & (x < 452)
    around = np.hypot((x - 256) / 1.15, y - 176 + wave_x / 2) < 38
    return upright | level | around


def topdown():
    """Return every picture of the template by name."""
    pictures = {"hero": np.concatenate(hero(), axis=1)}
    pictures |= {"slime": stamped(SLIME), "slime_pink": stamped(SLIME, G="pink", g=LETTERS["p"])}
    pictures |= {"lantern_0": lantern(lit=False), "lantern_1": lantern(lit=True), "glow": glow()}
    pictures |= {"key": stamped(KEY), "heart": stamped(HEART), "sword": stamped(SWORD)}
    pictures["heart_lost"] = stamped(HEART, R="slate", w="steel")
    pictures |= {"crate": stamped(CRATE), "bush": stamped(BUSH), "tree": tree(), "well": well()}
    pictures |= {f"flowers_{c}": flowers(c) for c in ("yellow", "purple", "red")}
    pictures |= {"gate_0": gate(is_open=False), "gate_1": gate(is_open=True), "door": door()}
    walls = {f"wall_{n}": wall(n, 1) for n in (1, 2, 4, 8)}
    return pictures | walls | {f"side_{n}": wall(1, n) for n in (2, 4)} | {"ground": ground()}


def main():
    """Draw them all."""
    images = TEMPLATES / "topdown" / "assets" / "images"
    save(images, topdown())
    (images / "hero.sheet").write_text(SHEET, "utf-8")
    save(TEMPLATES / "empty" / "assets" / "images", {"hero": hero()[0]})


if __name__ == "__main__":
    main()
