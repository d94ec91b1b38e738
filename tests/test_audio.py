"""The audio device, with SDL's dummy driver: what plays, how loud, and what goes wrong."""

import logging

import numpy as np
import pygame
import pytest

from tones import write_wav
from zenith import AssetMissing
from zenith.assets import Assets
from zenith.audio import VOICES, AudioDevice, NullAudio
from zenith.sounds import SoundEvent, Sounds


@pytest.fixture
def folder(tmp_path):
    write_wav(tmp_path / "sounds" / "coin.wav")
    write_wav(tmp_path / "sounds" / "hit.wav", 0.5, channels=2)
    write_wav(tmp_path / "music" / "song.wav", 2.0)
    return tmp_path


@pytest.fixture
def audio(folder):
    device = AudioDevice(Assets([folder]))
    yield device
    device.close()


def play(name="coin", **options):
    return SoundEvent("play", name, **options)


def volume(group, value):
    return SoundEvent("volume", group, value, group)


def playing():
    """Return the channels that sound."""
    channels = [pygame.mixer.Channel(k) for k in range(pygame.mixer.get_num_channels())]
    return [channel for channel in channels if channel.get_busy()]


def loudness(channel):
    """Return how loud a channel in the middle is; pygame does not tell of one that leans."""
    return channel.get_volume()


def test_a_sound_plays(audio):
    assert audio.working
    assert audio.driver == "dummy"
    assert audio.notice == ""
    audio.perform([play(), play("hit")])
    assert [round(c.get_sound().get_length(), 2) for c in playing()] == [1.0, 0.5]


def test_volumes_of_sound_group_and_master_multiply(audio):
    audio.perform([volume("sfx", 0.5), volume("master", 0.5), play(volume=0.5)])
    assert loudness(playing()[0]) == pytest.approx(0.125, abs=0.01)


def test_a_volume_reaches_what_sounds_already(audio):
    audio.perform([play(), play(group="music", volume=0.5)])
    audio.perform([volume("sfx", 0.25)])
    assert [loudness(c) for c in playing()] == pytest.approx([0.25, 0.5], abs=0.01)
    audio.perform([volume("master", 0.0)])
    assert [loudness(c) for c in playing()] == [0.0, 0.0]


def test_a_sound_of_the_master_group_counts_it_once(audio):
    audio.perform([volume("master", 0.5), play(group="master")])
    assert loudness(playing()[0]) == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize(
    ("pan", "sides"), [(0.0, (0.8, 0.8)), (-1.0, (0.8, 0.0)), (1.0, (0.0, 0.8)), (0.5, (0.4, 0.8))]
)
def test_panning_takes_from_the_other_side(audio, monkeypatch, pan, sides):
    said = []

    class Ear:
        id = 3

        def play(self, sound):
            pass

        def set_volume(self, left, right=None):
            said.append((left, left if right is None else right))

    monkeypatch.setattr(pygame.mixer, "find_channel", lambda: Ear())
    audio.perform([play(volume=0.8, pan=pan)])
    assert said == [pytest.approx(sides)]


@pytest.mark.parametrize("name", ["coin", "hit"])
@pytest.mark.parametrize("pitch", [0.25, 0.5, 1.5, 2.0, 4.0])
def test_pitch_changes_the_length(audio, name, pitch):
    audio.perform([play(name)])
    whole = playing()[0].get_sound()
    audio.perform([play(name, pitch=pitch)])
    changed = playing()[1].get_sound()
    assert changed.get_length() == pytest.approx(whole.get_length() / pitch, rel=0.001)


def test_an_octave_higher_is_every_second_sample(audio):
    audio.perform([play("hit"), play("hit", pitch=2.0)])
    whole, high = (
        np.frombuffer(c.get_sound().get_raw(), np.int16).reshape(-1, 2) for c in playing()
    )
    assert np.array_equal(high, whole[::2])


def test_a_sound_is_decoded_once(audio, monkeypatch):
    audio.perform([play()])
    monkeypatch.setattr(pygame.mixer, "Sound", lambda path: pytest.fail("decoded again"))
    audio.perform([play(), play(volume=0.2)])
    assert len({id(c.get_sound()) for c in playing()}) == 1


def test_what_was_not_played_for_long_is_given_up_when_memory_is_short(folder):
    device = AudioDevice(Assets([folder]), cache_bytes=200_000)
    for name in ("coin", "hit", "coin"):
        device.perform([play(name)])
    assert [path.stem for path, _ in device._bank.sounds] == ["coin"]
    assert device._bank.size == 44100 * 4
    device.close()


def test_with_every_voice_busy_the_longest_gives_way(audio):
    audio.perform([play("hit")])
    audio.perform([play("coin")] * VOICES)
    assert len(playing()) == VOICES
    assert not [c for c in playing() if c.get_sound().get_length() < 1.0]


def music(name="song", **options):
    return SoundEvent("music", name, group="music", **options)


def test_music_plays_stops_and_is_as_loud_as_asked(audio):
    audio.perform([volume("music", 0.5), music(volume=0.5, loop=True)])
    assert pygame.mixer.music.get_busy()
    assert pygame.mixer.music.get_volume() == pytest.approx(0.25, abs=0.01)
    audio.perform([volume("master", 0.5)])
    assert pygame.mixer.music.get_volume() == pytest.approx(0.125, abs=0.01)
    audio.perform([SoundEvent("stop_music")])
    assert not pygame.mixer.music.get_busy()


