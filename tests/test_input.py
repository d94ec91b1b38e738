"""What a tick knows of the player: edges, axes, several gamepads, drivers."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenith.actions import Actions, Axis, Button
from zenith.errors import BadValue, UnknownName
from zenith.input import (
    CloseEvent,
    FocusEvent,
    Input,
    KeyEvent,
    MouseButtonEvent,
    MouseMoveEvent,
    PadAxisEvent,
    PadButtonEvent,
    PadEvent,
    ResizeEvent,
    TextEvent,
    TickInput,
    WheelEvent,
)
from zenith.maths import Vec2

DOWN, UP = KeyEvent("space", True), KeyEvent("space", False)
NOTHING, PRESSED, HELD, RELEASED = "nothing", "pressed", "held", "released"


def seen(given, *events, action="jump"):
    """Take events in, begin a tick and tell what it sees of an action."""
    given.collect(events)
    given.begin_tick()
    if given.just_pressed(action):
        assert given.pressed(action)
        return PRESSED
    if given.just_released(action):
        assert not given.pressed(action)
        return RELEASED
    return HELD if given.pressed(action) else NOTHING


def test_a_press_is_one_edge():
    keys = Input()
    assert [seen(keys), seen(keys, DOWN), seen(keys), seen(keys, UP), seen(keys)] == [
        NOTHING,
        PRESSED,
        HELD,
        RELEASED,
        NOTHING,
    ]


def test_every_system_of_a_tick_sees_the_same():
    keys = Input()
    keys.collect([DOWN])
    keys.begin_tick()
    keys.collect([UP])
    assert keys.just_pressed("jump")
    assert keys.pressed("jump")


def test_a_press_in_a_frame_without_a_tick_is_kept():
    keys = Input()
    keys.collect([DOWN])
    keys.collect([])
    assert [seen(keys), seen(keys)] == [PRESSED, HELD]


def test_a_press_and_release_between_two_ticks_is_one_tick_long():
    keys = Input()
    assert [seen(keys, DOWN, UP), seen(keys), seen(keys)] == [PRESSED, RELEASED, NOTHING]


def test_a_press_and_release_over_frames_without_ticks():
    keys = Input()
    keys.collect([DOWN])
    keys.collect([UP])
    assert [seen(keys), seen(keys), seen(keys)] == [PRESSED, RELEASED, NOTHING]


def test_a_release_and_press_between_two_ticks_is_two_edges():
    keys = Input()
    seen(keys, DOWN)
    assert [seen(keys, UP, DOWN), seen(keys), seen(keys)] == [RELEASED, PRESSED, HELD]
    assert [seen(keys, UP, DOWN, UP), seen(keys), seen(keys)] == [RELEASED, PRESSED, RELEASED]


def test_a_key_that_repeats_is_pressed_once():
    keys = Input()
    assert [seen(keys, DOWN, DOWN), seen(keys, DOWN), seen(keys, DOWN)] == [PRESSED, HELD, HELD]


def test_an_action_is_held_until_its_last_key_is_let_go():
    keys = Input()
    seen(keys, DOWN)
    assert seen(keys, KeyEvent("w", True)) == HELD
    assert seen(keys, UP) == HELD
    assert seen(keys, KeyEvent("w", False)) == RELEASED


events = st.lists(st.booleans(), max_size=4)


@given(st.lists(events, max_size=12))
def test_whatever_a_key_does_edges_alternate_and_no_press_is_lost(frames):
    keys = Input()
    edges, down, presses = [], False, 0
    for frame in frames:
        presses += any(
            now and not before for before, now in zip([down, *frame], frame, strict=False)
        )
        down = frame[-1] if frame else down
        edges.append(seen(keys, *(KeyEvent("space", on) for on in frame)))
    for _ in range(3):
        edges.append(seen(keys))
    assert keys.pressed("jump") == down
    turns = [e for e in edges if e in (PRESSED, RELEASED)]
    assert turns == [PRESSED, RELEASED] * (len(turns) // 2) + [PRESSED] * (len(turns) % 2)
    assert bool(presses) == bool(turns)


def test_axes_follow_keys_and_both_sides_cancel():
    keys = Input()
    found = []
    for event in (
        KeyEvent("d", True),
        KeyEvent("a", True),
        KeyEvent("d", False),
        KeyEvent("a", False),
    ):
        keys.collect([event])
        keys.begin_tick()
        found.append(keys.axis("move"))
    assert found == [1, 0, -1, 0]


def test_a_button_as_an_axis_and_an_axis_as_a_button():
    keys = Input()
    keys.collect([DOWN, KeyEvent("a", True)])
    keys.begin_tick()
    assert keys.axis("jump") == 1
    assert keys.pressed("move")
    assert keys.just_pressed("move")


def test_an_axis_counts_as_pressed_beyond_half_its_way():
    keys = Input()
    found = []
    for value in (0.45, 0.55, -0.55, -0.45):
        keys.hold("move", value)
        keys.begin_tick()
        found.append(keys.pressed("move"))
    assert found == [False, True, True, False]


def stick(value, other=0.0, *, deadzone=0.2, pad=0):
    given = Input(Actions({"move": Axis(stick="pad:left_x", deadzone=deadzone)}))
    given.collect([PadAxisEvent(pad, "left_x", value), PadAxisEvent(pad, "left_y", other)])
    given.begin_tick()
    return given.axis("move")


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, 0), (0.2, 0), (-0.19, 0), (0.6, 0.5), (-0.6, -0.5), (1, 1), (-1, -1), (3, 1), (-9, -1)],
)
def test_a_stick_begins_at_the_edge_of_its_dead_zone(value, expected):
    assert stick(value) == pytest.approx(expected, abs=1 / 254)


def test_the_dead_zone_is_round():
    assert stick(0.15, 0.9) == pytest.approx(0.15 / math.hypot(0.15, 0.9) * 0.89, abs=0.01)
    assert stick(0.15, 0.0) == 0


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_stick_that_reports_no_number_rests(value):
    assert stick(value) == 0


@given(st.floats(-1, 1), st.floats(-1, 1), st.floats(0, 0.99))
def test_a_stick_stays_within_its_range_and_on_its_side(x, y, deadzone):
    value = stick(x, y, deadzone=deadzone)
    assert -1 <= value <= 1
    assert value * x >= 0
    assert math.hypot(x, y) > deadzone or value == 0


def test_a_stick_is_a_button_with_a_gap_between_press_and_release():
    keys = Input(Actions({"up": Button("pad:stick_up")}))
    pushes = [-0.45, -0.55, -0.45, -0.35, 1.0]
    found = [seen(keys, PadAxisEvent(0, "left_y", v), action="up") for v in pushes]
    assert found == [NOTHING, PRESSED, HELD, RELEASED, NOTHING]


def test_a_trigger_is_a_button():
    keys = Input(Actions({"fire": Button("pad:rt")}))
    assert seen(keys, PadAxisEvent(0, "rt", 0.9), action="fire") == PRESSED


def test_several_gamepads_count_as_one_player():
    keys = Input()
    assert seen(keys, PadButtonEvent(0, "a", True)) == PRESSED
    assert seen(keys, PadButtonEvent(1, "a", True)) == HELD
    assert seen(keys, PadButtonEvent(0, "a", False)) == HELD
    assert seen(keys, PadButtonEvent(1, "a", False)) == RELEASED


def test_of_several_sticks_the_furthest_counts():
    keys = Input()
    keys.collect([PadAxisEvent(0, "left_x", 0.3), PadAxisEvent(3, "left_x", -0.9)])
    keys.begin_tick()
    assert keys.axis("move") < -0.8


def test_keys_go_before_sticks():
    keys = Input()
    keys.collect([PadAxisEvent(0, "left_x", -1.0), KeyEvent("d", True)])
    keys.begin_tick()
    assert keys.axis("move") == 1


def test_a_gamepad_that_is_unplugged_lets_go():
    keys = Input()
    keys.collect([PadAxisEvent(1, "left_x", 1.0), PadAxisEvent(0, "left_x", -0.4)])
    assert seen(keys, PadButtonEvent(1, "a", True)) == PRESSED
    assert seen(keys, PadEvent(1, False)) == RELEASED
    assert -0.4 < keys.axis("move") < -0.2
    assert seen(keys, PadButtonEvent(1, "a", True), PadAxisEvent(1, "left_x", 1.0)) == NOTHING
    assert seen(keys, PadEvent(1, True, "again"), PadButtonEvent(1, "a", True)) == PRESSED


def test_focus_lost_lets_go_of_everything():
    keys = Input()
    seen(keys, DOWN, PadAxisEvent(0, "left_x", 1.0), MouseButtonEvent("left", True))
    assert (keys.axis("move"), keys.pressed("fire")) == (1, True)
    assert seen(keys, FocusEvent(False)) == RELEASED
    assert (keys.axis("move"), keys.pressed("fire")) == (0, False)
    assert seen(keys, FocusEvent(True), UP) == NOTHING
    assert seen(keys, DOWN) == PRESSED


def test_a_press_that_no_tick_saw_is_forgotten_with_the_focus():
    keys = Input()
    assert seen(keys, DOWN, FocusEvent(False)) == NOTHING
    assert seen(keys) == NOTHING


def test_the_pointer_and_whether_it_moved():
    keys = Input()
    found = []
    for event in (MouseMoveEvent(10, 20), MouseMoveEvent(10.01, 20), MouseMoveEvent(30.3, 5)):
        keys.collect([event])
        keys.begin_tick()
        found.append((tuple(keys.pointer), keys.pointer_moved))
    assert found == [((10, 20), True), ((10, 20), False), ((30.25, 5), True)]


@pytest.mark.parametrize("bad", [math.nan, math.inf, 1e30])
def test_a_device_that_reports_nonsense_is_passed_over(bad):
    keys = Input()
    keys.collect(
        [
            MouseMoveEvent(bad, 1),
            MouseMoveEvent(1, bad),
            WheelEvent(bad, 0),
            WheelEvent(0, bad),
            PadAxisEvent(0, "nose", 1.0),
            PadButtonEvent(0, "nose", True),
            KeyEvent("no such key", True),
            MouseButtonEvent("tail", True),
            ResizeEvent(-1, 0),
            CloseEvent(),
        ]
    )
    keys.begin_tick()
    assert keys.current() == TickInput()


def test_the_wheel_counts_once_and_keeps_small_turns():
    keys = Input()
    keys.collect([WheelEvent(0, 1), WheelEvent(-1, 1)])
    keys.begin_tick()
    assert keys.wheel == Vec2(-1, 2)
    keys.begin_tick()
    assert keys.wheel == Vec2(0, 0)
    turned = 0.0
    for _ in range(30):
        keys.collect([WheelEvent(0, 0.05)])
        keys.begin_tick()
        turned += keys.wheel.y
    assert turned == pytest.approx(1.5, abs=1 / 8)


def test_typed_text_is_there_for_one_tick():
    keys = Input()
    keys.collect([TextEvent("ä"), TextEvent("b")])
    keys.begin_tick()
    assert keys.text == "äb"
    keys.begin_tick()
    assert keys.text == ""


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_a_direction_is_at_most_one_long(x, y):
    keys = Input()
    keys.hold("move", x)
    keys.hold("move_y", y)
    keys.begin_tick()
    direction = keys.vector("move", "move_y")
    assert direction.length() <= 1 + 1e-9
    if math.hypot(x, y) < 0.99:
        assert tuple(direction) == pytest.approx((x, y), abs=1 / 127)


def test_hold_until_release():
    keys = Input()
    keys.hold("jump")
    assert [seen(keys), seen(keys)] == [PRESSED, HELD]
    keys.release("jump")
    assert seen(keys) == RELEASED
    keys.hold("move", -0.5)
    keys.begin_tick()
    assert keys.axis("move") == pytest.approx(-0.5, abs=1 / 127)


def test_hold_replaces_what_devices_say_until_release():
    keys = Input()
    keys.hold("move", 0.0)
    keys.collect([KeyEvent("d", True)])
    keys.begin_tick()
    assert keys.axis("move") == 0
    keys.release("move")
    keys.begin_tick()
    assert keys.axis("move") == 1


def test_press_lasts_one_tick():
    keys = Input()
    keys.press("jump")
    assert [seen(keys), seen(keys), seen(keys)] == [PRESSED, RELEASED, NOTHING]


def test_release_of_what_is_not_held_does_nothing():
    keys = Input()
    keys.release("jump")
    assert seen(keys) == NOTHING


def test_feed_replaces_everything_for_one_tick():
    keys = Input()
    keys.hold("fire")
    keys.collect([KeyEvent("d", True)])
    keys.feed(TickInput({"jump": 1.0, "move": -0.3}, (5.1, 6), (0, 1), "x"))
    keys.begin_tick()
    assert (keys.pressed("jump"), keys.pressed("fire")) == (True, False)
    assert (keys.pointer, keys.wheel, keys.text) == (Vec2(5, 6), Vec2(0, 1), "x")
    assert keys.axis("move") == pytest.approx(-0.3, abs=1 / 127)
    keys.begin_tick()
    assert keys.just_released("jump")
    assert (keys.axis("move"), keys.pressed("fire")) == (1, True)


def test_what_a_tick_saw_can_be_fed_to_another():
    live, replay = Input(), Input()
    live.collect([PadAxisEvent(0, "left_x", 0.7123), MouseMoveEvent(3.14159, 2.71828), DOWN])
    live.begin_tick()
    replay.feed(live.current())
    replay.begin_tick()
    assert replay.current() == live.current()
    assert live.current() == live.current().rounded()


@pytest.mark.parametrize(
    "call",
    ["pressed", "just_pressed", "just_released", "axis", "hold", "press", "release"],
)
def test_an_unknown_action_is_named_with_the_nearest(call):
    with pytest.raises(UnknownName, match=r'"jmup"\. Did you mean "jump"'):
        getattr(Input(), call)("jmup")


def test_feeding_what_is_not_there_is_refused():
    keys = Input()
    with pytest.raises(UnknownName, match="jump"):
        keys.feed(TickInput({"jmup": 1.0}))
    for bad in (
        TickInput({"jump": 2.0}),
        TickInput(pointer=(math.nan, 0)),
        TickInput(wheel=(0, 1e9)),
    ):
        with pytest.raises(BadValue):
            keys.feed(bad)
    assert seen(keys) == NOTHING


@pytest.mark.parametrize("value", [1.5, -2, math.nan, "1", None])
def test_a_value_out_of_range_is_refused(value):
    keys = Input()
    with pytest.raises(BadValue, match=r'"move" is .* from -1 to 1'):
        keys.hold("move", value)
    with pytest.raises(BadValue, match="pointer"):
        keys.point(1e9, 0)


def test_point_puts_the_pointer_somewhere():
    keys = Input()
    keys.point(12.3, 4)
    keys.begin_tick()
    assert keys.pointer == Vec2(12.25, 4)


def test_rebinding_counts_at_once():
    keys = Input()
    seen(keys, DOWN)
    keys.rebind("jump", Button("j"))
    assert seen(keys) == RELEASED
    assert seen(keys, KeyEvent("j", True)) == PRESSED
    keys.rebind("dash", Button("e"))
    assert seen(keys, KeyEvent("e", True), action="dash") == PRESSED
    with pytest.raises(BadValue):
        keys.rebind("jump", "space")
    with pytest.raises(UnknownName):
        keys.rebind("jump", Button("spcae"))
    assert keys.actions["jump"] == Button("j")


def test_the_next_edges_follow_from_the_state():
    keys = Input()
    seen(keys, DOWN, MouseMoveEvent(7, 8))
    state = keys.get_state()
    other = Input()
    other.set_state(state)
    assert seen(other, MouseMoveEvent(7, 8)) == RELEASED
    assert not other.pointer_moved
    assert other.get_state() != state
