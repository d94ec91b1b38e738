"""The beat under made-up times: nothing here waits or reads a clock."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenith.clock import Clock
from zenith.errors import BadValue

START = 1234.5


def played(clock, times):
    return [clock.advance(now) for now in times]


def frames(fps, seconds):
    return [START + k / fps for k in range(int(fps * seconds) + 1)]


def irregular(seconds):
    chance = random.Random(5)
    now, times = START, [START]
    while now < START + seconds:
        now = min(now + chance.uniform(0.001, 0.07), START + seconds)
        times.append(now)
    return times


@pytest.mark.parametrize(
    "times",
    [frames(fps, 20) for fps in (30, 59.94, 60, 144, 1000)] + [irregular(20)],
    ids=["30", "59.94", "60", "144", "1000", "irregular"],
)
def test_every_frame_rate_gives_the_same_ticks(times):
    assert sum(played(Clock(60), times)) == pytest.approx(20 * 60, abs=1)


def test_sixty_frames_are_one_tick_each():
    assert set(played(Clock(60), frames(60, 100))[1:]) == {1}


def test_the_first_frame_owes_nothing():
    assert Clock().advance(1e9) == 0


def test_what_does_not_fill_a_tick_is_kept():
    clock = Clock(10)
    assert played(clock, [0, 0.04, 0.08, 0.12]) == [0, 0, 0, 1]
    assert clock.alpha == pytest.approx(0.2)
    assert played(clock, [0.2, 0.31]) == [1, 1]


def test_a_long_frame_loses_what_is_beyond_the_clamp():
    clock = Clock(60, max_ticks=5)
    assert played(clock, [0, 100]) == [0, 5]
    assert played(clock, [100 + 1 / 60]) == [1]


def test_paused_no_time_passes_and_none_is_made_up_for():
    clock = Clock(10)
    clock.advance(0)
    clock.paused = True
    assert played(clock, [1, 2, 3]) == [0, 0, 0]
    clock.paused = False
    assert played(clock, [3.1]) == [1]


def test_held_is_a_pause_beside_the_games_own():
    clock = Clock(10)
    clock.advance(0)
    clock.held = clock.paused = True
    clock.paused = False
    assert clock.advance(1) == 0
    clock.held = False
    assert clock.advance(1.1) == 1


def test_step_once_runs_one_tick_while_paused():
    clock = Clock(60)
    clock.advance(0)
    clock.paused = True
    clock.step_once()
    assert played(clock, [0.1, 0.2]) == [1, 0]
    clock.step_once()
    clock.step_once()
    assert played(clock, [0.3, 0.4]) == [2, 0]


def test_steps_asked_for_while_running_are_not_saved_up():
    clock = Clock(10)
    clock.advance(0)
    clock.step_once()
    assert clock.advance(0.1) == 1
    clock.paused = True
    assert clock.advance(0.2) == 0


def test_time_scale_changes_how_many_ticks_and_never_their_length():
    slow, fast = Clock(60), Clock(60)
    slow.time_scale, fast.time_scale = 0.5, 2.0
    assert sum(played(slow, frames(60, 10))) == 300
    assert sum(played(fast, frames(60, 10))) == 1200
    assert slow.dt == fast.dt == 1 / 60


def test_time_scale_zero_stands_still():
    clock = Clock()
    clock.time_scale = 0
    assert sum(played(clock, frames(60, 2))) == 0


@pytest.mark.parametrize("scale", [-1, math.nan, math.inf])
def test_a_time_scale_that_is_none_is_refused(scale):
    clock = Clock()
    with pytest.raises(BadValue, match="time scale"):
        clock.time_scale = scale
    assert clock.time_scale == 1


@pytest.mark.parametrize("rate", [0, -60, math.nan, math.inf])
def test_a_tick_rate_that_is_none_is_refused(rate):
    with pytest.raises(BadValue, match="tick rate"):
        Clock(rate)


def test_a_frame_needs_room_for_a_tick():
    with pytest.raises(BadValue, match="at least 1"):
        Clock(60, max_ticks=0)


@pytest.mark.parametrize("now", [math.nan, math.inf, -math.inf])
def test_a_time_that_is_none_counts_as_no_time(now):
    clock = Clock(10)
    assert played(clock, [0, 0.05, now, 0.1]) == [0, 0, 0, 1]


def test_a_clock_that_goes_back_owes_nothing_and_goes_on_from_there():
    clock = Clock(10)
    assert played(clock, [100, 100.1, 3, 3.1, 3.2]) == [0, 1, 0, 1, 1]


def test_restart_forgets_what_was_owed():
    clock = Clock(10)
    played(clock, [0, 0.05])
    clock.restart()
    assert clock.alpha == 0
    assert played(clock, [50, 50.1]) == [0, 1]


@given(
    times=st.lists(st.floats(), max_size=30),
    scale=st.floats(0, 1e300),
    rate=st.floats(1e-3, 1e300),
)
def test_whatever_the_times_ticks_and_alpha_stay_within_bounds(times, scale, rate):
    clock = Clock(rate, max_ticks=4)
    clock.time_scale = scale
    for now in times:
        assert 0 <= clock.advance(now) <= 4
        assert 0 <= clock.alpha <= 1


def test_endless_rates_owe_no_endless_ticks():
    clock = Clock(5.8e291)
    clock.time_scale = 0.0
    assert [clock.advance(now) for now in (-3e16, 0.0, 1.0)] == [0, 0, 0]
    clock.time_scale = 1e300
    assert clock.advance(2.0) == clock.max_ticks
