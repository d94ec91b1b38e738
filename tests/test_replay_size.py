"""How small a recording is, digests and head included."""

from pathlib import Path

import pytest

import hands
import zenith as zn
from zenith.replay import Recorder

GAME = Path(__file__).resolve().parent.parent / "examples" / "breakout"
ACTIONS = tuple(zn.Input().actions)
MINUTE = 3600
KEYS, POINTER = 2048, 4096
"""Bytes that a minute may take."""


def size(inputs):
    """Return the bytes of a recording of these ticks, with a digest every second."""
    recorder = Recorder("demo", seed=1, tick_rate=60, actions=ACTIONS, engine=zn.__version__)
    for k, given in enumerate(inputs):
        digest = f"{(k + 1) * 0x9E3779B97F4A7C15 % 2**64:016x}"
        recorder.add(given, digest if recorder.wants_digest else None)
    return len(recorder.finish(digest).to_json())


@pytest.mark.parametrize("seed", range(3))
def test_a_minute_with_keys_takes_less_than_two_kilobytes(seed):
    one = size(hands.play(MINUTE, seed, pointing=False))
    assert one < KEYS
    five = size(hands.play(5 * MINUTE, seed, pointing=False))
    assert (five - one) / 4 < one


@pytest.mark.parametrize("unit", [1.0, 1 / 3], ids=["a unit a pixel", "three pixels a unit"])
def test_a_minute_with_keys_and_a_pointer_takes_less_than_four_kilobytes(unit):
    sizes = [size(hands.play(MINUTE, seed, pointing=True, unit=unit)) for seed in range(3)]
    assert max(sizes) < POINTER


@pytest.mark.parametrize("name", ["win", "lose"])
def test_the_recordings_of_the_bundled_game_are_as_small(name):
    file = GAME / "replays" / f"{name}.json"
    minutes = zn.Recording.load(file).ticks / MINUTE
    assert file.stat().st_size < KEYS * max(minutes, 1.0)


def test_an_hour_of_a_pointer_that_never_rests_is_recorded_in_few_megabytes():
    recorder = Recorder("demo", seed=1, tick_rate=60, actions=ACTIONS)
    for tick in range(20 * MINUTE):
        recorder.add(zn.TickInput(pointer=(tick % 1000, tick % 700)))
    taken = sum(c.ticks.buffer_info()[1] * 16 for c in recorder.finish().inputs.channels)
    assert taken * 3 < 8 * 2**20
