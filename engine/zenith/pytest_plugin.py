"""A pytest plugin for games: fixtures that load one, play it, and look at its picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest
from numpy.typing import NDArray

import zenith as zn

NEAR: Final = 2
"""By how much a channel may be off, of 255."""
FEW: Final = 0.005
"""What share of the pixels may be further off."""
AMPLIFIED: Final = 16
HOMES: Final = (
    "HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "APPDATA", "LOCALAPPDATA",
    "WIN_PD_OVERRIDE_APPDATA", "WIN_PD_OVERRIDE_LOCAL_APPDATA",
)  # fmt: skip

Pixels = NDArray[Any]
LoadGame = Callable[..., zn.testing.Game]
GoldenPicture = Callable[..., None]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the plugin's options."""
    parser.addini("zenith_game", "the game that the fixture `game` loads, relative to the root")
    parser.getgroup("zenith").addoption(
        "--zenith-bless",
        action="store_true",
        help="write the golden pictures of games anew; look at each before it is kept",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker."""
    config.addinivalue_line(
        "markers", "game(path, seed=None): the game that the fixture `game` loads"
    )


@pytest.fixture
def zenith_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Keep what games save out of the home folder, and off the sound card and screen."""
    home = tmp_path / "home"
    home.mkdir(exist_ok=True)
    for name in HOMES:
        monkeypatch.setenv(name, str(home))
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    monkeypatch.setenv("SDL_VIDEODRIVER", "offscreen")
    monkeypatch.setenv("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    return home


@pytest.fixture
def load_game(request: pytest.FixtureRequest, zenith_home: Path) -> LoadGame:
    """Return a function that loads games: `load_game("mygame", seed=7)`.

    A relative path is looked for beside the test's file, then below pytest's root.
    """

    def load(path: Path | str, *, seed: int | None = None) -> zn.testing.Game:
        return zn.testing.load(_found(Path(path), request), seed=seed)

    return load


@pytest.fixture
def game(request: pytest.FixtureRequest, load_game: LoadGame) -> zn.testing.Game:
    """The game named by `@pytest.mark.game("PATH", seed=1)`, or by `zenith_game` in the settings.

    Raises:
        UsageError: Neither names one.
    """
    marker: Any = request.node.get_closest_marker("game")
    if marker is not None:
        return load_game(*marker.args, **marker.kwargs)
    named: Any = request.config.getini("zenith_game")
    if not named:
        raise zn.UsageError(
            'The fixture `game` knows no game: put @pytest.mark.game("PATH") above the test, '
            "or zenith_game = PATH into pytest's settings."
        )
    return load_game(request.config.rootpath / str(named))


@pytest.fixture
def golden_picture(
    request: pytest.FixtureRequest, tmp_path: Path, zenith_home: Path
) -> GoldenPicture:
    """Return a function that compares a picture with the one that was found right.

    `golden_picture(game, "title")` draws the game and compares with `golden/title.png`
    beside the test's file; pixels may be given instead of a game. Graphics drivers
    differ in the last bits, so a few pixels may be off by a little; `near=0, few=0.0`
    wants every pixel equal. `pytest --zenith-bless` writes the golden pictures anew.
    """
    folder = request.path.parent / "golden"
    bless = bool(request.config.getoption("--zenith-bless"))

    def compare(
        seen: zn.testing.Game | Pixels, name: str, *, near: int = NEAR, few: float = FEW
    ) -> None:
        pixels = seen.picture() if isinstance(seen, zn.testing.Game) else seen
        file = folder / f"{name}.png"
        if bless:
            file.parent.mkdir(parents=True, exist_ok=True)
            zn.save_png(file, pixels)
            return
        _compare(file, pixels, tmp_path / f"{file.stem}.png", near, few)

    return compare


def _found(path: Path, request: pytest.FixtureRequest) -> Path:
    beside = request.path.parent / path
    return beside if beside.exists() else request.config.rootpath / path


def _compare(file: Path, pixels: Pixels, shown: Path, near: int, few: float) -> None:
    if not file.is_file():
        pytest.fail(f"{file} is missing; pytest --zenith-bless writes it.", pytrace=False)
    expected = zn.load_image(file)
    if pixels.shape != expected.shape:
        pytest.fail(
            f"The picture has {pixels.shape[1]} x {pixels.shape[0]} pixels; "
            f"{file} has {expected.shape[1]} x {expected.shape[0]}.",
            pytrace=False,
        )
    off = np.abs(pixels.astype(int) - expected).max(axis=2)
    wrong = int((off > near).sum())
    if wrong > few * off.size:
        zn.save_png(shown, side_by_side(pixels, expected))
        pytest.fail(
            f"{wrong} of {off.size} pixels differ from {file} by more than {near} of 255, "
            f"by up to {off.max()}. Computed, expected and difference are in {shown}.",
            pytrace=False,
        )


def side_by_side(pixels: Pixels, expected: Pixels) -> Pixels:
    """Return the picture, the golden one and their difference, made plain, in one."""
    difference = np.minimum(np.abs(pixels.astype(int) - expected) * AMPLIFIED, 255)
    # A difference in alpha alone shall be seen as well.
    difference[..., :3] = np.maximum(difference[..., :3], difference[..., 3:])
    difference[..., 3] = 255
    gap = np.zeros((len(pixels), 4, 4), np.uint8)
    return np.concatenate([pixels, gap, expected, gap, difference.astype(np.uint8)], axis=1)
