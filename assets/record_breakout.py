"""Record Breakout's two demos anew: run this after a change of the game or the engine."""

import pathlib
import subprocess
import sys

GAME = pathlib.Path(__file__).resolve().parent.parent / "examples" / "breakout"


def main():
    """Let each scripted player play once and keep what it did."""
    for name in ("win", "lose"):
        file = GAME / "replays" / f"{name}.json"
        command = ["-m", "zenith", "run", str(GAME), "--headless", "--demo", name]
        subprocess.check_call([sys.executable, *command, "--record", str(file)])


if __name__ == "__main__":
    main()
