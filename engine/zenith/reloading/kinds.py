"""The kinds of files that a running game takes over: the one place to add one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from zenith.app import App
from zenith.assets import EXTENSIONS, SUFFIX
from zenith.project import PROJECT_FILE
from zenith.reloading.assets import take_assets
from zenith.reloading.languages import take_languages
from zenith.reloading.modules import take_modules
from zenith.reloading.outcome import Outcome
from zenith.reloading.prefabs import take_prefabs
from zenith.reloading.project import take_project
from zenith.reloading.scenes import take_scenes
from zenith.reloading.shaders import take_shaders

_NOT_READ: Final = frozenset({"__pycache__", "replays", "saves", "node_modules", "site-packages"})
"""Folders in which nothing is that a running game reads."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of files.

    Attributes:
        name: What it is called.
        names: How such files end, or are called altogether; in small letters.
        take: Makes an App follow such files.
        ticks: Whether ticks follow such files, and not only what is shown and heard. They rest
            on one another: what was not taken is tried again with others.
    """

    name: str
    names: tuple[str, ...]
    take: Callable[[App, list[Path]], Outcome]
    ticks: bool = True


KINDS: Final = (
    Kind("module", (".py",), take_modules),
    Kind("project", (PROJECT_FILE,), take_project),
    Kind("language", (".toml",), take_languages),
    Kind("prefab", (".prefab",), take_prefabs),
    Kind("scene", (".scene",), take_scenes),
    Kind("picture", EXTENSIONS["image"], take_assets, ticks=False),
    Kind("sheet", (SUFFIX,), take_assets, ticks=False),
    Kind("sound", (*EXTENSIONS["sound"], *EXTENSIONS["music"]), take_assets, ticks=False),
    Kind("font", EXTENSIONS["font"], take_assets, ticks=False),
    Kind("shader", EXTENSIONS["shader"], take_shaders, ticks=False),
)
"""In this order they are taken over: what others rest on comes first."""


def kind_of(file: Path) -> Kind | None:
    """Return the kind of a file, or None where a running game has no use for it."""
    known = {file.name.lower(), file.suffix.lower()}
    return next((kind for kind in KINDS if known.intersection(kind.names)), None)


def is_code(file: Path) -> bool:
    """Tell whether a file is one of Python's."""
    return file.suffix.lower() == ".py"


def rests_on_others(file: Path) -> bool:
    """Tell whether what is wrong with a file may be mended by another one."""
    kind = kind_of(file)
    return kind is not None and kind.ticks


def matters(file: Path, folder: Path) -> bool:
    """Tell whether a change of a file in a game's folder is of interest.

    What editors and Python leave beside it is not, nor what the game itself writes.

    >>> matters(Path("game/scenes/room.scene"), Path("game"))
    True
    >>> matters(Path("game/scenes/.room.scene.swp"), Path("game"))
    False
    """
    if not file.is_relative_to(folder):
        return False
    parts = file.relative_to(folder).parts
    return not any(p[0] == "." or p in _NOT_READ for p in parts) and kind_of(file) is not None


Group = tuple[Kind, list[Path]]
"""Files of one kind."""


def by_kind(files: Iterable[Path]) -> list[Group]:
    """Return files sorted by their kinds, in the order in which those are taken over."""
    there = sorted(files)
    groups = [(kind, [f for f in there if kind_of(f) is kind]) for kind in KINDS]
    return [(kind, group) for kind, group in groups if group]
