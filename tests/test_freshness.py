"""Files that change while a game runs: shown and heard anew, and nothing else disturbed."""

import io

import numpy as np
import pytest
from fontTools.ttLib import TTFont

import zenith as zn
from studio import plain
from tones import write_wav
from zenith.assets import engine_assets
from zenith.audio import AudioDevice
from zenith.images import save_png

SIZE = (64, 36)


class Show:
    """A game of one sprite and one text, drawn into a picture, and its folder."""

    def __init__(self, folder):
        self.folder = folder
        (folder / "fonts").mkdir()
        own = engine_assets() / "fonts" / "zenith.ttf"
        (folder / "fonts" / "own.ttf").write_bytes(own.read_bytes())
        self.picture("hero", plain(4, 4, (200, 0, 0, 255)))
        self.picture("other", plain(4, 4, (0, 0, 200, 255)))
        self.app = zn.App("Show", assets=folder, virtual_size=SIZE)
        self.hero = self.app.world.spawn(zn.Transform(x=20, y=18), zn.Sprite("hero"))
        self.app.world.spawn(zn.Transform(x=50, y=18), zn.Sprite("other"))
        self.app.devices.painter = self.painter = zn.open_picture(self.app, SIZE)

    def picture(self, name, pixels):
        save_png(self.folder / f"{name}.png", pixels)

    def forget(self, *names):
        return zn.forget_files(self.app, [self.folder / name for name in names])

    def shot(self):
        self.app.draw()
        return self.painter.pixels()


@pytest.fixture
def show(gpu, tmp_path):
    made = Show(tmp_path)
    yield made
    made.app.devices.close()


def test_a_picture_that_changed_is_shown_in_the_next_frame_in_its_place(show):
    before = show.shot()
    atlas = [h for h in show.painter.held() if h.name == "other"]
    show.picture("hero", plain(4, 4, (0, 200, 0, 255)))
    assert np.array_equal(show.shot(), before)
    assert show.forget("hero.png") == []
    after = show.shot()
    assert after[18, 20].tolist() == [0, 200, 0, 255]
    assert np.array_equal(after[:, 40:], before[:, 40:])
    assert [h for h in show.painter.held() if h.name == "other"] == atlas


def test_a_picture_of_another_size_is_shown_at_that_size(show):
    show.shot()
    for side in (12, 30, 2, 4):
        show.picture("hero", plain(side, side, (0, side, 0, 255)))
        show.forget("hero.png")
        green = show.shot()[:, :40, 1] == side
        assert green.sum() == side * side
        assert sum(h.name == "hero" for h in show.painter.held()) == 1
    assert show.painter.stats.picture_bytes == 2 * 4 * 4 * 4


def test_a_half_written_picture_keeps_the_old_one_and_is_tried_again(show, caplog):
    before = show.shot()
    file = show.folder / "hero.png"
    show.picture("hero", plain(64, 64, (0, 200, 0, 255)))
    whole = file.read_bytes()
    for cut in (0, 7, 40, len(whole) - 20):
        file.write_bytes(whole[:cut])
        (message,) = show.forget("hero.png")
        assert "hero.png: " in message
        assert np.array_equal(show.shot(), before)
    assert len(caplog.messages) == 4
    file.unlink()
    assert len(show.forget("hero.png")) == 1
    assert show.forget("other.png") == []
    assert np.array_equal(show.shot(), before)
    file.write_bytes(whole)
    assert show.forget("hero.png") == []
    assert show.shot()[18, 20].tolist() == [0, 200, 0, 255]


def test_a_picture_that_was_missing_appears(show):
    show.hero[zn.Sprite].image = "late"
    with pytest.raises(zn.GameError, match='no image "late"'):
        show.app.tick()
    show.hero[zn.Sprite].image = "late"
    show.picture("late", plain(4, 4, (7, 7, 7, 255)))
    assert show.forget("late.png") == []
    show.app.tick()
    assert show.shot()[18, 20].tolist() == [7, 7, 7, 255]


