"""The few changes that a document knows: frozen values, each of which has an inverse.

`apply` changes a document and returns the operation that takes it back, to the
same bytes. Everything an editor does is made of these.
"""

from __future__ import annotations

import copy
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, Protocol

import zenith as zn
from zenith_editor.model import carrier
from zenith_editor.model.errors import EditorError
from zenith_editor.model.places import WORLD, Fields, components_of, entity_of, said_of, split


class Unset(enum.Enum):
    """Stands for what a file does not say."""

    UNSET = "unset"


UNSET: Final = Unset.UNSET
_OF_THE_FILE: Final = ("parent", "order", "prefab")
"""What an instance cannot change in the entities of its prefab."""
Part = Literal["name", "tags", "parent", "order", "prefab", "without", "removed"]


class Operation(Protocol):
    """One change of a document, as a value."""

    @property
    def place(self) -> tuple[str, ...]:
        """What it changes: two operations of one place, one after the other, are as the last."""
        ...

    @property
    def shapes(self) -> bool:
        """Whether it changes more than values: which entities and components there are."""
        ...

    def apply(self, scene: zn.SceneDocument) -> Operation:
        """Change a document and return what takes the change back.

        Raises:
            EditorError: It cannot be done; the document is as it was.
        """
        ...


@dataclass(frozen=True, slots=True)
class SetField:
    """Gives a field of a component a value, or lets the file say nothing of it.

    Attributes:
        key: The entity; "" is the world with its resources.
        component: The component's saved name.
        field: The field's saved name.
        value: As JSON, or UNSET: the default, or what the prefab says.
    """

    key: str
    component: str
    field: str
    value: Any

    @property
    def place(self) -> tuple[str, ...]:
        """The field."""
        return ("field", self.key, self.component, self.field)

    @property
    def shapes(self) -> bool:
        """Whether an instance may have to be put together anew."""
        return "/" in self.key

    def apply(self, scene: zn.SceneDocument) -> Operation:
        """Set the field."""
        if self.value is not UNSET:
            carrier.check_value(self.value)
        fields = components_of(scene, self.key).get(self.component)
        if fields is None:
            return self._begin(scene)
        before = fields.get(self.field, UNSET)
        _put(fields, self.field, self.value)
        return SetField(self.key, self.component, self.field, before)

    def _begin(self, scene: zn.SceneDocument) -> Operation:
        """State a component of an instance that the file said nothing of so far."""
        if self.key == WORLD or not (entity_of(scene, self.key).prefab or "/" in self.key):
            there = components_of(scene, self.key)
            near = zn.nearest(self.component, there)
            raise EditorError(f'"{self.key}" has no component {self.component}.{near}')
        if self.value is UNSET:
            return self._silence(scene)
        fields: Fields = {self.field: self.value}
        return SetComponent(self.key, self.component, fields).apply(scene)

    def _silence(self, scene: zn.SceneDocument) -> Operation:
        """Change nothing, and return what takes back whatever is said of the field from here on.

        The first inverse of a field that is set several times in one step stands for all of them.
        """
        if said_of(scene, self.key) is None:
            return SetOverride(self.key, None).apply(scene)
        return SetComponent(self.key, self.component, None)


@dataclass(frozen=True, slots=True)
class SetComponent:
    """Gives an entity a component with these fields, or takes it away.

    Attributes:
        key: The entity; "" is the world with its resources.
        component: The component's saved name.
        fields: What is not as by default; None takes the component away.
    """

    key: str
    component: str
    fields: Mapping[str, Any] | None

    @property
    def place(self) -> tuple[str, ...]:
        """The component."""
        return ("component", self.key, self.component)

    @property
    def shapes(self) -> bool:
        """Always."""
        return True

    def apply(self, scene: zn.SceneDocument) -> Operation:
        """Set or remove the component."""
        fields = None if self.fields is None else copy.deepcopy(dict(self.fields))
        if fields is not None:
            carrier.check_entity(zn.EntityData(components={self.component: fields}))
        if self.key != WORLD and said_of(scene, self.key) is None:
            entity_of(scene, self.key)
            if fields is None:
                return self
            made = zn.EntityData(components={self.component: fields})
            return SetOverride(self.key, made).apply(scene)
        components = components_of(scene, self.key)
        before = components.get(self.component)
        _put(components, self.component, UNSET if fields is None else fields)
        return SetComponent(self.key, self.component, before)


