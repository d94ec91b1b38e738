"""Changes of Python's own objects that can be taken back, all of them, in one go."""

from __future__ import annotations

from collections.abc import Callable
from types import CellType
from typing import Any, Final

_NOTHING: Final = object()


class Journal:
    """Sets and deletes attributes, and remembers how to undo it.

    >>> class Door:
    ...     state = "shut"
    >>> journal = Journal()
    >>> journal.set(Door, "state", "open")
    >>> journal.undo()
    >>> Door.state
    'shut'
    """

    def __init__(self) -> None:
        self._undo: list[Callable[[], None]] = []

    def set(self, target: Any, name: str, value: Any) -> None:
        """Set an attribute of a function or class."""
        own = target.__dict__ if isinstance(target, type) else None
        before = getattr(target, name) if own is None else own.get(name, _NOTHING)
        if own is not None and before is _NOTHING and name in ("__bases__", "__doc__"):
            before = getattr(target, name)
        _set(target, name, value)
        self._undo.append(lambda: _set(target, name, before))

    def delete(self, cls: type[Any], name: str) -> None:
        """Take an attribute from a class that has it itself."""
        before = cls.__dict__[name]
        type.__delattr__(cls, name)
        self._undo.append(lambda: _set(cls, name, before))

    def fill(self, cell: CellType, value: Any) -> None:
        """Put a value into a variable that functions share."""
        before = contents(cell)
        cell.cell_contents = value
        self._undo.append(lambda: setattr(cell, "cell_contents", before[0]) if before else None)

    def undo(self) -> None:
        """Take everything back."""
        while self._undo:
            self._undo.pop()()


def contents(cell: CellType) -> tuple[Any, ...]:
    """Return what a variable that functions share holds, if anything."""
    try:
        return (cell.cell_contents,)
    except ValueError:
        return ()


def _set(target: Any, name: str, value: Any) -> None:
    if not isinstance(target, type):
        setattr(target, name, value)
    elif value is _NOTHING:
        type.__delattr__(target, name)
    else:
        # An enum refuses to have its members set; here they are.
        type.__setattr__(target, name, value)
