"""Batches of changed files, taken over between two ticks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from zenith.app import App
from zenith.app.state import make_canonical
from zenith.reloading.kinds import Group, by_kind, is_code, rests_on_others


@dataclass(slots=True)
class Batch:
    """What came of a batch of changed files.

    Attributes:
        taken: The files that the game follows from now on.
        troubles: Why a file was not taken, by file: those of this batch that are new.
        mended: The files that had been in trouble and are no longer.
        notes: What else is to be said, a sentence each.
        renewed: Whether the simulation may go another way now.
    """

    taken: list[Path] = field(default_factory=list[Path])
    troubles: dict[Path, str] = field(default_factory=dict[Path, str])
    mended: list[Path] = field(default_factory=list[Path])
    notes: list[str] = field(default_factory=list[str])
    renewed: bool = False


class Reloader:
    """Makes an App follow files that change while it runs.

    A file that cannot be taken leaves the game as it is. Scenes and code are tried
    again with every batch, because what they need may lie in another file. What
    is wrong is shown over the game's picture until it is mended. A game that waits
    because its code failed goes on when a change was taken.

    Attributes:
        troubles: Why files are not taken by now, by file.

    >>> app = zn.App()
    >>> Reloader().take(app, []).taken
    []
    """

    def __init__(self) -> None:
        self.troubles: dict[Path, str] = {}

    def take(self, app: App, files: Iterable[Path]) -> Batch:
        """Take over files that changed; call it between two ticks.

        Args:
            app: The App.
            files: The files: made, written, renamed or removed; those of no known kind are ignored.
        """
        batch, before = Batch(), self.troubles
        asked = {*files, *(file for file in before if rests_on_others(file))}
        now = {file: text for file, text in before.items() if file not in asked}
        for kind, group in _allowed(app, by_kind(asked), batch):
            outcome = kind.take(app, group)
            batch.taken += outcome.taken
            batch.notes += outcome.notes
            batch.renewed |= outcome.renewed
            now |= outcome.troubles
        batch.troubles = {f: text for f, text in now.items() if before.get(f) != text}
        batch.mended = [file for file in before if file not in now]
        self.troubles = now
        app.guard.notice = tuple(now.values())
        if batch.renewed:
            _begin_anew(app)
        if batch.taken and app.guard.failure is not None and not any(map(is_code, now)):
            app.guard.resume()
        return batch


def _allowed(app: App, groups: list[Group], batch: Batch) -> list[Group]:
    """Return the files that may be taken over: a recording that is played back rests on all."""
    if not any(kind.ticks for kind, _ in groups):
        return groups
    refused = [word for driver in app.drivers if (word := driver.before_reload(app))]
    batch.notes += refused
    return [group for group in groups if not (refused and group[0].ticks)]


def _begin_anew(app: App) -> None:
    """Begin another branch of history, and end recordings: no one game could play them back."""
    app.history.forget()
    make_canonical(app)
    for driver in app.drivers:
        driver.after_reload(app)
