"""`zenith bench`: what worlds, sprites, history, scenes, reloads and batches cost here."""

from __future__ import annotations

import importlib
import sys

from zenith.errors import unknown

BENCHES = ("world", "sprites", "history", "scenes", "reload", "batch")


def main(argv: list[str]) -> int:
    """Run one of the measurements."""
    if not argv or argv[0] in ("-h", "--help"):
        print(f"usage: zenith bench {'|'.join(BENCHES)} [options]; each has --help")
        return 0
    if argv[0] not in BENCHES:
        print(unknown("measurement", argv[0], BENCHES), file=sys.stderr)
        return 2
    # Only the measurement that is asked for is loaded: one of them opens the GPU.
    bench = importlib.import_module(f"zenith.cli.bench_{argv[0]}")
    return int(bench.main(argv[1:]))
