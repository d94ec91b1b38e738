"""The golden pictures' own test: the comparison must be able to fail."""

import re
from pathlib import Path

import numpy as np
import pytest

from pictures import check_picture
from zenith.images import load_image


@pytest.fixture
def picture():
    """20 x 10 pixels, no two columns equal."""
    pixels = np.full((10, 20, 4), 255, np.uint8)
    pixels[..., 0] = np.arange(20) * 10
    return pixels


@pytest.fixture
def golden(tmp_path, picture, monkeypatch):
    """A folder with that picture in it, blessed."""
    folder = tmp_path / "golden"
    monkeypatch.setenv("ZENITH_BLESS", "1")
    check_picture("sample", picture, "One Renderer", folder=tmp_path, golden=folder)
    monkeypatch.delenv("ZENITH_BLESS")
    return folder


def check(pixels, renderer, golden):
    check_picture("sample", pixels, renderer, folder=golden.parent, golden=golden)


def test_blessed_picture_passes_on_any_renderer(golden, picture):
    check(picture, "One Renderer", golden)
    check(picture, "Another Renderer", golden)


def test_renderer_that_drew_the_golden_picture_must_match_exactly(golden, picture):
    picture[3, 5, 1] -= 1
    check(picture, "Another Renderer", golden)
    with pytest.raises(AssertionError, match="1 of 200 pixels differ, by up to 1 of 255"):
        check(picture, "One Renderer", golden)


def test_other_renderers_may_be_off_by_little_or_in_few_pixels(golden, picture):
    picture[..., 1] -= 2
    picture[0, 0, 2] = 0
    check(picture, "Another Renderer", golden)
    picture[5, 5, 2] = 0
    with pytest.raises(AssertionError, match="2 of 200 pixels differ, by up to 255"):
        check(picture, "Another Renderer", golden)


def test_failure_shows_computed_expected_and_difference(golden, picture):
    changed = picture.copy()
    changed[4, 7, 1] -= 3
    with pytest.raises(AssertionError) as failure:
        check(changed, "One Renderer", golden)
    shown = load_image(Path(re.search(r"are in (.*)\.$", str(failure.value)).group(1)))
    assert shown.shape == (10, 20 * 3 + 8, 4)
    assert np.array_equal(shown[:, :20], changed)
    assert np.array_equal(shown[:, 24:44], picture)
    difference = shown[:, 48:, :3].any(axis=2)
    assert difference.sum() == 1
    assert shown[4, 48 + 7, 1] == 3 * 16


def test_difference_in_alpha_alone_is_told_and_shown(golden, picture):
    picture[0, 1, 3] = 250
    with pytest.raises(AssertionError, match="1 of 200"):
        check(picture, "One Renderer", golden)
    shown = load_image(golden.parent / "sample.png")
    assert shown[0, 48 + 1].tolist() == [80, 80, 80, 255]


def test_other_size_and_missing_file_are_told(golden, picture):
    with pytest.raises(AssertionError, match=r"20 x 9 pixels; the golden picture has 20 x 10"):
        check(picture[1:], "One Renderer", golden)
    (golden / "sample.png").unlink()
    with pytest.raises(AssertionError, match="is missing; ZENITH_BLESS=1 writes it"):
        check(picture, "One Renderer", golden)


def test_blessing_writes_anew(golden, picture, monkeypatch):
    monkeypatch.setenv("ZENITH_BLESS", "1")
    picture[:] = 9
    check(picture, "One Renderer", golden)
    monkeypatch.delenv("ZENITH_BLESS")
    check(picture, "One Renderer", golden)


def test_golden_pictures_of_two_renderers_are_not_mixed(golden, picture, monkeypatch):
    monkeypatch.setenv("ZENITH_BLESS", "1")
    with pytest.raises(AssertionError, match="were drawn by One Renderer, and this is Another"):
        check(picture, "Another Renderer", golden)
