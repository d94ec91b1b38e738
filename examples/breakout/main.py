"""Breakout: six walls, one ball that gets faster, gifts that fall from the bricks."""

from __future__ import annotations

import math
from pathlib import Path

from pieces import (
    HEIGHT,
    PAINT,
    WIDTH,
    Brick,
    Fade,
    Paddle,
    Run,
    Squash,
    ball,
    drift,
    fade,
    popup,
    sparks,
    spring,
)  # fmt: skip

import zenith as zn

LETTERS = {c[0]: c for c in ("red", "orange", "yellow", "green", "teal", "blue", "purple")}
LETTERS |= {"k": "pink", "S": "steel", "M": "metal"}
LEVELS = [
    block.split("\n")
    for block in (Path(__file__).parent / "levels.txt")
    .read_text("utf-8")
    .strip()
    .split("\n\n= ")[1:]
]
SHADE, GOLD, GREY = zn.Color(0.07, 0.07, 0.12, 0.8), PAINT["yellow"], PAINT["mist"]


def words(
    world: zn.World,
    text: str,
    x: float,
    y: float,
    size: float = 8,
    color: zn.Color = zn.WHITE,
    name: str = "",
) -> zn.Entity:
    label = zn.Text(
        text, size=size, color=color, layer="hud", align="center", origin_x=0.5, origin_y=0.5
    )
    return world.spawn(zn.Transform(x=x, y=y), label, name=name)


def backdrop(world: zn.World) -> None:
    world.spawn(zn.Transform(), zn.Sprite("backdrop", layer="background", origin_x=0, origin_y=0))


# The title.


def title(best: int = 0) -> zn.Scene:
    def start(world: zn.World) -> None:
        backdrop(world)
        for k, (letter, color) in enumerate(zip("BREAKOUT", list(PAINT)[:8], strict=True)):
            words(world, letter, 114 + 36 * k, 84, 48, PAINT[color], f"letter{k}")
        words(world, "Press Enter, click, or A on the gamepad", 240, 150, 8, zn.WHITE, "hint")
        words(
            world,
            "Move: arrows, mouse or stick    Launch: Space or click    Pause: Esc",
            240,
            176,
            8,
            GREY,
        )
        words(
            world,
            f"Best {best}" if best else "Six walls stand between you and the sky",
            240,
            200,
            8,
            GOLD,
        )
        world.set_resource(Run(best=best))
        world.audio.music("skyline", volume=0.5)

    def wave(world: zn.World, dt: float) -> None:
        for k in range(8):
            world.find(f"letter{k}")[zn.Transform].y = 84 + 5 * math.sin(
                world.tick * 0.06 - k * 0.6
            )
        world.find("hint")[zn.Text].opacity = 1.0 if world.tick // 30 % 2 == 0 else 0.35
        if world.tick % 40 == 0:
            k = world.random.integer(0, 7)
            sparks(world, 114 + 36 * k, 84, PAINT[list(PAINT)[k]], 10)
        if world.input.just_pressed("confirm"):
            world.audio.play("confirm")
            world.scenes.replace(level(Run(best=best)))

    return zn.Scene([wave, drift, fade], start=start, name="title")


# A level.


def level(run: Run) -> zn.Scene:
    def start(world: zn.World) -> None:
        world.set_resource(run)
        backdrop(world)
        world.spawn(zn.Transform(), zn.Sprite("frame", layer="default", origin_x=0, origin_y=0))
        for x, y, w, h in ((0, 140, 16, 300), (WIDTH, 140, 16, 300), (240, 16, WIDTH, 20)):
            wall = zn.BoxCollider(w, h, friction=0, bounce=1, layer="field")
            world.spawn(zn.Transform(x=x, y=y), wall, tags={"wall"})
        shape = zn.BoxCollider(52, 12, friction=0, bounce=1, layer="paddle")
        paddle = (
            zn.Sprite("paddle", layer="ball"),
            zn.Body("kinematic"),
            shape,
            Squash(),
            Paddle(),
        )
        world.spawn(zn.Transform(x=240, y=250), *paddle, name="paddle", tags={"paddle"})
        ball(world, 240, 238, 185.0 + 8.0 * run.level, waiting=True)
        for row, line in enumerate(LEVELS[run.level][1:]):
            for column, letter in enumerate(line):
                if letter in LETTERS:
                    brick(world, 32 + 32 * column, 44 + 13 * row, LETTERS[letter])
        for name, x, align in (("score", 12, 0.0), ("lives", 468, 1.0)):
            words(world, "", x, 9, 8, zn.WHITE, name)[zn.Text].origin_x = align
        words(world, f"Level {run.level + 1}: {LEVELS[run.level][0]}", 240, 9, 8, GOLD)
        words(world, LEVELS[run.level][0], 240, 160, 24, GOLD, "banner")

    return zn.Scene([rules, drift, fade, spring, hud], start=start, name="level")


