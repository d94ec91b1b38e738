"""A small game with many corners, for faults to be planted in."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

import zenith as zn

FOLDER = Path(__file__).parent
TREES = ("ash", "birch", "cedar", "doum", "elm", "fir", "guava", "hazel")
PRICES = {"apple": 3, "bread": 5, "cheese": 8, "dates": 2, "egg": 1, "fig": 4}
SPARROWS = 24


@zn.component
class Velocity:
    """Units per second."""

    x: float = 0.0
    y: float = 0.0


@zn.component
class Health:
    """How a tree is."""

    points: int = 100
    shield: float = 1.0


@zn.component
class Bag:
    """What somebody carries."""

    items: list[str] = []
    coins: int = 20


@zn.component
class Mood:
    """How somebody feels."""

    word: str = "calm"
    strength: float = 0.0


@zn.component
class Weather:
    """A resource: the wind over the orchard."""

    wind: float = 0.0
    gusts: int = 0


@zn.component
class Tally:
    """A resource: what was reached."""

    score: float = 0.0
    picked: list[str] = []
    best: str = ""


class Hero(zn.Script):
    """Walks, and counts jumps."""

    speed: float = 90.0
    jumps: int = 0

    def tick(self, dt: float) -> None:
        """Walk as the player wants."""
        here = self.entity[zn.Transform]
        here.x += self.input.axis("move") * self.speed * dt
        if self.input.just_pressed("jump"):
            self.jumps += 1


class Guard(zn.Script):
    """Goes up and down, and gets warm."""

    turn: int = 0
    alarm: float = 0.0

    def tick(self, dt: float) -> None:
        """Take one step."""
        self.turn += 1
        self.alarm += 0.25 * dt
        self.entity[zn.Transform].y = 100.0 + 20.0 * math.sin(self.turn * 0.05)


class Bell(zn.Script):
    """Counts what falls on it."""

    rings: int = 0

    def on_contact(self, hit: zn.Contact) -> None:
        """Ring."""
        if hit.phase == "begin":
            self.rings += 1


def wind(world: zn.World, dt: float) -> None:
    """Change the wind three times a second."""
    weather = world.resource(Weather)
    if world.tick % 20 == 10:
        weather.wind = world.random.uniform(-5.0, 5.0)
        weather.gusts += 1


def drift(world: zn.World, dt: float) -> None:
    """Move what has a velocity."""
    push = world.resource(Weather).wind
    for pos, vel in world.columns(zn.Transform, Velocity):
        pos.x += (vel.x + push) * dt
        pos.y += vel.y * dt


def flock(world: zn.World, dt: float) -> None:
    """Let sparrows fly to their middle, and the nearest ones turn."""
    if world.tick % 15 != 5:
        return
    birds = world.find_all(tag="sparrow")
    x = np.array([bird[zn.Transform].x for bird in birds])
    far = np.round(np.abs(x - x.mean()) / 40.0)
    order = np.argsort(far, kind="stable")
    for place in order[:6]:
        birds[place][Velocity].y *= -1.0
    for bird, there in zip(birds, x.mean() - x, strict=True):
        bird[Velocity].x += 0.1 * there


def harvest(world: zn.World, dt: float) -> None:
    """Pick the fullest tree twice a second."""
    if world.tick % 30 != 15:
        return
    trees = [world.find(name) for name in TREES]
    best = max(trees, key=lambda tree: tree[Health].points)
    best[Health].points -= 7
    best[Health].shield *= 0.5
    world.resource(Tally).picked.append(best.name)


def trade(world: zn.World, dt: float) -> None:
    """Buy what can be paid for."""
    if world.tick % 40 != 20:
        return
    bag = world.find("trader")[Bag]
    for name in sorted(PRICES):
        if PRICES[name] <= bag.coins - 4:
            bag.items = [*bag.items, name]
            bag.coins -= PRICES[name]
            break
    bag.coins += 2


def feel(world: zn.World, dt: float) -> None:
    """Let the trader feel something."""
    if world.tick % 25 != 12:
        return
    mood = world.find("trader")[Mood]
    words = ["calm", "glad", "proud", "tired"]
    mood.word = words[world.tick // 25 % len(words)]
    mood.strength += 0.5


def rules(world: zn.World, dt: float) -> None:
    """Count the score."""
    tally = world.resource(Tally)
    left = [world.find(name)[Health].shield for name in TREES]
    tally.score += 0.1 * sum(left) * dt
    if world.tick % 50 == 25:
        tally.best = max(TREES, key=len)


def start(world: zn.World) -> None:
    """Build the orchard."""
    world.set_resource(Weather())
    world.set_resource(Tally())
    world.set_resource(zn.Gravity(y=300.0))
    world.spawn(zn.Transform(x=40, y=200), Hero(), name="hero")
    world.spawn(zn.Transform(x=90, y=100), Guard(), name="guard")
    world.spawn(zn.Transform(x=150, y=40), Bag(), Mood(), name="trader")
    world.spawn(zn.Transform(x=300, y=300), zn.BoxCollider(80, 10), Bell(), name="bell")
    shape = zn.CircleCollider(6, bounce=0.7)
    world.spawn(zn.Transform(x=305, y=240), zn.Body(), shape, name="ball")
    for k, name in enumerate(TREES):
        world.spawn(
            zn.Transform(x=20.0 * k), Velocity(), Health(points=90 + 5 * (k % 3)), name=name
        )
    for file in sorted((FOLDER / "levels").glob("*.txt")):
        x, y = map(float, file.read_text("utf-8").split())
        world.spawn(zn.Transform(x=x, y=y), Velocity(1.0, 0.5), name=file.stem)
    for k in range(SPARROWS):
        flight = Velocity(world.random.uniform(-20, 20), world.random.uniform(-20, 20))
        world.spawn(zn.Transform(x=10.0 * k, y=50.0), flight, tags={"sparrow"}, name=f"bird{k}")


app = zn.App(
    "Orchard",
    scene=zn.Scene(
        [zn.run_scripts, wind, drift, flock, harvest, trade, feel, rules],
        start=start,
        name="orchard",
    ),
    size=(320, 320),
    seed=7,
)

if __name__ == "__main__":
    app.run()
