"""New projects: a template's folder copied to a place of its own, under a name of its own."""

from __future__ import annotations

import itertools
import json
import os
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Final

from zenith.assets import engine_data
from zenith.errors import BadValue, UsageError, unknown
from zenith.files import Disk, rename
from zenith.prefab import check_name
from zenith.project import PROJECT_FILE, load_project
from zenith.replay import Recording
from zenith.scenefile import Misfit, shown

SMALLEST: Final = "empty"
"""The template that a project is made from if no other is asked for."""
_NAME_LINE: Final = re.compile(r'^(name[ \t]*=[ \t]*)"(?:[^"\\\n]|\\.)*"', re.MULTILINE)


def templates() -> dict[str, Path]:
    """Return the folder of each template by name: a new one is a new folder, and nothing else."""
    home = engine_data("examples") / "templates"
    return {file.parent.name: file.parent for file in sorted(home.glob(f"*/{PROJECT_FILE}"))}


def make_project(target: Path | str, template: str = SMALLEST) -> Path:
    """Copy a template into a new folder, which gives the game its name; return the folder.

    The folder appears whole or not at all: it is made beside its place and then renamed.

    Args:
        target: Where to; a folder that is not there yet, or an empty one.
        template: The name of the template.

    Raises:
        UnknownName: There is no such template.
        BadValue: The folder's name is no name on some system.
        UsageError: The folder is not empty, or a file.
        OSError: It could not be written; nothing is left behind.
    """
    known = templates()
    if template not in known:
        raise unknown("template", template, known)
    place = _checked(Path(target))
    place.parent.mkdir(parents=True, exist_ok=True)
    made = _folder_beside(place)
    try:
        _copy(known[template], made)
        _christen(made, place.name)
        _move(made, place)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return place


def renamed(text: str, name: str) -> str:
    r"""Return the text of a project file with another name; everything else stays as it was.

    >>> print(renamed('name = "Empty"  # the title', 'The "Game"'))
    name = "The \"Game\""  # the title
    """
    written = json.dumps(name, ensure_ascii=False)  # JSON's text of one line is TOML's, too
    return _NAME_LINE.sub(lambda found: found[1] + written, text, count=1)


def _checked(target: Path) -> Path:
    """Return the whole path of a folder that may be made."""
    place = target.resolve()
    name = place.name if target.name in ("", "..") else target.name
    reason = _reason(name)
    if reason:
        raise BadValue(f"{shown(name)} cannot name a project on every system: {reason}.")
    if place.is_dir() and any(place.iterdir()):
        raise UsageError(f"{place} is not empty; name a folder that is not there yet.")
    if place.exists() and not place.is_dir():
        raise UsageError(f"{place} is a file; name a folder that is not there yet.")
    return place


def _reason(name: str) -> str:
    """Return why a name cannot be that of a folder and of a game, or ""."""
    if not name.isprintable() or name.startswith("."):
        return "it has letters that cannot be seen, or a dot in front"
    try:
        check_name(name)
    except Misfit as misfit:
        return misfit.hint
    return ""


def _folder_beside(place: Path) -> Path:
    """Make an empty folder beside a place; those that died here before are taken away."""
    dead, disk = re.compile(re.escape(f".{place.name}.") + r"(\d{1,10})\.\d+\.new"), Disk()
    for name in disk.names(place.parent):
        found = dead.fullmatch(name)
        if found and not disk.lives(int(found[1])):
            shutil.rmtree(place.with_name(name), ignore_errors=True)
    for attempt in itertools.count():
        folder = place.with_name(f".{place.name}.{os.getpid()}.{attempt}.new")
        try:
            folder.mkdir()
        except FileExistsError:
            continue
        return folder
    raise AssertionError("unreachable")


def _copy(source: Path, target: Path) -> None:
    """Copy what files hold, not their rights: an installation may be read-only."""
    for entry in sorted(source.iterdir()):
        if entry.name == "__pycache__" or (entry.name[0] == "." and entry.name != ".gitignore"):
            continue  # left by whoever played or tested the template
        if entry.is_dir():
            (target / entry.name).mkdir()
            _copy(entry, target / entry.name)
        else:
            shutil.copyfile(entry, target / entry.name)


def _christen(folder: Path, name: str) -> None:
    """Write the name into the project file, and into recordings, which say whose they are."""
    file = folder / PROJECT_FILE
    file.write_bytes(renamed(file.read_bytes().decode(), name).encode())
    load_project(folder)
    for recording in sorted(folder.glob("replays/*.json")):
        replace(Recording.load(recording), game=name).save(recording)


def _move(made: Path, place: Path) -> None:
    """Bring a finished folder to its place; into an empty one the project file comes last."""
    if not place.exists():
        rename(made, place, Disk())
        return
    entries = sorted(made.iterdir(), key=lambda e: (e.name == PROJECT_FILE, e.name))
    try:
        for entry in entries:
            rename(entry, place / entry.name, Disk())
    except BaseException:
        for entry in [e for e in entries if not e.exists()]:
            (place / entry.name).rename(entry)
        raise
    made.rmdir()
