"""A run of a recording in a process of its own, as the one who asks sees it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from zenith.errors import ReplayError, UsageError

PACKAGE: Final = Path(__file__).resolve().parent.parent


class RunProcess:
    """One run; what is asked for is answered later, so that two runs work at the same time.

    Args:
        file: The recording.
        game: The game's folder or file.
        environment: The environment of the process.
        hash_seed: What the order of sets of text follows from.
        elsewhere: Whether it is to believe that it is on another machine.
        folder: Its working folder; None is the present one.
    """

    def __init__(
        self,
        file: Path,
        game: Path,
        *,
        environment: Mapping[str, str],
        hash_seed: int,
        elsewhere: bool,
        folder: str | None = None,
    ) -> None:
        arguments = {"file": str(file.resolve()), "game": str(game.resolve()),
                     "elsewhere": elsewhere}  # fmt: skip
        paths = [str(PACKAGE.parent), *environment.get("PYTHONPATH", "").split(os.pathsep)]
        self._said = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", f"{__package__}.child", json.dumps(arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            encoding="utf-8",
            cwd=folder,
            env={
                **environment,
                "PYTHONHASHSEED": str(hash_seed),
                "PYTHONPATH": os.pathsep.join(p for p in paths if p),
                "PYTHONIOENCODING": "utf-8",
                "PYTHONDONTWRITEBYTECODE": "1",
            },
        )

    def ask(self, *request: str) -> None:
        """Send a request."""
        if self._process.stdin is None:
            raise UsageError("This run has no way in.")
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
        except OSError:
            raise self._ended() from None

    def hear(self) -> Any:
        """Return the answer to the earliest request not heard yet.

        Raises:
            ReplayError: The game cannot be loaded, or its process ended.
        """
        line = "" if self._process.stdout is None else self._process.stdout.readline()
        if not line:
            raise self._ended()
        told = json.loads(line)
        if "failed" in told:
            raise ReplayError(told["failed"])
        return told

    def _ended(self) -> ReplayError:
        self._process.wait()
        self._said.seek(0)
        last = (self._said.read().strip().splitlines() or ["it said nothing"])[-1]
        return ReplayError(f"The process of a run ended ({self._process.returncode}): {last}")

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()
        self._said.close()
