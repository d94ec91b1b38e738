"""`zenith bench world`: what the World costs, beside esper and bare numpy in the same run."""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import statistics
import time
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np

from zenith.schema import component
from zenith.world import World

DT = 1.0 / 60.0
Action = Callable[[], object]


@component
class Position:
    """Where something is."""

    x: float = 0.0
    y: float = 0.0


@component
class Velocity:
    """Where it goes."""

    x: float = 0.0
    y: float = 0.0


def main(argv: list[str]) -> int:
    """Measure and print a table, or JSON."""
    parser = argparse.ArgumentParser(prog="zenith bench world", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.add_argument("--rounds", type=int, default=60, help="rounds of each measurement")
    options = parser.parse_args(argv)
    figures = measure(options.rounds)
    if options.json:
        print(json.dumps(figures, indent=1, sort_keys=True))
    else:
        for name, value in figures.items():
            print(f"{name:34} {value if value is None else round(value, 4)}")
    return 0


def measure(rounds: int) -> dict[str, float | None]:
    """Return every figure; times in the unit that ends its name."""
    figures: dict[str, float | None] = {}
    figures |= move_many(rounds)
    figures |= move_few(rounds)
    figures |= field_access(rounds)
    figures |= churn(max(rounds // 3, 5))
    figures |= snapshots(max(rounds // 3, 5))
    return figures


def interleaved(actions: dict[str, Action], rounds: int, repeat: int = 1) -> dict[str, float]:
    """Return the median seconds of one call of each action, taken in turns after a warm-up."""
    times: dict[str, list[float]] = {name: [] for name in actions}
    for turn in range(rounds + 3):
        for name, action in actions.items():
            start = time.perf_counter()
            for _ in range(repeat):
                action()
            if turn >= 3:
                times[name].append((time.perf_counter() - start) / repeat)
    return {name: statistics.median(taken) for name, taken in times.items()}


def filled(n: int) -> World:
    """Return a World of `n` moving entities."""
    world = World()
    world.spawn_many(n, {Position: {"x": np.arange(n)}, Velocity: {"x": 1.0, "y": 2.0}})
    return world


def mover(world: World) -> Action:
    """Return the system that moves a World's entities."""

    def move() -> None:
        for position, velocity in world.columns(Position, Velocity):
            position.x += velocity.x * DT
            position.y += velocity.y * DT

    return move


def raw_mover(n: int) -> Action:
    """Return the same on bare arrays."""
    x, y = np.arange(n, dtype=np.float64), np.zeros(n)
    vx, vy = np.ones(n), np.full(n, 2.0)

    def move() -> None:
        nonlocal x, y
        x += vx * DT
        y += vy * DT

    return move


def esper_module() -> ModuleType | None:
    """Return esper where it is installed."""
    return importlib.import_module("esper") if importlib.util.find_spec("esper") else None


def esper_mover(esper: Any, n: int) -> Action:
    """Return the same on esper."""
    esper.switch_world(f"bench{n}")
    for k in range(n):
        esper.create_entity(Position(float(k), 0.0), Velocity(1.0, 2.0))

    def move() -> None:
        esper.switch_world(f"bench{n}")
        for _, (position, velocity) in esper.get_components(Position, Velocity):
            position.x += velocity.x * DT
            position.y += velocity.y * DT

    return move


def move_many(rounds: int) -> dict[str, float | None]:
    """Position += velocity * dt over 100,000 entities."""
    n = 100_000
    actions = {"zenith": mover(filled(n)), "raw": raw_mover(n)}
    taken = interleaved(actions, rounds, 3)
    esper = esper_module()
    slow = interleaved({"esper": esper_mover(esper, n)}, 3)["esper"] if esper else None
    return {
        "move_100000_ms": taken["zenith"] * 1e3,
        "move_100000_raw_ms": taken["raw"] * 1e3,
        "move_100000_ratio_to_raw": taken["zenith"] / taken["raw"],
        "move_100000_esper_ms": None if slow is None else slow * 1e3,
        "move_100000_times_faster_than_esper": None if slow is None else slow / taken["zenith"],
    }


def in_tables(count: int) -> World:
    """Return a World of ten entities in each of `count` tables."""
    world = filled(10)
    for k in range(1, count):
        marker: type[Any] = component(
            type(f"Marker{k}", (), {"__annotations__": {"n": int}, "n": 0})
        )
        moving: dict[type[Any], dict[str, Any]] = {Position: {}, Velocity: {}, marker: {}}
        world.spawn_many(10, moving)
    return world


def move_few(rounds: int) -> dict[str, float | None]:
    """The same over 10 entities, and what each further table of 10 adds."""
    actions = {"one": mover(in_tables(1)), "nine": mover(in_tables(9)), "raw": raw_mover(10)}
    esper = esper_module()
    if esper:
        actions["esper"] = esper_mover(esper, 10)
    taken = interleaved(actions, rounds, 500)
    # Eight further tables cost eight times the arithmetic and eight times the walk.
    further = (taken["nine"] - taken["one"]) / 8 - taken["raw"]
    return {
        "move_10_us": taken["one"] * 1e6,
        "move_10_raw_us": taken["raw"] * 1e6,
        "move_10_esper_us": taken["esper"] * 1e6 if esper else None,
        "further_table_us": further * 1e6,
    }


def field_access(rounds: int) -> dict[str, float | None]:
    """One field through a view that is kept, and through the handle."""
    world = filled(1000)
    entity = world.entities()[500]
    view = entity[Position]
    plain = Position()

    def read() -> None:
        for _ in range(1000):
            _ = view.x

    def write() -> None:
        for _ in range(1000):
            view.x = 1.0

    def by_handle() -> None:
        for _ in range(1000):
            _ = entity[Position].x

    def object_read() -> None:
        for _ in range(1000):
            _ = plain.x

    actions: dict[str, Action] = {
        "read": read,
        "write": write,
        "handle": by_handle,
        "object": object_read,
    }
    taken = interleaved(actions, rounds)
    return {
        "view_read_ns": taken["read"] * 1e6,
        "view_write_ns": taken["write"] * 1e6,
        "handle_read_ns": taken["handle"] * 1e6,
        "plain_object_read_ns": taken["object"] * 1e6,
    }


def churn(rounds: int) -> dict[str, float | None]:
    """10,000 despawns and spawns in bulk among 100,000."""
    world = filled(100_000)
    rng = np.random.default_rng(1)
    times: list[float] = []
    for _ in range(rounds):
        handles = rng.choice(world.tables(Position)[0].handles, 10_000, replace=False)
        start = time.perf_counter()
        world.despawn_many(handles)
        world.spawn_many(10_000, {Position: {"x": 1.0}, Velocity: {}})
        times.append(time.perf_counter() - start)
    return {"churn_10000_of_100000_ms": statistics.median(times) * 1e3}


def snapshots(rounds: int) -> dict[str, float | None]:
    """A snapshot of 100,000 entities of 40 bytes, with their handles, serials and tags."""
    world = World()
    five: type[Any] = component(
        type(
            "Five",
            (),
            {"__annotations__": dict.fromkeys("abcde", float), **dict.fromkeys("abcde", 0.0)},
        )
    )
    world.spawn_many(100_000, {five: {"a": np.arange(100_000)}})
    taken = interleaved({"snapshot": world.snapshot}, rounds)
    return {"snapshot_100000_ms": taken["snapshot"] * 1e3}
