"""`zenith bench`: what worlds, sprites, history, scenes and batches cost on this machine."""

from __future__ import annotations

import importlib
import sys

from zenith.errors import unknown

BENCHES = ("world", "sprites", "history", "scenes", "batch")


def main(argv: list[str]) -> int:
    """Run one of the measurements."""
    if not argv or argv[0] in ("-h", "--help"):
        print("usage: zenith bench world|sprites|history|scenes|batch [options]; each has --help")
        return 0
    if argv[0] not in BENCHES:
        print(unknown("measurement", argv[0], BENCHES), file=sys.stderr)
        return 2
    # Only the measurement that is asked for is loaded: one of them opens the GPU.
    bench = importlib.import_module(f"zenith.cli.bench_{argv[0]}")
    return int(bench.main(argv[1:]))
