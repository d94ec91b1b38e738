"""Lesson 7, loading: pictures come in the background, a reef fish by fish; a bar tells how far."""

from pathlib import Path

import numpy as np

import zenith as zn

HERE = Path(__file__).with_name("07_loading")
WIDTH, HEIGHT = 320, 180
ROW = {"gold": 1.0, "violet": 1.0, "pink": 1.0, "weed": 0.6, "bubble": 1.0}
"""The pictures that are shown in a row as they arrive, and how large."""
BAR = 168.0
INK, DEEP, LIGHT = zn.Color.hex("#12121f"), zn.Color.hex("#2e3352"), zn.Color.hex("#a9b4d0")
GOLD, RED = zn.Color.hex("#f7cf5c"), zn.Color.hex("#e4505a")


@zn.component
class Swim:
    """A fish on its way to the left, round and round."""

    speed: float = 12.0
    beat: float = 0.0


@zn.component
class Rise:
    """A bubble on its way up."""

    speed: float = 20.0


@zn.component
class Curtain:
    """What hides the reef until it is there."""


def load(world: zn.World, dt: float) -> None:
    """First the pictures, in the background; then the reef, two entities per tick."""
    for loaded in world.read(zn.AssetLoaded):
        show_arrival(world, loaded)
    reef = world.resource(zn.SceneLoader)
    if not world.assets.waiting:
        reef.step(world)
    for curtain, _ in world.query(zn.Entity, Curtain):
        bar = world.find("bar")[zn.RectangleShape]
        # It follows a little behind, so that it glides where much arrives at once.
        bar.width = min(bar.width + 3, BAR * (world.assets.progress + reef.progress) / 2)
        if bar.width == BAR:
            rise(curtain)


def show_arrival(world: zn.World, loaded: zn.AssetLoaded) -> None:
    """Let a picture that arrived take its place in the row; tell of one that cannot be had."""
    if not loaded.ok:
        told = world.find("told")[zn.Text]
        told.text, told.color = f"{loaded.name} cannot be loaded", RED
    elif loaded.name in ROW:
        spot = place_in_row(loaded.name)
        spot.scale_x = spot.scale_y = ROW[loaded.name]
        look = zn.Sprite(loaded.name, layer="hud")
        world.spawn(spot, look, parent=world.find("curtain"))


def place_in_row(name: str) -> zn.Transform:
    return zn.Transform(x=36.0 * (list(ROW).index(name) - 2), y=-8.0)


def rise(curtain: zn.Entity) -> None:
    """Pull up what hides the reef, faster and faster; it goes when nothing of it is seen."""
    pose = curtain[zn.Transform]
    pose.y -= 0.3 + (HEIGHT / 2 - pose.y) / 12
    if pose.y < -HEIGHT:
        curtain.despawn()


def swim(world: zn.World, dt: float) -> None:
    """Move shoals and bubbles; what leaves the picture comes in again at the other side."""
    for pose, fish in world.columns(zn.Transform, Swim):
        pose.x -= fish.speed * dt
        pose.y += np.sin(world.tick / 20 + fish.beat) * 0.1
    for pose, bubble in world.columns(zn.Transform, Rise):
        pose.y -= bubble.speed * dt
    for entity, pose in world.query(zn.Entity, zn.Transform):
        if pose.x < -12 and entity.has(Swim):
            zn.teleport(entity, WIDTH + 12, pose.y)
        elif pose.y < -6 and entity.has(Rise):
            zn.teleport(entity, pose.x, HEIGHT)


def build(world: zn.World) -> None:
    """Ask for everything, and hang the curtain in front of it."""
    world.assets.load("image", "water", *ROW)
    world.set_resource(zn.SceneLoader(zn.load_scene(HERE / "reef.scene"), per_step=2))
    middle = zn.Transform(x=WIDTH / 2, y=HEIGHT / 2)
    cloth = zn.RectangleShape(WIDTH + 2, HEIGHT + 2, INK, layer="hud")
    curtain = world.spawn(middle, cloth, Curtain(), name="curtain")

    def hang(x: float, y: float, look: object, name: str = "") -> None:
        world.spawn(zn.Transform(x=x, y=y), look, parent=curtain, name=name)

    title = zn.Text("The reef", size=16, layer="hud", origin_x=0.5)
    hang(0, -58, title)
    for name in ROW:
        spot = place_in_row(name)
        hang(spot.x, spot.y, zn.CircleShape(15, DEEP, layer="hud"))
    hang(0, 32, zn.RectangleShape(BAR + 6, 12, DEEP, "hud", radius=6))
    hang(-BAR / 2, 32, zn.RectangleShape(0, 6, GOLD, "hud", radius=3, origin_x=0), "bar")
    hang(0, 46, zn.Text("loading", size=8, color=LIGHT, layer="hud", origin_x=0.5), "told")


app = zn.App(
    "Loading",
    scene=zn.Scene([load, swim], start=build, name="reef"),
    assets=HERE,
    size=(1280, 720),
    virtual_size=(WIDTH, HEIGHT),
    layers=["sea", "default", zn.Layer("hud", screen=True)],
)

if __name__ == "__main__":
    app.run()
