"""Recordings: kept whole, small, and read with care."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenith.errors import BadValue, ReplayError
from zenith.input import TickInput
from zenith.replay import Digests, Recorder, Recording, platform_key
from zenith.version import VERSION

ACTIONS = ("move", "move_y", "jump", "fire")
SAMPLE = [
    TickInput(),
    TickInput({"jump": 1.0}, (10.5, 20.25)),
    TickInput({"jump": 1.0, "move": -0.5}, (10.5, 20.25)),
    TickInput({}, (400.0, -3.0), (0.0, 1.125), "ä", (("saves", [1]),)),
    TickInput({"fire": 1.0}),
]

values = st.dictionaries(st.sampled_from(ACTIONS), st.floats(-1, 1), max_size=4)
place = st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
wheel = st.tuples(st.floats(-50, 50), st.floats(-50, 50))
inputs = st.builds(TickInput, values, place, wheel, st.text(max_size=3))
# Runs of equal input are what a recording is made of.
plays = st.lists(st.tuples(inputs, st.integers(1, 5)), max_size=8).map(
    lambda runs: [given_input for given_input, count in runs for _ in range(count)]
)


def new_recorder(every, seed=7):
    return Recorder("demo", seed=seed, tick_rate=60.0, actions=ACTIONS, engine=VERSION, every=every)


def recorded(ticks, *, every=3, seed=7):
    recorder = new_recorder(every, seed)
    for k, tick in enumerate(ticks):
        recorder.add(tick, f"{k:016x}" if recorder.wants_digest else None)
    return recorder.finish(f"{len(ticks):016x}")


def sample():
    """Return a short recording with something of everything."""
    return recorded(SAMPLE, every=2)


@given(ticks=plays, seed=st.integers(-(2**63), 2**64), every=st.integers(1, 12))
def test_a_recording_goes_to_text_and_back(ticks, seed, every):
    recording = recorded(ticks, every=every, seed=seed)
    back = Recording.from_json(recording.to_json())
    assert back == recording
    assert back.to_json() == recording.to_json()
    assert list(back) == [tick.rounded() for tick in ticks]
    assert [back.input_at(k) for k in range(len(ticks))] == list(back)


def test_a_recording_goes_to_a_file_and_back(tmp_path):
    file = tmp_path / "run.json"
    sample().save(file)
    assert Recording.load(file) == sample()
    assert [p.name for p in tmp_path.iterdir()] == ["run.json"]


def test_a_recording_of_nothing():
    recording = recorded([])
    assert (recording.ticks, list(recording)) == (0, [])
    assert Recording.from_json(recording.to_json()) == recording
    with pytest.raises(ReplayError):
        recording.input_at(0)


@pytest.mark.parametrize("tick", [-1, 5, 10**9])
def test_ticks_beyond_a_recording_are_refused(tick):
    with pytest.raises(ReplayError, match=f"ticks 0 to 4, not {tick}"):
        sample().input_at(tick)


@given(ticks=plays, cut=st.integers(0, 45), more=plays)
def test_a_recorder_that_goes_back_is_as_one_that_never_went_there(ticks, cut, more):
    kept = ticks[:cut]
    recorder, straight = (new_recorder(3) for _ in range(2))
    for tick in ticks:
        recorder.add(tick, "0" * 16 if recorder.wants_digest else None)
    recorder.truncate(cut)
    for tick in kept:
        straight.add(tick, "0" * 16 if straight.wants_digest else None)
    for tick in more:
        for each in (recorder, straight):
            each.add(tick, "1" * 16 if each.wants_digest else None)
    assert recorder.finish("f" * 16) == straight.finish("f" * 16)


def test_a_finished_recording_does_not_grow_with_its_recorder():
    recorder = new_recorder(3)
    recorder.add(TickInput({"jump": 1.0}))
    early = recorder.finish()
    recorder.add(TickInput())
    assert (early.ticks, recorder.finish().ticks) == (1, 2)


def test_everything_that_a_recording_can_hold_goes_to_text_and_back():
    heard = (("saves", {"slot": [1, 2.5, None, "ä"]}), ("saves", None))
    recorder = Recorder(
        "demo", seed=1, tick_rate=50, actions=ACTIONS, engine="0.1.0", schema={"Hero": "12345678"},
        first=600, start=bytes(range(256)) * 9,
    )  # fmt: skip
    recorder.add(TickInput())
    recorder.add(TickInput(answers=heard))
    recording = recorder.finish(error="ValueError: walked too far")
    back = Recording.from_json(recording.to_json())
    assert back == recording
    assert back.input_at(1).answers == heard
    assert (back.first, back.start, back.error) == (
        600, bytes(range(256)) * 9, "ValueError: walked too far",
    )  # fmt: skip
    assert back.schema == {"Hero": "12345678"}


def test_another_version_is_refused_by_name():
    recording = Recorder(
        "demo", seed=1, tick_rate=60, actions=(), engine="0.1.0", schema={"Hero": "a", "Boss": "b"}
    ).finish()
    recording.check_version("0.1.0", {"Hero": "a", "Boss": "b"})
    with pytest.raises(ReplayError, match=r"made with Zenith 0\.1\.0; this is Zenith 0\.2\.0"):
        recording.check_version("0.2.0", recording.schema)
    with pytest.raises(ReplayError, match=r"Components were changed.*: Boss, Gift, Hero"):
        recording.check_version("0.1.0", {"Hero": "b", "Gift": "c"})


def test_a_digest_that_is_none_cannot_be_written():
    with pytest.raises(BadValue, match="16 hexadecimal digits"):
        recorded([TickInput()]).with_digests("x", Digests(1, ("short",))).to_json()


def test_digests_are_found_by_tick():
    recording = sample()
    kept = [recording.digest_after(k) for k in range(7)]
    assert kept == [None, None, f"{1:016x}", None, f"{3:016x}", f"{5:016x}", None]
    assert recording.digest_after(2, "another-machine") is None
    other = recording.with_digests("another-machine", Digests(5, ("f" * 16,)))
    assert other.digest_after(5, "another-machine") == "f" * 16
    assert other.digest_after(2) == f"{1:016x}"
    assert Recording.from_json(other.to_json()) == other
    assert list(recording.digests) == [platform_key()]


def test_a_run_that_an_error_ended_keeps_the_digests_before_it():
    recorder = new_recorder(2)
    for _ in range(3):
        recorder.add(TickInput(), "0" * 16)
    recording = Recording.from_json(recorder.finish(error="ValueError").to_json())
    assert [recording.digest_after(k) for k in (1, 2, 3)] == [None, "0" * 16, None]


def test_without_digests_none_are_kept():
    recorder = new_recorder(2)
    for _ in range(4):
        recorder.add(TickInput())
    assert recorder.finish("0" * 16).digests == {}


def test_a_recorder_refuses_what_could_not_be_read_back():
    recorder = Recorder("demo", seed=1, tick_rate=60, actions=ACTIONS)
    with pytest.raises(BadValue, match='"dash" is not among'):
        recorder.add(TickInput({"dash": 1.0}))
    with pytest.raises(BadValue, match="from -1 to 1"):
        recorder.add(TickInput({"jump": 2.0}))
    assert recorder.finish().ticks == 0
    with pytest.raises(BadValue, match="every 1 tick"):
        Recorder("demo", seed=1, tick_rate=60, actions=ACTIONS, every=0)


def test_a_recording_of_another_game_is_refused():
    recording = sample()
    recording.check_fits("demo", 60.0, ACTIONS)
    with pytest.raises(ReplayError, match='of "demo", not of "other"'):
        recording.check_fits("other", 60.0, ACTIONS)
    with pytest.raises(ReplayError, match="60 ticks a second; the game has 30"):
        recording.check_fits("demo", 30.0, ACTIONS)
    with pytest.raises(ReplayError, match=r'action "jump".*Did you mean "jumps"'):
        recording.check_fits("demo", 60.0, ["move", "fire", "jumps"])
