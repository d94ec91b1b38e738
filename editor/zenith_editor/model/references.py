"""References to entities inside the values of fields: found, and given other ids."""

from __future__ import annotations

import types as pytypes
import typing
from collections.abc import Callable, Mapping
from typing import Any

import zenith as zn
from zenith_editor.model.places import Fields, split

Rename = Callable[[str], str]


def renamed_in(components: dict[str, Fields], types: zn.Types, rename: Rename) -> None:
    """Give every entity that some components refer to another id, in place."""
    for name, fields in components.items():
        cls = types.find(name)
        if cls is None:
            continue
        for info in zn.schema_of(cls).saved:
            if info.saved_name in fields:
                fields[info.saved_name] = renamed(info, fields[info.saved_name], rename)


def renamed(info: zn.FieldInfo, raw: Any, rename: Rename) -> Any:
    """Return a field's value with other ids for the entities in it."""
    if info.kind is zn.FieldKind.ENTITY:
        return rename(raw) if isinstance(raw, str) else raw
    return _inside(info.annotation, raw, rename) if info.kind is zn.FieldKind.OBJECT else raw


def _inside(kind: Any, raw: Any, rename: Rename) -> Any:
    """Return a value of a container type with other ids, as far as its type says where they are."""
    if getattr(kind, "__entity_handle__", False) is True:
        return rename(raw) if isinstance(raw, str) else raw
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if isinstance(kind, pytypes.UnionType) or origin is typing.Union:
        some = [a for a in inner if a is not type(None)]
        return _inside(some[0], raw, rename) if len(some) == 1 else raw
    if origin in (list, tuple) and raw.__class__ is list:
        return _items(origin, inner, raw, rename)
    if origin is dict and len(inner) == 2 and raw.__class__ is dict:
        return {key: _inside(inner[1], value, rename) for key, value in raw.items()}
    return raw


def _items(origin: Any, inner: tuple[Any, ...], raw: list[Any], rename: Rename) -> list[Any]:
    endless = origin is list or (len(inner) == 2 and inner[1] is Ellipsis)
    kinds = [inner[0]] * len(raw) if endless and inner else list(inner)
    kinds += [object] * (len(raw) - len(kinds))
    return [_inside(kind, item, rename) for kind, item in zip(kinds, raw, strict=False)]


def by_table(table: Mapping[str, str]) -> Rename:
    """Return what gives ids another beginning: "old" and "old/inner" alike.

    >>> by_table({"cart": "cart-2"})("cart/wheel")
    'cart-2/wheel'
    """

    def rename(key: str) -> str:
        head, inner = split(key)
        new = table.get(head, head)
        return f"{new}/{inner}" if inner else new

    return rename


def rename_entity(data: zn.EntityData, types: zn.Types, rename: Rename) -> None:
    """Give what an entity refers to other ids: its parent, its fields, what it overrides."""
    data.parent = rename(data.parent) if data.parent else ""
    renamed_in(data.components, types, rename)
    for change in data.overrides.values():
        renamed_in(change.components, types, rename)
