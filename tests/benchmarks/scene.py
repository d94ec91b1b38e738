"""The scene that every peer draws: small turned sprites that move and bounce, in four layers."""

import json
import statistics
import sys
import time

import numpy as np

WIDTH, HEIGHT, SIDE, LAYERS = 1280, 720, 8, 4
DT = 1 / 60
WARM_UP = 10


class Motion:
    """Where the sprites are and how they move, in plain numpy, for peers without columns."""

    def __init__(self, count):
        rng = np.random.default_rng(1)
        self.x = rng.uniform(0, WIDTH, count)
        self.y = rng.uniform(0, HEIGHT, count)
        self.vx = rng.uniform(-100, 100, count)
        self.vy = rng.uniform(-100, 100, count)
        self.spin = rng.uniform(-2, 2, count)
        self.angle = rng.uniform(0, 6, count)

    def step(self):
        """Move everything by one tick and turn round what left the picture."""
        self.x += self.vx * DT
        self.y += self.vy * DT
        self.angle += self.spin * DT
        self.vx[(self.x < 0) | (self.x > WIDTH)] *= -1
        self.vy[(self.y < 0) | (self.y > HEIGHT)] *= -1


def main(peer, build):
    """Measure one peer: `build(count)` returns its frame function; prints one line of JSON."""
    count, frames = int(sys.argv[1]), int(sys.argv[2])
    frame = build(count)
    times = []
    for turn in range(frames + WARM_UP):
        start = time.perf_counter()
        frame()
        if turn >= WARM_UP:
            times.append(time.perf_counter() - start)
    print(json.dumps({"peer": peer, "count": count, "frame_ms": statistics.median(times) * 1e3}))
