"""Zenith: components in columns, the whole tick and the whole frame, poses blended."""

import scene
from scene import DT, HEIGHT, LAYERS, SIDE, WIDTH, Motion

import zenith as zn


@zn.component
class Velocity:
    """Units per second, and the spin."""

    x: float = 0.0
    y: float = 0.0
    spin: float = 0.0


def drift(world, dt):
    for pos, vel in world.columns(zn.Transform, Velocity):
        pos.x += vel.x * DT
        pos.y += vel.y * DT
        pos.rotation += vel.spin * DT
        vel.x[(pos.x < 0) | (pos.x > WIDTH)] *= -1
        vel.y[(pos.y < 0) | (pos.y > HEIGHT)] *= -1


def build(count):
    layers = ["default", *(f"layer{k}" for k in range(1, LAYERS))]
    app = zn.App("Benchmark", systems=[drift], size=(WIDTH, HEIGHT), layers=layers)
    start = Motion(count)
    place = {"x": start.x, "y": start.y, "rotation": start.angle}
    look = {"image": "crate", "width": SIDE, "height": SIDE}
    look["layer"] = [layers[k % LAYERS] for k in range(count)]
    speed = {"x": start.vx, "y": start.vy, "spin": start.spin}
    app.world.spawn_many(count, {zn.Transform: place, zn.Sprite: look, Velocity: speed})
    app.devices.painter = zn.open_picture(app)

    def frame():
        app.tick()
        app.draw(0.5)

    return frame


scene.main("zenith", build)
