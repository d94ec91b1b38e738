"""What is on the field: paddle, ball, bricks, gifts, and the sparks they throw."""

from __future__ import annotations

import math

import zenith as zn

HEIGHT, LEFT, RIGHT = 270, 8.0, 472.0
STEEPEST = math.radians(62)
GIFTS = ("wide", "multi", "slow", "life", "catch")
PAINT = {
    name: zn.Color.hex(text)
    for name, text in {
        "red": "#e4505a", "orange": "#f08b4c", "yellow": "#f7cf5c", "green": "#6ccb7a",
        "teal": "#3fb8af", "blue": "#4f8fe8", "purple": "#9a6ae0", "pink": "#ec7fb8",
        "mist": "#a9b4d0", "night": "#12121f",
    }.items()
}  # fmt: skip


@zn.component
class Run:
    """One play-through; a resource that goes from level to level."""

    score: int = 0
    lives: int = 3
    streak: int = 0
    cleared: int = zn.field(0, unit="ticks", tooltip="Since the last brick fell.")


@zn.component
class Drift:
    """Moves sparks and pop-ups: pixels per second, and the pull on them."""

    x: float = 0.0
    y: float = 0.0
    pull: float = 0.0


@zn.component
class Fade:
    """Seconds left, of how many."""

    left: float = 0.5
    of: float = 0.5


@zn.component
class Squash:
    """How much a picture of this size is squashed now; it springs back."""

    width: float = 8.0
    height: float = 8.0
    amount: float = 0.0


def drift(world: zn.World, dt: float) -> None:
    for pos, move in world.columns(zn.Transform, Drift):
        pos.x += move.x * dt
        pos.y += move.y * dt
        move.y += move.pull * dt


def fade(world: zn.World, dt: float) -> None:
    for handles, life in world.columns(zn.Entity, Fade):
        life.left -= dt
        world.despawn_many(handles[life.left <= 0.0])
    for kind in (zn.RectangleShape, zn.Text):
        for life, look in world.columns(Fade, kind):
            look.opacity = (1.5 * life.left / life.of).clip(0.0, 1.0)


def spring(world: zn.World, dt: float) -> None:
    for sprite, squash in world.columns(zn.Sprite, Squash):
        squash.amount *= max(0.0, 1.0 - 9.0 * dt)
        sprite.width = squash.width * (1.0 + squash.amount)
        sprite.height = squash.height * (1.0 - squash.amount)


def sparks(world: zn.World, x: float, y: float, color: zn.Color, count: int) -> None:
    rng = world.random.stream("sparks")
    life, size = rng.numbers(count, 0.25, 0.7), rng.numbers(count, 1.5, 4.0)
    place = {"x": x + rng.numbers(count, -12, 12), "y": y + rng.numbers(count, -4, 4)}
    look = {"width": size, "height": size, "color": color, "layer": "sparks"}
    flight = {"x": rng.numbers(count, -90, 90), "y": rng.numbers(count, -110, 40), "pull": 320.0}
    parts = {zn.Transform: place, zn.RectangleShape: look, Drift: flight}
    world.spawn_many(count, {**parts, Fade: {"left": life, "of": life}})


def popup(world: zn.World, x: float, y: float, text: str, color: zn.Color = zn.WHITE) -> None:
    words = zn.Text(text, size=8, color=color, layer="sparks", origin_x=0.5, origin_y=0.5)
    world.spawn(zn.Transform(x=x, y=y), words, Drift(y=-26.0), Fade(0.8, 0.8))


class Paddle(zn.Script):
    """Follows the keys, the stick or the pointer."""

    speed: float = 330.0
    wide: float = zn.field(0.0, unit="s", tooltip="How long the paddle stays wide.")
    sticky: float = zn.field(0.0, unit="s", tooltip="How long it holds on to the ball.")

    @property
    def width(self) -> float:
        return 84.0 if self.wide > 0.0 else 56.0

    def tick(self, dt: float) -> None:
        pos, half = self.entity[zn.Transform], self.width / 2.0
        self.wide, self.sticky = max(0.0, self.wide - dt), max(0.0, self.sticky - dt)
        pos.x += self.input.axis("move") * self.speed * dt
        if self.input.pointer_moved:
            pos.x = self.input.pointer.x
        pos.x = zn.clamp(pos.x, LEFT + half, RIGHT - half)
        self.entity[zn.Sprite].image = "paddle_wide" if self.wide > 0.0 else "paddle"
        self.entity[Squash].width = self.width
        self.entity[zn.BoxCollider].width = self.width - 4.0

    def on_contact(self, hit: zn.Contact) -> None:
        if hit.phase == "begin" and "gift" in hit.other.tags:
            hit.other[Gift].open(self)


