"""The hero goes where the player says. Begin here: change `speed`, and run again."""

import zenith as zn


class Hero(zn.Script):
    """A script is what one entity does; scenes/main.scene gives this one to "hero"."""

    # A field is state: scenes set it, saves keep it. So it needs a type and a default.
    speed: float = zn.field(90.0, unit="px/s")

    def tick(self, dt: float) -> None:
        # Asked for are actions, not keys: "move" and "move_y" are arrows, WASD and a stick at once.
        way = self.input.vector("move", "move_y")
        place = self.entity[zn.Transform]
        # Times dt, the seconds of a tick: so speed is per second, whatever the tick rate.
        place.x += way.x * self.speed * dt
        place.y += way.y * self.speed * dt
