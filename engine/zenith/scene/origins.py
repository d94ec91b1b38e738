"""Which entities of a World came from which file: what a changed file is brought into."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from zenith.prefab import Prefabs, Single
from zenith.scene.blueprint import Blueprint
from zenith.scenefile import SceneDocument
from zenith.schema import Types, schema_of
from zenith.world import Handles, World

Unknown = frozenset[tuple[str, str]]
"""Components and their fields; where the field is "", the component is meant."""


class Origin:
    """The instances of one file in a World: their entities by the ids in the file.

    Attributes:
        keys: The ids, those of entities inside prefabs as "instance/inner".
        handles: The entities, uint64 (instances, keys); 0 where one has none.
        serials: Their spawn serials: after a game was loaded, a handle may mean another.
    """

    def __init__(self, keys: tuple[str, ...], handles: Handles, serials: NDArray[np.int64]) -> None:
        self.keys = keys
        self.handles = handles
        self.serials = serials

    @classmethod
    def of(cls, world: World, keys: tuple[str, ...], handles: Handles) -> Origin:
        """Return the origin of new instances, whose entities all live."""
        serials = [world.serial(world.entity(h)) if h else 0 for h in handles.ravel().tolist()]
        return cls(keys, handles, np.array(serials, np.int64).reshape(handles.shape))

    def alive(self, world: World) -> NDArray[np.bool_]:
        """Return which of the entities still live, in the shape of `handles`."""
        found = np.zeros(self.handles.shape, bool)
        for at, handle in np.ndenumerate(self.handles):
            entity = world.entity(int(handle))
            found[at] = entity.alive and world.serial(entity) == self.serials[at]
        return found

    def with_more(self, other: Origin) -> Origin:
        """Return both together, as long as they have the same ids; else the newer one."""
        if self.keys != other.keys:
            return other
        handles = np.concatenate([self.handles, other.handles])
        return Origin(self.keys, handles, np.concatenate([self.serials, other.serials]))

    def only(self, rows: NDArray[Any]) -> Origin:
        """Return some of the instances."""
        return Origin(self.keys, self.handles[rows], self.serials[rows])


class Origins:
    """Every origin of a World, by file: a resource of the Worlds of a game that is watched.

    It is part of snapshots, so that a run that went back knows what it knew then,
    and stays out of digests: watching a game does not change it.

    Attributes:
        documents: What each file said when it was last brought into the World.
        unknown: The components, and fields of components, that nobody knew then, by file.
    """

    digested: ClassVar[bool] = False

    def __init__(self) -> None:
        self.documents: dict[str, SceneDocument] = {}
        self.unknown: dict[str, Unknown] = {}
        self._origins: dict[str, Origin] = {}
        self._limits: dict[str, int] = {}

    def __copy__(self) -> Origins:
        made = Origins()
        made.documents, made.unknown = dict(self.documents), dict(self.unknown)
        made._origins = dict(self._origins)
        return made

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._origins))

    def get(self, file: str) -> Origin | None:
        """Return the instances of a file, or None."""
        return self._origins.get(file)

    def put(self, file: str, origin: Origin, document: SceneDocument, unknown: Unknown) -> None:
        """Let a file stand for these instances."""
        self._origins[file] = origin
        self.documents[file], self.unknown[file] = document, unknown

    def note(
        self,
        world: World,
        file: str,
        document: SceneDocument,
        blueprint: Blueprint,
        handles: Handles,
    ) -> None:
        """Add an instance; those that are gone altogether are forgotten now and then."""
        new = Origin.of(world, blueprint.keys, handles.reshape(1, -1).copy())
        known = self._origins.get(file)
        whole = new if known is None else known.with_more(new)
        limit = self._limits.get(file, 64)
        if len(whole.handles) > limit:
            whole = whole.only(np.any(whole.alive(world), axis=1))
            self._limits[file] = max(64, 2 * len(whole.handles))
        told = self.unknown.get(file) if self.documents.get(file) is document else None
        unknown = unknown_in(blueprint.singles, blueprint.types) if told is None else told
        self.put(file, whole, document, unknown)

    def get_state(self) -> dict[str, Any]:
        """Return the origins as plain data, for snapshots."""
        return {
            file: ["\n".join(o.keys), o.handles, o.serials] for file, o in self._origins.items()
        }

    def set_state(self, state: dict[str, Any]) -> None:
        """Go back to a state that `get_state` gave."""
        self._origins = {
            file: Origin(tuple(keys.split("\n")), handles, serials)
            for file, (keys, handles, serials) in state.items()
        }


def note_origin(
    world: World, document: SceneDocument, blueprint: Blueprint, handles: Handles
) -> None:
    """Remember what an instance of a file became, in a World that is asked to."""
    if document.path is None or not world.has_resource(Origins):
        return
    file = file_key(world, document.path)
    world.resource(Origins).note(world, file, document, blueprint, handles)


def unknown_in(singles: Iterable[Single], types: Types) -> Unknown:
    """Return the components, and fields of known ones, that entities have and nobody knows."""
    said: dict[str, set[str]] = {}
    for single in singles:
        for component, fields in single.components.items():
            said.setdefault(component, set()).update(fields)
    found: set[tuple[str, str]] = set()
    for component, names in said.items():
        cls = types.find(component)
        known = None if cls is None else {info.saved_name for info in schema_of(cls).saved}
        found |= {(component, "")} if known is None else {(component, n) for n in names - known}
    return frozenset(found)


def file_key(world: World, path: Path) -> str:
    """Return how a World calls a file: by its path in the game's folder, where it lies there."""
    root = world.resource(Prefabs).root if world.has_resource(Prefabs) else None
    file = path.resolve()
    if root is not None and file.is_relative_to(root.resolve()):
        return file.relative_to(root.resolve()).as_posix()
    return file.as_posix()
