"""The report on a failure, laid over a game's picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from zenith.failure import CodeLine, Failure
from zenith.maths import Color

if TYPE_CHECKING:
    from zenith.render import Canvas

FONT_PIXELS: Final = 8
"""The pixels to the em of the engine's font; only multiples of it are drawn sharply."""
LINE: Final = 1.375
"""From one line to the next, in sizes of the font."""
SHADE: Final = Color(0.03, 0.04, 0.06, 0.72)
PANEL: Final = Color(0.10, 0.11, 0.15, 0.97)
WELL: Final = Color(0.05, 0.06, 0.09, 1.0)
ACCENT: Final = Color(0.96, 0.38, 0.36, 1.0)
BRIGHT: Final = Color(0.94, 0.95, 0.97, 1.0)
QUIET: Final = Color(0.60, 0.64, 0.72, 1.0)
CODE: Final = Color(0.99, 0.84, 0.52, 1.0)
NAME: Final = Color(0.53, 0.77, 0.99, 1.0)
KEYS: Final = "R  run it again      S  save the crash file      Esc  quit"
WIDEST: Final = 110
"""The widest panel, in sizes of half an em: about that many characters."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the panel.

    Attributes:
        text: What it says.
        color: In which colour.
        name: What stands before it in the colour of names.
        well: Whether it stands on the dark ground of code.
        gap: Lines left free above it.
        tail: Whether its end is kept where it is too long, as of a path.
    """

    text: str
    color: Color = BRIGHT
    name: str = ""
    well: bool = False
    gap: float = 0.0
    tail: bool = False

    @property
    def height(self) -> float:
        """How many lines it takes."""
        return 1.0 + self.gap


def draw_failure(canvas: Canvas, failure: Failure, notes: Sequence[str]) -> None:
    """Draw a failure over the whole target, readable at any size.

    Args:
        canvas: Counts in pixels of the target.
        failure: What to tell.
        notes: What became of the game, a sentence each; of "Name: value" the end is kept.
    """
    canvas.screen = True
    size = FONT_PIXELS * max(1, min(round(canvas.width / 480), round(canvas.height / 360)))
    margin = size * 1.5
    width = min(canvas.width - margin, WIDEST * size * 0.6)
    inside = width - 2.5 * size
    room = (canvas.height - margin) / (size * LINE) - 1.5
    rows = _chosen(_head(canvas, failure, size, inside), _body(failure), _foot(notes), room)
    height = (sum(row.height for row in rows) + 1.5) * size * LINE
    left, top = round((canvas.width - width) / 2), round((canvas.height - height) / 2)
    canvas.rectangle(0, 0, canvas.width, canvas.height, SHADE)
    canvas.rectangle(left, top, width, height, PANEL, radius=size / 2)
    canvas.rectangle(left, top, size / 4, height, ACCENT)
    y = top + 0.75 * size * LINE
    for row in rows:
        y += row.gap * size * LINE
        _draw_row(canvas, row, (left + round(1.25 * size), round(y)), size, inside)
        y += size * LINE


def _draw_row(
    canvas: Canvas, row: Row, place: tuple[float, float], size: float, width: float
) -> None:
    x, y = place
    if row.well:
        canvas.rectangle(x - size / 4, y - size * 0.2, width + size / 2, size * LINE, WELL)
    if row.name:
        used = canvas.text(cut(row.name, width / 2, _measure(canvas, size)), x, y, NAME, size=size)
        x, width = x + used.x, width - used.x
    fitting = cut(row.text, width, _measure(canvas, size), tail=row.tail)
    canvas.text(fitting, x, y, row.color, size=size)


def _head(canvas: Canvas, failure: Failure, size: float, width: float) -> list[Row]:
    """Return what must be read: what was raised, and where."""
    lines = wrap(failure.headline, width, _measure(canvas, size), most=3)
    rows = [Row(line, ACCENT) for line in lines]
    rows.append(Row(f"in {failure.when}", QUIET))
    culprit = failure.culprit
    if culprit is not None:
        rows.append(Row(culprit.place, gap=0.5, tail=True))
        rows.append(Row(culprit.source or " ", CODE, well=True, gap=0.2))
    return rows


def _body(failure: Failure) -> list[Row]:
    """Return what helps: the values there, and the way to it, the nearest first."""
    culprit = failure.culprit
    if culprit is None:
        return []
    rows = [Row(value, name=f"{name} = ") for name, value in culprit.locals]
    callers = [line for line in failure.lines if line.own and line is not culprit]
    rows += [_caller(line) for line in reversed(callers)]
    return [Row(r.text, r.color, r.name, r.well, 0.2 if r is rows[0] else r.gap, r.tail)
            for r in rows]  # fmt: skip


def _caller(line: CodeLine) -> Row:
    return Row(f"called from {line.place}: {line.source}", QUIET)


def _foot(notes: Sequence[str]) -> list[Row]:
    """Return what became of the game, and what can be done."""
    rows = [_note(note, 0.0 if k else 0.5) for k, note in enumerate(notes)]
    return [*rows, Row(KEYS, BRIGHT, gap=0.5)]


def _note(note: str, gap: float) -> Row:
    """Return the row of a note; what stands before a colon names the rest, as of a path."""
    name, colon, text = note.partition(": ")
    if not colon:
        return Row(note, QUIET, gap=gap)
    return Row(text, QUIET, name=name + colon, gap=gap, tail=True)


def _chosen(head: list[Row], body: list[Row], foot: list[Row], room: float) -> list[Row]:
    """Return what finds room: what helps goes first, then the notes from the first one on."""
    while body and sum(r.height for r in (*head, *body, *foot)) > room:
        body.pop()
    while len(foot) > 1 and sum(r.height for r in (*head, *foot)) > room:
        foot.pop(0)
    return [*head, *body, *foot]


def _measure(canvas: Canvas, size: float) -> Callable[[str], float]:
    return lambda text: canvas.measure(text, size=size).x


def cut(text: str, width: float, measure: Callable[[str], float], *, tail: bool = False) -> str:
    """Return a text that fits a width, three dots in place of what is left out.

    Args:
        text: One line.
        width: How wide it may be.
        measure: Tells how wide a text is.
        tail: Keep the end instead of the beginning.

    >>> cut("abcdefgh", 6, len), cut("abcdefgh", 6, len, tail=True), cut("abc", 6, len)
    ('abc...', '...fgh', 'abc')
    """
    if measure(text) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        kept = (low + high + 1) // 2
        if measure(_shortened(text, kept, tail=tail)) <= width:
            low = kept
        else:
            high = kept - 1
    return _shortened(text, low, tail=tail)


def _shortened(text: str, kept: int, *, tail: bool) -> str:
    return f"...{text[len(text) - kept :]}" if tail else f"{text[:kept]}..."


def wrap(text: str, width: float, measure: Callable[[str], float], *, most: int) -> list[str]:
    """Return a text as lines that fit a width, at most so many; the last one is cut.

    >>> wrap("one two three four five", 9, len, most=2)
    ['one two', 'three ...']
    """
    lines: list[str] = []
    left = text.split()
    while left and len(lines) < most - 1:
        count = 1
        while count < len(left) and measure(" ".join(left[: count + 1])) <= width:
            count += 1
        lines.append(cut(" ".join(left[:count]), width, measure))
        del left[:count]
    return [*lines, cut(" ".join(left), width, measure)] if left else lines
