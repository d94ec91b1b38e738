"""A notice over the picture of a game that goes on: what is wrong with a file that changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from zenith.app.overlay import ACCENT, BRIGHT, FONT_PIXELS, LINE, PANEL, QUIET, cut
from zenith.maths import Color

if TYPE_CHECKING:
    from zenith.render import Canvas

MOST: Final = 12
"""So many lines are shown."""
HEAD: Final = "Not taken over; the game goes on as it was. Mend the file and save it."


def draw_notice(canvas: Canvas, troubles: Sequence[str]) -> None:
    """Draw what is wrong along the lower edge of the target, readable at any size.

    Args:
        canvas: Counts in pixels of the target.
        troubles: What is wrong, each in a few lines.
    """
    canvas.screen = True
    size = FONT_PIXELS * max(1, min(round(canvas.width / 480), round(canvas.height / 360)))
    rows = _rows(troubles)
    height = (len(rows) + 1.0) * size * LINE
    top = round(canvas.height - height)
    canvas.rectangle(0, top, canvas.width, height, PANEL)
    canvas.rectangle(0, top, canvas.width, size / 4, ACCENT)
    y = top + 0.5 * size * LINE

    def measure(text: str) -> float:
        return canvas.measure(text, size=size).x

    for text, color in rows:
        shown = cut(text, canvas.width - 2 * size, measure, tail=color is ACCENT)
        canvas.text(shown, size, round(y), color, size=size)
        y += size * LINE


def _rows(troubles: Sequence[str]) -> list[tuple[str, Color]]:
    rows: list[tuple[str, Color]] = []
    for trouble in troubles:
        first, *rest = trouble.splitlines() or [""]
        rows += [(first, ACCENT), *((line, BRIGHT) for line in rest)]
    left = len(rows) - MOST
    shown = [*rows[:MOST], *([(f"... and {left} more lines", QUIET)] if left > 0 else [])]
    return [*shown, (HEAD, QUIET)]
