"""What a scene or prefab file says, apart from any World: what an editor edits."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from zenith.errors import PrefabError, SceneError
from zenith.scenefile.places import locate
from zenith.scenefile.problem import Problem, pointer

ID: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.\-]{0,63}")
MOST_ENTITIES: Final = 100_000

Fields = dict[str, Any]


@dataclass(slots=True)
class EntityData:
    """One entity of a file, or what an instance of a prefab changes in one.

    Attributes:
        name: Its name; None where the file says nothing.
        tags: Its tags; None where the file says nothing.
        parent: The id of its parent, or "".
        order: Entities are spawned by this number, then by id.
        prefab: The name of the prefab it is an instance of, or "".
        components: Fields by component, each by its saved name; only what differs from the default.
        without: Components of the prefab that it does not have.
        removed: Whether this entity of the prefab, with all below it, is left out.
        overrides: What it changes in the entities of its prefab, by their ids in there.
        extra: What this version of Zenith does not know, kept as it was.
    """

    name: str | None = None
    tags: list[str] | None = None
    parent: str = ""
    order: float = 0
    prefab: str = ""
    components: dict[str, Fields] = field(default_factory=dict[str, Fields])
    without: list[str] = field(default_factory=list[str])
    removed: bool = False
    overrides: dict[str, EntityData] = field(default_factory=dict[str, "EntityData"])
    extra: Fields = field(default_factory=dict[str, Any])

    @property
    def empty(self) -> bool:
        """Whether it says nothing."""
        return self == EntityData()


@dataclass(slots=True)
class SceneDocument:
    """A scene or prefab file as data: entities by id, resources, and all that is not understood.

    Attributes:
        entities: Every entity by its id.
        resources: Fields by component, for what belongs to the world and to no entity.
        kind: "scene" or "prefab".
        game_version: The version of the game's data: how many of its migrations are done.
        extra: What this version of Zenith does not know, kept as it was.
        path: The file, or None.
        text: The file's text as it was read, which lines are found by; "" for none.

    >>> document = SceneDocument()
    >>> door = document.add("door", EntityData(components={"Sprite": {"image": "crate"}}))
    >>> [key for key in document.entities]
    ['door']
    """

    entities: dict[str, EntityData] = field(default_factory=dict[str, EntityData])
    resources: dict[str, Fields] = field(default_factory=dict[str, Fields])
    kind: str = "scene"
    game_version: int = 0
    extra: Fields = field(default_factory=dict[str, Any])
    path: Path | None = field(default=None, compare=False)
    text: str = field(default="", compare=False, repr=False)

    @property
    def name(self) -> str:
        """The file's name, for messages."""
        return str(self.path) if self.path is not None else f"the {self.kind}"

    @property
    def root(self) -> str:
        """The id of a prefab's one entity without a parent.

        Raises:
            PrefabError: There is none, or more than one.
        """
        tops = sorted(key for key, data in self.entities.items() if not data.parent)
        if len(tops) != 1:
            found = f"{len(tops)} entities without a parent" + (
                f": {', '.join(tops[:4])}" * bool(tops)
            )
            hint = "give all others a parent" if tops else "add one"
            raise self.error(("entities",), found, "one, with the others below it", hint)
        return tops[0]

    def add(self, key: str, data: EntityData) -> EntityData:
        """Add an entity under an id that nobody has.

        Raises:
            SceneError: The id is taken, or cannot be one.
        """
        if key in self.entities:
            raise self.error(("entities", key), f'the id "{key}", which is taken', "a new id")
        if not is_id(key):
            raise self.error(("entities", key), f"the id {key!r}", ID_RULE)
        self.entities[key] = data
        return data

    def remove(self, key: str) -> None:
        """Take an entity away with everything below it, as far as this file says."""
        for child in self.children(key):
            self.remove(child)
        del self.entities[key]

    def children(self, key: str) -> list[str]:
        """Return the ids of the entities whose parent is this one, or part of its prefab."""
        found = [k for k, data in self.entities.items() if data.parent.partition("/")[0] == key]
        return sorted(found)

    def in_order(self) -> Iterator[tuple[str, EntityData]]:
        """Yield every entity in the order they are spawned."""
        return iter(sorted(self.entities.items(), key=lambda item: (item[1].order, item[0])))

    def copy(self) -> SceneDocument:
        """Return a copy that shares nothing."""
        return replace(
            self,
            entities=copy.deepcopy(self.entities),
            resources=copy.deepcopy(self.resources),
            extra=copy.deepcopy(self.extra),
        )

    def problem(
        self,
        at: Sequence[object],
        found: str,
        expected: str,
        hint: str = "",
        *,
        harmless: bool = False,
    ) -> Problem:
        """Return a problem at a place of this file."""
        line, column = locate(self.text, tuple(at))
        where = pointer(at)
        hint = hint or "write what is expected, or take the entry away"
        return Problem(self.name, where, found, expected, hint, line, column, harmless)

    def error(self, at: Sequence[object], found: str, expected: str, hint: str = "") -> SceneError:
        """Return the error for a place of this file."""
        kind = PrefabError if self.kind == "prefab" else SceneError
        return kind(self.problem(at, found, expected, hint))


ID_RULE: Final = "an id of up to 64 letters, digits, _, - and ."


def is_id(text: str) -> bool:
    """Tell whether a text can be an id.

    Ids are plain ASCII, so that no two look alike and differ.

    >>> is_id("door-2"), is_id("a/b"), is_id("")
    (True, False, False)
    """
    return ID.fullmatch(text) is not None
