"""From what JSON says to a document: every part has its form, or is told with its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from zenith.errors import PrefabError, SceneError
from zenith.scenefile.document import (
    ID_RULE,
    MOST_ENTITIES,
    EntityData,
    Fields,
    SceneDocument,
    is_id,
)
from zenith.scenefile.problem import Misfit, near, shown
from zenith.scenefile.strict import depth

LONGEST_NAME: Final = 255
DEEPEST_VALUE: Final = 24
DEEPEST_FAMILY: Final = 1000
SCALARS: Final = frozenset({str, int, float, bool, type(None)})
HEAD: Final = ("zenith", "version", "game_version", "resources", "entities")


def build(raw: Any, kind: str, path: Path | None, text: str) -> SceneDocument:
    """Return the document that a file's JSON describes.

    Raises:
        SceneError: Some part is not of its form; the message has its place.
        PrefabError: The same, of a prefab.
    """
    document = SceneDocument(kind=kind, path=path, text=text)
    try:
        _fill(document, raw)
        _check_families(document)
    except Misfit as misfit:
        error = PrefabError if kind == "prefab" else SceneError
        problem = document.problem(misfit.at, misfit.found, misfit.expected, misfit.hint)
        raise error(problem) from None
    return document


def _fill(document: SceneDocument, raw: dict[str, Any]) -> None:
    document.game_version = raw.get("game_version", 0)
    document.extra = {k: v for k, v in raw.items() if k not in HEAD}
    for key, value in document.extra.items():
        _check_depth(value, key)
    entities = raw.get("entities", {})
    try:
        document.resources = _components(raw.get("resources", {}))
    except Misfit as misfit:
        raise misfit.under("resources") from None
    try:
        _fill_entities(document.entities, _object(entities, "entities by id"))
    except Misfit as misfit:
        raise misfit.under("entities") from None


def _fill_entities(entities: dict[str, EntityData], raw: dict[str, Any]) -> None:
    if len(raw) > MOST_ENTITIES:
        hint = "split the scene; spawn what is alike from code"
        raise Misfit(f"{len(raw):,} entities", f"at most {MOST_ENTITIES:,}", hint)
    for key, value in raw.items():
        if not is_id(key):
            raise Misfit(f"the id {shown(key)}", ID_RULE, "", (key,))
        try:
            entities[key] = _entity(value, ENTITY)
        except Misfit as misfit:
            raise misfit.under(key) from None


Reader = Callable[[EntityData, Any], None]


def _entity(raw: Any, readers: dict[str, Reader]) -> EntityData:
    data = EntityData()
    for key, value in _object(raw, "an entity, as {...}").items():
        reader = readers.get(key)
        if reader is None:
            _check_depth(value, key)
            data.extra[key] = value
            continue
        try:
            reader(data, value)
        except Misfit as misfit:
            raise misfit.under(key) from None
    if data.prefab == "" and (data.overrides or data.without) and readers is ENTITY:
        key = "overrides" if data.overrides else "without"
        hint = 'add "prefab", or take it away'
        raise Misfit("no prefab that it is an instance of", f'"{key}" beside "prefab"', hint)
    return data


def _read_name(data: EntityData, value: Any) -> None:
    data.name = name(value, "a name")


def _read_tags(data: EntityData, value: Any) -> None:
    data.tags = _names(value, "tags")
    if len(set(data.tags)) < len(data.tags):
        twice = next(t for i, t in enumerate(data.tags) if t in data.tags[:i])
        raise Misfit(f"the tag {shown(twice)} twice", "each tag once")


def _read_parent(data: EntityData, value: Any) -> None:
    data.parent = path_of_ids(value)


def _read_order(data: EntityData, value: Any) -> None:
    if value.__class__ not in (int, float):
        raise Misfit(shown(value), "a number", "entities are spawned by it, then by id")
    data.order = value


def _read_prefab(data: EntityData, value: Any) -> None:
    data.prefab = name(value, "the name of a prefab")


def _read_components(data: EntityData, value: Any) -> None:
    data.components = _components(value)


def _read_without(data: EntityData, value: Any) -> None:
    data.without = _names(value, "components")


def _read_removed(data: EntityData, value: Any) -> None:
    if value is not True:
        raise Misfit(shown(value), "true", "leave it away where the entity stays")
    data.removed = True


def _read_overrides(data: EntityData, value: Any) -> None:
    for key, entry in _object(value, "changes by id").items():
        try:
            data.overrides[path_of_ids(key)] = _entity(entry, OVERRIDE)
        except Misfit as misfit:
            raise misfit.under(key) from None


OVERRIDE: Final[dict[str, Reader]] = {
    "name": _read_name,
    "tags": _read_tags,
    "components": _read_components,
    "without": _read_without,
    "removed": _read_removed,
}
ENTITY: Final[dict[str, Reader]] = {
    "name": _read_name,
    "tags": _read_tags,
    "parent": _read_parent,
    "order": _read_order,
    "prefab": _read_prefab,
    "components": _read_components,
    "without": _read_without,
    "overrides": _read_overrides,
}


def _components(raw: Any) -> dict[str, Fields]:
    for key, fields in _object(raw, "components by name").items():
        try:
            name(key, "a component")
            _check_fields(_object(fields, "fields by name"))
        except Misfit as misfit:
            raise misfit.under(key) from None
    found: dict[str, Fields] = raw
    return found


def _check_fields(fields: Fields) -> None:
    for field, value in fields.items():
        if value.__class__ not in SCALARS:
            _check_depth(value, field)
        if len(field) > LONGEST_NAME:
            raise Misfit(shown(field), "a shorter name")


def _check_depth(value: Any, key: str) -> None:
    if value.__class__ in (list, dict) and depth(value, DEEPEST_VALUE) > DEEPEST_VALUE:
        found = f"nesting deeper than {DEEPEST_VALUE} levels"
        raise Misfit(found, "a flatter value", "", (key,))


def name(value: Any, what: str) -> str:
    """Return a short text without anything that would break a line."""
    if value.__class__ is not str:
        raise Misfit(shown(value), f"{what}, a text")
    if not value:
        raise Misfit("an empty text", what)
    if len(value) > LONGEST_NAME:
        raise Misfit(f"{len(value):,} letters", f"at most {LONGEST_NAME}")
    if not value.isprintable() and any(letter < " " or letter == "\x7f" for letter in value):
        raise Misfit(shown(value), f"{what} on one line")
    return str(value)


def path_of_ids(value: Any) -> str:
    """Return an id, or ids joined by "/" that lead into instances of prefabs."""
    if value.__class__ is not str:
        raise Misfit(shown(value), "the id of an entity")
    if not is_id(value) and not all(is_id(part) for part in value.split("/")):
        hint = "an entity inside an instance is written instance/inner"
        raise Misfit(shown(value), ID_RULE, hint)
    return str(value)


def _names(value: Any, what: str) -> list[str]:
    if value.__class__ is not list:
        raise Misfit(shown(value), f"a list of {what}")
    return [name(item, f"one of the {what}") for item in value]


def _object(value: Any, what: str) -> dict[str, Any]:
    if value.__class__ is not dict:
        raise Misfit(shown(value), what)
    found: dict[str, Any] = value
    return found


def _check_families(document: SceneDocument) -> None:
    """Refuse parents in a ring, and chains of them that never end."""
    levels: dict[str, int] = {}
    for start, data in document.entities.items():
        if data.parent:
            _climb(document, start, levels)


def _climb(document: SceneDocument, start: str, levels: dict[str, int]) -> None:
    """Note how deep an entity and all above it lie."""
    chain: dict[str, None] = {}
    key = start
    while key not in levels:
        if key in chain:
            raise _ring([*chain][[*chain].index(key) :])
        data = document.entities.get(key)
        if data is None:
            break
        chain[key] = None
        key = data.parent.partition("/")[0]
    level = levels.get(key, -1)
    for link in reversed(chain):
        level += 1
        levels[link] = level
    if level > DEEPEST_FAMILY:
        found, expected = f"parents {level:,} deep", f"at most {DEEPEST_FAMILY:,}"
        raise Misfit(found, expected, "", ("entities", start, "parent"))


def _ring(keys: list[str]) -> Misfit:
    first = min(keys)
    at = keys.index(first)
    ring = [*keys[at:], *keys[:at], first]
    told = " -> ".join(ring if len(ring) <= 8 else [*ring[:6], "...", first])
    where = ("entities", first, "parent")
    hint = "give one of them another parent, or none"
    return Misfit(f"parents in a ring: {told}", "parents that end", hint, where)


_HEAD_HINT: Final = "this may be a JSON file of something else"


def header(raw: Any, kind: str) -> None:
    """Raise Misfit unless a file's JSON begins as a scene or prefab does."""
    if raw.__class__ is not dict:
        raise Misfit(shown(raw), f'an object that begins with {{"zenith": "{kind}"', _HEAD_HINT)
    found = raw.get("zenith")
    if found is None:
        meant = near("zenith", raw)
        hint = f'{meant.split(chr(34))[1]} is there; it is spelt "zenith"' if meant else _HEAD_HINT
        raise Misfit('no "zenith"', f'"zenith": "{kind}" as the first line', hint)
    if found != kind:
        other = found in ("scene", "prefab")
        hint = f"this is a {found}; open it as one" if other else ""
        raise Misfit(shown(found), f'"{kind}"', hint, ("zenith",))
    for key in ("version", "game_version"):
        value = raw.get(key, 0)
        if value.__class__ is not int or value < 0:
            raise Misfit(shown(value), "a whole number", "", (key,))
    for key in raw:
        name(key, "a key")
