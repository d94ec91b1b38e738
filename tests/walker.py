"""A character on a small stage of boxes and polygons, moved tick by tick."""

import math
from typing import NamedTuple

import zenith as zn

DT = 1 / 60


class Seen(NamedTuple):
    """How the character was after a tick."""

    x: float
    y: float
    on_floor: bool
    vx: float
    vy: float
    crushed: bool


class Stage:
    """A World with one character, 12 wide and 20 high unless told otherwise."""

    def __init__(self, x=0.0, y=0.0, *, width=12.0, height=20.0, shape=None, **fields):
        self.world, self.physics = zn.World(), zn.Physics()
        self.world.set_resource(self.physics)
        collider = shape or zn.BoxCollider(width=width, height=height)
        character = zn.CharacterBody(**fields)
        self.hero = self.world.spawn(zn.Transform(x=x, y=y), collider, character, name="hero")
        self.seen = []

    def box(self, left, top, right, bottom, *parts, **options):
        place = zn.Transform(x=(left + right) / 2, y=(top + bottom) / 2)
        box = zn.BoxCollider(width=right - left, height=bottom - top)
        return self.world.spawn(place, box, *parts, **options)

    def polygon(self, *points):
        return self.world.spawn(zn.Transform(), zn.PolygonCollider(points=list(points)))

    def platform(self, left, top, right, bottom, vx=0.0, vy=0.0, *parts):
        body = zn.Body(kind="kinematic", velocity_x=vx, velocity_y=vy)
        return self.box(left, top, right, bottom, body, *parts)

    @property
    def body(self):
        return self.hero[zn.CharacterBody]

    @property
    def place(self):
        return self.hero[zn.Transform]

    def go(self, ticks, x=0.0, *, y=0.0, each=None, **wish):
        """Wish the same for some ticks; `each` is called before every one."""
        for _ in range(ticks):
            if each is not None:
                each(self)
            self.body.move(x, y, **wish)
            with self.world.deferred():
                self.physics.step(self.world, DT)
            self.world.apply()
            self.world.tick += 1
            b = self.body
            self.seen.append(
                Seen(self.place.x, self.place.y, b.on_floor, b.velocity_x, b.velocity_y, b.crushed)
            )
        return self

    def jump(self, ticks=1, x=0.0, **wish):
        """Jump, and go on for some ticks with the button held."""
        return self.go(1, x, jump=True, **wish).go(ticks - 1, x)

    def highest(self, last):
        return min(s.y for s in self.seen[-last:])


def outline(entity):
    """Return the corners of an entity's box or polygon in the world."""
    place = entity[zn.Transform]
    box = entity.get(zn.BoxCollider)
    if box is None:
        points = entity[zn.PolygonCollider].points
    else:
        w, h = box.width / 2, box.height / 2
        points = [(-w, -h), (w, -h), (w, h), (-w, h)]
    c, s = math.cos(place.rotation), math.sin(place.rotation)
    return [(place.x + x * c - y * s, place.y + x * s + y * c) for x, y in points]


def depth(a, b):
    """Return how deep two convex polygons overlap; below 0, about how far they are apart."""
    found = math.inf
    for polygon in (a, b):
        for (x1, y1), (x2, y2) in zip(polygon, [*polygon[1:], polygon[0]], strict=True):
            length = math.hypot(x2 - x1, y2 - y1)
            nx, ny = (y2 - y1) / length, (x1 - x2) / length
            on_a = [x * nx + y * ny for x, y in a]
            on_b = [x * nx + y * ny for x, y in b]
            found = min(found, max(on_a) - min(on_b), max(on_b) - min(on_a))
    return found
