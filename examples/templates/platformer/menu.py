"""Title, pause and end: a list of choices, laid out in the scenes that use it."""

import math

import zenith as zn
from rules import Run, clock

GOLD, GREY = zn.Color.hex("#f7cf5c"), zn.Color.hex("#a9b4d0")


@zn.component
class Choice:
    """What a line of a menu does."""

    does: str = zn.field("play", choices=("play", "resume", "title", "quit"))


class Menu(zn.Script):
    """Lets the player pick one of its children."""

    chosen: int = 0

    def tick(self, dt: float) -> None:
        lines, before = self.entity.children, self.chosen
        step = self.input.just_pressed("down") - self.input.just_pressed("up")
        self.chosen = (before + step) % len(lines)
        if self.chosen != before:
            self.audio.play("select")
        for k, line in enumerate(lines):
            line[zn.Text].color = GOLD if k == self.chosen else GREY
        if self.input.just_pressed("confirm"):
            self.audio.play("confirm")
            self.do(lines[self.chosen][Choice].does)
        elif self.input.just_pressed("pause") and any(e[Choice].does == "resume" for e in lines):
            self.do("resume")

    def do(self, what: str) -> None:
        if what == "play":
            self.scenes.replace("level")
        elif what == "resume":
            self.scenes.pop()
        elif what == "title":
            self.scenes.replace("title")
        else:
            self.scenes.quit()


def play_music(world: zn.World) -> None:
    world.audio.music("meadow")


def sway(world: zn.World, dt: float) -> None:
    """Let the title float, and the hills pass by."""
    world.find("heading")[zn.Transform].y = 40.0 + 2.0 * math.sin(world.tick * 0.05)
    camera = world.resource(zn.Camera)
    camera.x = camera.width / 2.0 + 20.0 - 20.0 * math.cos(world.tick * 0.004)


def tell(world: zn.World) -> None:
    """Say how the run went."""
    run = world.resource(Run)
    world.find("told")[zn.Text].text = f"{run.coins} coins in {clock(run.ticks)}"


def tell_best(world: zn.World) -> None:
    """Say how the run went, and keep the best time; settings outlive the game."""
    tell(world)
    run, best = world.resource(Run), world.settings["best"]
    if not best or run.ticks < best:
        world.settings["best"] = run.ticks
        world.find("best")[zn.Text].text = "The best time so far!"
    else:
        world.find("best")[zn.Text].text = f"Best time {clock(best)}"
