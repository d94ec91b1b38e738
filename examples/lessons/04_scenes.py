"""Lesson 4, scene files: a village laid out in 04_scenes/village.scene; click to let it snow."""

import math
from pathlib import Path

import zenith as zn

HERE = Path(__file__).with_name("04_scenes")
WIDTH, HEIGHT = 640, 360


@zn.component
class Flicker:
    """Light that is not steady."""

    depth: float = zn.field(0.15, min=0.0, max=1.0)
    speed: float = 4.0


@zn.component
class Fall:
    """A flake on its way."""

    speed: float = 34.0
    sway: float = 12.0


class Smoke(zn.Script):
    """A chimney that lets a flake of soot rise now and then."""

    every: int = 40

    def tick(self, dt: float) -> None:
        if self.world.tick % self.every == 0:
            top = zn.world_pose(self.entity)
            puff = zn.spawn_prefab(self.world, "flake", zn.Transform(x=top.x, y=top.y - 24))
            drift = Fall(speed=-16.0, sway=self.random.uniform(2.0, 9.0))
            puff.add(drift, zn.CircleShape(3.0, zn.Color.hex("#8d93ab")))


def flicker(world: zn.World, dt: float) -> None:
    """Dim windows and stars, each at its own beat."""
    for entity, light in world.query(zn.Entity, Flicker):
        shape = entity.get(zn.RectangleShape) or entity.get(zn.CircleShape)
        if shape is not None:
            beat = math.sin(world.tick * dt * light.speed + world.serial(entity))
            shape.opacity = 1.0 - light.depth * (0.5 + 0.5 * beat)


def snow(world: zn.World, dt: float) -> None:
    """Let flakes come from a prefab, and fall."""
    if world.input.pressed("snow") or world.tick % 6 == 0:
        place = zn.Transform(x=world.random.uniform(-20, WIDTH + 20), y=-4)
        zn.spawn_prefab(world, "flake", place)
    for pose, fall in world.columns(zn.Transform, Fall):
        pose.y += fall.speed * dt
        pose.x += fall.sway * dt
    for entity, pose, _ in world.query(zn.Entity, zn.Transform, Fall):
        if pose.y > HEIGHT or (pose.y < 0 and entity[Fall].speed < 0):
            entity.despawn()


app = zn.App(
    "Village",
    scene=zn.Scene([flicker, snow], document=zn.load_scene(HERE / "village.scene"), name="village"),
    assets=HERE,
    size=(1280, 720),
    virtual_size=(WIDTH, HEIGHT),
    actions={"snow": zn.Button("mouse:left", "space")},
)

if __name__ == "__main__":
    app.run()
