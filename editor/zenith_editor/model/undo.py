"""What was done to a document, step by step, each with a name: to take back and do again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import zenith as zn
from zenith_editor.model.errors import EditorError
from zenith_editor.model.operations import Operation, SetField

MOST_STEPS: Final = 2000
"""So many steps can be taken back; older ones are forgotten."""

Keys = tuple[str, ...]


@dataclass(slots=True)
class Step:
    """One change with a name, as a person thinks of it.

    Attributes:
        label: What it did, as "Move 3 entities".
        done: Its operations, in order.
        back: What takes them back, in the order in which they were done.
        selected: What was selected before it and after it.
        gesture: Steps of one gesture become one; "" for a step of its own.
        serial: Its number; no two steps of a document have the same.
    """

    label: str
    done: list[Operation] = field(default_factory=list[Operation])
    back: list[Operation] = field(default_factory=list[Operation])
    selected: tuple[Keys, Keys] = ((), ())
    gesture: str = ""
    serial: int = 0

    def note(self, operation: Operation, inverse: Operation) -> None:
        """Take in an operation that was done; in a field set twice only the last value counts."""
        for k in range(len(self.done) - 1, -1, -1):
            earlier = self.done[k]
            if not isinstance(earlier, SetField) or not isinstance(operation, SetField):
                break
            if earlier.place == operation.place:
                self.done[k] = operation
                return
        self.done.append(operation)
        self.back.append(inverse)


def run(scene: zn.SceneDocument, operations: Sequence[Operation]) -> list[Operation]:
    """Do operations in order, all of them or none, and return what takes each back.

    Raises:
        EditorError: One of them cannot be done; the document is as it was.
    """
    inverses: list[Operation] = []
    try:
        for operation in operations:
            inverses.append(operation.apply(scene))
    except BaseException:
        for inverse in reversed(inverses):
            inverse.apply(scene)
        raise
    return inverses


class History:
    """The steps of one document.

    Attributes:
        steps: Every step that can be taken back or done again, the oldest first.
        position: How many of them are done.
    """

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.position = 0
        self._serials = 0
        self._saved = 0
        self._forgotten = 0

    @property
    def serial(self) -> int:
        """The number of the last step that is done."""
        return self.steps[self.position - 1].serial if self.position else self._forgotten

    @property
    def dirty(self) -> bool:
        """Whether something was done, or taken back, since the document was saved."""
        return self.serial != self._saved

    @property
    def labels(self) -> list[str]:
        """The names of all steps; the first `position` of them are done."""
        return [step.label for step in self.steps]

    @property
    def next_undo(self) -> str:
        """The name of the step that `undo` takes back, or ""."""
        return self.steps[self.position - 1].label if self.position else ""

    @property
    def next_redo(self) -> str:
        """The name of the step that `redo` does again, or ""."""
        return self.steps[self.position].label if self.position < len(self.steps) else ""

    def open_step(self, gesture: str) -> Step | None:
        """Return the last step, if it belongs to a gesture that is still going on."""
        last = self.steps[-1] if self.position and self.position == len(self.steps) else None
        return last if last is not None and gesture and last.gesture == gesture else None

    def push(self, step: Step) -> None:
        """Add a step that was done; what was taken back before it is gone for good."""
        del self.steps[self.position :]
        self._serials += 1
        step.serial = self._serials
        self.steps.append(step)
        if len(self.steps) > MOST_STEPS:
            self._forgotten = self.steps.pop(0).serial
        self.position = len(self.steps)

    def touch(self, step: Step) -> None:
        """Give a step that grew a number of its own, so that it is not taken for what was saved."""
        self._serials += 1
        step.serial = self._serials

    def take_back(self, scene: zn.SceneDocument) -> Step:
        """Take the last step back.

        Raises:
            EditorError: There is none.
        """
        if not self.position:
            raise EditorError("There is nothing to take back.")
        step = self.steps[self.position - 1]
        inverses = run(scene, step.back[::-1])
        step.done = inverses[::-1]
        self.position -= 1
        return step

    def do_again(self, scene: zn.SceneDocument) -> Step:
        """Do the step again that was taken back last.

        Raises:
            EditorError: There is none.
        """
        if self.position == len(self.steps):
            raise EditorError("There is nothing to do again.")
        step = self.steps[self.position]
        step.back = run(scene, step.done)
        self.position += 1
        return step

    def drop(self) -> None:
        """Forget the step that was taken back last, as one that was given up."""
        del self.steps[self.position :]

    def mark_saved(self) -> None:
        """Note that the document is saved as it is now."""
        self._saved = self.serial

    def mark_unsaved(self) -> None:
        """Note that no state of the document is what its file says."""
        self._saved = -1

    def end_gesture(self) -> None:
        """Let the next change be a step of its own."""
        for step in self.steps[-1:]:
            step.gesture = ""
