"""How a character pushes the bodies that it walks into."""

from __future__ import annotations

from zenith.components import Body
from zenith.physics.near import Hit
from zenith.physics.stride import Motion, Stride


def push(stride: Stride, hit: Hit) -> Motion:
    """Speed a dynamic body up, to the character's own speed at most.

    Returns:
        How fast it is then: the speed at which the character follows; 0 for all others.
    """
    actor = hit.obstacle.part.actor
    if actor is None or actor.traits[0] != "dynamic":
        return 0.0, 0.0
    body = actor.entity[Body]
    gain = stride.body.push * stride.dt / actor.traits[1]
    body.velocity_x = _faster(body.velocity_x, stride.vx, -hit.nx * gain)
    body.velocity_y = _faster(body.velocity_y, stride.vy, -hit.ny * gain)
    return body.velocity_x, body.velocity_y


def _faster(value: float, wished: float, gain: float) -> float:
    """Return a speed after a gain that does not go beyond the one wished."""
    if gain > 0.0:
        return max(value, min(value + gain, wished))
    return min(value, max(value + gain, wished))
