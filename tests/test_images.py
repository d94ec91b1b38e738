"""Pictures from files and into PNG files."""

import zlib

import numpy as np
import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from zenith import AssetBroken
from zenith.images import load_image, png_bytes, save_png

PICTURES = arrays.arrays(np.uint8, st.tuples(st.integers(1, 9), st.integers(1, 9), st.just(4)))
SAMPLE = np.arange(4 * 6 * 4, dtype=np.uint8).reshape(4, 6, 4) * 2


@given(PICTURES)
def test_what_is_saved_is_loaded_to_the_last_bit(tmp_path_factory, pixels):
    file = tmp_path_factory.getbasetemp() / "picture.png"
    save_png(file, pixels)
    loaded = load_image(file)
    assert loaded.dtype == np.uint8
    assert np.array_equal(loaded, pixels)


def test_saving_replaces_the_file_and_keeps_the_pixels(tmp_path):
    file = tmp_path / "picture.png"
    file.write_text("old")
    view = SAMPLE[::-1, ::2]
    save_png(file, view)
    assert np.array_equal(load_image(file), view)
    assert [f.name for f in tmp_path.iterdir()] == ["picture.png"]


def test_png_bytes_depend_on_the_pixels_alone():
    data = png_bytes(SAMPLE)
    assert data == png_bytes(SAMPLE.copy())
    body = data[data.index(b"IDAT") + 4 : data.index(b"IEND") - 8]
    rows = np.frombuffer(zlib.decompress(body), np.uint8).reshape(4, 1 + 6 * 4)
    assert not rows[:, 0].any()
    assert np.array_equal(rows[:, 1:].reshape(4, 6, 4), SAMPLE)


@pytest.mark.parametrize("extension", ["png", "bmp", "tga", "jpg"])
def test_formats_without_transparency_are_opaque(tmp_path, extension):
    surface = pygame.Surface((8, 8), depth=24)
    surface.fill((200, 100, 50))
    file = tmp_path / f"picture.{extension}"
    pygame.image.save(surface, str(file))
    pixels = load_image(file)
    assert pixels.shape == (8, 8, 4)
    assert (pixels[..., 3] == 255).all()
    assert np.abs(pixels[..., :3].astype(int) - (200, 100, 50)).max() <= 3


def test_pictures_with_a_palette_are_loaded_in_colour(tmp_path):
    surface = pygame.Surface((2, 1), depth=8)
    surface.set_palette([(10, 20, 30), (200, 0, 0)])
    surface.set_at((1, 0), (200, 0, 0))
    pygame.image.save(surface, str(tmp_path / "picture.bmp"))
    assert load_image(tmp_path / "picture.bmp")[0].tolist() == [[10, 20, 30, 255], [200, 0, 0, 255]]


@pytest.mark.parametrize("kept", [9, 20, 33, 45, 60])
def test_a_picture_cut_off_is_told_with_its_path(tmp_path, kept):
    file = tmp_path / "cut.png"
    file.write_bytes(png_bytes(SAMPLE)[:kept])
    with pytest.raises(AssetBroken, match=r"cut\.png: "):
        load_image(file)


def test_damaged_pixels_are_told_with_the_path(tmp_path):
    data = bytearray(png_bytes(SAMPLE))
    at = data.index(b"IDAT") + 8
    data[at : at + 8] = b"\xff" * 8
    (tmp_path / "hurt.png").write_bytes(data)
    with pytest.raises(AssetBroken, match=r"hurt\.png: the picture is damaged \("):
        load_image(tmp_path / "hurt.png")


def test_a_picture_that_says_it_is_huge_is_refused_before_it_is_decoded(tmp_path, monkeypatch):
    def decode(path):
        pytest.fail("It was decoded.")

    monkeypatch.setattr(pygame.image, "load", decode)
    data = bytearray(png_bytes(SAMPLE))
    data[16:24] = (60000).to_bytes(4, "big") * 2
    (tmp_path / "bomb.png").write_bytes(data)
    with pytest.raises(AssetBroken, match=r"bomb\.png: the picture says it is 60000 x 60000"):
        load_image(tmp_path / "bomb.png")


def test_what_is_no_picture_and_what_is_not_there_are_told(tmp_path):
    (tmp_path / "words.png").write_text("words")
    with pytest.raises(AssetBroken, match=r"words\.png: this is no picture that can be read"):
        load_image(tmp_path / "words.png")
    with pytest.raises(AssetBroken, match=r"gone\.png: the file cannot be read"):
        load_image(tmp_path / "gone.png")
