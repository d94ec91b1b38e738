"""A long run of the demo: its recordings one after the other, headless or frame by frame.

As a program: `hour.py TICKS headless` or `hour.py TICKS frames` prints a digest every 60 ticks.
"""

import itertools
import sys
from pathlib import Path

import zenith as zn

GAME = Path(__file__).resolve().parent.parent / "examples" / "breakout"
RECORDINGS = ("win", "lose")
EVERY = 60
RATES = (7, 30, 60, 144, 1000)


def gaps():
    """Yield the gaps between frames: two seconds at each rate, then 0 to 200 ms in no order."""
    while True:
        for rate in RATES:
            yield from itertools.repeat(1 / rate, 2 * rate)
        yield from ((k * 7919) % 97 / 96 * 0.2 for k in range(1, 25))


class Digests(zn.Driver):
    """Notes the digest every 60 ticks, and ends the run after a number of ticks."""

    def __init__(self, ticks):
        self.left = ticks
        self.found = []

    def after_tick(self, app):
        self.left -= 1
        if app.ticks % EVERY == 0 or self.left == 0:
            self.found.append(app.digest())
        if self.left == 0:
            app.quit()


def play(ticks, *, frames):
    """Play so many ticks and return the digests and how many recorded ones were compared."""
    digests, compared = Digests(ticks), 0
    for name in itertools.cycle(RECORDINGS):
        run = zn.Recording.load(GAME / "replays" / f"{name}.json")
        app = zn.testing.load(GAME, seed=run.seed).app
        replay = zn.Replay(run)
        app.drivers += [digests, replay]
        now, gap = 0.0, gaps()
        while app.running:
            if frames:
                app.frame(now)
                now += next(gap)
            else:
                app.tick()
        compared += replay.checked
        if not digests.left:
            break
    return digests.found, compared


if __name__ == "__main__":
    found, compared = play(int(sys.argv[1]), frames=sys.argv[2] == "frames")
    print(*found, sep="\n")
    print(f"{compared} recorded digests reached", file=sys.stderr)
