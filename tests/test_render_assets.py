"""Pictures and fonts on their way to the device: pages, what is missing, what is given back."""

import gc

import numpy as np
import pytest

import zenith as zn
from devices import CountedDevice, SmallDevice
from studio import NIGHT, Studio, plain
from zenith import LineShape, Sprite, Text, Transform
from zenith.app import SceneView
from zenith.assets import Assets
from zenith.images import save_png
from zenith.render import Renderer

SMALL = (64, 36)


@pytest.fixture
def studio(gpu, tmp_path):
    studio = Studio(gpu, tmp_path)
    yield studio
    studio.close()


@pytest.fixture
def world():
    return zn.World()


def test_pictures_on_several_pages_come_in_one_draw(gpu, studio, world):
    """Twelve pictures of 100 x 100 need three pages of 256 x 256."""
    renderer = Renderer(SmallDevice(gpu), Assets([studio.folder]))
    colors = [(20 * k, 255 - 20 * k, 100, 255) for k in range(12)]
    target = studio.target(SMALL)
    for k, color in enumerate(colors):
        studio.add(f"picture{k}", plain(100, 100, color))
        look = Sprite(f"picture{k}", width=4, height=36)
        world.spawn(Transform(x=2 + 4 * k, y=18), look)
        # Pages are begun while pictures are on the screen already.
        renderer.draw([SceneView(world, None, 1.0)], target, background=NIGHT)
    pixels = target.read()
    assert [tuple(pixels[18, 2 + 4 * k].tolist()) for k in range(12)] == colors
    assert renderer.stats.draw_calls == 1
    renderer.release()


def test_a_picture_that_is_too_large_is_told(gpu, studio, world, caplog):
    renderer = Renderer(SmallDevice(gpu), Assets([studio.folder]))
    studio.add("wide", plain(300, 10))
    world.spawn(Transform(), Sprite("wide"))
    for _ in range(3):
        renderer.draw([SceneView(world, None, 1.0)], studio.target(SMALL))
    assert len(caplog.messages) == 1
    assert "wide.png is 300 x 10 pixels; at most 254 a side" in caplog.messages[0]
    renderer.release()


def test_a_missing_picture_is_told_and_drawn_once_it_is_there(studio, world):
    world.spawn(Transform(x=32, y=18), Sprite("flog", width=64, height=36))
    with pytest.raises(zn.AssetMissing) as error:
        studio.shoot(world, size=SMALL)
    assert 'no image "flog". Did you mean "flag"?' in str(error.value)
    assert str(studio.folder) in str(error.value)
    studio.add("flog", plain(4, 4, (1, 2, 3, 255)))
    assert studio.shoot(world, size=SMALL)[18, 32].tolist() == [1, 2, 3, 255]


def test_a_missing_font_is_told(studio, world):
    world.spawn(Transform(), Text("words", font="zentih"))
    with pytest.raises(zn.AssetMissing, match=r'no font "zentih"\. Did you mean "zenith"'):
        studio.shoot(world, size=SMALL)


def test_in_place_of_a_broken_picture_stands_a_chequered_one_until_it_is_mended(
    studio, world, caplog
):
    file = studio.folder / "bad.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + b"nonsense" * 20)
    world.spawn(Transform(x=32, y=18), Sprite("bad", width=64, height=36))
    colours = {tuple(c) for c in studio.shoot(world, size=SMALL).reshape(-1, 4).tolist()}
    assert colours == {(60, 20, 70, 255), (230, 60, 230, 255)}
    studio.shoot(world, size=SMALL)
    assert len(caplog.messages) == 1
    assert "bad.png: this is no picture" in caplog.messages[0]
    studio.add("bad", plain(4, 4, (1, 2, 3, 255)))
    assert studio.renderer.forget({file.resolve()}) == []
    assert studio.shoot(world, size=SMALL)[18, 32].tolist() == [1, 2, 3, 255]


def test_in_place_of_a_broken_font_stands_the_engines_own(studio, world, caplog):
    file = studio.folder / "bad.ttf"
    file.write_bytes(b"nonsense" * 20)
    words = world.spawn(Transform(), Text("words", font="bad"))
    told = studio.shoot(world, size=SMALL)
    assert "bad.ttf: this is no font" in caplog.messages[0]
    words[Text].font = ""
    assert np.array_equal(studio.shoot(world, size=SMALL), told)
    assert len(caplog.messages) == 1


def test_an_unknown_layer_is_told(studio, world):
    world.spawn(Transform(), Sprite("flag", layer="backgroud"))
    with pytest.raises(zn.UnknownName, match=r'no layer "backgroud"\. Did you mean "background"'):
        studio.shoot(world, size=SMALL)


@pytest.mark.parametrize("points", [[(0, 0)], [], [(0, 0), (float("nan"), 1)]])
def test_a_line_without_points_is_told(studio, world, points):
    world.spawn(Transform(), LineShape(points))
    with pytest.raises(zn.BadValue, match="A line needs at least 2 finite points; found"):
        studio.shoot(world, size=SMALL)


def test_a_forgotten_picture_is_loaded_anew(studio, world):
    studio.add("spot", plain(4, 4, (9, 9, 9, 255)))
    world.spawn(Transform(x=32, y=18), Sprite("spot"))
    assert studio.shoot(world, size=SMALL)[18, 32, 0] == 9
    studio.add("spot", plain(8, 8, (50, 9, 9, 255)))
    assert studio.shoot(world, size=SMALL)[18, 32, 0] == 9
    assert studio.renderer.forget({(studio.folder / "spot.png").resolve()}) == []
    pixels = studio.shoot(world, size=SMALL)
    assert pixels[18, 32, 0] == 50
    assert pixels[15, 29, 0] == 50


def test_smooth_pictures_blur_when_enlarged(gpu, studio, world):
    edge = plain(2, 1)
    edge[0, 0, :3] = 0
    save_png(studio.folder / "edge.png", edge)
    world.spawn(Transform(x=32, y=18), Sprite("edge", width=64, height=36))
    assert set(np.unique(studio.shoot(world, size=SMALL)[..., 0])) == {0, 255}
    renderer = Renderer(gpu, Assets([studio.folder]), smooth=True)
    renderer.draw([SceneView(world, None, 1.0)], studio.target(SMALL), background=NIGHT)
    assert len(np.unique(studio.target(SMALL).read()[..., 0])) > 20
    renderer.release()


def test_dead_worlds_leave_nothing_on_the_device(gpu, studio):
    device = CountedDevice(gpu)
    renderer = Renderer(device, Assets([studio.folder]))
    living = []
    for _ in range(4):
        world = zn.World()
        world.spawn(Transform(), Sprite("flag"))
        renderer.draw([SceneView(world, None, 1.0)], studio.target(SMALL))
        del world
        gc.collect()
        living.append(device.living)
    assert living[1:] == living[:1] * 3
    renderer.release()
    assert device.living == 0
