"""A game whose code fails where and when a test wants it to, once, and is sound otherwise."""

import random

import zenith as zn

PLACES = [
    "system", "start", "tick", "contact", "despawn", "applied", "scene start", "menu", "draw",
    "menu draw", "physics", "state", "query", "changing scenes", "event",
]  # fmt: skip


def recurse(n):
    return recurse(n + 1)


def hoard():
    raise MemoryError


def interrupted():
    raise zn.DeadEntity("This handle is dead.")


KINDS = [
    lambda: 1 / 0,
    lambda: {}["missing"],
    lambda: None.nothing,
    lambda: recurse(0),
    hoard,
    interrupted,
    lambda: zn.World().find("nobody"),
    lambda: next(iter(())),
    lambda: int("x"),
    lambda: "ä".encode("ascii"),
]


class Faults:
    """Raises at the place that is armed, once."""

    def __init__(self):
        self.place, self.kind = "", 0
        self.fired = []

    def arm(self, place, kind):
        self.place, self.kind = place, kind

    def at(self, place):
        """Tell whether it is time to fail here; only once."""
        if place != self.place:
            return False
        self.place = ""
        self.fired.append(place)
        return True

    def fail(self, place):
        if self.at(place):
            KINDS[self.kind % len(KINDS)]()


@zn.component
class Note:
    text: object = ""


@zn.component
class Deep:
    depth: int = zn.field(1, min=1)


def make(**options):
    """Return an App that does a little of everything, and its faults."""
    faults = Faults()

    class Mote(zn.Script):
        age: int = 0
        memory: list = []

        def start(self):
            faults.fail("start")

        def tick(self, dt):
            self.age += 1
            faults.fail("tick")
            if self.age == 25:
                self.entity.despawn()

        def on_contact(self, hit):
            faults.fail("contact")
            self.memory = [hit.x]

        def on_despawn(self):
            faults.fail("despawn")

    class Keeper(zn.Script):
        items: list = []

    def rain(world, dt):
        faults.fail("system")
        if faults.at("state"):
            world.find("floor")[Keeper].items.append(iter([1]))
        x = world.random.uniform(0, 200) + 20 * world.input.axis("move")
        for body in world.query(zn.Body):
            if faults.at("physics"):
                body.velocity_x = float("nan")
            faults.fail("query")
        if world.tick % 3 == 0:
            place = zn.Transform(x=x, y=100)
            world.spawn(place, zn.Body(), zn.CircleCollider(4), Mote(), Note("mote"))
        if faults.at("applied"):
            world.add(world.find("floor"), Deep(depth=0))  # refused where it is carried out
        if world.tick % 40 == 39:
            world.send(Note("menu"))
            world.scenes.push(menu())

    def listen(world, dt):
        for note in world.read(Note):
            faults.fail("event")
            world.find("floor")[Note].text = note.text

    def menu():
        def start(world):
            faults.fail("scene start")
            world.spawn(zn.Transform(), name="cursor")

        def choose(world, dt):
            faults.fail("menu")
            world.find("cursor")[zn.Transform].x += world.random.uniform(0, 1)
            if world.tick == 5:
                if faults.at("changing scenes"):
                    world.scenes.pop()
                world.scenes.pop()

        hook = lambda canvas: faults.fail("menu draw")  # noqa: E731
        return zn.Scene([choose], start=start, draw=hook, overlay=True, name="menu")

    app = zn.App(
        "Faulty", systems=[rain, listen], draw=lambda canvas: faults.fail("draw"), **options
    )
    app.world.set_resource(zn.Gravity(y=900.0))
    app.world.spawn(
        zn.Transform(x=100, y=130), zn.BoxCollider(400, 20), Note("floor"), Keeper(), name="floor"
    )
    app.drivers.append(zn.ScriptedPlayer(lambda world: {"move": (world.tick % 7 - 3) / 3}))
    return app, faults


def choices(seed, count):
    """Return places and kinds of faults to try, by chance."""
    chance = random.Random(seed)
    return [(chance.choice(PLACES), chance.randrange(len(KINDS))) for _ in range(count)]
