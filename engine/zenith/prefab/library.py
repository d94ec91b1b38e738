"""The prefabs of a project by name: read once, none holding itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any, Final
from weakref import WeakKeyDictionary

from zenith.errors import PrefabError
from zenith.prefab.names import find, known
from zenith.scenefile import Migration, Misfit, Problem, SceneDocument, load_document
from zenith.scenefile.document import MOST_ENTITIES

DEEPEST: Final = 16
"""Prefabs may lie so deep in one another."""


class Prefabs:
    """Prefabs by name; a name is a path inside `prefabs`, without ".prefab".

    Attributes:
        root: The project's folder, or None where prefabs are only given by `put`.
        migrations: The game's own functions that bring old files up to date.
        derived: What others made of the prefabs, by whom it is for, with whom it goes; emptied
            whenever a prefab may have changed.

    >>> prefabs = Prefabs()
    >>> coin = zn.SceneDocument({"coin": zn.EntityData()}, kind="prefab")
    >>> prefabs.put("coin", coin)
    >>> prefabs.get("coin").root
    'coin'
    """

    def __init__(self, root: Path | None = None, migrations: Sequence[Migration] = ()) -> None:
        self.root = root
        self.derived: WeakKeyDictionary[Any, dict[Any, Any]] = WeakKeyDictionary()
        self.migrations = migrations
        self._documents: dict[str, SceneDocument] = {}
        self._sizes: dict[str, int] = {}

    def names(self) -> list[str]:
        """Return the names of all prefabs, sorted."""
        files = known(self.root, "prefabs", ".prefab") if self.root is not None else []
        return sorted({*files, *self._documents})

    def put(self, name: str, document: SceneDocument) -> None:
        """Let a name stand for a document, as one that is being edited."""
        self._documents[name] = document
        self._sizes.clear()
        self.derived.clear()

    def copy(self) -> Prefabs:
        """Return a second library of the same prefabs, to look at what they were."""
        made = Prefabs(self.root, self.migrations)
        made._documents = dict(self._documents)
        return made

    def names_of(self, file: Path) -> list[str]:
        """Return the names of the prefabs that were read from a file."""
        there = file.resolve()
        held = self._documents.items()
        return [n for n, d in held if d.path is not None and d.path.resolve() == there]

    def uses(self, document: SceneDocument, names: Collection[str]) -> bool:
        """Tell whether a document has an instance of one of these prefabs, however deep.

        Raises:
            PrefabError: A prefab in it is missing or cannot be read.
        """
        links = {data.prefab for data in document.entities.values() if data.prefab}
        return any(name in names or self.uses(self.get(name), names) for name in sorted(links))

    def forget(self, name: str | None = None) -> None:
        """Read a prefab's file anew when it is next asked for; all of them without a name."""
        if name is None:
            self._documents.clear()
        else:
            self._documents.pop(name, None)
        self._sizes.clear()
        self.derived.clear()

    def get(self, name: str) -> SceneDocument:
        """Return a prefab's document, once it and all prefabs in it were looked at.

        Raises:
            PrefabError: There is none, it cannot be read, or it holds itself.
        """
        self.size(name)
        return self._documents[name]

    def size(self, name: str) -> int:
        """Return how many entities an instance has, nested ones included.

        Raises:
            PrefabError: There is no such prefab, one cannot be read, or holds itself.
        """
        return self._size(name, (), _nowhere)

    def total(self, document: SceneDocument) -> int:
        """Return how many entities a document stands for, all instances included.

        Raises:
            PrefabError: A prefab is missing, cannot be read, or holds itself.
            SceneError: They are too many.
        """
        return self._sum(document, ())

    def _sum(self, document: SceneDocument, chain: tuple[str, ...]) -> int:
        total = 0
        for key, data in document.entities.items():
            total += 1 if not data.prefab else self._of_link(document, key, data.prefab, chain)
        if total > MOST_ENTITIES:
            expected, hint = f"at most {MOST_ENTITIES:,}", "use fewer instances, or smaller ones"
            raise document.error(
                ("entities",), f"{total:,} entities, all instances counted", expected, hint
            )
        return total

    def _of_link(self, document: SceneDocument, key: str, name: str, chain: tuple[str, ...]) -> int:
        known_size = self._sizes.get(name)
        if known_size is not None:
            return known_size

        def place(found: str, expected: str, hint: str) -> Problem:
            return document.problem(("entities", key, "prefab"), found, expected, hint)

        return self._size(name, chain, place)

    def _size(self, name: str, chain: tuple[str, ...], place: Place) -> int:
        if name in self._sizes:
            return self._sizes[name]
        if name in chain:
            ring = " -> ".join([*chain[chain.index(name) :], name])
            hint = "take one of these links away"
            raise PrefabError(
                place(f"a prefab that holds itself: {ring}", "prefabs that end", hint)
            )
        if len(chain) >= DEEPEST:
            found = f"prefabs in prefabs, more than {DEEPEST} deep"
            raise PrefabError(place(found, "fewer", "put some of them side by side"))
        if name not in self._documents:
            self._documents[name] = self._load(name, place)
        self._sizes[name] = self._sum(self._documents[name], (*chain, name))
        return self._sizes[name]

    def _load(self, name: str, place: Place) -> SceneDocument:
        if self.root is None:
            raise PrefabError(place(f'no prefab "{name}"', "one that was given by put()", ""))
        try:
            file = find(self.root, name, "prefabs", ".prefab")
        except Misfit as misfit:
            raise PrefabError(place(misfit.found, misfit.expected, misfit.hint)) from None
        return load_document(file, kind="prefab", migrations=self.migrations)


Place = Callable[[str, str, str], Problem]


def _nowhere(found: str, expected: str, hint: str) -> Problem:
    return Problem("the prefabs", "", found, expected, hint)
