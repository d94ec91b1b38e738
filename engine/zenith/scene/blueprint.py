"""A document made ready for a World: every value checked, entities grouped by their components."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zenith.prefab import Scope, Single
from zenith.scene.codecs import Codec
from zenith.scenefile import Problem
from zenith.schema import Types


@dataclass(frozen=True, slots=True)
class Stored:
    """A value of an object field that every entity has of its own.

    Attributes:
        raw: Its JSON; what to copy where `codec` is None.
        codec: What reads it.
        scope: What ids in it mean.
        reach: The last place of an entity it needs; -1 for none.
    """

    raw: Any
    codec: Codec | None
    scope: Scope
    reach: int = -1


@dataclass(slots=True)
class Kindred:
    """All entities of a document that have the same components.

    Attributes:
        classes: Their component classes.
        places: Where they stand in the spawn order.
        parents: The places of their parents; -1 for none.
        tags: The tags of each.
        columns: By component and field: arrays, or lists of texts.
        references: By component and field: places of entities; -1 for none.
        objects: By component and field: `Stored` values, or plain ones.
    """

    classes: tuple[type[Any], ...]
    places: NDArray[np.int64]
    parents: NDArray[np.int64]
    tags: list[tuple[str, ...]]
    columns: dict[type[Any], dict[str, Any]] = field(
        default_factory=dict[type[Any], dict[str, Any]]
    )
    references: dict[type[Any], dict[str, NDArray[np.int64]]] = field(
        default_factory=dict[type[Any], dict[str, NDArray[np.int64]]]
    )
    objects: dict[type[Any], dict[str, list[Any]]] = field(
        default_factory=dict[type[Any], dict[str, list[Any]]]
    )


@dataclass(slots=True)
class ResourcePlan:
    """A resource of the World.

    Attributes:
        cls: Its class.
        values: Its fields: plain, `Stored`, or the place of an entity for those in `references`.
        references: The fields that are entities.
    """

    cls: type[Any]
    values: dict[str, Any]
    references: frozenset[str] = frozenset()

    @property
    def early(self) -> bool:
        """Whether it needs no entity."""
        stored = [v for v in self.values.values() if isinstance(v, Stored)]
        return not self.references and all(v.reach < 0 for v in stored)


@dataclass(slots=True)
class Blueprint:
    """What `instantiate` carries out, as often as it is asked to.

    Attributes:
        singles: Every entity in spawn order.
        places: The place of each id in the spawn order.
        kindreds: The entities by their components.
        resources: What belongs to the World.
        types: The components known.
        notes: What is harmlessly wrong.
    """

    singles: list[Single]
    places: dict[str, int]
    kindreds: list[Kindred]
    resources: list[ResourcePlan]
    types: Types
    notes: tuple[Problem, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The id of every entity, in spawn order."""
        return tuple(self.places)

    @property
    def root(self) -> int:
        """The place of the first entity without a parent."""
        return next((k for k, s in enumerate(self.singles) if not s.parent), 0)
