"""Planted faults: small patches with the place where each is to be found."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent / "faults"
GAME = HERE / "game"
RECORDING = GAME / "replays" / "walk.json"
HUNK = re.compile(r"^<<< (\S+)\n(.*?)\n===\n(.*?)\n>>>$", re.DOTALL | re.MULTILINE)
PLACE = re.compile(r"(resource \w+|\w+)(?: of ([^,]+))?(?:, (\w+))?")


@dataclass(frozen=True)
class Fault:
    """One fault: what it is, how it can be found, and where it must be."""

    name: str
    text: str
    against: bool
    place: str
    tick: int | None
    hunks: list[tuple[str, str, str]]

    def plant(self, folder):
        """Copy the game to a folder, put the fault in, and return the copy."""
        copy = folder / "orchard"
        shutil.copytree(GAME, copy)
        for file, old, new in self.hunks:
            source = (copy / file).read_text("utf-8")
            assert source.count(old) == 1, f"{self.name}: {old!r} stands {source.count(old)} times"
            (copy / file).write_text(source.replace(old, new), "utf-8")
        return copy

    def is_at(self, difference):
        """Tell whether a difference is in the place where this fault must be found."""
        part, entity, field = PLACE.fullmatch(self.place).groups()
        return (
            difference.part == part
            and difference.entity.startswith(entity or "")
            and field in (None, difference.field)
        )

    def is_located(self, verdict):
        """Tell whether a verdict says where the fault is, and does not point everywhere."""
        return (
            verdict.kind == ("reference" if self.against else "chance")
            and self.tick in (None, verdict.tick)
            and any(self.is_at(found) for found in verdict.differences)
            and len({found.part for found in verdict.differences}) <= 4
        )


def read(path):
    """Return the fault that a file describes."""
    text = path.read_text("utf-8")
    head, _, body = text.partition("\n\n")
    said = dict(line.split(": ", 1) for line in head.splitlines())
    tick = said.get("tick")
    hunks = HUNK.findall(body)
    assert hunks, path
    return Fault(
        path.stem,
        said["fault"],
        said["found by"] == "reference",
        said["place"],
        None if tick is None else int(tick),
        hunks,
    )


def faults():
    """Return every planted fault."""
    return [read(path) for path in sorted((HERE / "patches").glob("*.txt"))]
