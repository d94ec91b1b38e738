"""Every example runs for 120 ticks, twice to the same digest, and draws."""

from pathlib import Path

import numpy as np
import pytest

import zenith as zn

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
GAMES = sorted([*EXAMPLES.glob("*/zenith.toml"), *EXAMPLES.glob("lessons/*.py")])


def name(path):
    return path.parent.name if path.stem == "zenith" else path.stem


@pytest.mark.parametrize("path", GAMES, ids=name)
def test_an_example_runs_the_same_way_twice(path):
    game = zn.testing.load(path).ticks(60).press("confirm").hold("move", 1.0).ticks(60)
    assert game.digest() == game.again().digest()


@pytest.mark.parametrize("path", GAMES, ids=name)
def test_an_example_draws_something(path, gpu):
    game = zn.testing.load(path).ticks(120)
    painter = zn.open_picture(game.app, (320, 180))
    game.app.devices.painter = painter
    game.app.draw()
    colours = np.unique(painter.pixels().reshape(-1, 4), axis=0)
    painter.close()
    assert len(colours) > 1


def test_there_are_lessons_and_a_game():
    lessons = {"01_hello", "02_falling", "03_rewind", "04_scenes", "05_hero"}
    lessons |= {"06_sheets", "07_loading", "08_shader"}
    assert {"breakout", *lessons} <= {name(path) for path in GAMES}
