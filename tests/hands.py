"""What a person's hands do, for tests of how small a recording is."""

import math
import random

from zenith.input import TickInput

SIZE = (1280, 720)


def keys(ticks, seed):
    """Yield values of actions: about one press or change a second, some of them short."""
    chance, held = random.Random(seed), {}
    for tick in range(ticks):
        if tick % 60 == 0:
            held = {chance.choice(["move", "jump", "fire"]): chance.choice([1.0, 1.0, -1.0])}
        elif chance.random() < 0.1:
            held = {}
        yield held


def pointer(ticks, seed, *, unit=1.0):
    """Yield places of a hand that aims: minimum-jerk reaches as long as Fitts's law says, with
    tremor, between rests that last a third of a second on average.

    Args:
        ticks: How many, 60 to the second.
        seed: Another hand.
        unit: Size of a pixel of the mouse in units of the game.
    """
    chance = random.Random(seed)
    x, y, left = SIZE[0] / 2, SIZE[1] / 2, ticks
    while left > 0:
        for _ in range(min(left, int(chance.expovariate(1 / 20)))):
            yield _seen(x, y, unit)
            left -= 1
        to = (chance.uniform(0, SIZE[0]), chance.uniform(0, SIZE[1]))
        if chance.random() < 0.5:
            to = (x + chance.gauss(0, 60), y + chance.gauss(0, 60))
        for place in _reach((x, y), to, chance):
            x, y = place
            if left > 0:
                yield _seen(x, y, unit)
            left -= 1


def _reach(start, end, chance):
    far = math.dist(start, end)
    count = max(6, int(60 * (0.1 + 0.12 * math.log2(far / 16 + 1))))
    for k in range(1, count + 1):
        s = k / count
        way = 10 * s**3 - 15 * s**4 + 6 * s**5
        yield tuple(
            a + (b - a) * way + chance.gauss(0, 0.3) for a, b in zip(start, end, strict=True)
        )


def _seen(x, y, unit):
    """Return a place as a mouse reports it: in whole pixels."""
    return round(x) * unit, round(y) * unit


def play(ticks, seed, *, pointing, unit=1.0):
    """Yield the inputs of some ticks."""
    places = pointer(ticks, seed, unit=unit) if pointing else ((0.0, 0.0) for _ in range(ticks))
    for held, place in zip(keys(ticks, seed), places, strict=True):
        yield TickInput(dict(held), place)
