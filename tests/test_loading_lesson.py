"""The lesson on loading: pictures arrive, the reef fills, the curtain rises."""

import shutil
from pathlib import Path

import zenith as zn

LESSON = Path(__file__).resolve().parent.parent / "examples" / "lessons" / "07_loading.py"


def shown(game):
    """Return how many sprites hang in the row, how many entities are in the reef, and the bar."""
    world = game.world
    row = sum(1 for _ in world.query(zn.Sprite, zn.ChildOf))
    reef = sum(1 for _ in world.query(zn.Sprite)) - row
    return row, reef, world.find("bar")[zn.RectangleShape].width


def test_the_bar_tells_of_pictures_and_of_the_reef_until_the_curtain_rises():
    game = zn.testing.load(LESSON)
    assert shown(game) == (0, 0, 0.0)
    assert game.world.assets.waiting[0] == ("image", "water")
    game.ticks(1)
    assert (game.world.assets.progress, shown(game)[1]) == (1.0, 0)
    game.ticks(1)
    assert shown(game)[:2] == (5, 2)
    bars = [shown(game.ticks(1))[2] for _ in range(62)]
    assert bars == sorted(bars)
    assert bars[20] < bars[-1] == 168.0
    game.ticks(120)
    assert not list(game.world.query(zn.Sprite, zn.ChildOf))
    assert game.world.resource(zn.SceneLoader).done


def test_a_picture_that_is_missing_is_told_and_the_reef_comes_all_the_same(tmp_path):
    shutil.copy(LESSON, tmp_path)
    shutil.copytree(LESSON.with_suffix(""), tmp_path / LESSON.stem)
    bad = tmp_path / LESSON.stem / "images" / "gold.png"
    bad.write_bytes(b"nonsense")
    game = zn.testing.load(tmp_path / LESSON.name).ticks(3)
    assert game.world.find("told")[zn.Text].text == "gold cannot be loaded"
    assert shown(game)[0] == 4
    game.ticks(200)
    assert game.world.resource(zn.SceneLoader).done
