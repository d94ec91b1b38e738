"""Documents become entities: a whole scene, or a prefab while the game runs."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping

from zenith.errors import SceneError
from zenith.prefab import Prefabs
from zenith.scene.blueprint import Blueprint
from zenith.scene.compiling import compile_document, engine_types
from zenith.scene.origins import note_origin
from zenith.scene.spawning import Spawning
from zenith.scenefile import Problem, SceneDocument, near, without_collecting
from zenith.schema import Types
from zenith.world import Entity, Handles, World


class Instance(Mapping[str, Entity]):
    """The entities that came of a document, by their ids in it.

    Attributes:
        world: Where they live.
        notes: What was harmlessly wrong with the document.
    """

    def __init__(self, world: World, blueprint: Blueprint, handles: Handles) -> None:
        self.world = world
        self.notes: tuple[Problem, ...] = blueprint.notes
        self._places = blueprint.places
        self._handles = handles

    def __getitem__(self, key: str) -> Entity:
        """Return the entity of an id.

        Raises:
            SceneError: The document has no such entity.
        """
        place = self._places.get(key)
        if place is None:
            found, expected = f'no entity "{key}"', "the id of one"
            raise SceneError(Problem("the instance", "", found, expected, near(key, self._places)))
        return self.world.entity(int(self._handles[place]))

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def instantiate(
    document: SceneDocument,
    world: World,
    *,
    types: Types | None = None,
    prefabs: Prefabs | None = None,
) -> Instance:
    """Bring everything in a document into a World: all of it, or nothing where it is wrong.

    Entities are spawned in the order of the document. What is not known here, as
    a component of another version, stays in the document and is logged once.

    Args:
        document: What to bring.
        world: Where to.
        types: The game's components; the World's and the engine's are known anyway.
        prefabs: Where prefabs are found; the World's own resource when None.

    Raises:
        SceneError: A value does not fit; the message says where, `args` has every one.
        PrefabError: A prefab is missing, cannot be read, or holds itself.

    >>> document = zn.SceneDocument()
    >>> _ = document.add("door", zn.EntityData("door", components={"Transform": {"x": 5.0}}))
    >>> world = zn.World()
    >>> instantiate(document, world)["door"][zn.Transform].x
    5.0
    """
    with without_collecting():
        return spawn_all(document, prepare(document, world, types, prefabs), world)


def prepare(
    document: SceneDocument, world: World, types: Types | None, prefabs: Prefabs | None
) -> Blueprint:
    """Return a document made ready for a World.

    Raises:
        SceneError: A value does not fit.
        PrefabError: A prefab is missing, cannot be read, or holds itself.
    """
    known = all_types(world.types, types)
    blueprint, notes = compile_document(document, known, prefabs or prefabs_of(world))
    notes.raise_first()
    for note in blueprint.notes:
        logging.getLogger("zenith").warning("%s", note)
    return blueprint


def check_document(
    document: SceneDocument, types: Types, prefabs: Prefabs | None = None
) -> list[Problem]:
    """Return everything that is wrong with a document, in one go; mistakes first.

    Args:
        document: What to look at.
        types: The game's components; the engine's are known anyway.
        prefabs: Where prefabs are found.
    """
    try:
        _, notes = compile_document(document, all_types(types), prefabs or Prefabs())
    except SceneError as error:
        return [p for p in error.args if isinstance(p, Problem)]
    return notes.all()


def spawn_all(document: SceneDocument, blueprint: Blueprint, world: World) -> Instance:
    """Bring the entities of a document's blueprint into a World at once."""
    spawning = Spawning(blueprint)
    count = len(blueprint.singles)
    spawning.advance(world, count)
    spawning.finish(world, max(count, 1))
    note_origin(world, document, blueprint, spawning.handles)
    return Instance(world, blueprint, spawning.handles)


def spawn_prefab(
    world: World, prefab: str, *components: object, name: str = "", parent: Entity | None = None
) -> Entity:
    """Make an instance of a prefab while the game runs.

    Args:
        world: Where to; an App's scene knows the prefabs in the game's folder.
        prefab: The prefab's name, as "coin" for prefabs/coin.prefab.
        components: What its root has instead of what the prefab says.
        name: The root's name, instead of the prefab's.
        parent: The entity its root's Transform is relative to.

    Returns:
        The root.

    Raises:
        PrefabError: There is no such prefab, or it cannot be read.
        SceneError: A value in it does not fit.
    """
    blueprint = _ready(world, prefab)
    made = spawn_all(prefabs_of(world).get(prefab), blueprint, world)
    root = world.entity(int(made._handles[blueprint.root]))
    if components:
        root.add(*components)
    if name:
        root.name = name
    if parent is not None:
        root.parent = parent
    return root


def _ready(world: World, prefab: str) -> Blueprint:
    """Return a prefab's blueprint, made once for the components that a World knows."""
    prefabs = prefabs_of(world)
    made: dict[tuple[str, int], Blueprint] = prefabs.derived.setdefault(world.types, {})
    key = (prefab, len(world.types))
    if key not in made:
        made[key] = prepare(prefabs.get(prefab), world, None, prefabs)
    return made[key]


def prefabs_of(world: World) -> Prefabs:
    """Return where a World finds its prefabs."""
    return world.resource(Prefabs) if world.has_resource(Prefabs) else Prefabs()


def all_types(*known: Types | None) -> Types:
    """Return every component known: the engine's and those given, the first of a name first."""
    found = Types()
    for types in known:
        for cls in types or ():
            found.learn(cls)
    for cls in engine_types():
        found.learn(cls)
    more = [types.more for types in known if types is not None and types.more is not None]
    found.more = (lambda: [cls for ask in more for cls in ask()]) if more else None
    return found
