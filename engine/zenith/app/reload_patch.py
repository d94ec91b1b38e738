"""Functions and classes that are in use, made over in place after their new namesakes."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from types import (
    CellType,
    CodeType,
    FunctionType,
    GetSetDescriptorType,
    MemberDescriptorType,
)
from typing import Any, Final

from zenith.app.reload_journal import Journal, contents
from zenith.errors import UsageError
from zenith.schema import Schema

_PYTHONS_OWN: Final = frozenset((
    "__dict__", "__weakref__", "__module__", "__slots__", "__schema__", "__view__", "__columns__",
    "__abstractmethods__", "_abc_impl", "__annotate_func__", "__annotations_cache__",
    "__annotations__", "_later",
))  # fmt: skip
"""What a class keeps whatever becomes of its code, or is given in another way."""
_TARGET: Final = "the new function"


def patch_function(journal: Journal, old: Any, new: Any) -> None:
    """Let a function do what another one does, wherever it is held."""
    if old.__code__.co_freevars == new.__code__.co_freevars:
        journal.set(old, "__code__", new.__code__)
        for mine, other in zip(old.__closure__ or (), new.__closure__ or (), strict=True):
            _patch_cell(journal, mine, other)
    else:
        journal.set(old, "__code__", _forwarding(new, len(old.__code__.co_freevars)))
    journal.set(old, "__dict__", dict(new.__dict__))
    for name in ("__defaults__", "__kwdefaults__", "__doc__", "__annotations__"):
        journal.set(old, name, getattr(new, name))


def _patch_cell(journal: Journal, mine: CellType, other: CellType) -> None:
    held = contents(other)
    # The class that `super()` means is the one that lives on.
    if held and contents(mine) != held and not _is_class_of(mine, held[0]):
        journal.fill(mine, held[0])


def _is_class_of(cell: CellType, value: Any) -> bool:
    own = contents(cell)
    both = bool(own) and isinstance(own[0], type) and isinstance(value, type)
    return both and own[0].__qualname__ == value.__qualname__


def _forwarding(new: Any, free: int) -> CodeType:
    """Return code that calls another function, for one whose own variables are other ones."""

    def forward(*args: Any, **named: Any) -> Any:
        target: Any = "the new function"
        return target(*args, **named)

    code = forward.__code__
    constants = tuple(new if c == _TARGET else c for c in code.co_consts)
    names = tuple(f"unused{k}" for k in range(free))
    return code.replace(co_consts=constants, co_freevars=names, co_name=new.__name__)


def patch_class(journal: Journal, old: Any, new: Any, known: Callable[[Any], Any]) -> None:
    """Let a class have the attributes, methods and bases of another one.

    Args:
        journal: Where it is noted.
        old: The class.
        new: The other one.
        known: Returns what lives on in the place of something new.

    Raises:
        UsageError: Python cannot do that to a class that is in use.
    """
    _patch_bases(journal, old, tuple(known(base) for base in new.__bases__), new)
    is_component = isinstance(new.__dict__.get("__schema__"), Schema)
    for name, value in list(new.__dict__.items()):
        if name in _PYTHONS_OWN or isinstance(value, GetSetDescriptorType):
            continue
        if isinstance(value, MemberDescriptorType):
            if not is_component and name not in old.__dict__:
                raise _refusal(new, "has other __slots__")
            continue
        _patch_attribute(journal, old, name, value, known)
    journal.set(old, "__annotations__", inspect.get_annotations(new))
    for name, value in list(old.__dict__.items()):
        if name not in new.__dict__ and name not in _PYTHONS_OWN:
            if isinstance(value, MemberDescriptorType) and not is_component:
                raise _refusal(new, "has other __slots__")
            journal.delete(old, name)
    _mend_super(journal, old, new)


def _patch_attribute(
    journal: Journal, old: Any, name: str, value: Any, known: Callable[[Any], Any]
) -> None:
    """Set one attribute, unless what is there is made over itself."""
    before, kind = old.__dict__.get(name), value.__class__
    if kind in (classmethod, staticmethod) and known(value.__func__) is not value.__func__:
        return
    kept = known(value) if kind is FunctionType or issubclass(kind, type) else value
    if kept is not before:
        journal.set(old, name, kept)


def _patch_bases(journal: Journal, old: Any, bases: tuple[Any, ...], new: Any) -> None:
    if bases == old.__bases__:
        return
    try:
        journal.set(old, "__bases__", bases)
    except TypeError:
        raise _refusal(new, "has other base classes") from None


def _refusal(new: Any, what: str) -> UsageError:
    return UsageError(
        f"{new.__qualname__} {what} than the class in use, which Python cannot give it while "
        "the game runs; start the game anew."
    )


def _mend_super(journal: Journal, old: Any, new: Any) -> None:
    """Let `super()` and `__class__` in new methods mean the class that lives on."""
    for function in _functions(new):
        for name, cell in zip(
            function.__code__.co_freevars, function.__closure__ or (), strict=True
        ):
            held = contents(cell)
            if name == "__class__" and held and held[0] is not old:
                journal.fill(cell, old)


def _functions(cls: Any) -> Iterator[FunctionType]:
    for value in cls.__dict__.values():
        inner = [value, getattr(value, "__func__", None)]
        if isinstance(value, property):
            inner += [value.fget, value.fset, value.fdel]
        for function in inner:
            while isinstance(function, FunctionType):
                yield function
                function = function.__dict__.get("__wrapped__")
