"""A scene that comes into its World a few entities per tick, while something else is shown."""

from __future__ import annotations

from typing import Any

import numpy as np

from zenith.errors import BadValue
from zenith.prefab import Prefabs
from zenith.scene.blueprint import Blueprint
from zenith.scene.instance import Instance, prepare
from zenith.scene.origins import note_origin
from zenith.scene.spawning import Spawning
from zenith.scenefile import SceneDocument
from zenith.schema import Types
from zenith.world import World


class SceneLoader:
    """Loads so many entities with each step; a resource of the World it fills.

    How far it got is part of the World: digests, snapshots and rewinding include it.
    It counts entities, never milliseconds, so that every run loads alike.

    Attributes:
        document: What is loaded.
        per_step: How many entities come with each step.

    >>> document = zn.SceneDocument()
    >>> for k in range(10):
    ...     _ = document.add(f"e{k}", zn.EntityData())
    >>> world = zn.World()
    >>> loader = SceneLoader(document, per_step=4)
    >>> loader.step(world), loader.progress
    (None, 0.4)
    >>> _ = loader.step(world), loader.step(world)
    >>> loader.done, world.count()
    (True, 10)
    """

    def __init__(
        self,
        document: SceneDocument,
        per_step: int = 100,
        *,
        types: Types | None = None,
        prefabs: Prefabs | None = None,
    ) -> None:
        """Make a loader; nothing is read or checked before its first step.

        Args:
            document: What to load.
            per_step: How many entities come with each step.
            types: The game's components, as for `instantiate`.
            prefabs: Where prefabs are found, as for `instantiate`.

        Raises:
            BadValue: `per_step` is below 1.
        """
        if per_step < 1:
            raise BadValue(f"A loader takes 1 entity per step or more, not {per_step}.")
        self.document = document
        self.per_step = per_step
        self._types = types
        self._prefabs = prefabs
        self._spawned = np.zeros(0, np.uint64)
        self._done = False
        self._blueprint: Blueprint | None = None

    @property
    def done(self) -> bool:
        """Whether everything is there."""
        return self._done

    @property
    def progress(self) -> float:
        """The share that is there, from 0 to 1."""
        if self._done:
            return 1.0
        if self._blueprint is None:
            return 0.0
        return len(self._spawned) / max(len(self._blueprint.singles), 1)

    def step(self, world: World) -> Instance | None:
        """Load the next entities; call it each tick, from a system.

        Returns:
            The whole, in the step that completes it; None before and after.

        Raises:
            SceneError: A value does not fit; told by the first step, before anything is spawned.
            PrefabError: A prefab is missing, cannot be read, or holds itself.
        """
        if self._done:
            return None
        if self._blueprint is None:
            self._blueprint = prepare(self.document, world, self._types, self._prefabs)
        spawning = Spawning(self._blueprint, self._spawned)
        spawning.advance(world, self.per_step)
        self._spawned = spawning.handles[: spawning.at].copy()
        if spawning.at < len(spawning.handles):
            return None
        spawning.finish(world, self.per_step)
        self._done = True
        note_origin(world, self.document, self._blueprint, spawning.handles)
        return Instance(world, self._blueprint, spawning.handles)

    def get_state(self) -> dict[str, Any]:
        """Return how far it got, for snapshots."""
        spawned = [] if self._done else self._spawned.tolist()
        return {"done": self._done, "spawned": spawned}

    def set_state(self, state: dict[str, Any]) -> None:
        """Go back to a state that `get_state` gave."""
        self._done = bool(state["done"])
        self._spawned = np.array(state["spawned"], np.uint64)
