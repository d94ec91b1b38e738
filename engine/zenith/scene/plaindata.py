"""Values written with letters that say what they are: looked at before anything is made of them."""

from __future__ import annotations

import re
from typing import Any, Final

from zenith.errors import ZenithError
from zenith.scene.refs import Refs
from zenith.scenefile import Misfit, path_of_ids, shown
from zenith.schema import schema_of
from zenith.world.plain import Reader

_ARRAY: Final = re.compile(r"[<>|=]?[biuf][1248]|[<>|=]?c(8|16)|\|b1|\?")
_BROKEN: Final = (
    AttributeError, KeyError, IndexError, TypeError, ValueError, OverflowError, RecursionError,
    ZenithError,
)  # fmt: skip


def read_plain(data: Any, refs: Refs) -> Any:
    """Return what was written with letters.

    Raises:
        Misfit: It is of another form, or names what is not registered.
    """
    _check(data, refs)

    def make(name: str) -> Any:
        return refs.types.get(name)()

    entity: Any = refs.entity
    view: Any = refs.view
    try:
        return Reader(entity, view, make).read(data)
    except _BROKEN as error:
        raise Misfit(shown(data), "data as Zenith writes it", f"{error}"[:100]) from None


def _check(data: Any, refs: Refs) -> None:
    if data.__class__ is dict:
        raise Misfit(shown(data), "data as Zenith writes it")
    if data.__class__ is not list:
        return
    items: list[Any] = data
    letter: Any = items[0] if items else None
    rest = items[1:]
    if letter in ("e", "w"):
        if rest != [None]:
            path_of_ids(rest[0] if rest else None)
    elif letter == "a":
        _check_array(rest)
    elif letter == "o":
        _check_object(rest, refs)
    elif letter in ("l", "t", "s", "v", "c"):
        for item in rest:
            _check(item, refs)
    elif letter == "d":
        for pair in rest:
            _check(["l", *pair] if pair.__class__ is list else pair, refs)
    elif letter not in ("f", "b"):
        raise Misfit(shown(letter), "one of the letters that Zenith writes")


def _check_array(rest: list[Any]) -> None:
    if len(rest) != 3:
        raise Misfit(shown(rest), "an array: its type, its shape and its bytes")
    kind, digits = rest[0], rest[2]
    shape: Any = rest[1]
    # Text of another form would be taken apart by numpy, which may evaluate parts of it.
    fits = kind.__class__ is str and _ARRAY.fullmatch(kind) is not None
    if not fits or digits.__class__ is not str or shape.__class__ is not list:
        raise Misfit(shown(rest), "an array: its type, its shape and its bytes")
    sizes: list[Any] = shape
    if not all(n.__class__ is int and 0 <= n <= len(digits) for n in sizes):
        raise Misfit("an array of another size than its shape", "one that fits")


def _check_object(rest: list[Any], refs: Refs) -> None:
    name: Any = rest[0] if len(rest) == 2 else None
    cls = refs.types.find(name) if name.__class__ is str else None
    if cls is None or rest[1].__class__ is not dict:
        raise Misfit(shown(name), "a component that is registered, and its fields")
    known = {f.name for f in schema_of(cls).visible}
    fields: dict[str, Any] = rest[1]
    for key, value in fields.items():
        if key not in known:
            raise Misfit(shown(key), f"a field of {name}")
        _check(value, refs)
