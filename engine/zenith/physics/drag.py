"""Damping and gravity of a body's own: what pymunk knows for a whole Space only."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from zenith.components import Gravity
from zenith.errors import BadValue
from zenith.physics.bodies import Bodies, Floats, Slots
from zenith.physics.checks import FARTHEST, label
from zenith.world import World

WATCHED: Final = ("damping", "gravity_scale", "kind", "mass")
"""The fields of Body that decide about drag."""
STILL_SPEED = 0.05
STILL_SPIN = 0.001
"""Slower than this (px/s, rad/s) a damped body counts as standing."""


class Drag:
    """The bodies whose damping is not 0 or whose gravity_scale is not 1."""

    def __init__(self) -> None:
        self._seen: object = None
        self._damped: Slots = np.zeros(0, np.intp)
        self._damping: Floats = np.zeros(0)
        self._lifted: Slots = np.zeros(0, np.intp)
        self._lift: Floats = np.zeros(0)

    def read(self, bodies: Bodies, world: World) -> None:
        """Take in the columns, where they may have changed.

        Raises:
            BadValue: A damping is negative, NaN or infinite, or a gravity_scale is no number.
        """
        seen = bodies.versions(world, *WATCHED)
        if seen == self._seen:
            return
        dynamic = bodies.column("kind", world) == world.names.id("dynamic")
        damping = bodies.column("damping", world)
        scale = bodies.column("gravity_scale", world)
        _refuse(bodies, (damping >= 0.0) & (damping <= FARTHEST), damping, "Body.damping", "0")
        _refuse(bodies, np.abs(scale) <= FARTHEST, scale, "Body.gravity_scale", f"{-FARTHEST:g}")
        self._damped = np.flatnonzero(dynamic & (damping > 0.0))
        self._damping = damping[self._damped]
        self._lifted = np.flatnonzero(dynamic & (scale != 1.0))
        masses = bodies.column("mass", world)[self._lifted]
        self._lift = (scale[self._lifted] - 1.0) * masses
        self._seen = seen

    def slow(self, bodies: Bodies, gravity: Gravity, dt: float) -> None:
        """Take from each damped body its share of velocity for a tick."""
        if not len(self._damped):
            return
        old = bodies.state[3:, self._damped]
        new = old * np.maximum(0.0, 1.0 - self._damping * dt)
        still = (np.hypot(old[0], old[1]) < STILL_SPEED) & (np.abs(old[2]) < STILL_SPIN)
        # Left alone, a body that stands can fall asleep.
        floating = gravity.x == 0.0 and gravity.y == 0.0
        new[:, still] = 0.0 if floating else old[:, still]
        changed = (new != old).any(axis=0)
        bodies.state[3:, self._damped] = new
        bodies.push(self._damped[changed])

    def lift(self, bodies: Bodies, gravity: Gravity) -> None:
        """Give bodies with a gravity of their own the difference, as a force for one step."""
        if len(self._lifted) and (gravity.x or gravity.y):
            bodies.force(self._lifted, self._lift * gravity.x, self._lift * gravity.y)


def _refuse(bodies: Bodies, good: NDArray[np.bool_], values: Floats, field: str, low: str) -> None:
    if not good.all():
        slot = int(np.flatnonzero(~good)[0])
        raise BadValue(
            f"{label(bodies.actors[slot].entity)}: {field} is {values[slot]:g}; "
            f"expected a number from {low} to {FARTHEST:g}."
        )
