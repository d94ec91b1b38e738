"""Where assets are found, and what a picture's header may say."""

import contextlib
import os
import struct
from pathlib import Path

import pytest

from zenith.assets import (
    EXTENSIONS,
    FOLDERS,
    MAX_PIXELS,
    MAX_SIDE,
    Assets,
    engine_assets,
    engine_data,
    picture_size,
)
from zenith.errors import AssetBroken, AssetMissing, UnknownName


def put(*parts, data=b""):
    file = Path(*parts)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file


@pytest.fixture
def assets(tmp_path):
    """Two folders; the first one's pictures go before the second one's."""
    first, second = tmp_path / "game", tmp_path / "engine"
    put(first, "images", "crate.png")
    put(first, "images", "enemies", "bat.png")
    put(first, "flat.png")
    put(first, "sounds", "coin.ogg")
    put(first, "music", "title.ogg")
    put(second, "images", "crate.png")
    put(second, "images", "ball.png")
    put(second, "fonts", "plain.ttf")
    return Assets([first, second, tmp_path / "none"])


@pytest.mark.parametrize(
    ("kind", "name", "path"),
    [
        ("image", "crate", "game/images/crate.png"),
        ("image", "crate.png", "game/images/crate.png"),
        ("image", "enemies/bat", "game/images/enemies/bat.png"),
        ("image", "flat", "game/flat.png"),
        ("image", "ball", "engine/images/ball.png"),
        ("sound", "coin", "game/sounds/coin.ogg"),
        ("music", "title", "game/music/title.ogg"),
        ("font", "plain", "engine/fonts/plain.ttf"),
    ],
)
def test_names_lead_to_files(assets, tmp_path, kind, name, path):
    assert assets.find(kind, name) == tmp_path / path


@pytest.mark.parametrize("kind", EXTENSIONS)
def test_every_extension_of_a_kind_is_found(tmp_path, kind):
    assets = Assets([tmp_path])
    for k, extension in enumerate(EXTENSIONS[kind]):
        file = put(tmp_path, FOLDERS[kind], f"it{k}{extension}")
        assert assets.find(kind, f"it{k}") == file
        assert assets.find(kind, f"it{k}{extension}") == file


def test_a_dot_in_a_name_is_no_extension(tmp_path):
    file = put(tmp_path, "boss.v2.png")
    assert Assets([tmp_path]).find("image", "boss.v2") == file


def test_a_missing_asset_is_told_with_folders_and_the_nearest_name(assets, tmp_path):
    with pytest.raises(AssetMissing) as caught:
        assets.find("image", "crat")
    assert 'There is no image "crat". Did you mean "crate"?' in str(caught.value)
    for folder in ("game", "engine", "none"):
        assert str(tmp_path / folder) in str(caught.value)


def test_a_sound_is_no_picture(assets):
    with pytest.raises(AssetMissing, match='no image "coin"'):
        assets.find("image", "coin")


def test_capital_letters_count_on_every_system(assets):
    with pytest.raises(AssetMissing, match=r'"Crate", but there is "crate": capital letters'):
        assets.find("image", "Crate")


def test_an_unknown_kind_is_named_with_the_nearest(assets):
    for call in (lambda: assets.find("imag", "crate"), lambda: assets.names("imag")):
        with pytest.raises(UnknownName, match=r'"imag"\. Did you mean "image"'):
            call()


def test_names_of_a_kind(assets):
    assert assets.names("image") == ["ball", "crate", "enemies/bat", "flat"]
    assert assets.names("sound") == ["coin"]


@pytest.mark.parametrize(
    "name",
    ["", ".", "./", "..", "../secret", "enemies/../../secret", "/etc/passwd", "\\secret", "a\\b",
     "C:secret", "C:/secret", "a\0b", "../game/images/crate", "x" * 5000, "a/" * 1000 + "b",
     None, 3, b"crate", ["crate"]],
)  # fmt: skip
def test_names_that_leave_the_folder_are_refused(assets, tmp_path, name):
    put(tmp_path, "secret.png")
    put(tmp_path, "game", "images.png")
    with pytest.raises(AssetMissing):
        assets.find("image", name)


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links on this system")
def test_a_link_that_leaves_the_folder_is_not_followed(assets, tmp_path):
    secret = put(tmp_path, "secret.png")
    (tmp_path / "game" / "images" / "link.png").symlink_to(secret)
    with pytest.raises(AssetMissing):
        assets.find("image", "link")


