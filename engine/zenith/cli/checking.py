"""Checking a game for `zenith test --heavy GAME` and `zenith test --strict GAME`."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from zenith.app import App, Driver, load_app
from zenith.checks import Report, check_heavy, check_strict
from zenith.cli.games import find_any
from zenith.cli.options import count
from zenith.cli.playing import open_quietly, recorded_run
from zenith.drivers import Replay, demo_player
from zenith.replay import Recording

TICKS: Final = 2000


def add_checks(parser: argparse.ArgumentParser) -> None:
    """Add the options for the checks of a game."""
    group = parser.add_argument_group("checks of one game, a bundled one or a path")
    group.add_argument(
        "--heavy", metavar="GAME", help="restore it at every tick, twice, and compare"
    )
    group.add_argument(
        "--strict",
        metavar="GAME",
        help="take every tick twice, poison arrays after use, draw with the world frozen",
    )
    group.add_argument("--ticks", type=count, metavar="N", help=f"how many ticks ({TICKS})")
    who = group.add_mutually_exclusive_group()
    who.add_argument("--replay", type=Path, metavar="FILE", help="a recording plays")
    who.add_argument("--demo", metavar="NAME", help="a player of the game's demo.py plays")


def check_games(
    parser: argparse.ArgumentParser, options: argparse.Namespace, rest: list[str]
) -> int:
    """Run the checks that were asked for; return 1 where one found something."""
    if rest:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    passed = True
    if options.heavy:
        passed &= check("heavy", options.heavy, options)
    if options.strict:
        passed &= check("strict", options.strict, options)
    return 0 if passed else 1


def check(kind: str, name: str, options: argparse.Namespace) -> bool:
    """Run one check, print what it found, and tell whether that is nothing."""
    path = find_any(name)
    seed, play, who = player(path, options)
    print(f"{kind} check of {path.stem}, played by {who}", flush=True)
    start = time.perf_counter()
    report = run(kind, lambda: load_app(path, seed=seed), options.ticks or TICKS, play)
    if kind == "strict":
        print(f"drawn by {'OpenGL, off-screen' if report.pictured else 'a stand-in'}")
    print(f"{report}\n({time.perf_counter() - start:.1f} s)")
    return report.passed


def run(
    kind: str, make: Callable[[], App], ticks: int, play: Callable[[], Driver | None]
) -> Report:
    """Run a check by its name."""
    if kind == "heavy":
        return check_heavy(make, ticks, play)
    return check_strict(make, ticks, play, open_quietly)


def player(
    path: Path, options: argparse.Namespace
) -> tuple[int | None, Callable[[], Driver | None], str]:
    """Return the seed, what makes the player, and what to call it.

    Without a wish it is the game's own recording, else its first demo, else nobody.
    """
    file = options.replay or (None if options.demo else recorded_run(path))
    if file is not None:
        recording = Recording.load(file)
        return recording.seed, lambda: Replay(recording), str(file)
    home = path if path.is_dir() else path.parent
    if options.demo or (home / "demo.py").is_file():
        return (
            None,
            lambda: demo_player(path, options.demo),
            f"demo {options.demo or 'of the game'}",
        )
    return None, lambda: None, "nobody"
