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
        left: The value in the first run, as text.
        right: The value in the other.
    """

    scene: str
    part: str
    entity: str
    field: str
    left: str
    right: str

    def what(self) -> str:
        """Return the place within the scene in words."""
        what = {
            ":entities": "which entities live", ":names": "the names", ":tags": "the tags",
            ":random": "the random numbers drawn", ":tick": "the world's tick",
        }.get(self.part, self.part)  # fmt: skip
        whose = f" of {self.entity}" if self.entity else ""
        field = f", {self.field}" if self.field else ""
        return f"{what}{whose}{field}"

    def __str__(self) -> str:
        left, right = around(self.left, self.right)
        return f"{self.what()}: {left} and {right}"


def around(left: str, right: str) -> tuple[str, str]:
    """Return two texts, long ones cut down to where they begin to differ."""
    if max(len(left), len(right)) <= LONGEST:
        return left, right
    pairs = enumerate(zip(left, right, strict=False))
    same = next((k for k, (a, b) in pairs if a != b), min(len(left), len(right)))
    start = max(0, same - LONGEST // 4)
    cut = [f"{'...' if start else ''}{text[start : start + LONGEST]}" for text in (left, right)]
    whole = [len(text) <= start + LONGEST for text in (left, right)]
    shown = [
        text if all_of_it else f"{text}..." for text, all_of_it in zip(cut, whole, strict=True)
    ]
    return shown[0], shown[1]


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
    return shown(fields[field]) if field in fields else MISSING


def shown(data: Any) -> str:
    """Return a value written down as plain data as a person would write it.

    >>> shown(["l", 1, ["v", 0.5, 2.0], ["e", 7]])
    '[1, (0.5, 2.0), entity 7]'
    """
    if data.__class__ is not list:
        return json.dumps(data, ensure_ascii=False) if isinstance(data, str) else repr(data)
    letter, *rest = data
    if letter in _BRACKETS:
        inner = ", ".join(": ".join(map(shown, v)) if letter == "d" else shown(v) for v in rest)
        return f"{_BRACKETS[letter][0]}{inner}{_BRACKETS[letter][1]}"
    if letter in ("e", "w"):
        return "an entity that is gone" if rest[0] < 0 else f"entity {rest[0]}"
    if letter == "o":
        return f"{rest[0]}({', '.join(f'{k}={shown(v)}' for k, v in rest[1].items())})"
    return " ".join(map(str, rest))


_BRACKETS: Final = {"l": "[]", "t": "()", "s": "{}", "d": "{}", "v": "()", "c": "()"}
