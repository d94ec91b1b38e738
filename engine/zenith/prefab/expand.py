"""From a document with instances of prefabs to every single entity that it stands for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from zenith.prefab.library import Prefabs
from zenith.scenefile import EntityData, Fields, Problem, SceneDocument, near


@dataclass(frozen=True, slots=True)
class Scope:
    """What ids mean inside one file: entities of an instance have the instance's id before theirs.

    Attributes:
        instance: The id of the instance that the file's root became, or "" for a scene.
        root: The root's id in the file.
        prefix: What stands before the ids of the others. It is longer than the instance's own
            id where the root of a prefab is itself an instance: then both have entities below it.
    """

    instance: str = ""
    root: str = ""
    prefix: str = ""

    def resolve(self, key: str) -> str:
        """Return the id, among all entities, of what a file calls `key`."""
        if not self.instance:
            return key
        return self.instance if key == self.root else f"{self.prefix}/{key}"

    def inside(self, key: str, root: str) -> Scope:
        """Return what ids mean inside the instance `key` of a prefab with that root."""
        prefix = f"{self.prefix}/{key}" if self.instance else key
        return Scope(self.resolve(key), root, prefix)


@dataclass(frozen=True, slots=True)
class Layer:
    """What one file says of an entity.

    Attributes:
        document: The file.
        at: The place in it.
        data: What stands there.
        scope: What ids mean there.
    """

    document: SceneDocument
    at: tuple[str, ...]
    data: EntityData
    scope: Scope


@dataclass(slots=True)
class Single:
    """One entity after all instances are replaced by what is in their prefabs.

    Attributes:
        key: Its id; "instance/inner" inside an instance.
        parent: The id of its parent, or "".
        layers: What the files say of it; later ones change what earlier ones say.
        components: Fields by component, all layers taken together.
    """

    key: str
    parent: str
    layers: tuple[Layer, ...]
    components: dict[str, Fields]

    @property
    def name(self) -> str:
        """Its name, or ""."""
        return next((n for la in reversed(self.layers) if (n := la.data.name) is not None), "")

    @property
    def tags(self) -> list[str]:
        """Its tags."""
        none: list[str] = []
        return next((t for la in reversed(self.layers) if (t := la.data.tags) is not None), none)

    def source(self, component: str, name: str = "") -> tuple[Layer, tuple[str, ...]]:
        """Return the layer that a component's field comes from, and its place in the file."""
        for layer in reversed(self.layers):
            fields = layer.data.components.get(component)
            if fields is not None and (not name or name in fields):
                tail = ("components", component, name) if name else ("components", component)
                return layer, (*layer.at, *tail)
        return self.layers[-1], self.layers[-1].at


@dataclass(frozen=True, slots=True)
class _Changes:
    """What an outer file changes in an instance, by the ids in there."""

    layer: Layer
    prefix: str
    used: set[str] = field(default_factory=set[str])

    def of(self, key: str) -> Layer | None:
        """Return the change of an entity as a layer."""
        name = self.prefix + key
        data = self.layer.data.overrides.get(name)
        if data is None:
            return None
        self.used.add(name)
        outer = self.layer
        return Layer(outer.document, (*outer.at, "overrides", name), data, outer.scope)

    def removes(self, key: str) -> bool:
        """Tell whether an entity is left out."""
        data = self.layer.data.overrides.get(self.prefix + key)
        if data is None or not data.removed:
            return False
        self.used.add(self.prefix + key)
        return True

    def below(self, key: str) -> _Changes:
        """Return the same changes as seen from inside a nested instance."""
        return _Changes(self.layer, f"{self.prefix}{key}/", self.used)


def expand(document: SceneDocument, prefabs: Prefabs) -> tuple[list[Single], list[Problem]]:
    """Return every entity in the order they are spawned, and what is harmlessly wrong.

    Raises:
        PrefabError: A prefab is missing, cannot be read, or holds itself.
        SceneError: There are too many entities.
    """
    prefabs.total(document)
    problems: list[Problem] = []
    return list(_file(document, Scope(), (), (), "", prefabs, problems)), problems


def _file(
    document: SceneDocument,
    scope: Scope,
    outer: tuple[Layer, ...],
    changes: tuple[_Changes, ...],
    parent: str,
    prefabs: Prefabs,
    problems: list[Problem],
) -> Iterator[Single]:
    """Yield the entities of a file; `outer` lies over its root, whose parent is `parent`."""
    gone = _removed(document, scope.root, changes)
    for key, data in document.in_order():
        if key in gone:
            continue
        own = Layer(document, ("entities", key), data, scope)
        is_root = scope.root == key
        over = outer if is_root else tuple([la for c in changes if (la := c.of(key)) is not None])
        above = parent if is_root else (scope.resolve(data.parent) if data.parent else "")
        where = scope.resolve(key)
        if not data.prefab:
            layers = (own, *over)
            yield Single(where, above, layers, _merged(layers))
            continue
        inner = prefabs.get(data.prefab)
        mine = _Changes(own, "")
        below = (mine, *(c.below(key) for c in changes))
        inner_scope = scope.inside(key, inner.root)
        yield from _file(inner, inner_scope, (own, *over), below, above, prefabs, problems)
        problems += _unused(own, mine, inner)


def _removed(document: SceneDocument, root: str, changes: tuple[_Changes, ...]) -> set[str]:
    """Return the entities of a prefab that an instance leaves out, with all below them."""
    gone: set[str] = set()
    below = [key for key in document.entities if key != root] if changes else []
    waiting = [key for key in below if any(c.removes(key) for c in changes)]
    while waiting:
        key = waiting.pop()
        if key not in gone:
            gone.add(key)
            waiting += document.children(key)
    return gone


def _merged(layers: tuple[Layer, ...]) -> dict[str, Fields]:
    if len(layers) == 1:
        return layers[0].data.components
    found: dict[str, Fields] = {}
    for layer in layers:
        for name in layer.data.without:
            found.pop(name, None)
        for name, fields in layer.data.components.items():
            found[name] = {**found.get(name, {}), **fields}
    return found


def _unused(own: Layer, mine: _Changes, inner: SceneDocument) -> list[Problem]:
    """Return the changes that meant no entity: the prefab has changed since."""
    found: list[Problem] = []
    for name in own.data.overrides:
        if name in mine.used or _is_below_removed(name, own.data.overrides):
            continue
        at = (*own.at, "overrides", name)
        if name == inner.root:
            expected = "changes of entities below it"
            hint = 'changes of the root itself stand beside "prefab", under "components"'
        else:
            expected = f'an entity of the prefab "{own.data.prefab}"'
            hint = near(name, inner.entities) or "it is kept and does nothing"
        found.append(own.document.problem(at, f'"{name}"', expected, hint, harmless=True))
    return found


def _is_below_removed(name: str, overrides: dict[str, Any]) -> bool:
    parts = name.split("/")
    ahead = ["/".join(parts[:k]) for k in range(1, len(parts))]
    return any(a in overrides and overrides[a].removed for a in ahead)
