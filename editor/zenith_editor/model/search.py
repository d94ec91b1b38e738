"""Finding things by a few letters: actions in the palette, components to add, entities."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeVar

import zenith as zn

T = TypeVar("T")
_START, _WORD, _RUN, _GAP = 8, 6, 4, 1
_NEVER: Final = -1


def score(query: str, text: str) -> int:
    """Return how well some letters fit a text; higher is better, -1 is not at all.

    The letters have to come in their order. Those at the beginning of the text
    or of a word count most, then those that follow one another.

    >>> score("bc", "BoxCollider") > score("bc", "Sbox cache") > score("bc", "abstract")
    True
    >>> score("xq", "BoxCollider")
    -1
    """
    wanted, lower = query.replace(" ", "").lower(), text.lower()
    best: dict[int, int] = {-1: 0}
    for letter in wanted:
        places = [k for k, other in enumerate(lower) if other == letter]
        best = {
            k: max(points + _value(text, k, last) for last, points in best.items() if last < k)
            for k in places
            if any(last < k for last in best)
        }
        if not best:
            return _NEVER
    exact = 20 if lower == wanted else 0
    return max(0, 2 * max(best.values()) + exact + (1 if lower.startswith(wanted) else 0))


def _value(text: str, place: int, last: int) -> int:
    """Return what a letter at a place is worth, when the one before it stands at another."""
    if place == 0:
        return _START
    if _begins(text, place):
        return _WORD
    if place == last + 1:
        return _RUN
    return -_GAP * min(place - last - 1, 3)


def _begins(text: str, k: int) -> bool:
    """Tell whether a word begins at a letter: "b" and "C" of "boxCollider"."""
    if k == 0 or not text[k - 1].isalnum():
        return True
    return text[k].isupper() and not text[k - 1].isupper()


def fuzzy(query: str, items: Iterable[T], text: Callable[[T], str] = str) -> list[T]:
    """Return the items that fit, the best first; all of them, as they came, for no query.

    >>> fuzzy("tr", ["Sprite", "Transform", "Text"])
    ['Transform']
    """
    known = list(items)
    if not query.strip():
        return known
    scored = [(score(query, text(item)), k) for k, item in enumerate(known)]
    return [known[k] for points, k in sorted(scored, key=lambda s: (-s[0], s[1])) if points >= 0]


def find_entities(query: str, entities: Mapping[str, zn.ExpandedEntity]) -> list[str]:
    """Return the ids of entities that fit every word of a query, in the order of the document.

    A word is part of the name or id; "#hero" is a tag, ":Sprite" a component.

    >>> scene = zn.SceneDocument({"a": zn.EntityData("Door", tags=["exit"]), "b": zn.EntityData()})
    >>> find_entities("door #exit", {e.key: e for e in zn.expand_prefabs(scene, zn.Prefabs())[0]})
    ['a']
    """
    words = query.lower().split()
    return [key for key, entity in entities.items() if all(_fits(w, entity) for w in words)]


def _fits(word: str, entity: zn.ExpandedEntity) -> bool:
    if word.startswith("#"):
        return any(tag.lower().startswith(word[1:]) for tag in entity.tags)
    if word.startswith(":"):
        return any(name.lower().startswith(word[1:]) for name in entity.components)
    return word in entity.name.lower() or word in entity.key.lower()
