"""What stands and lies in the garden: lanterns, keys and hearts, doors, the gate."""

import zenith as zn
from effects import sparks
from rules import Visit

GOLD = zn.Color.hex("#f7cf5c")


def is_met(hit: zn.Contact) -> bool:
    """Tell whether the hero begins to touch."""
    return hit.phase == "begin" and "hero" in hit.other.tags


class Lantern(zn.Script):
    """Burns once the hero came near; its child is the light around it."""

    lit: bool = False

    def on_contact(self, hit: zn.Contact) -> None:
        if self.lit or not is_met(hit):
            return
        self.lit = True
        self.entity[zn.Sprite].image = "lantern_1"
        self.entity.children[0][zn.Sprite].visible = True
        place = self.entity[zn.Transform]
        sparks(self.world, place.x, place.y - 18, GOLD, 14)
        self.world.resource(Visit).lit += 1
        self.audio.play("lantern")


class Pickup(zn.Script):
    """Lies about until the hero takes it."""

    gives: str = zn.field("key", choices=("key", "heart"))

    def on_contact(self, hit: zn.Contact) -> None:
        visit = self.world.resource(Visit)
        if not is_met(hit):
            return
        if self.gives == "key":
            visit.keys += 1
        else:
            visit.hearts = min(visit.hearts + 1, 3)
        self.audio.play(self.gives)
        self.entity.despawn()


class Door(zn.Script):
    """Opens to who has a key, and takes it."""

    met: bool = zn.field(False, tooltip="The hero leans against it.")

    def on_contact(self, hit: zn.Contact) -> None:
        if "hero" in hit.other.tags:
            self.met = hit.phase == "begin"

    def tick(self, dt: float) -> None:
        visit = self.world.resource(Visit)
        if self.met and visit.keys:
            visit.keys -= 1
            place = self.entity[zn.Transform]
            sparks(self.world, place.x, place.y - 8, zn.Color.hex("#8a5a3c"), 20)
            self.audio.play("door")
            self.entity.despawn()


class Gate(zn.Script):
    """Opens when every lantern burns; the visit is over where the hero walks through."""

    is_open: bool = False

    def tick(self, dt: float) -> None:
        visit = self.world.resource(Visit)
        if not self.is_open and 0 < visit.lanterns == visit.lit:
            self.is_open = True
            self.entity[zn.Sprite].image = "gate_1"
            self.entity[zn.BoxCollider].sensor = True
            self.audio.play("gate")

    def on_contact(self, hit: zn.Contact) -> None:
        if self.is_open and is_met(hit):
            self.audio.play("won")
            self.scenes.push("won", self.world.resource(Visit))
