"""`zenith bench sprites`: the whole path from moving columns to the draw, beside a bare draw.

Both draw the same picture of small rotated sprites into a target in memory, in
turns, in one run. The bare one is numpy and the graphics device alone: no
entities, layers, blending or order.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zenith.app.devices import SceneView
from zenith.assets import Assets, engine_assets
from zenith.camera import CameraPose
from zenith.components import Sprite, Transform
from zenith.gpu import ModernGLDevice, Target, open_offscreen
from zenith.layers import Layer, Layers
from zenith.maths import Color
from zenith.render import Renderer
from zenith.render.batch import Batch, FrameStats
from zenith.render.instances import SPRITE
from zenith.render.sources import QuadSource
from zenith.render.view import fit, uniforms
from zenith.schema import component
from zenith.transforms import remember
from zenith.world import World

SIZE = (1280, 720)
SIDE = 8.0
DT = 1.0 / 60.0
BACKGROUND = Color(0.1, 0.1, 0.12)
LAYERS = ("back", "default", "front", "top")


@component
class Motion:
    """Speed and spin of a sprite."""

    x: float = 0.0
    y: float = 0.0
    spin: float = 0.0


def main(argv: list[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="zenith bench sprites", description=__doc__)
    parser.add_argument("--count", type=int, default=100_000, help="sprites")
    parser.add_argument("--frames", type=int, default=120, help="frames measured")
    parser.add_argument("--ysort", action="store_true", help="sort all by y anew each frame")
    parser.add_argument("--churn", type=int, default=0, help="despawns and spawns a frame")
    parser.add_argument("--json", action="store_true", help="print JSON only")
    options = parser.parse_args(argv)
    figures = measure(options.count, options.frames, ysort=options.ysort, churn=options.churn)
    if options.json:
        print(json.dumps(figures, indent=1, sort_keys=True))
    else:
        for name, value in figures.items():
            print(f"{name:12} {value}")
    return 0


def measure(count: int, frames: int, *, ysort: bool, churn: int) -> dict[str, Any]:
    """Return the figures: medians in milliseconds, counts of the last frame."""
    device = open_offscreen()
    target = device.target(SIZE)
    bench = Scene(device, target, count, ysort=ysort, churn=churn)
    bare = Bare(device, target, count)
    times: dict[str, list[float]] = {"frame": [], "raw": []}
    stages: dict[str, list[float]] = {}
    for turn in range(frames + 10):
        taken = {"raw": timed(bare.frame), "frame": timed(bench.frame)}
        if turn >= 10:
            for name, seconds in taken.items():
                times[name].append(seconds)
            for name, seconds in bench.stages.items():
                stages.setdefault(name, []).append(seconds)
    frame, raw = (statistics.median(times[name]) * 1e3 for name in ("frame", "raw"))
    return {
        "count": count,
        "frame_ms": frame,
        "raw_ms": raw,
        "ratio": frame / raw,
        "stages": {name: statistics.median(s) * 1e3 for name, s in stages.items()},
        "draw_calls": bench.stats.draw_calls,
        "sprites": bench.stats.sprites,
        "sorts": bench.sorts,
        "frames": frames,
        "renderer": device.name,
    }


def timed(call: Callable[[], None]) -> float:
    """Return the seconds a call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


