"""How a character that stands on floors moves by itself: it walks, falls, jumps and lands."""

from __future__ import annotations

import math
from typing import Final

from zenith.components import CharacterBody
from zenith.physics.near import Footing, Hit
from zenith.physics.pushing import push
from zenith.physics.stride import STILL, TURNS, Motion, Stride, along, approach

DROP_TIME: Final = 0.12
"""Seconds for which one-way colliders let a character through that drops."""
OVERHEAD: Final = 0.1
"""A surface whose normal points down by more than this is a ceiling."""
HEADROOM: Final = 3.0
"""How far, in px, the way up must be free beside a corner."""
AT_FEET: Final = 0.5
"""How far below its feet, in px, a character looks for the floor that it just met."""


def walk(stride: Stride) -> None:
    """Move a character by its wish and by gravity."""
    _drop(stride)
    _jump(stride)
    dx, dy = _accelerate(stride)
    stood = stride.grounded
    _slide(stride, dx, dy)
    _settle(stride, stood, abs(dx))


def _ticks(seconds: float, dt: float) -> int:
    return int(seconds / dt + 0.5)


def _drop(stride: Stride) -> None:
    """Open one-way colliders, if that is asked for and the floor is one."""
    body, near = stride.body, stride.near
    near.dropping = body.drop_left > 0
    body.drop_left = max(0, body.drop_left - 1)
    if not (body.wish_drop and stride.grounded):
        return
    near.dropping = True
    below = near.floor(stride.x, stride.y, AT_FEET)
    if below is not None and stride.near.walkable(below):
        near.dropping = False
        return
    body.drop_left = _ticks(DROP_TIME, stride.dt)
    body.wish_jump, body.buffer_left = False, 0
    stride.grounded = False


def _jump(stride: Stride) -> None:
    body = stride.body
    if body.wish_jump:
        body.buffer_left = _ticks(body.jump_buffer, stride.dt) + 1
    if body.buffer_left > 0 and (stride.grounded or body.coyote_left > 0):
        body.buffer_left = body.coyote_left = 0
        body.jumping = True
        if stride.grounded:
            stride.vx += stride.carried[0]
        stride.vy = min(0.0, stride.carried[1]) - math.sqrt(2.0 * body.gravity * body.jump_height)
        stride.grounded = False
    elif body.jumping and (not body.wish_hold or stride.vy >= 0.0):
        stride.vy *= body.jump_cut if stride.vy < 0.0 else 1.0
        body.jumping = False
    body.buffer_left = max(0, body.buffer_left - 1)
    body.coyote_left = max(0, body.coyote_left - 1)


def _accelerate(stride: Stride) -> Motion:
    """Change the velocity by wish and gravity; return the way to go."""
    body, dt = stride.body, stride.dt
    stride.vx = approach(stride.vx, body.wish_x, _rate(body, stride.vx, stride.grounded) * dt)
    if stride.grounded:
        stride.vy = 0.0
        return _uphill(body.floor_x, body.floor_y, stride.vx * dt)
    before = stride.vy
    stride.vy = max(before, min(before + body.gravity * dt, body.max_fall))
    # The mean of both speeds makes a jump as high as asked for, whatever the beat.
    return stride.vx * dt, (before + stride.vy) / 2.0 * dt


def _rate(body: CharacterBody, speed: float, grounded: bool) -> float:
    faster = body.acceleration if grounded else body.air_acceleration
    slower = body.deceleration if grounded else body.air_deceleration
    if body.wish_x * speed < 0.0:
        return max(faster, slower) if faster > 0.0 and slower > 0.0 else 0.0
    return faster if abs(body.wish_x) > abs(speed) else slower


def _uphill(nx: float, ny: float, way: float) -> Motion:
    """Return a way along a floor, to the right where it is above 0."""
    return -ny * way, nx * way


def _slide(stride: Stride, dx: float, dy: float) -> None:
    first_x, first_y = dx, dy
    for _ in range(TURNS):
        if math.hypot(dx, dy) < STILL:
            return
        hit = stride.advance(dx, dy)
        if hit is None:
            return
        left = 1.0 - hit.share
        dx, dy = _deflect(stride, hit, dx * left, dy * left)
        if dx * first_x + dy * first_y <= 0.0:
            return


def _deflect(stride: Stride, hit: Hit, dx: float, dy: float) -> Motion:
    """Meet a surface; return how the rest of a motion goes on."""
    if stride.near.walkable(hit):
        return _meet_floor(stride, hit, dx, dy)
    if hit.ny > OVERHEAD:
        return _meet_ceiling(stride, hit, dx, dy)
    return _meet_wall(stride, hit, dx, dy)


