"""Values of the plane: each rule as a property where there is one."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenith.errors import BadValue, UnknownName
from zenith.maths import (
    EASINGS,
    TAU,
    Circle,
    Color,
    Rect,
    Vec2,
    clamp,
    ease,
    lerp,
    lerp_angle,
    remap,
    wrap_angle,
)

near = st.floats(-1e4, 1e4)
size = st.floats(0.01, 1e4)
angle = st.floats(-1e3, 1e3)
byte = st.integers(0, 255)


@given(x=near, y=near, turn=angle)
def test_turning_keeps_length_and_turns_back(x, y, turn):
    given_vector = Vec2(x, y)
    turned = given_vector.rotated(turn)
    assert turned.length() == pytest.approx(given_vector.length(), abs=1e-6)
    back = turned.rotated(-turn)
    assert (back.x, back.y) == pytest.approx((x, y), abs=1e-6)


def test_a_positive_turn_is_clockwise_where_y_points_down():
    right = Vec2(1, 0)
    assert tuple(right.rotated(math.pi / 2)) == pytest.approx((0, 1))


@given(x=near, y=near)
def test_normalized_has_length_one_or_stays_zero(x, y):
    length = Vec2(x, y).normalized().length()
    assert length == pytest.approx(1.0) or (length == 0.0 and math.hypot(x, y) < 1e-150)


def test_vectors_calculate_by_component():
    a, b = Vec2(1, 2), Vec2(3, 5)
    assert (a + b, b - a, -a) == (Vec2(4, 7), Vec2(2, 3), Vec2(-1, -2))
    assert (2 * a, a * 2, b / 2) == (Vec2(2, 4), Vec2(2, 4), Vec2(1.5, 2.5))
    assert (a.dot(b), a.distance_to(Vec2(4, 6))) == (13, 5)
    assert a.lerp(b, 0.5) == Vec2(2, 3.5)
    x, y = a
    assert (x, y) == (1, 2)


def test_a_vector_never_changes():
    with pytest.raises(AttributeError):
        Vec2().x = 1.0


@given(r=byte, g=byte, b=byte, a=byte)
def test_hex_reads_every_colour(r, g, b, a):
    text = f"{r:02x}{g:02X}{b:02x}"
    solid = Color.hex("#" + text)
    assert solid == Color.hex(text)
    assert [round(part * 255) for part in solid] == [r, g, b, 255]
    assert round(Color.hex(f"{text}{a:02x}").a * 255) == a


def test_three_digits_are_doubled():
    assert Color.hex("#fa0") == Color.hex("#ffaa00")


@pytest.mark.parametrize(
    "text",
    ["", "#", "#12", "#1234", "#12345", "#1234567", "#123456789", "##123456", "#12 456",
     "#+1+2+3", "+1+2+3", "-1-2-3", " 1 2 3", "#12345g", "0x1234", "1_2_3_", "\u0663" * 6,
     "\uff11" * 6, "red", None, 0xFF8000, b"#ffffff"],
)  # fmt: skip
def test_hex_refuses_what_is_no_colour(text):
    with pytest.raises(BadValue, match="no colour"):
        Color.hex(text)


def test_colours_fade_and_mix():
    assert Color(1, 0.5, 0, 0.5).faded(0.5) == Color(1, 0.5, 0, 0.25)
    assert Color(0, 0, 0, 0).mixed(Color(1, 1, 1, 1), 0.25) == Color(0.25, 0.25, 0.25, 0.25)


def test_edges_of_a_rectangle():
    box = Rect(10, 20, 30, 40)
    assert (box.left, box.right, box.top, box.bottom) == (10, 40, 20, 60)
    assert box.center == Vec2(25, 40)
    assert Rect.centered(25, 40, 30, 40) == box
    assert box.moved(1, 2) == Rect(11, 22, 30, 40)
    assert box.inset(5) == Rect(15, 25, 20, 30)


def test_the_left_and_upper_edges_belong_to_a_rectangle_only():
    box = Rect(0, 0, 10, 10)
    assert box.contains(Vec2(0, 0))
    assert not box.contains(Vec2(10, 5))
    assert not box.contains(Vec2(5, 10))
    assert not box.contains(Vec2(-0.1, 5))


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (Rect(9.9, 0, 5, 5), True),
        (Rect(10, 0, 5, 5), False),
        (Rect(0, 10, 5, 5), False),
        (Rect(2, 2, 1, 1), True),
        (Circle(12, 5, 3), True),
        (Circle(13, 5, 3), False),
        (Circle(12, 12, 2.8), False),
        (Circle(12, 12, 2.9), True),
        (Circle(5, 5, 0.1), True),
    ],
)
def test_overlaps_need_shared_area(other, expected):
    box = Rect(0, 0, 10, 10)
    assert box.overlaps(other) is expected
    assert other.overlaps(box) is expected


def test_circles():
    assert Circle(0, 0, 5).contains(Vec2(3, 3.9))
    assert not Circle(0, 0, 5).contains(Vec2(3, 4))
    assert Circle(0, 0, 5).overlaps(Circle(9, 0, 4.1))
    assert not Circle(0, 0, 5).overlaps(Circle(9, 0, 4))


@given(value=near, low=near, high=near)
def test_clamp_stays_within_its_bounds(value, low, high):
    low, high = min(low, high), max(low, high)
    clamped = clamp(value, low, high)
    assert low <= clamped <= high
    assert clamped == value or not low <= value <= high


@given(value=near, a=near, width=size, c=near, d=near)
def test_remap_goes_there_and_back(value, a, width, c, d):
    b = a + width
    assert remap(a, a, b, c, d) == pytest.approx(c)
    assert remap(b, a, b, c, d) == pytest.approx(d, abs=1e-6)
    there = remap(value, a, b, 0, 1)
    assert remap(there, 0, 1, a, b) == pytest.approx(value, abs=1e-4)


@pytest.mark.parametrize("a", [0, 1.5, -3])
def test_remap_from_an_empty_range_is_refused(a):
    with pytest.raises(BadValue, match="range"):
        remap(1, a, a, 0, 1)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_wrapped_angles_are_within_half_a_turn(angle):
    assert -math.pi <= wrap_angle(angle) <= math.pi


@given(angle=st.floats(-math.pi, math.pi), turns=st.integers(-1000, 1000))
def test_whole_turns_make_no_difference(angle, turns):
    wrapped = wrap_angle(angle + turns * TAU)
    assert math.cos(wrapped) == pytest.approx(math.cos(angle), abs=1e-9)
    assert math.sin(wrapped) == pytest.approx(math.sin(angle), abs=1e-9)


@pytest.mark.parametrize("angle", [math.nan, math.inf, -math.inf])
def test_what_is_no_angle_is_refused(angle):
    with pytest.raises(BadValue, match="finite"):
        wrap_angle(angle)
    with pytest.raises(BadValue, match="finite"):
        lerp_angle(0.0, angle, 0.5)


@given(a=angle, b=angle, t=st.floats(0, 1))
def test_lerp_angle_takes_the_short_way(a, b, t):
    assert abs(lerp_angle(a, b, t) - a) <= math.pi + 1e-9
    end = lerp_angle(a, b, 1.0)
    assert math.cos(end) == pytest.approx(math.cos(b), abs=1e-9)
    assert math.sin(end) == pytest.approx(math.sin(b), abs=1e-9)


def test_lerp():
    assert [lerp(10, 20, t) for t in (0, 0.25, 1)] == [10, 12.5, 20]


@pytest.mark.parametrize("name", EASINGS)
def test_every_easing_goes_from_zero_to_one(name):
    assert ease(name, 0) == pytest.approx(0, abs=1e-12)
    assert ease(name, 1) == pytest.approx(1, abs=1e-12)
    assert ease(name, -5) == ease(name, 0)
    assert ease(name, 5) == ease(name, 1)


@pytest.mark.parametrize("name", EASINGS)
def test_easings_do_not_jump(name):
    at = [ease(name, k / 1000) for k in range(1001)]
    assert max(abs(b - a) for a, b in pairwise(at)) < 0.012


@pytest.mark.parametrize("name", [n for n in EASINGS if "back" not in n and "bounce" not in n])
def test_plain_easings_only_rise(name):
    at = [ease(name, k / 100) for k in range(101)]
    assert at == sorted(at)


def test_an_unknown_easing_is_named_with_the_nearest():
    with pytest.raises(UnknownName, match="quad_in"):
        ease("quadin", 0.5)


@pytest.mark.parametrize("name", ["linear", "bounce_out"])
def test_easing_of_no_number_is_refused(name):
    with pytest.raises(BadValue, match="time"):
        ease(name, math.nan)
