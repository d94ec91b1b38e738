"""The first difference between two games that should be in the same state."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from zenith.app import App, Scene
from zenith.verifier import Difference
from zenith.verifier.difference import MISSING, around, differences, differing_parts
from zenith.world.values import part_values


@dataclass(frozen=True, slots=True)
class Divergence:
    """Where two runs went apart.

    Attributes:
        tick: The tick after which they differ, counted as `App.ticks`.
        place: Where they differ, and what each has there.
        runs: What the two runs are, as "live" and "restored".
    """

    tick: int
    place: Difference
    runs: tuple[str, str]

    def __str__(self) -> str:
        place = self.place
        scene = f', scene "{place.scene}"' if place.scene else ""
        left, right = around(place.left, place.right)
        values = f"{left} {self.runs[0]}, {right} {self.runs[1]}"
        return f"tick {self.tick}{scene}: {place.what()}: {values}"


def divergence(first: App, second: App, tick: int, runs: tuple[str, str]) -> Divergence | None:
    """Return the first difference between two games' stacks of scenes; None where there is none.

    Args:
        first: The one.
        second: The other.
        tick: After which tick.
        runs: What the two are, as "live" and "restored".
    """
    place = next(_places(first, second), None)
    return None if place is None else Divergence(tick, place, runs)


def _places(first: App, second: App) -> Iterator[Difference]:
    for one, other in zip_longest(first.scenes.all, second.scenes.all):
        if one is None or other is None or one.name != other.name:
            yield Difference("", "the scene", "", "", _name(one), _name(other))
            return
        digests = one.world.digests(), other.world.digests()
        for part in differing_parts(*digests):
            values = part_values(one.world, part), part_values(other.world, part)
            yield from differences(one.name, part, *values)
            left, right = (side.get(part, MISSING) for side in digests)
            yield Difference(one.name, part, "", "digest", left, right)
    mine, theirs = first.take().rest, second.take().rest
    for name in mine:
        left, right = json.dumps(mine[name]), json.dumps(theirs[name])
        if left != right:
            yield Difference("", name, "", "", left, right)


def _name(scene: Scene | None) -> str:
    return MISSING if scene is None else scene.name
