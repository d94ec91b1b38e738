"""What came of verifying a recording, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from zenith.verifier.difference import Difference

SHOWN: Final = 3
"""How many differences of one part are shown; every part has its own."""
CAUSES: Final = (
    "What decides a run must be in its World: look for chance that is not world.random, the clock, "
    "the order of a set, id() or hash(), files, threads, and state kept in modules, classes or "
    "closures."
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether two runs of a recording were one, and where they parted.

    Attributes:
        kind: "same", "chance" (two runs of one game differ), "changed" (they agree, but not with
            the recording) or "reference" (the game differs from the one it was held against).
        ticks: How many ticks were compared.
        tick: `App.ticks` where the runs first differ; None where they never did.
        differences: Where they differ then.
        window: First and last tick of the stretch in which the run left the recording.
        error: What a run raised, or both, or should have raised.
        checked: How many digests of the recording were compared.
    """

    kind: str
    ticks: int
    tick: int | None = None
    differences: tuple[Difference, ...] = ()
    window: tuple[int, int] | None = None
    error: str = ""
    checked: int = 0

    @property
    def same(self) -> bool:
        """Whether everything was as recorded."""
        return self.kind == "same"

    def __str__(self) -> str:
        return "\n".join([self._headline(), *self._places(), *self._advice()])

    def _headline(self) -> str:
        if self.kind == "changed" and self.window is not None:
            first, last = self.window
            if self.error:
                return f"Two runs agree, but not with the recording, in tick {last}:"
            return (
                "Two runs agree with each other, but not with the recording: the game or the "
                f"engine changed since. It shows in ticks {first} to {last}."
            )
        if self.kind == "chance":
            return f"Two runs of this recording differ, first after tick {self.tick}:"
        if self.kind == "reference":
            return f"The game differs from the reference, first after tick {self.tick}:"
        if self.checked:
            return f"The same {self.ticks} ticks in two processes, and as recorded."
        return (
            f"The same {self.ticks} ticks in two processes. The recording has no digests of this "
            "class of machines to compare with."
        )

    def _places(self) -> list[str]:
        lines: list[str] = []
        by_part: dict[tuple[str, str], list[Difference]] = {}
        for found in self.differences:
            by_part.setdefault((found.scene, found.part), []).append(found)
        for (scene, part), places in by_part.items():
            name = scene.partition(" ")[2] or "a scene without a name"
            lines += [f"  {name}: {found}" for found in places[:SHOWN]]
            lines += [f"  {name}: more of {part}"] if len(places) > SHOWN else []
        return lines + ([f"  {line}" for line in self.error.splitlines()] if self.error else [])

    def _advice(self) -> list[str]:
        if self.kind == "chance":
            return [CAUSES]
        if self.kind == "changed":
            return [
                "--against PATH, with the game as it was, finds the exact place; "
                '--bless "reason" takes the present way for the right one.'
            ]
        return []
