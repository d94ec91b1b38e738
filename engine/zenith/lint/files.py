"""A project's files as such: names that are alike, links that lead out, pictures that are none."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from zenith.assets import EXTENSIONS, picture_size
from zenith.errors import AssetBroken
from zenith.filenames import DEVICE
from zenith.project import Project
from zenith.scenefile import Problem

FOLDERS: Final = ("assets", "scenes", "prefabs")


def check_files(project: Project) -> Iterator[Problem]:
    """Yield what is wrong with the files of a project, whatever stands in them."""
    for name in FOLDERS:
        folder = project.folder / name
        if folder.is_dir():
            files = sorted(folder.rglob("*"))
            yield from _alike(files)
            for file in files:
                yield from _one(file, project.folder)


def _alike(files: list[Path]) -> Iterator[Problem]:
    """Yield files that some systems take for one and the same."""
    seen: dict[str, Path] = {}
    for file in files:
        key = unicodedata.normalize("NFC", str(file)).casefold()
        if key in seen:
            found = f'a name that differs from "{seen[key].name}" only in capitals or accents'
            yield Problem(str(file), "", found, "names that differ on every system", "rename one")
        seen[key] = file


def _one(file: Path, root: Path) -> Iterator[Problem]:
    if not file.resolve().is_relative_to(root.resolve()):
        hint = "copy what it leads to into the project"
        yield Problem(str(file), "", "a link that leads out of the project", "a file in it", hint)
    elif DEVICE.fullmatch(file.name.split(".")[0]) or file.name.endswith((".", " ")):
        yield Problem(str(file), "", "a name that Windows cannot store", "another", "rename it")
    elif file.suffix.lower() in EXTENSIONS["image"] and file.is_file():
        try:
            picture_size(file)
        except AssetBroken as error:
            words = str(error).removeprefix(f"{file}: ")
            hint = "save it anew, as PNG"
            yield Problem(str(file), "", words, "a picture that can be read", hint)
