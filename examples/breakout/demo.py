"""Two scripted players of Breakout: one wins, one loses."""

from __future__ import annotations

import math

import zenith as zn
from pieces import STEEPEST, Ball, Gift, Paddle

PADDLE_Y, TOP = 240.0, 26.0


def win(world: zn.World) -> dict[str, float] | None:
    """Catch every ball and send it to a brick; stop when the sky is reached."""
    return play(world, speed=1.0)


def lose(world: zn.World) -> dict[str, float] | None:
    """Be too slow for the ball; stop when the last life is gone."""
    return play(world, speed=0.32)


def play(world: zn.World, speed: float) -> dict[str, float] | None:
    """Return what to press in a world of the title, a level or the menu at the end."""
    if not has(world, "paddle"):
        over = not has(world, "hint") and world.tick > 150
        return (
            None
            if over
            else {"launch": 1.0 if world.tick % 90 == 60 and has(world, "hint") else 0.0}
        )
    paddle = world.find("paddle")
    place, step = paddle[zn.Transform].x, paddle[Paddle].speed / 60.0
    goal = target(world, place)
    return {
        "move": speed * zn.clamp((goal - place) / step, -1.0, 1.0),
        "launch": 1.0 if world.tick % 40 == 39 and waiting(world) else 0.0,
    }


def has(world: zn.World, name: str) -> bool:
    return any(entity.name == name for entity in world.entities())


def waiting(world: zn.World) -> bool:
    return any(ball[Ball].waiting for ball in world.find_all(tag="ball"))


def target(world: zn.World, place: float) -> float:
    """Return where the middle of the paddle should be: under the ball that comes down first."""
    balls = [(arrival(ball), ball) for ball in world.find_all(tag="ball")]
    falling = [(when, x) for (when, x), _ in balls if when < 4.0]
    gifts = [(gift_time(g), g[zn.Transform].x) for g in world.find_all(tag="gift")]
    when, x = min(falling, default=(4.0, place))
    for later, gift_x in gifts:
        if later < when - abs(gift_x - x) / 300.0:
            return gift_x
    return x - aim(world, x) if when < 4.0 else (gifts[0][1] if gifts else place)


def gift_time(gift: zn.Entity) -> float:
    return max(PADDLE_Y - gift[zn.Transform].y, 0.0) / 62.0 if gift.has(Gift) else 9.0


def arrival(ball: zn.Entity) -> tuple[float, float]:
    """Return in how many seconds a ball is down at the paddle, and where; walls mirror it."""
    pos, body = ball[zn.Transform], ball[zn.Body]
    if ball[Ball].waiting:
        return 9.0, pos.x
    if body.velocity_y <= 0.0:
        return (pos.y - 40.0) / ball[Ball].speed + 0.5, pos.x
    when = (PADDLE_Y - pos.y) / body.velocity_y
    span, x = 456.0, pos.x + body.velocity_x * when - 12.0
    x = math.fmod(math.fmod(x, 2.0 * span) + 2.0 * span, 2.0 * span)
    return when, 12.0 + (2.0 * span - x if x > span else x)


def aim(world: zn.World, x: float) -> float:
    """Return how far from the paddle's middle the ball should be met to fly to a brick."""
    bricks = world.find_all(tag="brick")
    if not bricks:
        return 0.0
    brick = bricks[world.tick // 200 % len(bricks)][zn.Transform]
    angle = math.atan2(brick.x - x, PADDLE_Y - brick.y)
    half = world.find("paddle")[Paddle].width / 2.0
    return zn.clamp(angle / STEEPEST, -0.9, 0.9) * half


players = {"win": win, "lose": lose}
