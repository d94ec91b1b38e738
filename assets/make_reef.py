"""Draw the pictures of lesson 7 and lay out its reef, into examples/lessons/07_loading.

Run it from anywhere: python assets/make_reef.py
"""

import random
from pathlib import Path

import numpy as np
from drawing import blank, disc, fill, save, stamp
from palette import rgb

import zenith as zn

FOLDER = Path(__file__).resolve().parent.parent / "examples" / "lessons" / "07_loading"
WIDTH, HEIGHT = 320, 180
FISH = (
    "......#####.......",
    "....#########...##",
    "..####+++######.##",
    ".###o#++++########",
    "######+++++#######",
    ".#####+++########.",
    "..####++######..##",
    "....########....##",
    "......####........",
)
COLORS = {"gold": ("orange", "yellow"), "violet": ("purple", "teal"), "pink": ("pink", "white")}


def mixed(one, other, share):
    """Return colours between two, for an array of shares."""
    a, b = np.array(rgb(one)), np.array(rgb(other))
    return (a + (b - a) * share[..., None]).round().astype(np.uint8)


def water():
    """The open sea, lit from above, over sand and far rocks."""
    picture = blank(WIDTH, HEIGHT)
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    beams = np.clip(np.sin((x + y * 0.6) / 19) + np.sin((x + y * 0.6) / 7.3) - 0.9, 0, 1)
    depth = np.clip(y / 150 - beams * 0.3 * (1 - y / HEIGHT), 0, 1)
    picture[..., :3] = mixed("blue", "slate", np.floor(depth * 12) / 12)
    picture[..., 3] = 255
    for cx, radius in ((20, 40), (78, 26), (210, 34), (262, 52), (318, 30)):
        disc(picture, "slate", cx, 176, radius, -0.25)
    ground = 158 + 4 * np.sin(np.arange(WIDTH) / 31) + 2 * np.sin(np.arange(WIDTH) / 11)
    for column, top in enumerate(ground.astype(int).tolist()):
        fill(picture, "tan", column, top, 1, HEIGHT - top, -0.15)
        fill(picture, "tan", column, top, 1, 2, 0.25)
    chance = random.Random(4)
    for _ in range(90):
        fill(picture, "brown", chance.randrange(WIDTH), chance.randrange(166, HEIGHT), 2, 1, 0.2)
    return picture


def fish(body, belly):
    """A fish that looks to the left."""
    picture = blank(18, 9)
    stamp(picture, FISH, {"#": body, "+": belly, "o": "night"})
    fill(picture, body, 6, 0, 5, 1, -0.2)
    return picture


def weed():
    """A plant of three leaves, 18 x 40."""
    picture = blank(18, 40)
    for foot, height, color, light in (
        (5, 30, "teal", -0.3), (12, 26, "green", -0.3), (8, 40, "green", 0.0),
    ):  # fmt: skip
        for k in range(height):
            sway = round(2.5 * np.sin(k / 5 + foot))
            fill(picture, color, foot + sway, 39 - k, 3 if k < height - 8 else 2, 1, light)
    return picture


def bubble():
    """A bubble with a glint, 7 x 7."""
    picture = blank(7, 7)
    disc(picture, "mist", 3, 3, 3.2)
    disc(picture, "blue", 3, 3, 2.2, 0.3)
    fill(picture, "white", 2, 1, 2, 1)
    picture[..., 3] = picture[..., 3] // 255 * 200
    return picture


def reef():
    """Return the reef as a scene: plants and shoals, the farthest first."""
    chance = random.Random(11)
    document = zn.SceneDocument()
    place(document, "water", 160, 90, {"image": "water", "layer": "sea"}, {})
    for k in range(28):
        grown = round(chance.uniform(0.5, 1.1), 2)
        look = {"image": "weed", "origin_y": 1.0, "flip_x": k % 2 == 0, "layer": "sea"}
        x, y = 6 + 11.4 * k + chance.uniform(-4, 4), 164 + chance.uniform(-4, 12)
        place(document, f"weed{k:02}", x, y, look, {"Transform": {"scale_y": grown}})
    for shoal, (image, count) in enumerate((("violet", 34), ("pink", 22), ("gold", 16))):
        x, y = 90 + 90 * shoal, 52 + 34 * shoal
        for k in range(count):
            swim = {"speed": round(chance.uniform(9, 15) + 7 * shoal), "beat": round(k * 0.37, 2)}
            at = chance.gauss(x, 44), min(max(chance.gauss(y, 14), 16), 150)
            place(document, f"{image}{k:02}", *at, {"image": image}, {"Swim": swim})
    for k in range(20):
        at = chance.choice((66, 204, 281)) + chance.uniform(-5, 5), chance.uniform(0, HEIGHT)
        rise = {"Rise": {"speed": round(chance.uniform(14, 30))}}
        place(document, f"bubble{k:02}", *at, {"image": "bubble"}, rise)
    return document


def place(document, name, x, y, sprite, others):
    """Put an entity into a document, after those that are there."""
    pose = {"x": round(x), "y": round(y), **others.pop("Transform", {})}
    components = {"Transform": pose, "Sprite": sprite, **others}
    order = float(len(document.entities))
    document.add(name, zn.EntityData(components=components, order=order))


def main():
    """Draw them all."""
    pictures = {name: fish(*colors) for name, colors in COLORS.items()}
    pictures |= {"water": water(), "weed": weed(), "bubble": bubble()}
    save(FOLDER / "images", pictures)
    zn.save_scene(reef(), FOLDER / "reef.scene")


if __name__ == "__main__":
    main()