@dataclass(frozen=True, slots=True)
class SetPart:
    """Gives an entity a name, tags, a parent, an order, a prefab, or what it leaves out of that.

    Attributes:
        key: The entity.
        part: Which of them.
        value: The new one, as in `zn.EntityData`.
    """

    key: str
    part: Part
    value: Any

    @property
    def place(self) -> tuple[str, ...]:
        """The part."""
        return ("part", self.key, self.part)

    @property
    def shapes(self) -> bool:
        """Always, but for names and tags."""
        return self.part not in ("name", "tags") or "/" in self.key

    def apply(self, scene: zn.SceneDocument) -> Operation:
        """Set the part."""
        if self.part in (_OF_THE_FILE if "/" in self.key else ("removed",)):
            raise EditorError(f'"{self.key}" has no {self.part} of its own.')
        data = said_of(scene, self.key)
        if data is None:
            return self._override(scene)
        before = getattr(data, self.part)
        setattr(data, self.part, copy.deepcopy(self.value))
        try:
            self._check(scene, data)
        except EditorError:
            setattr(data, self.part, before)
            raise
        return SetPart(self.key, self.part, before)

    def _override(self, scene: zn.SceneDocument) -> Operation:
        entity_of(scene, self.key)
        made = zn.EntityData()
        setattr(made, self.part, copy.deepcopy(self.value))
        return SetOverride(self.key, made).apply(scene)

    def _check(self, scene: zn.SceneDocument, data: zn.EntityData) -> None:
        if "/" in self.key:
            carrier.check_override(data)
        else:
            bare = zn.EntityData(**{self.part: getattr(data, self.part)})
            if self.part == "without":
                bare.prefab = data.prefab
            elif self.part == "prefab" and not data.prefab:
                bare = zn.EntityData(overrides=data.overrides, without=data.without)
            carrier.check_entity(bare)
        if self.part == "parent":
            _check_parents(scene, self.key)


@dataclass(frozen=True, slots=True)
class SetOverride:
    """Makes an instance change an entity of its prefab so, or not at all.

    Attributes:
        key: The entity, as "instance/inner".
        data: All that the file says of it; None for nothing.
    """

    key: str
    data: zn.EntityData | None

    @property
    def place(self) -> tuple[str, ...]:
        """The override."""
        return ("override", self.key)

    @property
    def shapes(self) -> bool:
        """Always."""
        return True

    def apply(self, scene: zn.SceneDocument) -> Operation:
        """Set or remove the override."""
        instance, inner = entity_of(scene, self.key), split(self.key)[1]
        if not inner or not instance.prefab:
            raise EditorError(f'"{self.key}" is no entity inside an instance of a prefab.')
        if self.data is not None:
            carrier.check_override(self.data)
        before = instance.overrides.get(inner)
        _put(instance.overrides, inner, UNSET if self.data is None else copy.deepcopy(self.data))
        return SetOverride(self.key, before)


@dataclass(frozen=True, slots=True)
class PutEntities:
    """Puts whole entities into the file under their ids, or takes them out.

    Attributes:
        entities: What the file says from now on; None for those that it has no more.
        known: Whether a document said so before, and need not be looked at again.
    """

    entities: Mapping[str, zn.EntityData | None]
    known: bool = field(default=False, compare=False)

    @property
    def place(self) -> tuple[str, ...]:
        """The ids."""
        return ("entities", *sorted(self.entities))

    @property
    def shapes(self) -> bool:
        """Always."""
        return True

    def apply(self, scene: zn.SceneDocument) -> Operation:
        """Put them in."""
        new = {key: data for key, data in self.entities.items() if data is not None}
        if not self.known:
            carrier.entities_from_json(carrier.entities_to_json(new))
        before = {key: scene.entities.get(key) for key in self.entities}
        for key, data in self.entities.items():
            _put(scene.entities, key, UNSET if data is None else copy.deepcopy(data))
        try:
            for key in () if self.known else new:
                _check_parents(scene, key)
        except EditorError:
            for key, data in before.items():
                _put(scene.entities, key, UNSET if data is None else data)
            raise
        return PutEntities(before, known=True)


@dataclass(frozen=True, slots=True)
class SetHead:
    """Says what stands at the top of the file: its version, and what is not understood.

    Attributes:
        game_version: How many of the game's migrations are done.
        extra: What this version of Zenith does not know.
    """

    game_version: int
    extra: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def place(self) -> tuple[str, ...]:
        """The head of the file."""
        return ("head",)

    @property
    def shapes(self) -> bool:
        """Never."""
        return False

    def apply(self, scene: zn.SceneDocument) -> Operation:
        """Set the head."""
        before = SetHead(scene.game_version, scene.extra)
        scene.game_version, scene.extra = self.game_version, copy.deepcopy(dict(self.extra))
        return before


def _put(holder: dict[str, Any], name: str, value: Any) -> None:
    """Set an entry, or take it out."""
    if value is UNSET:
        holder.pop(name, None)
    else:
        holder[name] = value


def _check_parents(scene: zn.SceneDocument, key: str) -> None:
    """Raise EditorError where an entity would be its own ancestor."""
    seen = [key]
    above = split(scene.entities[key].parent)[0]
    while above in scene.entities:
        if above in seen:
            chain = " -> ".join([*seen, above])
            raise EditorError(f"An entity cannot be below itself: {chain}.")
        seen.append(above)
        above = split(scene.entities[above].parent)[0]
