"""Scene and prefab files: from a path or bytes to a document, and back as a whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from zenith.errors import PrefabError, SceneError
from zenith.files import write_atomic
from zenith.scenefile.collecting import without_collecting
from zenith.scenefile.document import SceneDocument
from zenith.scenefile.form import build, header
from zenith.scenefile.layout import dumps
from zenith.scenefile.migrate import Migration, to_game, to_present
from zenith.scenefile.places import locate
from zenith.scenefile.problem import Misfit, Problem, pointer
from zenith.scenefile.reading import decode, read_text
from zenith.scenefile.strict import parse


def load_document(
    path: Path | str, *, kind: str = "scene", migrations: Sequence[Migration] = ()
) -> SceneDocument:
    """Return what a file says. No code runs, and no other file is opened.

    Args:
        path: The file.
        kind: "scene" or "prefab".
        migrations: The game's own functions that bring old files up to date, the oldest first.

    Raises:
        SceneError: It cannot be read; the message says file, place, found and expected.
        PrefabError: The same, of a prefab.
    """
    file = Path(path)
    return _document(read_text(file), kind, file, migrations)


def parse_document(
    data: bytes | str,
    *,
    kind: str = "scene",
    path: Path | None = None,
    migrations: Sequence[Migration] = (),
) -> SceneDocument:
    """Return what the content of a file says, as `load_document` does."""
    name = str(path) if path is not None else f"the {kind}"
    text = decode(data, name) if isinstance(data, bytes) else data
    return _document(text, kind, path, migrations)


def save_document(document: SceneDocument, path: Path | str | None = None) -> None:
    """Write a document to its file, or another: as a whole, or not at all.

    Raises:
        SceneError: It could not be read again; the file stays as it was.
        OSError: The file cannot be written; it stays as it was.
    """
    target = Path(path) if path is not None else document.path
    if target is None:
        raise document.error((), "no file", "a path to save it under")
    text = dumps(document)
    parse_document(
        text, kind=document.kind, path=target, migrations=[_same] * document.game_version
    )
    write_atomic(target, text.encode())
    document.path, document.text = target, text


def _same(document: SceneDocument) -> None:
    """Stand for a migration that a document has behind it."""


def _document(
    text: str | Problem, kind: str, path: Path | None, migrations: Sequence[Migration]
) -> SceneDocument:
    error = PrefabError if kind == "prefab" else SceneError
    if isinstance(text, Problem):
        raise error(text)
    name = str(path) if path is not None else f"the {kind}"
    with without_collecting():
        raw: Any = parse(text, name)
        if isinstance(raw, Problem):
            raise error(raw)
        document = _built(raw, text, kind, path, name)
    to_game(document, migrations)
    if kind == "prefab":
        _ = document.root
    return document


def _built(raw: Any, text: str, kind: str, path: Path | None, name: str) -> SceneDocument:
    try:
        header(raw, kind)
        raw = to_present(raw)
    except Misfit as misfit:
        line, column = locate(text, misfit.at)
        where = pointer(misfit.at)
        hint = misfit.hint or "write what is expected"
        problem = Problem(name, where, misfit.found, misfit.expected, hint, line, column)
        raise (PrefabError if kind == "prefab" else SceneError)(problem) from None
    return build(raw, kind, path, text)
