"""The `zenith` command: one file for each subcommand, and the list of them."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import Final

from zenith.errors import ZenithError, unknown

COMMANDS: Final = {
    "play": "play a bundled game, template or lesson",
    "list": "list the bundled games, templates and lessons",
    "new": "make a project of your own from a template",
    "run": "run a game of your own: a project's folder, or a Python file",
    "edit": "open the editor: lay out scenes, and play them in place",
    "check": "look at a project whole: scenes, prefabs, assets, scripts; every mistake at once",
    "replay": "play a recording again, verify it, or write a test from it",
    "doctor": "look at this machine: what is ready, what is missing, what to do",
    "bench": "measure: bench world, bench sprites, bench history, scenes, reload, batch",
    "test": "run every check of the checkout, or check a game: --heavy GAME, --strict GAME",
}
"""Each is a module `zenith.cli.<name>_command` with `main(argv) -> int`."""


def usage() -> str:
    """Return the command's help."""
    lines = [f"  zenith {name:8} {text}" for name, text in COMMANDS.items()]
    return "\n".join(
        ["Zenith, a 2D game engine.", "", *lines, "", "zenith COMMAND --help says more."]
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Run a subcommand and return the exit code: 0 done, 1 failed, 2 misspelt."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # names of files have letters that not all can show
            stream.reconfigure(errors="backslashreplace")
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(usage())
        return 0
    name, *rest = arguments
    if name not in COMMANDS:
        print(unknown("command", name, COMMANDS), file=sys.stderr)
        return 2
    # pygame greets on import otherwise.
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    # Commands load on demand: listing games must not open pygame.
    command = importlib.import_module(f"zenith.cli.{name}_command")
    try:
        return int(command.main(rest))
    except ZenithError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename or name}: {error.strerror or error}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
