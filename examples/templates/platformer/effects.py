"""What is only nice to see: frames in turn, and sparks that fly and fade."""

import zenith as zn


@zn.component
class Flipbook:
    """Shows the frames of a sheet in turn."""

    count: int = zn.field(2, min=1)
    ticks: int = zn.field(8, min=1, unit="ticks", tooltip="How long each one is seen.")


@zn.component
class Drift:
    """Flies: pixels per second, and the pull on it."""

    x: float = 0.0
    y: float = 0.0
    pull: float = 0.0


@zn.component
class Fade:
    """Seconds left, of how many; then it is gone."""

    left: float = 0.5
    of: float = 0.5


def flip(world: zn.World, dt: float) -> None:
    """Turn the pages of all that is animated; each field is a whole column of numbers."""
    for sprite, book in world.columns(zn.Sprite, Flipbook):
        sprite.frame = world.tick // book.ticks % book.count


def drift(world: zn.World, dt: float) -> None:
    for pos, move in world.columns(zn.Transform, Drift):
        move.y += move.pull * dt
        pos.x += move.x * dt
        pos.y += move.y * dt


def fade(world: zn.World, dt: float) -> None:
    for handles, life in world.columns(zn.Entity, Fade):
        life.left -= dt
        world.despawn_many(handles[life.left <= 0.0])
    for kind in (zn.RectangleShape, zn.Sprite):
        for life, look in world.columns(Fade, kind):
            look.opacity = (2.0 * life.left / life.of).clip(0.0, 1.0)


def puff(world: zn.World, x: float, y: float, color: zn.Color, count: int, speed: float) -> None:
    """Throw sparks into the air."""
    rng = world.random.stream("effects")
    life, size = rng.numbers(count, 0.25, 0.55), rng.numbers(count, 1.0, 3.0)
    flight = {"x": rng.numbers(count, -speed, speed), "y": rng.numbers(count, -speed, 0.0)}
    parts = {
        zn.Transform: {"x": x + rng.numbers(count, -4, 4), "y": y},
        zn.RectangleShape: {"width": size, "height": size, "color": color, "layer": "effects"},
        Drift: {**flight, "pull": 160.0},
        Fade: {"left": life, "of": life},
    }
    world.spawn_many(count, parts)