class Scene:
    """Moving, spinning sprites in a World, drawn by the renderer."""

    def __init__(
        self, device: ModernGLDevice, target: Target, count: int, *, ysort: bool, churn: int
    ) -> None:
        self.stages: dict[str, float] = {}
        self.stats = FrameStats()
        self.sorts = 0
        self._churn = churn
        self._target = target
        self._rng = np.random.default_rng(1)
        self._world = World()
        layers = Layers([Layer(name, y_sort=ysort) for name in LAYERS])
        self._world.set_resource(layers, transient=True)
        assets = Assets([engine_assets()])
        self._renderer = Renderer(device, assets, clock=time.perf_counter)
        self._spawn(count)

    def _spawn(self, count: int) -> None:
        rng = self._rng
        if not count:
            return
        names = np.array([self._world.names.id(name) for name in LAYERS], np.int32)
        self._world.spawn_many(
            count,
            {
                Transform: {
                    "x": rng.uniform(0, SIZE[0], count),
                    "y": rng.uniform(0, SIZE[1], count),
                    "rotation": rng.uniform(0, 6, count),
                },
                Motion: {
                    "x": rng.uniform(-60, 60, count),
                    "y": rng.uniform(-60, 60, count),
                    "spin": rng.uniform(-1, 1, count),
                },
                Sprite: {
                    "image": "crate",
                    "width": SIDE,
                    "height": SIDE,
                    "layer": names[rng.integers(0, len(names), count)],
                },
            },
        )

    def frame(self) -> None:
        """Move everything by a tick and draw it."""
        start = time.perf_counter()
        if self._churn:
            self._replace_some()
        remember(self._world)
        kept = time.perf_counter()
        self._move()
        moved = time.perf_counter()
        self._world.tick += 1
        view = SceneView(self._world, None, 0.5)
        self._renderer.draw([view], self._target, background=BACKGROUND)
        self.stats = self._renderer.stats
        self.sorts += self.stats.sorts
        self.stages = {"keep": kept - start, "move": moved - kept, **self.stats.stages}

    def _move(self) -> None:
        for pose, motion in self._world.columns(Transform, Motion):
            pose.x += motion.x * DT
            pose.y += motion.y * DT
            pose.rotation += motion.spin * DT

    def _replace_some(self) -> None:
        handles = self._world.tables(Transform)[0].handles
        gone = self._rng.choice(len(handles), self._churn, replace=False, shuffle=False)
        self._world.despawn_many(handles[gone])
        self._spawn(self._churn)


class Bare:
    """The same picture by numpy and the device alone."""

    def __init__(self, device: ModernGLDevice, target: Target, count: int) -> None:
        rng = np.random.default_rng(1)
        self._count = count
        self._target = target
        self._frame = fit(SIZE, None, "fit")
        self._batch = Batch(device, QuadSource())
        self._batch.reserve(count)
        self._texture = device.texture((64, 64), 1, smooth=False)
        self._texture.write(0, (0, 0, 64, 64), np.full((64, 64, 4), 255, np.uint8))
        look = self._batch.look[:count]
        look["in_rect"] = (-SIDE / 2, -SIDE / 2, SIDE, SIDE)
        look["in_uv"] = (0, 0, 32, 32)
        look["in_color"] = 255
        look["in_misc"][:, 1] = SPRITE
        self._x, self._y = (rng.uniform(0, side, count) - side / 2 for side in SIZE)
        self._turn = rng.uniform(0, 6, count)
        self._speed = [rng.uniform(-60, 60, count) for _ in range(3)]
        self._uniforms = self._view()

    def _view(self) -> dict[str, bytes]:
        view = uniforms(self._frame, CameraPose(0.0, 0.0, 1.0, 0.0), SIZE[1])
        texel = np.array((1 / 64, 1 / 64), np.float32).tobytes()
        return {
            "u_world": view.world,
            "u_screen": view.screen,
            "u_pixel": view.pixel,
            "u_view": view.view,
            "u_texel": texel,
        }

    def frame(self) -> None:
        """Move, convert, upload, draw."""
        columns: tuple[tuple[NDArray[np.float64], NDArray[np.float32]], ...] = (
            (self._x, self._batch.poses.x),
            (self._y, self._batch.poses.y),
            (self._turn, self._batch.poses.rotation),
        )
        for (column, out), speed in zip(columns, self._speed, strict=True):
            column += speed * DT
            out[: self._count] = column
        stats = FrameStats()
        self._batch.touch(poses=True, look=False)
        self._batch.upload(stats)
        self._target.clear(BACKGROUND)
        box = self._frame.box
        self._batch.draw(self._count, 0, self._target, box, self._texture, self._uniforms, stats)
