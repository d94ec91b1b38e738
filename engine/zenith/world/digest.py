"""A world's hash: the same for the same state, whatever history led to it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from zenith.schema import FieldInfo, Kind, Schema
from zenith.world.names import Names
from zenith.world.plain import write, write_fields
from zenith.world.table import Table

if TYPE_CHECKING:
    from zenith.world.world import World

NOBODY: Final = 2**64 - 1
"""How an entity that does not live is written into a digest."""


class Ranks:
    """Living entities counted in spawn order: what digests use instead of handles."""

    def __init__(self, tables: Iterable[Table]) -> None:
        pairs = [t.raw()[:2] for t in tables if t.size]
        handles = np.concatenate([p[0] for p in pairs]) if pairs else np.zeros(0, np.uint64)
        serials = np.concatenate([p[1] for p in pairs]) if pairs else np.zeros(0, np.int64)
        in_order = handles[np.argsort(serials, kind="stable")]
        self._places = np.argsort(in_order, kind="stable").astype(np.uint64)
        self._handles = in_order[self._places.astype(np.int64)]

    def __len__(self) -> int:
        return len(self._handles)

    def of(self, handles: NDArray[np.uint64]) -> NDArray[np.uint64]:
        """Return the ranks of handles; NOBODY for those that do not live."""
        if not len(self._handles):
            return np.full(len(handles), NOBODY, np.uint64)
        at = np.minimum(np.searchsorted(self._handles, handles), len(self._handles) - 1)
        ranks = self._places[at]
        ranks[self._handles[at] != handles] = NOBODY
        return ranks

    def one(self, handle: int) -> int:
        """Return the rank of one handle."""
        return int(self.of(np.array([handle], np.uint64))[0])


def component_digest(schema: Schema, tables: Iterable[Table], names: Names, ranks: Ranks) -> str:
    """Return the hash of one component over all entities that have it."""
    mine = [t for t in tables if t.size and schema.cls in t]
    owners = [ranks.of(t.raw()[0]) for t in mine]
    if not owners:
        return ""
    order = np.argsort(np.concatenate(owners), kind="stable")
    total = hashlib.blake2b(digest_size=16)
    total.update(np.concatenate(owners)[order].tobytes())
    if schema.whole:
        parts = [t.raw_columns(schema.cls)[0] for t in mine]
        scripts = np.concatenate(parts)[order]
        total.update(_text(write_fields(s, schema, schema.name, ranks.one) for s in scripts))
        return total.hexdigest()
    for k, info in enumerate(schema.fields):
        if info.hidden:
            continue
        column = np.concatenate([t.raw_columns(schema.cls)[k] for t in mine])[order]
        total.update(info.saved_name.encode())
        total.update(canonical(column, info, schema, names, ranks))
    return total.hexdigest()


def canonical(
    column: NDArray[Any], info: FieldInfo, schema: Schema, names: Names, ranks: Ranks
) -> bytes:
    """Return a column as bytes that do not depend on how it came to be."""
    if info.kind in (Kind.FLOAT, Kind.VEC2, Kind.COLOR):
        plain = column + 0.0
        plain[np.isnan(plain)] = np.nan
        return plain.tobytes()
    if info.kind is Kind.NAME:
        ids, where = np.unique(column, return_inverse=True)
        texts = [names[int(i)] for i in ids]
        by_text = sorted(range(len(texts)), key=texts.__getitem__)
        place = np.zeros(len(texts), np.int32)
        place[by_text] = np.arange(len(texts), dtype=np.int32)
        return json.dumps(sorted(texts)).encode() + place[where].tobytes()
    if info.kind is Kind.ENTITY:
        return ranks.of(column).tobytes()
    if info.kind is Kind.OBJECT:
        place_name = f"{schema.name}.{info.name}"
        return _text(write(value, place_name, ranks.one) for value in column)
    return column.tobytes()


def _text(items: Iterable[Any]) -> bytes:
    return json.dumps(list(items), sort_keys=True, separators=(",", ":")).encode()


def tags_digest(tables: Iterable[Table], tag_bits: dict[str, int], ranks: Ranks) -> str:
    """Return the hash of who has which tag."""
    total = hashlib.blake2b(digest_size=16)
    full = [t for t in tables if t.size]
    for tag in sorted(tag_bits):
        word, bit = divmod(tag_bits[tag], 64)
        owners = [_owners(t, word, bit) for t in full]
        found = np.sort(ranks.of(np.concatenate(owners))) if owners else np.zeros(0, np.uint64)
        if len(found):
            total.update(tag.encode() + b"\0" + found.tobytes())
    return total.hexdigest()


def _owners(table: Table, word: int, bit: int) -> NDArray[np.uint64]:
    handles, _, tags = table.raw()
    found: NDArray[np.uint64] = handles[(tags[:, word] & np.uint64(1 << bit)) != 0]
    return found


def value_digest(value: Any, where: str, code: Callable[[int], int]) -> str:
    """Return the hash of a plain value."""
    data = _text([write(value, where, code)])
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def total_digest(parts: dict[str, str]) -> str:
    """Return one hash over named ones."""
    text = "\n".join(f"{name}={part}" for name, part in sorted(parts.items()) if part)
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def digest_parts(world: World) -> dict[str, str]:
    """Return a hash for each component and other part of a World's state."""
    tables = sorted(world._store.live, key=lambda t: [s.name for s in t.schemas])
    ranks = Ranks(tables)
    parts = {
        schema.name: component_digest(schema, tables, world.names, ranks)
        for schema in {s.name: s for t in tables for s in t.schemas}.values()
    }
    named = sorted((ranks.one(h), n) for h, n in world._name_of.items())
    parts[":entities"] = f"{len(ranks)}"
    parts[":names"] = value_digest([list(pair) for pair in named], "names", int)
    parts[":tags"] = tags_digest(tables, world._store.tag_bits, ranks)
    parts[":tick"] = str(world.tick)
    parts[":random"] = value_digest(world.random.get_state(), "random", int)
    for name, resource in world._resources.lasting():
        if getattr(resource, "digested", True):
            parts[f"resource {name}"] = _resource_digest(name, resource, ranks)
    return {name: part for name, part in sorted(parts.items()) if part}


def _resource_digest(name: str, resource: Any, ranks: Ranks) -> str:
    schema = getattr(resource, "__schema__", None)
    state = (
        write_fields(resource, schema, name, ranks.one)
        if isinstance(schema, Schema)
        else resource.get_state()
    )
    return value_digest(state, name, ranks.one)
