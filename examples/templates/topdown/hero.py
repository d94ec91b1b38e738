"""The hero: walks in eight directions, swings a sword, and is hurt by slimes."""

import math

import zenith as zn
from effects import sparks
from rules import Visit
from slimes import Slime

SWING, SAFE, DAZED = 14, 70, 12
"""Ticks that a swing takes, that nothing hurts after a bite, and in which it cannot steer."""
REACH, TOUCH = 15.0, 11.0


class Hero(zn.Script):
    """Goes where the player says."""

    speed: float = zn.field(78.0, min=0.0, unit="px/s")
    look_x: float = zn.field(0.0, tooltip="Where it looks: one of four directions.")
    look_y: float = 1.0
    swing: int = zn.field(0, unit="ticks", tooltip="Left of the swing.")
    safe: int = zn.field(0, unit="ticks", tooltip="In which nothing hurts.")
    way: float = zn.field(0.0, unit="px", tooltip="How far it walked; the legs follow from it.")

    def tick(self, dt: float) -> None:
        self.swing, self.safe = max(self.swing - 1, 0), max(self.safe - 1, 0)
        if self.safe <= SAFE - DAZED:
            self.steer(dt)
        if self.swing == 0 and self.input.just_pressed("swing"):
            self.swing = SWING
            self.audio.play("swing", pitch=self.random.uniform(0.9, 1.1))
        if self.swing == SWING - 3:
            self.strike()
        if self.safe == 0:
            self.suffer()
        self.show()

    def steer(self, dt: float) -> None:
        way = self.input.vector("move", "move_y")
        pace = self.speed * (0.4 if self.swing else 1.0)
        self.entity[zn.CharacterBody].move(way.x * pace, way.y * pace)
        self.way = self.way + way.length() * pace * dt if way.length() > 0.1 else 0.0
        if self.swing or way.length() < 0.1:
            return
        # Of the two ways of a diagonal the one it looks already stays.
        if abs(way.x) > abs(way.y) or (abs(way.x) == abs(way.y) and self.look_x):
            self.look_x, self.look_y = math.copysign(1.0, way.x), 0.0
        else:
            self.look_x, self.look_y = 0.0, math.copysign(1.0, way.y)

    def near(self, x: float, y: float, reach: float) -> list[zn.Entity]:
        """Return the slimes at a place."""
        everyone = self.world.query(zn.Entity, zn.Transform, Slime)
        return [who for who, at, _ in everyone if math.hypot(at.x - x, at.y - y) < reach]

    def strike(self) -> None:
        place = self.entity[zn.Transform]
        x, y = place.x + 11.0 * self.look_x, place.y + 11.0 * self.look_y
        for slime in self.near(x, y, REACH):
            slime[Slime].hit(zn.Vec2(self.look_x, self.look_y) * 230.0)
            sparks(self.world, x, y - 4, zn.WHITE, 6)
            self.world.resource(zn.Camera).shake(1.5, 0.12)

    def suffer(self) -> None:
        """Lose a heart to a slime that touches, and be thrown back."""
        place, visit = self.entity[zn.Transform], self.world.resource(Visit)
        for slime in self.near(place.x, place.y, TOUCH)[:1]:
            at, body = slime[zn.Transform], self.entity[zn.CharacterBody]
            push = zn.Vec2(place.x - at.x, place.y - at.y).normalized() * 190.0
            body.velocity_x, body.velocity_y = push
            self.safe, visit.hearts = SAFE, visit.hearts - 1
            self.audio.play("hurt")
            self.world.resource(zn.Camera).shake(4.0, 0.3)
            sparks(self.world, place.x, place.y - 8, zn.Color.hex("#e4505a"), 10)
            if visit.hearts == 0:
                self.audio.play("over")
                self.scenes.push("over")

    def show(self) -> None:
        """Choose the picture, and hold the sword where the swing has it."""
        sprite = self.entity[zn.Sprite]
        # assets/images/hero.sheet says which frames these are; each walks in four steps.
        ahead = "front" if self.look_y > 0 else "back"
        sprite.image = f"hero:{'side' if self.look_x else ahead}"
        sprite.frame = (1 + int(self.way / 7.0)) % 4 if self.way else 0
        sprite.flip_x = self.look_x < 0
        sprite.opacity = 0.4 if self.safe // 4 % 2 else 1.0
        sword = next(part for part in self.entity.children if part.name == "sword")
        sword[zn.Sprite].visible = self.swing > 0
        pose, share = sword[zn.Transform], 1.0 - self.swing / SWING
        pose.x, pose.y = 4.0 * self.look_x, 2.0 * self.look_y - 5.0
        turn = math.pi / 2 * self.look_x if self.look_x else (math.pi if self.look_y > 0 else 0.0)
        pose.rotation = turn + 2.4 * (zn.ease("quad_out", share) - 0.5)
