"""A World whose components have other fields than before: its values move into new columns."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np
from numpy.typing import NDArray

from zenith.errors import SchemaError
from zenith.maths import Color, Vec2
from zenith.schema import FieldInfo, Kind, Schema
from zenith.world.columns import DTYPES, Columns
from zenith.world.convert import as_field, wanted
from zenith.world.store import Parked
from zenith.world.table import Table

if TYPE_CHECKING:
    from zenith.world.world import World

Schemas = Mapping[type[Any], tuple[Schema, Schema]]
"""By component class, what it is laid out like and what it is to be."""

_NUMBERS: Final = (Kind.FLOAT, Kind.INT, Kind.BOOL)
_RESOURCE: Final = 0


class FieldMisfit(SchemaError):
    """Values that a field's new type cannot take.

    Attributes:
        component: The component's name.
        field: The field's.
    """

    def __init__(self, text: str, component: str, field: str) -> None:
        super().__init__(text)
        self.component = component
        self.field = field


class Renewal:
    """The move of one World to other schemas: planned first, so that a refusal changes nothing.

    A field is known again by its saved name, else by its name. A new one holds its
    default, or what it held when it was there before; the values of one that is
    gone are kept aside, outside the state. Another type is taken where no value loses by it.

    Raises:
        FieldMisfit: A value does not fit its field's new type.
    """

    def __init__(self, world: World, schemas: Schemas) -> None:
        self._world = world
        self._schemas = schemas
        self._parked: Parked = {}
        self._unparked: list[tuple[str, str]] = []
        self._columns: list[tuple[Table, Schema, list[NDArray[Any]]]] = []
        self._objects: list[tuple[Any, Schema, Schema, dict[str, Any]]] = []
        for cls, (before, after) in schemas.items():
            self._plan(cls, before, after)

    def commit(self) -> None:
        """Carry the move out; the classes have their new schemas by now."""
        for table, schema, arrays in self._columns:
            table.renew(schema, arrays)
        for target, before, after, values in self._objects:
            _renew_object(target, before, after, values)
        for table in self._world._store.tables:
            if any(cls in table for cls in self._schemas):
                table.renew_schemas()
        for key in self._unparked:
            self._world._store.parked.pop(key, None)
        for key, kept in self._parked.items():
            self._world._store.parked.setdefault(key, {}).update(kept)

    def _plan(self, cls: type[Any], before: Schema, after: Schema) -> None:
        here = list(_matched(before, after))
        gone = [info for info in before.fields if all(info is not was for _, was in here)]
        for table in self._world._store.tables:
            if cls in table:
                if before.whole:
                    scripts = table.raw_columns(cls)[0].tolist()
                    handles = table.raw()[0].tolist()
                    self._plan_objects(before, after, handles, scripts)
                else:
                    self._plan_table(table, cls, after, here, gone)
        if not before.whole:
            world = self._world
            for resource in world._resources.of(cls):
                self._plan_objects(before, after, [_RESOURCE], [resource])
            self._plan_objects(before, after, [], world._events.of(cls))
        self._unparked += [(after.name, i.saved_name) for i, was in here if was is None]

    def _plan_table(
        self,
        table: Table,
        cls: type[Any],
        after: Schema,
        here: list[tuple[FieldInfo, FieldInfo | None]],
        gone: list[FieldInfo],
    ) -> None:
        columns, handles = table.columns_of(cls), table.raw()[0]
        places = {info.name: k for k, info in enumerate(columns._schema.fields)}
        made: list[NDArray[Any]] = []
        for info, was in here:
            old = None if was is None else columns._arrays[places[was.name]]
            made.append(self._column(after, info, was, old, handles))
        for info in gone:
            old = columns._arrays[places[info.name]][: len(handles)]
            self._park(after.name, info, handles.tolist(), self._values(info, old))
        self._columns.append((table, after, made))

    def _column(
        self,
        schema: Schema,
        info: FieldInfo,
        was: FieldInfo | None,
        old: NDArray[Any] | None,
        handles: NDArray[np.uint64],
    ) -> NDArray[Any]:
        """Return a column as today has it, as long as there are rows or longer."""
        if was is None or old is None:
            return self._array(info, self._defaults(schema, info, handles.tolist()))
        used = old[: len(handles)]
        if info.kind is was.kind and (info.annotation, info.choices) == (
            was.annotation,
            was.choices,
        ):
            return old
        if info.kind in _NUMBERS and was.kind in _NUMBERS:
            cast_to = used.astype(DTYPES[info.kind][0]) if _all_fit(info.kind, used) else None
            if cast_to is not None:
                return cast_to
        if info.kind is Kind.NAME is was.kind and self._all_named(info, used):
            return old
        values = self._converted(schema, info, handles.tolist(), self._values(was, used))
        return self._array(info, values)

    def _all_named(self, info: FieldInfo, numbers: NDArray[Any]) -> bool:
        """Tell whether a field of names takes every name in a column as it is."""
        texts = [self._world.names[number] for number in np.unique(numbers).tolist()]
        try:
            return texts == [as_field(info, text) for text in texts]
        except ValueError:
            return False

    def _plan_objects(
        self, before: Schema, after: Schema, handles: list[int], objects: list[Any]
    ) -> None:
        """Plan for instances: scripts by their entities' handles, a resource, or events."""
        here = list(_matched(before, after))
        gone = [info for info in before.fields if all(info is not was for _, was in here)]
        plans: list[dict[str, Any]] = [{} for _ in objects]
        for info, was in here:
            for plan, value in zip(
                plans, self._of_objects(after, info, was, handles, objects), strict=True
            ):
                plan[info.name] = value
        for info in gone:
            held = [getattr(target, info.name) for target in objects]
            self._park(after.name, info, handles, held)
        self._objects += [
            (target, before, after, plan) for target, plan in zip(objects, plans, strict=True)
        ]

    def _of_objects(
        self,
        schema: Schema,
        info: FieldInfo,
        was: FieldInfo | None,
        handles: list[int],
        objects: list[Any],
    ) -> list[Any]:
        padded = handles or [-1] * len(objects)
        if was is None:
            return self._defaults(schema, info, padded)
        held = [getattr(target, was.name) for target in objects]
        if (info.annotation, info.choices) == (was.annotation, was.choices):
            return held
        return self._converted(schema, info, padded, held)

    def _converted(
        self, schema: Schema, info: FieldInfo, handles: list[int], values: list[Any]
    ) -> list[Any]:
        """Return values as a field takes them.

        Raises:
            FieldMisfit: One does not fit.
        """
        made: list[Any] = []
        wrong: list[int] = []
        for k, value in enumerate(values):
            try:
                made.append(as_field(info, value))
            except (ValueError, TypeError, OverflowError):
                wrong.append(k)
        if wrong:
            raise self._misfit(schema, info, handles, values, wrong)
        return made

    def _misfit(
        self,
        schema: Schema,
        info: FieldInfo,
        handles: list[int],
        values: list[Any],
        wrong: list[int],
    ) -> FieldMisfit:
        first, count = handles[wrong[0]], f"{len(wrong)} of {len(values)} entities hold"
        owner = f" ({self._world.entity(first)!r})" if first > 0 else ""
        if first <= 0:
            count = "the world's one holds" if first == _RESOURCE else f"{len(wrong)} events hold"
        return FieldMisfit(
            f"{schema.name}.{info.name} takes {wanted(info)} now, and {count} "
            f"what does not fit, as {values[wrong[0]]!r:.60}{owner}. Give it the type it had, "
            "or a new name beside the old one.",
            schema.name,
            info.name,
        )

    def _defaults(self, schema: Schema, info: FieldInfo, handles: list[int]) -> list[Any]:
        """Return what a new field holds: its default, or what was parked of it."""
        kept = self._world._store.parked.get((schema.name, info.saved_name), {})
        back = [k for k, handle in enumerate(handles) if handle in kept]
        values = [copy.deepcopy(info.default) for _ in handles]
        given = [kept[handles[k]] for k in back]
        fit = self._converted(schema, info, [handles[k] for k in back], given)
        for k, value in zip(back, fit, strict=True):
            values[k] = value
        return values

    def _park(self, name: str, info: FieldInfo, handles: list[int], values: list[Any]) -> None:
        kept = self._parked.setdefault((name, info.saved_name), {})
        kept.update(zip(handles, values, strict=False))

    def _values(self, info: FieldInfo, column: NDArray[Any]) -> list[Any]:
        """Return a column as what views give."""
        listed: list[Any] = column.tolist()
        make = self._makers().get(info.kind)
        return listed if make is None else [make(value) for value in listed]

    def _makers(self) -> dict[Kind, Callable[[Any], Any]]:
        world = self._world
        return {
            Kind.VEC2: lambda pair: Vec2(*pair),
            Kind.COLOR: lambda parts: Color(*parts),
            Kind.NAME: lambda number: world.names[number],
            Kind.ENTITY: lambda handle: world.entity(handle) if handle else None,
        }

    def _array(self, info: FieldInfo, values: list[Any]) -> NDArray[Any]:
        """Return values as a column holds them."""
        dtype, shape = DTYPES[info.kind]
        array: NDArray[Any] = np.zeros((len(values), *shape), dtype)
        names = self._world.names
        for k, value in enumerate(values):
            if info.kind is Kind.NAME:
                array[k] = names.id(value if isinstance(value, str) else value.name)
            elif info.kind is Kind.ENTITY:
                array[k] = 0 if value is None else value.handle
            elif info.kind in (Kind.VEC2, Kind.COLOR):
                array[k] = tuple(value)
            else:
                array[k] = value
        return array


