"""The camera: from the world to the screen and back, shake and blending."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenith.camera import Camera
from zenith.errors import BadValue
from zenith.world import World

near = st.floats(-1e4, 1e4)
cameras = st.builds(
    Camera,
    x=near,
    y=near,
    zoom=st.floats(0.05, 20),
    rotation=st.floats(-10, 10),
    width=st.floats(1, 4000),
    height=st.floats(1, 4000),
)


@given(camera=cameras, x=near, y=near)
def test_from_the_world_to_the_screen_and_back(camera, x, y):
    on_screen = camera.world_to_screen(x, y)
    back = camera.screen_to_world(*on_screen)
    assert tuple(back) == pytest.approx((x, y), abs=1e-5)


@given(camera=cameras)
def test_the_centre_of_the_screen_is_where_the_camera_looks(camera):
    middle = camera.screen_to_world(camera.width / 2, camera.height / 2)
    assert tuple(middle) == pytest.approx((camera.x, camera.y))


def view(**values):
    return Camera(x=50, y=50, width=100, height=100, **values)


def test_zoom_two_shows_everything_twice_as_large():
    assert tuple(view(zoom=2).world_to_screen(60, 50)) == (70, 50)
    assert tuple(view().screen_to_world(0, 0)) == (0, 0)


def test_a_camera_turned_clockwise_sees_the_world_turned_back():
    assert tuple(view(rotation=math.pi / 2).world_to_screen(50, 60)) == pytest.approx((60, 50))


@given(camera=cameras, amount=st.floats(0.1, 100))
def test_shake_is_in_the_picture_only(camera, amount):
    at = camera.world_to_screen(3, 4)
    camera.shake(amount)
    camera.advance(1 / 60)
    assert camera.world_to_screen(3, 4) == at
    camera.remember()
    shaken = camera.pose(1.0)
    assert abs(shaken.x - camera.x) <= amount + 1e-9
    assert abs(shaken.y - camera.y) <= amount + 1e-9


def test_shake_moves_and_calms_down_to_nothing():
    camera = view()
    camera.remember()
    camera.shake(10, seconds=0.5)
    reach, shares = [], set()
    for _ in range(31):
        camera.advance(1 / 60)
        reach.append(camera.shake_amount)
        shares.add(round((camera.pose().x - 50) / (camera.shake_amount or 1), 3))
    assert len(shares) > 20
    assert reach == sorted(reach, reverse=True)
    assert reach[0] == pytest.approx(10 - 10 / 30)
    assert reach[-1] == 0
    assert camera.pose().x == 50


def test_a_weaker_shake_does_not_stop_a_stronger_one():
    camera = view()
    camera.shake(10)
    camera.shake(1)
    assert camera.shake_amount == 10


@pytest.mark.parametrize("bad", [(-1, 1), (math.nan, 1), (math.inf, 1), (1, -1), (1, math.nan)])
def test_a_shake_that_is_none_is_refused(bad):
    camera = view()
    with pytest.raises(BadValue, match="shake"):
        camera.shake(*bad)
    assert camera.shake_amount == 0


def test_pose_blends_between_two_ticks():
    camera = view(zoom=1)
    camera.remember()
    camera.x, camera.y, camera.zoom, camera.rotation = 150, 0, 3, 1
    assert camera.pose(0) == (50, 50, 1, 0)
    assert camera.pose(0.5) == (100, 25, 2, 0.5)
    assert camera.pose() == (150, 0, 3, 1)


def test_pose_turns_the_short_way():
    camera = view(rotation=3.1)
    camera.remember()
    camera.rotation = -3.1
    assert abs(camera.pose(0.5).rotation) == pytest.approx(math.pi)


def test_look_at_does_not_glide():
    camera = view()
    camera.remember()
    camera.look_at(900, 800)
    assert camera.pose(0)[:2] == camera.pose(1)[:2] == (900, 800)


@pytest.mark.parametrize(("share", "x"), [(0.5, 75), (1, 100), (0, 50), (7, 100), (-1, 50)])
def test_follow_goes_a_share_of_the_way(share, x):
    camera = view()
    camera.follow(100, 50, share)
    assert (camera.x, camera.y) == (x, 50)


@pytest.mark.parametrize(
    "bad",
    [{"zoom": z} for z in (0, -1, math.nan, math.inf)]
    + [{name: v} for name in ("x", "y", "rotation") for v in (math.nan, math.inf)],
)
def test_a_camera_that_shows_nothing_is_refused(bad):
    camera = Camera(**bad)
    with pytest.raises(BadValue, match=r"[Cc]amera"):
        camera.remember()
    with pytest.raises(BadValue, match=r"[Cc]amera"):
        camera.screen_to_world(0, 0)


def test_a_camera_is_state():
    world = World()
    world.set_resource(view())
    snapshot = world.snapshot().to_bytes()
    world.resource(Camera).shake(3)
    assert world.digest() != before_digest(world, snapshot)
    world.restore(snapshot)
    assert world.resource(Camera).shake_amount == 0


def before_digest(world, snapshot):
    fresh = World(types=world.types)
    fresh.restore(snapshot)
    return fresh.digest()
