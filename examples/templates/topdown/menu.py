"""Title, pause and end: choices that are laid out in the scenes which use them."""

import zenith as zn
from rules import Visit

GOLD, GREY = zn.Color.hex("#f7cf5c"), zn.Color.hex("#a9b4d0")
WAIT = 15
"""Ticks in which nothing is chosen yet: the button may still be meant for the sword."""


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
        for number, line in enumerate(lines):
            line[zn.Text].color = GOLD if number == self.chosen else GREY
        if self.input.just_pressed("confirm") and self.world.tick >= WAIT:
            self.audio.play("confirm")
            self.do(lines[self.chosen][Choice].does)
        elif self.input.just_pressed("pause") and any(e[Choice].does == "resume" for e in lines):
            self.do("resume")

    def do(self, what: str) -> None:
        if what == "play":
            self.scenes.replace("garden")
        elif what == "resume":
            self.scenes.pop()
        elif what == "title":
            self.scenes.replace("title")
        else:
            self.scenes.quit()


def play_music(world: zn.World) -> None:
    world.audio.music("garden")


def tell(world: zn.World) -> None:
    """Say how long the visit took."""
    seconds = world.resource(Visit).ticks // 60
    world.find("told")[zn.Text].text = f"All lanterns burn, in {seconds // 60}:{seconds % 60:02}"
