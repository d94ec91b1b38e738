"""Glyphs as small pictures."""

import numpy as np
import pytest

from zenith import AssetBroken
from zenith.assets import Assets, engine_assets
from zenith.fontmetrics import FontMetrics
from zenith.fonts import GlyphRasteriser

FONT = FontMetrics.load(Assets([engine_assets()]).find("font", "zenith"))


def drawn(glyph):
    """Return a glyph as rows of text."""
    return ["".join("#" if a > 127 else "." for a in row) for row in glyph.alpha]


def test_a_glyph_is_the_letter():
    assert drawn(GlyphRasteriser(FONT, 8).rasterise("Z")) == [
        "#####",
        "....#",
        "...#.",
        "..#..",
        ".#...",
        "#....",
        "#####",
    ]


def test_glyphs_are_trimmed_to_what_is_covered():
    for character in "aZ.,!gj|_'":
        alpha = GlyphRasteriser(FONT, 24).rasterise(character).alpha
        assert alpha.dtype == np.uint8
        for edge in (alpha[0], alpha[-1], alpha[:, 0], alpha[:, -1]):
            assert edge.any(), character


def test_a_glyph_knows_its_place_on_the_line():
    rasteriser = GlyphRasteriser(FONT, 32)
    base = round(FONT.ascent * 32 / FONT.units)
    for character, reaches in (("Z", 0), ("h", 0), ("g", 8), (",", 4)):
        glyph = rasteriser.rasterise(character)
        assert glyph.top + len(glyph.alpha) == base + reaches, character
    assert rasteriser.rasterise("a").top > rasteriser.rasterise("h").top
    assert rasteriser.rasterise("a").left >= 0


@pytest.mark.parametrize("size", [8, 16, 40])
def test_glyphs_fit_into_the_advance_that_layout_counts_with(size):
    rasteriser = GlyphRasteriser(FONT, size)
    for character in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789":
        glyph = rasteriser.rasterise(character)
        assert glyph.left + glyph.alpha.shape[1] <= FONT.advance(character, size) + 1
        assert glyph.top + glyph.alpha.shape[0] <= FONT.line_height(size) + 1


@pytest.mark.parametrize("character", [" ", "\u00a0", "\0", "\ud800"])
def test_a_blank_has_no_picture(character):
    glyph = GlyphRasteriser(FONT, 16).rasterise(character)
    assert glyph.alpha.shape == (0, 0)


def test_what_the_font_lacks_is_a_box():
    rasteriser = GlyphRasteriser(FONT, 16)
    box = rasteriser.rasterise("\u4f60")
    assert np.array_equal(rasteriser.rasterise("\u5929").alpha, box.alpha)
    assert drawn(box)[1] == drawn(box)[-1] == "#" * box.alpha.shape[1]


def test_twice_the_size_is_twice_as_high():
    small, large = (GlyphRasteriser(FONT, size).rasterise("Z").alpha for size in (16, 32))
    assert large.shape == (2 * small.shape[0], 2 * small.shape[1])


def test_letters_are_drawn_from_what_was_measured_whatever_became_of_the_file(tmp_path):
    file = tmp_path / "own.ttf"
    file.write_bytes(FONT.path.read_bytes())
    metrics = FontMetrics.load(file)
    before = GlyphRasteriser(metrics, 16).rasterise("g")
    file.write_bytes(b"half of a fo")
    after = GlyphRasteriser(metrics, 16).rasterise("g")
    assert np.array_equal(before.alpha, after.alpha)
    file.unlink()
    with pytest.raises(AssetBroken, match=r"own\.ttf: the file cannot be read"):
        FontMetrics.load(file)
