"""One field's value, to the JSON of scene files and back: for tools that edit single fields."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any, Final

from zenith.errors import BadValue
from zenith.scene.capture import json_of
from zenith.scene.codecs import codec_of, read
from zenith.scene.fields import Wrong, choices, column, live_value
from zenith.scenefile import Misfit, path_of_ids
from zenith.schema import FieldInfo, Kind, Types
from zenith.world import Entity

_NOBODY: Final[Mapping[str, Entity]] = {}


class _GivenRefs:
    """Finds entities among those that are given."""

    def __init__(self, entities: Mapping[str, Entity]) -> None:
        self.types = Types()
        self._entities = entities

    def entity(self, key: str | None) -> Any:
        """Return the entity of an id, or None."""
        return self._entities[key] if key is not None and key in self._entities else None

    def view(self, key: str, component: str) -> Any:
        """Return None: a single field keeps no hold of a whole component."""
        return


def field_default(info: FieldInfo) -> Any:
    """Return a field's default as a scene file would write it.

    >>> field_default(zn.schema_of(zn.Sprite).field("tint"))
    [1.0, 1.0, 1.0, 1.0]
    """
    return copy.deepcopy(write_field(info, info.default))


def field_choices(info: FieldInfo) -> tuple[str, ...]:
    """Return the texts that a field allows, or an empty tuple for any.

    >>> field_choices(zn.schema_of(zn.Body).field("kind"))
    ('dynamic', 'kinematic', 'static')
    """
    return choices(info)


def write_field(info: FieldInfo, value: Any, ids: Mapping[int, str] | None = None) -> Any:
    """Return a value of a living component as a scene file would write it.

    Args:
        info: The field.
        value: What the component holds.
        ids: The ids of entities, by their handles.

    Raises:
        BadValue: No scene file can hold it.

    >>> write_field(zn.schema_of(zn.Sprite).field("tint"), zn.Color(1, 0, 0))
    [1.0, 0.0, 0.0, 1.0]
    """
    return json_of(info, value, {} if ids is None else ids)


def read_field(info: FieldInfo, raw: Any, entities: Mapping[str, Entity] = _NOBODY) -> Any:
    """Return what the JSON of a field means, as a component takes it.

    Args:
        info: The field.
        raw: What a scene file says.
        entities: The entities that references may mean, by their ids.

    Raises:
        BadValue: It is of another type, or outside the limits that are declared.

    >>> read_field(zn.schema_of(zn.Sprite).field("opacity"), 2)
    Traceback (most recent call last):
    zenith.errors.BadValue: opacity is 2; expected a number from 0 to 1.
    """
    try:
        return _read(info, raw, entities)
    except Wrong as wrong:
        raise _bad(info, wrong.misfit) from None
    except Misfit as misfit:
        raise _bad(info, misfit) from None


def _read(info: FieldInfo, raw: Any, entities: Mapping[str, Entity]) -> Any:
    refs = _GivenRefs(entities)
    if info.kind is Kind.ENTITY:
        return None if raw is None else refs.entity(path_of_ids(raw))
    if info.kind is Kind.OBJECT:
        return read(codec_of(info.annotation), raw, refs)
    return live_value(info, column(info, [raw])[0])


def _bad(info: FieldInfo, misfit: Misfit) -> BadValue:
    hint = f" {misfit.hint[0].upper()}{misfit.hint[1:]}." if misfit.hint else ""
    return BadValue(f"{info.name} is {misfit.found}; expected {misfit.expected}.{hint}")
