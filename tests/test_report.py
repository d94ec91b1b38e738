"""Telling an exception in game code: as data, safely, in short."""

import collections
import enum
import pickle
import sys
import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import zenith as zn
from zenith.app.preview import LONGEST, preview, preview_locals
from zenith.app.report import game_error


def failure_of(call):
    app = zn.App()
    app.scene.systems.append(lambda world, dt: call(world))
    with pytest.raises(zn.GameError) as caught:
        app.tick()
    return caught.value


def stumble(world):
    zero, heights = 0, [1, 2, 3]
    return heights[0] / zero


def test_a_failure_is_told_as_data():
    failure = failure_of(stumble).failure
    assert failure.headline == "ZeroDivisionError: division by zero"
    assert failure.tick == 0
    assert failure.doing.startswith("system failure_of.<locals>")
    line = failure.culprit
    assert line.file == __file__
    assert line.function == "stumble"
    assert line.source == "return heights[0] / zero"
    assert line.locals[1:] == (("zero", "0"), ("heights", "[1, 2, 3]"))
    assert line.locals[0][1].startswith("<World, tick 0")


def test_its_text_has_the_locals_of_the_last_line_of_the_game():
    text = str(failure_of(stumble))
    assert "      return heights[0] / zero\n      world = <World, tick 0, 0 entities>\n" in text
    assert "      zero = 0\n      heights = [1, 2, 3]" in text
    assert text.count("heights = ") == 1


def test_lines_of_libraries_are_told_but_are_not_the_culprit():
    failure = failure_of(lambda world: collections.Counter(5)).failure
    assert not failure.lines[-1].own
    assert failure.lines[-1].locals == ()
    assert failure.culprit.file == __file__
    assert "collections.Counter(5)" in failure.culprit.source


def test_a_report_travels_between_processes():
    error = failure_of(stumble)
    again = pickle.loads(pickle.dumps(error))
    assert str(again) == str(error)
    assert again.failure == error.failure


def test_a_deep_recursion_is_told_in_few_lines():
    def down(world):
        down(world)

    failure = failure_of(down).failure
    assert "RecursionError" in failure.headline
    assert len(failure.lines) == 20
    assert any("more of these" in line.before for line in failure.lines)


class Silent(Exception):
    def __str__(self):
        raise RuntimeError("no words")


def test_an_exception_without_words_is_told_all_the_same():
    def fail(world):
        raise Silent

    assert failure_of(fail).failure.headline == "Silent (RuntimeError when it was told)"


def test_an_endless_text_is_cut():
    def fail(world):
        raise ValueError("a" * 10**6)

    assert len(failure_of(fail).failure.headline) < 2100


class Trap:
    """Whatever looks at it fails."""

    def __init__(self):
        self.points = 3

    def __repr__(self):
        raise AssertionError("the game's code was called")

    __str__ = __repr__
    __len__ = __repr__

    def __getattr__(self, name):
        raise AssertionError("the game's code was called")

    def __eq__(self, other):
        raise AssertionError("the game's code was called")

    __hash__ = None


class Mood(enum.Enum):
    CALM = 1


class Ball(zn.Script):
    speed: float = 2.0


Point = collections.namedtuple("Point", "x y")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "None"),
        (1.5, "1.5"),
        (10**400, "int of 1329 bits"),
        ("a\nb", r"'a\nb'"),
        ((), "()"),
        ((1, "a"), "(1, 'a')"),
        ([[[1]]], "[[[...]]]"),
        ({"a": {"b": {"c": 1}}}, "{'a': {'b': {...}}}"),
        (list(range(100)), "[0, 1, 2, 3, ... 96 more]"),
        (Trap(), "Trap(points=3)"),
        ([Trap()], "[Trap(points=3)]"),
        (Mood.CALM, "Mood.CALM"),
        (Point(1, 2), "Point(x=1, y=2)"),
        (zn.Vec2(1, 2), "Vec2(x=1, y=2)"),
        (zn.WHITE, "Color(r=1.0, g=1.0, b=1.0, a=1.0)"),
        (np.zeros((2, 3)), "<array float64 (2, 3)>"),
        (np.float64(1.5), "np.float64(1.5)"),
        (threading.Lock(), "<lock>"),
        (stumble, "<stumble>"),
        (zn.World(), "<World, tick 0, 0 entities>"),
        (zn.CircleShape(radius=3), "CircleShape(radius=3, "),
        (Ball(3.0), "Ball(speed=3.0)"),
        (zn.App(), "<App>"),
        (object(), "<object>"),
    ],
    ids=lambda v: type(v).__name__,
)
def test_a_value_is_shown_in_short_without_running_the_games_code(value, shown):
    assert preview(value).startswith(shown)


def test_views_of_the_living_and_the_dead_are_shown():
    world = zn.World()
    view = world.spawn(zn.Transform(x=4))[zn.Transform]
    assert preview(view).startswith("Transform(x=4.0, y=0.0")
    world.despawn(world.entities()[0])
    assert preview(view) == "<Transform of an entity that is gone>"


def test_what_contains_itself_is_shown():
    inner = []
    inner.append(inner)
    assert preview(inner) == "[[[...]]]"


@given(st.recursive(st.integers() | st.text() | st.binary(), st.lists))
def test_no_value_is_shown_at_length(value):
    shown = preview(value)
    assert len(shown) <= LONGEST
    assert shown.isprintable()


def test_few_names_are_shown_and_none_that_tell_nothing():
    names = {f"n{k}": k for k in range(100)} | {"__file__": "x"}
    assert len(preview_locals(names)) == 10
    assert preview_locals({"sys": sys, "Trap": Trap, "stumble": stumble, "a": 1}) == (("a", "1"),)


def test_a_report_is_not_told_twice():
    error = failure_of(stumble)
    assert game_error(error, 0, "anything") is error
