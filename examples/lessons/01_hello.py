"""Lesson 1: a crate that the arrow keys move, and how a population moves at once."""

import zenith as zn


@zn.component
class Velocity:
    """Units per second."""

    x: float = 0.0
    y: float = 0.0


def steer(world: zn.World, dt: float) -> None:
    """One at a time: every field is a float."""
    for entity, vel in world.query(zn.Entity, Velocity):
        if "hero" in entity.tags:
            vel.x = 200 * world.input.axis("move")


def drift(world: zn.World, dt: float) -> None:
    """A whole population: every field is an array."""
    for pos, vel in world.columns(zn.Transform, Velocity):
        pos.x += vel.x * dt
        pos.y += vel.y * dt


app = zn.App("Hello", systems=[steer, drift])
app.world.spawn(zn.Transform(x=100, y=40), zn.Sprite("crate"), Velocity(), tags={"hero"})
app.run()
