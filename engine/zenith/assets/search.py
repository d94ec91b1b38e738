"""From a name to the one file it means, spelt as on the disk and inside its folder."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from zenith.assets.kinds import EXTENSIONS, FOLDERS
from zenith.errors import AssetBroken, AssetMissing
from zenith.filenames import is_spelt, stays_inside, trouble

MOST_LISTED: Final = 10_000
"""So many files of one folder are looked at when names are listed."""


def check_name(kind: str, name: str) -> None:
    """Raise AssetMissing unless a name stays inside the assets folder, on every system."""
    given: Any = name
    if not isinstance(given, str):
        raise AssetMissing(f"The name of a {kind} is a text, not {given!r}.")
    reason = trouble(name)
    if reason:
        shown = name if len(name) <= 80 else name[:77] + "..."
        raise AssetMissing(
            f'"{shown}" is no name of a {kind}: {reason}. Names are relative to the assets '
            'folder, as "crate" or "enemies/bat", and stay inside it.'
        )


def in_folder(folder: Path, kind: str, name: str) -> Path | None:
    """Return the file of a name in a folder; None where there is none.

    Raises:
        AssetBroken: Several files have that name, with different extensions.
    """
    extensions = EXTENSIONS[kind]
    at = folder / name
    if at.suffix.lower() in extensions and _fits(at, folder):
        return at
    candidates = (at.with_name(at.name + extension) for extension in extensions)
    found = [file for file in candidates if _fits(file, folder)]
    if len(found) > 1:
        both = " and ".join(f'"{file.name}"' for file in found[:2])
        raise AssetBroken(
            f'"{name}" may mean {both} in {found[0].parent}: '
            "name one with its extension, or take the other away."
        )
    return found[0] if found else None


def _fits(file: Path, folder: Path) -> bool:
    return file.is_file() and stays_inside(file, folder) and is_spelt(file, folder)


def names_in(folder: Path, kind: str) -> Iterator[str]:
    """Yield the names of a kind in a folder, without extensions.

    The folder of a kind, as "images", and one called "assets" are looked at with
    all that is below them; any other folder may be a whole home, so only itself.
    """
    deep = folder.name in ("assets", FOLDERS[kind])
    for file in itertools.islice(_files(folder, deep), MOST_LISTED):
        if file.suffix.lower() in EXTENSIONS[kind]:
            yield file.relative_to(folder).with_suffix("").as_posix()


def _files(folder: Path, deep: bool) -> Iterator[Path]:
    """Yield the files in a folder, and below it; links to folders and hidden ones are left out."""
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        for entry in sorted(here.iterdir()):
            kinds = here == folder and entry.name in FOLDERS.values()
            if entry.name.startswith(".") or kinds:
                continue
            if not entry.is_dir():
                yield entry
            elif deep and not entry.is_symlink():
                waiting.append(entry)
