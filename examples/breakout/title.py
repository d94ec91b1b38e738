"""The title: letters on a wave, the best score, and the run that was saved."""

from __future__ import annotations

import math

import pieces
import zenith as zn
from pieces import PAINT


@zn.component
class Kept:
    """The run that was saved, "" when there is none; a resource."""

    title: str = ""


def open_up(world: zn.World) -> None:
    world.audio.music("skyline", volume=0.5)


def greet(world: zn.World, dt: float) -> None:
    """In the first tick, look for what the player did before."""
    if world.tick > 0:
        return
    best = world.settings["best"]
    if best:
        world.find("best")[zn.Text].text = f"Best {best}"
    for info in world.saves.list():
        if info.slot == "run" and not info.reason:
            world.resource(Kept).title = info.title
            world.find("hint")[zn.Text].text = f"Enter, click or A: continue with {info.title}"
            world.find("new")[zn.Text].text = "N or Y on the gamepad: new game"


def wave(world: zn.World, dt: float) -> None:
    for k in range(8):
        world.find(f"letter{k}")[zn.Transform].y = 84 + 5 * math.sin(world.tick * 0.06 - k * 0.6)
    world.find("hint")[zn.Text].opacity = 1.0 if world.tick // 30 % 2 == 0 else 0.35
    if world.tick % 40 == 0:
        k = world.random.integer(0, 7)
        pieces.sparks(world, 114 + 36 * k, 84, list(PAINT.values())[k], 10)


def choose(world: zn.World, dt: float) -> None:
    """Begin a new run, or go on with the one that was saved."""
    kept, new = world.resource(Kept).title, world.input.just_pressed("new")
    if new or world.input.just_pressed("launch"):
        world.audio.play("confirm")
        if kept and not new:
            world.saves.read("run")
        else:
            world.scenes.replace("level1")
    for done in world.read(zn.SaveDone):
        if not done.ok:
            world.resource(Kept).title = ""
            world.find("hint")[zn.Text].text = "The save cannot be loaded. Enter: new game"
