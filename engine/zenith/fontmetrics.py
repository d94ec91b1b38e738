"""Text measured by its font file, without a device: what layout and picking rest on."""

from __future__ import annotations

import io
import math
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from fontTools.ttLib import TTFont, TTLibError
from numpy.typing import NDArray

from zenith.assets import check_font
from zenith.errors import AssetBroken, BadValue, unknown

DEFAULT_FONT: Final = "zenith"
"""The font of a Text that names none; it comes with the engine."""
ALIGNMENTS: Final = {"left": 0.0, "center": 0.5, "right": 1.0}
KEPT_LAYOUTS: Final = 1024
TAB_BLANKS: Final = 4


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each character of a text goes, in units, from the text's upper left corner.

    Attributes:
        glyphs: The characters, blanks and line ends left out.
        x: float64 (n,): where each one's pen begins.
        y: float64 (n,): the upper edge of its line.
        width: Of the widest line, or the width it was wrapped to.
        height: Of all lines.
        lines: How many there are.
    """

    glyphs: str
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    width: float
    height: float
    lines: int


class FontMetrics:
    """The measures of one font, in its own units, read once.

    Attributes:
        path: Its file.
        data: What the file held when it was measured: glyphs are drawn from the same bytes.
        units: Units to the em.
        ascent: Above the baseline.
        descent: Below it, positive.
        line_gap: Between two lines.
    """

    def __init__(self, path: Path, data: bytes, font: Any) -> None:
        self.path, self.data = path, data
        self.units = int(font["head"].unitsPerEm)
        if self.units < 1:
            raise ValueError(f"{self.units} units to the em")
        hhea = font["hhea"]
        self.ascent, self.descent = int(hhea.ascent), -int(hhea.descent)
        self.line_gap = int(hhea.lineGap)
        self._names: dict[int, str] = dict(font.getBestCmap() or {})
        self._advances: dict[str, int] = {
            name: int(metric[0]) for name, metric in font["hmtx"].metrics.items()
        }
        self._missing = self._advances.get(".notdef", self.units // 2)
        self._kerning = _kerning(font)
        self._layouts: OrderedDict[Any, Layout] = OrderedDict()

    @classmethod
    def load(cls, path: Path) -> FontMetrics:
        """Read a font file.

        Raises:
            AssetBroken: It is no TrueType or OpenType font, too large, or damaged.
        """
        check_font(path)
        try:
            data = path.read_bytes()
            with TTFont(io.BytesIO(data), lazy=False) as font:
                return cls(path, data, font)
        except OSError as e:
            raise AssetBroken(f"{path}: the file cannot be read ({e.strerror}).") from None
        except (TTLibError, KeyError, ValueError, TypeError, AttributeError, AssertionError) as e:
            raise AssetBroken(
                f"{path}: this is no font that can be read ({e}); expected .ttf or .otf."
            ) from None
        except Exception as e:  # the parser raises what it meets: struct.error, IndexError, ...
            raise AssetBroken(f"{path}: this font is damaged ({e}).") from None

    def lacking(self, text: str) -> str:
        """Return the characters of a text that the font has no glyph for, each once."""
        shown = dict.fromkeys(c for c in text if not c.isspace())
        return "".join(c for c in shown if ord(c) not in self._names)

    def advance(self, character: str, size: float) -> float:
        """Return how far the pen moves over a character."""
        return self._advance(character) * size / self.units

    def kern(self, first: str, second: str, size: float) -> float:
        """Return how much closer two neighbours stand: negative is closer."""
        return self._kern(first, second) * size / self.units

    def line_height(self, size: float) -> float:
        """Return the distance from one line to the next."""
        return (self.ascent + self.descent + self.line_gap) * size / self.units

    def width(self, text: str, size: float) -> float:
        """Return the width of one line of text."""
        return float(self._pens(text)[-1]) * size / self.units

    def layout(
        self,
        text: str,
        size: float,
        *,
        width: float = 0.0,
        align: str = "left",
        line_height: float = 1.0,
    ) -> Layout:
        r"""Lay a text out.

        Args:
            text: The words; "\n" ends a line, a tab is four blanks.
            size: The height of the em, in units.
            width: Where lines wrap, between words where that is possible; 0 never wraps.
            align: "left", "center" or "right", within `width` or the widest line.
            line_height: Times the font's own.

        Raises:
            UnknownName: There is no such alignment.
            BadValue: The text is none, the size is not above 0, or a number is not finite.
        """
        given: Any = text
        if not isinstance(given, str):
            raise BadValue(f"A text is shown as it is, so it must be a str, not {given!r}.")
        key = (text, size, width, align, line_height)
        found = self._layouts.get(key)
        if found is None:
            if align not in ALIGNMENTS:
                raise unknown("alignment", align, ALIGNMENTS)
            if not (0.0 < size < math.inf and math.isfinite(width) and math.isfinite(line_height)):
                raise BadValue(
                    f"A text cannot be {size} high, {width} wide and {line_height} lines apart; "
                    "expected finite numbers, the size above 0."
                )
            found = self._layouts[key] = self._lay(text, size, width, align, line_height)
            if len(self._layouts) > KEPT_LAYOUTS:
                self._layouts.popitem(last=False)
        return found

    def _lay(self, text: str, size: float, width: float, align: str, spacing: float) -> Layout:
        unit = size / self.units
        lines = self.wrap(text, size, width)
        pens = [self._pens(line) * unit for line in lines]
        widths = [float(pen[-1]) for pen in pens]
        whole = width if width > 0.0 else max(widths)
        step = self.line_height(size) * spacing
        glyphs: list[str] = []
        xs: list[NDArray[np.float64]] = []
        ys: list[NDArray[np.float64]] = []
        for number, (line, pen) in enumerate(zip(lines, pens, strict=True)):
            shown = np.array([not c.isspace() for c in line], bool)
            glyphs.append("".join(c for c in line if not c.isspace()))
            xs.append(pen[:-1][shown] + (whole - widths[number]) * ALIGNMENTS[align])
            ys.append(np.full(int(shown.sum()), number * step))
        height = step * (len(lines) - 1) + self.line_height(size)
        x, y = np.concatenate(xs), np.concatenate(ys)
        return Layout("".join(glyphs), x, y, whole, height, len(lines))

    def wrap(self, text: str, size: float, width: float) -> list[str]:
        """Return the lines of a text, wrapped to a width where one is given."""
        lines = text.replace("\r\n", "\n").replace("\t", " " * TAB_BLANKS).split("\n")
        if width <= 0.0:
            return lines
        limit = width * self.units / size
        return [piece for line in lines for piece in self._wrap_line(line, limit)]

    def _wrap_line(self, line: str, limit: float) -> list[str]:
        pieces: list[str] = []
        current = ""
        for k, word in enumerate(line.split(" ")):
            longer = f"{current} {word}" if k else word
            if not current.strip(" ") or self._fits(longer, limit):
                current = longer
            else:
                pieces.append(current.rstrip(" "))
                current = word
            while len(current) > 1 and not self._fits(current, limit):
                fitting = max(1, int(np.searchsorted(self._pens(current), limit, "right")) - 1)
                pieces.append(current[:fitting].rstrip(" "))
                current = current[fitting:]
        return [*pieces, current.rstrip(" ")]

    def _fits(self, line: str, limit: float) -> bool:
        """Tell whether a line is short enough; blanks at its end do not count."""
        return bool(self._pens(line.rstrip(" "))[-1] <= limit)

    def _pens(self, line: str) -> NDArray[np.float64]:
        """Return where each character's pen begins, and where the line ends, in font units."""
        steps = np.zeros(len(line) + 1)
        for k, character in enumerate(line):
            steps[k + 1] = self._advance(character)
            if k and self._kerning:
                steps[k] += self._kern(line[k - 1], character)
        return steps.cumsum()

    def _advance(self, character: str) -> int:
        name = self._names.get(ord(character))
        return self._missing if name is None else self._advances.get(name, self._missing)

    def _kern(self, first: str, second: str) -> int:
        left, right = self._names.get(ord(first)), self._names.get(ord(second))
        return self._kerning.get((left or "", right or ""), 0)


def _kerning(font: Any) -> dict[tuple[str, str], int]:
    """Return the pairs of the kern table: what the rasteriser uses as well."""
    found: dict[tuple[str, str], int] = {}
    if "kern" in font:
        for table in font["kern"].kernTables:
            found.update({pair: int(value) for pair, value in table.kernTable.items()})
    return found
