"""What the game counts: coins, lives, time, and where the hero comes back."""

import zenith as zn


@zn.component
class Run:
    """One play-through; a resource of the level that is handed on to the screen after it."""

    coins: int = 0
    lives: int = 3
    ticks: int = zn.field(0, unit="ticks", tooltip="How long it took so far.")
    back_x: float = zn.field(0.0, unit="px", tooltip="Where the hero comes back.")
    back_y: float = zn.field(0.0, unit="px", tooltip="Where the hero comes back.")


@zn.component
class Level:
    """How large a level is and what is in it; a resource."""

    width: float = zn.field(1280.0, unit="px")
    height: float = zn.field(288.0, unit="px", tooltip="Who falls deeper is lost.")
    coins: int = zn.field(0, tooltip="Counted when the level begins.")


def begin(world: zn.World) -> None:
    """Get a level ready; called once, when all that its file holds is there."""
    run, hero = world.resource(Run), world.find("hero")[zn.Transform]
    run.back_x, run.back_y = hero.x, hero.y
    world.resource(Level).coins = len(world.find_all(tag="coin"))
    world.audio.music("meadow")


def count(world: zn.World, dt: float) -> None:
    """Count the time, and pause."""
    world.resource(Run).ticks += 1
    if world.input.just_pressed("pause"):
        world.audio.play("select")
        world.scenes.push("paused")


def clock(ticks: int) -> str:
    """Return minutes and seconds, as "1:05"."""
    return f"{ticks // 3600}:{ticks // 60 % 60:02}"
