"""What is hidden or locked while a document is edited: not part of it, and not of its history."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import zenith as zn


class Marks:
    """Entities that are not shown, and such as cannot be picked in the viewport.

    Attributes:
        hidden: The ids of those that are not shown.
        locked: The ids of those that cannot be picked.
        revision: Grows whenever one of them is marked, or is no longer.

    >>> marks = Marks()
    >>> marks.toggle(marks.locked, ["wall"])
    >>> sorted(marks.locked)
    ['wall']
    """

    def __init__(self) -> None:
        self.hidden: set[str] = set()
        self.locked: set[str] = set()
        self.revision = 0

    def toggle(self, marked: set[str], keys: Iterable[str]) -> None:
        """Mark entities, or take the mark from all of them where all have it."""
        chosen = set(keys)
        self.revision += 1
        if chosen <= marked:
            marked -= chosen
        else:
            marked |= chosen

    def clear(self) -> None:
        """Show and unlock everything."""
        self.revision += 1
        self.hidden.clear()
        self.locked.clear()

    def unpickable(self, entities: Mapping[str, zn.ExpandedEntity]) -> set[str]:
        """Return what cannot be picked: hidden or locked itself, or below something that is."""
        return self._with_all_below(entities, self.hidden | self.locked)

    def unseen(self, entities: Mapping[str, zn.ExpandedEntity]) -> set[str]:
        """Return what is not drawn: hidden itself, or below something that is."""
        return self._with_all_below(entities, self.hidden)

    def _with_all_below(
        self, entities: Mapping[str, zn.ExpandedEntity], marked: Collection[str]
    ) -> set[str]:
        found = {key for key in marked if key in entities}
        if not found:
            return found
        below: dict[str, list[str]] = {}
        for key, entity in entities.items():
            below.setdefault(entity.parent, []).append(key)
        waiting = list(found)
        for key in waiting:
            fresh = [child for child in below.get(key, ()) if child not in found]
            found.update(fresh)
            waiting.extend(fresh)
        return found