def test_a_folder_is_no_asset(assets, tmp_path):
    (tmp_path / "game" / "images" / "odd.png").mkdir()
    with pytest.raises(AssetMissing):
        assets.find("image", "odd")


def test_a_file_that_went_away_is_looked_for_again(assets, tmp_path):
    found = assets.find("image", "crate")
    found.unlink()
    assert assets.find("image", "crate") == tmp_path / "engine" / "images" / "crate.png"
    (tmp_path / "engine" / "images" / "crate.png").unlink()
    with pytest.raises(AssetMissing):
        assets.find("image", "crate")


def test_a_game_sees_its_own_folder_and_the_engines(tmp_path):
    own = put(tmp_path, "assets", "images", "crate.png")
    assets = Assets.for_game(tmp_path)
    assert assets.find("image", "crate") == own
    assert assets.find("font", "zenith").is_relative_to(engine_assets())


def test_the_engines_data_are_there():
    assert (engine_data("assets") / "fonts" / "zenith.ttf").is_file()
    assert (engine_data("examples") / "breakout" / "zenith.toml").is_file()


def test_a_frozen_program_has_its_data_inside(monkeypatch, tmp_path):
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    assert engine_data("assets") == tmp_path / "zenith" / "_data" / "assets"


# Headers.


def png(w, h):
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", w, h) + bytes(9)


def gif(w, h, *, screen=None, extension=b""):
    wide, high = screen or (w, h)
    head = b"GIF89a" + struct.pack("<HHBBB", wide, high, 0x80, 0, 0) + bytes(6)
    return head + extension + b"\x2c" + struct.pack("<HHHHB", 0, 0, w, h, 0) + b"\x02\x02"


def bmp(w, h):
    return b"BM" + bytes(12) + struct.pack("<Iii", 40, w, h) + bytes(28)


def bmp_of_old(w, h):
    return b"BM" + bytes(12) + struct.pack("<IHH", 12, w, h) + bytes(28)


def qoi(w, h):
    return b"qoif" + struct.pack(">IIBB", w, h, 4, 0)


def tga(w, h):
    return struct.pack("<BBBHHBHHHHBB", 0, 0, 2, 0, 0, 0, 0, 0, w, h, 32, 8)


def jpeg(w, h, *, before=b"\xff\xe0\x00\x06JFIF"):
    frame = struct.pack(">HBHHB", 17, 8, h, w, 3)
    return b"\xff\xd8" + before + b"\xff\xc0" + frame + bytes(9)


def webp_lossy(w, h):
    return b"RIFF" + bytes(4) + b"WEBPVP8 " + bytes(10) + struct.pack("<HH", w, h)


def webp_lossless(w, h):
    bits = (w - 1) | (h - 1) << 14
    return b"RIFF" + bytes(4) + b"WEBPVP8L" + bytes(4) + b"\x2f" + struct.pack("<I", bits)


def webp_extended(w, h):
    size = (w - 1).to_bytes(3, "little") + (h - 1).to_bytes(3, "little")
    return b"RIFF" + bytes(4) + b"WEBPVP8X" + bytes(8) + size


HEADERS = {
    "png": png,
    "gif": gif,
    "bmp": bmp,
    "old.bmp": bmp_of_old,
    "qoi": qoi,
    "tga": tga,
    "jpg": jpeg,
    "lossy.webp": webp_lossy,
    "lossless.webp": webp_lossless,
    "extended.webp": webp_extended,
}
# What sixteen bits, or fewer, cannot say needs no refusal.
LARGE = [name for name in HEADERS if name not in ("lossy.webp", "lossless.webp")]
HUGE = ("png", "bmp", "qoi", "extended.webp")


@pytest.mark.parametrize("name", HEADERS)
def test_headers_tell_the_size(tmp_path, name):
    assert picture_size(put(tmp_path, f"a.{name}", data=HEADERS[name](640, 48))) == (640, 48)


@pytest.mark.parametrize("name", ["png", "jpg", "bmp", "tga"])
def test_sizes_are_those_of_real_files(tmp_path, name):
    import pygame

    file = tmp_path / f"a.{name}"
    pygame.image.save(pygame.Surface((37, 21)), str(file))
    assert picture_size(file) == (37, 21)


