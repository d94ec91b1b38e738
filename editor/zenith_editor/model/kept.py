"""What was changed by hand while a game ran, and how chosen ones of it are kept."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import zenith as zn
from zenith_editor.model.document import Document
from zenith_editor.model.effective import setting, stated
from zenith_editor.model.operations import Operation
from zenith_editor.model.places import WORLD
from zenith_editor.model.prefabs import place
from zenith_editor.model.stage import field_of


@dataclass(frozen=True, slots=True)
class Changed:
    """A field that was set by hand.

    Attributes:
        key: The entity's id in the document.
        component: The component's saved name.
        field: The field's saved name.
        before: What it was when it was first set by hand.
        after: What it was set to last.
    """

    key: str
    component: str
    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Placed:
    """An instance of a prefab that was put into the running game.

    Attributes:
        prefab: The prefab's name.
        x: Where it was put.
        y: Where it was put.
    """

    prefab: str
    x: float
    y: float


class Kept:
    """The list of what was changed by hand, in the order in which it was first changed."""

    def __init__(self) -> None:
        self._fields: dict[tuple[str, str, str], Changed] = {}
        self._placed: list[Placed] = []

    def note(self, key: str, component: str, field: str, before: Any, after: Any) -> None:
        """Note that a field was set; one that is set back to what it was is no change."""
        place = (key, component, field)
        first = self._fields[place].before if place in self._fields else copy.deepcopy(before)
        if first == after:
            self._fields.pop(place, None)
        else:
            changed = Changed(key, component, field, first, copy.deepcopy(after))
            self._fields[place] = changed

    def note_placed(self, placed: Placed) -> None:
        """Note that a prefab was put into the game."""
        self._placed.append(placed)

    @property
    def all(self) -> list[Changed | Placed]:
        """Everything, fields first."""
        return [*self._fields.values(), *self._placed]

    def __len__(self) -> int:
        return len(self.all)


def keep(document: Document, chosen: Iterable[Changed | Placed], types: zn.Types) -> list[str]:
    """Apply what was chosen to the document as one step, and tell what could not be.

    Args:
        document: The document that was played.
        chosen: What to keep.
        types: The components known.

    Returns:
        A sentence for each change whose place is gone.
    """
    operations: list[Operation] = []
    lost: list[str] = []
    placed: list[Placed] = []
    for change in chosen:
        if isinstance(change, Placed):
            placed.append(change)
            continue
        info = field_of(types, change.component, change.field)
        if info is None or not _is_there(document, change):
            where = f"{change.key or 'the world'}: {change.component}.{change.field}"
            lost.append(f"{where} is not in the scene any more.")
        else:
            operations.append(setting(document, change.key, change.component, info, change.after))
    if operations:
        count = f"{len(operations)} change{'s' * (len(operations) != 1)}"
        document.do(f"Keep {count} from play", *operations)
    for one in placed:
        place(document, one.prefab, zn.Vec2(one.x, one.y))
    return lost


def _is_there(document: Document, change: Changed) -> bool:
    if change.key != WORLD and change.key not in document.entities():
        return False
    return change.component in stated(document, change.key)
