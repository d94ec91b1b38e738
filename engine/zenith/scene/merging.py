"""A file that changed is brought into a World that runs: what it says otherwise, and no more."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import numpy as np

from zenith.prefab import Prefabs, Single, expand
from zenith.scene.blueprint import Blueprint, Kindred, ResourcePlan
from zenith.scene.compiling import compile_singles
from zenith.scene.edits import Edit, changed_fields, edits_of
from zenith.scene.instance import all_types
from zenith.scene.origins import Origin, Origins, unknown_in
from zenith.scene.spawning import Spawning, live
from zenith.scenefile import Problem, SceneDocument, without_collecting
from zenith.schema import schema_of
from zenith.world import Entity, Handles, World


class Merge:
    """The three sides of a change: what a file said, what it says now, and the World.

    Made and checked as a whole, before `apply` changes anything: entities that
    are new in the file are spawned, those it has no longer are despawned, and of
    the others what the file says otherwise is set, field by field. All else stays
    as the game made it, and what the game has despawned stays away.

    Attributes:
        notes: What is harmlessly wrong with the file.
    """

    def __init__(
        self,
        world: World,
        file: str,
        document: SceneDocument,
        before: Prefabs,
        after: Prefabs,
    ) -> None:
        """Look at a change.

        Args:
            world: A World that has an origin of that file.
            file: The file, as `Origins` calls it.
            document: What it says now.
            before: The prefabs as they were.
            after: The prefabs as they are now.

        Raises:
            SceneError: A value does not fit; `args` has every mistake.
            PrefabError: A prefab is missing, cannot be read, or holds itself.
        """
        origins = world.resource(Origins)
        self._world, self._file, self._document = world, file, document
        self._origin: Origin = origins.get(file) or Origin.of(world, (), np.zeros((0, 0), "u8"))
        self._old_document = origins.documents.get(file, document)
        self._types = all_types(world.types)
        with without_collecting():
            singles, self._problems = expand(document, after)
            self._old = {s.key: s for s in expand(self._old_document, before)[0]}
            known = {*self._old, *self._origin.keys}
            self._singles = sorted(singles, key=lambda s: s.key in known, reverse=True)
            self._there = sum(s.key in known for s in singles)
            self._blueprint = self._compiled(self._singles)
        self._new = {s.key: s for s in self._singles}
        learnt = origins.unknown.get(file, frozenset()) - unknown_in(singles, self._types)
        self._edits = edits_of(self._old, self._new, self._blueprint.places, self._types, learnt)
        self.notes: tuple[Problem, ...] = self._blueprint.notes

    def _compiled(self, singles: list[Single]) -> Blueprint:
        problems = list(self._problems)
        blueprint, notes = compile_singles(self._document, singles, self._types, problems)
        notes.raise_first()
        return blueprint

    @property
    def changes_nothing(self) -> bool:
        """Whether the file means what it meant before."""
        moved = len(self._singles) > self._there or self._old.keys() - self._new.keys()
        resources = self._document.resources != self._old_document.resources
        return not (self._edits or moved or resources)

    def apply(self) -> None:
        """Bring the change into the World."""
        keys, rows = tuple(self._new), list[Handles]()
        alive = self._origin.alive(self._world)
        for row in range(len(alive)):
            if self._document.kind == "prefab" and not alive[row].any():
                continue
            handles = np.where(alive[row], self._origin.handles[row], np.uint64(0))
            found = self._instance(dict(zip(self._origin.keys, handles.tolist(), strict=True)))
            rows.append(np.array([found.get(key, 0) for key in keys], np.uint64))
        together = np.array(rows, np.uint64).reshape(len(rows), len(keys))
        origin = Origin.of(self._world, keys, together)
        unknown = unknown_in(self._singles, self._types)
        self._world.resource(Origins).put(self._file, origin, self._document, unknown)

    def _instance(self, known: dict[str, int]) -> dict[str, int]:
        """Change one instance, and return the handles of its entities by their ids now."""
        lost = self._without_parent(known)
        kept = [s for s in self._singles if s.key not in lost]
        blueprint = self._compiled(kept) if lost else self._blueprint
        resources, blueprint.resources = blueprint.resources, []
        there = [known.get(s.key, 0) for s in kept[: self._there]]
        spawning = Spawning(blueprint, np.array(there, np.uint64))
        if len(kept) > self._there:
            spawning.advance(self._world, len(kept) - self._there)
        blueprint.resources = resources
        for edit in self._edits:
            self._edit(spawning, edit)
        for plan in resources:
            self._resource(spawning, plan)
        for key in sorted(self._old.keys() - self._new.keys()):
            self._despawn(known.get(key, 0))
        return dict(zip(blueprint.keys, spawning.handles.tolist(), strict=True))

    def _without_parent(self, known: dict[str, int]) -> set[str]:
        """Return the new entities whose parent the game has despawned."""
        lost = {s.key for s in self._singles[: self._there] if not known.get(s.key)}
        dead = set(lost)
        for single in self._singles[self._there :]:
            above = single
            while above.parent and above.key not in dead:
                above = self._new[above.parent]
            if above.key in dead:
                dead.add(single.key)
        return dead - lost

    def _despawn(self, handle: int) -> None:
        entity = self._world.entity(handle)
        if handle and entity.alive:
            entity.despawn()

    def _edit(self, spawning: Spawning, edit: Edit) -> None:
        entity = self._at(spawning, edit.place)
        if entity is None:
            return
        if edit.parent is not None:
            place = spawning.blueprint.places.get(edit.parent, -1)
            entity.parent = self._at(spawning, place) if place >= 0 else None
        if edit.name is not None:
            entity.name = edit.name
        if edit.tags or edit.untagged:
            entity.tags = (frozenset(entity.tags) | edit.tags) - edit.untagged
        entity.remove(*(cls for cls in edit.gone if entity.has(cls)))
        for cls in edit.come:
            said = self._said(spawning, edit.place, cls)
            if not entity.has(cls):
                entity.add(cls(**said))
                continue
            for name, value in said.items():
                setattr(entity[cls], name, value)
        for cls, infos in edit.fields.items():
            if entity.has(cls):
                said = self._said(spawning, edit.place, cls)
                for info in infos:
                    value = said[info.name] if info.name in said else copy.deepcopy(info.default)
                    setattr(entity[cls], info.name, value)

    def _at(self, spawning: Spawning, place: int) -> Entity | None:
        entity = self._world.entity(int(spawning.handles[place]))
        return entity if entity.alive else None

    def _said(self, spawning: Spawning, place: int, cls: type[Any]) -> dict[str, Any]:
        """Return what the file says of an entity's component, as Python code holds it."""
        kindred, row = next(_rows(spawning.blueprint, place))
        known = {info.name: info for info in schema_of(cls).saved}
        stop = len(spawning.handles)
        values = spawning.fields(self._world, kindred, cls, np.array([row]), stop)
        stated = spawning.blueprint.singles[place].components[schema_of(cls).name]
        return {
            name: live(self._world, known[name])(items[0])
            for name, items in values.items()
            if known[name].saved_name in stated
        }

    def _resource(self, spawning: Spawning, plan: ResourcePlan) -> None:
        """Set what the file says otherwise of a resource."""
        name = schema_of(plan.cls).name
        before = self._old_document.resources.get(name)
        if before == self._document.resources[name]:
            return
        made = spawning.resource(self._world, plan)
        if not self._world.has_resource(plan.cls):
            self._world.set_resource(made)
            return
        resource = self._world.resource(plan.cls)
        for info in changed_fields(plan.cls, before or {}, self._document.resources[name]):
            setattr(resource, info.name, getattr(made, info.name))


def _rows(blueprint: Blueprint, place: int) -> Iterator[tuple[Kindred, int]]:
    """Yield where a blueprint keeps the entity of a place."""
    for kindred in blueprint.kindreds:
        row = int(np.searchsorted(kindred.places, place))
        if row < len(kindred.places) and kindred.places[row] == place:
            yield kindred, row
