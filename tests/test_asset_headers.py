"""What files say of themselves is looked at, and refused, before anything is decoded."""

import os
import struct
import wave

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from test_assets import HEADERS, jpeg, put
from zenith.assets import (
    MAX_FONT_FILE,
    MAX_SOUND_FILE,
    MOST_READ,
    Assets,
    check_font,
    engine_assets,
    opening,
    picture_size,
    sound_info,
)
from zenith.errors import AssetBroken, AssetMissing
from zenith.fontmetrics import FontMetrics
from zenith.images import load_image

CHECKS = {"a.png": picture_size, "a.wav": sound_info, "a.ttf": check_font}


@pytest.fixture
def counted(monkeypatch):
    """How many bytes are read of each file that is looked into; no decoder may be called."""
    read = []
    at = opening.Peek.at

    def counting(self, place, count):
        data = at(self, place, count)
        read.append(len(data))
        return data

    def decode(*_):
        raise AssertionError("a decoder was called")

    monkeypatch.setattr(opening.Peek, "at", counting)
    monkeypatch.setattr(pygame.image, "load", decode)
    monkeypatch.setattr("zenith.fontmetrics.TTFont", decode)
    return read


# Pictures.

BOMBS = {
    **{name: make(60000, 60000) for name, make in HEADERS.items() if "loss" not in name},
    "lossy.webp": HEADERS["lossy.webp"](16000, 16000),
    "lossless.webp": HEADERS["lossless.webp"](16000, 16000),
    "far.jpg": jpeg(60000, 60000, before=(b"\xff\xe1\xff\xff" + bytes(65533)) * 4),
    "a.ppm": b"P6 # a bomb\n60000 60000 255\n",
    "b.pbm": b"P4\n60000\n60000\n",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_picture_bomb_is_refused_from_its_header(tmp_path, counted, name):
    file = put(tmp_path, f"x.{name}", data=BOMBS[name] + bytes(200_000))
    with pytest.raises(AssetBroken) as caught:
        load_image(file)
    message = str(caught.value)
    assert str(file) in message
    assert "pixels" in message
    assert "at most 16384 a side and 64 megapixels" in message
    assert 0 < sum(counted) <= MOST_READ


@pytest.mark.parametrize(
    "data",
    [b"\xff\xd8" + b"\xff" * 200_000, b"\xff\xd8" + b"\xff\xe0\0\2" * 50_000,
     b"GIF89a" + bytes(7) + b"\x21\xf9\x01\0\0" * 50_000, b"P6" + b" " * 100_000,
     b"P6" + b"#" * 100_000, b"P6" + b"#\n" * 50_000],
)  # fmt: skip
def test_a_header_without_end_is_not_followed(tmp_path, counted, data):
    with pytest.raises(AssetBroken, match="no picture"):
        load_image(put(tmp_path, "a.jpg", data=data))
    assert sum(counted) <= MOST_READ
    assert len(counted) < 2000


@pytest.mark.parametrize("kind", [b"P1", b"P2", b"P3", b"P4", b"P5", b"P6"])
def test_plain_pictures_tell_their_size(tmp_path, kind):
    data = kind + b"\n# made by hand\n37 21\n255\n" + bytes(37 * 21 * 3)
    assert picture_size(put(tmp_path, "a.pnm", data=data)) == (37, 21)


@pytest.mark.parametrize("name", ["a.ppm", "a.qoi", "a.webp"])
def test_what_the_decoder_reads_is_read(tmp_path, name):
    """Files as small as can be, written by hand."""
    qoi = b"qoif" + struct.pack(">IIBB", 2, 2, 4, 0) + b"\xfe\1\2\3" * 4 + bytes(7) + b"\1"
    webp = bytes.fromhex(
        "52494646240000005745425056503820180000003001009d012a0100010002003425a400037000fefb940000"
    )
    data = {"a.ppm": b"P6 2 2 255\n" + bytes(12), "a.qoi": qoi, "a.webp": webp}[name]
    pixels = load_image(put(tmp_path, name, data=data))
    assert picture_size(tmp_path / name) == (pixels.shape[1], pixels.shape[0])


# Sounds.


def wav(frames=8, *, kind=1, channels=1, rate=44100, bits=16, align=None, claimed=None):
    align = channels * bits // 8 if align is None else align
    data = bytes(max(frames, 0) * max(align, 0))
    form = struct.pack("<HHIIHH", kind, channels, rate, rate * align & 2**32 - 1, align, bits)
    size = len(data) if claimed is None else claimed
    body = b"WAVEfmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", size) + data
    return b"RIFF" + struct.pack("<I", len(body)) + body


