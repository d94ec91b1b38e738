"""What moves a character whether it wishes or not: the platform it stands on, what pushes it."""

from __future__ import annotations

import math
from typing import Final

from zenith.components import CharacterBody
from zenith.physics.near import LEVEL, Obstacle
from zenith.physics.parts import Part
from zenith.physics.poses import Pose, turned
from zenith.physics.roster import Roster
from zenith.physics.stride import Stride

TORN_AWAY: Final = 100.0
"""A platform that goes farther than this in a tick, in px, went by teleport: alone."""
TOO_DEEP: Final = 0.005
AGAIN: Final = 2
"""How often a character that was pushed out of one thing into another is pushed on."""
MOST_PUSHED: Final = 16.0
"""How far, in px, one tick pushes a character out of what it should not be in."""


def ride(stride: Stride, roster: Roster) -> None:
    """Carry a character along with what it stands on."""
    body = stride.body
    platform = body.platform
    if not stride.grounded or platform is None or not platform.alive:
        return
    after = roster.pose_after(platform, stride.dt)
    known = body.platform_x, body.platform_y, body.platform_rotation
    if after is None or after == known:
        return
    dx, dy = _carried(stride, known, after)
    if math.hypot(dx, dy) > TORN_AWAY:
        stride.grounded = False
        return
    stride.carried = dx / stride.dt, dy / stride.dt
    own = [o.part for o in stride.near.obstacles if o.part.owner == platform]
    stride.glide(dx, dy, own[0].actor or own[0] if own else None)


def ride_length(body: CharacterBody, roster: Roster, dt: float) -> float:
    """Return about how far the platform moves in this tick, in px."""
    platform = body.platform
    after = roster.pose_after(platform, dt) if platform is not None else None
    if after is None:
        return 0.0
    return abs(after[0] - body.platform_x) + abs(after[1] - body.platform_y)


def _carried(stride: Stride, known: Pose, after: Pose) -> tuple[float, float]:
    """Return the way of the feet while the platform goes from one pose to another."""
    dx, dy, turn = after[0] - known[0], after[1] - known[1], after[2] - known[2]
    if turn == 0.0:
        return dx, dy
    ox, oy = stride.x - known[0], stride.y + stride.near.bottom - known[1]
    tx, ty = turned(ox, oy, turn)
    return dx + tx - ox, dy + ty - oy


def give_way(stride: Stride, roster: Roster) -> None:
    """Let what moves push a character ahead of it, and nothing overlap it."""
    for obstacle in stride.near.obstacles:
        if (obstacle.dx or obstacle.dy) and not _is_platform(stride, obstacle.part):
            _be_pushed(stride, obstacle)
    for _ in range(AGAIN):
        moved = [_comes_out(stride, obstacle) for obstacle in stride.near.obstacles]
        if not any(moved):
            return


def _is_platform(stride: Stride, part: Part) -> bool:
    return stride.grounded and part.owner == stride.body.platform


def _be_pushed(stride: Stride, obstacle: Obstacle) -> None:
    """Be pushed by a kinematic body that comes from where it was to where its outline is."""
    dx, dy = obstacle.dx, obstacle.dy
    meeting = obstacle.outline.meet(stride.x + dx, stride.y + dy, -dx, -dy)
    if meeting is None or (obstacle.one_way and not _lifts(stride, obstacle, meeting.ny)):
        return
    push = (1.0 - meeting.share) * (dx * meeting.nx + dy * meeting.ny)
    if push > 0.0:
        _make_room(stride, obstacle, push * meeting.nx, push * meeting.ny)


def _lifts(stride: Stride, obstacle: Obstacle, ny: float) -> bool:
    away, _, _ = obstacle.outline.nearest(stride.x + obstacle.dx, stride.y + obstacle.dy)
    return ny < -LEVEL and away > -TOO_DEEP and not stride.near.dropping


def _comes_out(stride: Stride, obstacle: Obstacle) -> bool:
    """Push a character out of an obstacle; return whether it was in it."""
    left, top, right, bottom = obstacle.outline.bounds
    if obstacle.one_way or not (left < stride.x < right and top < stride.y < bottom):
        return False
    away, nx, ny = obstacle.outline.nearest(stride.x, stride.y)
    if away >= -TOO_DEEP:
        return False
    push = min(-away, MOST_PUSHED)
    _make_room(stride, obstacle, push * nx, push * ny)
    return True


def _make_room(stride: Stride, obstacle: Obstacle, dx: float, dy: float) -> None:
    """Move out of the way, or be crushed between this and something else."""
    actor = obstacle.part.actor
    hit = stride.advance(dx, dy, actor or obstacle.part)
    if hit is not None and (actor is None or actor.traits[0] != "dynamic"):
        stride.body.crushed = True
