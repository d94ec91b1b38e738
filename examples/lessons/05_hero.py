"""Lesson 5, a hero: run over the hill, jump, ride across the gap, take the coins to the flag."""

import zenith as zn

WIDTH, HEIGHT = 480, 270
EARTH, GRASS = zn.Color.hex("#4a3b52"), zn.Color.hex("#7fb069")
WOOD, METAL, GOLD = zn.Color.hex("#b07d4f"), zn.Color.hex("#7d8ca3"), zn.Color.hex("#f6c85f")
RED, INK = zn.Color.hex("#e4572e"), zn.Color.hex("#221d2b")
START, DEEP = (28.0, 210.0), HEIGHT + 60
HILL = [(60.0, 238.0), (104.0, 208.0), (124.0, 208.0), (164.0, 238.0)]


class Hero(zn.Script):
    """Goes where the player says."""

    speed: float = 150.0
    coins: int = 0
    won: bool = False

    def tick(self, dt: float) -> None:
        body, place = self.entity[zn.CharacterBody], self.entity[zn.Transform]
        jump = self.input.just_pressed("jump")
        down = self.input.pressed("down")
        body.move(
            0.0 if self.won else self.input.axis("move") * self.speed,
            jump=jump and not self.won,
            hold=self.input.pressed("jump"),
            drop=jump and down,
        )
        if place.y > DEEP:
            zn.teleport(self.entity, *START)
            body.velocity_x = body.velocity_y = 0.0
        self.show(body)

    def show(self, body: zn.CharacterBody) -> None:
        """Stretch with the speed, and look where it goes."""
        stretch = zn.clamp(abs(body.velocity_y) / 2500, 0.0, 0.18)
        for part in self.entity.children:
            pose = part[zn.Transform]
            if part.has(zn.CircleShape):
                side = 1.0 if part.name == "right eye" else -1.0
                pose.x = 2.6 * side + zn.clamp(body.velocity_x / 70, -2.2, 2.2)
                pose.y = -4.0 + zn.clamp(body.velocity_y / 200, -2.0, 2.0)
            else:
                pose.scale_x, pose.scale_y = 1.0 - stretch, 1.0 + stretch

    def on_contact(self, hit: zn.Contact) -> None:
        if hit.phase == "begin" and "coin" in hit.other.tags:
            hit.other.despawn()
            self.coins += 1
        self.won = self.won or "flag" in hit.other.tags


class Ferry(zn.Script):
    """Goes to and fro between two places."""

    left: float = 214.0
    right: float = 278.0

    def tick(self, dt: float) -> None:
        x, body = self.entity[zn.Transform].x, self.entity[zn.Body]
        if x >= self.right:
            body.velocity_x = -45.0
        elif x <= self.left:
            body.velocity_x = 45.0


def count(world: zn.World, dt: float) -> None:
    """Tell how many coins are taken, and what there is to do."""
    hero = world.find("hero")[Hero]
    told = "You made it!" if hero.won else "To the flag!"
    world.find("told")[zn.Text].text = f"{told}   {hero.coins} of 6 coins"


def block(
    world: zn.World, box: tuple[float, ...], color: zn.Color, *parts: object, grass: bool = False
) -> zn.Entity:
    """Spawn a solid rectangle from its left, top, right and bottom."""
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    shape = zn.RectangleShape(width, height, color, radius=3)
    place = zn.Transform(x=left + width / 2, y=top + height / 2)
    made = world.spawn(place, shape, zn.BoxCollider(width, height), *parts)
    if grass:
        turf = zn.RectangleShape(width, 5, GRASS, radius=2)
        world.spawn(zn.Transform(y=2.5 - height / 2), turf, parent=made)
    return made


def build(world: zn.World) -> None:
    """Build the level."""
    for x, y, radius in ((90, 260, 120), (330, 280, 150), (470, 250, 90)):
        world.spawn(zn.Transform(x=x, y=y), zn.CircleShape(radius, zn.Color.hex("#3a3350")))
    block(world, (-20, 238, 176, 300), EARTH, grass=True)
    block(world, (316, 238, 500, 300), EARTH, grass=True)
    block(world, (430, 112, 500, 250), EARTH, grass=True)
    block(world, (-20, -200, 0, 300), INK)
    world.spawn(zn.Transform(), zn.PolygonShape(HILL, GRASS), zn.PolygonCollider(HILL))
    ferry = block(world, (190, 214, 238, 222), METAL, zn.Body(kind="kinematic"), Ferry())
    ferry.name = "ferry"
    for left, top in ((336, 192), (384, 150), (20, 190), (72, 148)):
        block(world, (left, top, left + 40, top + 6), WOOD, zn.OneWay())
    for x, y in ((114, 190), (276, 148), (356, 178), (404, 136), (92, 134), (340, 224)):
        coin = zn.CircleShape(5, GOLD), zn.CircleCollider(5, sensor=True)
        world.spawn(zn.Transform(x=x, y=y), *coin, tags={"coin"})
    world.spawn(zn.Transform(x=458, y=92), zn.RectangleShape(2, 40, zn.WHITE))
    flag = zn.PolygonShape([(0, -20), (18, -13), (0, -6)], RED), zn.BoxCollider(6, 40, sensor=True)
    world.spawn(zn.Transform(x=458, y=92), *flag, tags={"flag"})
    body = zn.CharacterBody(jump_height=62.0)
    place = zn.Transform(x=START[0], y=START[1])
    hero = world.spawn(place, zn.BoxCollider(14, 20), body, Hero(), name="hero")
    world.spawn(zn.Transform(), zn.RectangleShape(14, 20, RED, radius=5), parent=hero)
    for name in ("left eye", "right eye"):
        world.spawn(zn.Transform(), zn.CircleShape(2, zn.WHITE), name=name, parent=hero)
    world.spawn(zn.Transform(x=12, y=8), zn.Text("", size=8, layer="hud"), name="told")


app = zn.App(
    "Hero",
    scene=zn.Scene([count], start=build, name="level"),
    size=(960, 540),
    virtual_size=(WIDTH, HEIGHT),
    background=zn.Color.hex("#2b2740"),
    layers=["default", zn.Layer("hud", screen=True)],
    actions={"down": zn.Button("down", "s", "pad:dpad_down")},
)

if __name__ == "__main__":
    app.run()
