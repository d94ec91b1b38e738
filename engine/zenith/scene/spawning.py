"""A blueprint carried out: all at once, or some entities at a time."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zenith.camera import Camera
from zenith.scene.blueprint import Blueprint, Kindred, ResourcePlan, Stored
from zenith.scene.codecs import read
from zenith.scene.fields import live_value
from zenith.scene.refs import LiveRefs
from zenith.schema import FieldInfo, Kind, schema_of
from zenith.world import ChildOf, Entity, Handles, World
from zenith.world.bulk import Group, attach, spawn_groups


class Spawning:
    """Brings the entities of a blueprint into a World.

    Entities need one another: where one of them comes with a later step, what
    needs it is set once all are there.

    Attributes:
        blueprint: What is carried out.
        handles: The handles of those that are there already, by place; 0 for the others.
        at: How many are there.
    """

    def __init__(self, blueprint: Blueprint, handles: Handles | None = None) -> None:
        count = len(blueprint.singles)
        self.blueprint = blueprint
        self.handles: Handles = np.zeros(count, np.uint64)
        self.at = 0
        if handles is not None:
            self.at = len(handles)
            self.handles[: self.at] = handles

    def advance(self, world: World, count: int) -> None:
        """Spawn the next entities; those it makes are there at the end, or none of them."""
        if self.at == 0:
            self._set_resources(world, early=True)
        start, stop = self.at, min(self.at + count, len(self.handles))

        def describe(new: Handles) -> Iterator[Group]:
            self.handles[start:stop] = new
            for kindred in self.blueprint.kindreds:
                yield from self._groups(world, kindred, start, stop)

        try:
            spawn_groups(world, stop - start, describe)
        except Exception:
            self.handles[start:stop] = 0
            raise
        self._name(world, start, stop)
        self.at = stop

    def finish(self, world: World, step: int) -> None:
        """Set what needed an entity of a later step; `step` is how many came with each."""
        for kindred in self.blueprint.kindreds:
            ends = (kindred.places // step + 1) * step
            self._late_parents(world, kindred, ends)
            self._late_references(world, kindred, ends)
            self._late_objects(world, kindred, ends)
        self._set_resources(world, early=False)

    def _groups(self, world: World, kindred: Kindred, start: int, stop: int) -> Iterator[Group]:
        """Yield the part of a kindred that comes with this step, children apart from others."""
        first, last = (int(n) for n in np.searchsorted(kindred.places, [start, stop]))
        rows: NDArray[np.int64] = np.arange(first, last)
        above = kindred.parents[first:last]
        is_child = (above >= 0) & (above < stop)
        for chosen, child in ((rows[~is_child], False), (rows[is_child], True)):
            if len(chosen):
                yield self._group(world, kindred, chosen, start, stop, child=child)

    def _group(
        self,
        world: World,
        kindred: Kindred,
        rows: NDArray[np.int64],
        start: int,
        stop: int,
        *,
        child: bool,
    ) -> Group:
        data: dict[type[Any], dict[str, Any]] = {}
        whole: dict[type[Any], list[Any]] = {}
        for cls in kindred.classes:
            fields = self.fields(world, kindred, cls, rows, stop)
            if schema_of(cls).whole:
                whole[cls] = _scripts(world, cls, fields, len(rows))
            else:
                data[cls] = fields
        if child:
            data[ChildOf] = {"parent": self.handles[kindred.parents[rows]]}
        tags: list[tuple[str, ...]] = [kindred.tags[row] for row in rows.tolist()]
        return Group(kindred.places[rows] - start, data, whole, tags if any(tags) else ())

    def fields(
        self, world: World, kindred: Kindred, cls: type[Any], rows: NDArray[np.int64], stop: int
    ) -> dict[str, Any]:
        """Return the values of some rows by field, as columns hold them; `stop` ends this step."""
        chosen = rows.tolist()
        found: dict[str, Any] = {}
        for name, values in kindred.columns.get(cls, {}).items():
            is_array = isinstance(values, np.ndarray)
            found[name] = values[rows] if is_array else [values[row] for row in chosen]
        for name, places in kindred.references.get(cls, {}).items():
            found[name] = self._handles_at(places[rows])
        for name, values in kindred.objects.get(cls, {}).items():
            found[name] = [self._value(world, cls, name, values[row], stop) for row in chosen]
        return found

    def _handles_at(self, places: NDArray[np.int64]) -> Handles:
        found: Handles = np.where(places >= 0, self.handles[places], np.uint64(0))
        return found

    def _value(self, world: World, cls: type[Any], name: str, value: Any, stop: int) -> Any:
        """Return a value of an object field, or its default while what it needs is not there."""
        if value.__class__ is not Stored:
            return value
        if value.codec is None:
            return copy.deepcopy(value.raw)
        if value.reach >= stop:
            return copy.deepcopy(schema_of(cls).field(name).default)
        return self._read(world, value)

    def _read(self, world: World, value: Stored) -> Any:
        if value.codec is None:
            return copy.deepcopy(value.raw)
        blueprint = self.blueprint
        refs = LiveRefs(world, blueprint.types, blueprint.places, self.handles, value.scope)
        return read(value.codec, value.raw, refs)

    def _name(self, world: World, start: int, stop: int) -> None:
        handles = self.handles[start:stop]
        for single, handle in zip(
            self.blueprint.singles[start:stop], handles.tolist(), strict=True
        ):
            name = single.name
            if name:
                world.rename(world.entity(handle), name)
        if any(bool((k.parents >= 0).any()) for k in self.blueprint.kindreds):
            above = np.full(len(self.handles), -1, np.int64)
            for kindred in self.blueprint.kindreds:
                above[kindred.places] = kindred.parents
            mine = above[start:stop]
            attach(world, handles, self._handles_at(np.where(mine < stop, mine, -1)))

    # What had to wait for a later step.

    def _late_parents(self, world: World, kindred: Kindred, ends: NDArray[np.int64]) -> None:
        for row in np.flatnonzero(kindred.parents >= ends).tolist():
            child = self._alive(world, int(kindred.places[row]))
            parent = self._alive(world, int(kindred.parents[row]))
            if child is not None and parent is not None:
                world.set_parent(child, parent)

    def _late_references(self, world: World, kindred: Kindred, ends: NDArray[np.int64]) -> None:
        for cls, fields in kindred.references.items():
            for name, places in fields.items():
                for row in np.flatnonzero(places >= ends).tolist():
                    target = self._alive(world, int(places[row]))
                    self._set(world, cls, name, int(kindred.places[row]), target)

    def _late_objects(self, world: World, kindred: Kindred, ends: NDArray[np.int64]) -> None:
        for cls, fields in kindred.objects.items():
            for name, values in fields.items():
                for row, value in enumerate(values):
                    if value.__class__ is Stored and value.reach >= ends[row]:
                        place = int(kindred.places[row])
                        self._set(world, cls, name, place, self._read(world, value))

    def _set(self, world: World, cls: type[Any], name: str, place: int, value: Any) -> None:
        entity = self._alive(world, place)
        if entity is not None and entity.has(cls):
            setattr(entity[cls], name, value)

    def _alive(self, world: World, place: int) -> Entity | None:
        entity = world.entity(int(self.handles[place]))
        return entity if entity.alive else None

    def _set_resources(self, world: World, *, early: bool) -> None:
        for plan in self.blueprint.resources:
            if plan.early == early:
                world.set_resource(self.resource(world, plan))

    def resource(self, world: World, plan: ResourcePlan) -> object:
        """Return a resource as the document describes it."""
        values: dict[str, Any] = {}
        for name, value in plan.values.items():
            if name in plan.references:
                values[name] = self._alive(world, value) if value >= 0 else None
            else:
                values[name] = self._read(world, value) if value.__class__ is Stored else value
        made: object = plan.cls(**values)
        if isinstance(made, Camera):
            made.remember()
        return made


def _scripts(world: World, cls: type[Any], fields: dict[str, Any], count: int) -> list[Any]:
    """Return a script for each row, its fields as Python code holds them."""
    known = {info.name: info for info in schema_of(cls).saved}
    columns = {name: live(world, known[name]) for name in fields}
    return [
        cls(**{name: columns[name](values[row]) for name, values in fields.items()})
        for row in range(count)
    ]


def live(world: World, info: FieldInfo) -> Callable[[Any], Any]:
    """Return what makes of a field's value in a column what Python code holds."""
    if info.kind is Kind.OBJECT:
        return lambda item: item
    if info.kind is Kind.ENTITY:
        return lambda handle: world.entity(int(handle)) if handle else None
    return lambda item: live_value(info, item)
