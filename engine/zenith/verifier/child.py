"""The process in which one run of a recording takes place, asked line by line."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from pathlib import Path
from typing import Any, Final, TextIO

from zenith.app import App, load_app
from zenith.drivers import Replay
from zenith.errors import ZenithError
from zenith.replay import Recording
from zenith.verifier.elsewhere import go_elsewhere
from zenith.world import part_values

RESTORE_EVERY: Final = 120
"""Ticks from one going back and forth to the next, where the run is elsewhere."""
RESTORE_AT: Final = 30


class Told:
    """A run that tells of itself.

    Args:
        recording: What is played.
        game: The game's folder or file.
        restores: Whether it goes back in time now and then.
        kept: Objects that have to stay where they are in memory.
    """

    def __init__(
        self, recording: Recording, game: Path, *, restores: bool, kept: list[bytes]
    ) -> None:
        self._recording = recording
        self._restores = restores
        self._kept = kept
        self.app = load_app(game, seed=recording.seed)
        Replay(recording).begin(self.app)

    def state(self) -> dict[str, Any]:
        """Return where the run is: its tick, a mark of its state, whether it is over.

        Where the recording has a digest, so has the answer.
        """
        app = self.app
        played = app.ticks - self._recording.first
        wanted = self._recording.digest_after(played) is not None
        return {
            "ticks": app.ticks,
            "mark": mark_of(app),
            "digest": app.digest() if wanted else None,
            "over": not app.running or played >= self._recording.ticks,
        }

    def tick(self) -> dict[str, Any]:
        """Run a tick and return the state after it."""
        app = self.app
        app.feed(self._recording.input_at(app.ticks - self._recording.first))
        app.tick()
        if self._restores and app.ticks % RESTORE_EVERY == RESTORE_AT and app.running:
            self._there_and_back()
        return self.state()

    def _there_and_back(self) -> None:
        """Go back in time and run the ticks since again: what is not in a World is not restored."""
        if self.app.history.settings is not None:
            self.app.history.seek(self.app.ticks)

    def parts(self) -> dict[str, dict[str, str]]:
        """Return the digests of every part, by place and name of the scene."""
        return {
            f"{k} {scene.name}": scene.world.digests()
            for k, scene in enumerate(self.app.scenes.all)
        }

    def values(self, scene: str, part: str) -> dict[str, list[Any]]:
        """Return the values behind a part, by serial number."""
        return part_values(self.app.scenes.all[int(scene.split()[0])].world, part)


def mark_of(app: App) -> str:
    """Return a hash of the whole state as it lies in memory: quicker than a digest, and stricter.

    Equal marks are equal states; different ones may be the same to a digest.
    """
    total = hashlib.blake2b(digest_size=8)
    for scene in app.scenes.all:
        snapshot = scene.world.snapshot()
        arrays = [*snapshot.index, *(a for table in snapshot.tables for a in table.arrays)]
        for array in arrays:
            total.update(array.tobytes())
        data = [[table.key, table.objects] for table in snapshot.tables]
        total.update(json.dumps([scene.name, data, snapshot.rest]).encode())
    return total.hexdigest()


def answer(run: Told, request: list[str]) -> Any:
    """Return what is asked for; what a tick raises is part of the answer."""
    word, *rest = request
    try:
        return getattr(run, word)(*rest)
    except ZenithError as error:
        return {"ticks": run.app.ticks, "error": str(error), "over": True}


def serve(arguments: dict[str, Any], requests: TextIO, answers: TextIO) -> None:
    """Load a game and answer requests, one JSON value a line, until there are no more."""

    def send(value: Any) -> None:
        answers.write(json.dumps(value) + "\n")
        answers.flush()

    try:
        kept = go_elsewhere() if arguments["elsewhere"] else []
        recording = Recording.load(arguments["file"])
        game = Path(arguments["game"])
        run = Told(recording, game, restores=arguments["elsewhere"], kept=kept)
    except ZenithError as error:
        send({"failed": str(error)})
        return
    send(answer(run, ["state"]))
    for line in requests:
        send(answer(run, json.loads(line)))


def main() -> None:
    """Serve on the standard streams; what the game prints goes to the errors."""
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as answers:
        os.dup2(2, 1)
        sys.stdout = sys.stderr
        serve(json.loads(sys.argv[1]), sys.stdin, answers)


if __name__ == "__main__":
    main()
