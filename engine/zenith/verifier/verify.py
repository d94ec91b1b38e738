"""Plays a recording twice, side by side, and finds the first place where the runs part."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from zenith.app.launch import game_file
from zenith.replay import Recording
from zenith.verifier.difference import Difference, differences, differing_parts
from zenith.verifier.elsewhere import environment
from zenith.verifier.process import RunProcess
from zenith.verifier.verdict import Verdict

MOST_OF_A_PART: Final = 8
"""How many differences of one part are told."""


def verify(file: Path | str, game: Path | str, *, against: Path | str | None = None) -> Verdict:
    """Play a recording in two processes, tick by tick, and compare every component.

    The second process has another hash seed, clock, environment and home folder, and
    goes back in time now and then: what a game may not depend on. With `against`, both
    are alike, and the game is compared with another state of itself.

    Args:
        file: The recording.
        game: The game's folder or Python file.
        against: A game to compare with: the same one from another checkout, as a reference.

    Raises:
        ReplayError: The recording is broken, or a run's process ended.
        UsageError: There is no such game.
    """
    file, game = Path(file), game_file(Path(game))
    recording = Recording.load(file)
    with ExitStack() as stack:
        home = stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
        one: RunProcess = RunProcess(
            file, game if against is None else game_file(Path(against)),
            environment=os.environ, hash_seed=1, elsewhere=False,
        )  # fmt: skip
        stack.callback(one.close)
        other = (
            RunProcess(
                file, game, environment=environment(home), hash_seed=2, elsewhere=True, folder=home
            )
            if against is None
            else RunProcess(file, game, environment=os.environ, hash_seed=1, elsewhere=False)
        )
        stack.callback(other.close)
        return _compare(recording, one, other, "chance" if against is None else "reference")


def _compare(recording: Recording, one: RunProcess, other: RunProcess, kind: str) -> Verdict:
    checked = 0
    while True:
        left, right = one.hear(), other.hear()
        played = left["ticks"] - recording.first
        if left != right:
            return _taken_apart(kind, played, left, right, one, other)
        if "error" in left:
            expected = bool(recording.error)
            return Verdict("same" if expected else "changed", played, error=left["error"],
                           window=(checked + 1, played + 1))  # fmt: skip
        expected_digest = recording.digest_after(played)
        if kind == "chance" and expected_digest not in (None, left["digest"]):
            window = (recording.first + checked + 1, left["ticks"])
            return Verdict("changed", played, window=window)
        checked = played if expected_digest is not None else checked
        if left["over"]:
            return Verdict("same", played)
        one.ask("tick")
        other.ask("tick")


def _taken_apart(
    kind: str, played: int, left: dict[str, Any], right: dict[str, Any],
    one: RunProcess, other: RunProcess,
) -> Verdict:  # fmt: skip
    error = left.get("error") or right.get("error") or ""
    found = tuple(_places(one, other)) if left["ticks"] == right["ticks"] else ()
    return Verdict(kind, played, max(left["ticks"], right["ticks"]), found, error=error)


def _places(one: RunProcess, other: RunProcess) -> Iterator[Difference]:
    mine, theirs = _asked(one, other, "parts")
    for scene in [*mine, *(s for s in theirs if s not in mine)]:
        if scene not in mine or scene not in theirs:
            here, there = ("there" if scene in side else "nothing" for side in (mine, theirs))
            yield Difference(scene, "the scene", "", "", here, there)
            continue
        for part in differing_parts(mine[scene], theirs[scene]):
            values = _asked(one, other, "values", scene, part)
            for k, found in enumerate(differences(scene, part, *values)):
                if k < MOST_OF_A_PART:
                    yield found


def _asked(one: RunProcess, other: RunProcess, *request: str) -> tuple[Any, Any]:
    one.ask(*request)
    other.ask(*request)
    return one.hear(), other.hear()
