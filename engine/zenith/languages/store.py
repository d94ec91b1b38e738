"""Language files: `languages/en.toml` is one table of texts, read without running anything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from zenith.errors import ProjectError
from zenith.filenames import is_spelt
from zenith.languages.library import Languages
from zenith.languages.phrase import Phrase, phrase_of
from zenith.project import Project, key_places, parse_toml
from zenith.scenefile import Misfit, Problem, pointer, read_text, shown

FOLDER: Final = "languages"
LARGEST_FILE: Final = 2**20
MOST: Final = 10_000
"""So many texts may a language have."""
LONGEST: Final = 10_000
"""So many letters may a text have."""
TOLD: Final = 50
"""So many mistakes are told one by one."""
_KEY: Final = re.compile(r"[A-Za-z0-9_-]{1,100}")
_EXPECTED: Final = "a language file as TOML text in UTF-8"


class Language:
    """One language file.

    Attributes:
        code: The language, as "en".
        file: Its file.
        phrases: Its texts by key.
    """

    def __init__(self, code: str, file: Path, text: str, phrases: Mapping[str, Phrase]) -> None:
        self.code = code
        self.file = file
        self.phrases = phrases
        self._text = text
        self._places: dict[tuple[str, ...], tuple[int, int]] | None = None

    def problem(
        self, key: str, found: str, expected: str, hint: str = "", *, harmless: bool = False
    ) -> Problem:
        """Return what is wrong with a text, with its line."""
        if self._places is None:
            self._places = key_places(self._text)
        place = self._places.get((key,), (1, 1))
        return Problem(
            str(self.file), pointer([key]), found, expected, hint, *place, harmless=harmless
        )


def load_languages(project: Project) -> Languages | None:
    """Return the words of a project that has languages.

    Raises:
        ProjectError: A file cannot be read, or says what cannot be; `args` has every mistake.
    """
    found, problems = read_languages(project)
    if problems:
        raise ProjectError(*problems[:TOLD])
    if not found:
        return None
    files = {language.code: str(language.file) for language in found}
    return Languages({language.code: language.phrases for language in found}, files)


def read_languages(project: Project) -> tuple[list[Language], list[Problem]]:
    """Return the languages of a project that can be read, and what is wrong with their files."""
    found: list[Language] = []
    problems: list[Problem] = []
    for k, code in enumerate(project.languages):
        file = project.folder / FOLDER / f"{code}.toml"
        if not _is_inside(file, project.folder):
            original = f"{FOLDER}/{project.languages[0]}.toml"
            hint = f"copy {original} and translate it" if k else "make it"
            missing = f"no {FOLDER}/{code}.toml in the project"
            problems.append(
                project.problem(("languages", k), missing, "a file for each language", hint)
            )
            continue
        text = read_text(file, _EXPECTED, LARGEST_FILE)
        raw = text if isinstance(text, Problem) else parse_toml(text, str(file))
        if isinstance(text, Problem) or isinstance(raw, Problem):
            problems += [p for p in (raw,) if isinstance(p, Problem)]
            continue
        language = Language(code, file, text, {})
        language.phrases, wrong = _phrases(language, raw)
        found.append(language)
        problems += wrong
    return found, problems


def _is_inside(file: Path, folder: Path) -> bool:
    """Tell whether a file is there, spelt so, and no link leads out of the project."""
    if not file.exists() or not file.resolve().is_relative_to(folder.resolve()):
        return False
    return is_spelt(file, folder)


def _phrases(language: Language, raw: Mapping[str, Any]) -> tuple[dict[str, Phrase], list[Problem]]:
    """Return the texts of a file that are right, and what is wrong with the others."""
    if len(raw) > MOST:
        found, expected = f"{len(raw):,} texts", f"at most {MOST:,}"
        return {}, [Problem(str(language.file), "", found, expected, "take some away")]
    phrases: dict[str, Phrase] = {}
    wrong: list[Problem] = []
    for key, value in raw.items():
        try:
            phrases[key] = _phrase(key, value)
        except Misfit as misfit:
            hint = misfit.hint or "write what is expected"
            wrong.append(language.problem(key, misfit.found, misfit.expected, hint))
    return phrases, wrong


def _phrase(key: str, value: Any) -> Phrase:
    if not _KEY.fullmatch(key):
        expected = "letters from a to z, digits, _ and -, at most 100"
        raise Misfit(f"the key {shown(key)}", expected, "rename it")
    if isinstance(value, dict):
        raise Misfit("a table", "texts by key in one table", "write the key out, as menu_start")
    if not isinstance(value, str):
        raise Misfit(shown(value), "a text", "put it in quotes")
    if len(value) > LONGEST or not _is_visible(value):
        expected = f"at most {LONGEST:,} letters that can be seen, in one line or more"
        raise Misfit(shown(value), expected)
    return phrase_of(value)


def _is_visible(value: Iterable[str]) -> bool:
    return all(c >= " " or c == "\n" for c in value)
