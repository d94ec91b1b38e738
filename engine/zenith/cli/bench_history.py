"""`zenith bench history`: what keeping the past costs, and how long it takes to go back."""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable

from zenith.app import App
from zenith.app.garbage import garbage_kept_short
from zenith.app.scenes import System
from zenith.cli.bench_world import Velocity
from zenith.components import Body, BoxCollider, CircleCollider, Gravity, Sprite, Transform
from zenith.history import REBUILD_EVERY, HistorySettings
from zenith.world import World

BACK = 600
"""Ticks to go back: ten seconds."""
WIDTH, HEIGHT = 1280.0, 720.0


def main(argv: list[str]) -> int:
    """Measure and print a table, or JSON."""
    parser = argparse.ArgumentParser(prog="zenith bench history", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.add_argument("--entities", type=int, default=2000, help="entities altogether")
    parser.add_argument("--bodies", type=int, default=100, help="how many of them are bodies")
    parser.add_argument("--piled", action="store_true", help="the bodies lie in a heap")
    parser.add_argument("--rounds", type=int, default=20, help="keyframes, and seeks")
    options = parser.parse_args(argv)
    with garbage_kept_short():  # as wherever a game plays
        figures = measure(options.entities, options.bodies, options.rounds, piled=options.piled)
    if options.json:
        print(json.dumps(figures, indent=1))
    else:
        for name, value in figures.items():
            print(f"{name:38} {value:.4f}")
    return 0


def drift(world: World, dt: float) -> None:
    """Move what moves without physics, and keep it on the screen."""
    for pose, velocity in world.columns(Transform, Velocity):
        pose.x += velocity.x * dt
        pose.y += velocity.y * dt
        velocity.x[(pose.x < 0) | (pose.x > WIDTH)] *= -1
        velocity.y[(pose.y < 0) | (pose.y > HEIGHT)] *= -1


def make(
    entities: int, bodies: int, history: HistorySettings | None, *, piled: bool = False
) -> App:
    """Return a game: sprites that move, and balls that bounce without end, or lie in a heap."""
    systems: list[System] = [drift]
    app = App("History", systems=systems, history=history, seed=1)
    world = app.world
    bounce, friction = (0.0, 0.5) if piled else (1.0, 0.0)
    if piled:
        world.set_resource(Gravity(y=900.0))
    for x, y, w, h in ((640, 0, 1280, 40), (640, 720, 1280, 40), (0, 360, 40, 720)):
        world.spawn(Transform(x=x, y=y), BoxCollider(w, h, bounce=bounce, friction=friction))
    world.spawn(Transform(x=1280, y=360), BoxCollider(40, 720, bounce=bounce, friction=friction))
    for _ in range(bodies):
        place = Transform(x=world.random.uniform(60, 1200), y=world.random.uniform(60, 660))
        ball = CircleCollider(radius=10, bounce=bounce, friction=friction)
        speed = (world.random.uniform(-200, 200), world.random.uniform(-200, 200))
        world.spawn(place, Sprite("ball"), ball, Body(velocity_x=speed[0], velocity_y=speed[1]))
    count = entities - bodies
    poses = {"x": world.random.numbers(count, 0, WIDTH), "y": world.random.numbers(count, 0, 700)}
    speeds = {"x": world.random.numbers(count, -90, 90), "y": world.random.numbers(count, -90, 90)}
    world.spawn_many(count, {Transform: poses, Velocity: speeds, Sprite: {"image": "spark"}})
    return app


def measure(entities: int, bodies: int, rounds: int, *, piled: bool) -> dict[str, float]:
    """Return every figure; times in milliseconds."""
    kept, plain = (make(entities, bodies, h, piled=piled) for h in (HistorySettings(), None))
    ticks: dict[str, list[float]] = {"kept": [], "plain": []}
    for _ in range(REBUILD_EVERY * (rounds + 1)):
        for name, app in (("kept", kept), ("plain", plain)):
            ticks[name].append(timed(app.tick))
    # The first stretch warms up; keyframes are the first tick of each of the others.
    with_past, without = ticks["kept"][REBUILD_EVERY:], ticks["plain"][REBUILD_EVERY:]
    more = [a - b for a, b in zip(with_past, without, strict=True)]
    extra = more[::REBUILD_EVERY]
    usual = statistics.median(without)
    added = statistics.median(extra) / REBUILD_EVERY + statistics.median(more)
    seeks = seek_times(kept, rounds)
    return {
        "tick without history, ms": usual * 1e3,
        "tick with a keyframe, extra ms": statistics.median(extra) * 1e3,
        "tick with a keyframe, worst, ms": max(extra) * 1e3,
        "added to a tick on average, ms": added * 1e3,
        "the same, share of the bare tick": added / usual,
        "the same, share of 1/60 s": added * 60.0,
        "ten seconds back, ms": statistics.median(seeks) * 1e3,
        "ten seconds back, worst, ms": max(seeks) * 1e3,
        "memory of the past, MB": kept.history.nbytes / 2**20,
    }


def seek_times(app: App, rounds: int) -> list[float]:
    """Return what it takes to go back ten seconds, from moments all over a stretch."""
    last = app.history.last
    spread = [last - k * REBUILD_EVERY // max(rounds, 1) for k in range(rounds)]
    times: list[float] = []
    for moment in spread:
        app.history.seek(moment)
        start = time.perf_counter()
        app.history.seek(moment - BACK)
        times.append(time.perf_counter() - start)
    return times


def timed(call: Callable[[], object]) -> float:
    """Return the seconds that a call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start
