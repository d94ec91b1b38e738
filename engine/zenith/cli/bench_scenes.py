"""`zenith bench scenes`: how long scene files take to load and save."""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from zenith.prefab import Prefabs
from zenith.random import Random
from zenith.scene import SceneLoader, document_of, instantiate
from zenith.scenefile import EntityData, Fields, SceneDocument, load_document, save_document
from zenith.world import World

PER_STEP = 100


def main(argv: list[str]) -> int:
    """Measure and print a table, or JSON."""
    parser = argparse.ArgumentParser(prog="zenith bench scenes", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.add_argument("--entities", type=int, nargs="+", default=[100, 1000, 10000])
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args(argv)
    figures = {str(n): measure(n, options.rounds) for n in options.entities}
    if options.json:
        print(json.dumps(figures, indent=1))
        return 0
    names = list(next(iter(figures.values())))
    print(f"{'ms of processor time; entities:':38}" + "".join(f"{n:>10}" for n in figures))
    for name in names:
        print(f"{name:38}" + "".join(f"{found[name]:10.2f}" for found in figures.values()))
    return 0


def make(entities: int) -> SceneDocument:
    """Return a level: crates and balls at random places, one in four a child of another."""
    random = Random(1)
    document = SceneDocument()
    for k in range(entities):
        place = {"x": random.uniform(0, 5000), "y": random.uniform(0, 5000)}
        parts: dict[str, Fields] = {
            "Transform": place,
            "Sprite": {"image": "crate", "opacity": 0.5},
        }
        if k % 2:
            parts["CircleCollider"] = {"radius": 4.0 + k % 5}
        data = EntityData(f"thing {k}", ["thing"], components=parts)
        if k % 4 == 3:
            data.parent = f"e{k - 1:06}"
        document.add(f"e{k:06}", data)
    return document


def measure(entities: int, rounds: int) -> dict[str, float]:
    """Return the median time of each step, in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "level.scene"
        save_document(make(entities), file)
        document = load_document(file)
        world = World()
        instantiate(document, world)
        steps: dict[str, Callable[[], object]] = {
            "read and check the file": lambda: load_document(file),
            "bring it into a World": lambda: instantiate(document, World()),
            "both: from a file to a World": lambda: instantiate(load_document(file), World()),
            "from a World to a document": lambda: document_of(world),
            "check and write the file": lambda: save_document(document, file),
            "bring in as instances of a prefab": _instances(entities),
        }
        found = {name: _median(call, rounds) for name, call in steps.items()}
        found[f"worst step of {PER_STEP} while loading"] = _worst_step(document)
        found["kilobytes of the file"] = file.stat().st_size / 1000
    return found


def _instances(entities: int) -> Callable[[], object]:
    """Return a call that brings a scene of as many entities in, made of a prefab of five."""
    prefabs = Prefabs()
    cart = SceneDocument(kind="prefab")
    cart.add("body", EntityData(components={"Transform": {}, "Sprite": {"image": "crate"}}))
    for k in range(4):
        parts: dict[str, Fields] = {"Transform": {"x": 8.0 * k}, "Sprite": {"image": "ball"}}
        cart.add(f"wheel{k}", EntityData(parent="body", components=parts))
    prefabs.put("cart", cart)
    scene = SceneDocument()
    for k in range(max(entities // 5, 1)):
        data = EntityData(prefab="cart", components={"Transform": {"x": 50.0 * k}})
        scene.add(f"cart{k:06}", data)
    return lambda: instantiate(scene, World(), prefabs=prefabs)


def _median(call: Callable[[], object], rounds: int) -> float:
    return statistics.median(_timed(call) for _ in range(max(rounds, 1)))


def _worst_step(document: SceneDocument) -> float:
    """Return the longest step of a loader, apart from the first, which checks everything."""
    world, loader = World(), SceneLoader(document, PER_STEP)
    loader.step(world)
    worst = 0.0
    while not loader.done:
        worst = max(worst, _timed(lambda: loader.step(world)))
    return worst


def _timed(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return (time.process_time() - start) * 1e3
