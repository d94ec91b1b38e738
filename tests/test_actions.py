"""Named actions and their bindings; what is misspelt is told with the nearest."""

import json

import pytest

from zenith.actions import (
    DEFAULT_ACTIONS,
    KEYS,
    MOUSE_BUTTONS,
    PAD_AXES,
    PAD_BUTTONS,
    PAD_HALVES,
    Actions,
    Axis,
    Button,
    check_binding,
)
from zenith.errors import BadValue, UnknownName

BINDINGS = [
    *KEYS,
    *(f"mouse:{b}" for b in MOUSE_BUTTONS),
    *(f"pad:{b}" for b in (*PAD_BUTTONS, *PAD_HALVES)),
]


@pytest.mark.parametrize("binding", [*BINDINGS, "ü", "ß", "@", ":"])
def test_every_key_and_button_can_be_bound(binding):
    assert check_binding(binding) == binding
    assert Button(binding).bindings == (binding,)


@pytest.mark.parametrize(
    ("binding", "hint"),
    [
        ("spcae", "space"),
        ("Space", "space"),
        ("A", "a"),
        ("shift", "left shift"),
        ("mouse:lft", "mouse:left"),
        ("pad:dpad_lft", "pad:dpad_left"),
        ("pad:left_x", "pad:"),
        ("pad:", "pad:a"),
        ("mouse:", "mouse:left"),
        ("keyboard:a", "key"),
        ("", "key"),
        (" ", "key"),
        ("ab", "key"),
        ("\n", "key"),
    ],
)
def test_a_misspelt_binding_is_refused_with_a_hint(binding, hint):
    with pytest.raises(UnknownName, match=hint):
        Button(binding)
    with pytest.raises(UnknownName, match=hint):
        Axis(negative=binding)
    with pytest.raises(UnknownName, match=hint):
        Axis(positive=("a", binding))


@pytest.mark.parametrize("binding", [3, None, b"a", ("a",), ["a"]])
def test_a_binding_is_a_text(binding):
    with pytest.raises(BadValue, match="binding is a text"):
        Button(binding)


def test_one_binding_may_stand_for_a_tuple():
    assert Axis("a", "d") == Axis(("a",), ["d"])


@pytest.mark.parametrize("side", [3, 1.5, True])
def test_the_sides_of_an_axis_are_texts(side):
    with pytest.raises(BadValue, match="Bindings are texts"):
        Axis(negative=side)


@pytest.mark.parametrize("axis", PAD_AXES)
def test_every_stick_can_move_an_axis(axis):
    assert Axis(stick=f"pad:{axis}").stick == f"pad:{axis}"


def test_a_stick_that_is_none_is_refused():
    with pytest.raises(UnknownName, match="pad:left_x"):
        Axis(stick="left_x")
    with pytest.raises(BadValue, match="stick"):
        Axis(stick=None)


@pytest.mark.parametrize("zone", [-0.1, 1.0, 2, float("nan"), "0.2", True, None])
def test_a_dead_zone_out_of_range_is_refused(zone):
    with pytest.raises(BadValue, match="dead zone"):
        Axis(deadzone=zone)


def test_a_games_actions_stand_beside_the_engines():
    actions = Actions({"dash": Button("e"), "jump": Button("z")})
    assert actions["dash"] == Button("e")
    assert actions["jump"] == Button("z")
    assert actions["move"] == DEFAULT_ACTIONS["move"]
    assert set(actions) == {*DEFAULT_ACTIONS, "dash"}
    assert len(actions) == len(DEFAULT_ACTIONS) + 1
    assert Actions()["jump"] == DEFAULT_ACTIONS["jump"]


def test_an_unknown_action_is_named_with_the_nearest():
    with pytest.raises(UnknownName, match=r'no action "jmup"\. Did you mean "jump"'):
        Actions()["jmup"]


@pytest.mark.parametrize("action", ["space", None, ("a",), 3])
def test_an_action_is_a_button_or_an_axis(action):
    with pytest.raises(BadValue, match="expected a Button or an Axis"):
        Actions({"dash": action})


@pytest.mark.parametrize("name", ["", 3, None])
def test_an_action_is_named_by_a_text(name):
    with pytest.raises(BadValue, match="named by a text"):
        Actions({name: Button("a")})


def test_bindings_go_to_a_settings_file_and_back():
    given = Actions({"dash": Button("e", "pad:b"), "steer": Axis("a", "d", "pad:right_x", 0.1)})
    back = Actions.from_dict(json.loads(json.dumps(given.to_dict())))
    assert {name: back[name] for name in back} == {name: given[name] for name in given}


@pytest.mark.parametrize(
    "entry",
    [
        None, 3, "button", [], ["button"], {"button": "space"}, {"button": None}, {"button": [3]},
        {"button": 3}, {"negative": "a"}, {"negative": [3]}, {"stick": None}, {"stick": 3},
        {"deadzone": "x"}, {"deadzone": None}, {"nonsense": 1}, {"positive": None}, {3: 4},
    ],
)  # fmt: skip
def test_a_broken_settings_entry_is_one_clear_error(entry):
    with pytest.raises((BadValue, UnknownName)):
        Actions.from_dict({"dash": entry})


@pytest.mark.parametrize("data", [None, [], "x", 3])
def test_settings_are_a_table(data):
    with pytest.raises(BadValue, match="table of names"):
        Actions.from_dict(data)
