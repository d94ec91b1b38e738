"""`zenith bench batch`: ticks a second without a window, in one process and in several."""

from __future__ import annotations

import argparse
import json
import os
import time
from pathlib import Path

from zenith.app import load_app
from zenith.batch import BatchRun, batch
from zenith.cli.games import find_any
from zenith.cli.options import count


def main(argv: list[str]) -> int:
    """Measure and print the figures, or JSON; return 1 where the processes do not agree."""
    parser = argparse.ArgumentParser(prog="zenith bench batch", description=__doc__)
    parser.add_argument("game", nargs="?", default="breakout", help="a bundled game or a path")
    parser.add_argument("--worlds", type=count, default=8, help="how many runs, each its own seed")
    parser.add_argument("--ticks", type=count, default=1200, help="how many ticks each")
    parser.add_argument("--processes", type=count, default=os.cpu_count() or 2)
    parser.add_argument("--demo", metavar="NAME", help="a player of the game's demo.py plays")
    parser.add_argument("--json", action="store_true", help="print JSON only")
    options = parser.parse_args(argv)
    path = find_any(options.game)
    load_app(path)
    figures = [measure(path, options, n) for n in dict.fromkeys((1, 2, options.processes))]
    same = all(runs == figures[0][1] for _, runs in figures)
    if options.json:
        print(json.dumps({"same": same, "figures": [f for f, _ in figures]}, indent=1))
    else:
        show(figures, same=same)
    return 0 if same else 1


def measure(
    path: Path, options: argparse.Namespace, processes: int
) -> tuple[dict[str, float], list[BatchRun]]:
    """Return the figures and the runs for a number of processes."""
    start = time.perf_counter()
    runs = batch(
        path,
        seeds=range(options.worlds),
        ticks=options.ticks,
        processes=processes,
        player=options.demo,
    )
    seconds = time.perf_counter() - start
    ticks = sum(run.ticks for run in runs)
    rate = ticks / max(seconds, 1e-9)
    figures = {
        "processes": processes,
        "worlds": len(runs),
        "ticks": ticks,
        "seconds": seconds,
        "ticks_per_second": rate,
        "ticks_per_second_and_process": rate / processes,
        "failed": sum(bool(run.error) for run in runs),
    }
    return figures, runs


def show(figures: list[tuple[dict[str, float], list[BatchRun]]], *, same: bool) -> None:
    """Print a line for each number of processes."""
    print("processes  worlds    ticks  seconds  ticks a second  for each process")
    for f, runs in figures:
        print(
            f"{f['processes']:9}  {f['worlds']:6}  {f['ticks']:7}  {f['seconds']:7.2f}"
            f"  {f['ticks_per_second']:14,.0f}  {f['ticks_per_second_and_process']:16,.0f}"
        )
        for run in runs:
            if run.error:
                print(f"seed {run.seed} failed after {run.ticks} ticks: {run.error}")
    print(f"digests and results {'the same each time' if same else 'DIFFER between processes'}")
