"""Plain values: what object columns, scripts, resources and events may hold.

A value is written down as JSON-able data, in which every list begins with the
letter of what it stands for. That one form serves snapshots, files and digests.
"""

from __future__ import annotations

import enum
import json
import math
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from zenith.errors import BadValue
from zenith.maths import Color, Vec2
from zenith.schema import Schema
from zenith.world.entity import Entity

_SIMPLE: Final = frozenset({str, int, bool, type(None)})
"""Exactly these types: an enum is an int too, and -0.0 is written as 0.0."""

Code = Callable[[int], int]
"""How an entity's handle is written down: as it is, or as its rank in a digest."""


def write(value: Any, where: str, code: Code = int) -> Any:
    """Return a value as JSON-able data.

    Args:
        value: Numbers, text, bytes, Vec2, Color, entities, component views,
            components, arrays, and lists, tuples, dicts and sets of these.
        where: The place to name when it cannot be done, as "Hero.path[3]".
        code: How an entity's handle is written down.

    Raises:
        BadValue: The value, or one inside it, is not plain.
    """
    kind: Any = value.__class__
    if kind in _SIMPLE:
        return value
    if kind is Entity:
        return ["e", code(value.handle)]
    if kind is float or _is_number(kind):
        return _number(value)
    if issubclass(kind, str):
        return value
    schema = getattr(value, "__schema__", None)
    if isinstance(schema, Schema) and not issubclass(kind, type):
        return _write_component(value, schema, where, code)
    writer = _WRITERS.get(kind)
    if writer is None:
        raise _refusal(kind, where)
    return writer(value, where, code)


def write_all(values: list[Any], where: str) -> list[Any]:
    """Return every value as JSON-able data, as `write` does; what stands for itself at once."""
    if stand_for_themselves(values):
        return values
    return [write(value, where) for value in values]


def stand_for_themselves(values: list[Any]) -> bool:
    """Tell whether each value is written down as what it is, and can never change."""
    return _SIMPLE.issuperset(map(type, values))


def check_plain(value: Any, where: str) -> None:
    """Refuse a value that no snapshot could copy, when it is set; containers are not looked into.

    Raises:
        BadValue: It is a generator, a function, a file, or another thing that is no plain data.
    """
    kind: Any = value.__class__
    if kind in PLAIN or issubclass(kind, str) or _is_number(kind):
        return
    if isinstance(getattr(kind, "__schema__", None), Schema):
        return
    raise _refusal(kind, where)


def _is_number(kind: type[Any]) -> bool:
    numbers = (int, float, np.number, np.bool_)
    return issubclass(kind, numbers) and not issubclass(kind, enum.Enum)


def _refusal(kind: type[Any], where: str) -> BadValue:
    name = "class" if issubclass(kind, type) else kind.__name__
    return BadValue(
        f"{where} holds a {name}, which cannot be copied or saved. "
        "State is plain data: numbers, text, vectors, colours, entities, components, "
        "and lists, tuples, dicts and sets of these."
    )


def _number(value: Any) -> Any:
    kind: Any = value.__class__
    if kind is float:
        return value + 0.0 if math.isfinite(value) else ["f", str(value)]
    if issubclass(kind, (bool, np.bool_)):
        return bool(value)
    if issubclass(kind, (int, np.integer)):
        return int(value)
    number = float(value) + 0.0  # -0.0 and 0.0 are one value
    return number if math.isfinite(number) else ["f", str(number)]


def _write_component(value: Any, schema: Schema, where: str, code: Code) -> Any:
    if hasattr(value.__class__, "_moved"):
        return ["w", code(value._e), schema.name]
    return ["o", schema.name, write_fields(value, schema, where, code)]


def write_fields(value: Any, schema: Schema, where: str, code: Code = int) -> dict[str, Any]:
    """Return the fields of a component, script or event, undeclared attributes included."""
    names = [f.name for f in schema.visible]
    held: dict[str, Any] = getattr(value, "__dict__", {})
    extra = [k for k in held if k not in names]
    kept = [k for k in sorted(extra) if not k.startswith("_")]
    return {n: write(getattr(value, n), f"{where}.{n}", code) for n in [*names, *kept]}