def _meet_floor(stride: Stride, hit: Hit, dx: float, dy: float) -> Motion:
    if stride.grounded:
        return _uphill(hit.nx, hit.ny, math.copysign(math.hypot(dx, dy), dx))
    if stride.vy < 0.0:
        stride.vx, stride.vy = along(stride.vx, stride.vy, hit)
        return along(dx, dy, hit)
    stride.grounded, stride.vy = True, 0.0
    return _uphill(hit.nx, hit.ny, dx)


def _meet_wall(stride: Stride, hit: Hit, dx: float, dy: float) -> Motion:
    body = stride.body
    body.on_wall, body.wall_x = True, hit.nx
    ahead, _ = push(stride, hit)
    if stride.vx * hit.nx < 0.0:
        stride.vx = ahead if ahead * stride.vx > 0.0 else 0.0
    if stride.grounded:
        return 0.0, 0.0
    # Straight up before along: a slope too steep to walk on is not climbed by momentum.
    stride.vx, stride.vy = along(stride.vx, stride.vy, hit)
    return along(0.0 if dx * hit.nx < 0.0 else dx, dy, hit)


def _meet_ceiling(stride: Stride, hit: Hit, dx: float, dy: float) -> Motion:
    if stride.grounded:
        stride.body.on_ceiling = True
        stride.vx = 0.0
        return 0.0, 0.0
    if stride.vy < 0.0 and _slip_aside(stride, dy):
        return dx, dy
    stride.body.on_ceiling = True
    stride.body.jumping = False
    stride.vy = max(0.0, stride.vy)
    return along(dx, dy, hit)


def _slip_aside(stride: Stride, dy: float) -> bool:
    """Move aside by a few pixels where that lets a head pass a corner."""
    near, up = stride.near, min(dy, -HEADROOM)
    sides = [s for s in (1.0, -1.0) if s * stride.vx >= 0.0]
    for k in range(1, int(stride.body.corner) + 1):
        for side in sides:
            there = stride.x + side * k
            aside = near.first(stride.x, stride.y, side * k, 0.0)
            if aside is None and near.first(there, stride.y, 0.0, up) is None:
                stride.x = there
                return True
    return False


def _settle(stride: Stride, stood: bool, walked: float) -> None:
    """Find out what it stands on now, and follow a floor that falls away below its feet."""
    body = stride.body
    if stride.grounded:
        reach = body.snap + walked + AT_FEET if stood else AT_FEET
        hit = stride.near.floor(stride.x, stride.y, reach, _footing(body, stood))
        if hit is not None and stride.near.walkable(hit) and _follows(stride, hit, reach, walked):
            stride.y += hit.share * reach
            stride.floor = hit
    if stride.floor is None and stride.vy >= 0.0 and (stood or body.on_wall):
        stride.floor = _wedge(stride)
    _change_frame(stride, stood)
    stride.grounded = stride.floor is not None


def _footing(body: CharacterBody, stood: bool) -> Footing:
    """Return the floor that a character knows."""
    handle = body.platform.handle if body.platform is not None and stood else 0
    return Footing(body.floor_x, body.floor_y, handle)


def _follows(stride: Stride, hit: Hit, reach: float, walked: float) -> bool:
    """Tell whether a floor is near enough: a slope may fall by as much as was walked."""
    body = stride.body
    sloped = abs(hit.nx) > 0.01 or abs(body.floor_x) > 0.01
    return hit.share * reach <= body.snap + (walked if sloped else 0.0)


def _wedge(stride: Stride) -> Hit | None:
    """Return a floor where slopes too steep to stand on hold a character between them."""
    hit = stride.near.floor(stride.x, stride.y, AT_FEET)
    if hit is None or hit.share * AT_FEET > 0.01 or stride.near.walkable(hit):
        return None
    downhill = math.copysign(AT_FEET, hit.nx)
    dx, dy = _uphill(hit.nx, hit.ny, downhill)
    other = stride.near.first(stride.x, stride.y, dx, dy)
    if other is None or other.share * AT_FEET > 0.01 or other.nx * hit.nx >= 0.0:
        return None
    stride.vy = 0.0
    return Hit(hit.share, 0.0, -1.0, hit.obstacle)


def _change_frame(stride: Stride, stood: bool) -> None:
    """Count the velocity from the new floor on, or from the world when it leaves one."""
    body, floor = stride.body, stride.floor
    if stood and floor is None:
        stride.vx += stride.carried[0]
        stride.vy += stride.carried[1]
        body.coyote_left = _ticks(body.coyote_time, stride.dt)
    elif not stood and floor is not None:
        stride.vx -= floor.obstacle.dx / stride.dt
        stride.vy, body.jumping, body.coyote_left = 0.0, False, 0
