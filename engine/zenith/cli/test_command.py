"""`zenith test`: every check of the checkout, or the checks of one game."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from zenith.assets import engine_data
from zenith.cli.checking import add_checks, check_games

FORMATTED = ("engine", "editor", "tests", "examples", "assets", "run.py", "conftest.py")


def main(argv: list[str]) -> int:
    """Run the checks one after the other; the tests last, with any further arguments.

    With `--heavy` or `--strict` a game is checked instead.
    """
    parser = argparse.ArgumentParser(prog="zenith test", description=__doc__)
    parser.add_argument("--full", action="store_true", help="also the tests that take long")
    parser.add_argument("--only-tests", action="store_true", help="leave style and types out")
    add_checks(parser)
    options, rest = parser.parse_known_args(argv)
    if options.heavy or options.strict:
        return check_games(parser, options, rest)
    root = engine_data("examples").parent
    if not (root / "tests").is_dir() or not (root / "pyproject.toml").is_file():
        print(
            "zenith test checks a checkout of Zenith; this is an installed copy.", file=sys.stderr
        )
        return 1
    failed = [] if options.only_tests else [name for name in CHECKS if not check(name, root)]
    tests = run_tests(root, rest, full=options.full)
    if tests:
        failed.append("pytest")
    print(f"zenith test: {'failed: ' + ', '.join(failed) if failed else 'all checks passed'}")
    return 1 if failed else 0


CHECKS: dict[str, list[str]] = {
    "ruff check": ["ruff", "check", *FORMATTED],
    "ruff format": ["ruff", "format", "--check", *FORMATTED],
    "mypy": ["mypy"],
    "basedpyright": ["basedpyright"],
}


def check(name: str, root: Path) -> bool:
    """Run one check; print its output only where it fails."""
    start = time.perf_counter()
    command = [sys.executable, "-m", *CHECKS[name]]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    print(f"{name:14} {'ok' if done.returncode == 0 else 'FAILED'}  {seconds:.1f} s", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


def run_tests(root: Path, arguments: list[str], *, full: bool) -> int:
    """Run pytest in the checkout and return its exit code."""
    environment = {**os.environ, "ZENITH_FULL": "1" if full else ""}
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.call(command, cwd=root, env=environment)
