"""Slimes: they hop about, and after whoever comes near."""

import math

import zenith as zn
from effects import sparks

HOP = 24
"""How many ticks a hop is seen."""


class Slime(zn.Script):
    """Waits, hops, waits again. Its child is what is seen, so that the collider stays as it is."""

    speed: float = zn.field(95.0, min=0.0, unit="px/s")
    sight: float = zn.field(84.0, min=0.0, unit="px", tooltip="From how far it sees the hero.")
    health: int = zn.field(2, min=1)
    every: int = zn.field(44, min=HOP, unit="ticks", tooltip="From one hop to the next.")
    drops: str = zn.field("", tooltip="The prefab that it leaves behind.")
    color: str = zn.field("#6ccb7a", tooltip="Of its sparks.")
    rest: int = zn.field(30, unit="ticks", tooltip="Until the next hop.")
    hurt: int = zn.field(0, unit="ticks", tooltip="How long it still shows that it was hit.")

    def tick(self, dt: float) -> None:
        self.rest, self.hurt = self.rest - 1, max(self.hurt - 1, 0)
        if self.rest <= 0:
            self.hop()
        self.show()

    def hop(self) -> None:
        """Jump towards the hero, or anywhere."""
        here, hero = self.entity[zn.Transform], self.world.find("hero")[zn.Transform]
        away = zn.Vec2(hero.x - here.x, hero.y - here.y)
        if away.length() > self.sight:
            away = zn.Vec2(0.6, 0.0).rotated(self.random.angle())
        else:
            away = away.normalized()
        self.push(away * self.speed)
        self.rest = self.every + self.random.integer(0, 12)

    def push(self, velocity: zn.Vec2) -> None:
        body = self.entity[zn.Body]
        body.velocity_x, body.velocity_y = velocity

    def hit(self, push: zn.Vec2) -> None:
        """Be struck: fly off, and burst when that was the last time."""
        self.health, self.hurt, self.rest = self.health - 1, 12, 36
        self.push(push)
        self.audio.play("hit")
        if self.health <= 0:
            self.burst()

    def burst(self) -> None:
        place = self.entity[zn.Transform]
        sparks(self.world, place.x, place.y - 4, zn.Color.hex(self.color), 18)
        self.audio.play("burst")
        if self.drops:
            zn.spawn_prefab(self.world, self.drops, zn.Transform(x=place.x, y=place.y))
        self.entity.despawn()

    def show(self) -> None:
        look = self.entity.children[-1]  # the first one is the shadow
        since = self.every - self.rest
        air = math.sin(math.pi * since / HOP) if 0 < since < HOP else 0.0
        # Flat before the hop, long in the air.
        stretch = 0.15 * air - (0.2 if 0 < self.rest < 8 else 0.0)
        pose = look[zn.Transform]
        pose.scale_x, pose.scale_y = 1.0 - stretch, 1.0 + stretch
        look[zn.Sprite].origin_y = 1.0 + 0.5 * air
        look[zn.Sprite].opacity = 0.4 if self.hurt // 3 % 2 else 1.0
