"""`zenith replay`: play, verify, bless a recording, or write a test from it."""

from __future__ import annotations

import argparse
from pathlib import Path

from zenith.app import game_file, load_app, name_of
from zenith.cli.games import games
from zenith.cli.options import Parser, add_watching
from zenith.cli.playing import check, play
from zenith.cli.replay_test import write_test
from zenith.drivers import bless
from zenith.errors import GameError, UsageError, nearest
from zenith.replay import Recording
from zenith.verifier import verify


def main(argv: list[str]) -> int:
    """Do with a recording what the options say and return the exit code."""
    parser = Parser(prog="zenith replay", description="Play a recording again.")
    parser.add_argument("file", type=Path, help="the recording")
    parser.add_argument("--game", type=Path, metavar="PATH", help="the game's folder or file")
    add_watching(parser)
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--verify", action="store_true", help="play it in two processes and compare every component"
    )
    what.add_argument("--bless", metavar="REASON", help="take the present way for the right one")
    what.add_argument(
        "--as-test", nargs="?", const="", metavar="OUT.py", help="write a test that plays it"
    )
    parser.add_argument(
        "--against", type=Path, metavar="PATH", help="with --verify: a game to compare with"
    )
    options = parser.parse_args(argv)
    recording = Recording.load(options.file)
    game = find_game_of(recording, options.file, options.game)
    return act(recording, game, options)


def act(recording: Recording, game: Path, options: argparse.Namespace) -> int:
    """Do what is asked for; play the recording where nothing else is."""
    if options.against is not None and not options.verify:
        raise UsageError("--against goes with --verify.")
    if options.verify:
        return verify_it(recording, game, options)
    if options.bless is not None:
        return bless_it(recording, game, options)
    if options.as_test is not None:
        return test_from_it(recording, game, options)
    return play_it(recording, game, options)


def find_game_of(recording: Recording, file: Path, given: Path | None) -> Path:
    """Return the game that a recording is of: given, beside it, or one that comes with Zenith.

    Raises:
        UsageError: There is none.
    """
    if given is not None:
        game_file(given)
        return given
    folder = file.resolve().parent
    beside = [folder, folder.parent, folder / recording.game, folder / f"{recording.game}.py"]
    known = games()
    for path in (*beside, *(known[n] for n in known if n == recording.game)):
        if is_called(path, recording.game):
            return path
    raise UsageError(
        f'{file} is a recording of "{recording.game}", which neither comes with Zenith nor lies '
        f"beside it.{nearest(recording.game, known)} --game PATH says where it is."
    )


def is_called(path: Path, name: str) -> bool:
    """Tell whether there is a game of that name in a folder or file."""
    try:
        return name_of(path) == name
    except UsageError:
        return False


def play_it(recording: Recording, game: Path, options: argparse.Namespace) -> int:
    """Play it as `zenith play --replay` does; one that ends with an error shows it again."""
    options.replay = options.file
    options.demo = options.record = options.seed = options.crash = None
    options.watch = False
    try:
        done = play(game, name_of(game), options)
    except GameError:
        if recording.error:
            print("The same tick fails again:")
        raise
    if recording.error and options.ticks is None:
        print("The error that it ended with does not come any more.")
    return done


def fitting(recording: Recording, game: Path, options: argparse.Namespace) -> None:
    """Refuse a recording of another game or version, unless told to go on anyway."""
    app = load_app(game, seed=recording.seed)
    check(recording, app, name_of(game), anyway=options.anyway)


def verify_it(recording: Recording, game: Path, options: argparse.Namespace) -> int:
    """Verify it and print the verdict; 1 where runs differ."""
    fitting(recording, game, options)
    verdict = verify(options.file, game, against=options.against)
    print(verdict)
    return 0 if verdict.same else 1


def bless_it(recording: Recording, game: Path, options: argparse.Namespace) -> int:
    """Write its digests anew."""
    app = load_app(game, seed=recording.seed)
    recording.check_fits(name_of(game), app.clock.tick_rate, app.input.actions)
    blessed = bless(app, recording, options.bless)
    blessed.save(options.file)
    dropped = sorted({*recording.digests} - {*blessed.digests})
    print(f"blessed {options.file}: {options.bless}")
    if dropped:
        print(f"Digests of other machines were of the game as it was: {', '.join(dropped)} left.")
    return 0


def test_from_it(recording: Recording, game: Path, options: argparse.Namespace) -> int:
    """Write a test from it."""
    fitting(recording, game, options)
    stem = "".join(c if c.isalnum() else "_" for c in f"{recording.game}_{options.file.stem}")
    out = Path(options.as_test or f"test_{stem}.py")
    write_test(out, recording, options.file, game)
    print(f"wrote {out}; run it with pytest")
    return 0
