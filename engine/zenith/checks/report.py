"""What a check of a game found."""

from __future__ import annotations

from dataclasses import dataclass

from zenith.checks.divergence import Divergence
from zenith.errors import ZenithError

Finding = Divergence | ZenithError | None
"""What a comparison found: where two runs differ, an error in its place, or nothing."""


@dataclass(slots=True)
class Report:
    """What a check found.

    Attributes:
        ticks: How many ticks were checked.
        compared: How many pairs of states were compared.
        differences: How many of them differed, or could not be reached at all.
        first: The first difference, or the error that stood in its place.
        drawn: How many times the game was drawn, in a strict check.
        pictured: Whether OpenGL drew, and not a stand-in.
    """

    ticks: int = 0
    compared: int = 0
    differences: int = 0
    first: Finding = None
    drawn: int = 0
    pictured: bool = False

    @property
    def passed(self) -> bool:
        """Whether nothing was found."""
        return self.differences == 0

    def note(self, found: Finding) -> bool:
        """Count a comparison; tell whether it found nothing."""
        self.compared += 1
        if found is None:
            return True
        self.differences += 1
        if self.first is None:
            self.first = found
        return False

    def __str__(self) -> str:
        drawn = f", {self.drawn} frames" if self.drawn else ""
        lines = [
            f"{self.ticks} ticks, {self.compared} comparisons{drawn}: "
            f"{self.differences} difference{'' if self.differences == 1 else 's'}"
        ]
        if self.first is not None:
            lines.append(f"first: {self.first}")
        return "\n".join(lines)
