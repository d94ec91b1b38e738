"""Where a game keeps what belongs to the player."""

import sys

import pytest

import zenith as zn
from zenith.errors import BadValue


def test_the_folder_is_made_on_first_use_and_the_same_ever_after():
    folder = zn.user_folder("my game-2_b")
    assert folder.is_dir()
    assert (folder.name, folder.parent.name) == ("my game-2_b", "zenith")
    (folder / "best.txt").write_text("1")
    assert zn.user_folder("my game-2_b") == folder
    assert (folder / "best.txt").read_text() == "1"


def test_two_games_have_two_folders():
    assert zn.user_folder("one") != zn.user_folder("two")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the convention of Linux")
def test_the_convention_of_the_system_is_followed(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert zn.user_folder("demo") == tmp_path / "zenith" / "demo"


@pytest.mark.parametrize("name", ["Größe", "7", "x" * 100, "_"])
def test_names_of_letters_in_any_script_will_do(name):
    assert zn.user_folder(name).is_dir()


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../x", "a/b", "a\\b", "/etc", "C:", "a\0b", "a\n", "-x", " x", "x ", ".x",
     "x.", "~", "con", "NUL", "com1", "x" * 101, None, 3, b"x"],
)  # fmt: skip
def test_names_that_lead_elsewhere_are_refused(name):
    with pytest.raises(BadValue, match="cannot name a folder"):
        zn.user_folder(name)