@pytest.mark.parametrize("name", LARGE)
@pytest.mark.parametrize("size", [(MAX_SIDE + 1, 1), (1, MAX_SIDE + 1)])
def test_a_side_too_long_is_refused(tmp_path, name, size):
    with pytest.raises(AssetBroken, match=f"{size[0]} x {size[1]} pixels"):
        picture_size(put(tmp_path, f"a.{name}", data=HEADERS[name](*size)))


@pytest.mark.parametrize("name", HEADERS)
def test_too_many_pixels_are_refused(tmp_path, name):
    side = 16000 if name in ("lossy.webp", "lossless.webp") else MAX_SIDE
    with pytest.raises(AssetBroken, match="64 megapixels"):
        picture_size(put(tmp_path, f"a.{name}", data=HEADERS[name](side, side)))


@pytest.mark.parametrize("name", HUGE)
def test_a_bomb_is_refused(tmp_path, name):
    side = 2**24 if name == "extended.webp" else 2**31 - 1
    with pytest.raises(AssetBroken, match="at most"):
        picture_size(put(tmp_path, f"a.{name}", data=HEADERS[name](side, side)))


def test_the_largest_picture_allowed(tmp_path):
    file = put(tmp_path, "a.png", data=png(MAX_SIDE, MAX_PIXELS // MAX_SIDE))
    assert picture_size(file) == (MAX_SIDE, MAX_PIXELS // MAX_SIDE)


@pytest.mark.parametrize("name", ["png", "gif", "bmp", "qoi", "tga", "jpg"])
@pytest.mark.parametrize("size", [(0, 5), (5, 0)])
def test_a_picture_of_nothing_is_refused(tmp_path, name, size):
    with pytest.raises(AssetBroken, match="pixels"):
        picture_size(put(tmp_path, f"a.{name}", data=HEADERS[name](*size)))


def test_a_bmp_of_negative_height_stands_on_its_head(tmp_path):
    assert picture_size(put(tmp_path, "a.bmp", data=bmp(64, -48))) == (64, 48)


def test_a_gif_is_as_large_as_what_is_in_it(tmp_path):
    data = gif(2000, 3000, screen=(1, 1), extension=b"\x21\xf9\x04\0\0\0\0\0")
    assert picture_size(put(tmp_path, "a.gif", data=data)) == (2000, 3000)


@pytest.mark.parametrize(
    "before",
    [b"", b"\xff\xff\xff", b"\xff\x01", b"\xff\xd0\xff\xd7", b"\xff\xc4\0\x05abc\xff\xff"],
)
def test_a_jpeg_may_have_padding_and_bare_marks(tmp_path, before):
    # Read otherwise, the true size would hide behind one made up in the padding.
    data = jpeg(30, 20, before=before + b"\xff\xe1\0\x0dabcdefghijk")
    assert picture_size(put(tmp_path, "a.jpg", data=data)) == (30, 20)


@pytest.mark.parametrize("name", HEADERS)
def test_headers_cut_off_anywhere_are_refused_or_tell_the_size(tmp_path, name):
    data = HEADERS[name](640, 48)
    needed = len(data) if name != "tga" else 18
    file = tmp_path / f"a.{name}"
    for cut in range(needed - 1):
        file.write_bytes(data[:cut])
        with contextlib.suppress(AssetBroken):
            assert picture_size(file) == (640, 48)


@pytest.mark.parametrize(
    "data",
    [b"", b"\0" * 100, b"text", b"\x89PNG", b"\xff\xd8", b"\xff\xd8" + b"\xff" * 999, b"RIFF",
     b"RIFF....WAVEfmt ", b"BM", b"GIF89a", b"\xff\xd8\xff\xe0\0\0" * 9],
)  # fmt: skip
@pytest.mark.parametrize("name", ["a.png", "a.tga", "a"])
def test_what_is_no_picture_is_refused(tmp_path, data, name):
    with pytest.raises(AssetBroken, match="no picture"):
        picture_size(put(tmp_path, name, data=data))


def test_an_empty_file_is_called_empty(tmp_path):
    with pytest.raises(AssetBroken, match="found an empty file"):
        picture_size(put(tmp_path, "a.png"))


def test_a_picture_that_cannot_be_read_is_refused(tmp_path):
    for path in (tmp_path, tmp_path / "none.png"):
        with pytest.raises(AssetBroken, match="cannot be read"):
            picture_size(path)
