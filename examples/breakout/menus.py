"""Menus over a level: their lines stand in the scene files, each with where it leads."""

from __future__ import annotations

import zenith as zn
from pieces import PAINT, Run

FIRST, STEP = 152.0, 20.0


@zn.component
class Menu:
    """Which line is chosen; a resource."""

    chosen: int = 0


@zn.component
class Line:
    """A line of a menu."""

    words: str = zn.field("", asset="words")
    leads: str = zn.field("", tooltip='The scene it begins; "back" goes on with the level.')


def show(world: zn.World, dt: float) -> None:
    """In the first tick, say how the run went."""
    if world.tick == 0:
        score = world.resource(Run).score
        world.find("score")[zn.Text].text = world.words("score", score=score)
        best = max(score, world.settings["best"])
        world.find("best")[zn.Text].text = world.words("best", score=best)


def choose(world: zn.World, dt: float) -> None:
    menu, lines = world.resource(Menu), world.find_all(tag="line")
    before = menu.chosen
    step = world.input.just_pressed("down") - world.input.just_pressed("up")
    menu.chosen = (before + step) % len(lines)
    if world.input.pointer_moved:
        under = round((world.input.pointer.y - FIRST) / STEP)
        menu.chosen = int(zn.clamp(under, 0, len(lines) - 1))
    if menu.chosen != before:
        world.audio.play("select")
    for k, line in enumerate(lines):
        text, label = line[zn.Text], world.words(line[Line].words)
        text.key, text.text = "", f"→ {label} ←" if k == menu.chosen else label
        text.color = zn.WHITE if k == menu.chosen else PAINT["mist"]
    if world.input.just_pressed("launch"):
        world.audio.play("confirm")
        follow(world, lines[menu.chosen][Line].leads)


def follow(world: zn.World, leads: str) -> None:
    if leads == "back":
        world.scenes.pop()
    else:
        world.scenes.replace(leads)
