"""What is on the field: paddle, ball, bricks, gifts, and the sparks they throw."""

from __future__ import annotations

import math

import zenith as zn

WIDTH, HEIGHT = 480, 270
LEFT, RIGHT, TOP = 8.0, 472.0, 26.0
GIFTS = ("wide", "multi", "slow", "life", "catch")
STEEPEST = math.radians(62)


@zn.component
class Run:
    """One play-through; a resource that goes from level to level."""

    score: int = 0
    lives: int = 3
    level: int = 0
    streak: int = 0
    best: int = 0


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
    """How much something is squashed now; it springs back."""

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
    for life, shape in world.columns(Fade, zn.RectangleShape):
        shape.opacity = (life.left / life.of).clip(0.0, 1.0)
    for life, text in world.columns(Fade, zn.Text):
        text.opacity = (2.0 * life.left / life.of).clip(0.0, 1.0)


def spring(world: zn.World, dt: float) -> None:
    for pos, squash in world.columns(zn.Transform, Squash):
        squash.amount *= max(0.0, 1.0 - 9.0 * dt)
        pos.scale_x = 1.0 + squash.amount
        pos.scale_y = 1.0 - squash.amount


def sparks(world: zn.World, x: float, y: float, color: zn.Color, count: int) -> None:
    """Throw bits of a colour about."""
    rng = world.random.stream("sparks")
    life = rng.numbers(count, 0.25, 0.7)
    size = rng.numbers(count, 1.5, 4.0)
    world.spawn_many(
        count,
        {
            zn.Transform: {
                "x": x + rng.numbers(count, -12, 12),
                "y": y + rng.numbers(count, -4, 4),
            },
            zn.RectangleShape: {"width": size, "height": size, "color": color, "layer": "sparks"},
            Drift: {
                "x": rng.numbers(count, -90, 90),
                "y": rng.numbers(count, -110, 40),
                "pull": 320.0,
            },
            Fade: {"left": life, "of": life},
        },
    )


def popup(world: zn.World, x: float, y: float, text: str, color: zn.Color = zn.WHITE) -> None:
    words = zn.Text(text, size=8, color=color, layer="sparks", origin_x=0.5, origin_y=0.5)
    world.spawn(zn.Transform(x=x, y=y), words, Drift(y=-26.0), Fade(0.8, 0.8))


class Paddle(zn.Script):
    """Follows the keys, the stick or the pointer."""

    speed: float = 330.0
    wide: float = 0.0
    sticky: float = 0.0

    def width(self) -> float:
        return 84.0 if self.wide > 0.0 else 56.0

    def tick(self, dt: float) -> None:
        pos, half = self.entity[zn.Transform], self.width() / 2.0
        self.wide, self.sticky = max(0.0, self.wide - dt), max(0.0, self.sticky - dt)
        pos.x += self.input.axis("move") * self.speed * dt
        if self.input.pointer_moved:
            pos.x = self.input.pointer.x
        pos.x = zn.clamp(pos.x, LEFT + half, RIGHT - half)
        self.entity[zn.Sprite].image = "paddle_wide" if self.wide > 0.0 else "paddle"
        collider = self.entity[zn.BoxCollider]
        if collider.width != self.width() - 4.0:
            collider.width = self.width() - 4.0

    def on_contact(self, hit: zn.Contact) -> None:
        if hit.phase == "begin" and "gift" in hit.other.tags:
            hit.other[Gift].open(self)


