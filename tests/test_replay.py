"""Recordings: kept whole, small, and read with care."""

import contextlib
import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenith.errors import BadValue, ReplayError
from zenith.input import TickInput
from zenith.replay import Digests, Recorder, Recording, platform_key
from zenith.version import VERSION

ACTIONS = ("move", "move_y", "jump", "fire")

values = st.dictionaries(st.sampled_from(ACTIONS), st.floats(-1, 1), max_size=4)
place = st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
wheel = st.tuples(st.floats(-50, 50), st.floats(-50, 50))
inputs = st.builds(TickInput, values, place, wheel, st.text(max_size=3))
# Runs of equal input are what a recording is made of.
plays = st.lists(st.tuples(inputs, st.integers(1, 5)), max_size=8).map(
    lambda runs: [given_input for given_input, count in runs for _ in range(count)]
)


def recorded(ticks, *, every=3, seed=7):
    recorder = Recorder(
        "demo", seed=seed, tick_rate=60.0, actions=ACTIONS, engine=VERSION, every=every
    )
    for k, tick in enumerate(ticks):
        recorder.add(tick, f"{k:016x}" if recorder.wants_digest else None)
    return recorder.finish(f"{len(ticks):016x}")


def sample():
    """Return a short recording with something of everything."""
    return recorded(
        [
            TickInput(),
            TickInput({"jump": 1.0}, (10.5, 20.25)),
            TickInput({"jump": 1.0, "move": -0.5}, (10.5, 20.25)),
            TickInput({}, (400.0, -3.0), (0.0, 1.125), "ä"),
            TickInput({"fire": 1.0}),
        ],
        every=2,
    )


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


def test_without_a_digest_after_the_last_tick_none_are_kept():
    recorder = Recorder("demo", seed=1, tick_rate=60, actions=ACTIONS, every=2)
    for _ in range(3):
        recorder.add(TickInput(), "0" * 16)
    assert recorder.finish().digests == {}


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


# Size: about one press a second; the pointer in another place twice a second.
# One that never rests costs eleven bytes a tick, whatever the keys do.


def minutes(count, *, pointer):
    chance = random.Random(1)
    held, at = {}, (0.0, 0.0)
    for tick in range(3600 * count):
        if tick % 60 == 0:
            held = {chance.choice(["move", "jump", "fire"]): chance.choice([1.0, 1.0, -1.0])}
        elif chance.random() < 0.1:
            held = {}
        if pointer and tick % 30 == 0:
            at = (chance.randrange(5120) / 4, chance.randrange(2880) / 4)
        yield TickInput(dict(held), at)


@pytest.mark.parametrize(("pointer", "limit"), [(False, 2048), (True, 4096)])
def test_a_minute_is_small(pointer, limit):
    one, ten = (
        len(recorded(list(minutes(count, pointer=pointer)), every=60).to_json())
        for count in (1, 10)
    )
    assert (ten - one) / 9 < limit
    assert one < limit + 512


# Broken files: one clear error, never another exception.


def read(data, tmp_path):
    """Load bytes as a file; return the recording, or None where it was refused."""
    file = tmp_path / "broken.json"
    file.write_bytes(data)
    try:
        return Recording.load(file)
    except ReplayError:
        return None


def test_cut_off_anywhere_it_is_refused(tmp_path):
    data = sample().to_json().encode().rstrip()
    for cut in range(len(data)):
        assert read(data[:cut], tmp_path) is None, cut


def test_with_any_bit_flipped_it_is_refused_or_still_a_recording(tmp_path):
    data = sample().to_json().encode()
    refused = 0
    for at in range(len(data)):
        for bit in range(8):
            flipped = bytearray(data)
            flipped[at] ^= 1 << bit
            found = read(bytes(flipped), tmp_path)
            refused += found is None
            assert found is None or found.to_json()
    assert refused > 4 * len(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 4096,
        b"\xff\xfe\x00",
        b"null",
        b"[]",
        b"{}",
        b"3",
        b'"zenith recording"',
        b"NaN",
        b'{"format": "other"}',
        b'{"format": ["zenith recording"]}',
        b'{"format": "zenith recording"}',
        b'{"a": 1, "a": 2}',
        b"\x89PNG\r\n\x1a\n" + bytes(40),
        b"[" * 100_000,
        b'{"format":' * 50_000,
        b"1" * 10_000,
        b"-" + b"9" * 5_000 + b".0e999999",
        b"\xef\xbb\xbf{}",
    ],
    ids=range(19),
)
def test_what_is_no_recording_is_refused(data, tmp_path):
    assert read(data, tmp_path) is None


