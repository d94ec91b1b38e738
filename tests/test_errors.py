"""One tree of errors, and messages that suggest what was meant."""

import enum

import pytest

from zenith import errors
from zenith.errors import UnknownName, ZenithError, nearest, unknown

EVERY = [v for v in vars(errors).values() if isinstance(v, type) and issubclass(v, Exception)]


@pytest.mark.parametrize("error", EVERY)
def test_every_error_is_ours_and_described(error):
    assert issubclass(error, ZenithError)
    assert error.__doc__
    assert error is ZenithError or f" {error.__name__} " in errors.__doc__


@pytest.mark.parametrize(
    ("written", "meant"),
    [("jmup", "jump"), ("JUMP", "jump"), ("jump", "jump"), ("mov", "move"), ("Fire", "fire")],
)
def test_nearest_suggests_one_spelling(written, meant):
    assert nearest(written, ["move", "jump", "fire"]) == f' Did you mean "{meant}"?'


def test_nearest_gives_the_spelling_as_declared():
    assert nearest("transfrom", ["Transform"]) == ' Did you mean "Transform"?'


@pytest.mark.parametrize("options", [[], ["move", "fire"]])
def test_nothing_near_suggests_nothing(options):
    assert nearest("xyzzy", options) == ""


class Color(enum.Enum):
    RED = 1


@pytest.mark.parametrize("written", [None, 3, Color.RED, ("jump",)])
def test_what_is_no_text_is_still_told(written):
    assert isinstance(unknown("action", written, ["jump"]), UnknownName)


def test_unknown_says_where_what_and_which_there_are():
    error = unknown("layer", "forground", ["background", "foreground"], "Sprite.layer")
    assert str(error) == (
        'Sprite.layer: there is no layer "forground". Did you mean "foreground"? '
        "Known: background, foreground."
    )


def test_unknown_without_any_says_so():
    assert str(unknown("tag", "x", [])) == 'There is no tag "x". None is declared.'


def test_a_long_list_is_cut():
    text = str(unknown("key", "zz", [f"k{n:02}" for n in range(30)]))
    assert "k11, ..." in text
    assert "k12" not in text
