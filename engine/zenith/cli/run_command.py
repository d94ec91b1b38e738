"""`zenith run`: run a game of one's own."""

from __future__ import annotations

from pathlib import Path

from zenith.app.launch import game_file
from zenith.cli.options import Parser, add_options
from zenith.cli.playing import play


def main(argv: list[str]) -> int:
    """Run a game and return the exit code."""
    parser = Parser(prog="zenith run", description="Run a game: a folder with main.py, or a file.")
    parser.add_argument("path", type=Path, help="the game's folder or Python file")
    add_options(parser)
    options = parser.parse_args(argv)
    file = game_file(options.path).resolve()
    return play(options.path, file.parent.name if file.stem == "main" else file.stem, options)
