"""Values of object fields as JSON that people can write, as far as the field's type says how.

A field declared as `list[tuple[float, float]]` is written as [[0, 1], [2, 3]]. What
the type does not foretell, as a tuple in a field of any type, is written with
letters that say what it is, inside {"$plain": ...}.
"""

from __future__ import annotations

import math
import re
import types as pytypes
import typing
from collections.abc import Callable
from typing import Any, Final, Protocol

from zenith.errors import ZenithError
from zenith.maths import Color, Vec2
from zenith.scene.plaindata import read_plain
from zenith.scene.refs import Refs
from zenith.scenefile import Misfit, path_of_ids, shown
from zenith.world import Entity
from zenith.world.plain import write

PLAIN: Final = "$plain"
IdOf = Callable[[int], Any]
"""The id, in the file, of the entity with that handle."""


class Codec(Protocol):
    """Reads and writes the values of one type."""

    def read(self, raw: Any, refs: Refs) -> Any:
        """Return what JSON stands for; raises Misfit."""
        ...

    def write(self, value: Any, code: IdOf) -> Any:
        """Return a value as JSON; raises Unnatural where the type does not foretell it."""
        ...


class Unnatural(Exception):
    """The value is not of the type declared."""


def read(codec: Codec, raw: Any, refs: Refs) -> Any:
    """Return what JSON stands for.

    Raises:
        Misfit: It stands for nothing that the type allows.
    """
    if raw.__class__ is dict and len(raw) == 1 and PLAIN in raw:
        return read_plain(raw[PLAIN], refs)
    return codec.read(raw, refs)


def encode(codec: Codec, value: Any, where: str, code: IdOf) -> Any:
    """Return a value as JSON.

    Raises:
        BadValue: The value is not plain; the message names `where`.
    """
    try:
        return codec.write(value, code)
    except Unnatural:
        return {PLAIN: write(value, where, code)}


def _each(codec: Codec, value: Any, code: IdOf) -> Any:
    return encode(codec, value, "an item", code)


class Scalar:
    """One of JSON's own values, of the kinds given."""

    def __init__(self, kinds: tuple[type, ...], expected: str) -> None:
        self._kinds = kinds
        self._expected = expected

    def read(self, raw: Any, refs: Refs) -> Any:
        """Return the value as it is."""
        if raw.__class__ not in self._kinds:
            raise Misfit(shown(raw), self._expected, advice(raw, self._kinds[0]))
        return raw

    def write(self, value: Any, code: IdOf) -> Any:
        """Return the value as it is; -0.0 as 0.0."""
        if value.__class__ not in self._kinds:
            raise Unnatural
        if value.__class__ is float:
            if not math.isfinite(value):
                raise Unnatural
            return value + 0.0
        if value.__class__ is int and not -(2**63) <= value < 2**63:
            raise Unnatural
        return value


class ListOf:
    """A list of items of one type."""

    def __init__(self, item: Codec) -> None:
        self._item = item

    def read(self, raw: Any, refs: Refs) -> Any:
        """Return a list."""
        return _items(raw, [self._item] * len(raw) if raw.__class__ is list else [], refs)

    def write(self, value: Any, code: IdOf) -> Any:
        """Return a list."""
        if value.__class__ is not list:
            raise Unnatural
        return [_each(self._item, v, code) for v in value]


class TupleOf:
    """A tuple, of any length or of one type for each place."""

    def __init__(self, items: list[Codec], *, endless: bool) -> None:
        self._codecs = items
        self._endless = endless

    def read(self, raw: Any, refs: Refs) -> Any:
        """Return a tuple."""
        if raw.__class__ is list and not self._endless and len(raw) != len(self._codecs):
            raise Misfit(shown(raw), f"a list of {len(self._codecs)}")
        length = len(raw) if raw.__class__ is list else 0
        return tuple(_items(raw, self._codecs * (length if self._endless else 1), refs))

    def write(self, value: Any, code: IdOf) -> Any:
        """Return a list."""
        if value.__class__ is not tuple or not (self._endless or len(value) == len(self._codecs)):
            raise Unnatural
        codecs = self._codecs * (len(value) if self._endless else 1)
        return [_each(c, v, code) for c, v in zip(codecs, value, strict=True)]


class DictOf:
    """A dict with texts as keys."""

    def __init__(self, item: Codec) -> None:
        self._item = item

    def read(self, raw: Any, refs: Refs) -> Any:
        """Return a dict."""
        if raw.__class__ is not dict:
            raise Misfit(shown(raw), "an object, as {...}")
        found: dict[str, Any] = {}
        for key, value in raw.items():
            try:
                found[key] = read(self._item, value, refs)
            except Misfit as misfit:
                raise misfit.under(key) from None
        return found

    def write(self, value: Any, code: IdOf) -> Any:
        """Return a dict, if all its keys are texts and it cannot be mistaken."""
        if value.__class__ is not dict or PLAIN in value:
            raise Unnatural
        if any(key.__class__ is not str for key in value):
            raise Unnatural
        return {k: _each(self._item, v, code) for k, v in value.items()}


