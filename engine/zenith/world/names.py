"""Interned text: assets, choices, enums and layers as small integers."""

from __future__ import annotations

from typing import Any, Final

NO_NAME: Final = 0


class Names:
    """Text to integer and back; 0 is always the empty text.

    The integers mean nothing outside their World: digests and files use the text.

    >>> names = Names()
    >>> names.id("crate"), names.id("crate"), names[1]
    (1, 1, 'crate')
    """

    def __init__(self) -> None:
        self._texts: list[str] = [""]
        self._ids: dict[str, int] = {"": NO_NAME}

    def id(self, text: str) -> int:
        """Return the integer of a text, taking it in when it is new."""
        found = self._ids.get(text)
        if found is None:
            given: Any = text
            if not isinstance(given, str):
                raise TypeError(f"expected text, found {given!r}")
            found = self._ids[text] = len(self._texts)
            self._texts.append(text)
        return found

    def __getitem__(self, number: int) -> str:
        return self._texts[number]

    def __len__(self) -> int:
        return len(self._texts)

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text by its integer."""
        return tuple(self._texts)
