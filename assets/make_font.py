"""Make the engine's font, fonts/zenith.ttf, from the drawing in zenith_font.txt.

Run it from anywhere: python assets/make_font.py
"""

from __future__ import annotations

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import newTable
from fontTools.ttLib.tables._k_e_r_n import KernTable_format_0

HERE = Path(__file__).resolve().parent
PIXEL = 128
EM, ASCENT, DESCENT = 8, 8, 2
BASELINE = 7
KERNED = {"AV": -1, "VA": -1, "AT": -1, "TA": -1, "LT": -1, "To": -1, "Ta": -1, "Te": -1, "P.": -1}
LONG_AGO = 3_786_825_600  # a fixed date, so that the file is the same each time

Rows = list[str]


def read_drawing(text: str) -> dict[str, Rows]:
    """Return the rows of each character."""
    found: dict[str, Rows] = {}
    rows: Rows = []
    for line in text.splitlines():
        if line.startswith("= ") and len(line) == 3:
            rows = found.setdefault(line[2], [])
        elif line and set(line) <= {"#", "."}:
            rows.append(line)
    return found


def rectangles(rows: Rows) -> list[tuple[int, int, int, int]]:
    """Cover the filled pixels with few rectangles: runs along a row, joined downwards."""
    runs: dict[tuple[int, int], list[list[int]]] = {}
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            if row[x] == "#":
                end = x
                while end < len(row) and row[end] == "#":
                    end += 1
                stretches = runs.setdefault((x, end), [])
                if stretches and stretches[-1][1] == y:
                    stretches[-1][1] = y + 1
                else:
                    stretches.append([y, y + 1])
                x = end
            x += 1
    return [(x, top, end, bottom) for (x, end), s in runs.items() for top, bottom in s]


def outline(rows: Rows):
    """Return a glyph whose contours are rectangles, clockwise as TrueType fills them."""
    pen = TTGlyphPen(None)
    for left, top, right, bottom in sorted(rectangles(rows)):
        x1, x2 = left * PIXEL, right * PIXEL
        y1, y2 = (BASELINE - top) * PIXEL, (BASELINE - bottom) * PIXEL
        pen.moveTo((x1, y1))
        pen.lineTo((x2, y1))
        pen.lineTo((x2, y2))
        pen.lineTo((x1, y2))
        pen.closePath()
    return pen.glyph()


def build(drawing: dict[str, Rows]) -> FontBuilder:
    """Return the font."""
    names = {character: f"uni{ord(character):04X}" for character in drawing}
    box = ["#####", *["#...#"] * 5, "#####"]
    glyphs = {".notdef": outline(box), "space": outline([]), "nbspace": outline([])}
    advances = {".notdef": 6, "space": 4, "nbspace": 4}
    for character, rows in drawing.items():
        glyphs[names[character]] = outline(rows)
        advances[names[character]] = max(map(len, rows)) + 1
    builder = FontBuilder(EM * PIXEL, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    cmap = {ord(c): n for c, n in names.items()} | {0x20: "space", 0xA0: "nbspace"}
    builder.setupCharacterMap(cmap)
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(
        {
            n: (advances[n] * PIXEL, glyphs[n].xMin if glyphs[n].numberOfContours else 0)
            for n in glyphs
        }
    )
    builder.setupHorizontalHeader(ascent=ASCENT * PIXEL, descent=-DESCENT * PIXEL)
    builder.setupNameTable({"familyName": "Zenith", "styleName": "Regular"})
    builder.setupOS2(
        sTypoAscender=ASCENT * PIXEL,
        sTypoDescender=-DESCENT * PIXEL,
        usWinAscent=ASCENT * PIXEL,
        usWinDescent=DESCENT * PIXEL,
        sxHeight=5 * PIXEL,
        sCapHeight=7 * PIXEL,
    )
    builder.setupPost()
    add_kerning(builder, names)
    builder.font["head"].created = builder.font["head"].modified = LONG_AGO
    builder.font.recalcTimestamp = False
    return builder


def add_kerning(builder: FontBuilder, names: dict[str, str]) -> None:
    """Bring some pairs closer together."""
    table = newTable("kern")
    table.version = 0
    pairs = KernTable_format_0()
    pairs.coverage, pairs.format = 1, 0
    pairs.kernTable = {(names[a], names[b]): k * PIXEL for (a, b), k in KERNED.items()}
    table.kernTables = [pairs]
    builder.font["kern"] = table


def main() -> None:
    """Write the font."""
    drawing = read_drawing((HERE / "zenith_font.txt").read_text("utf-8"))
    target = HERE / "fonts" / "zenith.ttf"
    target.parent.mkdir(exist_ok=True)
    build(drawing).save(target)


if __name__ == "__main__":
    main()