def page(granule, data):
    return b"OggS\0\0" + struct.pack("<q", granule) + bytes(12) + b"\1" + bytes([len(data)]) + data


def vorbis(frames, channels=2, rate=44100):
    return page(0, b"\1vorbis" + struct.pack("<IBI", 0, channels, rate) + bytes(14)) + page(
        frames, b"x"
    )


def opus(frames, channels=2):
    head = b"OpusHead\1" + struct.pack("<BHIhB", channels, 312, 48000, 0, 0)
    return page(0, head) + page(frames + 312, b"x")


def flac(frames, channels=2, rate=44100):
    packed = rate << 44 | (channels - 1) << 41 | 15 << 36 | frames
    return b"fLaC\0\0\0\x22" + bytes(10) + struct.pack(">Q", packed) + bytes(16) + bytes(99)


def mp3(frames, tag=b""):
    index = bytes(32) + b"Xing" + struct.pack(">II", 1, frames)
    return tag + b"\xff\xfb\x90\0" + index + bytes(400)


def long_tag(count):
    parts = bytes(count >> 7 * (3 - k) & 0x7F for k in range(4))
    return b"ID3\3\0\0" + parts + bytes(count)


SOUNDS = {
    "a.wav": (wav(50), (1, 44100, 50)),
    "stereo.wav": (wav(50, channels=2, rate=22050), (2, 22050, 50)),
    "float.wav": (wav(50, kind=3, bits=32), (1, 44100, 50)),
    "a.ogg": (vorbis(5000), (2, 44100, 5000)),
    "a.opus": (opus(5000), (2, 48000, 5000)),
    "a.flac": (flac(5000), (2, 44100, 5000)),
    "a.mp3": (mp3(10), (2, 44100, 11520)),
    "tagged.mp3": (mp3(10, long_tag(300_000)), (2, 44100, 11520)),
}


@pytest.mark.parametrize("name", SOUNDS)
def test_headers_of_sounds_tell_channels_rate_and_length(tmp_path, counted, name):
    data, (channels, rate, frames) = SOUNDS[name]
    info = sound_info(put(tmp_path, name, data=data))
    assert (info.channels, info.rate, info.frames) == (channels, rate, frames)
    assert info.seconds == frames / rate
    assert sum(counted) <= MOST_READ


