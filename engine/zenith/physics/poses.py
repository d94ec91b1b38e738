"""Where a collider lies relative to the body, or the world, that carries it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from zenith.components import Body, Transform
from zenith.errors import BadValue
from zenith.physics.checks import coordinate, label
from zenith.world import Entity

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Placing:
    """A position, a clockwise rotation and a scale, applied in the order scale, turn, move.

    >>> Placing(10.0, 0.0, 0.0, 2.0, 1.0).apply((3.0, 4.0))
    (16.0, 4.0)
    """

    x: float = 0.0
    y: float = 0.0
    rotation: float = 0.0
    scale_x: float = 1.0
    scale_y: float = 1.0

    def apply(self, point: Point) -> Point:
        """Return where a point of the inner space lies in the outer one."""
        x, y = turned(point[0] * self.scale_x, point[1] * self.scale_y, self.rotation)
        return x + self.x, y + self.y

    def below(self, outer: Placing) -> Placing:
        """Return this placing, given relative to `outer`, as one in the space around `outer`."""
        x, y = outer.apply((self.x, self.y))
        return Placing(
            x,
            y,
            outer.rotation + self.rotation,
            outer.scale_x * self.scale_x,
            outer.scale_y * self.scale_y,
        )


ORIGIN: Final = Placing()


def turned(x: float, y: float, angle: float) -> Point:
    """Return a point turned clockwise about the origin."""
    if angle == 0.0:
        return x, y
    c, s = float(np.cos(angle)), float(np.sin(angle))
    return x * c - y * s, x * s + y * c


def own_placing(entity: Entity) -> Placing:
    """Return an entity's Transform; the origin where it has none."""
    transform = entity.get(Transform)
    if transform is None:
        return ORIGIN
    return Placing(
        coordinate(transform.x, entity, "Transform.x"),
        coordinate(transform.y, entity, "Transform.y"),
        coordinate(transform.rotation, entity, "Transform.rotation"),
        coordinate(transform.scale_x, entity, "Transform.scale_x"),
        coordinate(transform.scale_y, entity, "Transform.scale_y"),
    )


@dataclass(frozen=True, slots=True)
class Mount:
    """What carries a collider.

    Attributes:
        carrier: The entity with the Body, or the collider's own where there is none.
        moving: Whether that Body moves: it is dynamic or kinematic.
        placing: The collider's place: in a moving Body's space, else in the world.
        between: The ancestors whose Transforms went into `placing`.
    """

    carrier: Entity
    moving: bool
    placing: Placing
    between: tuple[int, ...] = ()


def mount(entity: Entity) -> Mount:
    """Return what carries the colliders of an entity, and where."""
    placing = own_placing(entity)
    between: list[int] = []
    carrier, here = entity, entity
    while True:
        body = here.get(Body)
        if body is not None:
            carrier = here
            if body.kind != "static":
                return Mount(carrier, True, _on_body(placing, here, entity), tuple(between))
        parent = here.parent
        if parent is None or not parent.has(Transform):
            return Mount(carrier, False, placing, tuple(between))
        here = parent
        if not here.has(Body) or here[Body].kind == "static":
            placing = placing.below(own_placing(here))
            between.append(here.handle)


def _on_body(placing: Placing, body: Entity, entity: Entity) -> Placing:
    """Return a place in a moving body's space, in which the body's own scale is baked."""
    own = own_placing(body)
    scale = Placing(0.0, 0.0, 0.0, own.scale_x, own.scale_y)
    return scale if body == entity else placing.below(scale)


def refuse_parent(entity: Entity) -> None:
    """Raise BadValue where an entity with a Body has a parent."""
    parent = entity.parent
    if parent is not None:
        raise BadValue(
            f"{label(entity)} has a Body and a parent, {label(parent)}; physics moves a body in "
            "the world, so it cannot hang on another entity. Take the parent away "
            "(entity.parent = None), or take the Body away: its colliders then belong to "
            "the nearest Body above it, or stand still."
        )
