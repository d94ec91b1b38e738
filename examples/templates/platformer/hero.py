"""The hero: runs, jumps, is hurt, and comes back where the last lantern burns."""

import zenith as zn
from effects import puff
from rules import Level, Run

DUST = zn.Color.hex("#c9b79c")


class Hero(zn.Script):
    """Goes where the player says; its child is what is seen, so that it can be squashed."""

    speed: float = zn.field(112.0, unit="px/s")
    mood: str = zn.field("well", choices=("well", "hurt", "glad"))
    wait: float = zn.field(0.0, unit="s", tooltip="How long it is still hurt or glad.")
    facing: float = zn.field(1.0, tooltip="1 looks to the right, -1 to the left.")
    way: float = zn.field(0.0, unit="px", tooltip="How far it ran; the legs follow from it.")
    squash: float = zn.field(0.0, tooltip="How flat it is; springs back.")
    fall: float = zn.field(0.0, unit="px/s", tooltip="How fast it fell in the tick before.")
    jumped: bool = False

    def tick(self, dt: float) -> None:
        body, feet = self.entity[zn.CharacterBody], self.entity[zn.Transform]
        if self.mood == "well":
            self.steer(body)
            if feet.y > self.world.resource(Level).height + 20.0:
                self.hurt()
        else:
            self.wait -= dt
            if self.wait <= 0.0:
                self.go_on(body)
        self.land(body, feet)
        self.show(body, dt)

    def steer(self, body: zn.CharacterBody) -> None:
        """Run and jump as the player says; down and jump together fall through a plank."""
        way, jump = self.input.axis("move"), self.input.just_pressed("jump")
        body.move(
            way * self.speed,
            jump=jump,
            hold=self.input.pressed("jump"),
            drop=jump and self.input.pressed("drop"),
        )
        if way:
            self.facing = 1.0 if way > 0.0 else -1.0

    def land(self, body: zn.CharacterBody, feet: zn.Transform) -> None:
        """Squash, stretch, dust and sound where it left the floor or came back to it."""
        if body.jumping and not self.jumped:
            self.squash = -0.25
            self.audio.play("jump", volume=0.5)
            puff(self.world, feet.x, feet.y, DUST, 4, 30.0)
        if body.on_floor and self.fall > 100.0:
            self.squash = min(self.fall / 900.0, 0.4)
            self.audio.play("land", volume=self.squash)
            puff(self.world, feet.x, feet.y, DUST, 7, 50.0)
        self.jumped, self.fall = body.jumping, body.velocity_y

    def show(self, body: zn.CharacterBody, dt: float) -> None:
        look = self.entity.children[0]
        self.squash *= 1.0 - 9.0 * dt
        look[zn.Transform].scale_x = 1.0 + self.squash
        look[zn.Transform].scale_y = 1.0 - self.squash
        self.way += abs(body.velocity_x) * dt
        sprite = look[zn.Sprite]
        sprite.flip_x = self.facing < 0
        sprite.image, sprite.frame = self.picture(body)
        sprite.visible = self.mood != "hurt"

    def picture(self, body: zn.CharacterBody) -> tuple[str, int]:
        """Return what is seen: a name in hero.sheet, and which of its frames."""
        if self.mood == "glad":
            return "hero:cheer", 0
        if not body.on_floor:
            return ("hero:jump" if body.velocity_y < 0.0 else "hero:fall"), 0
        if abs(body.velocity_x) > 10.0:
            return "hero:run", int(self.way / 8.0) % 4
        return ("hero:blink" if self.world.tick % 150 < 8 else "hero:stand"), 0

    def hurt(self) -> None:
        """Lose a life: what is seen flies off, and the hero comes back."""
        self.mood, self.wait = "hurt", 0.8
        self.audio.play("hurt")
        self.world.resource(zn.Camera).shake(4.0, 0.3)
        feet = self.entity[zn.Transform]
        zn.spawn_prefab(self.world, "ghost", zn.Transform(x=feet.x, y=feet.y - 8.0))

    def cheer(self) -> None:
        """Reach the flag."""
        self.mood, self.wait = "glad", 1.3
        self.audio.stop_music(0.3)
        self.audio.play("finish")

    def go_on(self, body: zn.CharacterBody) -> None:
        """What follows when the wait is over: the end, or another try."""
        run = self.world.resource(Run)
        if self.mood == "glad":
            self.scenes.push("finished", run)
            return
        run.lives -= 1
        if run.lives == 0:
            self.audio.play("over")
            self.scenes.push("over", run)
            return
        zn.teleport(self.entity, run.back_x, run.back_y)
        body.velocity_x = body.velocity_y = 0.0
        self.mood, self.fall = "well", 0.0
