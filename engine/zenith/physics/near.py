"""What lies around a character: solid outlines that its position runs into."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Final, NamedTuple

import pymunk

from zenith.physics.actors import Actor
from zenith.physics.outline import Outline, ordered, placed, shrunk, summed
from zenith.physics.parts import Part
from zenith.physics.poses import Pose
from zenith.physics.roster import Roster
from zenith.physics.shapes import Spec

LEVEL: Final = 0.5
"""A one-way surface carries where its normal points up by at least so much."""
BELOW_TOP: Final = 0.1
"""What is deeper than this in a one-way collider is on its way through."""
EVEN: Final = 0.01
"""Floors that differ by less than this, in px of height or in their normals, are one."""
MOST_KEPT: Final = 64
"""Outlines kept with a part: one for each shape and turn of a character that came near."""
EVERYTHING: Final = pymunk.ShapeFilter()


class Form(NamedTuple):
    """One solid shape of a character: its outline, drawn in and mirrored, and its spec."""

    outline: Outline
    spec: Spec


@dataclass(slots=True, eq=False)
class Obstacle:
    """A solid shape near a character, grown by the character's own.

    Attributes:
        outline: What the character's position may not enter, as it is when the tick is over.
        part: The colliders it belongs to.
        dx: How far it moves in this tick.
        dy: How far it moves in this tick.
        one_way: Whether it stops only what comes from above.
    """

    outline: Outline
    part: Part
    dx: float
    dy: float
    one_way: bool


class Hit(NamedTuple):
    """What a motion meets first: after which share of it, the normal, and what it is."""

    share: float
    nx: float
    ny: float
    obstacle: Obstacle


class Footing(NamedTuple):
    """A floor as a character knows it: the normal, and the handle of what it belongs to."""

    nx: float
    ny: float
    handle: int

    def agrees(self, hit: Hit) -> float:
        """Return how much a surface is turned the same way: 1 is wholly."""
        return self.nx * hit.nx + self.ny * hit.ny


LEVEL_GROUND: Final = Footing(0.0, -1.0, 0)


@dataclass(slots=True, eq=False)
class Near:
    """The obstacles around one character.

    Attributes:
        obstacles: In an order that is the same in every run.
        dropping: Whether one-way colliders are open in this tick.
        bottom: How far its lowest point is below its position.
        steepest: The least upward part of a floor's normal.
    """

    obstacles: list[Obstacle]
    bottom: float
    dropping: bool = False
    steepest: float = 1.0

    def first(
        self, x: float, y: float, dx: float, dy: float, without: Part | Actor | None = None
    ) -> Hit | None:
        """Return what a motion from (x, y) by (dx, dy) meets first, or None."""
        best: Hit | None = None
        for obstacle in self.obstacles:
            if obstacle.outline.misses(x, y, dx, dy):
                continue
            if without is not None and without in (obstacle.part, obstacle.part.actor):
                continue
            hit = self._meet(obstacle, x, y, dx, dy)
            if hit is not None and (best is None or hit.share < best.share):
                best = hit
        return best

    def floor(self, x: float, y: float, reach: float, like: Footing = LEVEL_GROUND) -> Hit | None:
        """Return what lies under a character.

        Where several floors are met at once, as at the seam of two tiles, the one most
        like the floor it knows is taken, so that it does not change to and fro.

        Args:
            x: Its position.
            y: Its position.
            reach: How far down to look.
            like: The floor it knows.
        """
        found = [h for o in self.obstacles if (h := self._meet(o, x, y, 0.0, reach)) is not None]
        if not found:
            return None
        first = min(found, key=lambda hit: hit.share)
        even = [h for h in found if h.share <= first.share + EVEN / reach and self.walkable(h)]
        if not even:
            return first
        nearest = max(like.agrees(hit) for hit in even)
        alike = [hit for hit in even if like.agrees(hit) >= nearest - EVEN]
        best = next((h for h in alike if h.obstacle.part.owner.handle == like.handle), alike[0])
        return Hit(first.share, best.nx, best.ny, best.obstacle)

    def walkable(self, hit: Hit) -> bool:
        """Tell whether a surface is flat enough for a floor."""
        return -hit.ny >= self.steepest

    def _meet(self, obstacle: Obstacle, x: float, y: float, dx: float, dy: float) -> Hit | None:
        if obstacle.one_way and self.dropping:
            return None
        meeting = obstacle.outline.meet(x, y, dx, dy)
        if meeting is None:
            return None
        if obstacle.one_way and (meeting.ny > -LEVEL or self._inside(obstacle, x, y)):
            return None
        return Hit(*meeting, obstacle)

    @staticmethod
    def _inside(obstacle: Obstacle, x: float, y: float) -> bool:
        return obstacle.outline.nearest(x, y)[0] < -BELOW_TOP


def look_around(roster: Roster, actor: Actor, reach: float, dt: float, one_way: set[int]) -> Near:
    """Return the solid colliders that a character may meet in this tick.

    Args:
        roster: The Space and what is in it.
        actor: The character.
        reach: How far around it to look, in px.
        dt: Seconds per tick.
        one_way: Whose colliders stop only what comes from above.
    """
    x, y, angle = roster.bodies.state[:3, actor.mover.slot].tolist()
    own = sorted((roster.origins[s] for s in actor.shapes), key=lambda o: (o[0].serial, o[1]))
    forms = [form for part, k in own for form in _forms(part, k, angle)]
    if not forms:
        return Near([], 0.0)
    left, top, right, bottom = _bounds(forms)
    box = pymunk.BB(x + left - reach, y + top - reach, x + right + reach, y + bottom + reach)
    found: list[tuple[int, int, Part]] = []
    for shape in roster.space.bb_query(box, EVERYTHING):
        part, k = roster.origins[shape]
        if part.actor is not actor and not part.specs[k].sensor:
            found.append((part.serial, k, part))
    found.sort(key=lambda item: item[:2])
    obstacles = [
        _obstacle(roster, part, k, form.outline, dt, part.entity.handle in one_way)
        for _, k, part in found
        for form in forms
        if _meet(part.specs[k], form.spec)
    ]
    return Near(obstacles, bottom)


def _forms(part: Part, k: int, angle: float) -> list[Form]:
    """Return a shape of a character as it is turned now, unless it is a sensor."""
    spec = part.specs[k]
    if spec.sensor:
        return []

    def draw_in() -> Outline:
        points = placed(spec.points, 0.0, 0.0, angle)
        return Outline.of(*shrunk((spec.form, points, spec.radius)))

    return [Form(_kept(part, (k, angle), draw_in), spec)]


def _bounds(forms: list[Form]) -> tuple[float, float, float, float]:
    """Return how far a character reaches from its position, mirrored back."""
    lefts, tops, rights, bottoms = zip(*[form.outline.bounds for form in forms], strict=True)
    return -max(rights), -max(bottoms), -min(lefts), -min(tops)


def _kept(part: Part, key: Hashable, make: Callable[[], Outline]) -> Outline:
    """Return what was computed from a part before, or compute it."""
    outline = part.outlines.get(key)
    if outline is None:
        if len(part.outlines) >= MOST_KEPT:
            part.outlines.clear()
        outline = part.outlines[key] = make()
    return outline


def _meet(a: Spec, b: Spec) -> bool:
    return bool(a.categories & b.mask) and bool(b.categories & a.mask)


def _obstacle(
    roster: Roster, part: Part, k: int, form: Outline, dt: float, one_way: bool
) -> Obstacle:
    spec = part.specs[k]
    if part.actor is None:
        key = (k, form.corners, form.radius)
        outline = _kept(part, key, lambda: _grown(spec, form, (0.0, 0.0, 0.0)))
        return Obstacle(outline, part, 0.0, 0.0, one_way)
    after = roster.pose_of(part.actor, dt)
    x, y = roster.bodies.state[:2, part.actor.mover.slot].tolist()
    return Obstacle(_grown(spec, form, after), part, after[0] - x, after[1] - y, one_way)


def _grown(spec: Spec, form: Outline, pose: Pose) -> Outline:
    corners = ordered(placed(spec.points, *pose))
    return Outline.of(summed(corners, form.corners), spec.radius + form.radius)
