"""Functions that were made inside others, where a scene holds them: they stand under no name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import CodeType, FunctionType
from typing import Any

from zenith.app.reload_journal import Journal


def patch_nested(journal: Journal, held: Iterable[Any], codes: Mapping[int, CodeType]) -> None:
    """Give functions the new code of the place where they were made.

    What they hold of their makers' variables stays as it was. One whose place
    cannot be told, as one of several lambdas, goes on with its old code.

    Args:
        journal: Where it is noted.
        held: What may be such functions.
        codes: The new code of each module, by the id of what it names.
    """
    for function in held:
        if isinstance(function, FunctionType) and _is_nameless(function):
            code = codes.get(id(function.__globals__))
            found = [] if code is None else list(_inside(code, function.__code__.co_qualname))
            if len(found) == 1 and found[0].co_freevars == function.__code__.co_freevars:
                journal.set(function, "__code__", found[0])


def _is_nameless(function: FunctionType) -> bool:
    return "<" in function.__code__.co_qualname


def _inside(code: CodeType, name: str) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            if constant.co_qualname == name:
                yield constant
            yield from _inside(constant, name)
