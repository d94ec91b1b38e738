"""Draw layers: named, in order."""

import pytest

from zenith.errors import SchemaError, UnknownName
from zenith.layers import DEFAULT_LAYERS, Layer, Layers


def test_the_default_layers_and_their_order():
    layers = Layers()
    assert [x.name for x in layers] == ["background", "default", "foreground", "hud"]
    assert [layers.index(x.name) for x in DEFAULT_LAYERS] == [0, 1, 2, 3]
    assert [x.screen for x in layers] == [False, False, False, True]
    assert len(layers) == 4


def test_names_and_layers_may_be_mixed():
    layers = Layers(["sky", Layer("default", y_sort=True), Layer("hud", screen=True)])
    assert layers[0] == Layer("sky")
    assert layers[layers.index("default")].y_sort


def test_an_unknown_layer_is_named_with_the_nearest():
    with pytest.raises(UnknownName, match=r'no layer "forground"\. Did you mean "foreground"'):
        Layers().index("forground")


@pytest.mark.parametrize(
    ("given", "match"),
    [
        (["default", "a", "a"], "same name"),
        (["a"], '"default"'),
        ([], '"default"'),
        (["default", 3], "not 3"),
        (["default", None], "not None"),
        (["default", ""], "one word"),
        (["default", "two words"], "one word"),
        (["default", Layer(" hud")], "one word"),
        (["default", Layer(3)], "one word"),
    ],
)
def test_layers_that_are_none_are_refused(given, match):
    with pytest.raises(SchemaError, match=match):
        Layers(given)


def test_a_state_goes_there_and_back():
    given = Layers(["default", Layer("trees", y_sort=True), Layer("hud", screen=True)])
    other = Layers()
    other.set_state(given.get_state())
    assert list(other) == list(given)
    assert other.index("trees") == 1
