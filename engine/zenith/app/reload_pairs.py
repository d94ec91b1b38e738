"""Which new functions and classes stand for which of those that are in use."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from types import FunctionType
from typing import Any

from zenith.app.reload_journal import contents
from zenith.errors import UsageError
from zenith.schema import Schema

Place = tuple[str, str]
"""The name of a module, and of something in it."""


class Pairs:
    """New functions and classes with the old ones that live on in their place.

    Two belong together that stand under one name in one module; a component that
    moved to another module is known by its own name.

    Attributes:
        old: By the id of a new one, its old one.
        all: Every pair, (old, new), those around others first.
        gone: What was there and has no new one, by its place.
    """

    def __init__(self, spaces: Mapping[str, dict[str, Any]]) -> None:
        self._spaces = spaces
        self._globals = {id(names) for names in spaces.values()}
        self.old: dict[int, Any] = {}
        self.all: list[tuple[Any, Any]] = []
        self.gone: dict[Place, Any] = {}

    def match(self, before: Mapping[Place, Any]) -> None:
        """Find the pairs.

        Args:
            before: What was there, by its place: in the modules before, or gone earlier.

        Raises:
            UsageError: A component is no component any more, or a script, or the other way round.
        """
        mine = {place: value for place, value in before.items() if self.is_own(value)}
        for module, names in self._spaces.items():
            for name, new in names.items():
                old = mine.get((module, name))
                if old is not None and self._fits(old, new):
                    self._add(old, new)
        self.gone = {p: v for p, v in mine.items() if self._is_gone(p, v)}
        moved = {_component_name(v): (p, v) for p, v in self.gone.items() if _component_name(v)}
        for new in self._new_components():
            place, old = moved.get(_component_name(new), (("", ""), None))
            if old is not None and self._fits(old, new):
                self._add(old, new)
                del self.gone[place]

    def _is_gone(self, place: Place, value: Any) -> bool:
        """Tell whether what stood in a place has nothing new; where it was imported, it may go."""
        imported = value.__module__ in self._spaces and value.__module__ != place[0]
        return not imported and id(value) not in self._olds

    @property
    def _olds(self) -> set[int]:
        return {id(old) for old, _ in self.all}

    def _new_components(self) -> list[Any]:
        values = [v for names in self._spaces.values() for v in names.values()]
        return [v for v in values if _component_name(v) and self._is_new(v)]

    def _is_new(self, value: Any) -> bool:
        return self.is_own(value) and id(value) not in self.old and id(value) not in self._olds

    def is_own(self, value: Any) -> bool:
        """Tell whether a function or class was made by the code of these modules."""
        if isinstance(value, type):
            return value.__module__ in self._spaces
        return isinstance(value, FunctionType) and (
            id(value.__globals__) in self._globals or self._holds_own(value)
        )

    def _holds_own(self, function: FunctionType) -> bool:
        """Tell whether a function wraps one of these modules."""
        held = [value for cell in function.__closure__ or () for value in contents(cell)]
        return any(isinstance(v, (FunctionType, type)) and self.is_own(v) for v in held)

    def _fits(self, old: Any, new: Any) -> bool:
        if old is new or not self.is_own(new) or id(new) in self.old:
            return False
        if isinstance(old, type) and isinstance(new, type):
            _same_kind(old, new)
            return isinstance(old, enum.EnumMeta) == isinstance(new, enum.EnumMeta)
        return isinstance(old, FunctionType) and isinstance(new, FunctionType)

    def _add(self, old: Any, new: Any) -> None:
        self.all.append((old, new))
        if not isinstance(new, type) and old.__code__.co_freevars != new.__code__.co_freevars:
            return  # the old one calls the new one, which stands for itself
        self.old[id(new)] = old
        if isinstance(new, type):
            for inner_old, inner_new in _inner(old, new):
                if self._fits(inner_old, inner_new):
                    self._add(inner_old, inner_new)


def _inner(old: Any, new: Any) -> Iterator[tuple[Any, Any]]:
    """Yield what is defined inside two classes under one name."""
    for name, value in new.__dict__.items():
        before, kind = old.__dict__.get(name), value.__class__
        if isinstance(value, type) and isinstance(before, type):
            if value.__qualname__ == f"{new.__qualname__}.{name}":
                yield before, value
        elif before.__class__ is kind and kind in (classmethod, staticmethod):
            wrapped: Any = value
            yield before.__func__, wrapped.__func__
        elif before.__class__ is kind and kind is FunctionType:
            yield before, value


def _same_kind(old: Any, new: Any) -> None:
    was, now = _kind(old), _kind(new)
    if was != now and "thing" not in (was, now):
        raise UsageError(f"{new.__name__} was a {was} and is a {now} now; start the game anew.")


def _kind(cls: Any) -> str:
    schema = getattr(cls, "__schema__", None)
    if not isinstance(schema, Schema):
        return "thing"
    return "script" if schema.whole else "component"


def _component_name(value: Any) -> str:
    schema = value.__dict__.get("__schema__") if isinstance(value, type) else None
    return schema.name if isinstance(schema, Schema) else ""
