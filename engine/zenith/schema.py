"""What a component declares: its fields, their kinds and limits.

`@component` attaches a `Schema` to a class and registers nothing: no module
state, so two projects may both have a `Velocity`.
"""

from __future__ import annotations

import copy
import dataclasses
import enum
import functools
import math
import typing
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, TypeVar, cast, dataclass_transform

from zenith.annotations import Kind as Kind
from zenith.annotations import declared_types, kind_of
from zenith.errors import BadValue, SchemaError, unknown
from zenith.maths import Color, Vec2

T = TypeVar("T")

LayerName = Annotated[str, "layer"]
"""The name of a layer: text for people, a small integer in its column."""


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """One declared field.

    Attributes:
        name: The attribute's name in Python.
        kind: How it is stored.
        annotation: Its type as declared.
        default: What a new component holds; containers are copied for each.
        saved_name: Its name in files, so that renaming the attribute loses nothing.
        min: Smallest value allowed, or None.
        max: Largest value allowed, or None.
        step: The editor's step, or None.
        unit: Its unit, for people.
        choices: The values allowed, or an empty tuple.
        asset: The kind of asset it names ("image", "sound", "font", "words"), or "".
        tooltip: One line for people.
        hidden: Kept by the engine: not given by users, not saved, outside digests.
        mirror: Name of the field a hidden one starts equal to, or "".
        saved: Whether scene files keep it; snapshots keep every field that is not hidden.
    """

    name: str
    kind: Kind
    annotation: Any
    default: Any
    saved_name: str
    min: float | None = None
    max: float | None = None
    step: float | None = None
    unit: str = ""
    choices: tuple[str, ...] = ()
    asset: str = ""
    tooltip: str = ""
    hidden: bool = False
    mirror: str = ""
    saved: bool = True

    def check(self, value: Any, owner: str) -> None:
        """Raise BadValue unless `value` keeps to the declared limits."""
        if self.choices and value not in self.choices:
            raise unknown("choice", str(value), self.choices, f"{owner}.{self.name}")
        low, high = self.min, self.max
        if low is None and high is None:
            return
        number = isinstance(value, (int, float)) and math.isfinite(value)
        if not number or (low is not None and value < low) or (high is not None and value > high):
            raise BadValue(f"{owner}.{self.name} is {value!r}; expected {self.limits()}.")

    def limits(self) -> str:
        """Return the range allowed, in words."""
        if self.max is None:
            return f"a number of at least {self.min:g}"
        if self.min is None:
            return f"a number of at most {self.max:g}"
        return f"a number from {self.min:g} to {self.max:g}"


@dataclass(frozen=True, slots=True)
class Schema:
    """Everything a World needs to know of a component class.

    Attributes:
        name: Its name in files and messages.
        cls: The class.
        fields: Its fields in the order declared, hidden ones included.
        whole: Whether instances are stored as they are (scripts) instead of by field.
        on_despawn: Called with an instance whose entity goes, or None.
    """

    name: str
    cls: type[Any]
    fields: tuple[FieldInfo, ...]
    whole: bool = False
    on_despawn: Callable[[Any], None] | None = None

    @property
    def visible(self) -> tuple[FieldInfo, ...]:
        """The fields that users give and files keep."""
        return tuple(f for f in self.fields if not f.hidden)

    @property
    def saved(self) -> tuple[FieldInfo, ...]:
        """The fields that scene files keep."""
        return tuple(f for f in self.fields if f.saved and not f.hidden)

    @property
    def limited(self) -> tuple[FieldInfo, ...]:
        """The fields whose values have limits to check."""
        return tuple(f for f in self.fields if f.choices or f.min is not None or f.max is not None)

    def field(self, name: str) -> FieldInfo:
        """Return a field by name.

        Raises:
            UnknownName: The component has no such field.
        """
        for info in self.fields:
            if info.name == name:
                return info
        raise unknown("field", name, [f.name for f in self.visible], self.name)


