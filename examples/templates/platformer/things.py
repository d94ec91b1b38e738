"""What the hero meets: coins, spikes, springs, lanterns, enemies, lifts and the flag."""

import math

import zenith as zn
from effects import puff
from hero import Hero
from rules import Run

GOLD, FLAME = zn.Color.hex("#f7cf5c"), zn.Color.hex("#f08b4c")


class Thing(zn.Script):
    """Something that happens when the hero touches it."""

    def on_contact(self, hit: zn.Contact) -> None:
        hero = hit.other.get(Hero)
        if hit.phase == "begin" and hero is not None and hero.mood == "well":
            self.touch(hero)

    def touch(self, hero: Hero) -> None:
        """What that is."""


class Coin(Thing):
    worth: int = 1

    def touch(self, hero: Hero) -> None:
        pos = self.entity[zn.Transform]
        self.world.resource(Run).coins += self.worth
        self.audio.play("coin", volume=0.6)
        puff(self.world, pos.x, pos.y, GOLD, 8, 60.0)
        self.entity.despawn()


class Spikes(Thing):
    def touch(self, hero: Hero) -> None:
        hero.hurt()


class Spring(Thing):
    height: float = zn.field(100.0, min=0.0, unit="px", tooltip="How high it throws.")
    open: float = zn.field(0.0, unit="s", tooltip="How long it is still seen open.")

    def touch(self, hero: Hero) -> None:
        body = hero.entity[zn.CharacterBody]
        if body.velocity_y <= 0.0:
            return
        body.velocity_y = -math.sqrt(2.0 * body.gravity * self.height)
        hero.squash, self.open = -0.35, 0.3
        self.audio.play("spring", volume=0.7)

    def tick(self, dt: float) -> None:
        self.open = max(0.0, self.open - dt)
        self.entity[zn.Sprite].image = "spring:open" if self.open else "spring:shut"


class Lantern(Thing):
    """A checkpoint: burns from the first touch on."""

    lit: bool = False

    def touch(self, hero: Hero) -> None:
        pos, run = self.entity[zn.Transform], self.world.resource(Run)
        run.back_x, run.back_y = pos.x, pos.y
        if not self.lit:
            self.lit = True
            self.audio.play("checkpoint")
            puff(self.world, pos.x, pos.y - 14.0, FLAME, 12, 50.0)
            self.entity[zn.Sprite].image = "lantern:lit"
            self.entity.children[0][zn.Sprite].visible = True


class Flag(Thing):
    def touch(self, hero: Hero) -> None:
        pos = self.entity[zn.Transform]
        puff(self.world, pos.x, pos.y - 40.0, GOLD, 30, 120.0)
        hero.cheer()


class Enemy(Thing):
    """Hurts who touches it, and is flattened from above."""

    flat: str = zn.field("slime:flat", asset="image", tooltip="How it looks then.")

    def touch(self, hero: Hero) -> None:
        body, pos = hero.entity[zn.CharacterBody], self.entity[zn.Transform]
        if body.velocity_y <= 0.0:
            hero.hurt()
            return
        body.velocity_y = -300.0 if self.input.pressed("jump") else -200.0
        self.audio.play("stomp", volume=0.8)
        left = zn.spawn_prefab(self.world, "flattened", zn.Transform(x=pos.x, y=pos.y))
        left[zn.Sprite].image = self.flat
        self.entity.despawn()


@zn.component
class Patrol:
    """Goes to and fro, from where it stands at first."""

    speed_x: float = zn.field(24.0, unit="px/s")
    speed_y: float = zn.field(0.0, unit="px/s")
    reach: float = zn.field(64.0, min=1.0, unit="px", tooltip="How far it goes before it turns.")
    gone: float = zn.field(0.0, unit="px", tooltip="How far it has gone since it turned.")


def patrol(world: zn.World, dt: float) -> None:
    for pos, walk in world.columns(zn.Transform, Patrol):
        pos.x += walk.speed_x * dt
        pos.y += walk.speed_y * dt
        walk.gone += (abs(walk.speed_x) + abs(walk.speed_y)) * dt
        turns = walk.gone >= walk.reach
        walk.gone[turns] = 0.0
        walk.speed_x[turns] *= -1.0
        walk.speed_y[turns] *= -1.0


class Lift(zn.Script):
    """A platform that goes there and back; a kinematic body carries who stands on it."""

    x: float = zn.field(0.0, unit="px", tooltip="How far it goes.")
    y: float = zn.field(0.0, unit="px", tooltip="How far it goes.")
    seconds: float = zn.field(4.0, min=0.5, unit="s", tooltip="There and back.")

    def tick(self, dt: float) -> None:
        body, turn = self.entity[zn.Body], math.tau / self.seconds
        share = 0.5 * turn * math.sin(turn * self.world.tick * dt)
        body.velocity_x, body.velocity_y = self.x * share, self.y * share
