"""A player who walks to and fro and jumps now and then."""

from __future__ import annotations

import zenith as zn

TICKS = 150


def walk(world: zn.World) -> dict[str, float] | None:
    """Say what to press in the coming tick."""
    if world.tick >= TICKS:
        return None
    move = 1.0 if world.tick % 60 < 30 else -0.5
    return {"move": move, "jump": float(world.tick % 45 < 3)}


players = {"walk": walk}
