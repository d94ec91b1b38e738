"""Sparks: a whole population, moved and faded by arrays instead of one by one."""

import zenith as zn


@zn.component
class Drift:
    """Flies, in pixels per second, and is slowed down."""

    x: float = 0.0
    y: float = 0.0


@zn.component
class Fade:
    """Seconds left, of how many; then it is gone."""

    left: float = 0.4
    of: float = 0.4


def drift(world: zn.World, dt: float) -> None:
    for pos, flight in world.columns(zn.Transform, Drift):
        pos.x += flight.x * dt
        pos.y += flight.y * dt
        flight.x *= 1.0 - 3.0 * dt
        flight.y *= 1.0 - 3.0 * dt


def fade(world: zn.World, dt: float) -> None:
    for handles, life, look in world.columns(zn.Entity, Fade, zn.RectangleShape):
        life.left -= dt
        look.opacity = (2.0 * life.left / life.of).clip(0.0, 1.0)
        world.despawn_many(handles[life.left <= 0.0])


def sparks(world: zn.World, x: float, y: float, color: zn.Color, count: int) -> None:
    """Throw sparks in all directions."""
    # A stream of its own: sparks change nothing for the dice that decide.
    rng = world.random.stream("sparks")
    life, size = rng.numbers(count, 0.25, 0.6), rng.numbers(count, 1.0, 2.5)
    parts = {
        zn.Transform: {"x": x + rng.numbers(count, -4, 4), "y": y + rng.numbers(count, -4, 4)},
        zn.RectangleShape: {"width": size, "height": size, "color": color, "layer": "effects"},
        Drift: {"x": rng.numbers(count, -90, 90), "y": rng.numbers(count, -90, 90)},
        Fade: {"left": life, "of": life},
    }
    world.spawn_many(count, parts)
