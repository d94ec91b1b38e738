"""What is selected in a document: ids in the order they were chosen, the last one active."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping


class Selection:
    """Entities by id; inside instances as "cart/wheel".

    >>> chosen = Selection()
    >>> chosen.set(["a", "b"])
    >>> chosen.toggle("a")
    >>> chosen.keys, chosen.active
    (('b',), 'b')
    """

    def __init__(self) -> None:
        self._keys: dict[str, None] = {}
        self.revision = 0

    @property
    def keys(self) -> tuple[str, ...]:
        """Every id, in the order they were chosen."""
        return tuple(self._keys)

    @property
    def active(self) -> str:
        """The id that was chosen last, or ""."""
        return next(reversed(self._keys), "")

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys)

    def __len__(self) -> int:
        return len(self._keys)

    def set(self, keys: Iterable[str]) -> None:
        """Select exactly these."""
        new = dict.fromkeys(keys)
        if list(new) != list(self._keys):
            self._keys = new
            self.revision += 1

    def add(self, *keys: str) -> None:
        """Select more; the last of them becomes the active one."""
        self.set([*(key for key in self._keys if key not in keys), *keys])

    def remove(self, *keys: str) -> None:
        """Select these no longer."""
        self.set([key for key in self._keys if key not in keys])

    def toggle(self, key: str) -> None:
        """Select one, or no longer where it is."""
        if key in self._keys:
            self.remove(key)
        else:
            self.add(key)

    def clear(self) -> None:
        """Select nothing."""
        self.set(())

    def keep(self, known: Mapping[str, object]) -> None:
        """Forget those that are no more."""
        self.set([key for key in self._keys if key in known])


def range_between(rows: list[str], start: str, end: str) -> list[str]:
    """Return what lies between two rows of a list, both included: a click with Shift.

    >>> range_between(["a", "b", "c", "d"], "c", "a")
    ['a', 'b', 'c']
    """
    if start not in rows:
        return [end]
    first, last = sorted((rows.index(start), rows.index(end)))
    return rows[first : last + 1]