def test_a_length_that_a_file_does_not_have_is_not_believed(tmp_path):
    assert sound_info(put(tmp_path, "a.wav", data=wav(50, claimed=2**32 - 1))).frames == 50


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.wav", wav(rate=0), "says it has 0 samples a second; expected 1000 to 384000"),
        ("a.wav", wav(rate=2**32 - 1), "4294967295 samples a second"),
        ("a.wav", wav(channels=0, align=2), "damaged"),
        ("a.wav", wav(channels=99), "99 channels; expected 1 to 8"),
        ("a.wav", wav(align=0), "damaged"),
        ("a.wav", wav(kind=0x55), "of a kind that is not read"),
        ("a.wav", wav(0), "no sound in it"),
        ("a.wav", wav()[:30], "damaged"),
        ("a.wav", b"RIFF\0\0\0\0WAVE" + b"junk\0\0\0\0" * 9000, "damaged"),
        ("a.ogg", vorbis(0), "no sound in it"),
        ("a.ogg", vorbis(5, rate=0), "0 samples a second"),
        ("a.ogg", vorbis(44100 * 36000), "36,000 seconds long; expected at most 600"),
        ("a.ogg", page(0, b"\x80theora"), "of a kind that is not read"),
        ("a.opus", opus(0), "no sound in it"),
        ("a.flac", flac(44100 * 36000), "36,000 seconds long"),
        ("a.flac", flac(5, rate=0), "0 samples a second"),
        ("a.mp3", mp3(2**32 - 1), "seconds long"),
        ("a.mp3", mp3(0), "no sound in it"),
        ("a.mp3", b"ID3\3\0\0\x7f\x7f\x7f\x7f", "damaged"),
        ("a.mp3", b"", "an empty file"),
        ("a.wav", b"MZ\x90\0 a program", "found a file that begins with b'MZ"),
    ],
)
def test_a_sound_that_lies_is_refused(tmp_path, counted, name, data, told):
    file = put(tmp_path, name, data=data)
    with pytest.raises(AssetBroken) as caught:
        sound_info(file)
    assert str(file) in str(caught.value)
    assert told in str(caught.value)
    assert sum(counted) <= MOST_READ


def test_music_may_be_long_and_yet_not_endless(tmp_path):
    file = put(tmp_path, "a.ogg", data=vorbis(44100 * 3600))
    assert sound_info(file, music=True).seconds == 3600
    with pytest.raises(AssetBroken, match=r"Play long pieces with music\(\)"):
        sound_info(file)
    file.write_bytes(vorbis(44100 * 36000))
    with pytest.raises(AssetBroken, match="36,000 seconds long; expected at most 10,800"):
        sound_info(file, music=True)


def test_the_engine_reads_what_python_writes(tmp_path):
    with wave.open(str(tmp_path / "a.wav"), "wb") as file:
        file.setparams((2, 2, 22050, 0, "NONE", ""))
        file.writeframes(bytes(400))
    info = sound_info(tmp_path / "a.wav")
    assert (info.channels, info.rate, info.frames) == (2, 22050, 100)


# Fonts.

FONT = (engine_assets() / "fonts" / "zenith.ttf").read_bytes()


def font(count=None, **tables):
    """The engine's font with its directory changed: each table's (offset, length)."""
    data = bytearray(FONT)
    if count is not None:
        struct.pack_into(">H", data, 4, count)
    for k in range(struct.unpack_from(">H", FONT, 4)[0]):
        name = FONT[12 + 16 * k : 16 + 16 * k].decode()
        if name in tables:
            struct.pack_into(">II", data, 12 + 16 * k + 8, *tables[name])
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "found an empty file"),
        (b"PK\3\4", "no font that can be read"),
        (b"\0\1\0\0", "cut short"),
        (FONT[:40], "ends at byte 408; it has 40"),
        (font(0), "it says it has 0 tables"),
        (font(65535), "it says it has 65535 tables; expected 1 to 128"),
        (font(cmap=(2**32 - 1, 100)), 'its table "cmap" ends at byte 4294967395'),
        (font(glyf=(0, 2**31)), 'its table "glyf" ends at byte'),
        (FONT.replace(b"hmtx", b"hmtz", 1), 'its table "hmtx" is not there'),
        (FONT.replace(b"hmtx", b"cmap", 1), 'its table "cmap" is there twice'),
    ],
)
def test_a_font_whose_directory_lies_is_refused_before_it_is_parsed(tmp_path, counted, data, told):
    file = put(tmp_path, "a.ttf", data=data)
    with pytest.raises(AssetBroken) as caught:
        FontMetrics.load(file)
    assert told in str(caught.value)
    assert str(file) in str(caught.value)
    assert sum(counted) <= MOST_READ


# Of all kinds.


