"""Lesson 3, time: knock the tower over, then hold R and watch it stand up again."""

import zenith as zn

COLORS = [zn.Color(0.95, 0.55, 0.35), zn.Color(0.95, 0.8, 0.4), zn.Color(0.4, 0.75, 0.7)]


def throw(world: zn.World, dt: float) -> None:
    """A ball flies to the right from wherever the mouse was clicked."""
    if world.input.just_pressed("throw"):
        place = world.input.pointer
        ball = world.spawn(
            zn.Transform(x=place.x, y=place.y),
            zn.CircleShape(radius=12, color=zn.Color(0.9, 0.9, 0.95)),
            zn.CircleCollider(radius=12),
            zn.Body(velocity_x=700, mass=4),
        )
        ball.name = f"ball {world.tick}"


def turn_back(world: zn.World, dt: float) -> None:
    """Two ticks back for each one that passes, as long as R is held."""
    if world.input.pressed("rewind"):
        app.history.rewind(2)


def build(world: zn.World) -> None:
    world.set_resource(zn.Gravity(y=900))
    floor = zn.RectangleShape(width=640, height=40, color=zn.Color(0.3, 0.33, 0.42))
    world.spawn(zn.Transform(x=320, y=340), floor, zn.BoxCollider(width=640, height=40))
    for k in range(12):
        box = zn.RectangleShape(width=44, height=22, color=COLORS[k % 3], radius=3)
        place = zn.Transform(x=400 + 48 * (k % 2), y=309 - 22 * (k // 2))
        world.spawn(place, box, zn.BoxCollider(width=44, height=22), zn.Body(mass=0.5))
    hint = zn.Text("Click to throw, hold R to turn back time", size=16, layer="hud", origin_x=0.5)
    world.spawn(zn.Transform(x=320, y=16), hint)


app = zn.App(
    "Rewind",
    scene=zn.Scene([throw, turn_back], start=build, name="tower"),
    size=(1280, 720),
    virtual_size=(640, 360),
    layers=["default", zn.Layer("hud", screen=True)],
    actions={"throw": zn.Button("mouse:left", "space"), "rewind": zn.Button("r")},
)

if __name__ == "__main__":
    app.run()
