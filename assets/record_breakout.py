"""Record the demos of Breakout, of templates, and of the game for planted faults."""

import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
DEMOS = [
    (ROOT / "tests" / "faults" / "game", "walk"),
    (ROOT / "examples" / "templates" / "platformer", "lose"),
    (ROOT / "examples" / "templates" / "platformer", "win"),
    (ROOT / "examples" / "breakout", "lose"),
    (ROOT / "examples" / "breakout", "win"),
    (ROOT / "examples" / "templates" / "topdown", "lose"),
    (ROOT / "examples" / "templates" / "topdown", "win"),
]


def main():
    """Let each scripted player play once and keep what it did."""
    for game, name in DEMOS:
        file = game / "replays" / f"{name}.json"
        command = ["-m", "zenith", "run", str(game), "--headless", "--demo", name]
        subprocess.check_call([sys.executable, *command, "--record", str(file)])


if __name__ == "__main__":
    main()