def test_music_that_fades_out_still_plays_and_is_replaced_at_once(audio):
    audio.perform([music(fade=1.0), SoundEvent("stop_music", fade=30.0)])
    assert pygame.mixer.music.get_busy()
    audio.perform([music()])
    assert pygame.mixer.music.get_busy()


def test_stopping_what_does_not_play_is_nothing(audio):
    audio.perform([SoundEvent("stop_music"), SoundEvent("stop_music", fade=1.0)])
    assert audio.working


def test_pausing_holds_everything_and_lets_it_go_on(audio):
    audio.perform([play(), music()])
    audio.pause()
    assert not pygame.mixer.music.get_busy()
    audio.perform([play("hit"), music(), volume("sfx", 0.5)])
    assert len(playing()) == 1
    assert not pygame.mixer.music.get_busy()
    audio.pause(False)
    assert pygame.mixer.music.get_busy()
    assert loudness(playing()[0]) == pytest.approx(0.5, abs=0.01)


def test_the_simulations_side_is_carried_out(audio, folder):
    sounds = Sounds(Assets([folder]))
    sounds.set_volume("sfx", 0.5)
    sounds.play("coin", volume=0.5, pitch=2.0)
    sounds.music("song")
    audio.perform(sounds.drain())
    assert loudness(playing()[0]) == pytest.approx(0.25, abs=0.01)
    assert playing()[0].get_sound().get_length() == pytest.approx(0.5, rel=0.01)
    assert pygame.mixer.music.get_busy()


def test_without_a_device_there_is_silence_and_one_line_in_the_log(folder, monkeypatch, caplog):
    monkeypatch.setenv("SDL_AUDIODRIVER", "carrier pigeon")
    with caplog.at_level(logging.DEBUG, "zenith"):
        device = AudioDevice(Assets([folder]))
        device.perform([play(), music(), volume("sfx", 0.5), SoundEvent("stop_music")])
        device.perform([play("no such sound")])
        device.pause()
        device.pause(False)
        device.close()
    assert (device.working, device.driver) == (False, "")
    assert [record.message for record in caplog.records] == [device.notice]
    assert device.notice.startswith("No audio device (")
    assert device.notice.endswith("; the game plays in silence.")


def test_a_device_that_fails_falls_silent_and_says_so_once(audio, monkeypatch, caplog):
    def fail():
        raise pygame.error("the cable is out")

    monkeypatch.setattr(pygame.mixer, "find_channel", fail)
    audio.perform([play(), play(), play()])
    audio.perform([play()])
    assert [record.message for record in caplog.records] == [
        "The audio device failed (the cable is out); silence from here."
    ]
    assert not audio.working


def test_missing_sounds_are_told_with_the_nearest_name(audio):
    with pytest.raises(AssetMissing, match=r'no sound "coim"\. Did you mean "coin"'):
        audio.perform([play("coim")])
    with pytest.raises(AssetMissing, match=r'no music "sonk"\. Did you mean "song"'):
        audio.perform([music("sonk")])


BROKEN = {
    "bad.wav": b"RIFF" + b"nonsense" * 20,
    "bad.ogg": b"OggS" + b"\0" * 80,
    "bad.mp3": b"ID3" + b"\0" * 200,
    "bad.flac": b"fLaC" + b"\0" * 100,
    "nothing.wav": b"",
}


@pytest.mark.parametrize("name", BROKEN)
def test_files_that_cannot_be_decoded_are_silent_and_told_once(audio, folder, name, caplog):
    for kind in ("sounds", "music"):
        (folder / kind / name).write_bytes(BROKEN[name])
    for _ in range(3):
        audio.perform([play(name), music(name)])
    told = [record.getMessage() for record in caplog.records]
    assert [name in text for text in told] == [True, True]
    assert ["sounds" in text for text in told] == [True, False]
    audio.perform([play(), music()])
    assert audio.working
    assert len(playing()) == 1


def test_a_sound_without_samples_is_told(audio, folder, caplog):
    """Also where the file was cut off right after its header."""
    whole = (folder / "sounds" / "coin.wav").read_bytes()
    (folder / "sounds" / "cut.wav").write_bytes(whole[:44])
    write_wav(folder / "sounds" / "empty.wav", 0.0)
    for name in ("cut", "empty"):
        audio.perform([play(name)])
        assert f"{name}.wav has no sound in it" in caplog.messages[-1]


def test_a_sound_that_is_too_long_is_told(audio, folder, caplog):
    with (folder / "sounds" / "epic.wav").open("wb") as file:
        file.truncate(17 * 2**20)
    audio.perform([play("epic")])
    assert "epic.wav: found 17,825,792 bytes;" in caplog.messages[0]
    assert "with music()" in caplog.messages[0]


def test_closing_twice_is_nothing(audio):
    audio.close()
    audio.close()
    audio.perform([play()])
    assert audio.driver == ""


def test_the_silent_stand_in_does_nothing():
    audio = NullAudio()
    audio.perform([play("no such sound")])
    audio.pause()
    audio.close()
    assert not audio.working
