"""What one tick knows of the player, in the steps that a recording keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from zenith.errors import BadValue

AXIS_STEPS: Final = 127
POINTER_STEPS: Final = 4
WHEEL_STEPS: Final = 8
FAR: Final = 1e6

Answer = tuple[str, Any]
"""What a tick asked of the world outside, and what it heard: data as JSON knows it."""


def rounded(value: float, steps: int) -> float:
    """Return the nearest multiple of 1/steps; never -0.0.

    >>> rounded(0.3, 4)
    0.25
    """
    return round(value * steps) / steps + 0.0


@dataclass(frozen=True, slots=True)
class TickInput:
    """All that a tick knows of the player: what recordings keep.

    Attributes:
        values: The actions that are not at rest; a button 1, an axis -1 to 1 in
            steps of 1/127.
        pointer: Where the pointer is, in quarter units of the virtual screen.
        wheel: Notches turned, in eighths; right and up are positive.
        text: What was typed.
        answers: What it asked of the world outside, in order, and heard.
    """

    values: Mapping[str, float] = field(default_factory=dict[str, float])
    pointer: tuple[float, float] = (0.0, 0.0)
    wheel: tuple[float, float] = (0.0, 0.0)
    text: str = ""
    answers: tuple[Answer, ...] = ()

    def rounded(self) -> TickInput:
        """Return this input in the steps that a recording keeps.

        Raises:
            BadValue: A number is not finite, or a value is not from -1 to 1.

        >>> TickInput({"move": 0.5, "fire": 0.0}).rounded().values
        {'move': 0.5039370078740157}
        """
        values = {name: checked_value(name, v) for name, v in self.values.items()}
        x, y = (in_steps("pointer", v, POINTER_STEPS) for v in self.pointer)
        across, along = (in_steps("wheel", v, WHEEL_STEPS) for v in self.wheel)
        kept = {name: value for name, value in values.items() if value}
        return TickInput(kept, (x, y), (across, along), self.text, self.answers)


def checked_value(action: str, value: float) -> float:
    """Return an action's value in steps of 1/127.

    Raises:
        BadValue: It is no number from -1 to 1.
    """
    given: Any = value
    if not isinstance(given, (int, float)) or not -1.0 <= given <= 1.0:
        raise BadValue(f'Action "{action}" is {given!r}; expected a number from -1 to 1.')
    return rounded(given, AXIS_STEPS)


def in_steps(what: str, value: float, steps: int) -> float:
    """Return a number in steps of 1/steps.

    Raises:
        BadValue: It is no number, or far beyond any screen.
    """
    given: Any = value
    if not isinstance(given, (int, float)) or not abs(given) <= FAR:
        raise BadValue(f"The {what} is {given!r}; expected a number within {FAR:g} of 0.")
    return rounded(given, steps)
