"""A project's words: what one language has and another lacks, and letters no font can draw."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from zenith.errors import AssetBroken, AssetMissing
from zenith.fontmetrics import DEFAULT_FONT, FontMetrics
from zenith.languages import FOLDER, Language, Phrase
from zenith.lint.catalog import Catalog
from zenith.scenefile import Misfit, Problem, SceneDocument, listed, near


def check_words(catalog: Catalog) -> Iterator[Problem]:
    """Yield what is wrong with the language files of a project, and where they disagree."""
    yield from catalog.unreadable
    fonts = _Fonts(catalog)
    for language in catalog.languages:
        yield from fonts.check(language)
    original = catalog.languages[0] if catalog.languages else None
    if original is None or original.code != catalog.original:
        return
    for other in catalog.languages[1:]:
        yield from _missing(original, other)
        yield from _differing(original, other)


def _missing(original: Language, other: Language) -> Iterator[Problem]:
    """Yield the words that one of two languages lacks."""
    name = f"{FOLDER}/{other.code}.toml"
    for key in original.phrases:
        if key not in other.phrases:
            found, expected = f'no "{key}" in {name}', "the same words in every language"
            hint = f"write {key} = ... into it; until then those of the original are shown"
            yield original.problem(key, found, expected, hint, harmless=True)
    for key in other.phrases:
        if key not in original.phrases:
            left = [k for k in original.phrases if k not in other.phrases]
            hint = near(key, left) or f"write them into {original.file.name}, or take them away"
            found = f'the words "{key}", which {original.file.name} does not have'
            yield other.problem(key, found, "words of the original", hint)


def _differing(original: Language, other: Language) -> Iterator[Problem]:
    """Yield the words whose values are not those of the original."""
    for key, phrase in other.phrases.items():
        known = original.phrases.get(key)
        if known is None:
            continue
        wanted, given = set(known.names), set(phrase.names)
        for name in sorted(given - wanted):
            found = f"the value {{{name}}}, which the original does not have"
            hint = near(name, wanted) or _there_are(known)
            yield other.problem(key, found, "the values of the original", hint)
        for name in sorted(wanted - given if given <= wanted else ()):
            found, hint = f"no {{{name}}}, which the original has", "leave it only if that is meant"
            yield other.problem(key, found, "the values of the original", hint, harmless=True)


def _there_are(phrase: Phrase) -> str:
    names = [f"{{{name}}}" for name in dict.fromkeys(phrase.names)]
    return f"there is {listed(names)}" if names else "the original has none"


def missing_value(call: ast.Call, catalog: Catalog) -> Misfit | None:
    """Return what a call of `world.words` lacks, where that can be seen."""
    key = call.args[0] if len(call.args) == 1 else None
    if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
        return None
    if any(k.arg is None for k in call.keywords):
        return None
    given = [str(k.arg) for k in call.keywords]
    for name in catalog.values(key.value):
        if name not in given:
            hint = near(name, given) or f"write {name}=..."
            return Misfit(
                f'no value for {{{name}}} of the words "{key.value}"', "one for each place", hint
            )
    return None


def note_fonts(document: SceneDocument, catalog: Catalog) -> None:
    """Note in which font a document shows which words."""
    for data in document.entities.values():
        text = data.components.get("Text")
        if text is not None and (text.get("font") or not data.prefab):
            key, font = text.get("key", ""), text.get("font", "")
            if isinstance(key, str) and isinstance(font, str):
                catalog.fonts.setdefault(key, {})[font or DEFAULT_FONT] = None


class _Fonts:
    """The fonts that a project draws its words with."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._known: dict[str, FontMetrics | None] = {}

    def check(self, language: Language) -> Iterator[Problem]:
        """Yield the words that have letters which the font they are shown in does not have.

        Where no scene says which font that is, one of those in use has to have them.
        """
        used = dict.fromkeys([DEFAULT_FONT, *(f for each in self._fonts() for f in each)])
        for key, phrase in language.phrases.items():
            letters = "".join(phrase.plain)
            if letters.isascii():
                continue
            told = self._catalog.fonts.get(key)
            lacks = [self._lacking(font, letters) for font in told or used]
            missing = min(lacks, key=len) if not told else max(lacks, key=len)
            if missing:
                fonts = listed([f'"{font}"' for font in told or used])
                found, expected = f"{listed(missing)}, which cannot be drawn", f"letters of {fonts}"
                hint = "choose a font that has them, or write other words"
                yield language.problem(key, found, expected, hint)

    def _fonts(self) -> Iterator[dict[str, None]]:
        yield from self._catalog.fonts.values()

    def _lacking(self, font: str, letters: str) -> str:
        if font not in self._known:
            try:
                path = self._catalog.assets.find("font", font)
                self._known[font] = FontMetrics.load(path)
            except (AssetMissing, AssetBroken):
                self._known[font] = None  # told where it is named
        metrics = self._known[font]
        return "" if metrics is None else metrics.lacking(letters)
