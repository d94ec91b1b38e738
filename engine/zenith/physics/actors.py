"""One body that moves, of what kind it is and what it weighs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import pymunk

from zenith.components import Body
from zenith.physics.checks import FARTHEST, number
from zenith.physics.contacts import Mover
from zenith.world import Entity

Traits = tuple[str, float, float, bool]
"""Kind, mass, moment and whether it never turns."""

CHARACTER: Final[Traits] = ("character", 1.0, 0.0, True)
LIGHTEST: Final = 1e-9


@dataclass(slots=True, eq=False)
class Actor:
    """One body that moves: dynamic or kinematic.

    Attributes:
        entity: Whose Body it is.
        serial: The entity's spawn serial.
        body: pymunk's side of it.
        traits: Kind ("dynamic", "kinematic" or "character"), mass, moment and whether it
            never turns, as last applied.
        shapes: Every shape on it, of its entity and of those below it.
        mover: Its column in the arrays.
        number: By what pymunk calls the body.
    """

    entity: Entity
    serial: int
    body: pymunk.Body
    traits: Traits
    shapes: list[pymunk.Shape] = field(default_factory=list[pymunk.Shape])
    mover: Mover = field(default_factory=Mover)
    number: int = field(init=False)

    def __post_init__(self) -> None:
        self.number = self.body.id


def weigh(actor: Actor) -> None:
    """Spread a dynamic body's mass over its solid shapes by their area; set what is given."""
    kind, mass, _, _ = actor.traits
    if kind != "dynamic":
        return
    body = actor.body
    bearing = [s for s in actor.shapes if not s.sensor] or actor.shapes
    total = sum(shape.area for shape in bearing)
    for shape in actor.shapes:
        shape.mass = 0.0
    for shape in bearing:
        shape.mass = mass * shape.area / total
    if not actor.shapes:
        body.mass = mass
        body.moment = mass
        body.center_of_gravity = 0.0, 0.0
    actor.mover.centred = body.center_of_gravity == (0.0, 0.0)
    steady(actor)


def steady(actor: Actor) -> None:
    """Set the moment that a dynamic body was given, where its shapes are not to decide."""
    kind, _, moment, fixed = actor.traits
    if kind != "dynamic":
        return
    if fixed:
        actor.body.moment = float("inf")
    elif moment > 0.0:
        actor.body.moment = moment


def traits_of(entity: Entity) -> Traits:
    """Return what its Body says of an entity; one without a Body is a character."""
    body = entity.get(Body)
    if body is None:
        return CHARACTER
    return (
        body.kind,
        number(body.mass, LIGHTEST, FARTHEST, entity, "Body.mass"),
        number(body.moment, 0.0, FARTHEST * FARTHEST, entity, "Body.moment"),
        bool(body.fixed_rotation),
    )
