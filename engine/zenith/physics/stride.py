"""One character in one tick: where it is, how fast, and what it runs into."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from zenith.components import CharacterBody
from zenith.physics.actors import Actor
from zenith.physics.near import Hit, Near
from zenith.physics.parts import Part

TURNS: Final = 5
"""How often a motion is turned aside in one tick before the rest of it is let be."""
STILL: Final = 1e-9

Motion = tuple[float, float]


@dataclass(slots=True, eq=False)
class Stride:
    """A character under way.

    Attributes:
        body: Its component.
        near: What is around it.
        dt: Seconds per tick.
        x: Where it is by now.
        y: Where it is by now.
        vx: Its velocity; on a floor, along the floor.
        vy: Its velocity.
        grounded: Whether it stands or walks on a floor.
        floor: The floor, where it was met in this tick.
        carried: How fast the platform carried it, in px/s.
    """

    body: CharacterBody
    near: Near
    dt: float
    x: float
    y: float
    vx: float
    vy: float
    grounded: bool
    floor: Hit | None = None
    carried: Motion = (0.0, 0.0)

    @classmethod
    def of(cls, body: CharacterBody, near: Near, x: float, y: float, dt: float) -> Stride:
        """Begin a tick."""
        vx, vy = body.velocity_x, body.velocity_y
        grounded = body.on_floor and vy >= 0.0 and not body.top_down
        near.steepest = float(np.cos(body.max_slope))
        return cls(body, near, dt, x, y, vx, vy, grounded)

    def advance(self, dx: float, dy: float, without: Part | Actor | None = None) -> Hit | None:
        """Move until something is in the way; return that, or None after the whole way."""
        hit = self.near.first(self.x, self.y, dx, dy, without)
        share = 1.0 if hit is None else hit.share
        self.x += share * dx
        self.y += share * dy
        return hit

    def glide(self, dx: float, dy: float, without: Part | Actor | None = None) -> bool:
        """Move along whatever is in the way; return whether nothing was."""
        free = True
        for _ in range(TURNS):
            if math.hypot(dx, dy) < STILL:
                break
            hit = self.advance(dx, dy, without)
            if hit is None:
                break
            free, left = False, 1.0 - hit.share
            dx, dy = along(dx * left, dy * left, hit)
        return free


def along(x: float, y: float, hit: Hit) -> Motion:
    """Return a motion or velocity without the part that goes into a surface."""
    into = min(0.0, x * hit.nx + y * hit.ny)
    return x - into * hit.nx, y - into * hit.ny


def approach(value: float, target: float, most: float) -> float:
    """Return a value nearer to a target by at most so much; 0 or less goes all the way."""
    if most <= 0.0 or abs(target - value) <= most:
        return target
    return value + most if target > value else value - most