class Ball(zn.Script):
    """Flies at one speed; waits on the paddle until it is sent off."""

    speed: float = 215.0
    waiting: bool = True
    offset: float = zn.field(0.0, unit="px", tooltip="Where on the paddle it waits.")

    def tick(self, dt: float) -> None:
        pos, body = self.entity[zn.Transform], self.entity[zn.Body]
        if self.waiting:
            paddle = self.world.find("paddle")[zn.Transform]
            pos.x, pos.y = paddle.x + self.offset, paddle.y - 11.0
            body.velocity_x = body.velocity_y = 0.0
            if self.input.just_pressed("launch"):
                self.waiting = False
                self.steer(self.offset / 28.0 + 0.25)
                self.audio.play("launch")
            return
        # Never so flat that the ball is lost between the side walls, and always at its speed.
        x, y = body.velocity_x, body.velocity_y
        if abs(y) < 0.25 * self.speed:
            y = math.copysign(0.25 * self.speed, y or -1.0)
        factor = self.speed / math.hypot(x, y)
        body.velocity_x, body.velocity_y = x * factor, y * factor
        if self.world.tick % 3 == 0:
            dot = zn.RectangleShape(5, 5, PAINT["orange"], "trail", radius=2.5)
            self.world.spawn(zn.Transform(x=pos.x, y=pos.y), dot, Fade(0.25, 0.6))
        if pos.y > HEIGHT + 12.0:
            self.entity.despawn()

    def steer(self, place: float) -> None:
        """Leave the paddle at an angle that depends on where it was hit, -1 to 1."""
        angle = zn.clamp(place, -1.0, 1.0) * STEEPEST
        body = self.entity[zn.Body]
        body.velocity_x, body.velocity_y = (
            self.speed * math.sin(angle),
            -self.speed * math.cos(angle),
        )

    def on_contact(self, hit: zn.Contact) -> None:
        if hit.phase == "end" or self.waiting:
            return
        self.entity[Squash].amount = 0.3
        if "wall" in hit.other.tags:
            self.audio.play("bounce", volume=0.5, pan=zn.clamp(hit.x / 240.0 - 1.0, -1.0, 1.0))
        elif "paddle" in hit.other.tags:
            paddle = hit.other[Paddle]
            away = self.entity[zn.Transform].x - hit.other[zn.Transform].x
            self.world.resource(Run).streak = 0
            self.speed = min(self.speed + 4.0, 340.0)
            self.steer(away / (paddle.width / 2.0))
            hit.other[Squash].amount = 0.12
            self.audio.play("paddle")
            if paddle.sticky > 0.0:
                self.waiting, self.offset = True, away


class Brick(zn.Script):
    """Breaks after some hits; steel takes two, metal never does."""

    hits: int = 1
    color: str = "mist"

    def on_contact(self, hit: zn.Contact) -> None:
        if hit.phase == "end" or "ball" not in hit.other.tags:
            return
        self.hits -= 1
        self.entity[Squash].amount = 0.14
        if self.hits == 1:
            self.entity[zn.Sprite].image = "brick_cracked"
        if self.hits > 0:
            self.audio.play("crack" if self.hits == 1 else "clink", volume=0.7)
            return
        pos, run = self.entity[zn.Transform], self.world.resource(Run)
        run.streak = min(run.streak + 1, 8)
        run.score += 10 * run.streak
        sparks(self.world, pos.x, pos.y, PAINT[self.color], 14)
        popup(self.world, pos.x, pos.y, f"{10 * run.streak}")
        self.world.resource(zn.Camera).shake(1.2 + 0.2 * run.streak, 0.15)
        self.audio.play(f"brick{run.streak}", volume=0.8)
        if self.random.chance(0.2):
            gift = self.random.choice(GIFTS)
            zn.spawn_prefab(self.world, f"gift_{gift}", zn.Transform(x=pos.x, y=pos.y))
        self.entity.despawn()


class Gift(zn.Script):
    """Falls; the paddle opens it."""

    kind: str = "wide"

    def tick(self, dt: float) -> None:
        pos = self.entity[zn.Transform]
        pos.y += 62.0 * dt
        if pos.y > HEIGHT + 10.0:
            self.entity.despawn()

    def open(self, paddle: Paddle) -> None:
        pos, run = self.entity[zn.Transform], self.world.resource(Run)
        balls = [e[Ball] for e in self.world.find_all(tag="ball")]
        if self.kind == "wide":
            paddle.wide = 15.0
        elif self.kind == "catch":
            paddle.sticky = 12.0
        elif self.kind == "life":
            run.lives = min(run.lives + 1, 6)
        elif self.kind == "slow":
            for ball in balls:
                ball.speed = 180.0
        elif balls:
            at = balls[0].entity[zn.Transform]
            for turn in (-0.6, 0.6):
                make_ball(self.world, at.x, at.y, balls[0].speed).steer(turn)
        run.score += 50
        words = self.world.words(f"gift_{self.kind}")
        popup(self.world, pos.x, pos.y - 14.0, words, PAINT["yellow"])
        self.audio.play("gift")
        self.entity.despawn()


def make_ball(world: zn.World, x: float, y: float, speed: float, waiting: bool = False) -> Ball:
    ball = zn.spawn_prefab(
        world, "ball", zn.Transform(x=x, y=y), Ball(speed=speed, waiting=waiting)
    )
    return ball[Ball]
