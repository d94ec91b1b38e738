"""What is wrong with a document: mistakes that stop it, and what can be lived with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from zenith.errors import SceneError
from zenith.prefab import Single
from zenith.scenefile import Misfit, Problem, SceneDocument, near
from zenith.schema import Types, schema_of

MOST: Final = 50
"""So many mistakes are told one by one."""

_KEPT: Final = "it is kept in the file, and left out of the world"


class Notes:
    """Collects problems while a document is looked at.

    Attributes:
        mistakes: What stops it.
        harmless: What can be lived with, apart from what is not known.
    """

    def __init__(self) -> None:
        self.mistakes: list[Problem] = []
        self.harmless: list[Problem] = []
        self._unknown: list[Problem] = []
        self._told: set[tuple[str, tuple[object, ...]]] = set()

    @property
    def full(self) -> bool:
        """Whether so many mistakes are known that no more are told."""
        return len(self.mistakes) >= MOST

    def wrong(self, document: SceneDocument, at: tuple[object, ...], misfit: Misfit) -> None:
        """Note a mistake."""
        if len(self.mistakes) < MOST:
            problem = document.problem(at, misfit.found, misfit.expected, misfit.hint)
            self.mistakes.append(problem)

    def harmlessly(self, document: SceneDocument, at: tuple[object, ...], misfit: Misfit) -> None:
        """Note what can be lived with."""
        place = (document.name, at)
        if len(self.harmless) < MOST and place not in self._told:
            self._told.add(place)
            found, expected = misfit.found, misfit.expected
            problem = document.problem(at, found, expected, misfit.hint, harmless=True)
            self.harmless.append(problem)

    def unknown_component(self, name: str, members: list[Single], types: Types) -> None:
        """Note a component that is not registered, once for all entities with the same parts."""
        layer, at = members[0].source(name)
        found = f'the component "{name}", which is not registered{_count(members)}'
        self._add_unknown(layer.document, at, found, "a registered component", _known(types), name)

    def unknown_field(
        self, component: str, name: str, members: list[Single], known: list[str]
    ) -> None:
        """Note a field that the component does not have."""
        having = [m for m in members if name in m.components[component]]
        layer, at = having[0].source(component, name)
        found = f'the field "{name}"{_count(having)}'
        self._add_unknown(layer.document, at, found, f"a field of {component}", known, name)

    def unknown_resource(self, document: SceneDocument, name: str, types: Types) -> None:
        """Note a resource that is not registered."""
        found = f'the resource "{name}", which is not registered'
        at = ("resources", name)
        self._add_unknown(document, at, found, "a registered component", _known(types), name)

    def _add_unknown(
        self,
        document: SceneDocument,
        at: tuple[str, ...],
        found: str,
        expected: str,
        known: Iterable[str],
        name: str,
    ) -> None:
        if len(self._unknown) < MOST:
            nearest = near(name, known)
            hint = f"{nearest} Otherwise {_KEPT}" if nearest else _KEPT
            self._unknown.append(document.problem(at, found, expected, hint, harmless=True))

    def summary(self) -> list[Problem]:
        """Return what can be lived with."""
        return [*self._unknown, *self.harmless]

    def all(self) -> list[Problem]:
        """Return everything, mistakes first."""
        return [*self.mistakes, *self.summary()]

    def raise_first(self) -> None:
        """Raise the first mistake, if there is one; `args[1:]` are the others.

        Raises:
            SceneError: There is a mistake.
        """
        if self.mistakes:
            raise SceneError(*self.mistakes)


def _known(types: Types) -> list[str]:
    return [schema_of(cls).name for cls in types]


def _count(members: list[Single]) -> str:
    return f" (in {len(members):,} entities)" if len(members) > 1 else ""
