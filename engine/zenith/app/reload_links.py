"""References in new code to new functions, classes and members, led to those that live on."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable
from types import CellType, FunctionType
from typing import Any

from zenith.app.reload_journal import Journal, contents
from zenith.app.scenes import Scene
from zenith.schema import FieldInfo, Schema


class Links:
    """Walks through what new code made, and puts what lives on in the place of what is new.

    Looked into are namespaces, containers, functions, classes and instances of
    the modules' own classes; nothing that was there before.
    """

    def __init__(
        self, journal: Journal, old: dict[int, Any], is_own: Callable[[Any], bool]
    ) -> None:
        self._journal = journal
        self._old = old
        self._is_own = is_own
        self._done: dict[int, Any] = {}
        self._held: list[Any] = []

    def of(self, value: Any) -> Any:
        """Return what stands in the place of a value; what is inside it is led on too."""
        value = self._old.get(id(value), value)
        if id(value) in self._done:
            return self._done[id(value)]
        self._held.append(value)  # so that no other object gets its id meanwhile
        self._done[id(value)] = value
        self._done[id(value)] = made = self._led(value)
        self._done[id(made)] = made
        return made

    def namespace(self, names: dict[str, Any]) -> None:
        """Lead everything on that a module names."""
        for name, value in list(names.items()):
            if not name.startswith("__"):
                names[name] = self.of(value)

    def schema(self, old: Any, new: Schema) -> Schema:
        """Return a schema as that of the class that lives on."""
        fields = tuple(self._field(info) for info in new.fields)
        leaves = new.on_despawn is not None
        goodbye = old.on_despawn if leaves else None
        return Schema(new.name, old, fields, new.whole, goodbye)

    def _field(self, info: FieldInfo) -> FieldInfo:
        annotation, default = self.of(info.annotation), self.of(info.default)
        if annotation is info.annotation and default is info.default:
            return info
        return dataclasses.replace(info, annotation=annotation, default=default)

    def _led(self, value: Any) -> Any:
        kind: Any = value.__class__
        if kind in (list, dict, set):
            self._fill(value)
        elif kind in (tuple, frozenset):
            led: list[Any] = [self.of(item) for item in value]
            same = all(a is b for a, b in zip(led, value, strict=True))
            make: Any = kind
            return value if same else make(led)
        elif kind is functools.partial:
            return self._partial(value)
        elif kind in (staticmethod, classmethod):
            return self._method(value)
        elif kind is property:
            return self._property(value)
        elif isinstance(value, FunctionType):
            self._function(value)
        elif isinstance(value, type):
            self._class(value)
        elif kind is Scene:
            self._fill(value.__dict__)
        else:
            return self._instance(value)
        return value

    def _fill(self, held: Any) -> None:
        if held.__class__ is list:
            held[:] = [self.of(item) for item in held]
        elif held.__class__ is set:
            led = [self.of(item) for item in held]
            held.clear()
            held.update(led)
        else:
            pairs = [(self.of(key), self.of(item)) for key, item in held.items()]
            held.clear()
            held.update(pairs)

    def _partial(self, value: Any) -> Any:
        parts = (value.func, value.args, value.keywords)
        led = (self.of(value.func), self.of(value.args), self.of(dict(value.keywords)))
        same = led[0] is parts[0] and led[1] is parts[1] and led[2] == parts[2]
        return value if same else functools.partial(led[0], *led[1], **led[2])

    def _method(self, value: Any) -> Any:
        inner = self.of(value.__func__)
        return value if inner is value.__func__ else value.__class__(inner)

    def _property(self, value: Any) -> Any:
        parts = (value.fget, value.fset, value.fdel)
        get, put, drop = (self.of(part) for part in parts)
        same = get is parts[0] and put is parts[1] and drop is parts[2]
        return value if same else property(get, put, drop, value.__doc__)

    def _function(self, function: Any) -> None:
        if not self._is_own(function):
            return
        for cell in function.__closure__ or ():
            self._cell(cell)
        for name in ("__defaults__", "__kwdefaults__", "__annotations__"):
            held = getattr(function, name)
            led = self.of(held)
            if led is not held:
                self._journal.set(function, name, led)
        self._fill(function.__dict__)

    def _cell(self, cell: CellType) -> None:
        for held in contents(cell):
            led = self.of(held)
            if led is not held:
                self._journal.fill(cell, led)

    def _class(self, cls: Any) -> None:
        if not self._is_own(cls):
            return
        bases = tuple(self.of(base) for base in cls.__bases__)
        if bases != cls.__bases__:
            self._journal.set(cls, "__bases__", bases)
        for name, held in list(cls.__dict__.items()):
            if name in ("__dict__", "__weakref__", "__schema__", "__view__", "__columns__"):
                continue
            led = self.of(held)
            if led is not held:
                self._journal.set(cls, name, led)
        schema = cls.__dict__.get("__schema__")
        if isinstance(schema, Schema) and schema.cls is cls:
            self._journal.set(cls, "__schema__", self.schema(cls, schema))

    def _instance(self, value: Any) -> Any:
        kind: Any = value.__class__
        cls = self._old.get(id(kind), kind)
        if cls is kind:
            if self._is_own(kind) and hasattr(value, "__dict__"):
                self._fill(value.__dict__)
            return value
        made = object.__new__(cls)
        self._done[id(value)] = made
        for name in _slots_of(kind):
            if hasattr(value, name):
                object.__setattr__(made, name, self.of(getattr(value, name)))
        made_held = getattr(made, "__dict__", None)
        if made_held is not None:
            made_held.update(self.of(dict(value.__dict__)))
        return made


def _slots_of(cls: Any) -> list[str]:
    found: list[str] = []
    for part in cls.__mro__:
        slots = part.__dict__.get("__slots__", ())
        found += [slots] if isinstance(slots, str) else list(slots)
    return [name for name in found if name not in ("_later", "__weakref__", "__dict__")]
