"""A World that may only be looked at, as long as something draws it."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, Final, NoReturn, cast

import numpy as np
from numpy.typing import NDArray

from zenith.capabilities import NoStage, Stage
from zenith.errors import UsageError
from zenith.world.columns import Columns, storage_fields
from zenith.world.objects import Objects
from zenith.world.table import Table

if TYPE_CHECKING:
    from zenith.world.world import World

CALLS: Final = (
    "spawn", "spawn_many", "despawn", "despawn_many", "add", "remove", "set_parent", "rename",
    "set_tags", "set_resource", "send", "apply", "deferred", "restore",
)  # fmt: skip
"""What changes a World, and is refused."""
READ_ONLY: Final = "read-only"
"""What numpy says in every refusal to write."""

# Nothing of a World that is free asks whether it is frozen: freezing it puts other classes and
# read-only windows in place, and thawing puts back what was there.


@contextmanager
def frozen(*worlds: World, fields: bool = True) -> Generator[None]:
    """Refuse every change of some Worlds inside the block; looking works as ever.

    Refused are structural changes, fields through views, columns, random numbers and
    changes of scenes. What plain Python objects hold (the fields of scripts and
    resources) cannot be guarded: compare digests before and after for those.

    Args:
        worlds: The Worlds.
        fields: Whether views and columns are guarded too; without them it costs
            microseconds, and is what every frame is drawn in.

    Raises:
        UsageError: Something inside wants to change a World; the message says what.

    >>> from zenith import Transform, World
    >>> world = World()
    >>> crate = world.spawn(Transform())
    >>> with zn.frozen(world):
    ...     crate[Transform].x = 5
    Traceback (most recent call last):
    zenith.errors.UsageError: Transform.x cannot be changed while the world is drawn: ...
    """
    with ExitStack() as stack:
        for world in worlds:
            _freeze_structure(world, stack)
            if fields:
                _freeze_fields(world, stack)
        try:
            yield
        except ValueError as error:
            if READ_ONLY not in str(error):
                raise
            raise UsageError(_told("A column")).with_traceback(error.__traceback__) from None


def _freeze_structure(world: World, stack: ExitStack) -> None:
    if isinstance(world, _FrozenWorld):
        return
    stack.callback(_thaw_structure, world, world.__class__, world.scenes)
    stack.enter_context(world.random.frozen(_refused("Taking a random number")))
    cls = _class_beside(world.__class__, "__frozen__", _frozen_world)
    world.__class__ = cast("type[World]", cls)
    world.scenes = _FrozenStage()


def _thaw_structure(world: World, free: type[World], scenes: Stage) -> None:
    world.__class__, world.scenes = free, scenes
    if not world._changes.depth:
        world._store.take_home()


def _freeze_fields(world: World, stack: ExitStack) -> None:
    for table in world._store.tables:
        if table.size and table._handles.flags.writeable:
            _freeze_table(table, stack)


def _told(what: str) -> str:
    return (
        f"{what} cannot be changed while the world is drawn: a draw function only looks. "
        "Do it in a system or script."
    )


def _refused(what: str) -> str:
    return (
        f"{what} is refused while the world is drawn: a draw function only looks. "
        "Do it in a system or script."
    )


def _refuse(what: str) -> NoReturn:
    raise UsageError(_told(what))


class _FrozenWorld:
    """Marks the class that a World has while it is frozen."""


def _frozen_world(cls: type[Any]) -> type[Any]:
    body: dict[str, Any] = {name: _refused_call(name) for name in CALLS}
    return type(cls.__name__, (_FrozenWorld, cls), body)


def _refused_call(name: str) -> Any:
    def refused(self: Any, *given: Any, **_named: Any) -> NoReturn:
        whom = "".join(f" of {g!r}" for g in given[:1] if hasattr(g, "handle"))
        raise UsageError(_refused(f"{name}(){whom}"))

    return refused


class _FrozenStage(NoStage):
    """The stack of scenes, while it must stay as it is."""

    @staticmethod
    def _refusal() -> UsageError:
        return UsageError(_told("The stack of scenes"))


def _freeze_table(table: Table, stack: ExitStack) -> None:
    if table.stale:
        table.refresh()
    stack.callback(table._handles.setflags, write=True)
    table._handles.setflags(write=False)
    for cls in table.key:
        columns = table.columns_of(cls)
        stack.callback(_thaw, columns, columns.__class__, columns._rows, columns._flat)
        _freeze(columns)


def _freeze(columns: Columns[Any]) -> None:
    fields = storage_fields(columns._schema)
    places = [f"{columns._schema.name}.{f.name}".rstrip(".") for f in fields]
    columns._rows = [_read_only(rows) for rows in columns._rows]
    columns._flat = [_FrozenNumbers(f, p) for f, p in zip(columns._flat, places, strict=True)]
    columns.__class__ = _class_beside(columns.__class__, "__frozen__", _frozen_columns)


def _thaw(columns: Columns[Any], free: Any, rows: list[Any], flat: list[Any]) -> None:
    columns.__class__, columns._rows, columns._flat = free, rows, flat


def _read_only(rows: Any) -> Any:
    if isinstance(rows, Objects):
        return rows
    seen = rows.view()
    seen.setflags(write=False)
    return seen


def _class_beside(cls: type[Any], name: str, make: Any) -> type[Any]:
    """Return the class that goes with another one, kept on it once it is made."""
    made = cls.__dict__.get(name)
    if made is None:
        made = make(cls)
        setattr(cls, name, made)
    return cast("type[Any]", made)


def _frozen_columns(cls: type[Any]) -> type[Any]:
    fields = {n: _look(n, p) for n, p in vars(cls).items() if isinstance(p, property)}
    return type(cls.__name__, (cls,), {"__slots__": (), **fields})


def _look(name: str, free: property) -> property:
    def read(self: Columns[Any]) -> NDArray[Any]:
        return _labelled(self.peek(name), f"{self._schema.name}.{name}")

    def write(self: Columns[Any], value: Any) -> None:
        _refuse(f"{self._schema.name}.{name}")

    return property(read, write, doc=free.__doc__)


class _FrozenNumbers:
    """The single values of a column, to be read and not written."""

    __slots__ = ("_inner", "_where")

    def __init__(self, inner: Any, where: str) -> None:
        self._inner = inner
        self._where = where

    def __getitem__(self, at: Any) -> Any:
        return self._inner[at]

    def __setitem__(self, at: Any, value: Any) -> None:
        _refuse(self._where)


class FrozenArray(np.ndarray[Any, Any]):
    """A column that says its name when something wants to write into it."""

    where: str = ""

    def __array_finalize__(self, source: Any) -> None:
        self.where = getattr(source, "where", "")

    def __getitem__(self, key: Any) -> Any:
        found: Any = super().__getitem__(key)
        copied = isinstance(found, FrozenArray) and found.flags.writeable
        return found.view(np.ndarray) if copied else found

    def __setitem__(self, key: Any, value: Any) -> None:
        if not self.flags.writeable:
            _refuse(self.where)
        super().__setitem__(key, value)

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        out: tuple[Any, ...] = options.get("out", ())
        for array in out:
            if isinstance(array, FrozenArray) and not array.flags.writeable:
                _refuse(array.where)
        if out:
            options["out"] = tuple(_plain(out))
        return getattr(ufunc, method)(*_plain(inputs), **options)


def _plain(arrays: Iterable[Any]) -> list[Any]:
    return [a.view(np.ndarray) if isinstance(a, FrozenArray) else a for a in arrays]


def _labelled(rows: NDArray[Any], where: str) -> NDArray[Any]:
    seen = rows.view(FrozenArray)
    seen.where = where
    return seen
