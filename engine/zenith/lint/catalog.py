"""The names that a project may use: its assets, layers, actions, scenes, prefabs and buses."""

from __future__ import annotations

from typing import Final

from zenith.actions import Actions
from zenith.assets import FOLDERS, Assets
from zenith.errors import AssetBroken, AssetMissing, SheetError
from zenith.filenames import split_frames, trouble
from zenith.languages import read_languages
from zenith.prefab import Prefabs, known
from zenith.project import Project
from zenith.scenefile import Misfit, listed, near, shown, wrong_case
from zenith.sounds import GROUPS

ASSETS: Final = ("image", "sound", "music", "font", "shader")
_NAME: Final = 'a name inside the assets folder, as "crate"'


class Catalog:
    """What there is of each kind, looked up once.

    Attributes:
        assets: Where the project's assets are found.
        prefabs: The project's prefabs.
        languages: The language files that can be read.
        unreadable: What is wrong with language files.
        original: The language that the others are translated from, or "".
        fonts: The fonts that scenes show words in, by the words' key.
    """

    def __init__(self, project: Project, prefabs: Prefabs) -> None:
        self.assets = Assets.for_game(project.folder)
        self.prefabs = prefabs
        self.languages, self.unreadable = read_languages(project)
        self.original = project.languages[0] if project.languages else ""
        self.fonts: dict[str, dict[str, None]] = {}
        self._names: dict[str, list[str]] = {
            "draw layer": [layer.name for layer in project.draw_layers],
            "collision layer": list(project.collision_layers),
            "action": list(Actions(project.actions)),
            "bus": list(dict.fromkeys([*GROUPS, *project.buses])),
            "prefab": prefabs.names(),
            "scene": sorted({*known(project.folder, "scenes", ".scene"), *project.scenes}),
        }
        self._phrases = {k: p for x in reversed(self.languages) for k, p in x.phrases.items()}
        self._fine: set[tuple[str, str]] = set()

    def check(self, kind: str, name: str) -> None:
        """Raise Misfit unless there is something of a kind and name."""
        if (kind, name) in self._fine:
            return
        if kind in ASSETS:
            self._check_asset(kind, name)
        elif kind in ("words", "fixed words"):
            self._check_words(kind, name)
        elif kind != "collision layer" or self._names[kind]:
            self._check_listed(kind, name)
        self._fine.add((kind, name))

    def _check_asset(self, kind: str, name: str) -> None:
        picture, frames = split_frames(name)
        reason = trouble(picture)
        if reason:
            raise Misfit(f"no {kind} {shown(name)}", _NAME, reason)
        try:
            self.assets.find(kind, name)
        except SheetError:
            return  # told once, of the file itself
        except AssetMissing:
            names = self._frames(picture) if frames else self.assets.names(kind)
            rest = f"put a file of that name into assets/{FOLDERS[kind]}"
            rest = f"there are {listed(names)}" if frames and names else rest
            hint = wrong_case(name, names) or near(name, names) or rest
            raise Misfit(
                f"no {kind} {shown(name)}", f"{_article(kind)} of the game", hint
            ) from None
        except AssetBroken as error:
            hint = "write its ending too, or take one away"
            raise Misfit(f"{kind} {shown(name)}: {error}", "one file of that name", hint) from None

    def _frames(self, picture: str) -> list[str]:
        """Return the names of a picture's frames, as a Sprite names them."""
        try:
            return [f"{picture}:{name}" for name in self.assets.sheet(picture).names]
        except (AssetMissing, AssetBroken):
            return []

    def values(self, key: str) -> tuple[str, ...]:
        """Return the names of the values that words need; none where there are no such words."""
        return self._phrases[key].names if key in self._phrases else ()

    def _check_words(self, kind: str, key: str) -> None:
        read = [language.code for language in self.languages]
        if key not in self._phrases and (not self.original or self.original in read):
            file = f"languages/{self.original}.toml"
            hint = near(key, self._phrases) or f"write {key} = ... into {file}"
            if not self.original:
                hint = 'write languages = ["en"] into zenith.toml and the words beside it'
            raise Misfit(f"no words {shown(key)}", "a key of the game's words", hint)
        if kind == "fixed words" and self.values(key):
            names = listed([f"{{{name}}}" for name in dict.fromkeys(self.values(key))])
            hint = "leave the key empty and set the text by world.words()"
            raise Misfit(
                f"the words {shown(key)}, which need {names}", "words without values", hint
            )

    def _check_listed(self, kind: str, name: str) -> None:
        names = self._names[kind]
        if name in names:
            return
        hint = wrong_case(name, names) or near(name, names)
        hint = hint or (f"there are {listed(names)}" if names else f"there is no {kind} yet")
        raise Misfit(f"no {kind} {shown(name)}", f"{_article(kind)} of the game", hint)


def _article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}" if kind != "music" else "music"
