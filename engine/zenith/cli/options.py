"""The options that `zenith play` and `zenith run` share."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import NoReturn

from zenith.errors import UsageError


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what play and run have in common."""
    add_watching(parser)
    who = parser.add_mutually_exclusive_group()
    who.add_argument(
        "--demo", nargs="?", const="", metavar="NAME", help="a player of the game's demo.py plays"
    )
    who.add_argument("--replay", type=Path, metavar="FILE", help="play a recording back")
    parser.add_argument("--record", type=Path, metavar="FILE", help="write a recording")
    parser.add_argument(
        "--crash", type=Path, metavar="FILE", help="write a crash file there where the game fails"
    )
    parser.add_argument(
        "--watch", action="store_true", help="take over the game's files while it runs, as saved"
    )
    parser.add_argument("--seed", type=int, metavar="S", help="seed of the random numbers")


def add_watching(parser: argparse.ArgumentParser) -> None:
    """Add what play, run and replay have in common."""
    parser.add_argument("--headless", action="store_true", help="no window; as fast as it goes")
    parser.add_argument("--ticks", type=count, metavar="N", help="stop after N ticks")
    parser.add_argument(
        "--screenshot",
        action="append",
        default=[],
        metavar="FILE[@TICK]",
        help="save a picture at a tick, or at the end; may be given several times",
    )
    parser.add_argument("--stats", type=Path, metavar="FILE", help="write figures as JSON")
    parser.add_argument(
        "--anyway", action="store_true", help="replay although the game or engine is another one"
    )


def count(text: str) -> int:
    """Return a number of ticks, or refuse the text."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of ticks; expected 1 or more")
    return int(text)


def pictures(wanted: list[str]) -> tuple[dict[int, Path], list[Path]]:
    """Return the pictures to take by tick, and those to take at the end.

    Raises:
        UsageError: What stands after the @ is no tick.

    >>> pictures(["a.png@60", "b.png"])
    ({60: ...Path('a.png')}, [...Path('b.png')])
    """
    by_tick: dict[int, Path] = {}
    at_end: list[Path] = []
    for text in wanted:
        name, at, tick = text.rpartition("@")
        if not at:
            at_end.append(Path(text))
        elif tick.isdecimal() and int(tick) > 0 and name:
            by_tick[int(tick)] = Path(name)
        else:
            raise UsageError(f"--screenshot {text}: expected FILE@TICK with a tick of 1 or more.")
    return by_tick, at_end


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one sentence."""

    def error(self, message: str) -> NoReturn:
        """Print the error and end with 2."""
        self.exit(2, f"{self.prog}: {message}. --help says more.\n")