def _all_fit(kind: Kind, values: NDArray[Any]) -> bool:
    """Tell whether numbers are the same as numbers of another kind."""
    if kind is Kind.BOOL:
        return bool(((values == 0) | (values == 1)).all())
    if kind is Kind.INT and values.dtype.kind == "f":
        inside = np.abs(values) < 2.0**63
        return bool(inside.all()) and bool((values == np.floor(values)).all())
    same = values.astype(DTYPES[kind][0])
    return bool((same.astype(values.dtype) == values).all())


def _matched(before: Schema, after: Schema) -> Iterator[tuple[FieldInfo, FieldInfo | None]]:
    """Yield each field of today with what it was before: by saved name, else by name."""
    by_saved = {info.saved_name: info for info in before.fields}
    by_name = {info.name: info for info in before.fields}
    taken = {info.saved_name for info in after.fields}
    for info in after.fields:
        was = by_saved.get(info.saved_name)
        if was is None:
            was = by_name.get(info.name)
            if was is not None and was.saved_name in taken:
                was = None
        yield info, was


def _renew_object(target: Any, before: Schema, after: Schema, values: dict[str, Any]) -> None:
    held = getattr(target, "__dict__", {})
    for info in before.visible:
        if info.name not in values:
            held.pop(info.name, None)
    for info in after.visible:
        setattr(target, info.name, values[info.name])


def renew(world: World) -> None:
    """Move a World that was out of sight while its components got other fields.

    Raises:
        FieldMisfit: A value does not fit its field's new type.
    """
    stale = dict(_stale(world._store.tables))
    if stale:
        Renewal(world, stale).commit()


def _stale(tables: Iterable[Table]) -> Iterator[tuple[type[Any], tuple[Schema, Schema]]]:
    for table in tables:
        for cls in table.key:
            columns = cast("Columns[Any]", table.get(cls))
            if columns._schema is not cls.__schema__:
                yield cls, (columns._schema, cls.__schema__)
