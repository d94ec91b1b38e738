"""`zenith run`: run a game of one's own."""

from __future__ import annotations

from pathlib import Path

from zenith.app import name_of
from zenith.cli.options import Parser, add_options
from zenith.cli.playing import play


def main(argv: list[str]) -> int:
    """Run a game and return the exit code."""
    parser = Parser(prog="zenith run", description="Run a game: a project, or a Python file.")
    help_text = "the game's folder or file; the current folder if left out"
    parser.add_argument("path", type=Path, nargs="?", default=Path(), help=help_text)
    add_options(parser)
    options = parser.parse_args(argv)
    return play(options.path, name_of(options.path), options)