def test_lists_as_deep_as_can_be_read_are_refused():
    # The one depth that can be read and not be written depends on how deep the test runs.
    for depth in range(700, 1000):
        deep = "[" * depth + "]" * depth
        for text in (deep, f'{{"format":"zenith recording","version":{deep}}}'):
            with pytest.raises(ReplayError):
                Recording.from_json(text)


def test_a_file_that_is_not_there_or_a_folder_is_refused(tmp_path):
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(ReplayError, match=str(path.name)):
            Recording.load(path)


def test_a_newer_format_says_to_update():
    table = json.loads(sample().to_json())
    table["version"] = 2
    with pytest.raises(ReplayError, match=r"newer Zenith \(format 2.*Update"):
        Recording.from_json(json.dumps(table))


def changed(path, value):
    table = json.loads(sample().to_json())
    *above, last = path
    inner = table
    for key in above:
        inner = inner[key]
    inner[last] = value
    return json.dumps(table)


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (["version"], 0, "at /version, found 0"),
        (["version"], True, "at /version"),
        (["ticks"], -1, "at /ticks, found -1"),
        (["ticks"], 4.0, "at /ticks"),
        (["ticks"], 3, "the recording's 3 ticks"),
        (["seed"], "1", "at /seed"),
        (["seed"], 2**65, "at /seed"),
        (["tick_rate"], 0, "number above 0"),
        (["tick_rate"], 10**400, "number above 0"),
        (["game"], None, "at /game, found null; expected a text"),
        (["engine"], 3, "at /engine"),
        (["actions"], {}, "at /actions"),
        (["actions"], [3], "at /actions/0"),
        (["actions"], ["move"], "one of the actions declared"),
        (["inputs"], [], "at /inputs"),
        (["inputs", "actions"], [], "at /inputs/actions"),
        (["inputs", "actions", "jump"], [1], "multiple of 2"),
        (["inputs", "actions", "jump"], [1, 128], "at /inputs/actions/jump/1"),
        (["inputs", "actions", "jump"], [1, 0.5], "at /inputs/actions/jump/1"),
        (["inputs", "actions", "jump"], [1, 127, 0, 0], "at /inputs/actions/jump/2"),
        (["inputs", "actions", "jump"], [5, 127], "5 ticks"),
        (["inputs", "actions", "jump"], [2**60, 127], "at /inputs/actions/jump/0"),
        (["inputs", "pointer"], [0, 1], "multiple of 3"),
        (["inputs", "pointer"], [0, 1, 10**9], "at /inputs/pointer/2"),
        (["inputs", "wheel"], "x", "at /inputs/wheel"),
        (["inputs", "text"], [0, 1], "at /inputs/text/1"),
        (["digests"], [], "at /digests"),
        (["digests", "x"], {}, '"every" is missing'),
        (["digests", "x"], {"every": 0, "values": []}, "at /digests/x/every"),
        (["digests", "x"], {"every": 1, "values": []}, "5 digests for 5 ticks"),
        (["digests", "x"], {"every": 5, "values": [1]}, "at /digests/x/values/0"),
    ],
)
def test_what_is_wrong_is_told_by_its_place(path, value, told):
    with pytest.raises(ReplayError) as caught:
        Recording.from_json(changed(path, value), "run.json")
    assert told in str(caught.value)
    assert str(caught.value).startswith("run.json: ")


@pytest.mark.parametrize("key", json.loads(sample().to_json()))
def test_nothing_may_be_missing(key):
    table = json.loads(sample().to_json())
    del table[key]
    with pytest.raises(ReplayError):
        Recording.from_json(json.dumps(table))


leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
trees = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
PLACES = [
    *([key] for key in json.loads(sample().to_json())),
    *(["inputs", key] for key in ("actions", "pointer", "wheel", "text")),
    ["inputs", "actions", "jump"],
    ["digests", platform_key()],
    ["digests", platform_key(), "values"],
]


@given(path=st.sampled_from(PLACES), value=trees)
def test_whatever_stands_anywhere_is_read_or_refused(path, value):
    with contextlib.suppress(ReplayError):
        Recording.from_json(changed(path, value)).to_json()
