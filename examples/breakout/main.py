"""Breakout: six walls, one ball that gets faster, gifts that fall from the bricks."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pieces
import zenith as zn
from pieces import HEIGHT, PAINT, WIDTH, Fade, Run, Squash, popup

FOLDER = Path(__file__).parent
COLORS = {c[0]: c for c in ("red", "orange", "yellow", "green", "teal", "blue", "purple")}
KINDS = COLORS | {"k": "pink", "S": "steel", "M": "metal"}
LEVELS = (FOLDER / "levels.txt").read_text("utf-8").strip().split("\n\n= ")[1:]
GOLD, GREY = PAINT["yellow"], PAINT["mist"]
WON, LOST = "You reached the sky", "Game over"


def best_beside(score: int) -> int:
    """Return the best score, this one included; only drawing asks, so replays need no file."""
    if score > app.settings["best"]:
        app.settings["best"] = score
        app.settings.save()
    return app.settings["best"]


def words(
    world: zn.World, text: str, y: float, size: float = 8, color: zn.Color = zn.WHITE,
    name: str = "", x: float = WIDTH / 2, origin: float = 0.5,
) -> None:  # fmt: skip
    label = zn.Text(text, size=size, color=color, layer="hud", origin_x=origin, origin_y=0.5)
    world.spawn(zn.Transform(x=x, y=y), label, name=name)


def backdrop(world: zn.World, picture: str) -> None:
    world.spawn(zn.Transform(), zn.Sprite(picture, layer="background", origin_x=0, origin_y=0))


# The title.


@zn.component
class Kept:
    """The level that was saved, "" when there is none; a resource."""

    title: str = ""


def title() -> zn.Scene:
    return zn.Scene(
        [wave, pieces.drift, pieces.fade], start=open_title, draw=show_best, name="title"
    )


def open_title(world: zn.World) -> None:
    backdrop(world, "backdrop")
    world.set_resource(Kept())
    for k, (letter, color) in enumerate(zip("BREAKOUT", list(PAINT.values())[:8], strict=True)):
        words(world, letter, 84, 48, color, f"letter{k}", x=114 + 36 * k)
    words(world, "Press Enter, click, or A on the gamepad", 150, name="hint")
    keys = "Move: arrows, mouse or stick    Launch: Space or click    Pause: Esc"
    words(world, keys, 176, color=GREY)
    world.audio.music("skyline", volume=0.5)


def wave(world: zn.World, dt: float) -> None:
    for k in range(8):
        world.find(f"letter{k}")[zn.Transform].y = 84 + 5 * math.sin(world.tick * 0.06 - k * 0.6)
    world.find("hint")[zn.Text].opacity = 1.0 if world.tick // 30 % 2 == 0 else 0.35
    if world.tick == 0:
        look_for_save(world)
    if world.tick % 40 == 0:
        k = world.random.integer(0, 7)
        pieces.sparks(world, 114 + 36 * k, 84, list(PAINT.values())[k], 10)
    kept, new = world.resource(Kept).title, world.input.just_pressed("new")
    if new or world.input.just_pressed("launch"):
        world.audio.play("confirm")
        if kept and not new:
            world.saves.read("run")
        else:
            world.scenes.replace(level(Run()))
    for done in world.read(zn.SaveDone):
        if not done.ok:
            world.resource(Kept).title = ""
            world.find("hint")[zn.Text].text = "The save cannot be loaded. Enter: new game"


def look_for_save(world: zn.World) -> None:
    for info in world.saves.list():
        if info.slot == "run" and not info.reason:
            world.resource(Kept).title = info.title
            world.find("hint")[zn.Text].text = f"Enter, click or A: continue with {info.title}"
            words(world, "N or Y on the gamepad: new game", 162, color=GREY)


def show_best(canvas: zn.Canvas) -> None:
    best = best_beside(0)
    text = f"Best {best}" if best else "Six walls stand between you and the sky"
    canvas.text(text, WIDTH / 2, 200, GOLD, size=8, origin=(0.5, 0.5))


# A level.


def level(run: Run) -> zn.Scene:
    def start(world: zn.World) -> None:
        world.set_resource(run)
        build(world, run)

    systems = [rules, pieces.drift, pieces.fade, pieces.spring, hud]
    return zn.Scene(systems, start=start, name="level")


def build(world: zn.World, run: Run) -> None:
    name, *rows = LEVELS[run.level].split("\n")
    backdrop(world, "backdrop")
    backdrop(world, "frame")
    for x, y, w, h in ((0, 140, 16, 300), (WIDTH, 140, 16, 300), (240, 16, WIDTH, 20)):
        wall = zn.BoxCollider(w, h, friction=0, bounce=1, layer="field")
        world.spawn(zn.Transform(x=x, y=y), wall, tags={"wall"})
    shape = zn.BoxCollider(52, 12, friction=0, bounce=1, layer="paddle")
    parts = (zn.Sprite("paddle", layer="ball"), zn.Body("kinematic"), shape, Squash(56, 12))
    place = zn.Transform(x=240, y=250)
    world.spawn(place, *parts, pieces.Paddle(), name="paddle", tags={"paddle"})
    serve(world, run)
    for y, row in enumerate(rows):
        for x, letter in enumerate(row):
            if letter in KINDS:
                pieces.brick(world, 32 + 32 * x, 44 + 13 * y, KINDS[letter])
    words(world, "", 9, name="score", x=12, origin=0.0)
    words(world, "", 9, name="lives", x=468, origin=1.0)
    words(world, f"Level {run.level + 1}: {name}", 9, color=GOLD)
    words(world, name, 160, 24, GOLD, "banner")


def serve(world: zn.World, run: Run) -> None:
    pieces.make_ball(world, 240, 238, 215.0 + 10.0 * run.level, waiting=True)


def rules(world: zn.World, dt: float) -> None:
    """Pause; lose a life when no ball is left; go on when no brick is."""
    run, balls = world.resource(Run), world.find_all(tag="ball")
    keep(world, run)
    if world.input.just_pressed("pause"):
        world.audio.play("select")
        world.scenes.push(paused(run))
    elif run.cleared:
        run.cleared += 1
        if run.cleared == 90 and run.level + 1 < len(LEVELS):
            world.scenes.replace(level(Run(run.score, run.lives, run.level + 1)))
        elif run.cleared == 90:
            end(world, WON, "victory")
    elif not world.find_all(tag="brick"):
        run.cleared = 1
        run.score += 200
        popup(world, 240, 150, "WALL CLEARED  +200", GOLD)
        world.audio.play("clear")
        world.despawn_many([ball.handle for ball in balls])
    elif not balls:
        run.lives, run.streak = run.lives - 1, 0
        world.resource(zn.Camera).shake(6, 0.4)
        if run.lives == 0:
            end(world, LOST, "over")
        else:
            world.audio.play("lose")
            serve(world, run)
            popup(world, 240, 200, "One ball lost", PAINT["red"])


def keep(world: zn.World, run: Run) -> None:
    """Save at the start of each level, and say what went wrong with a save."""
    if world.tick == 0:
        world.saves.write("run", title=f"level {run.level + 1}, score {run.score}")
    for done in world.read(zn.SaveDone):
        if done.message:
            text = "THE LAST SAVE WAS DAMAGED" if done.ok else "NOT SAVED"
            popup(world, 240, 200, text, PAINT["red"])


def hud(world: zn.World, dt: float) -> None:
    run = world.resource(Run)
    world.find("score")[zn.Text].text = f"Score {run.score}"
    world.find("lives")[zn.Text].text = "♥" * run.lives
    if world.tick == 60:
        world.find("banner").add(Fade(1.0, 1.0))


# Menus over a level.


@zn.component
class Menu:
    """Which line of a menu is chosen; a resource."""

    chosen: int = 0


def menu(heading: str, choices: dict[str, Callable[[zn.World], None]], run: Run) -> zn.Scene:
    names = list(choices)

    def start(world: zn.World) -> None:
        shade = PAINT["night"]._replace(a=0.8)
        cover = zn.RectangleShape(WIDTH, HEIGHT, shade, "hud", origin_x=0, origin_y=0)
        world.spawn(zn.Transform(), cover)
        world.set_resource(Menu())
        words(world, heading, 70, 32, GOLD)
        words(world, f"Score {run.score}", 106, 16)
        for k, name in enumerate(names):
            words(world, name, 152 + 20 * k, 16, GREY, name)
        words(world, "Up and down or mouse to choose, Enter or click to confirm", 236, color=GREY)

    def choose(world: zn.World, dt: float) -> None:
        state, before = world.resource(Menu), world.resource(Menu).chosen
        step = world.input.just_pressed("down") - world.input.just_pressed("up")
        state.chosen = (before + step) % len(names)
        if world.input.pointer_moved:
            line = round((world.input.pointer.y - 152) / 20)
            state.chosen = int(zn.clamp(line, 0, len(names) - 1))
        if state.chosen != before:
            world.audio.play("select")
        for k, name in enumerate(names):
            text, chosen = world.find(name)[zn.Text], k == state.chosen
            text.text = f"→ {name} ←" if chosen else name
            text.color = zn.WHITE if chosen else GREY
        if world.input.just_pressed("launch"):
            world.audio.play("confirm")
            choices[names[state.chosen]](world)

    def show(canvas: zn.Canvas) -> None:
        best = best_beside(run.score)
        canvas.text(f"Best {best}", 240, 124, GOLD, size=8, origin=(0.5, 0.5))

    return zn.Scene([choose], start=start, draw=show, overlay=True, name=heading.lower())


def paused(run: Run) -> zn.Scene:
    return menu("Paused", {"Resume": resume, "Restart": again, "Title": leave}, run)


def ended(heading: str, run: Run) -> zn.Scene:
    return menu(heading, {"Play again": again, "Title": leave}, run)


def resume(world: zn.World) -> None:
    world.scenes.pop()


def again(world: zn.World) -> None:
    world.scenes.replace(level(Run()))


def leave(world: zn.World) -> None:
    world.scenes.replace(title())


def end(world: zn.World, heading: str, sound: str) -> None:
    world.audio.play(sound)
    world.saves.delete("run")
    world.scenes.push(ended(heading, world.resource(Run)))


app = zn.App(
    "Breakout",
    scene=title(),
    size=(1440, 810),
    virtual_size=(WIDTH, HEIGHT),
    layers=["background", "default", "trail", "ball", "sparks", zn.Layer("hud", screen=True)],
    actions={
        "launch": zn.Button("space", "return", "mouse:left", "pad:a"),
        "new": zn.Button("n", "pad:y"),
    },
    settings={"best": 0},
    background=PAINT["night"],
    scene_types={
        "title": title,
        "level": lambda: level(Run()),
        "paused": lambda: paused(Run()),
        WON.lower(): lambda: ended(WON, Run()),
        LOST.lower(): lambda: ended(LOST, Run()),
    },
)

if __name__ == "__main__":
    app.run()
