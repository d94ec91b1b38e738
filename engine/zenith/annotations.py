"""The types that a class body declares, as objects, however they were written."""

from __future__ import annotations

import inspect
import sys
import types
import typing
from typing import Any


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
