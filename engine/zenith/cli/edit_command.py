"""`zenith edit`: the editor, which is a package of its own and loaded only here."""

from __future__ import annotations

import argparse
import importlib
import re
from pathlib import Path
from typing import Any, Final

from zenith.cli.options import Parser, count
from zenith.errors import UsageError

NEEDED: Final = ("imgui_bundle", "zenith_editor")
MISSING: Final = "The editor is not installed. Please run: pip install zenith-engine[editor]"


def main(argv: list[str]) -> int:
    """Open the editor and return the exit code."""
    parser = Parser(prog="zenith edit", description="Lay out scenes, and play them in place.")
    help_text = "a project's folder, or one of its scenes; the project one is in if left out"
    parser.add_argument("path", type=Path, nargs="?", help=help_text)
    parser.add_argument("--size", type=size, default=(1280, 720), help="as 1280x720")
    parser.add_argument("--headless", action="store_true", help="no window")
    parser.add_argument("--frames", type=count, default=4, metavar="N", help="leave after N frames")
    parser.add_argument("--screenshot", type=Path, metavar="FILE", help="write the last frame")
    options = parser.parse_args(argv)
    if options.screenshot is not None and not options.headless:
        raise UsageError("--screenshot goes with --headless.")
    path = chosen(options.path)
    run = load("zenith_editor.view.run")
    if options.headless:
        run.picture(path, options.size, options.frames, options.screenshot)
    else:
        run.edit(path, options.size)
    return 0


def chosen(path: Path | None) -> Path | None:
    """Return what to open; nothing where no path is given and no project is here.

    Raises:
        UsageError: There is no such path.
    """
    if path is None:
        return Path() if Path("zenith.toml").is_file() else None
    if not path.exists():
        raise UsageError(f"There is no {path}.")
    return path


def load(name: str) -> Any:
    """Return a module of the editor.

    Raises:
        UsageError: The editor, or what it needs, is not installed.
    """
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in NEEDED:
            raise UsageError(MISSING) from None
        raise


def size(text: str) -> tuple[int, int]:
    """Return a size in pixels, or refuse the text.

    >>> size("1280x720")
    (1280, 720)
    """
    found = re.fullmatch(r"(\d{2,5})x(\d{2,5})", text)
    if found is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no size; expected one as 1280x720")
    return int(found[1]), int(found[2])
