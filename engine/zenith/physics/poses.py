"""Where a collider lies relative to the body, or the world, that carries it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from zenith.components import Body, CharacterBody, Transform
from zenith.errors import BadValue
from zenith.physics.checks import coordinate, label
from zenith.world import Entity

Point = tuple[float, float]
Pose = tuple[float, float, float]
"""x, y and rotation in the world."""


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


def kind_of(entity: Entity) -> str:
    """Return the kind of an entity's Body, "character" for a CharacterBody, "" for neither."""
    body = entity.get(Body)
    if body is not None:
        return body.kind
    return "character" if entity.has(CharacterBody) else ""


def mount(entity: Entity) -> Mount:
    """Return what carries the colliders of an entity, and where."""
    placing = own_placing(entity)
    kind = kind_of(entity)
    if kind:
        if kind == "static":
            return Mount(entity, False, placing)
        return Mount(entity, True, Placing(0.0, 0.0, 0.0, placing.scale_x, placing.scale_y))
    return _mount_below(entity, placing)


def _mount_below(entity: Entity, placing: Placing) -> Mount:
    carrier, here = entity, entity.parent
    between: list[int] = []
    while here is not None and here.has(Transform):
        outer = own_placing(here)
        kind = kind_of(here)
        if kind:
            carrier = here
            if kind != "static":
                baked = Placing(0.0, 0.0, 0.0, outer.scale_x, outer.scale_y)
                return Mount(carrier, True, placing.below(baked), tuple(between))
        placing = placing.below(outer)
        between.append(here.handle)
        here = here.parent
    return Mount(carrier, False, placing, tuple(between))


def refuse_misfits(entity: Entity) -> None:
    """Raise BadValue where an entity with a Body has a parent, or a CharacterBody as well."""
    name = "Body" if entity.has(Body) else "CharacterBody"
    if name == "Body" and entity.has(CharacterBody):
        raise BadValue(
            f"{label(entity)} has a Body and a CharacterBody; expected one of them, for a "
            "character moves by wish and a body by forces. Take the Body away."
        )
    parent = entity.parent
    if parent is not None:
        raise BadValue(
            f"{label(entity)} has a {name} and a parent, {label(parent)}; physics moves a body in "
            "the world, so it cannot hang on another entity. Take the parent away "
            f"(entity.parent = None), or take the {name} away: its colliders then belong to "
            "the nearest Body above it, or stand still."
        )
