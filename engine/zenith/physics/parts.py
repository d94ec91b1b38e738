"""The colliders of one entity, as shapes in the Space."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

import pymunk

from zenith.physics.actors import Actor
from zenith.physics.outline import Outline
from zenith.physics.poses import Mount
from zenith.physics.shapes import Spec
from zenith.world import Entity


@dataclass(slots=True, eq=False)
class Part:
    """The colliders of one entity, as shapes.

    Attributes:
        owner: The entity they speak for when solid: the one with the body, or their own.
        outlines: What characters computed from the specs, which never change.
    """

    entity: Entity
    serial: int
    mount: Mount
    specs: tuple[Spec, ...]
    actor: Actor | None
    shapes: list[pymunk.Shape] = field(default_factory=list[pymunk.Shape])
    outlines: dict[Hashable, Outline] = field(default_factory=dict[Hashable, Outline])

    @property
    def owner(self) -> Entity:
        """The entity that a character stands on when it stands on these."""
        return self.entity if self.actor is None else self.actor.entity
