"""How a World is walked: by entity in spawn order, or by whole columns."""

# `columns(Entity, A)` gives handles where `columns(A, B)` gives columns: the first form that fits
# counts, as intended, and there is no way to tell the checkers so for one pair alone.
# mypy: disable-error-code="overload-overlap"
# pyright: reportOverlappingOverload=false

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from zenith.world.changes import Changes
from zenith.world.columns import Columns
from zenith.world.entity import Entity
from zenith.world.index import Handles
from zenith.world.queries import Plan, makers, rows_in_order
from zenith.world.store import Store
from zenith.world.table import Table

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")
E = TypeVar("E")
F = TypeVar("F")

Classes = tuple[type[Any], ...]
Texts = Iterable[str]


class Walks:
    """The reading half of a World."""

    _store: Store
    _changes: Changes
    _plans: dict[Any, Plan]

    @overload
    def query(
        self,
        a: type[A],
        /,
        *,
        without: Classes = (),
        tags: Texts = (),
    ) -> Iterator[A]: ...

    @overload
    def query(
        self,
        a: type[A],
        b: type[B],
        /,
        *,
        without: Classes = (),
        tags: Texts = (),
    ) -> Iterator[tuple[A, B]]: ...

    @overload
    def query(
        self,
        a: type[A],
        b: type[B],
        c: type[C],
        /,
        *,
        without: Classes = (),
        tags: Texts = (),
    ) -> Iterator[tuple[A, B, C]]: ...

    @overload
    def query(
        self,
        a: type[A],
        b: type[B],
        c: type[C],
        d: type[D],
        /,
        *,
        without: Classes = (),
        tags: Texts = (),
    ) -> Iterator[tuple[A, B, C, D]]: ...

    @overload
    def query(
        self,
        a: type[A],
        b: type[B],
        c: type[C],
        d: type[D],
        e: type[E],
        /,
        *,
        without: Classes = (),
        tags: Texts = (),
    ) -> Iterator[tuple[A, B, C, D, E]]: ...

    @overload
    def query(
        self,
        a: type[A],
        b: type[B],
        c: type[C],
        d: type[D],
        e: type[E],
        f: type[F],
        /,
        *,
        without: Classes = (),
        tags: Texts = (),
    ) -> Iterator[tuple[A, B, C, D, E, F]]: ...

    def query(self, *items: Any, without: Classes = (), tags: Texts = ()) -> Iterator[Any]:
        """Visit entities one at a time, in the order they were spawned.

        Yields what was asked for, in the order asked: live views of components,
        the Entity itself where `Entity` is named, None where an `optional` one is
        missing. A single item comes bare, several as a tuple. Structural changes
        made meanwhile wait until the walk ends.

        Args:
            items: Component classes, `Entity`, `optional(Component)`.
            without: Components that an entity must not have.
            tags: Tags that it must all have.

        Raises:
            SchemaError: A class is no component.
        """
        plan = self._plan(items, without)
        wanted = (tags,) if isinstance(tags, str) else tuple(tags)
        return self._walk(plan, wanted)

    @overload
    def columns(self, entity: type[Entity], /, *, without: Classes = ()) -> Iterator[Handles]: ...

    @overload
    def columns(
        self, entity: type[Entity], a: type[A], /, *, without: Classes = ()
    ) -> Iterator[tuple[Handles, Columns[A]]]: ...

    @overload
    def columns(
        self, entity: type[Entity], a: type[A], b: type[B], /, *, without: Classes = ()
    ) -> Iterator[tuple[Handles, Columns[A], Columns[B]]]: ...

    @overload
    def columns(
        self, entity: type[Entity], a: type[A], b: type[B], c: type[C], /, *, without: Classes = ()
    ) -> Iterator[tuple[Handles, Columns[A], Columns[B], Columns[C]]]: ...

    @overload
    def columns(
        self,
        entity: type[Entity],
        a: type[A],
        b: type[B],
        c: type[C],
        d: type[D],
        /,
        *,
        without: Classes = (),
    ) -> Iterator[tuple[Handles, Columns[A], Columns[B], Columns[C], Columns[D]]]: ...

    @overload
    def columns(
        self,
        entity: type[Entity],
        a: type[A],
        b: type[B],
        c: type[C],
        d: type[D],
        e: type[E],
        /,
        *,
        without: Classes = (),
    ) -> Iterator[tuple[Handles, Columns[A], Columns[B], Columns[C], Columns[D], Columns[E]]]: ...

    @overload
    def columns(self, a: type[A], /, *, without: Classes = ()) -> Iterator[Columns[A]]: ...

    @overload
    def columns(
        self, a: type[A], b: type[B], /, *, without: Classes = ()
    ) -> Iterator[tuple[Columns[A], Columns[B]]]: ...

    @overload
    def columns(
        self, a: type[A], b: type[B], c: type[C], /, *, without: Classes = ()
    ) -> Iterator[tuple[Columns[A], Columns[B], Columns[C]]]: ...

    @overload
    def columns(
        self, a: type[A], b: type[B], c: type[C], d: type[D], /, *, without: Classes = ()
    ) -> Iterator[tuple[Columns[A], Columns[B], Columns[C], Columns[D]]]: ...

    @overload
    def columns(
        self,
        a: type[A],
        b: type[B],
        c: type[C],
        d: type[D],
        e: type[E],
        /,
        *,
        without: Classes = (),
    ) -> Iterator[tuple[Columns[A], Columns[B], Columns[C], Columns[D], Columns[E]]]: ...

    @overload
    def columns(
        self,
        a: type[A],
        b: type[B],
        c: type[C],
        d: type[D],
        e: type[E],
        f: type[F],
        /,
        *,
        without: Classes = (),
    ) -> Iterator[
        tuple[Columns[A], Columns[B], Columns[C], Columns[D], Columns[E], Columns[F]]
    ]: ...

    def columns(self, *items: Any, without: Classes = ()) -> Iterator[Any]:
        """Visit whole populations: for each table, the columns of the components asked for.

        Every field of what is yielded is an array with one row per entity; writing
        into it, or assigning it, changes the entities. `Entity` gives their handles,
        uint64; an `optional` component that a table lacks gives None. Tables come
        in an order that depends on their components alone. In tables of up to 4,096
        entities the rows lie in spawn order; in larger ones, once entities were
        despawned, in an order that is the same in every run.

        Raises:
            SchemaError: A class is no component.
        """
        return self._walk_columns(self._plan(items, without))

    def tables(self, *items: type[Any], without: Classes = ()) -> tuple[Table, ...]:
        """Return the tables of entities with these components: the engine's fast path."""
        return tuple([table for table, _ in self._plan(items, without).entries])

    def count(self, *items: type[Any], without: Classes = ()) -> int:
        """Return how many entities have these components; with none named, how many there are."""
        return sum(table.size for table, _ in self._plan(items, without).entries)

    def entities(self) -> tuple[Entity, ...]:
        """Return every entity that queries see, in spawn order."""
        return tuple(self._walk(self._plan((Entity,), ()), ()))

    def find_all(self, *, tag: str) -> tuple[Entity, ...]:
        """Return every entity with a tag, in spawn order."""
        return tuple(self._walk(self._plan((Entity,), ()), (tag,)))

    def abandon(self) -> None:
        """Forget what waits and which systems run, as after an error in the middle of a tick.

        The state is half-way then; `restore` makes it whole again.
        """
        self._changes = Changes()

    def _plan(self, items: tuple[Any, ...], without: Classes) -> Plan:
        plan = self._plans.get((items, without))
        if plan is None:
            plan = self._plans[items, without] = Plan(items, without)
        plan.update(self._store)
        return plan

    def _walk_columns(self, plan: Plan) -> Iterator[Any]:
        changes = self._changes
        changes.depth += 1
        try:
            for table, ready in plan.entries:
                if table.size:
                    if table.stale:
                        table.refresh()
                    yield plan.make(table) if ready is None else ready
        finally:
            changes.depth -= 1
            if not changes.depth:
                self._settle()

    def _walk(self, plan: Plan, tags: tuple[str, ...]) -> Iterator[Any]:
        changes = self._changes
        changes.depth += 1
        try:
            yield from self._items(plan, tags)
        finally:
            changes.depth -= 1
            if not changes.depth:
                self._settle()

    def _items(self, plan: Plan, tags: tuple[str, ...]) -> Iterator[Any]:
        dying = self._changes.dying
        bare = len(plan.items) == 1
        current: Table | None = None
        make: list[Any] = []
        rows = rows_in_order([t for t, _ in plan.entries], self._tag_mask(tags))
        for table, row, handle in rows:
            if handle in dying:
                continue
            if table is not current:
                current, make = table, makers(self, table, plan.items)
            yield make[0](row, handle) if bare else tuple([m(row, handle) for m in make])

    def _tag_mask(self, tags: tuple[str, ...]) -> Any:
        if not tags:
            return None
        if any(tag not in self._store.tag_bits for tag in tags):
            return _nobody
        bits = self._store.bits(tags)

        def tagged(table: Table) -> NDArray[np.bool_]:
            found: NDArray[np.bool_] = ((table.tags & bits) == bits).all(axis=1)
            return found

        return tagged

    def _settle(self) -> None:
        raise NotImplementedError


def _nobody(table: Table) -> NDArray[np.bool_]:
    return np.zeros(table.size, bool)