class NumbersOf:
    """A Vec2 or a Color, as a list of its numbers."""

    def __init__(self, kind: type[Any]) -> None:
        self._kind = kind

    def read(self, raw: Any, refs: Refs) -> Any:
        """Return a Vec2 or Color."""
        numbers = read_vec2(raw) if self._kind is Vec2 else read_color(raw)
        return self._kind(*numbers)

    def write(self, value: Any, code: IdOf) -> Any:
        """Return a list of numbers."""
        if value.__class__ is not self._kind:
            raise Unnatural
        numbers = [v if v.__class__ is int else float(v) + 0.0 for v in value]
        if not all(math.isfinite(n) for n in numbers):
            raise Unnatural
        return numbers


class Reference:
    """An entity, by its id."""

    def read(self, raw: Any, refs: Refs) -> Any:
        """Return the entity, or None."""
        return None if raw is None else refs.entity(path_of_ids(raw))

    def write(self, value: Any, code: IdOf) -> Any:
        """Return the entity's id."""
        if value is None:
            return None
        if value.__class__ is not Entity:
            raise Unnatural
        return code(value.handle)


class Maybe:
    """A value of a type, or None."""

    def __init__(self, inner: Codec) -> None:
        self._inner = inner

    def read(self, raw: Any, refs: Refs) -> Any:
        """Return the value or None."""
        return None if raw is None else read(self._inner, raw, refs)

    def write(self, value: Any, code: IdOf) -> Any:
        """Return the value's JSON or None."""
        return None if value is None else self._inner.write(value, code)


def codec_of(annotation: Any) -> Codec:
    """Return what reads and writes the values of a type."""
    if annotation.__hash__ is not None and annotation in _SIMPLE:
        return _SIMPLE[annotation]
    if getattr(annotation, "__entity_handle__", False) is True:
        return Reference()
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is list and arguments:
        return ListOf(codec_of(arguments[0]))
    if origin is dict and len(arguments) == 2 and arguments[0] is str:
        return DictOf(codec_of(arguments[1]))
    if origin is tuple and arguments:
        endless = len(arguments) == 2 and arguments[1] is Ellipsis
        items = arguments[:1] if endless else arguments
        return TupleOf([codec_of(a) for a in items], endless=endless)
    if origin is typing.Annotated:
        return codec_of(arguments[0])
    if isinstance(annotation, pytypes.UnionType) or origin is typing.Union:
        inner = [a for a in arguments if a is not type(None)]
        if len(inner) == 1 and len(arguments) == 2:
            return Maybe(codec_of(inner[0]))
    return _ANYTHING


_ANYTHING: Final = Scalar(
    (type(None), bool, int, float, str), f'a number, text, true, false, null or {{"{PLAIN}": ...}}'
)
_SIMPLE: Final[dict[Any, Codec]] = {
    float: Scalar((float, int), "a number"),
    int: Scalar((int,), "a whole number"),
    bool: Scalar((bool,), "true or false"),
    str: Scalar((str,), "a text"),
    Vec2: NumbersOf(Vec2),
    Color: NumbersOf(Color),
    list: ListOf(_ANYTHING),
    dict: DictOf(_ANYTHING),
}


def read_vec2(raw: Any) -> list[float]:
    """Return the two numbers of a Vec2."""
    if not _numbers(raw) or len(raw) != 2:
        raise Misfit(shown(raw), "two numbers, as [0.0, 1.0]")
    return list(raw)


def read_color(raw: Any) -> list[float]:
    """Return the four numbers of a colour; "#rrggbb" is read too."""
    if raw.__class__ is str:
        try:
            return list(Color.hex(raw))
        except ZenithError:
            pass
    elif _numbers(raw) and len(raw) in (3, 4):
        return [*raw, 1.0][:4]
    raise Misfit(shown(raw), 'a colour, as [1.0, 0.5, 0.0, 1.0] or "#ff8000"')


def _numbers(raw: Any) -> bool:
    if raw.__class__ is not list:
        return False
    return all(n.__class__ in (int, float) and math.isfinite(n) for n in raw)


def _items(raw: Any, codecs: list[Codec], refs: Refs) -> list[Any]:
    if raw.__class__ is not list:
        raise Misfit(shown(raw), "a list, as [...]")
    found: list[Any] = []
    for k, (codec, item) in enumerate(zip(codecs, raw, strict=True)):
        try:
            found.append(read(codec, item, refs))
        except Misfit as misfit:
            raise misfit.under(k) from None
    return found


def advice(raw: Any, kind: type) -> str:
    """Return what helps against the usual slips of types."""
    if raw.__class__ is str and kind in (int, float) and re.fullmatch(r"-?\d+(\.\d+)?", raw):
        return "write it without quotation marks"
    if raw.__class__ is str and kind is bool and raw.lower() in ("true", "false"):
        return f"write {raw.lower()} without quotation marks"
    if raw.__class__ is float and kind is int and raw.is_integer():
        return f"write {int(raw)}"
    if raw.__class__ is int and kind is bool:
        return "write true or false"
    if raw.__class__ in (int, float) and kind is str:
        return f'write "{raw}"'
    return ""
