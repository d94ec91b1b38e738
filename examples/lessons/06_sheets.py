"""Lesson 6, sprite sheets: a fox walks and jumps by frames with names, coins turn all at once."""

import math
from pathlib import Path

import zenith as zn

WIDTH, HEIGHT, GROUND = 320, 180, 132
COINS = [(40 + 24 * k, 96 - 26 * math.sin(math.pi * k / 10)) for k in range(11)]


@zn.component
class Turn:
    """Shows eight frames over and over, beginning anywhere in them."""

    phase: float = 0.0
    speed: float = zn.field(10.0, unit="frames/s")


class Fox(zn.Script):
    """Walks where the player says; shows the frames of what it does."""

    speed: float = 72.0
    coins: int = 0
    clock: float = 0.0
    fall: float = 0.0

    def tick(self, dt: float) -> None:
        place, look = self.entity[zn.Transform], self.entity[zn.Sprite]
        way = self.input.axis("move")
        place.x = zn.clamp(place.x + way * self.speed * dt, 10.0, WIDTH - 10.0)
        standing = place.y >= GROUND
        if standing and self.input.just_pressed("jump"):
            self.fall, standing = -270.0, False
        if not standing or self.fall < 0.0:
            self.fall += 640.0 * dt
            place.y = min(place.y + self.fall * dt, GROUND)
            self.fall = 0.0 if place.y >= GROUND else self.fall
        if way:
            look.flip_x = way < 0.0
        self.show(look, "jump" if place.y < GROUND else "walk" if way else "stand", dt)

    def show(self, look: zn.Sprite, doing: str, dt: float) -> None:
        """Show the next frame: "fox:walk" is the part of fox.sheet that is called walk."""
        image = f"fox:{doing}"
        self.clock = self.clock + dt if look.image == image else 0.0
        count = len(app.assets.frames(image)[1])
        look.image, look.frame = image, int(self.clock * 11.0) % count


def turn(world: zn.World, dt: float) -> None:
    """Turn every coin: one line of arithmetic writes the whole column of frames."""
    for look, coin in world.columns(zn.Sprite, Turn):
        coin.phase += coin.speed * dt
        look.frame = coin.phase.astype(int) % 8


def collect(world: zn.World, dt: float) -> None:
    """Take the coins that the fox reaches; bring them back once all are gone."""
    fox = world.find("fox")
    at = fox[zn.Transform]
    left = 0
    for place, look, _ in world.query(zn.Transform, zn.Sprite, Turn):
        if look.visible and math.hypot(place.x - at.x, place.y + 12.0 - at.y) < 15.0:
            look.visible = False
            fox[Fox].coins += 1
        left += look.visible
    if not left:
        for look, _ in world.query(zn.Sprite, Turn):
            look.visible = True
    world.find("told")[zn.Text].text = f"{fox[Fox].coins} coins"


def build(world: zn.World) -> None:
    """Lay the meadow out of tiles, by number, and put the fox on it."""
    for x, y, radius, color in ((70, 190, 90, "#2b3a5e"), (250, 200, 110, "#33456b")):
        world.spawn(zn.Transform(x=x, y=y), zn.CircleShape(radius, zn.Color.hex(color)))
    world.spawn(zn.Transform(x=262, y=40), zn.CircleShape(16, zn.Color.hex("#f7cf5c")))
    chance = world.random.stream("meadow")
    for column in range(WIDTH // 16):
        x = 16 * column + 8
        for row in range(3):
            kind = chance.integer(0, 1) if row == 0 else 2 + (chance.integer(0, 4) == 0)
            world.spawn(zn.Transform(x=x, y=GROUND + 8 + 16 * row), zn.Sprite("tiles", frame=kind))
        grown = zn.Sprite("tiles", frame=chance.integer(4, 7), origin_y=1.0)
        world.spawn(zn.Transform(x=x, y=GROUND), grown)
    for k, (x, y) in enumerate(COINS):
        world.spawn(zn.Transform(x=x, y=y), zn.Sprite("coin"), Turn(phase=0.7 * k))
    fox = zn.Sprite("fox:stand", origin_y=0.96)
    world.spawn(zn.Transform(x=60, y=GROUND), fox, Fox(), name="fox")
    world.spawn(zn.Transform(x=8, y=6), zn.Text("", size=8, layer="hud"), name="told")


app = zn.App(
    "Sheets",
    scene=zn.Scene([turn, collect], start=build, name="meadow"),
    assets=Path(__file__).with_name("06_sheets"),
    size=(960, 540),
    virtual_size=(WIDTH, HEIGHT),
    scaling="integer",
    background=zn.Color.hex("#1c2340"),
    layers=["default", zn.Layer("hud", screen=True)],
)
# fox.sheet and coin.sheet say how those pictures are cut; tiles.png has no such file.
app.assets.grid("tiles", 16, 16)

if __name__ == "__main__":
    app.run()
