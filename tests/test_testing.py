"""Pictures of a game that runs without a window."""

import sys

import numpy as np
import pytest

import zenith as zn


def make():
    def draw(canvas):
        canvas.rectangle(0, 0, 8, 36, zn.WHITE)

    app = zn.App("Look", size=(64, 36), background=zn.BLACK, draw=draw)
    app.world.spawn(zn.Transform(x=32, y=18), zn.RectangleShape(16, 16, zn.WHITE), name="box")
    return app


@pytest.mark.usefixtures("gpu")
def test_a_picture_is_what_would_be_seen(tmp_path):
    game = zn.testing.Game(make).ticks(2)
    before = game.digest()
    pixels = game.picture(tmp_path / "seen.png")
    assert pixels.shape == (36, 64, 4)
    assert pixels.dtype == np.uint8
    lit = pixels[..., 0] == 255
    assert lit[:, :8].all()
    assert lit[10:26, 24:40].all()
    assert lit.sum() == 8 * 36 + 16 * 16
    assert np.array_equal(zn.load_image(tmp_path / "seen.png"), pixels)
    assert game.digest() == before
    assert game.app.devices.painter is None


@pytest.mark.usefixtures("gpu")
def test_pictures_follow_the_game_and_need_no_file():
    game = zn.testing.Game(make)
    first = game.picture()
    game.find("box")[zn.Transform].x = 48
    second = game.picture()
    assert not np.array_equal(first, second)
    assert np.array_equal(game.again().picture(), first)


def test_without_opengl_the_error_says_so(monkeypatch):
    def refuse():
        raise zn.DeviceError("OpenGL 3.3 is missing; install a driver.")

    monkeypatch.setattr("zenith.desktop.open_offscreen", refuse)
    with pytest.raises(zn.DeviceError, match="install a driver"):
        zn.testing.Game(make).picture()


def test_without_the_packages_that_draw_the_error_names_them(monkeypatch):
    monkeypatch.setitem(sys.modules, "zenith.desktop", None)
    with pytest.raises(zn.DeviceError, match="needs pygame-ce and ModernGL"):
        zn.testing.Game(make).picture()