class Ball(zn.Script):
    """Flies at one speed; waits on the paddle until it is sent off."""

    speed: float = 185.0
    waiting: bool = True
    offset: float = 0.0
    ticks: int = 0

    def tick(self, dt: float) -> None:
        pos, body = self.entity[zn.Transform], self.entity[zn.Body]
        self.ticks += 1
        if self.waiting:
            paddle = self.world.find("paddle")[zn.Transform]
            pos.x, pos.y = paddle.x + self.offset, paddle.y - 11.0
            body.velocity_x = body.velocity_y = 0.0
            if self.input.just_pressed("launch"):
                self.waiting = False
                self.steer(self.offset / 28.0 + 0.25)
                self.audio.play("launch")
            return
        self.keep_going(body)
        if self.ticks % 3 == 0:
            dot = zn.RectangleShape(5, 5, zn.Color.hex("#f08b4c"), "trail", radius=2.5)
            self.world.spawn(zn.Transform(x=pos.x, y=pos.y), dot, Fade(0.25, 0.4))
        if pos.y > HEIGHT + 12.0:
            self.entity.despawn()

    def keep_going(self, body: zn.Body) -> None:
        """Hold the speed, and never fly so flat that the ball is lost between the walls."""
        x, y = body.velocity_x, body.velocity_y
        if abs(y) < 0.25 * self.speed:
            y = math.copysign(0.25 * self.speed, y or -1.0)
        factor = self.speed / math.hypot(x, y)
        body.velocity_x, body.velocity_y = x * factor, y * factor

    def steer(self, place: float) -> None:
        """Leave the paddle at an angle that depends on where it was hit, -1 to 1."""
        angle = zn.clamp(place, -1.0, 1.0) * STEEPEST
        body = self.entity[zn.Body]
        body.velocity_x = self.speed * math.sin(angle)
        body.velocity_y = -self.speed * math.cos(angle)

    def on_contact(self, hit: zn.Contact) -> None:
        if hit.phase == "end" or self.waiting:
            return
        self.entity[Squash].amount = 0.3
        if "paddle" in hit.other.tags:
            self.meet(hit.other)
        elif "wall" in hit.other.tags:
            self.audio.play("bounce", volume=0.5, pan=zn.clamp(hit.x / 240.0 - 1.0, -1.0, 1.0))

    def meet(self, other: zn.Entity) -> None:
        paddle = other[Paddle]
        away = self.entity[zn.Transform].x - other[zn.Transform].x
        self.world.resource(Run).streak = 0
        self.speed = min(self.speed + 3.0, 290.0)
        self.steer(away / (paddle.width() / 2.0))
        other[Squash].amount = 0.12
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
        if self.hits > 0:
            crack = self.hits == 1
            self.audio.play("crack" if crack else "clink", volume=0.7)
            if crack:
                self.entity[zn.Sprite].image = "brick_cracked"
        else:
            self.burst()

    def burst(self) -> None:
        pos, run = self.entity[zn.Transform], self.world.resource(Run)
        run.streak += 1
        points = 10 * min(run.streak, 8)
        run.score += points
        sparks(self.world, pos.x, pos.y, PAINT[self.color], 14)
        popup(self.world, pos.x, pos.y, f"{points}")
        self.world.resource(zn.Camera).shake(1.2 + 0.2 * min(run.streak, 8), 0.15)
        self.audio.play(f"brick{min(run.streak, 8)}", volume=0.8)
        if self.random.chance(0.14):
            gift(self.world, pos.x, pos.y, self.random.choice(GIFTS))
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
        balls = [(e[Ball], e) for e in self.world.find_all(tag="ball")]
        words = {
            "wide": "WIDE",
            "multi": "MULTI BALL",
            "slow": "SLOW",
            "life": "+1 LIFE",
            "catch": "CATCH",
        }
        if self.kind == "wide":
            paddle.wide = 15.0
        elif self.kind == "catch":
            paddle.sticky = 12.0
        elif self.kind == "life":
            run.lives = min(run.lives + 1, 6)
        elif self.kind == "slow":
            for script, _ in balls:
                script.speed = 160.0
        else:
            for script, entity in balls[:1]:
                at = entity[zn.Transform]
                for turn in (-0.6, 0.6):
                    ball(self.world, at.x, at.y, script.speed).steer(turn)
        run.score += 50
        popup(self.world, pos.x, pos.y - 14.0, words[self.kind], zn.Color.hex("#f7cf5c"))
        self.audio.play("gift")
        self.entity.despawn()


PAINT = {
    "red": "#e4505a", "orange": "#f08b4c", "yellow": "#f7cf5c", "green": "#6ccb7a", "teal": "#3fb8af",
    "blue": "#4f8fe8", "purple": "#9a6ae0", "pink": "#ec7fb8", "mist": "#a9b4d0",
}  # fmt: skip
PAINT = {name: zn.Color.hex(text) for name, text in PAINT.items()}


def ball(world: zn.World, x: float, y: float, speed: float, *, waiting: bool = False) -> Ball:
    body = zn.Body(fixed_rotation=True)
    shape = zn.CircleCollider(4.0, friction=0.0, bounce=1.0, layer="ball", mask="field paddle")
    script = Ball(speed=speed, waiting=waiting)
    picture = zn.Sprite("ball", layer="ball")
    world.spawn(zn.Transform(x=x, y=y), picture, body, shape, Squash(), script, tags={"ball"})
    return script


def gift(world: zn.World, x: float, y: float, kind: str) -> None:
    shape = zn.BoxCollider(22, 11, sensor=True, layer="gift", mask="paddle")
    picture = zn.Sprite(f"gift_{kind}", layer="ball")
    world.spawn(zn.Transform(x=x, y=y), picture, shape, Gift(kind=kind), tags={"gift"})
