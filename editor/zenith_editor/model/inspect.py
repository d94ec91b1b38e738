"""What the inspector shows and does: the fields of what is selected, from what they declare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import zenith as zn
from zenith_editor.model.document import Document
from zenith_editor.model.editing import described
from zenith_editor.model.effective import inherited, setting, stated, value_of
from zenith_editor.model.errors import EditorError
from zenith_editor.model.operations import UNSET, Operation, SetComponent, SetField, SetPart
from zenith_editor.model.places import WORLD, Fields, components_of, entity_of, said_of
from zenith_editor.model.search import fuzzy
from zenith_editor.model.stage import field_of
from zenith_editor.model.typed import typed_value


@dataclass(frozen=True, slots=True)
class Row:
    """One field of a component, of everything that is selected.

    Attributes:
        component: The component's saved name.
        info: What the field declares: its kind, limits, step, unit, choices, asset, tooltip.
        value: As JSON; that of the active entity.
        mixed: Whether the selected ones have different values.
        default: What a reset gives back: the prefab's value in an instance.
        changed: Whether some value is not the default: shown bold, with a reset.
        overridden: Whether some instance sets it otherwise than its prefab: apply and revert.
    """

    component: str
    info: zn.FieldInfo
    value: Any
    mixed: bool
    default: Any
    changed: bool
    overridden: bool


@dataclass(frozen=True, slots=True)
class Section:
    """One component of everything that is selected.

    Attributes:
        name: The component's saved name.
        cls: Its class, or None where the game does not know it; `raw` then shows what is there.
        tooltip: What its docstring says first.
        rows: Its fields in the order they are declared.
        raw: What the file says of the active entity's.
        inherited: Whether it comes of a prefab, so that removing it leaves it out of the instance.
    """

    name: str
    cls: type[Any] | None
    tooltip: str
    rows: tuple[Row, ...]
    raw: Mapping[str, Any]
    inherited: bool


class Inspector:
    """Shows and changes what is selected in a document; the world's resources where nothing is.

    Attributes:
        types: The components known.
    """

    def __init__(self, document: Document, types: zn.Types) -> None:
        self.types = types
        self._document = document

    @property
    def keys(self) -> tuple[str, ...]:
        """What is shown: the selected entities, or the world."""
        known = self._document.entities()
        return tuple(k for k in self._document.selection if k in known) or (WORLD,)

    # Looking.

    def sections(self) -> list[Section]:
        """Return the components that everything selected has, by name; the Transform first."""
        every = [stated(self._document, key) for key in self.keys]
        shared = [name for name in every[-1] if all(name in one for one in every)]
        ordered = sorted(shared, key=lambda name: (name != "Transform", name))
        return [self._section(name, [one[name] for one in every]) for name in ordered]

    def _section(self, name: str, given: Sequence[Fields]) -> Section:
        cls = self.types.find(name)
        bases = [inherited(self._document, key).get(name) for key in self.keys]
        infos = () if cls is None else zn.schema_of(cls).saved
        rows = tuple(self._row(name, info, given, bases) for info in infos)
        first = (cls.__doc__ or "").strip().split("\n")[0] if cls is not None else ""
        return Section(name, cls, first, rows, given[-1], bases[-1] is not None)

    def _row(
        self,
        component: str,
        info: zn.FieldInfo,
        given: Sequence[Fields],
        bases: Sequence[Fields | None],
    ) -> Row:
        name, declared = info.saved_name, zn.field_default(info)
        defaults = [declared if one is None else one.get(name, declared) for one in bases]
        values = [
            fields.get(name, default) for fields, default in zip(given, defaults, strict=True)
        ]
        return Row(
            component,
            info,
            values[-1],
            any(value != values[-1] for value in values),
            defaults[-1],
            any(v != d for v, d in zip(values, defaults, strict=True)),
            any(
                one is not None and self._says(key, component, name)
                for key, one in zip(self.keys, bases, strict=True)
            ),
        )

    def _says(self, key: str, component: str, field: str) -> bool:
        return field in components_of(self._document.scene, key).get(component, {})

    # Changing.

    def set(self, component: str, field: str, value: Any, *, gesture: str = "") -> None:
        """Give a field of everything selected a value.

        Args:
            component: The component's saved name.
            field: The field's saved name.
            value: The value, as JSON.
            gesture: What is one drag is one step.

        Raises:
            BadValue: It is of another type, or outside the limits that are declared.
        """
        self._set_each(component, field, dict.fromkeys(self.keys, value), gesture)

    def typed(self, component: str, field: str, text: str, part: int | None = None) -> None:
        """Take over what was typed into a number field; "+10" goes on from each one's own value.

        Args:
            component: The component's saved name.
            field: The field's saved name.
            text: What was typed.
            part: Which number of a vector or colour.

        Raises:
            EditorError: It is no arithmetic.
        """
        info = self._info(component, field)
        values: dict[str, Any] = {}
        for key in self.keys:
            value = value_of(self._document, key, component, info)
            values[key] = typed_value(info, text, value, part)
        self._set_each(component, field, values, "")

    def _info(self, component: str, field: str) -> zn.FieldInfo:
        info = field_of(self.types, component, field)
        if info is None:
            raise EditorError(f"There is no field {component}.{field}.")
        return info

    def _set_each(
        self, component: str, field: str, values: Mapping[str, Any], gesture: str
    ) -> None:
        info = self._info(component, field)
        operations = [
            setting(self._document, key, component, info, value) for key, value in values.items()
        ]
        self._document.do(f"Set {component}.{field}", *operations, gesture=gesture)

    def reset(self, component: str, field: str) -> None:
        """Let a field be as by default again, in an instance as its prefab has it."""
        operations = [SetField(key, component, field, UNSET) for key in self.keys]
        self._document.do(f"Reset {component}.{field}", *operations)

    # Components.

    def addable(self, query: str = "") -> list[str]:
        """Return the components that could be added, those that fit a query best first."""
        there = {section.name for section in self.sections()}
        scripts_and_data = (zn.schema_of(cls).name for cls in self.types)
        names = [name for name in scripts_and_data if name not in there | _ENGINES_OWN]
        return fuzzy(query, sorted(names))

    def add(self, component: str) -> None:
        """Give everything selected a component, where it has none.

        Raises:
            EditorError: There is no such component.
        """
        if self.types.find(component) is None:
            names = [zn.schema_of(cls).name for cls in self.types]
            raise EditorError(f"There is no component {component}.{zn.nearest(component, names)}")
        operations: list[Operation] = []
        for key in self.keys:
            if component in stated(self._document, key):
                continue
            data = None if key == WORLD else said_of(self._document.scene, key)
            if data is not None and component in data.without:
                left = [name for name in data.without if name != component]
                operations.append(SetPart(key, "without", left))
            else:
                operations.append(SetComponent(key, component, {}))
        if operations:
            self._document.do(f"Add {component}", *operations)

    def remove(self, component: str) -> None:
        """Take a component from everything selected; an instance then leaves it out."""
        operations: list[Operation] = []
        for key in self.keys:
            if component in components_of(self._document.scene, key):
                operations.append(SetComponent(key, component, None))
            if key != WORLD and component in inherited(self._document, key):
                data = said_of(self._document.scene, key)
                before = [] if data is None else data.without
                operations.append(SetPart(key, "without", sorted({*before, component})))
        if operations:
            self._document.do(f"Remove {component}", *operations)

    @property
    def title(self) -> str:
        """What to call what is shown."""
        if self.keys == (WORLD,):
            return "World"
        return described(self._document, self.keys)

    @property
    def prefab(self) -> str:
        """The prefab that the active entity is an instance of, or part of one; else ""."""
        key = self.keys[-1]
        return "" if key == WORLD else entity_of(self._document.scene, key).prefab


_ENGINES_OWN: Final = {"ChildOf", "Contact", "SaveDone"}
"""What the engine itself gives entities and worlds."""
