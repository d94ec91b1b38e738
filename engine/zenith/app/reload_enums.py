"""An enum in use, with the members of its new namesake."""

from __future__ import annotations

from types import FunctionType
from typing import Any, Final

from zenith.app.reload_journal import Journal

_TABLES: Final = (
    "_member_names_", "_member_map_", "_value2member_map_", "_unhashable_values_",
    "_hashable_values_", "_unhashable_values_map_", "_flag_mask_", "_all_bits_",
    "_singles_mask_", "_inverted_",
)  # fmt: skip
_METHODS: Final = (FunctionType, property, classmethod, staticmethod)


def patch_enum(journal: Journal, old: Any, new: Any) -> dict[int, Any]:
    """Give an enum the members of another one; a member of the same name and value stays itself.

    Returns:
        By the id of each new member, the one that lives on in its place.
    """
    lives: dict[int, Any] = {}
    for name, member in new.__members__.items():
        before = old.__members__.get(name)
        stays = before is not None and before.value == member.value
        lives.setdefault(id(member), before if stays else _moved(journal, old, member))
    tables = {n: _mapped(new.__dict__[n], lives) for n in _TABLES if n in new.__dict__}
    names = {*new.__members__, *old.__members__}
    for name, value in tables.items():
        journal.set(old, name, value)
    for name in names:
        member = lives.get(id(new.__members__.get(name)))
        if member is not None:
            journal.set(old, name, member)
        elif name in old.__dict__:
            journal.delete(old, name)
    for name, value in list(new.__dict__.items()):
        if name != "__new__" and isinstance(value, _METHODS) and name not in names:
            journal.set(old, name, value)
    return lives


def _moved(journal: Journal, old: Any, member: Any) -> Any:
    """Return a new member as one of the enum in use."""
    journal.set(member, "__class__", old)
    journal.set(member, "__objclass__", old)
    return member


def _mapped(table: Any, lives: dict[int, Any]) -> Any:
    kind: Any = table.__class__
    if issubclass(kind, dict):
        return {key: lives.get(id(value), value) for key, value in table.items()}
    return list(table) if kind is list else table
