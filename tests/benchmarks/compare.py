"""Measure the same scene in Zenith and its peers, in turns, and print times and ratios.

Each run is a process of its own. A peer that is not installed or does not open
here is named with its reason; one that takes longer than the limit is left out
of larger counts.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PEERS = ("zenith", "raw", "arcade", "pyglet", "pygame", "raylib", "love")


def command(peer, count, frames, pythons):
    """Return how to run one peer, or None where it cannot be run at all."""
    if peer == "love":
        found = shutil.which("love")
        return found and [found, str(HERE / "love"), str(count), str(frames)]
    return [
        pythons.get(peer, sys.executable),
        str(HERE / f"peer_{peer}.py"),
        str(count),
        str(frames),
    ]


def run(peer, count, frames, limit, pythons):
    """Return (milliseconds, "") of one run, or (None, why not)."""
    line = command(peer, count, frames, pythons)
    if line is None:
        return None, "not installed"
    try:
        done = subprocess.run(
            line, capture_output=True, text=True, encoding="utf-8", timeout=limit, check=False
        )
    except subprocess.TimeoutExpired:
        return None, f"took longer than {limit} s"
    if done.returncode:
        silent = f"ended with {done.returncode}"
        last = (done.stderr.strip() or done.stdout.strip() or silent).splitlines()[-1]
        return None, last[:100]
    return json.loads(done.stdout.strip().splitlines()[-1])["frame_ms"], ""


def measure(peers, counts, frames, rounds, limit, pythons):
    """Return the median of every peer at every count, and why others are missing."""
    figures, missing = {}, {}
    for count in counts:
        times = {peer: [] for peer in peers if peer not in missing}
        for _ in range(rounds):
            for peer in [p for p in times if p not in missing]:
                taken, why = run(peer, count, frames, limit, pythons)
                if taken is None:
                    missing[peer] = f"{why} (at {count})"
                else:
                    times[peer].append(taken)
        figures[count] = {peer: statistics.median(t) for peer, t in times.items() if t}
    return figures, missing


def table(figures, missing):
    """Return the figures as a Markdown table: milliseconds, and times of Zenith's."""
    peers = list(dict.fromkeys(peer for row in figures.values() for peer in row))
    lines = ["| | " + " | ".join(f"{count:,}" for count in figures) + " |"]
    lines.append("|---" * (len(figures) + 1) + "|")
    for peer in peers:
        cells = []
        for row in figures.values():
            own = row.get("zenith")
            times = f" ({row[peer] / own:.1f}x)" if peer in row and own else ""
            cells.append(f"{row[peer]:.2f}{times}" if peer in row else "-")
        lines.append(f"| {peer} | " + " | ".join(cells) + " |")
    return "\n".join([*lines, *(f"{peer}: {why}" for peer, why in missing.items())])


def main():
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", nargs="+", default=PEERS, choices=PEERS)
    parser.add_argument("--counts", nargs="+", type=int, default=[1_000, 10_000, 100_000])
    parser.add_argument("--frames", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--limit", type=int, default=120, help="seconds for one run")
    parser.add_argument(
        "--python",
        action="append",
        default=[],
        metavar="PEER=PATH",
        help="run a peer by another Python, where it cannot be installed beside the others",
    )
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    pythons = dict(text.split("=", 1) for text in options.python)
    how = (options.frames, options.rounds, options.limit, pythons)
    figures, missing = measure(options.peers, options.counts, *how)
    if options.json:
        print(json.dumps({"frame_ms": figures, "missing": missing}, indent=1))
    else:
        print(table(figures, missing))


if __name__ == "__main__":
    main()