def brick(world: zn.World, x: float, y: float, kind: str) -> None:
    hits = {"steel": 2, "metal": 1_000_000}.get(kind, 1)
    shape = zn.BoxCollider(32, 13, friction=0, bounce=1, layer="field")
    script = Brick(hits=hits, color=kind if kind in PAINT else "mist")
    tags = {"brick"} if kind != "metal" else {"wall"}
    picture = zn.Sprite(f"brick_{kind}")
    world.spawn(zn.Transform(x=x, y=y), picture, shape, Squash(), script, tags=tags)


@zn.component
class Clearing:
    """Ticks since the last brick fell; a resource."""

    ticks: int = 0


def rules(world: zn.World, dt: float) -> None:
    """Pause; lose a life when no ball is left; go on when no brick is."""
    run = world.resource(Run)
    if world.input.just_pressed("pause"):
        world.audio.play("select")
        world.scenes.push(menu("Paused", ["Resume", "Restart", "Title"], run))
    if world.has_resource(Clearing):
        world.resource(Clearing).ticks += 1
        if world.resource(Clearing).ticks == 90:
            done = run.level + 1 == len(LEVELS)
            following = Run(run.score, run.lives, run.level + 1, best=run.best)
            world.scenes.replace(
                ending("You reached the sky", "victory", run) if done else level(following)
            )
    elif not world.find_all(tag="brick"):
        world.set_resource(Clearing())
        run.score += 200
        popup(world, 240, 150, "WALL CLEARED  +200", GOLD)
        world.audio.play("clear")
        world.despawn_many([e.handle for e in world.find_all(tag="ball")])
    elif not world.find_all(tag="ball"):
        lose_life(world, run)


def lose_life(world: zn.World, run: Run) -> None:
    run.lives -= 1
    run.streak = 0
    world.resource(zn.Camera).shake(6, 0.4)
    if run.lives == 0:
        world.scenes.push(ending("Game over", "over", run))
        return
    world.audio.play("lose")
    ball(world, 240, 238, 185.0 + 8.0 * run.level, waiting=True)
    popup(world, 240, 200, "One ball lost", PAINT["red"])


def hud(world: zn.World, dt: float) -> None:
    run = world.resource(Run)
    world.find("score")[zn.Text].text = f"Score {run.score}"
    world.find("lives")[zn.Text].text = "♥" * run.lives
    if world.tick == 60:
        world.find("banner").add(Fade(1.0, 1.0))


# Menus over a level.


def menu(heading: str, choices: list[str], run: Run, sound: str = "") -> zn.Scene:
    chosen = 0

    def start(world: zn.World) -> None:
        shade = zn.RectangleShape(WIDTH, HEIGHT, SHADE, "hud", origin_x=0, origin_y=0)
        world.spawn(zn.Transform(), shade)
        words(world, heading, 240, 86, 32, GOLD)
        words(world, f"Score {run.score}", 240, 118, 16)
        for k, choice in enumerate(choices):
            words(world, choice, 240, 152 + 20 * k, 16, GREY, choice)
        words(world, "Up and down to choose, Enter to confirm", 240, 236, 8, GREY)
        if sound:
            world.audio.play(sound)

    def choose(world: zn.World, dt: float) -> None:
        nonlocal chosen
        step = world.input.just_pressed("down") - world.input.just_pressed("up")
        chosen = (chosen + step) % len(choices)
        if step:
            world.audio.play("select")
        for k, choice in enumerate(choices):
            text = world.find(choice)[zn.Text]
            text.text = f"→ {choice} ←" if k == chosen else choice
            text.color = zn.WHITE if k == chosen else GREY
        if world.input.just_pressed("confirm"):
            world.audio.play("confirm")
            pick(world, choices[chosen], run)

    return zn.Scene([choose], start=start, overlay=True, name=heading.lower())


def pick(world: zn.World, choice: str, run: Run) -> None:
    best = max(run.best, run.score)
    if choice == "Resume":
        world.scenes.pop()
    elif choice in ("Restart", "Play again"):
        world.scenes.replace(level(Run(best=best)))
    else:
        world.scenes.replace(title(best))


def ending(heading: str, sound: str, run: Run) -> zn.Scene:
    return menu(heading, ["Play again", "Title"], run, sound)


actions = {
    "launch": zn.Button("space", "return", "mouse:left", "pad:a"),
}
app = zn.App(
    "Breakout",
    scene=title(),
    size=(1440, 810),
    virtual_size=(WIDTH, HEIGHT),
    layers=[
        zn.Layer("background"), zn.Layer("default"), zn.Layer("trail"), zn.Layer("ball"),
        zn.Layer("sparks"), zn.Layer("hud", screen=True),
    ],
    actions=actions,
    background=zn.Color.hex("#12121f"),
)  # fmt: skip

if __name__ == "__main__":
    app.run()
