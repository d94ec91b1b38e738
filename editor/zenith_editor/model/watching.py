"""The inspector of a running game: the same sections and rows, read from living entities."""

from __future__ import annotations

from typing import Any

import zenith as zn
from zenith_editor.model.errors import EditorError
from zenith_editor.model.inspect import Row, Section
from zenith_editor.model.operations import SetField
from zenith_editor.model.places import WORLD
from zenith_editor.model.play import Play
from zenith_editor.model.stage import field_of
from zenith_editor.model.typed import typed_value


class LivingInspector:
    """Shows and changes what is selected in the game that plays, as `Inspector` does in a document.

    What is changed is noted by the game's `Play`, to be kept in the end.
    """

    def __init__(self, play: Play) -> None:
        self._play = play

    @property
    def keys(self) -> tuple[str, ...]:
        """What is shown: the selected entities that live, or the world."""
        living = self._play.living
        return tuple(key for key in self._play.selection if living.has(key)) or (WORLD,)

    @property
    def title(self) -> str:
        """What to call what is shown."""
        *others, key = self.keys
        if others:
            return f"{len(others) + 1} entities"
        return "World" if key == WORLD else self._play.living.entity(key).name or key

    def sections(self) -> list[Section]:
        """Return the components that everything selected has, by name; the Transform first."""
        living, keys = self._play.living, self.keys
        every = [living.components(key) for key in keys]
        shared = [name for name in every[-1] if all(name in one for one in every)]
        return [self._section(name, keys) for name in shared]

    def _section(self, name: str, keys: tuple[str, ...]) -> Section:
        cls = self._play.living.world.types.get(name)
        rows = tuple(self._row(name, info, keys) for info in zn.schema_of(cls).saved)
        tooltip = (cls.__doc__ or "").strip().split("\n")[0]
        return Section(name, cls, tooltip, rows, {}, False)

    def _row(self, component: str, info: zn.FieldInfo, keys: tuple[str, ...]) -> Row:
        living = self._play.living
        values = [living.value(key, component, info.saved_name) for key in keys]
        default = zn.field_default(info)
        mixed = any(value != values[-1] for value in values)
        changed = any(value != default for value in values)
        return Row(component, info, values[-1], mixed, default, changed, overridden=False)

    def set(self, component: str, field: str, value: Any, *, gesture: str = "") -> None:
        """Give a field of everything selected a value; `gesture` is as for a document.

        Raises:
            BadValue: It is of another type, or outside the limits that are declared.
        """
        self._play.do([SetField(key, component, field, value) for key in self.keys])

    def typed(self, component: str, field: str, text: str, part: int | None = None) -> None:
        """Take over what was typed; arithmetic goes on from each one's own value.

        Raises:
            EditorError: It is no arithmetic.
        """
        living = self._play.living
        info = field_of(living.world.types, component, field)
        if info is None:
            raise EditorError(f"There is no field {component}.{field}.")
        values = {key: living.value(key, component, field) for key in self.keys}
        self._play.do(
            SetField(key, component, field, typed_value(info, text, value, part))
            for key, value in values.items()
        )

    def reset(self, component: str, field: str) -> None:
        """Let a field be as by default."""
        info = field_of(self._play.living.world.types, component, field)
        if info is not None:
            self.set(component, field, zn.field_default(info))
