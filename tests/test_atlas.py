"""Many pictures in one texture."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices import FakeDevice
from studio import plain
from zenith import AssetBroken
from zenith.render.atlas import BORDER, FIRST_SIDE, Atlas, premultiplied


def atlas_of(max_texture=1024, smooth=False):
    device = FakeDevice(max_texture)
    return Atlas(device, smooth=smooth), device


def box(region):
    """Return what a region takes up, its border included."""
    left, top = region.x - BORDER, region.y - BORDER
    return left, top, left + region.width + 2 * BORDER, top + region.height + 2 * BORDER


def overlap(one, other):
    a, b = box(one), box(other)
    same = one.page == other.page
    return same and a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def seen(atlas, region):
    """Return a region's pixels from the texture."""
    page = atlas.texture.pixels[region.page]
    return page[region.y : region.y + region.height, region.x : region.x + region.width]


SIZES = st.lists(st.tuples(st.integers(1, 126), st.integers(1, 126)), min_size=1, max_size=40)


@given(SIZES, st.integers(0, 40))
def test_pictures_keep_their_place_and_pixels_and_never_overlap(sizes, early):
    """Also where the texture is asked for in between, so that later ones are added to it."""
    atlas, _ = atlas_of(256)
    placed = []
    for k, (width, height) in enumerate(sizes):
        color = (k + 1, 255 - k, k, 255)
        placed.append((atlas.add(plain(width, height, color), "it"), color))
        if k == early:
            assert atlas.texture is not None
    for region, color in placed:
        assert (seen(atlas, region) == color).all()
    regions = [region for region, _ in placed]
    assert not any(overlap(a, b) for k, a in enumerate(regions) for b in regions[:k])


@given(st.integers(1, 40), st.integers(1, 40))
def test_edges_are_repeated_one_pixel_outwards(width, height):
    atlas, _ = atlas_of()
    pixels = np.random.default_rng(width * 41 + height).integers(0, 256, (height, width, 4))
    pixels[..., 3] = 255
    region = atlas.add(pixels.astype(np.uint8), "it")
    left, top, right, bottom = box(region)
    framed = atlas.texture.pixels[0, top:bottom, left:right]
    assert np.array_equal(framed, np.pad(pixels, ((1, 1), (1, 1), (0, 0)), "edge"))


def test_pages_grow_before_another_is_begun():
    atlas, device = atlas_of(1024)
    assert (atlas.side, atlas.add(plain(200, 200), "it").page) == (FIRST_SIDE, 0)
    assert atlas.texture.pixels.shape[:2] == (1, 256)
    assert atlas.add(plain(200, 200), "it").page == 0
    assert atlas.side == 512
    assert device.made[0].released
    for _ in range(14):
        assert atlas.add(plain(200, 200), "it").page == 0
    assert atlas.side == 1024
    pages = [atlas.add(plain(200, 200), "it").page for _ in range(20)]
    assert sorted(set(pages)) == [0, 1]
    assert atlas.side == 1024
    assert atlas.texture.pixels.shape[0] == 2


def test_a_picture_more_is_one_small_write():
    atlas, device = atlas_of()
    atlas.add(plain(10, 10), "it")
    texture = atlas.texture
    before = texture.writes
    atlas.add(plain(10, 10), "it")
    assert atlas.texture is texture
    assert texture.writes == before + 1
    assert len(device.made) == 1


def test_small_pictures_fill_a_page_well():
    atlas, _ = atlas_of(256)
    count = 0
    while atlas.add(plain(14, 14), "it").page == 0:
        count += 1
    assert count == 16 * 16


def test_the_largest_picture_and_one_larger():
    atlas, _ = atlas_of(256)
    assert atlas.add(plain(254, 254), "it") == (0, 1, 1, 254, 254)
    for width, height in ((255, 1), (1, 255)):
        with pytest.raises(AssetBroken, match=rf"crate is {width} x {height} pixels; at most 254"):
            atlas.add(plain(width, height), "crate")
    assert atlas.add(plain(254, 254), "it").page == 1


def test_a_device_of_small_textures_is_enough():
    atlas, device = atlas_of(128)
    atlas.add(plain(126, 126), "it")
    assert atlas.texture.pixels.shape[1] <= device.max_texture


def test_pixels_are_premultiplied():
    pixels = np.array([[[255, 100, 0, 0], [255, 100, 0, 128], [255, 100, 0, 255]]], np.uint8)
    expected = [[0, 0, 0, 0], [128, 50, 0, 128], [255, 100, 0, 255]]
    assert premultiplied(pixels)[0].tolist() == expected
    assert pixels[0, 0, 0] == 255


def test_smoothing_and_release_reach_the_texture():
    for smooth in (False, True):
        atlas, device = atlas_of(smooth=smooth)
        atlas.add(plain(3, 3), "it")
        assert atlas.texture.smooth is smooth
        atlas.release()
        atlas.release()
        assert device.made[0].released
