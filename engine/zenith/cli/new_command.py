"""`zenith new`: a game of one's own, begun from a template."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from zenith.cli.options import Parser
from zenith.project import load_project
from zenith.templates import SMALLEST, make_project, templates


def main(argv: list[str]) -> int:
    """Make a project, or list the templates, and return the exit code."""
    parser = Parser(prog="zenith new", description="Make a new project from a template.")
    text = "the new folder; it names the game"
    parser.add_argument("path", type=Path, nargs="?", metavar="FOLDER", help=text)
    what = f"what to begin with, {SMALLEST} if not given"
    parser.add_argument("--template", default=SMALLEST, metavar="NAME", help=what)
    parser.add_argument("--list", action="store_true", help="list the templates")
    options = parser.parse_args(argv)
    if options.list:
        for name, folder in templates().items():
            print(f"{name:12} {load_project(folder).description}")
        return 0
    if options.path is None:
        parser.error("say which folder to make, as in zenith new mygame")
    made = make_project(options.path, options.template)
    print(f"Made {made.name} from the template {options.template}. What is next:")
    print("\n".join(f"  {step}" for step in steps(options.path)))
    return 0


def steps(path: Path) -> list[str]:
    """Return what to type next, as a shell wants it."""
    folder = shlex.quote(str(path)) if os.name == "posix" else f'"{path}"'
    return [f"cd {folder}", "zenith run      play it", "zenith check    look for mistakes in it"]
