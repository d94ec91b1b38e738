"""Two tellings of one state, taken apart down to the field."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

MISSING: Final = "nothing"
LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two runs differ.

    Attributes:
        scene: Place and name of the scene on the stack, as "0 level".
        part: The component, "resource Run", or ":tags" and the like.
        entity: The entity's name in quotes, "entity 12" by its serial number, or "".
        field: The field; "" where the whole is missing on one side.
        left: The value in the first run, as JSON.
        right: The value in the other.
    """

    scene: str
    part: str
    entity: str
    field: str
    left: str
    right: str

    def __str__(self) -> str:
        what = {
            ":entities": "which entities live", ":names": "the names", ":tags": "the tags",
            ":random": "the random numbers drawn", ":tick": "the world's tick",
        }.get(self.part, self.part)  # fmt: skip
        whose = f" of {self.entity}" if self.entity else ""
        field = f", {self.field}" if self.field else ""
        return f"{what}{whose}{field}: {_short(self.left)} and {_short(self.right)}"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."


def differing_parts(left: Mapping[str, str], right: Mapping[str, str]) -> list[str]:
    """Return the parts whose digests differ: components first, what the World keeps last."""
    names = [n for n in {**left, **right} if left.get(n) != right.get(n)]
    return sorted(names, key=lambda n: (n.startswith(":"), n.startswith("resource "), n))


def differences(
    scene: str, part: str, left: Mapping[str, Any], right: Mapping[str, Any]
) -> Iterator[Difference]:
    """Yield where two tellings of a part differ, in spawn order.

    Args:
        scene: Place and name of the scene.
        part: The part.
        left: What `part_values` said of it in the first run.
        right: The same of the other.
    """
    for serial in sorted({*left, *right}, key=lambda s: int(s or -1)):
        if serial not in left or serial not in right:
            entity = (left.get(serial) or right[serial])[0]
            here, there = ("there" if serial in side else MISSING for side in (left, right))
            yield Difference(scene, part, entity, "", here, there)
            continue
        (entity, mine), (_, theirs) = left[serial], right[serial]
        for field in [*mine, *(f for f in theirs if f not in mine)]:
            values = [_written(side, field) for side in (mine, theirs)]
            if values[0] != values[1]:
                yield Difference(scene, part, entity, field, *values)


def _written(fields: Mapping[str, Any], field: str) -> str:
    return json.dumps(fields[field], sort_keys=True) if field in fields else MISSING
