"""`zenith list`: the bundled games and lessons."""

from __future__ import annotations

import argparse

from zenith.cli.games import games, headline


def main(argv: list[str]) -> int:
    """Print each game's name and first line."""
    argparse.ArgumentParser(prog="zenith list", description=__doc__).parse_args(argv)
    for name, path in games().items():
        print(f"{name:12} {headline(path)}")
    return 0
