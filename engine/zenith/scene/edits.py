"""What a changed file says otherwise of its entities than it did before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from zenith.prefab import Single
from zenith.scene.origins import Unknown
from zenith.scenefile import Fields
from zenith.schema import FieldInfo, Types, schema_of

_ABSENT: Final = object()

Changed = dict[type[Any], tuple[FieldInfo, ...]]


@dataclass(slots=True)
class Edit:
    """What changed of one entity.

    Attributes:
        place: Its place among the entities of the file as it is now.
        come: Components that it has now.
        gone: Components that it has no longer.
        fields: The fields that changed, by component.
        name: Its name now; None where that did not change.
        tags: The tags that came.
        untagged: The tags that went.
        parent: The id of its parent now; None where that did not change.
    """

    place: int
    come: list[type[Any]] = field(default_factory=list[type[Any]])
    gone: list[type[Any]] = field(default_factory=list[type[Any]])
    fields: Changed = field(default_factory=dict[type[Any], tuple[FieldInfo, ...]])
    name: str | None = None
    tags: frozenset[str] = frozenset()
    untagged: frozenset[str] = frozenset()
    parent: str | None = None


def edits_of(
    before: Mapping[str, Single],
    after: Mapping[str, Single],
    places: Mapping[str, int],
    types: Types,
    learnt: Unknown = frozenset(),
) -> list[Edit]:
    """Return what changed of each entity that a file had before and has now.

    Args:
        before: The entities as they were, by id.
        after: The entities as they are now.
        places: The place of each now.
        types: The components known.
        learnt: What was not known before and is now: as if it had not been there.
    """
    if learnt:
        before = {key: _without(single, learnt) for key, single in before.items()}
    both = [key for key in after if key in before]
    changed = [key for key in both if not _alike(before[key], after[key])]
    return [_edit(before[key], after[key], places[key], types) for key in changed]


def _without(single: Single, unknown: Unknown) -> Single:
    """Return an entity as it was understood when some of its components were not known."""
    components = {
        name: {field: value for field, value in fields.items() if (name, field) not in unknown}
        for name, fields in single.components.items()
        if (name, "") not in unknown
    }
    return replace(single, components=components)


def _alike(old: Single, new: Single) -> bool:
    said = (old.components, old.name, old.tags, old.parent)
    return said == (new.components, new.name, new.tags, new.parent)


def _edit(old: Single, new: Single, place: int, known: Types) -> Edit:
    made = Edit(place)
    for component in sorted({*old.components, *new.components}):
        cls = known.find(component)
        if cls is None:
            continue
        if component not in new.components:
            made.gone.append(cls)
        elif component not in old.components:
            made.come.append(cls)
        else:
            infos = changed_fields(cls, old.components[component], new.components[component])
            made.fields |= {cls: infos} if infos else {}
    made.name = new.name if new.name != old.name else None
    made.tags = frozenset(new.tags) - frozenset(old.tags)
    made.untagged = frozenset(old.tags) - frozenset(new.tags)
    made.parent = new.parent if new.parent != old.parent else None
    return made


def changed_fields(cls: type[Any], old: Fields, new: Fields) -> tuple[FieldInfo, ...]:
    """Return the fields of a component of which two texts say different things."""
    return tuple(
        info
        for info in schema_of(cls).saved
        if old.get(info.saved_name, _ABSENT) != new.get(info.saved_name, _ABSENT)
    )
