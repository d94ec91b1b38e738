"""Old files: functions that bring them, step by step, to the present version."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from zenith.scenefile.document import SceneDocument
from zenith.scenefile.problem import Misfit

Migration = Callable[[SceneDocument], None]
"""A step of a game's own: changes a document from one version of the game's data to the next."""

Step = Callable[[dict[str, Any]], dict[str, Any]]

VERSION: Final = 1
STEPS: Final[tuple[Step, ...]] = ()
"""The step at place k brings a file's JSON from version k + 1 to k + 2."""


def to_present(raw: dict[str, Any], steps: Sequence[Step] = STEPS) -> dict[str, Any]:
    """Return a file's JSON in the present version of the format.

    Raises:
        Misfit: It is of a later version, or says none.

    >>> def tags(raw):
    ...     return raw | {"tags": raw.get("labels", [])}
    >>> to_present({"version": 1, "labels": ["a"]}, [tags])["tags"]
    ['a']
    """
    present = len(steps) + 1
    version = raw.get("version")
    if version is None or version < 1:
        raise Misfit("no version", f'"version": {present}', "", ("version",))
    if version > present:
        hint = "it was written by a later Zenith; get that one"
        raise Misfit(f"version {version}", f"at most version {present}", hint, ("version",))
    for step in steps[version - 1 :]:
        raw = step(raw)
    return {**raw, "version": present}


def to_game(document: SceneDocument, migrations: Sequence[Migration]) -> None:
    """Bring a document to the present version of the game's own data.

    A game that renames a component or splits a field adds a function to its
    list; a file counts how many of them it has behind it.

    Raises:
        SceneError: The file is of a later version of the game.
    """
    present = len(migrations)
    if document.game_version > present:
        found, expected = f"version {document.game_version}", f"at most version {present}"
        hint = "it was written by a later version of the game, or its migrations are not given"
        raise document.error(("game_version",), found, expected, hint)
    for step in migrations[document.game_version :]:
        step(document)
        document.text = ""
    document.game_version = present
