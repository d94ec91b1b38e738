"""The words of a game by language and key, as a running game asks for them."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Any

from zenith.errors import UnknownName, nearest, unknown
from zenith.languages.phrase import Phrase
from zenith.schema import component


class MissingWords(UserWarning):
    """A language lacks words that the original has; those are shown."""


@component
class Spoken:
    """The language that a World speaks now; a resource, so that it is part of its state."""

    code: str = ""


class Languages:
    """The words of every language; what one lacks is said in the original.

    Attributes:
        codes: The languages, the original first.
        files: The file of each, by code.
        version: Changes whenever words are taken over.
    """

    def __init__(self, words: Mapping[str, Mapping[str, Phrase]], files: Mapping[str, str]) -> None:
        self.codes = tuple(words)
        self.files = dict(files)
        self._words = {code: dict(phrases) for code, phrases in words.items()}
        self._warned: set[tuple[str, str]] = set()
        self.version = 0

    @property
    def original(self) -> str:
        """The language that the others are translated from."""
        return self.codes[0]

    def take(self, other: Languages) -> None:
        """Take over the words of another reading of the same languages."""
        self._words = {code: other._words.get(code, {}) for code in self.codes}
        self._warned.clear()
        self.version += 1

    def checked(self, code: str) -> str:
        """Return a language's code.

        Raises:
            UnknownName: The game does not speak it.
        """
        if code not in self.codes:
            raise unknown("language", str(code), self.codes)
        return code

    def words(self, code: str, key: str, values: Mapping[str, Any]) -> str:
        """Return words in a language, with their values.

        Raises:
            UnknownName: Neither the language nor the original has such a key.
            BadValue: A value is missing, or is neither text nor number.
        """
        return self.phrase(code, key).fill(values, f'The words "{key}"')

    def phrase(self, code: str, key: str) -> Phrase:
        """Return what a key stands for in a language, or in the original.

        Raises:
            UnknownName: Neither has such a key.
        """
        found = self._words.get(code, {}).get(key)
        if found is None:
            found = self._words[self.original].get(key)
            if found is None:
                raise UnknownName(self._missing(key))
            if code in self._words:
                self._warn(code, key)
        return found

    def _missing(self, key: str) -> str:
        names = list(self._words[self.original])
        file = self.files[self.original]
        return f'There are no words "{key}".{nearest(key, names)} Searched: {file}.'

    def _warn(self, code: str, key: str) -> None:
        if (code, key) not in self._warned:
            self._warned.add((code, key))
            message = f'{self.files[code]}: no words "{key}"; those of the original are shown.'
            warnings.warn(message, MissingWords, stacklevel=2)
