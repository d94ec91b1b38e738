"""The rules of a level: when it is won or lost, what is saved, what the top line says."""

from __future__ import annotations

import pieces
import zenith as zn
from pieces import PAINT, Fade, Run, popup

GOLD = PAINT["yellow"]


@zn.component
class Level:
    """What a level is called and where it leads; a resource of each level's scene."""

    number: int = 1
    title: str = zn.field("", asset="words")
    speed: float = zn.field(215.0, unit="px/s", tooltip="Of the ball when it is sent off.")
    next: str = zn.field("", tooltip="The scene that comes after; empty after the last level.")


def rules(world: zn.World, dt: float) -> None:
    """Pause; lose a life when no ball is left; go on when no brick is."""
    run, balls = world.resource(Run), world.find_all(tag="ball")
    if world.input.just_pressed("pause"):
        world.audio.play("select")
        world.scenes.push("paused", run)
    elif run.cleared:
        go_on(world, run)
    elif not world.find_all(tag="brick"):
        run.cleared = 1
        run.score += 200
        popup(world, 240, 150, world.words("cleared", points=200), GOLD)
        world.audio.play("clear")
        world.despawn_many([ball.handle for ball in balls])
    elif not balls:
        lose_ball(world, run)


def go_on(world: zn.World, run: Run) -> None:
    """A while after the last brick fell, begin the next level or end the run."""
    level = world.resource(Level)
    run.cleared += 1
    if run.cleared == 90 and level.next:
        world.scenes.replace(level.next, Run(run.score, run.lives))
    elif run.cleared == 90:
        end(world, "won", "victory")


def lose_ball(world: zn.World, run: Run) -> None:
    run.lives, run.streak = run.lives - 1, 0
    world.resource(zn.Camera).shake(6, 0.4)
    if run.lives == 0:
        end(world, "lost", "over")
        return
    world.audio.play("lose")
    pieces.make_ball(world, 240, 238, world.resource(Level).speed, waiting=True)
    popup(world, 240, 200, world.words("ball_lost"), PAINT["red"])


def end(world: zn.World, scene: str, sound: str) -> None:
    run = world.resource(Run)
    world.settings["best"] = max(run.score, world.settings["best"])
    world.audio.play(sound)
    world.saves.delete("run")
    world.scenes.push(scene, run)


def keep(world: zn.World, dt: float) -> None:
    """Save at the start of each level, and say what went wrong with a save."""
    if world.tick == 0:
        level, run = world.resource(Level), world.resource(Run)
        details = {"level": level.number, "score": run.score}
        world.saves.write("run", title=world.words("save", **details), details=details)
    for done in world.read(zn.SaveDone):
        if done.message:
            text = world.words("save_damaged" if done.ok else "not_saved")
            popup(world, 240, 200, text, PAINT["red"])


def hud(world: zn.World, dt: float) -> None:
    run, level = world.resource(Run), world.resource(Level)
    world.find("score")[zn.Text].text = world.words("score", score=run.score)
    world.find("lives")[zn.Text].text = "♥" * run.lives
    title = world.words(level.title)
    world.find("level")[zn.Text].text = world.words("level", number=level.number, title=title)
    if world.tick == 0:
        world.find("banner")[zn.Text].key = level.title
    if world.tick == 60:
        world.find("banner").add(Fade(1.0, 1.0))