def test_a_file_of_the_games_own_takes_the_place_of_one_of_the_engine(show):
    show.hero[zn.Sprite].image = "crate"
    crate = show.shot()
    (show.folder / "images").mkdir()
    save_png(show.folder / "images" / "crate.png", plain(4, 4, (7, 7, 7, 255)))
    show.forget("images/crate.png")
    assert show.shot()[18, 20].tolist() == [7, 7, 7, 255]
    (show.folder / "images" / "crate.png").unlink()
    show.forget("images/crate.png")
    assert np.array_equal(show.shot(), crate)


def test_a_font_that_changed_is_measured_and_drawn_anew(show):
    show.app.world.spawn(zn.Transform(x=2, y=2), zn.Text("iii", size=8.0, font="own"))
    before = show.shot()
    file = show.folder / "fonts" / "own.ttf"
    good = file.read_bytes()
    file.write_bytes(good[: len(good) // 2])
    assert "own.ttf" in show.forget("fonts/own.ttf")[0]
    assert np.array_equal(show.shot(), before)
    file.write_bytes(wider(good))
    assert show.forget("fonts/own.ttf") == []
    after = show.shot()
    assert not np.array_equal(after, before)
    file.write_bytes(good)
    show.forget("fonts/own.ttf")
    assert np.array_equal(show.shot(), before)


def wider(font):
    """Return a font whose letters stand twice as far apart."""
    made = TTFont(io.BytesIO(font))
    metrics = made["hmtx"].metrics
    made["hmtx"].metrics = {name: (2 * width, side) for name, (width, side) in metrics.items()}
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_the_simulation_does_not_feel_it(show):
    show.app.tick()
    digest = show.app.digest()
    show.picture("hero", plain(9, 9))
    show.forget("hero.png", "fonts/own.ttf", "no/such/file.png")
    assert show.app.digest() == digest


def test_a_sound_that_changed_is_heard_anew(tmp_path):
    file = tmp_path / "sounds" / "coin.wav"
    write_wav(file, 1.0)
    app = zn.App("Sound", assets=tmp_path)
    audio = app.devices.audio = AudioDevice(app.assets)

    def heard():
        app.world.audio.play("coin")
        audio.perform(app.sounds.drain())
        return sum(h.nbytes for h in app.loading.held())

    assert heard() == 44100 * 4
    whole = file.read_bytes()
    file.write_bytes(b"RIFF" + bytes(50))
    assert "coin.wav" in zn.forget_files(app, [file])[0]
    assert heard() == 44100 * 4
    file.write_bytes(whole)
    write_wav(file, 0.5)
    assert heard() == 44100 * 4
    assert zn.forget_files(app, [file]) == []
    assert heard() == 22050 * 4
    app.devices.close()


def test_without_devices_there_is_nothing_to_forget(tmp_path):
    app = zn.App("Nothing", assets=tmp_path)
    assert zn.forget_files(app, [tmp_path / "hero.png"]) == []
    assert app.loading.held() == []
    app.loading.release_unused()


def test_sounds_that_nobody_plays_are_freed_after_a_minute(tmp_path, monkeypatch):
    for name in ("coin", "hit"):
        write_wav(tmp_path / "sounds" / f"{name}.wav", 0.01)
    app = zn.App("Sound", assets=tmp_path)
    audio = app.devices.audio = AudioDevice(app.assets)
    audio.prepare(tmp_path / "sounds" / "hit.wav")
    app.world.audio.play("coin")
    audio.perform(app.sounds.drain())
    assert [h.name for h in audio.held()] == ["hit", "coin"]
    for channel in audio._bank.sounds.values():
        channel.sound.stop()
    for _ in range(3900):
        audio.perform([])
    assert [h.name for h in audio.held()] == ["hit"]
    app.world.audio.play("hit", pitch=2.0)
    audio.perform(app.sounds.drain())
    assert len(audio.held()) == 2
    for held in audio._bank.sounds.values():
        held.sound.stop()
    app.loading.release_unused()
    assert audio.held() == []
    app.devices.close()
