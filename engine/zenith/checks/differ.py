"""The first difference between two games that should be in the same state."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Final

from zenith.app import App, Scene
from zenith.world.differ import MISSING, Place, world_difference

LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two runs went apart.

    Attributes:
        tick: The tick after which they differ, counted as `App.ticks`.
        scene: The scene's name.
        part: A component, a resource, or what else a world consists of.
        entity: Whose component it is, or "".
        field: The field, or "".
        first: Its value in the one run.
        second: Its value in the other.
        runs: What the two runs are.
    """

    tick: int
    scene: str
    part: str
    entity: str
    field: str
    first: str
    second: str
    runs: tuple[str, str]

    def __str__(self) -> str:
        what = f"{self.part}.{self.field}" if self.field else self.part
        whose = f" of {self.entity}" if self.entity else ""
        where = f'tick {self.tick}, scene "{self.scene}"' if self.scene else f"tick {self.tick}"
        values = f"{self.first} {self.runs[0]}, {self.second} {self.runs[1]}"
        return f"{where}: {what}{whose}: {values}"


def difference(first: App, second: App, tick: int, runs: tuple[str, str]) -> Difference | None:
    """Return the first difference between two games' stacks of scenes; None where there is none.

    Args:
        first: The one.
        second: The other.
        tick: After which tick.
        runs: What the two are, as "live" and "restored".
    """
    for one, other in zip_longest(first.scenes.all, second.scenes.all):
        if one is None or other is None or one.name != other.name:
            return _told(tick, "", Place("scene", "", "", _name(one), _name(other)), runs)
        place = world_difference(one.world, other.world)
        if place is not None:
            return _told(tick, one.name, place, runs)
    return _beside_worlds(first, second, tick, runs)


def _beside_worlds(first: App, second: App, tick: int, runs: tuple[str, str]) -> Difference | None:
    one, other = first.take().rest, second.take().rest
    for name in one:
        if json.dumps(one[name]) != json.dumps(other[name]):
            return _told(tick, "", Place(name, "", "", one[name], other[name]), runs)
    return None


def _name(scene: Scene | None) -> str:
    return MISSING if scene is None else scene.name


def _told(tick: int, scene: str, place: Place, runs: tuple[str, str]) -> Difference:
    part, entity, field, one, other = place
    return Difference(tick, scene, part, entity, field, _shown(one), _shown(other), runs)


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."
