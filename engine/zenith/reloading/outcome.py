"""What came of taking over changed files."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Outcome:
    """What came of the changed files of one kind.

    Attributes:
        taken: The files that the game follows from now on.
        troubles: Why a file was not taken, by file; the game goes on with what it had.
        notes: What else is to be said, a sentence each.
        renewed: Whether the simulation may go another way now.
    """

    taken: list[Path] = field(default_factory=list[Path])
    troubles: dict[Path, str] = field(default_factory=dict[Path, str])
    notes: list[str] = field(default_factory=list[str])
    renewed: bool = False
