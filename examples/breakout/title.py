"""The title: letters on a wave, the best score, the run that was saved, another language."""

from __future__ import annotations

import math

import pieces
import zenith as zn
from pieces import PAINT


@zn.component
class Kept:
    """What the player did before; a resource."""

    best: int = 0
    level: int = zn.field(0, tooltip="Of the run that was saved; 0 when there is none.")
    score: int = 0


def open_up(world: zn.World) -> None:
    world.audio.music("skyline", volume=0.5)


def greet(world: zn.World, dt: float) -> None:
    """In the first tick, look for what the player did before."""
    if world.tick > 0:
        return
    kept = world.resource(Kept)
    kept.best = world.settings["best"]
    for info in world.saves.list():
        if info.slot == "run" and not info.reason:
            kept.level, kept.score = info.details["level"], info.details["score"]
            world.find("new")[zn.Text].key = "new_game"


def tell(world: zn.World, dt: float) -> None:
    """Say what holds values, in the language that is spoken now."""
    kept = world.resource(Kept)
    if kept.best:
        say(world, "best", world.words("best", score=kept.best))
    if kept.level:
        say(world, "hint", world.words("go_on", level=kept.level, score=kept.score))


def say(world: zn.World, name: str, words: str) -> None:
    text = world.find(name)[zn.Text]
    text.key, text.text = "", words


def wave(world: zn.World, dt: float) -> None:
    for k in range(8):
        world.find(f"letter{k}")[zn.Transform].y = 84 + 5 * math.sin(world.tick * 0.06 - k * 0.6)
    world.find("hint")[zn.Text].opacity = 1.0 if world.tick // 30 % 2 == 0 else 0.35
    if world.tick % 40 == 0:
        k = world.random.integer(0, 7)
        pieces.sparks(world, 114 + 36 * k, 84, list(PAINT.values())[k], 10)


def choose(world: zn.World, dt: float) -> None:
    """Begin a new run, go on with the one that was saved, or speak another language."""
    kept, new = world.resource(Kept).level, world.input.just_pressed("new")
    if world.input.just_pressed("language"):
        world.audio.play("select")
        codes = world.words.languages
        now = codes.index(world.words.language)
        world.settings["language"] = codes[(now + 1) % len(codes)]
    if new or world.input.just_pressed("launch"):
        world.audio.play("confirm")
        if kept and not new:
            world.saves.read("run")
        else:
            world.scenes.replace("level1")
    for done in world.read(zn.SaveDone):
        if not done.ok:
            world.resource(Kept).level = 0
            world.find("hint")[zn.Text].key = "cannot_load"
            world.find("new")[zn.Text].key = world.find("new")[zn.Text].text = ""
