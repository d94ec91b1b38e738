"""Lesson 2: crates and balls that fall, bounce and can be thrown at: click to drop one more."""

import zenith as zn

WIDTH, HEIGHT = 480, 270


def drop(world: zn.World, x: float, y: float) -> None:
    """Spawn a crate or a ball, by chance."""
    if world.random.chance(0.5):
        parts = (zn.Sprite("crate"), zn.BoxCollider(32, 32, bounce=0.2))
    else:
        parts = (zn.Sprite("ball"), zn.CircleCollider(8, bounce=0.7))
    turn = world.random.angle()
    world.spawn(zn.Transform(x=x, y=y, rotation=turn), *parts, zn.Body(), tags={"thing"})


def play(world: zn.World, dt: float) -> None:
    """Drop one where the pointer is, and one by chance every second."""
    if world.input.just_pressed("confirm"):
        place = world.resource(zn.Camera).screen_to_world(*world.input.pointer)
        drop(world, place.x, place.y)
    if world.tick % 60 == 0 and len(world.find_all(tag="thing")) < 40:
        drop(world, world.random.uniform(40, WIDTH - 40), 20)
    world.find("count")[zn.Text].text = f"{len(world.find_all(tag='thing'))} things"


def start(world: zn.World) -> None:
    """Build a floor and two walls."""
    world.set_resource(zn.Gravity(y=600))
    grey = zn.Color.hex("#3a4a68")
    for x, y, w, h in ((240, 262, WIDTH, 16), (4, 135, 8, HEIGHT), (476, 135, 8, HEIGHT)):
        shape = (zn.RectangleShape(w, h, grey), zn.BoxCollider(w, h))
        world.spawn(zn.Transform(x=x, y=y), *shape)
    world.spawn(zn.Transform(x=12, y=6), zn.Text("", size=8, layer="hud"), name="count")


app = zn.App(
    "Falling",
    scene=zn.Scene([play], start=start),
    size=(960, 540),
    virtual_size=(WIDTH, HEIGHT),
)
app.run()