def _items(letter: str) -> Callable[[Any, str, Code], Any]:
    def writer(value: Any, where: str, code: Code) -> Any:
        written: list[Any] = [letter]
        for i, item in enumerate(value):
            kind = item.__class__
            if kind in _SIMPLE:
                written.append(item)
            elif kind is Entity:
                written.append(["e", code(item.handle)])
            else:
                written.append(write(item, f"{where}[{i}]", code))
        return written

    return writer


def _write_dict(value: dict[Any, Any], where: str, code: Code) -> Any:
    pairs = [
        [write(k, f"{where} key", code), write(v, f"{where}[{k!r}]", code)]
        for k, v in value.items()
    ]
    return ["d", *pairs]


def _write_set(value: Any, where: str, code: Code) -> Any:
    items = [write(v, f"{where} item", code) for v in value]
    return ["s", *sorted(items, key=json.dumps)]


def _write_array(value: Any, where: str, code: Code) -> Any:
    if value.dtype.hasobject:
        raise BadValue(f"{where} holds an array of objects; only arrays of numbers are plain.")
    return ["a", value.dtype.str, list(value.shape), value.tobytes().hex()]


_WRITERS: dict[type[Any], Callable[[Any, str, Code], Any]] = {
    list: _items("l"),
    tuple: _items("t"),
    dict: _write_dict,
    set: _write_set,
    frozenset: _write_set,
    bytes: lambda value, _where, _code: ["b", value.hex()],
    Vec2: lambda value, _where, _code: ["v", _number(value.x), _number(value.y)],
    Color: lambda value, _where, _code: ["c", *(_number(part) for part in value)],
    np.ndarray: _write_array,
}

PLAIN: Final = frozenset((type(None), bool, int, float, str, Entity, *_WRITERS))
"""The usual types of plain values: what is of one of them needs no further look."""


class Reader:
    """Turns written-down values back into live ones of a World."""

    def __init__(
        self,
        entity: Callable[[int], Entity],
        view: Callable[[int, str], Any],
        make: Callable[[str], Any],
    ) -> None:
        self._entity = entity
        self._view = view
        self._make = make

    def read(self, data: Any) -> Any:
        """Return the value that `write` wrote down."""
        if data.__class__ is not list:
            return data
        letter, *rest = data
        return getattr(self, f"_read_{letter}")(*rest)

    def read_all(self, values: list[Any]) -> list[Any]:
        """Return the values that `write_all` wrote down."""
        if stand_for_themselves(values):
            return values
        return [self.read(value) for value in values]

    def fields(self, target: Any, data: dict[str, Any]) -> Any:
        """Set the fields of a new component, script or event and return it."""
        for name, value in data.items():
            setattr(target, name, self.read(value))
        return target

    def _read_f(self, text: str) -> float:
        return float(text)

    def _read_e(self, handle: int) -> Entity:
        return self._entity(handle)

    def _read_w(self, handle: int, name: str) -> Any:
        return self._view(handle, name)

    def _read_o(self, name: str, data: dict[str, Any]) -> Any:
        return self.fields(self._make(name), data)

    def _read_l(self, *items: Any) -> list[Any]:
        return [self.read(item) for item in items]

    def _read_t(self, *items: Any) -> tuple[Any, ...]:
        return tuple(self.read(item) for item in items)

    def _read_s(self, *items: Any) -> set[Any]:
        return {self.read(item) for item in items}

    def _read_d(self, *pairs: Any) -> dict[Any, Any]:
        return {self.read(k): self.read(v) for k, v in pairs}

    def _read_b(self, text: str) -> bytes:
        return bytes.fromhex(text)

    def _read_v(self, x: Any, y: Any) -> Vec2:
        return Vec2(self.read(x), self.read(y))

    def _read_c(self, *parts: Any) -> Color:
        return Color(*(self.read(part) for part in parts))

    def _read_a(self, dtype: str, shape: list[int], text: str) -> Any:
        return np.frombuffer(bytes.fromhex(text), dtype).reshape(shape).copy()
