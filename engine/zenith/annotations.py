"""The types that a class body declares, however they were written, and how they are stored."""

from __future__ import annotations

import enum
import inspect
import sys
import types
import typing
from typing import Annotated, Any, Final

from zenith.maths import Color, Vec2


def declared_types(cls: type[Any]) -> dict[str, Any]:
    """Return the types declared in this class body, with written-out ones evaluated."""
    module = sys.modules.get(cls.__module__)
    scope = dict(vars(module)) if module is not None else {}
    raw = inspect.get_annotations(cls)
    return {name: _evaluate(value, scope, cls) for name, value in raw.items()}


def _evaluate(value: Any, scope: dict[str, Any], cls: type[Any]) -> Any:
    if not isinstance(value, str):
        return value
    try:
        holder = types.new_class(f"{cls.__name__}Annotation")
        holder.__annotations__ = {"value": value}
        hints = typing.get_type_hints(holder, scope, dict(vars(cls)), include_extras=True)
        return hints["value"]
    except NameError:
        return object


class Kind(enum.Enum):
    """How a field is stored in its column."""

    FLOAT = "float"
    INT = "int"
    BOOL = "bool"
    VEC2 = "vec2"
    COLOR = "color"
    NAME = "name"
    ENTITY = "entity"
    OBJECT = "object"


_SIMPLE_KINDS: Final[dict[Any, Kind]] = {
    float: Kind.FLOAT,
    int: Kind.INT,
    bool: Kind.BOOL,
    Vec2: Kind.VEC2,
    Color: Kind.COLOR,
}


def kind_of(annotation: Any, *, interned: bool = False) -> Kind:
    """Return how a field of that type is stored."""
    simple = _SIMPLE_KINDS.get(annotation) if _hashable(annotation) else None
    if simple is not None:
        return simple
    if typing.get_origin(annotation) is Annotated:
        base, *notes = typing.get_args(annotation)
        return Kind.NAME if "layer" in notes else kind_of(base, interned=interned)
    if annotation is str:
        return Kind.NAME if interned else Kind.OBJECT
    if isinstance(annotation, type) and issubclass(annotation, enum.Enum):
        return Kind.NAME
    return Kind.ENTITY if _means_entity(annotation) else Kind.OBJECT


def _hashable(annotation: Any) -> bool:
    return type(annotation).__hash__ is not None


def _means_entity(annotation: Any) -> bool:
    """Tell whether a type is Entity, or Entity | None."""
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is typing.Union:
        inner = [a for a in typing.get_args(annotation) if a is not type(None)]
        return len(inner) == 1 and _means_entity(inner[0])
    return getattr(annotation, "__entity_handle__", False) is True
