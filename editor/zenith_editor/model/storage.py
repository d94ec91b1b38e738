"""Documents and their files: opened, saved as a whole, compared with what others wrote."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import zenith as zn
from zenith_editor.model.document import Document
from zenith_editor.model.errors import ChangedOutside, EditorError
from zenith_editor.model.operations import Operation, PutEntities, SetComponent, SetHead
from zenith_editor.model.outside import Outside, Stamp, look, stamp_of
from zenith_editor.model.places import WORLD

SUFFIXES: Final = {".scene": "scene", ".prefab": "prefab"}

Upgrade = Callable[[zn.SceneDocument], None]


def kind_of(path: Path) -> str:
    """Return what a file holds by its name: "scene" or "prefab".

    Raises:
        EditorError: It is neither.
    """
    kind = SUFFIXES.get(path.suffix)
    if kind is None:
        raise EditorError(
            f"{path.name} is neither a scene nor a prefab; expected .scene or .prefab."
        )
    return kind


class Stored:
    """A document together with its file.

    Attributes:
        document: The document.
        stamp: What the file was like when it was last read or written here.
    """

    def __init__(self, document: Document, migrations: Sequence[Upgrade] = ()) -> None:
        self.document = document
        self.stamp = Stamp() if document.path is None else stamp_of(document.path)
        self._migrations = migrations
        self._seen = self.stamp

    @classmethod
    def open(cls, path: Path, prefabs: zn.Prefabs, migrations: Sequence[Upgrade] = ()) -> Stored:
        """Read a file.

        Raises:
            SceneError: It cannot be read; the message says file, place, found and expected.
            EditorError: It is neither a scene nor a prefab.
        """
        before = stamp_of(path)
        scene = zn.load_scene(path, kind=kind_of(path), migrations=migrations)
        made = cls(Document(scene, prefabs), migrations)
        made.stamp = made._seen = before
        return made

    def save(self, path: Path | None = None, *, over: bool = False) -> None:
        """Write the document: as a whole, or not at all.

        Args:
            path: Another file than its own.
            over: Whether what others wrote meanwhile may be lost.

        Raises:
            ChangedOutside: Somebody else changed the file, or there is one already.
            EditorError: The file cannot be written; the old one is as it was.
        """
        document = self.document
        target = document.path if path is None else path
        if target is None:
            raise EditorError(f"The {document.scene.kind} has no file yet; say where to save it.")
        if kind_of(target) != document.scene.kind:
            raise EditorError(f"{target.name} cannot hold a {document.scene.kind}.")
        known = self.stamp if target == document.path else Stamp()
        if not over and look(target, known) is Outside.CHANGED:
            what = "was changed by another program" if known.digest else "is there already"
            raise ChangedOutside(f"{target} {what}; say whether it may be written over.")
        document.end_gesture()
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            zn.save_scene(document.scene, target)
        except OSError as error:
            raise EditorError(f"{target} cannot be written: {error.strerror or error}.") from None
        self.stamp = self._seen = stamp_of(target)
        document.history.mark_saved()

    def news(self) -> Outside:
        """Return what others did to the file since this was last asked: each thing is told once."""
        now = look(self.document.path, self._seen)
        if now is not Outside.SAME:
            self._seen = stamp_of(self.document.path)
        return now

    def accept(self) -> None:
        """Let the document stand against what others made of its file: saving writes over it."""
        self.stamp = self._seen = stamp_of(self.document.path)
        self.document.history.mark_unsaved()

    def reload(self) -> None:
        """Take over what the file says now, as one step that can be taken back.

        Raises:
            SceneError: The file cannot be read; the document stays as it is.
        """
        document, path = self.document, self.document.path
        if path is None:
            raise EditorError("There is no file to read again.")
        before = stamp_of(path)
        scene = zn.load_scene(path, kind=document.scene.kind, migrations=self._migrations)
        operations = difference(document.scene, scene)
        if operations:
            document.do("Reload from the file", *operations)
        self.stamp = self._seen = before
        document.history.mark_saved()


def difference(old: zn.SceneDocument, new: zn.SceneDocument) -> list[Operation]:
    """Return operations that make one document say what another one says."""
    found: list[Operation] = []
    if (old.game_version, old.extra) != (new.game_version, new.extra):
        found.append(SetHead(new.game_version, new.extra))
    for name in sorted({*old.resources, *new.resources}):
        if _dumped(old.resources.get(name)) != _dumped(new.resources.get(name)):
            found.append(SetComponent(WORLD, name, new.resources.get(name)))
    keys = sorted({*old.entities, *new.entities})
    changed = {key: new.entities.get(key) for key in keys if _differs(old, new, key)}
    return [*found, PutEntities(changed)] if changed else found


def _differs(old: zn.SceneDocument, new: zn.SceneDocument, key: str) -> bool:
    """Tell whether two documents say different things of an entity; 1 and 1.0 are not the same."""
    one, other = old.entities.get(key), new.entities.get(key)
    if one is None or other is None or one != other:
        return True
    if repr(one) == repr(other):
        return False
    alone = (zn.SceneDocument({key: data}) for data in (one, other))
    return len(set(map(zn.scene_text, alone))) > 1


def _dumped(value: object) -> str:
    return json.dumps(value, sort_keys=True)
