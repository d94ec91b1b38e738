"""The names that a project may use: its assets, layers, actions, scenes, prefabs and buses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from zenith.actions import Actions
from zenith.assets import FOLDERS, Assets
from zenith.errors import AssetBroken, AssetMissing, SheetError
from zenith.filenames import split_frames
from zenith.prefab import Prefabs, known
from zenith.project import Project
from zenith.scenefile import Misfit, listed, near, shown
from zenith.sounds import GROUPS

ASSETS: Final = ("image", "sound", "music", "font", "shader")
_INSIDE: Final = "no path leads out of the project"


class Catalog:
    """What there is of each kind, looked up once.

    Attributes:
        assets: Where the project's assets are found.
        prefabs: The project's prefabs.
    """

    def __init__(self, project: Project, prefabs: Prefabs) -> None:
        self.assets = Assets.for_game(project.folder)
        self.prefabs = prefabs
        self._names: dict[str, list[str]] = {
            "draw layer": [layer.name for layer in project.draw_layers],
            "collision layer": list(project.collision_layers),
            "action": list(Actions(project.actions)),
            "bus": list(dict.fromkeys([*GROUPS, *project.buses])),
            "prefab": prefabs.names(),
            "scene": sorted({*known(project.folder, "scenes", ".scene"), *project.scenes}),
        }
        self._fine: set[tuple[str, str]] = set()

    def check(self, kind: str, name: str) -> None:
        """Raise Misfit unless there is something of a kind and name."""
        if (kind, name) in self._fine:
            return
        if kind in ASSETS:
            self._check_asset(kind, name)
        elif kind != "collision layer" or self._names[kind]:
            self._check_listed(kind, name)
        self._fine.add((kind, name))

    def _check_asset(self, kind: str, name: str) -> None:
        try:
            self.assets.find(kind, name)
        except SheetError:
            return  # told once, of the file itself
        except AssetMissing as error:
            picture, frames = split_frames(name)
            names = self._frames(picture) if frames else self.assets.names(kind)
            hint = _wrong_case(name, names) or near(name, names)
            hint = hint or f"put a file of that name into assets/{FOLDERS[kind]}"
            expected = f"{_article(kind)} of the game"
            if frames and names:
                hint = near(name, names) or f"there are {listed(names)}"
            elif "Searched: " not in str(error):
                expected, hint = 'a name inside the assets folder, as "crate"', _INSIDE
            raise Misfit(f"no {kind} {shown(name)}", expected, hint) from None

    def _frames(self, picture: str) -> list[str]:
        """Return the names of a picture's frames, as a Sprite names them."""
        try:
            return [f"{picture}:{name}" for name in self.assets.sheet(picture).names]
        except (AssetMissing, AssetBroken):
            return []

    def _check_listed(self, kind: str, name: str) -> None:
        names = self._names[kind]
        if name in names:
            return
        hint = _wrong_case(name, names) or near(name, names)
        hint = hint or (f"there are {listed(names)}" if names else f"there is no {kind} yet")
        raise Misfit(f"no {kind} {shown(name)}", f"{_article(kind)} of the game", hint)


def _article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}" if kind != "music" else "music"


def _wrong_case(name: str, names: Iterable[str]) -> str:
    twins = [other for other in names if other.lower() == name.lower()]
    if not twins:
        return ""
    return f'there is "{twins[0]}"; capital letters count, because they do on other systems'