@dataclass(frozen=True, slots=True)
class _Declared:
    """What `field()` leaves in the class body for the decorator to read."""

    default: Any
    options: dict[str, Any]


def field(
    default: T,
    /,
    *,
    min: float | None = None,
    max: float | None = None,
    step: float | None = None,
    unit: str = "",
    choices: Sequence[str] | None = None,
    asset: str = "",
    tooltip: str = "",
    name: str = "",
    saved: bool = True,
) -> T:
    """Declare a component's field with more than a default.

    Args:
        default: What a new component holds; lists and dicts are copied for each.
        min: Smallest value allowed.
        max: Largest value allowed.
        step: The editor's step.
        unit: Its unit, for people ("px/s").
        choices: The texts allowed; stored as small integers.
        asset: What the text names: "image", "sound", "music", "font", or "words" by their key.
        tooltip: One line for people.
        name: The name in files, where it differs from the attribute's.
        saved: Whether scene files keep it; False for what only a running game knows.

    >>> @component
    ... class Door:
    ...     state: str = field("shut", choices=["shut", "open"])
    >>> Door().state
    'shut'
    """
    options = {
        "min": min,
        "max": max,
        "step": step,
        "unit": unit,
        "choices": tuple(choices or ()),
        "asset": asset,
        "tooltip": tooltip,
        "saved_name": name,
        "saved": saved,
    }
    return cast(T, _Declared(default, options))


def hidden(default: T, /, *, mirror: str = "") -> T:
    """Declare a field that the engine keeps: outside constructors, files and digests.

    Args:
        default: What it starts as.
        mirror: The field it starts equal to instead.
    """
    return cast(T, _Declared(default, {"hidden": True, "mirror": mirror}))


@dataclass_transform()
def component(cls: type[T], /) -> type[T]:
    """Make a class of annotated fields into a component: plain data for entities.

    Every field needs a type and a default. The class becomes a dataclass with
    slots; its instances are what `spawn` and `add` take.

    Raises:
        SchemaError: A field has no default, or one that does not fit its type.

    >>> @component
    ... class Health:
    ...     points: int = 3
    >>> Health(points=5)
    Health(points=5)
    """
    infos = read_fields(cls, cls)
    for info in infos:
        if info.hidden:
            delattr(cls, info.name)
            del cls.__annotations__[info.name]
        else:
            setattr(cls, info.name, dataclass_default(info.default))
    # A slot to spare, for fields that the class gets when its code is loaded again.
    cls.__annotations__["_later"] = Any
    cast(Any, cls)._later = dataclasses.field(init=False, repr=False, compare=False)
    made: Any = dataclass(slots=True, eq=False)(cls)
    del made.__dataclass_fields__["_later"], made.__annotations__["_later"]
    made.__eq__ = _equal
    made.__hash__ = None
    made.__schema__ = Schema(cls.__name__, made, infos)
    return cast(type[T], made)


def _equal(self: Any, other: object) -> Any:
    schema = getattr(other, "__schema__", None)
    if schema is None or schema is not self.__schema__:
        return NotImplemented
    return all(getattr(self, f.name) == getattr(other, f.name) for f in schema.visible)


def schema_of(cls: type[Any]) -> Schema:
    """Return the schema of a component class.

    Raises:
        SchemaError: The class is no component.
    """
    schema = getattr(cls, "__schema__", None)
    if not isinstance(schema, Schema):
        given: Any = cls
        shown = given.__name__ if isinstance(given, type) else repr(given)
        raise SchemaError(f"{shown} is no component; put @zn.component above its class.")
    return schema


def dataclass_default(default: Any) -> Any:
    """Return what a dataclass takes so that every instance has its own container."""
    kind: Any = default.__class__
    if kind in (list, dict, set) or kind.__hash__ is None:
        return dataclasses.field(default_factory=functools.partial(copy.deepcopy, default))
    return default


