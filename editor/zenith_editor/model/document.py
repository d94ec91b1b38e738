"""A scene or prefab that is being edited: the one place where documents change.

Views read a document and never write it. Changes are transactions of operations;
each becomes a step of the document's history, and whoever listens hears of it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import zenith as zn
from zenith_editor.model.errors import EditorError
from zenith_editor.model.operations import Operation, SetField
from zenith_editor.model.selection import Selection
from zenith_editor.model.undo import History, Step, run

How = Literal["do", "merge", "undo", "redo", "cancel"]


@dataclass(frozen=True, slots=True)
class Change:
    """What just happened to a document.

    Attributes:
        label: The step's name.
        how: Whether it was done, grew, was taken back, done again or given up.
        operations: What was applied, in order.
        shapes: Whether more than values of single entities changed.
    """

    label: str
    how: How
    operations: tuple[Operation, ...]
    shapes: bool


class Transaction:
    """Operations on their way to become one step; see `Document.transaction`."""

    def __init__(self, scene: zn.SceneDocument) -> None:
        self._scene = scene
        self.pairs: list[tuple[Operation, Operation]] = []

    def do(self, *operations: Operation) -> None:
        """Change the document.

        Raises:
            EditorError: It cannot be done; the document is as it was before this call.
        """
        inverses = run(self._scene, operations)
        self.pairs.extend(zip(operations, inverses, strict=True))

    def take_back(self) -> None:
        """Undo all of it."""
        for _, inverse in reversed(self.pairs):
            inverse.apply(self._scene)
        self.pairs.clear()


class Document:
    """A scene or prefab, with its history and what is selected in it.

    Attributes:
        scene: What the file would say now. Read it; never change it but by transactions.
        prefabs: Where the prefabs of instances are found.
        known_as: The name by which those have this document, where it is a prefab of theirs.
        selection: What is selected.
        history: What was done.
        listeners: Called with every `Change`, after it.
        revision: Grows with every change.
        shape: Grows with every change of more than values: lists of entities are made anew then.

    >>> document = Document(zn.SceneDocument())
    >>> from zenith_editor.model.operations import PutEntities
    >>> document.do("New entity", PutEntities({"door": zn.EntityData(name="door")}))
    >>> document.dirty, document.history.next_undo
    (True, 'New entity')
    >>> document.undo()
    >>> list(document.scene.entities), document.dirty
    ([], False)
    """

    def __init__(self, scene: zn.SceneDocument, prefabs: zn.Prefabs | None = None) -> None:
        self.scene = scene
        self.prefabs = zn.Prefabs() if prefabs is None else prefabs
        self.known_as = ""
        self.selection = Selection()
        self.history = History()
        self.listeners: list[Callable[[Change], object]] = []
        self.revision = self.shape = 0
        self._open: Transaction | None = None
        self._expanded: tuple[int, dict[str, zn.ExpandedEntity]] | None = None

    @property
    def path(self) -> Path | None:
        """The file, or None where it was never saved."""
        return self.scene.path

    @property
    def title(self) -> str:
        """What to call it in a tab."""
        return self.path.stem if self.path is not None else f"new {self.scene.kind}"

    @property
    def dirty(self) -> bool:
        """Whether it differs from what was saved."""
        return self.history.dirty

    @property
    def text(self) -> str:
        """What would be written now."""
        return zn.scene_text(self.scene)

    # Changing it.

    @contextmanager
    def transaction(self, label: str, *, gesture: str = "") -> Generator[Transaction]:
        """Make what is done inside one step, or nothing where it fails.

        Args:
            label: The step's name.
            gesture: Transactions of the same gesture become one step, until `end_gesture`.

        Raises:
            EditorError: Another transaction is open.
        """
        if self._open is not None:
            raise EditorError(f'"{label}" cannot begin inside another change.')
        transaction = self._open = Transaction(self.scene)
        before = self.selection.keys
        try:
            yield transaction
        except BaseException:
            transaction.take_back()
            self.selection.set(before)
            raise
        finally:
            self._open = None
        if transaction.pairs:
            self._record(transaction, label, gesture, before)

    def do(self, label: str, *operations: Operation, gesture: str = "") -> None:
        """Change the document in one step.

        Raises:
            EditorError: It cannot be done; the document is as it was.
        """
        with self.transaction(label, gesture=gesture) as transaction:
            transaction.do(*operations)

    def _record(
        self, transaction: Transaction, label: str, gesture: str, before: tuple[str, ...]
    ) -> None:
        step = self.history.open_step(gesture)
        how: How = "do" if step is None else "merge"
        made = Step(label, gesture=gesture, selected=(before, ())) if step is None else step
        for operation, inverse in transaction.pairs:
            made.note(operation, inverse)
        if step is None:
            self.history.end_gesture()
            self.history.push(made)
        else:
            self.history.touch(made)
        self._tell(label, how, [operation for operation, _ in transaction.pairs])
        self.selection.keep(self.entities())
        made.selected = (made.selected[0], self.selection.keys)

    def undo(self) -> None:
        """Take the last step back.

        Raises:
            EditorError: There is none, or a transaction is open.
        """
        self._not_inside()
        self.history.end_gesture()
        step = self.history.take_back(self.scene)
        self._tell(step.label, "undo", step.back[::-1])
        self.selection.set(key for key in step.selected[0] if key in self.entities())

    def redo(self) -> None:
        """Do the step again that was taken back last.

        Raises:
            EditorError: There is none, or a transaction is open.
        """
        self._not_inside()
        step = self.history.do_again(self.scene)
        self._tell(step.label, "redo", step.done)
        self.selection.set(key for key in step.selected[1] if key in self.entities())

    def cancel_gesture(self, gesture: str) -> None:
        """Give up a gesture in hand, as by Esc: it was never there, not even to be done again."""
        self._not_inside()
        if self.history.open_step(gesture) is None:
            return
        step = self.history.take_back(self.scene)
        self.history.drop()
        self._tell(step.label, "cancel", step.back[::-1])
        self.selection.set(key for key in step.selected[0] if key in self.entities())

    def end_gesture(self) -> None:
        """Close the gesture in hand, as when the mouse is let go of."""
        self.history.end_gesture()

    def _not_inside(self) -> None:
        if self._open is not None:
            raise EditorError("This cannot be done inside another change.")

    def _tell(self, label: str, how: How, operations: Sequence[Operation]) -> None:
        self.scene.text = ""  # lines of the old text would lead astray
        shapes = any(map(self._shapes, operations))
        self.revision += 1
        self.shape += shapes
        if self.known_as:
            self.prefabs.put(self.known_as, self.scene)
        change = Change(label, how, tuple(operations), shapes)
        for listener in list(self.listeners):
            listener(change)

    def _shapes(self, operation: Operation) -> bool:
        """Tell whether an operation changes more than a value; an instance is put together anew."""
        if isinstance(operation, SetField):
            data = self.scene.entities.get(operation.key)
            return operation.shapes or (data is not None and bool(data.prefab))
        return operation.shapes

    # Looking at it.

    def entities(self) -> Mapping[str, zn.ExpandedEntity]:
        """Return every entity by id in the order they are spawned, those of instances included.

        Where a prefab cannot be used, only the file's own entities are there.
        """
        if self._expanded is None or self._expanded[0] != self.shape:
            self._expanded = (self.shape, {single.key: single for single in self._expand()})
        return self._expanded[1]

    def _expand(self) -> list[zn.ExpandedEntity]:
        try:
            return zn.expand_prefabs(self.scene, self.prefabs)[0]
        except zn.SceneError:
            bare = {
                key: replace(data, prefab="", overrides={}, without=[])
                for key, data in self.scene.entities.items()
            }
            return zn.expand_prefabs(zn.SceneDocument(bare), self.prefabs)[0]

    def prefabs_changed(self) -> None:
        """Take note that a prefab is not what it was."""
        self.shape += 1
        self.revision += 1

    def problems(self, types: zn.Types) -> list[zn.Problem]:
        """Return everything that is wrong with the document, mistakes first."""
        return zn.check_document(self.scene, types, self.prefabs)
