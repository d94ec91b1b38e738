"""Plays a recording twice, side by side, and finds the first place where the runs part."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from zenith.app.games import game_file
from zenith.replay import Recording
from zenith.verifier.difference import Difference, differences, differing_parts
from zenith.verifier.elsewhere import environment
from zenith.verifier.process import RunProcess
from zenith.verifier.verdict import Verdict

ROUNDS: Final = 4
"""How often two runs are made before it is believed that the game is another one."""
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
    if against is not None:
        return _round(recording, file, game_file(Path(against)), game, "reference", 0)
    verdict = _round(recording, file, game, game, "chance", 0)
    for k in range(1, ROUNDS):
        if verdict.kind != "changed" or verdict.error:
            break
        # Chance may fall the same way twice; whether it did is seen by asking again.
        again = _round(recording, file, game, game, "chance", k)
        verdict = again if again.kind == "chance" else verdict
    return verdict


def _round(recording: Recording, file: Path, left: Path, right: Path, kind: str, k: int) -> Verdict:
    """Let two runs go side by side, the second of them elsewhere unless games are compared."""
    elsewhere = kind == "chance"
    with ExitStack() as stack:
        home = stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
        one = RunProcess(file, left, environment=os.environ, hash_seed=2 * k + 1, elsewhere=False)
        stack.callback(one.close)
        other = RunProcess(
            file,
            right,
            environment=environment(home) if elsewhere else os.environ,
            hash_seed=2 * k + 2 if elsewhere else 2 * k + 1,
            elsewhere=elsewhere,
            folder=home if elsewhere else None,
        )
        stack.callback(other.close)
        return _compare(recording, one, other, kind)


def _compare(recording: Recording, one: RunProcess, other: RunProcess, kind: str) -> Verdict:
    """Let both runs tick until they differ, or leave the recording, or come to their end."""
    checked, digests = 0, 0
    while True:
        left, right = one.hear(), other.hear()
        played = left["ticks"] - recording.first
        if left != right and not _same_to_digests(left, right, one, other):
            return _taken_apart(kind, played, left, right, one, other)
        if "error" in left:
            return _failed(recording, played, digests, left["error"])
        expected = recording.digest_after(played)
        if kind == "chance" and expected not in (None, left["digest"]):
            window = (recording.first + checked + 1, left["ticks"])
            return Verdict("changed", played, window=window)
        if expected is not None:
            checked, digests = played, digests + 1
        if left["over"]:
            return _ended(recording, played, digests)
        one.ask("tick")
        other.ask("tick")


def _same_to_digests(
    left: dict[str, Any], right: dict[str, Any], one: RunProcess, other: RunProcess
) -> bool:
    """Tell whether two states differ only in what no digest counts, as unused slots."""
    if {**left, "mark": ""} != {**right, "mark": ""}:
        return False
    mine, theirs = _asked(one, other, "parts")
    return bool(mine == theirs)


def _failed(recording: Recording, played: int, digests: int, error: str) -> Verdict:
    """Return what it means that both runs raised the same."""
    tick = recording.first + played
    if recording.error and played == recording.ticks - 1:
        return Verdict("same", played, error=error, checked=digests)
    return Verdict("changed", played, window=(tick, tick), error=error)


def _ended(recording: Recording, played: int, digests: int) -> Verdict:
    """Return what it means that both runs came to their end and raised nothing."""
    tick = recording.first + played
    if recording.error:
        error = f"It was recorded with an error, which does not come any more: {recording.error}"
        return Verdict("changed", played, window=(tick, tick), error=error)
    return Verdict("same", played, checked=digests)


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
