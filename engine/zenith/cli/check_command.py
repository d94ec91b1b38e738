"""`zenith check`: everything that is wrong with a project, in one go."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from zenith.assets import Assets
from zenith.cli.options import Parser
from zenith.desktop import check_shaders
from zenith.errors import DeviceError, UsageError
from zenith.lint import Review, check_project
from zenith.project import PROJECT_FILE, project_file


def main(argv: list[str]) -> int:
    """Check a project, print what was found, and return 1 where something has to be mended."""
    parser = Parser(
        prog="zenith check",
        description="Look at every scene, prefab, asset and script of a project. "
        "Its modules are imported; nothing is played.",
    )
    help_text = "the project's folder; the current folder if left out"
    parser.add_argument("path", type=Path, nargs="?", default=Path(), help=help_text)
    parser.add_argument("--json", action="store_true", help="print it as JSON, for tools")
    parser.add_argument("--strict", action="store_true", help="warnings count as mistakes")
    options = parser.parse_args(argv)
    if project_file(options.path) is None:
        raise UsageError(
            f"{options.path}: there is no {PROJECT_FILE}; expected a project's folder."
        )
    review = with_shaders(check_project(options.path), options.path)
    print(as_json(review) if options.json else as_text(review))
    return 1 if review.mistakes or (options.strict and review.problems) else 0


def with_shaders(review: Review, path: Path) -> Review:
    """Return a review with what this machine's compiler says of the project's own shaders."""
    folder = (project_file(path) or path).parent
    own = Assets([folder / "assets", folder])
    count = len(own.names("shader"))
    if not count:
        return review
    try:
        found = check_shaders(own)
    except DeviceError as error:
        print(f"The shaders were not compiled: {error}", file=sys.stderr)
        return review
    return Review((*review.problems, *found), review.files + count)


def as_text(review: Review) -> str:
    """Return what was found for people, and a last line that sums it up."""
    told = [f"{'warning ' if p.harmless else ''}{p}" for p in review.problems]
    mistakes, all_of_it = len(review.mistakes), len(review.problems)
    counts = [_count(mistakes, "mistake"), _count(all_of_it - mistakes, "warning")]
    files = _count(review.files, "file")
    if not all_of_it:
        return f"{files} looked at, nothing to mend."
    summary = " and ".join(count for count in counts if not count.startswith("0 "))
    return "\n".join([*told, f"{files} looked at: {summary}."])


def _count(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")


def as_json(review: Review) -> str:
    """Return what was found as JSON: a list of problems, each with the same keys."""
    problems = [asdict(problem) for problem in review.problems]
    return json.dumps({"files": review.files, "problems": problems}, indent=1)
