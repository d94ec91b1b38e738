"""Lesson 8, a shader: a bay by day; space shows it on an old television, then in the evening."""

import math

import zenith as zn

WIDTH, HEIGHT, SEA = 320, 180, 118
LOOKS = {"": "as it is", "crt": "an old television", "dusk": "evening"}
CLOUD, SUN, RED = zn.Color.hex("#f4fbff"), zn.Color.hex("#fff0b8"), zn.Color.hex("#d9483b")
ROCK, INK, GLINT = zn.Color.hex("#5b5a6b"), zn.Color.hex("#25304a"), zn.Color.hex("#8fd0e0")
FAR, NEAR, WATER = zn.Color.hex("#8dbfc7"), zn.Color.hex("#6aa386"), zn.Color.hex("#3f8fb5")
HILLS = [(40, 60, FAR), (120, 44, FAR), (300, 70, FAR), (10, 34, NEAR), (180, 26, NEAR)]
PUFFS = [(-1.1, 0.1, 0.6), (-0.4, -0.3, 0.8), (0.5, -0.1, 0.7), (1.2, 0.2, 0.5)]
SAILS = [([(1, -26), (1, -3), (14, -3)], zn.WHITE), ([(-1, -22), (-1, -3), (-11, -3)], RED)]


@zn.component
class Look:
    """Which of the looks is shown."""

    number: int = 0


@zn.component
class Drift:
    """Goes across, and rises and falls with the sea."""

    speed: float = 4.0
    level: float = 0.0
    swell: float = 0.0


def choose(world: zn.World, dt: float) -> None:
    """Take the next look; the window follows."""
    look = world.resource(Look)
    if world.input.just_pressed("next"):
        look.number = (look.number + 1) % len(LOOKS)
    app.window.shader = list(LOOKS)[look.number]
    world.find("told")[zn.Text].text = f"Space: {LOOKS[app.window.shader]}"


def drift(world: zn.World, dt: float) -> None:
    """Move clouds, boats and glints; what left to the right comes back on the left."""
    for entity, pose, move in world.query(zn.Entity, zn.Transform, Drift):
        beat = world.tick * dt * 1.7 + pose.x * 0.05
        pose.x += move.speed * dt
        pose.y = move.level + move.swell * math.sin(beat)
        pose.rotation = 0.03 * move.swell * math.cos(beat)
        if pose.x > WIDTH + 40:
            zn.teleport(entity, -40.0, pose.y)


def cloud(world: zn.World, x: float, y: float, size: float) -> None:
    middle = world.spawn(zn.Transform(x=x, y=y), Drift(size * 0.5, y))
    for dx, dy, radius in PUFFS:
        place = zn.Transform(x=dx * size, y=dy * size)
        world.spawn(place, zn.CircleShape(radius * size, CLOUD), parent=middle)


def boat(world: zn.World, x: float, y: float, speed: float) -> None:
    hull = zn.PolygonShape([(-15, 0), (15, 0), (10, 7), (-11, 7)], INK)
    made = world.spawn(zn.Transform(x=x, y=y), hull, Drift(speed, y, 1.5))
    for points, color in SAILS:
        world.spawn(zn.Transform(), zn.PolygonShape(points, color), parent=made)


def lighthouse(world: zn.World, x: float, y: float) -> None:
    def part(height: float, points: list[tuple[float, float]], color: zn.Color) -> None:
        world.spawn(zn.Transform(x=x, y=y - height), zn.PolygonShape(points, color))

    part(0, [(-30, 8), (-22, -6), (-8, -13), (9, -11), (24, -3), (33, 8)], ROCK)
    for k in range(5):
        low, high = 7 - k * 0.7, 6.3 - k * 0.7
        ring = [(-low, 0.0), (low, 0.0), (high, -11.0), (-high, -11.0)]
        part(10 + 11 * k, ring, RED if k % 2 else zn.WHITE)
    part(65, [(-3, 0), (3, 0), (3, -8), (-3, -8)], SUN)
    part(73, [(-6, 0), (6, 0), (0, -7)], INK)


def build(world: zn.World) -> None:
    world.set_resource(Look())
    world.spawn(zn.Transform(x=92, y=44), zn.CircleShape(17, SUN))
    for x, y, size in ((30, 34, 11), (150, 26, 8), (230, 52, 13), (320, 20, 9)):
        cloud(world, x, y, size)
    for x, radius, color in HILLS:
        world.spawn(zn.Transform(x=x, y=SEA + radius * 0.45), zn.CircleShape(radius, color))
    water = zn.RectangleShape(WIDTH, HEIGHT - SEA, WATER, origin_x=0.0, origin_y=0.0)
    world.spawn(zn.Transform(y=SEA), water)
    for k in range(26):
        level = SEA + 4 + k * 37 % 54
        glint = zn.RectangleShape(4 + (level - SEA) / 4, 1, GLINT)
        world.spawn(zn.Transform(x=k * 97 % WIDTH, y=level), glint, Drift(2 + k % 3, level, 0.8))
    lighthouse(world, 262, SEA + 12)
    boat(world, 60, SEA + 14, 5.0)
    boat(world, 150, SEA + 34, 8.0)
    panel = zn.RectangleShape(WIDTH, 16, INK, layer="hud", origin_x=0.0, origin_y=1.0)
    world.spawn(zn.Transform(y=HEIGHT), panel)
    told = zn.Text("", 8, color=CLOUD, layer="hud", origin_x=0.5)
    world.spawn(zn.Transform(x=WIDTH / 2, y=HEIGHT - 12), told, name="told")


app = zn.App(
    "A shader",
    scene=zn.Scene([choose, drift], start=build, name="bay"),
    size=(1280, 720),
    virtual_size=(WIDTH, HEIGHT),
    background=zn.Color.hex("#a9dcec"),
    layers=["default", zn.Layer("hud", screen=True)],
    actions={"next": zn.Button("space", "mouse:left", "pad:a")},
)

if __name__ == "__main__":
    app.run()
