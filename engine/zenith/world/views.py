"""A component of one entity, as a live window into its columns."""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import Any, TypeVar, cast

from zenith.errors import BadValue
from zenith.maths import Color, Vec2
from zenith.schema import FieldInfo, Kind, Schema, schema_of
from zenith.world.columns import Columns
from zenith.world.plain import PLAIN, check_plain

T = TypeVar("T")

Getter = Callable[[Any], Any]
Setter = Callable[[Any, Any], None]

# A view has four slots: _c the Columns, _r the row, _e the entity's handle and
# _w its World. The row still holds the entity exactly when the table's handle
# there is the view's, so that one comparison checks generation, table and row.


def view_class(cls: type[T]) -> type[T]:
    """Return the subclass of a component whose fields read and write columns."""
    made = cls.__dict__.get("__view__")
    if made is None:
        schema = schema_of(cls)
        body: dict[str, Any] = {
            "__slots__": ("_c", "_e", "_r", "_w"),
            "__init__": _never,
            "_moved": _moved,
            "__module__": cls.__module__,
            "__doc__": cls.__doc__,
        }
        for k, info in enumerate(schema.fields):
            read, write = _accessors(k, info)
            body[info.name] = property(read, write)
        made = type(cls.__name__, (cls,), body)
        cast(Any, cls).__view__ = made
    return cast(type[T], made)


def renew_view(cls: type[Any], before: Schema) -> None:
    """Let the views of a component that has other fields now show those."""
    made = cls.__dict__.get("__view__")
    if made is None:
        return
    for info in before.fields:
        delattr(made, info.name)
    for k, info in enumerate(schema_of(cls).fields):
        read, write = _accessors(k, info)
        setattr(made, info.name, property(read, write))


def is_alive(view: Any) -> bool:
    """Tell whether the entity that a view looks at still lives."""
    return bool(view._w.entity(view._e).alive)


def _never(self: Any, *args: Any, **kwargs: Any) -> None:
    raise TypeError("A view is made by a World, by entity[Component] or a query.")


def _moved(self: Any) -> tuple[Columns[Any], int]:
    """Find the row again after it moved; raises DeadEntity or MissingComponent."""
    columns, row = self._w.locate(self._e, type(self).__base__)
    self._c, self._r = columns, row
    return columns, row


def _accessors(k: int, info: FieldInfo) -> tuple[Getter, Setter]:
    if info.kind is Kind.VEC2:
        return _vec2(k, info)
    if info.kind is Kind.COLOR:
        return _color(k, info)
    if info.kind is Kind.NAME:
        return _name(k, info)
    if info.kind is Kind.ENTITY:
        return _entity(k)
    if info.kind is Kind.OBJECT:
        return _object(k, info)
    return _number(k, info)


def _number(k: int, info: FieldInfo) -> tuple[Getter, Setter]:
    def read(self: Any) -> Any:
        c, r = self._c, self._r
        if c._handles[r] != self._e:
            c, r = self._moved()
        return c._flat[k][r]

    def write(self: Any, value: Any) -> None:
        c, r = self._c, self._r
        if c._handles[r] != self._e:
            c, r = self._moved()
        c._touched[k] = True
        try:
            c._flat[k][r] = value
        except (TypeError, ValueError):
            raise _wrong(c, info, value) from None

    return read, write


def _object(k: int, info: FieldInfo) -> tuple[Getter, Setter]:
    def read(self: Any) -> Any:
        c, r = self._c, self._r
        if c._handles[r] != self._e:
            c, r = self._moved()
        value = c._flat[k][r]
        if type(value) in (list, dict):
            c._touched[k] = True  # it may be changed in place
        return value

    def write(self: Any, value: Any) -> None:
        c, r = self._c, self._r
        if c._handles[r] != self._e:
            c, r = self._moved()
        if value.__class__ not in PLAIN:
            check_plain(value, f"{c._schema.name}.{info.name}")
        c._touched[k] = True
        c._flat[k][r] = value

    return read, write


def _vec2(k: int, info: FieldInfo) -> tuple[Getter, Setter]:
    def read(self: Any) -> Vec2:
        c, r = self._c, self._r
        if c._handles[r] != self._e:
            c, r = self._moved()
        at = 2 * r
        flat = c._flat[k]
        return Vec2(flat[at], flat[at + 1])

    def write(self: Any, value: Any) -> None:
        c, r = self._c, self._r
        if c._handles[r] != self._e:
            c, r = self._moved()
        c._touched[k] = True
        at = 2 * r
        flat = c._flat[k]
        try:
            flat[at], flat[at + 1] = value
        except (TypeError, ValueError):
            raise _wrong(c, info, value) from None

    return read, write


def _color(k: int, info: FieldInfo) -> tuple[Getter, Setter]:
    def read(self: Any) -> Color:
        c, r = self._c, self._r
        if c._handles[r] != self._e:
            c, r = self._moved()
        at = 4 * r
        return Color(*c._flat[k][at : at + 4])

    def write(self: Any, value: Any) -> None:
        c, r = self._c, self._r
        if c._handles[r] != self._e:
            c, r = self._moved()
        c._touched[k] = True
        at = 4 * r
        flat = c._flat[k]
        try:
            flat[at], flat[at + 1], flat[at + 2], flat[at + 3] = Color(*value)
        except (TypeError, ValueError):
            raise _wrong(c, info, value) from None

    return read, write


def _name(k: int, info: FieldInfo) -> tuple[Getter, Setter]:
    enumeration: Any = info.annotation
    kind: Any = info.annotation
    is_enum = isinstance(kind, type) and issubclass(kind, enum.Enum)

    def read(self: Any) -> Any:
        c, r = self._c, self._r
        if c._handles[r] != self._e:
            c, r = self._moved()
        text = c._names[c._flat[k][r]]
        return enumeration[text] if is_enum else text

    def write(self: Any, value: Any) -> None:
        c, r = self._c, self._r
        if c._handles[r] != self._e:
            c, r = self._moved()
        c._touched[k] = True
        if info.choices:
            info.check(value, c._schema.name)
        try:
            c._flat[k][r] = c._names.id(value.name if is_enum else value)
        except (TypeError, AttributeError):
            raise _wrong(c, info, value) from None

    return read, write


def _entity(k: int) -> tuple[Getter, Setter]:
    def read(self: Any) -> Any:
        c, r = self._c, self._r
        if c._handles[r] != self._e:
            c, r = self._moved()
        handle = c._flat[k][r]
        return self._w.entity(handle) if handle else None

    def write(self: Any, value: Any) -> None:
        c, r = self._c, self._r
        if c._handles[r] != self._e:
            c, r = self._moved()
        c._touched[k] = True
        c._flat[k][r] = 0 if value is None else self._w.own(value)

    return read, write


def _wrong(columns: Columns[Any], info: FieldInfo, value: Any) -> BadValue:
    return BadValue(f"{columns._schema.name}.{info.name} takes {info.kind.value}, not {value!r}.")
