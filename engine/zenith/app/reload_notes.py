"""What to tell of code that is gone while something still rests on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from zenith.app.reload_pairs import Pairs, Place
from zenith.errors import SchemaError, nearest
from zenith.schema import Schema
from zenith.world import World

if TYPE_CHECKING:
    from zenith.app.app import App


def gone_systems(
    app: App, gone: Mapping[Place, Any], spaces: Mapping[str, dict[str, Any]]
) -> list[str]:
    """Return a note for each system in use that its module has no longer."""
    used = {id(system) for scene in app.scenes.all for system in scene.systems}
    notes: list[str] = []
    for (module, name), value in gone.items():
        if id(value) in used:
            hint = nearest(name, [n for n, v in spaces[module].items() if callable(v)])
            notes.append(
                f'The system "{module}.{name}" is gone from its module; the old one goes on '
                f"running.{hint}"
            )
    return notes


def gone_types(gone: Mapping[Place, Any], worlds: Iterable[World]) -> list[str]:
    """Return a note for each component that entities have and that no module declares any more."""
    everywhere = list(worlds)
    notes: list[str] = []
    for (module, name), value in gone.items():
        schema = value.__dict__.get("__schema__") if isinstance(value, type) else None
        count = sum(w.count(value) for w in everywhere) if isinstance(schema, Schema) else 0
        if count:
            notes.append(
                f'"{module}.{name}" is gone from its module; {count} entities keep it as it was.'
            )
    return notes


def twice(pairs: Pairs, spaces: Mapping[str, dict[str, Any]], worlds: Iterable[World]) -> None:
    """Refuse a new component with the name of another one.

    Raises:
        SchemaError: A world knows another class of that name, which stays in use.
    """
    everywhere = list(worlds)
    for module, names in spaces.items():
        for cls in list(names.values()):
            schema = cls.__dict__.get("__schema__") if isinstance(cls, type) else None
            if not isinstance(schema, Schema) or id(cls) in pairs.old or not pairs.is_own(cls):
                continue
            for world in everywhere:
                other = world.types.known(schema.name)
                if other is not None and other is not cls:
                    raise SchemaError(
                        f'Two components are called "{schema.name}": one in {other.__module__} '
                        f"and one in {module}. Give one of them another name."
                    )
