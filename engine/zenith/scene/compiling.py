"""From a document to a blueprint: every mistake found in one go, each with its place."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from zenith import components
from zenith.camera import Camera
from zenith.prefab import Prefabs, Scope, Single, expand
from zenith.scene.blueprint import Blueprint, Kindred, ResourcePlan, Stored
from zenith.scene.codecs import Codec, codec_of, read
from zenith.scene.fields import Wrong, column, default_json, live_value
from zenith.scene.notes import Notes
from zenith.scene.refs import CheckedRefs
from zenith.scenefile import Fields, Misfit, Problem, SceneDocument, near, path_of_ids
from zenith.scenefile.form import SCALARS
from zenith.schema import FieldInfo, Kind, Schema, Types, schema_of

_ABSENT: Final = object()


def compile_document(
    document: SceneDocument, types: Types, prefabs: Prefabs
) -> tuple[Blueprint, Notes]:
    """Return a document made ready for a World, and all that is wrong with it.

    Raises:
        PrefabError: A prefab is missing, cannot be read, or holds itself.
        SceneError: There are too many entities.
    """
    singles, problems = expand(document, prefabs)
    return compile_singles(document, singles, types, problems)


def compile_singles(
    document: SceneDocument, singles: list[Single], types: Types, problems: list[Problem]
) -> tuple[Blueprint, Notes]:
    """Return the entities that a document stands for, ready to be spawned in the order given.

    Args:
        document: Where resources and mistakes are looked for.
        singles: Its entities, as `expand` returns them.
        types: The components known.
        problems: What was harmlessly wrong so far.
    """
    compiler = _Compiler(document, singles, types)
    compiler.notes.harmless += problems
    blueprint = compiler.compile()
    blueprint.notes = tuple(compiler.notes.summary())
    return blueprint, compiler.notes


def engine_types() -> list[type[Any]]:
    """Return the engine's own components."""
    own = [v for v in vars(components).values() if isinstance(v, type)]
    return [*(cls for cls in own if isinstance(cls.__dict__.get("__schema__"), Schema)), Camera]


