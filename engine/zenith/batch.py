"""Many runs of a game without a window, in one process or several."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zenith.app import App, load_app
from zenith.app.games import game_file
from zenith.drivers import demo_player
from zenith.errors import BadValue, GameError, UsageError, ZenithError

Measure = Callable[[App], Any]


@dataclass(frozen=True, slots=True)
class BatchRun:
    """How one run of a batch went.

    Attributes:
        seed: The seed of its random numbers.
        ticks: How many ticks it had.
        digest: The hash of every world at its end.
        measured: What the measure returned.
        error: What ended it, where it failed; else "".
    """

    seed: int
    ticks: int
    digest: str
    measured: Any = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class _Job:
    path: Path
    seed: int
    ticks: int
    player: str | None
    measure: Measure | None


def batch(
    path: Path | str,
    *,
    seeds: Iterable[int],
    ticks: int,
    processes: int = 1,
    player: str | None = None,
    measure: Measure | None = None,
) -> list[BatchRun]:
    """Run a game once for each seed and return how each run went, in the order of the seeds.

    With several processes a program of its own must call this below
    `if __name__ == "__main__":`, for each process loads that program first.

    Args:
        path: The game's Python file, or its folder.
        seeds: The seed of each run.
        ticks: How many ticks at most; fewer where the game ends.
        processes: How many run at a time; 1 stays in this process.
        player: The name of a player of the game's `demo.py`; nobody plays without.
        measure: A function of a module, told the App at the end of each run; what it returns is
            part of the result.

    Raises:
        UsageError: There is no such game, or a process died.
        BadValue: A number is below 1, or the measure is no function of a module.
    """
    for name, value in (("ticks", ticks), ("processes", processes)):
        if value < 1:
            raise BadValue(f"batch() {name} is {value}; expected 1 or more.")
    file = game_file(Path(path)).resolve()
    jobs = [_Job(file, seed, ticks, player, measure) for seed in seeds]
    if processes == 1:
        return [_run(job) for job in jobs]
    if measure is not None and "<" in measure.__qualname__:
        raise BadValue(
            f"{measure.__qualname__} cannot be sent to another process; "
            "measure with a function that stands in a module by itself."
        )
    try:
        with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
            return list(pool.map(_run, jobs))
    except BrokenProcessPool as error:
        raise UsageError(
            f"A process of the batch died: {error} Where a program calls batch() by itself, the "
            'call belongs below if __name__ == "__main__":.'
        ) from None


def _run(job: _Job) -> BatchRun:
    """Play one run; whatever game code raises is part of the result."""
    try:
        app = load_app(job.path, seed=job.seed)
        if job.player is not None:
            app.drivers.append(demo_player(job.path, job.player))
    except ZenithError as error:
        return BatchRun(job.seed, 0, "", error=str(error))
    try:
        while app.running and app.ticks < job.ticks:
            app.tick()
        measured = job.measure(app) if job.measure is not None else None
    except Exception as error:
        text = str(error) if isinstance(error, GameError) else f"{type(error).__name__}: {error}"
        return BatchRun(job.seed, app.ticks, app.digest(), error=text)
    return BatchRun(job.seed, app.ticks, app.digest(), measured)
