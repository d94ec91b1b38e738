"""Components in use that are laid out otherwise now, and the worlds that hold them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from zenith.app.reload_journal import Journal
from zenith.app.reload_links import Links
from zenith.schema import Schema
from zenith.world import Later, Renewal, World, renew_view


class Layouts:
    """The components among the classes that were made over, and the move of all worlds to them.

    Raises:
        FieldMisfit: A value does not fit its field's new type; nothing has changed.
    """

    def __init__(self, pairs: Iterable[tuple[Any, Any]], worlds: Iterable[World]) -> None:
        self._pairs = [(old, new) for old, new in pairs if _has_schema(old) and _has_schema(new)]
        changed = {
            old: (old.__schema__, _like(new.__schema__, old))
            for old, new in self._pairs
            if not _same(old.__schema__, new.__schema__)
        }
        self._changed = changed
        self._moves = [Renewal(world, changed) for world in worlds]

    def patch(self, journal: Journal, links: Links) -> None:
        """Give every class its new schema."""
        for old, new in self._pairs:
            if old in self._changed:
                before, schema = old.__schema__, links.schema(old, new.__schema__)
                _patch_slots(journal, old, before, schema)
                journal.set(old, "__schema__", schema)

    def commit(self) -> None:
        """Move every world; nothing of it can fail."""
        for old, (before, _) in self._changed.items():
            if "__columns__" in old.__dict__:
                del old.__columns__
            if not before.whole:
                renew_view(old, before)
        for move in self._moves:
            move.commit()


def _same(one: Schema, other: Schema) -> bool:
    """Tell whether two schemas lay a component out alike."""
    if (one.on_despawn is None) != (other.on_despawn is None):
        return False
    try:
        return one.fields == other.fields
    except ValueError:  # a default that is an array
        return False


def _has_schema(cls: Any) -> bool:
    return isinstance(cls, type) and isinstance(cls.__dict__.get("__schema__"), Schema)


def _like(schema: Schema, cls: type[Any]) -> Schema:
    return Schema(schema.name, cls, schema.fields, schema.whole, schema.on_despawn)


def _patch_slots(journal: Journal, cls: Any, before: Schema, after: Schema) -> None:
    """Let instances have the fields of today: those that have no slot find room elsewhere."""
    if after.whole:
        return
    names = {info.name for info in after.visible}
    for info in before.visible:
        if info.name not in names and info.name in cls.__dict__:
            journal.delete(cls, info.name)
    for info in after.visible:
        if info.name not in cls.__dict__:
            journal.set(cls, info.name, Later(info))
