"""A test written from a recording: it plays it, and says in words what the player did."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Final

from zenith.errors import UsageError
from zenith.files import write_atomic
from zenith.input import TickInput
from zenith.replay import Recording

MOST_STEPS: Final = 40
"""The most ticks with news that a person would still read."""
WIDTH: Final = 92
HEAD: Final = '''"""What was recorded in {file}, played again."""

from pathlib import Path

import zenith as zn

HERE = Path(__file__).resolve().parent
GAME = HERE / {game}
RECORDING = HERE / {recording}


def test_the_recording_plays_as_it_was_recorded():
    run = zn.Recording.load(RECORDING)
    game = zn.testing.load(GAME, seed=run.seed).replay(run)
    assert game.app.ticks == {ticks}
'''
TOLD: Final = """

def test_what_the_player_did():
    game = zn.testing.load(GAME, seed={seed})
{steps}
    assert game.app.ticks == {ticks}
    assert zn.Recording.load(RECORDING).digest_after({ticks}) in (None, game.digest())
"""


def write_test(out: Path, recording: Recording, file: Path, game: Path) -> None:
    """Write a test file.

    Args:
        out: The file to write.
        recording: The recording.
        file: Where the recording is; the test finds it from its own place.
        game: The game's folder or file; likewise.

    Raises:
        UsageError: The file exists.
    """
    if out.exists():
        raise UsageError(f"{out} exists already; name another file: --as-test OUT.py.")
    text = HEAD.format(
        file=file.name,
        game=_from(out, game),
        recording=_from(out, file),
        ticks=recording.first + recording.ticks,
    )
    steps = told(recording)
    if steps is not None:
        text += TOLD.format(seed=recording.seed, ticks=recording.ticks, steps=_lines(steps))
    write_atomic(out, text.encode())


def _from(out: Path, target: Path) -> str:
    """Return a path seen from the folder of a test, as a literal; whole where it is far away."""
    whole, folder = target.resolve(), out.resolve().parent
    shared = [a for a, b in zip(whole.parts, folder.parts, strict=False) if a == b]
    path = Path(os.path.relpath(whole, folder)) if len(shared) > 1 else whole
    return json.dumps(path.as_posix())


def told(recording: Recording) -> list[str] | None:
    """Return what the player did as calls of `zn.testing.Game`; None where that is no reading.

    >>> from zenith.replay import Recorder
    >>> recorder = Recorder("demo", seed=1, tick_rate=60, actions=["jump", "move"])
    >>> for k in range(9):
    ...     recorder.add(TickInput({"move": 1.0} if k > 5 else {"jump": 1.0} if k == 2 else {}))
    >>> told(recorder.finish())
    ['ticks(2)', 'press("jump")', 'ticks(4)', 'hold("move", 1)', 'ticks(3)']
    """
    inputs = recording.inputs
    marks = inputs.marks()
    if recording.start is not None or recording.error or len(marks) > MOST_STEPS:
        return None
    steps: list[str] = []
    before, pressed, waited = TickInput(), set[str](), 0
    for start, end in zip(marks, [*marks[1:], inputs.ticks], strict=True):
        now = inputs.at(start)
        if now.text or now.answers or now.wheel != (0.0, 0.0):
            return None
        news, pressed = _news(before, now, pressed, once=end == start + 1)
        if news and waited:
            steps.append(f"ticks({waited})")
            waited = 0
        steps += news
        waited += end - start
        before = now
    return [*steps, f"ticks({waited})"] if waited else steps


def _news(
    before: TickInput, now: TickInput, pressed: set[str], *, once: bool
) -> tuple[list[str], set[str]]:
    """Return the calls that lead from one input to the next, and what is pressed for a tick only.

    Args:
        before: What was.
        now: What is.
        pressed: What was pressed for one tick only: it needs no letting go.
        once: Whether `now` lasts one tick.
    """
    news: list[str] = []
    fresh = set[str]()
    for name in dict.fromkeys([*before.values, *now.values]):
        old, new = before.values.get(name, 0.0), now.values.get(name, 0.0)
        if name in pressed:
            old = 0.0
        if old == new:
            continue
        if not new:
            news.append(f"release({json.dumps(name)})")
        elif new == 1.0 and once and not old and name not in pressed:
            news.append(f"press({json.dumps(name)})")
            fresh.add(name)
        else:
            news.append(f"hold({json.dumps(name)}, {round(new, 4):g})")
    if now.pointer != before.pointer:
        news.append(f"pointer({now.pointer[0]:g}, {now.pointer[1]:g})")
    return news, fresh


def _lines(steps: list[str]) -> str:
    """Return calls as lines of a test that are not too long."""
    lines, line = list[str](), "    game"
    for step in steps:
        if len(line) + len(step) > WIDTH:
            lines.append(line)
            line = "    game"
        line += f".{step}"
    return "\n".join([*lines, line])