def read_fields(cls: type[Any], owner: type[Any]) -> tuple[FieldInfo, ...]:
    """Read the fields declared in one class body, with what `field()` said of each."""
    infos: list[FieldInfo] = []
    for name, annotation in declared_types(cls).items():
        if typing.get_origin(annotation) is typing.ClassVar or name.startswith("_"):
            continue
        if name not in cls.__dict__:
            raise SchemaError(
                f"{owner.__name__}.{name} has no default; every field of a component needs one."
            )
        declared = cls.__dict__[name]
        if not isinstance(declared, _Declared):
            declared = _Declared(declared, {})
        infos.append(_field_info(owner, name, annotation, declared))
    return tuple(infos)


def _field_info(owner: type[Any], name: str, annotation: Any, declared: _Declared) -> FieldInfo:
    options = dict(declared.options)
    options["saved_name"] = options.get("saved_name") or name
    interned = bool(options.get("choices") or options.get("asset"))
    kind = kind_of(annotation, interned=interned)
    info = FieldInfo(name, kind, annotation, declared.default, **options)
    expected = _PLAIN_TYPES.get(kind)
    fits = expected is None or isinstance(declared.default, expected)
    # A bool is an int to Python, and nobody who writes one means a number.
    if not fits or (kind in _NUMBERS and isinstance(declared.default, bool)):
        raise SchemaError(
            f"{owner.__name__}.{name} is declared as {kind.value} "
            f"but its default is {declared.default!r}."
        )
    if not info.hidden:
        info.check(declared.default, owner.__name__)
    return info


_NUMBERS: Final = (Kind.FLOAT, Kind.INT)

_PLAIN_TYPES: Final[dict[Kind, tuple[type[Any], ...]]] = {
    Kind.FLOAT: (int, float),
    Kind.INT: (int,),
    Kind.BOOL: (bool,),
    Kind.VEC2: (Vec2,),
    Kind.COLOR: (Color,),
    Kind.NAME: (str, enum.Enum),
}


class Types:
    """The component classes of one project or World, by their saved names.

    Attributes:
        more: Asked for further classes when a name is not known, or None.

    >>> from zenith.components import Sprite
    >>> Types([Sprite]).get("Sprite") is Sprite
    True
    """

    def __init__(self, classes: Iterable[type[Any]] = ()) -> None:
        self._by_name: dict[str, type[Any]] = {}
        self.more: Callable[[], Iterable[type[Any]]] | None = None
        for cls in classes:
            self.add(cls)

    def add(self, cls: type[Any]) -> None:
        """Take a component class in; one that is already there changes nothing.

        Raises:
            SchemaError: Another class has that name.
        """
        name = schema_of(cls).name
        known = self._by_name.setdefault(name, cls)
        if known is not cls:
            raise SchemaError(
                f'Two components are called "{name}": one in {known.__module__} and one in '
                f"{cls.__module__}. Give one of them another name."
            )

    def learn(self, cls: type[Any]) -> None:
        """Take a component class in, unless its name is taken."""
        self._by_name.setdefault(schema_of(cls).name, cls)

    def get(self, name: str) -> type[Any]:
        """Return the class of that name.

        Raises:
            UnknownName: None has it.
        """
        found = self.find(name)
        if found is None:
            raise unknown("component", name, self._by_name)
        return found

    def find(self, name: str) -> type[Any] | None:
        """Return the class of that name, or None."""
        if name not in self._by_name and self.more is not None:
            for cls in self.more():
                self.learn(cls)
        return self._by_name.get(name)

    def known(self, name: str) -> type[Any] | None:
        """Return the class of that name, or None, without asking for more."""
        return self._by_name.get(name)

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def __iter__(self) -> typing.Iterator[type[Any]]:
        return iter(self._by_name.values())

    def __len__(self) -> int:
        return len(self._by_name)
