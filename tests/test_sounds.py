"""What the simulation wants to be heard: events, checked at once."""

import math

import pytest

from zenith.assets import Assets, engine_assets
from zenith.errors import AssetMissing, BadValue, UnknownName
from zenith.sounds import GROUPS, SoundEvent, Sounds


def test_a_sound_is_written_down_and_drained_once():
    sounds = Sounds()
    sounds.play("coin", volume=0.5, group="music", pitch=2, pan=-1)
    assert sounds.drain() == [SoundEvent("play", "coin", 0.5, "music", 2, -1)]
    assert sounds.drain() == []


def test_many_of_one_sound_are_one_at_its_loudest():
    sounds = Sounds()
    for volume in (0.2, 0.9, 0.4):
        sounds.play("coin", volume=volume)
        sounds.play("step", volume=volume)
    assert [(e.name, e.volume) for e in sounds.drain()] == [("coin", 0.9), ("step", 0.9)]
    sounds.play("coin", volume=0.1)
    assert [e.volume for e in sounds.drain()] == [0.1]


def test_only_the_last_change_of_music_is_kept():
    sounds = Sounds()
    sounds.music("title")
    sounds.stop_music(fade=1)
    sounds.play("coin")
    sounds.music("level", volume=0.5, loop=False, fade=2)
    assert sounds.drain() == [
        SoundEvent("play", "coin"),
        SoundEvent("music", "level", 0.5, "music", loop=False, fade=2),
    ]
    sounds.music("title")
    sounds.stop_music()
    assert [e.what for e in sounds.drain()] == ["stop_music"]


def test_volumes_can_be_read_back_and_are_told_once():
    sounds = Sounds()
    assert [sounds.volume(g) for g in GROUPS] == [1, 1, 1]
    sounds.set_volume("sfx", 0.2)
    sounds.set_volume("master", 0)
    sounds.set_volume("sfx", 0.3)
    assert sounds.volume("sfx") == 0.3
    assert [(e.name, e.volume) for e in sounds.drain()] == [("master", 0), ("sfx", 0.3)]


def test_muted_only_volumes_are_heard_of():
    sounds = Sounds()
    sounds.muted = True
    sounds.play("coin")
    sounds.music("title")
    sounds.stop_music()
    sounds.set_volume("sfx", 0.5)
    assert [e.what for e in sounds.drain()] == ["volume"]


def test_muted_mistakes_are_still_told():
    sounds = Sounds()
    sounds.muted = True
    with pytest.raises(BadValue):
        sounds.play("coin", volume=2)


@pytest.mark.parametrize(
    ("what", "values"),
    [
        ("volume", [-0.1, 1.1, math.nan, math.inf, "1", None]),
        ("pitch", [0, 0.2, 4.1, -1, math.nan, "1"]),
        ("pan", [-1.1, 1.1, math.nan, None]),
    ],
)
def test_numbers_out_of_range_are_refused(what, values):
    sounds = Sounds()
    for value in values:
        with pytest.raises(BadValue, match=rf"{what} is .* expected"):
            sounds.play("coin", **{what: value})
    assert sounds.drain() == []


@pytest.mark.parametrize("fade", [-1, 61, math.nan, math.inf, "1"])
def test_a_fade_out_of_range_is_refused(fade):
    sounds = Sounds()
    with pytest.raises(BadValue, match="fade"):
        sounds.music("title", fade=fade)
    with pytest.raises(BadValue, match="fade"):
        sounds.stop_music(fade)
    assert sounds.drain() == []


def test_an_unknown_group_is_named_with_the_nearest():
    sounds = Sounds()
    for call in (
        lambda: sounds.volume("musik"),
        lambda: sounds.set_volume("musik", 1),
        lambda: sounds.play("coin", group="musik"),
    ):
        with pytest.raises(UnknownName, match=r'"musik"\. Did you mean "music"'):
            call()


def test_a_sound_that_is_not_there_is_told_at_once(tmp_path):
    (tmp_path / "sounds").mkdir()
    (tmp_path / "sounds" / "coin.wav").touch()
    sounds = Sounds(Assets([tmp_path]))
    sounds.play("coin")
    with pytest.raises(AssetMissing, match=r'no sound "cion"\. Did you mean "coin"'):
        sounds.play("cion")
    with pytest.raises(AssetMissing, match="no music"):
        sounds.music("coin.mid")
    assert [e.name for e in sounds.drain()] == ["coin"]


def test_a_state_goes_there_and_back_and_the_device_hears_of_it():
    sounds = Sounds()
    sounds.set_volume("music", 0.25)
    state = sounds.get_state()
    other = Sounds(Assets([engine_assets()]))
    other.set_state(state)
    assert other.get_state() == state
    assert ("music", 0.25) in [(e.name, e.volume) for e in other.drain()]
