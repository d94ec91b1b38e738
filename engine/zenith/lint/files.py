"""A project's files as such: names that are alike, links that lead out, pictures that are none."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from zenith.assets import (
    EXTENSIONS,
    SUFFIX,
    check_font,
    picture_size,
    read_sheet,
    sound_info,
)
from zenith.assets import FOLDERS as FOLDERS_OF
from zenith.errors import AssetBroken, SheetError
from zenith.filenames import DEVICE
from zenith.project import Project
from zenith.scenefile import Problem

DOCUMENTS: Final = (".scene", ".prefab")
FOLDERS: Final = ("assets", "scenes", "prefabs", "languages")
_KIND_OF: Final = {end: kind for kind, ends in EXTENSIONS.items() for end in ends}
_GOOD: Final = {
    "image": ("a picture that can be read", "save it anew, as PNG"),
    "sound": ("a sound that can be played", "save it anew, as WAV or OGG"),
    "music": ("a sound that can be played", "save it anew, as OGG"),
    "font": ("a font that can be read", "take another copy, as .ttf or .otf"),
}


def check_files(project: Project) -> Iterator[Problem]:
    """Yield what is wrong with the files of a project, whatever stands in them."""
    beside = sorted(p for p in project.folder.iterdir() if p.suffix in DOCUMENTS)
    yield from _alike(beside)
    yield from (problem for file in beside for problem in _one(file, project.folder))
    for name in FOLDERS:
        folder = project.folder / name
        if folder.is_dir():
            files = sorted(folder.rglob("*"))
            yield from _alike(files)
            for file in files:
                yield from _one(file, project.folder)


def leads_out(file: Path, root: Path) -> bool:
    """Tell whether a file is a link to somewhere outside a folder, or to nowhere."""
    try:
        return not file.resolve(strict=True).is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # which of them a ring of links raises depends on the version
        return True


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
    if leads_out(file, root):
        hint = "copy what it leads to into the project"
        found = "a link that leads " + ("out of the project" if file.exists() else "nowhere")
        yield Problem(str(file), "", found, "a file in it", hint)
    elif DEVICE.fullmatch(file.name.split(".")[0]) or file.name.endswith((".", " ")):
        yield Problem(str(file), "", "a name that Windows cannot store", "another", "rename it")
    elif not file.is_dir():
        yield from _inside(file)


def _inside(file: Path) -> Iterator[Problem]:
    """Yield what is wrong with what an asset says of itself, before it would be decoded."""
    kind = _KIND_OF.get(file.suffix.lower(), "")
    try:
        if kind == "image":
            picture_size(file)
        elif kind == "font":
            check_font(file)
        elif kind in ("sound", "music"):
            sound_info(file, music=FOLDERS_OF["sound"] not in file.parts)
        elif file.suffix == SUFFIX:
            yield from _sheet(file)
    except AssetBroken as error:
        words = str(error).removeprefix(f"{file}: ").removeprefix(f"{file} ")
        expected, hint = _GOOD[kind]
        yield Problem(str(file), "", words, expected, hint)


def _sheet(file: Path) -> Iterator[Problem]:
    """Yield what is wrong with a sprite sheet, or that no picture is beside it."""
    beside = (file.with_suffix(extension) for extension in EXTENSIONS["image"])
    picture = next((other for other in beside if other.is_file()), None)
    if picture is None:
        hint = "give it the picture's name, or take it away"
        yield Problem(
            str(file), "", "a sheet without a picture", f"{file.stem}.png beside it", hint
        )
        return
    try:
        read_sheet(file, picture.stem, picture_size(picture))
    except SheetError as error:
        yield from error.args
    except AssetBroken:
        return  # told of the picture itself