@pytest.mark.parametrize("name", CHECKS)
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders on this system")
def test_what_is_no_file_is_not_opened(tmp_path, name):
    os.mkfifo(tmp_path / name)
    with pytest.raises(AssetBroken, match="expected a file, found a device, pipe or socket"):
        CHECKS[name](tmp_path / name)


@pytest.mark.parametrize("name", CHECKS)
def test_folders_and_nothing_are_no_files(tmp_path, name):
    with pytest.raises(AssetBroken, match="cannot be read"):
        CHECKS[name](tmp_path / name)
    (tmp_path / name).mkdir()
    with pytest.raises(AssetBroken, match="found a folder"):
        CHECKS[name](tmp_path / name)


@pytest.mark.parametrize(
    ("name", "limit"), [("a.png", 257 * 2**20), ("a.wav", MAX_SOUND_FILE), ("a.ttf", MAX_FONT_FILE)]
)
def test_a_file_too_large_is_not_opened(tmp_path, counted, name, limit):
    with (tmp_path / name).open("wb") as file:
        file.truncate(limit + 1)
    with pytest.raises(AssetBroken, match=f"found {limit + 1:,} bytes; expected at most {limit:,}"):
        CHECKS[name](tmp_path / name)
    assert counted == []


@given(
    st.sampled_from([*[d for d, _ in SOUNDS.values()], *BOMBS.values(), FONT[:4000]]),
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 255)), max_size=12),
    st.integers(0, 400),
)
def test_mutated_files_are_refused_or_tell_something(tmp_path_factory, data, changes, cut):
    mutated = bytearray(data[: max(1, len(data) - cut)])
    for place, value in changes:
        mutated[place % len(mutated)] = value
    file = tmp_path_factory.getbasetemp() / "mutated.tga"
    file.write_bytes(mutated)
    for check in CHECKS.values():
        try:
            check(file)
        except AssetBroken as error:
            assert str(file) in str(error)  # noqa: PT017 - it may as well be fine


# Names.


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("//server/share/x", "no path leads out"),
        ("\\\\server\\share\\x", "no path leads out"),
        ("file:///etc/passwd", "no path leads out"),
        ("C:/x", "no path leads out"),
        ("~/x", "no path leads out"),
        ("a/../../x", "no path leads out of the project"),
        ("a//b", "no file on some systems"),
        ("a/./b", "no file on some systems"),
        ("a\0b", "no file on some systems"),
        ("con", "no file on Windows"),
        ("enemies/NUL.png", "no file on Windows"),
        ("x.", "no file on Windows"),
        ("a\\b", "write / between folder and file"),
        ("x" * 300, "up to 200 letters"),
    ],
)
def test_a_name_that_leads_out_is_told_with_the_reason(tmp_path, name, told):
    with pytest.raises(AssetMissing) as caught:
        Assets([tmp_path]).find("sound", name)
    assert told in str(caught.value)
    assert name[:40] in str(caught.value)
    assert len(str(caught.value)) < 400


def test_a_folder_of_the_wrong_case_is_told(tmp_path):
    put(tmp_path, "images", "enemies", "bat.png")
    with pytest.raises(AssetMissing, match=r'"Enemies/bat", but there is "enemies/bat": capital'):
        Assets([tmp_path]).find("image", "Enemies/bat")


def test_the_nearest_name_is_found_in_folders_too(tmp_path):
    put(tmp_path, "images", "enemies", "bat.png")
    for name in ("enemies/bta", "enemis/bat"):
        with pytest.raises(AssetMissing, match='Did you mean "enemies/bat"'):
            Assets([tmp_path]).find("image", name)


def test_two_files_of_one_name_need_their_extension(tmp_path):
    png, jpg = put(tmp_path, "images", "crate.png"), put(tmp_path, "images", "crate.jpg")
    assets = Assets([tmp_path])
    with pytest.raises(AssetBroken, match=r'"crate" may mean "crate\.png" and "crate\.jpg" in'):
        assets.find("image", "crate")
    assert assets.find("image", "crate.png") == png
    assert assets.find("image", "crate.jpg") == jpg
