"""Scene and prefab files: their form, the values in them, and the names those use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from zenith.errors import FileError, UnknownName, ZenithError
from zenith.lint.catalog import Catalog
from zenith.lint.references import check_value, kind_of
from zenith.lint.words import note_fonts
from zenith.scene import check_document
from zenith.scenefile import EntityData, Migration, Misfit, Problem, SceneDocument, load_document
from zenith.schema import Types, schema_of

Place = tuple[object, ...]


def check_file(
    file: Path, kind: str, types: Types, catalog: Catalog, migrations: Sequence[Migration]
) -> Iterator[Problem]:
    """Yield what is wrong with a scene or prefab file."""
    try:
        document = load_document(file, kind=kind, migrations=migrations)
    except FileError as error:
        yield from (p for p in error.args if isinstance(p, Problem))
        return
    except ZenithError as error:
        yield Problem(str(file), "", str(error), "a migration that ends", "look at the function")
        return
    yield from check_document(document, types, catalog.prefabs)
    yield from _names(document, types, catalog)
    note_fonts(document, catalog)


def _names(document: SceneDocument, types: Types, catalog: Catalog) -> Iterator[Problem]:
    for at, component, name, value in _values(document):
        try:
            schema = schema_of(types.get(component))
        except UnknownName:
            continue
        info = next((f for f in schema.visible if f.saved_name == name), None)
        if info is None:
            continue
        try:
            check_value(catalog, kind_of(schema, info), value)
        except Misfit as misfit:
            yield document.problem((*at, name), misfit.found, misfit.expected, misfit.hint)


def _values(document: SceneDocument) -> Iterator[tuple[Place, str, str, Any]]:
    """Yield place, component, field and value of everything that a document says."""
    for key, data in document.entities.items():
        yield from _of_entity(("entities", key), data)
    for component, fields in document.resources.items():
        yield from _of_fields(("resources", component), component, fields)


def _of_entity(at: Place, data: EntityData) -> Iterator[tuple[Place, str, str, Any]]:
    for component, fields in data.components.items():
        yield from _of_fields((*at, "components", component), component, fields)
    for key, inner in data.overrides.items():
        yield from _of_entity((*at, "overrides", key), inner)


def _of_fields(
    at: Place, component: str, fields: Mapping[str, Any]
) -> Iterator[tuple[Place, str, str, Any]]:
    for name, value in fields.items():
        yield at, component, name, value
