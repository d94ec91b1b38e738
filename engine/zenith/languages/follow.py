"""Texts that follow the language: their words are looked up by key, once for all that share it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from zenith.components import Text
from zenith.errors import BadValue, UnknownName
from zenith.languages.library import Languages, Spoken
from zenith.world import Columns, Table, World


class Followed:
    """What the Texts of a World looked like when they last followed; a transient resource."""

    def __init__(self) -> None:
        self.seen: tuple[object, ...] = ()


def follow(world: World, languages: Languages) -> None:
    """Put the words of its key into every Text that has one; nothing to do where none changed.

    Raises:
        UnknownName: There are no words of that key; tells the entity.
        BadValue: The words need values, which a key cannot give.
    """
    if not world.has_resource(Followed):
        world.set_resource(Followed(), transient=True)
    followed, code = world.resource(Followed), world.resource(Spoken).code
    tables = list(world.tables(Text))
    if followed.seen == _seen(code, languages.version, tables):
        return
    for table in tables:
        keys = table[Text].peek("key")
        for number in np.unique(keys[keys != 0]).tolist():
            _put(world, table, keys == number, languages, code)
    followed.seen = _seen(code, languages.version, tables)


def _seen(code: str, version: int, tables: list[Table]) -> tuple[object, ...]:
    found: list[object] = [code, version]
    for table in tables:
        columns = table[Text]
        places = (columns.place("key"), columns.place("text"))
        found += (table, table.version, *columns.versions(places))
    return tuple(found)


def _put(
    world: World, table: Table, rows: NDArray[np.bool_], languages: Languages, code: str
) -> None:
    columns: Columns[Any] = table[Text]
    key = world.names[int(columns.peek("key")[rows][0])]
    try:
        words = languages.words(code, key, {})
    except (UnknownName, BadValue) as error:
        owner = world.entity(int(table.handles[rows][0]))
        hint = ""
        if isinstance(error, BadValue):
            hint = " A key gives none: set the text by world.words() instead."
        raise type(error)(f"Text.key of {owner!r}: {error}{hint}") from None
    if (columns.peek("text")[rows] != words).any():
        columns.text[rows] = words
