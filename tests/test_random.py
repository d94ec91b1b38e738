"""Chance that repeats: the same seed, the same numbers; one stream per purpose."""

import json
from statistics import fmean, pstdev

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenith.errors import BadValue
from zenith.random import Random
from zenith.world import World

seeds = st.integers(-(2**140), 2**140)


def some(stream, count=8):
    return [stream.integer(0, 2**40) for _ in range(count)]


@given(seeds)
def test_a_seed_decides_everything(seed):
    one, two = Random(seed), Random(seed)
    assert some(one) == some(two)
    assert one.uniform() == two.uniform()
    assert one.shuffled("abcdef") == two.shuffled("abcdef")
    assert one.stream("loot").gauss() == two.stream("loot").gauss()
    assert one.seed == seed


def test_numbers_do_not_change_between_versions():
    stream = Random(7)
    assert [stream.integer(1, 100) for _ in range(6)] == [95, 63, 69, 90, 58, 78]
    assert stream.uniform() == 0.22520718999059186
    assert [stream.stream("a").integer(1, 100) for _ in range(3)] == [37, 8, 30]


@given(st.lists(seeds, min_size=2, max_size=2, unique=True))
def test_other_seeds_give_other_numbers(pair):
    first, second = (Random(seed) for seed in pair)
    assert some(first) != some(second)
    assert some(first.stream("a")) != some(second.stream("a"))


@pytest.mark.parametrize("pair", [(0, 2**128), (-1, 2**128 - 1), (1, 1 + 2**96), (5, -5)])
def test_no_bit_of_a_seed_is_lost(pair):
    first, second = (Random(seed) for seed in pair)
    assert some(first) != some(second)
    assert some(first.stream("a")) != some(second.stream("a"))


def test_a_stream_within_streams_still_follows_from_the_first_seed():
    def deep(seed):
        stream = Random(seed)
        for name in "abcdefgh":
            stream = stream.stream(name)
        return some(stream)

    assert deep(1) == deep(1)
    assert deep(1) != deep(2)


# Two pairs of words of equal CRC-32.
@pytest.mark.parametrize("pair", [("plumless", "buckeroo"), ("loot", "sparks"), ("a b", "b a")])
def test_streams_of_other_names_are_apart(pair):
    parent = Random(3)
    first, second = (parent.stream(name) for name in pair)
    assert some(first) != some(second)


def test_a_stream_does_not_depend_on_what_others_drew():
    quiet, busy = Random(4), Random(4)
    some(busy)
    some(busy.stream("sparks"))
    assert some(quiet.stream("loot")) == some(busy.stream("loot"))
    assert busy.stream("loot") is busy.stream("loot")


@pytest.mark.parametrize("seed", [1.5, "7", None])
def test_a_seed_is_a_whole_number(seed):
    with pytest.raises(BadValue, match="seed"):
        Random(seed)


def test_numpys_whole_numbers_are_taken():
    assert some(Random(np.int64(9))) == some(Random(9))
    assert 1 <= Random().integer(np.int32(1), np.int32(6)) <= 6


@given(
    seed=seeds,
    a=st.integers(-(2**63), 2**63 - 1),
    b=st.integers(-(2**63), 2**63 - 1),
)
def test_integers_keep_to_both_bounds(seed, a, b):
    low, high = min(a, b), max(a, b)
    assert low <= Random(seed).integer(low, high) <= high


def test_both_bounds_are_reached():
    stream = Random(1)
    assert {stream.integer(-1, 1) for _ in range(100)} == {-1, 0, 1}
    assert {stream.sign() for _ in range(50)} == {-1, 1}


@pytest.mark.parametrize("bounds", [(2, 1), (0, 2**63), (-(2**63) - 1, 0), (0, 2**200)])
def test_integers_beyond_what_there_is_are_refused(bounds):
    with pytest.raises(BadValue):
        Random().integer(*bounds)


@pytest.mark.parametrize("bounds", [(0.5, 2), (0, "6"), (None, 1)])
def test_bounds_are_whole_numbers(bounds):
    with pytest.raises(BadValue, match="whole number"):
        Random().integer(*bounds)


def test_floats_keep_to_their_range():
    stream = Random(2)
    assert all(-3 <= stream.uniform(-3, 5) < 5 for _ in range(200))
    assert all(0 <= stream.angle() < 6.2832 for _ in range(200))
    many = stream.numbers(1000, 10, 20)
    assert many.shape == (1000,)
    assert many.dtype == np.float64
    assert 10 <= many.min() < 10.2
    assert 19.8 < many.max() < 20
    with pytest.raises(BadValue, match="0 numbers or more"):
        stream.numbers(-1)


def test_gauss_gathers_around_its_mean():
    stream = Random(11)
    drawn = [stream.gauss(100, 5) for _ in range(4000)]
    assert fmean(drawn) == pytest.approx(100, abs=0.5)
    assert pstdev(drawn) == pytest.approx(5, abs=0.3)


def test_chance_is_a_share_of_calls():
    stream = Random(12)
    assert sum(stream.chance(0.25) for _ in range(4000)) == pytest.approx(1000, abs=100)
    assert not any(stream.chance(0.0) for _ in range(100))
    assert all(stream.chance(1.0) for _ in range(100))


def test_choice_and_shuffle():
    stream = Random(13)
    assert {stream.choice("abc") for _ in range(60)} == set("abc")
    items = list(range(20))
    mixed = stream.shuffled(items)
    assert mixed != items == sorted(mixed)
    assert stream.shuffled([]) == []
    with pytest.raises(BadValue, match="at least one"):
        stream.choice([])


@given(seed=seeds, before=st.integers(0, 20))
def test_a_state_goes_there_and_back(seed, before):
    stream = Random(seed)
    for _ in range(before):
        stream.uniform()
        stream.stream("a").stream("b").uniform()
    state = stream.get_state()
    expected = some(stream), some(stream.stream("a")), some(stream.stream("a").stream("b"))
    for other in (stream, Random(99)):
        other.set_state(json.loads(json.dumps(state)))
        assert other.get_state() == state
        found = some(other), some(other.stream("a")), some(other.stream("a").stream("b"))
        assert found == expected


def test_streams_that_game_code_holds_go_back_too():
    parent = Random(5)
    held = parent.stream("loot")
    held.uniform()
    state = parent.get_state()
    expected = some(held)
    parent.set_state(state)
    assert parent.stream("loot") is held
    assert some(held) == expected


def test_a_stream_first_used_after_the_state_begins_anew():
    parent = Random(5)
    state = parent.get_state()
    late = parent.stream("late")
    inner = late.stream("inner")
    expected = some(late), some(inner)
    parent.set_state(state)
    assert (some(late), some(inner)) == expected
    parent.set_state(state)
    assert parent.get_state() == state


def test_asking_for_a_stream_is_no_change_of_state():
    world = World(seed=1)
    before = world.digest()
    stream = world.random.stream("a")
    assert world.digest() == before
    stream.uniform()
    assert world.digest() != before
