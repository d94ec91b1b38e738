"""Text measured by the font file: advances, kerning, wrapping, alignment."""

from itertools import pairwise

import numpy as np
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from zenith.assets import engine_assets
from zenith.errors import AssetBroken, BadValue, UnknownName
from zenith.fontmetrics import ALIGNMENTS, KEPT_LAYOUTS, FontMetrics

OWN = engine_assets() / "fonts" / "zenith.ttf"
METRICS = FontMetrics.load(OWN)
SIZE = 20.0

text = st.text("abc WMil.,", max_size=40)
wide = st.floats(1, 300)


@pytest.fixture
def plain(tmp_path):
    """A font in which each letter is as wide as its name says: a is 100, b is 200, ..."""
    names = {"a": 100, "b": 200, "c": 300, "space": 50}
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", *names])
    builder.setupCharacterMap({ord(" "): "space", **{ord(n): n for n in "abc"}})
    empty = TTGlyphPen(None).glyph()
    builder.setupGlyf(dict.fromkeys([".notdef", *names], empty))
    builder.setupHorizontalMetrics({".notdef": (500, 0), **{n: (w, 0) for n, w in names.items()}})
    builder.setupHorizontalHeader(ascent=700, descent=-300, lineGap=200)
    builder.setupNameTable({"familyName": "Plain", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(tmp_path / "plain.ttf")
    return FontMetrics.load(tmp_path / "plain.ttf")


def test_advances_are_those_of_the_file():
    with TTFont(OWN) as font:
        units = font["head"].unitsPerEm
        named = font.getBestCmap()
        assert len(named) > 90
        for code, name in named.items():
            assert METRICS.advance(chr(code), units) == font["hmtx"][name][0]
            assert METRICS.advance(chr(code), SIZE) == font["hmtx"][name][0] * SIZE / units


def test_kerning_is_that_of_the_file():
    with TTFont(OWN) as font:
        units = font["head"].unitsPerEm
        characters = {name: chr(code) for code, name in font.getBestCmap().items()}
        pairs = {p: v for t in font["kern"].kernTables for p, v in t.kernTable.items()}
        assert pairs
        for (left, right), value in pairs.items():
            first, second = characters[left], characters[right]
            assert METRICS.kern(first, second, units) == value
            apart = METRICS.advance(first, units) + value
            assert METRICS.layout(first + second, units).x.tolist() == [0, apart]
            assert METRICS.width(first + second, units) == apart + METRICS.advance(second, units)
    assert METRICS.kern("a", " ", SIZE) == 0


def test_heights_are_those_of_the_file(plain):
    with TTFont(OWN) as font:
        assert METRICS.ascent == font["hhea"].ascent
        assert METRICS.descent == -font["hhea"].descent
    assert plain.line_height(10) == 12


def test_a_character_the_font_lacks_is_as_wide_as_its_stand_in(plain):
    assert plain.advance("z", 1000) == 500
    assert plain.width("az", 1000) == 600


@given(text, st.floats(1, 500))
def test_a_width_is_the_sum_of_advances_and_kerning(words, size):
    steps = [METRICS.advance(c, size) for c in words]
    kerns = [METRICS.kern(a, b, size) for a, b in pairwise(words)]
    assert METRICS.width(words, size) == pytest.approx(sum(steps) + sum(kerns), abs=1e-6)


def test_pens_begin_where_the_one_before_ended(plain):
    layout = plain.layout("ab c", 10)
    assert layout.glyphs == "abc"
    assert layout.x.tolist() == [0, 1, 3.5]
    assert layout.y.tolist() == [0, 0, 0]
    assert (layout.width, layout.height, layout.lines) == (6.5, 12, 1)


def test_lines_are_a_line_height_apart(plain):
    layout = plain.layout("a\nb\r\n\nc", 10, line_height=2)
    assert layout.glyphs == "abc"
    assert layout.y.tolist() == [0, 24, 72]
    assert (layout.height, layout.lines) == (84, 4)


def test_a_tab_is_four_blanks(plain):
    assert plain.layout("a\tb", 10).x.tolist() == [0, 3]


def test_a_text_of_nothing_has_a_height(plain):
    layout = plain.layout("", 10)
    assert (layout.glyphs, layout.width, layout.height, layout.lines) == ("", 0, 12, 1)
    assert layout.x.shape == layout.y.shape == (0,)


@pytest.mark.parametrize(("align", "x"), [("left", 0), ("center", 2), ("right", 4)])
def test_alignment_within_the_widest_line(plain, align, x):
    layout = plain.layout("aaaaa\na", 10, align=align)
    assert (layout.x[-1], layout.width) == (x, 5)


@pytest.mark.parametrize(("align", "x"), [("left", 0), ("center", 9), ("right", 18)])
def test_alignment_within_the_width_given(plain, align, x):
    layout = plain.layout("b", 10, width=20, align=align)
    assert (layout.x[0], layout.width) == (x, 20)


@pytest.mark.parametrize(
    ("words", "width", "lines"),
    [
        ("aa aa aa", 4.5, ["aa aa", "aa"]),
        ("aa aa aa", 4.4, ["aa", "aa", "aa"]),
        ("aa aa aa", 0, ["aa aa aa"]),
        ("aa aa\naa", 100, ["aa aa", "aa"]),
        ("aaaaaaa", 3, ["aaa", "aaa", "a"]),
        ("a aaaaa a", 3.5, ["a", "aaa", "aa a"]),
        ("ccc", 1, ["c", "c", "c"]),
        ("aa  aa", 3, ["aa", "aa"]),
        ("aa    aa", 3, ["aa", "aa"]),
        ("aa ", 2, ["aa"]),
        ("aa   ", 2, ["aa"]),
        ("  aa aa", 4, ["  aa", "aa"]),
        ("", 5, [""]),
        ("   ", 5, [""]),
        ("\n\n", 5, ["", "", ""]),
    ],
)
def test_wrapping(plain, words, width, lines):
    assert plain.wrap(words, 10, width) == lines


@given(words=text, width=wide, align=st.sampled_from(sorted(ALIGNMENTS)))
def test_wrapped_lines_keep_to_the_width_and_lose_no_letter(words, width, align):
    lines = METRICS.wrap(words, SIZE, width)
    assert all(len(line) == 1 or METRICS.width(line, SIZE) <= width + 1e-6 for line in lines)
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")
    layout = METRICS.layout(words, SIZE, width=width, align=align)
    assert layout.glyphs == words.replace(" ", "")
    assert layout.lines == len(lines)
    assert len(layout.x) == len(layout.y) == len(layout.glyphs)


@given(words=text, width=wide)
def test_words_that_fit_are_not_broken(words, width):
    kept = {part for line in METRICS.wrap(words, SIZE, width) for part in line.split(" ")}
    assert {w for w in words.split(" ") if METRICS.width(w, SIZE) <= width} <= {*kept, ""}


@given(words=text, width=st.floats(50, 300))
def test_right_aligned_lines_end_at_the_width(words, width):
    layout = METRICS.layout(words, SIZE, width=width, align="right")
    for top in np.unique(layout.y):
        last = int(np.flatnonzero(layout.y == top)[-1])
        end = layout.x[last] + METRICS.advance(layout.glyphs[last], SIZE)
        assert end == pytest.approx(width, abs=1e-6)


def test_layouts_are_kept_and_not_for_ever(plain):
    first = plain.layout("abc", 10)
    assert plain.layout("abc", 10) is first
    assert plain.layout("abc", 11) is not first
    for k in range(KEPT_LAYOUTS):
        plain.layout(str(k), 10)
    again = plain.layout("abc", 10)
    assert again is not first
    assert again.x.tolist() == first.x.tolist()


def test_an_unknown_alignment_is_named_with_the_nearest():
    with pytest.raises(UnknownName, match=r'"centre"\. Did you mean "center"'):
        METRICS.layout("a", SIZE, align="centre")


@pytest.mark.parametrize("bad", [0, -1, float("nan"), float("inf")])
def test_a_size_that_is_none_is_refused(bad):
    with pytest.raises(BadValue, match="size above 0"):
        METRICS.layout("a", bad)


@pytest.mark.parametrize("bad", [5, None, b"a", ["a"]])
def test_what_is_no_text_is_refused(bad):
    with pytest.raises(BadValue, match="must be a str"):
        METRICS.layout(bad, SIZE)


@pytest.mark.parametrize(
    "data",
    [b"", b"\0" * 400, b"no font at all", b"\0\1\0\0" + b"\xff" * 60, OWN.read_bytes()[:600]],
    ids=["empty", "zeros", "text", "ones", "cut"],
)
def test_what_is_no_font_is_refused(tmp_path, data):
    (tmp_path / "bad.ttf").write_bytes(data)
    with pytest.raises(AssetBroken, match=r"bad\.ttf"):
        FontMetrics.load(tmp_path / "bad.ttf")


def test_a_font_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(AssetBroken, match=r"none\.ttf"):
        FontMetrics.load(tmp_path / "none.ttf")


def test_a_damaged_font_is_refused_or_still_measures(tmp_path):
    data = OWN.read_bytes()
    refused = 0
    for at in range(0, len(data), len(data) // 60):
        (tmp_path / "bad.ttf").write_bytes(data[:at] + b"\xff\xff\xff\xff" + data[at + 4 :])
        try:
            found = FontMetrics.load(tmp_path / "bad.ttf")
        except AssetBroken:
            refused += 1
            continue
        assert found.layout("ab c", SIZE, width=30).lines >= 1
    assert refused


def test_no_units_to_the_em_are_refused(tmp_path):
    with TTFont(OWN) as font:
        font["head"].unitsPerEm = 0
        font.save(tmp_path / "bad.ttf")
    with pytest.raises(AssetBroken, match="units"):
        FontMetrics.load(tmp_path / "bad.ttf")