class _Compiler:
    """Goes through a document once, group by group and field by field."""

    def __init__(self, document: SceneDocument, singles: list[Single], types: Types) -> None:
        self.notes = Notes()
        self._document = document
        self._singles = singles
        self._types = types
        self._places = {single.key: k for k, single in enumerate(singles)}
        self._classes: dict[str, type[Any] | None] = {}

    def compile(self) -> Blueprint:
        parents = [self._parent(s) if s.parent else -1 for s in self._singles]
        groups: dict[tuple[Any, ...], list[int]] = {}
        for place, single in enumerate(self._singles):
            names = single.components
            key = (tuple(names) if len(names) < 2 else tuple(sorted(names)), parents[place] >= 0)
            groups.setdefault(key, []).append(place)
        above = np.array(parents, np.int64)
        kindreds = [
            self._kindred(key[0], np.array(places, np.int64), above)
            for key, places in groups.items()
        ]
        resources = [r for n, f in self._document.resources.items() if (r := self._resource(n, f))]
        return Blueprint(self._singles, self._places, kindreds, resources, self._types)

    def _parent(self, single: Single) -> int:
        place = self._places.get(single.parent, -1)
        if place < 0:
            layer = next(la for la in reversed(single.layers) if la.data.parent)
            where = layer.document
            hint = near(layer.data.parent, where.entities) or "remove it, or add the parent again"
            found = f'"{layer.data.parent}", which is not there'
            misfit = Misfit(found, "an entity of this file", hint)
            self.notes.wrong(where, (*layer.at, "parent"), misfit)
        return place

    def _class(self, name: str) -> type[Any] | None:
        if name not in self._classes:
            self._classes[name] = self._types.find(name)
        return self._classes[name]

    def _kindred(
        self, names: tuple[str, ...], places: NDArray[np.int64], parents: NDArray[np.int64]
    ) -> Kindred:
        members: list[Single] = [self._singles[k] for k in places.tolist()]
        made = Kindred((), places, parents[places], [tuple(m.tags) for m in members])
        for name in names:
            cls = self._class(name)
            if cls is None:
                self.notes.unknown_component(name, members, self._types)
                continue
            made.classes = (*made.classes, cls)
            self._component(made, cls, name, members)
        return made

    def _component(self, made: Kindred, cls: type[Any], name: str, members: list[Single]) -> None:
        schema = schema_of(cls)
        made.columns[cls], made.references[cls], made.objects[cls] = {}, {}, {}
        rows = [m.components[name] for m in members]
        known = {info.saved_name: info for info in schema.saved}
        for key in sorted({key for row in rows for key in row}):
            info = known.get(key)
            if info is None:
                self.notes.unknown_field(name, key, members, list(known))
                continue
            self._field_of_all(made, cls, info, members, rows)

    def _field_of_all(
        self,
        made: Kindred,
        cls: type[Any],
        info: FieldInfo,
        members: list[Single],
        rows: list[Fields],
    ) -> None:
        """Read a field; where a value does not fit, note it and go on as if it were not there."""
        while True:
            try:
                self._field(made, cls, info, members, rows)
                return
            except Wrong as wrong:
                source = members[wrong.row].source(schema_of(cls).name, info.saved_name)
                layer, at = source
                self.notes.wrong(layer.document, (*at, *wrong.misfit.at), wrong.misfit)
                if self.notes.full:
                    return
                rows = [{} if k == wrong.row else row for k, row in enumerate(rows)]

    def _field(
        self,
        made: Kindred,
        cls: type[Any],
        info: FieldInfo,
        members: list[Single],
        rows: list[Fields],
    ) -> None:
        key, name = info.saved_name, schema_of(cls).name
        if info.kind is Kind.ENTITY:
            found: list[int] = []
            for i, row in enumerate(rows):
                layer, at = members[i].source(name, key)
                found.append(self._reference(i, layer.document, at, layer.scope, row.get(key)))
            made.references[cls][info.name] = np.array(found, np.int64)
        elif info.kind is Kind.OBJECT:
            values = [row.get(key, _ABSENT) for row in rows]
            made.objects[cls][info.name] = self._objects(info, name, members, values)
        else:
            default = default_json(info)
            made.columns[cls][info.name] = column(info, [row.get(key, default) for row in rows])

    def _reference(
        self, row: int, document: SceneDocument, at: tuple[str, ...], scope: Scope, raw: Any
    ) -> int:
        if raw is None:
            return -1
        try:
            refs = CheckedRefs(self._types, self._places, scope)
            place = refs.place(path_of_ids(raw))
        except Misfit as misfit:
            raise Wrong(row, misfit) from None
        self._note_dangling(refs, document, at)
        return place

    def _objects(
        self, info: FieldInfo, name: str, members: list[Single], raws: list[Any]
    ) -> list[Any]:
        codec, found = codec_of(info.annotation), list[Any]()
        for row, raw in enumerate(raws):
            if raw is _ABSENT:
                found.append(Stored(info.default, None, Scope()))
                continue
            layer, at = members[row].source(name, info.saved_name)
            try:
                found.append(self._object(codec, raw, layer.document, at, layer.scope))
            except Misfit as misfit:
                raise Wrong(row, misfit) from None
        return found

    def _object(
        self, codec: Codec, raw: Any, document: SceneDocument, at: tuple[str, ...], scope: Scope
    ) -> Any:
        refs = CheckedRefs(self._types, self._places, scope)
        value = read(codec, raw, refs)
        if raw.__class__ in SCALARS and value is raw:
            return raw
        self._note_dangling(refs, document, at)
        return Stored(raw, codec, scope, refs.reach)

    def _note_dangling(
        self, refs: CheckedRefs, document: SceneDocument, at: tuple[str, ...]
    ) -> None:
        for key in refs.dangling:
            hint = near(key, document.entities) or "it is kept, and nobody is meant"
            misfit = Misfit(f'"{key}", which is not there', "an entity of this file", hint)
            self.notes.harmlessly(document, at, misfit)

    def _resource(self, name: str, fields: Fields) -> ResourcePlan | None:
        cls = self._class(name)
        if cls is None or schema_of(cls).whole:
            self.notes.unknown_resource(self._document, name, self._types)
            return None
        known = {info.saved_name: info for info in schema_of(cls).saved}
        plan = ResourcePlan(cls, {})
        for key, raw in fields.items():
            at = ("resources", name, key)
            info = known.get(key)
            if info is None:
                hint = near(key, known) or "it is kept, and left out of the world"
                misfit = Misfit(f'the field "{key}"', f"a field of {name}", hint)
                self.notes.harmlessly(self._document, at, misfit)
                continue
            try:
                self._resource_field(plan, info, raw, at)
            except Wrong as wrong:
                self.notes.wrong(self._document, (*at, *wrong.misfit.at), wrong.misfit)
            except Misfit as misfit:
                self.notes.wrong(self._document, (*at, *misfit.at), misfit)
        return plan

    def _resource_field(
        self, plan: ResourcePlan, info: FieldInfo, raw: Any, at: tuple[str, ...]
    ) -> None:
        if info.kind is Kind.ENTITY:
            plan.values[info.name] = self._reference(0, self._document, at, Scope(), raw)
            plan.references |= {info.name}
        elif info.kind is Kind.OBJECT:
            codec = codec_of(info.annotation)
            plan.values[info.name] = self._object(codec, raw, self._document, at, Scope())
        else:
            plan.values[info.name] = live_value(info, column(info, [raw])[0])
