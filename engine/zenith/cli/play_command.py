"""`zenith play`: play a bundled game."""

from __future__ import annotations

from zenith.cli.games import find_game
from zenith.cli.options import Parser, add_options
from zenith.cli.playing import play

FIRST_GAME = "breakout"


def main(argv: list[str]) -> int:
    """Play a bundled game and return the exit code."""
    parser = Parser(prog="zenith play", description="Play a bundled game.")
    parser.add_argument("game", nargs="?", default=FIRST_GAME, help=f"{FIRST_GAME} if not given")
    add_options(parser)
    options = parser.parse_args(argv)
    return play(find_game(options.game), options.game, options)
