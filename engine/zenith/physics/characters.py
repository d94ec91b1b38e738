"""The one place in a tick where characters move."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from zenith.components import CharacterBody, Transform
from zenith.physics.actors import Actor
from zenith.physics.checks import FARTHEST, coordinate
from zenith.physics.near import look_around
from zenith.physics.pushing import push
from zenith.physics.riding import give_way, ride, ride_length
from zenith.physics.roster import Roster
from zenith.physics.stride import STILL, TURNS, Stride, along, approach
from zenith.physics.walking import walk

MARGIN: Final = 4.0
MOST_LOOKED: Final = 100.0
"""How far ahead, in px, a character looks for bodies that come its way."""
CHECKED: Final = (
    "acceleration", "deceleration", "air_acceleration", "air_deceleration", "gravity", "max_fall",
    "jump_height", "jump_cut", "coyote_time", "jump_buffer", "max_slope", "snap", "corner", "push",
    "velocity_x", "velocity_y", "wish_x", "wish_y",
)  # fmt: skip


def move_characters(roster: Roster, dt: float) -> None:
    """Move every character by one tick, in spawn order, before bodies move.

    Raises:
        BadValue: A number of a CharacterBody cannot be.
    """
    characters = roster.characters()
    if not characters:
        return
    fastest = float(np.abs(roster.bodies.state[3:5]).max()) * dt
    one_way = roster.one_way()
    for actor in characters:
        _move(roster, actor, min(fastest, MOST_LOOKED), dt, one_way)


def _move(roster: Roster, actor: Actor, ahead: float, dt: float, one_way: set[int]) -> None:
    body, place = actor.entity[CharacterBody], actor.entity[Transform]
    _check(actor, body)
    x, y = place.x, place.y
    ahead += min(ride_length(body, roster, dt), MOST_LOOKED)
    near = look_around(roster, actor, _reach(body, dt) + ahead, dt, one_way)
    stride = Stride.of(body, near, x, y, dt)
    body.on_wall = body.on_ceiling = body.crushed = False
    ride(stride, roster)
    give_way(stride, roster)
    if body.top_down:
        _go(stride)
    else:
        walk(stride)
    _keep(stride, roster)
    if (stride.x, stride.y) != (x, y):
        place.x, place.y = stride.x, stride.y
        roster.bodies.put(actor.mover.slot, stride.x, stride.y)


def _check(actor: Actor, body: CharacterBody) -> None:
    values = [getattr(body, name) for name in CHECKED]
    if not sum(map(abs, values)) <= FARTHEST:
        for name, value in zip(CHECKED, values, strict=True):
            coordinate(value, actor.entity, f"CharacterBody.{name}")


def _reach(body: CharacterBody, dt: float) -> float:
    """Return how far from where it is a character may get to in this tick."""
    speeds = body.velocity_x, body.velocity_y, body.wish_x, body.wish_y
    jump = math.sqrt(2.0 * body.gravity * body.jump_height) if body.wish_jump else 0.0
    fastest = max(jump, *map(abs, speeds)) + body.gravity * dt
    return fastest * dt + body.snap + body.corner + MARGIN


def _go(stride: Stride) -> None:
    """Move a character that is seen from above."""
    body, dt = stride.body, stride.dt
    wished = math.hypot(body.wish_x, body.wish_y)
    slower = wished <= math.hypot(stride.vx, stride.vy)
    most = (body.deceleration if slower else body.acceleration) * dt
    away = math.hypot(body.wish_x - stride.vx, body.wish_y - stride.vy)
    share = approach(0.0, away, most) / away if away > 0.0 else 0.0
    stride.vx += share * (body.wish_x - stride.vx)
    stride.vy += share * (body.wish_y - stride.vy)
    dx, dy = stride.vx * dt, stride.vy * dt
    for _ in range(TURNS):
        hit = stride.advance(dx, dy) if math.hypot(dx, dy) > STILL else None
        if hit is None:
            return
        body.on_wall, body.wall_x = True, hit.nx
        ahead_x, ahead_y = push(stride, hit)
        vx, vy = along(stride.vx - ahead_x, stride.vy - ahead_y, hit)
        stride.vx, stride.vy = vx + ahead_x, vy + ahead_y
        dx, dy = along(dx * (1.0 - hit.share), dy * (1.0 - hit.share), hit)


def _keep(stride: Stride, roster: Roster) -> None:
    """Write into the component how the tick ended; the wish is used up."""
    body, floor = stride.body, stride.floor
    body.velocity_x, body.velocity_y = stride.vx, stride.vy
    body.on_floor = stride.grounded
    body.wish_x = body.wish_y = 0.0
    body.wish_jump, body.wish_hold, body.wish_drop = False, True, False
    if floor is None:
        body.platform = None
        body.floor_x, body.floor_y = 0.0, -1.0
        return
    body.floor_x, body.floor_y = floor.nx, floor.ny
    body.platform = floor.obstacle.part.owner
    after = roster.pose_after(body.platform, stride.dt)
    if after is not None:
        body.platform_x, body.platform_y, body.platform_rotation = after
