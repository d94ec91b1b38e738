"""The bundled game, played by its recordings and by hand."""

import itertools
import os
import subprocess
import sys
from pathlib import Path

import pytest

import zenith as zn
from zenith.app import load_players
from zenith.fontmetrics import FontMetrics

ROOT = Path(__file__).resolve().parent.parent
GAME = ROOT / "examples" / "breakout"
BETWEEN_DIGESTS = 60


def recording(name):
    return zn.Recording.load(GAME / "replays" / f"{name}.json")


def replayed(name):
    """Return an App that has a recording before it."""
    run = recording(name)
    app = zn.testing.load(GAME, seed=run.seed).app
    app.drivers.append(zn.Replay(run))
    return app


@pytest.fixture
def game():
    return zn.testing.load(GAME)


def start(game):
    """Leave the title and send the ball off."""
    return game.ticks(5).press("launch").ticks(30).press("launch").ticks(1)


@pytest.mark.parametrize("name", ["win", "lose"])
def test_the_recordings_are_of_the_engine_and_components_as_they_are(name):
    recording(name).check_version(zn.__version__, zn.testing.load(GAME).app.schema())


def test_the_winning_recording_reaches_its_digests():
    app = replayed("win")
    for _ in range(2400):
        app.tick()
    assert app.drivers[0].checked >= 2400 // BETWEEN_DIGESTS


@pytest.mark.full
def test_the_winning_recording_wins():
    won = replayed("win")
    while won.running:
        won.tick()
    assert won.scene.name == "won"
    assert won.ticks == recording("win").ticks
    assert won.drivers[0].checked >= won.ticks // BETWEEN_DIGESTS


IN_A_PROCESS = """
import sys
import zenith as zn
run = zn.Recording.load(sys.argv[1] + "/replays/lose.json")
game = zn.testing.load(sys.argv[1], seed=run.seed)
replay = zn.Replay(run)
game.app.drivers.append(replay)
while game.app.running:
    game.app.tick()
print(game.app.scene.name, replay.checked, game.digest())
"""


def test_the_losing_recording_is_the_same_in_two_processes_with_other_hash_seeds():
    said = set()
    for seed in ("1", "2024"):
        done = subprocess.run(
            [sys.executable, "-c", IN_A_PROCESS, str(GAME)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        said.add(done.stdout)
    assert len(said) == 1
    assert said.pop().startswith("lost ")


@pytest.mark.parametrize(
    "gaps",
    [[1 / 30], [1 / 144], [(k * 7919) % 97 / 970 for k in range(1, 60)]],
    ids=["30 fps", "144 fps", "irregular"],
)
def test_frame_rates_change_nothing(gaps):
    app, now, gap = replayed("lose"), 0.0, itertools.cycle(gaps)
    while app.running and app.ticks < 900:
        app.frame(now)
        now += next(gap)
    assert app.drivers[0].checked >= 900 // BETWEEN_DIGESTS


@pytest.mark.parametrize("name", ["win", "lose"])
def test_the_demo_still_plays_as_recorded(name):
    app = zn.testing.load(GAME, seed=recording(name).seed).app
    app.drivers.append(zn.ScriptedPlayer(load_players(GAME)[name]))
    for _ in range(600):
        app.tick()
    assert app.digest() == recording(name).digest_after(600)


def test_a_press_moves_the_paddle_within_two_ticks(game):
    start(game)
    before = game.find("paddle")[zn.Transform].x
    game.hold("move", 1.0).ticks(2)
    assert game.find("paddle")[zn.Transform].x > before


def test_the_pointer_moves_the_paddle(game):
    start(game).pointer(100, 200).ticks(1)
    assert game.find("paddle")[zn.Transform].x == 100


def test_pausing_stops_the_level_and_resuming_goes_on(game):
    start(game).ticks(10).press("pause").ticks(1)
    assert game.app.scene.name == "paused"
    level = game.app.scenes.all[0].world
    before = level.digest()
    game.ticks(30)
    assert level.digest() == before
    game.press("launch").ticks(1)
    assert game.app.scene.name == "level1"


def test_the_pause_menu_leads_to_a_restart_and_to_the_title(game):
    start(game).press("pause").ticks(1).press("down").ticks(1).press("launch").ticks(1)
    assert game.app.scene.name == "level1"
    assert game.world.tick == 0
    game.press("pause").ticks(1).press("up").ticks(1).press("launch").ticks(1)
    assert game.app.scene.name == "title"


def test_a_lost_ball_costs_a_life_and_the_third_ends_the_game(game):
    start(game).hold("move", -1.0)
    lives = []
    while game.app.scene.name == "level1" and game.app.ticks < 6000:
        lives.append(game.find("lives")[zn.Text].text)
        game.press("launch").ticks(20)
    assert list(dict.fromkeys(lives)) == ["♥♥♥", "♥♥", "♥"]
    assert game.app.scene.name == "lost"
    game.press("launch").ticks(1)
    assert game.app.scene.name == "level1"
    assert game.world.tick == 0


def test_six_levels_of_different_layout_lead_to_one_another():
    name, layouts = "level1", []
    while name:
        document = zn.load_scene(GAME / "scenes" / f"{name}.scene")
        bricks = {key: e.prefab for key, e in document.entities.items() if key[:5] == "brick"}
        assert sum(prefab != "brick_metal" for prefab in bricks.values()) >= 30
        layouts.append(bricks)
        name = document.resources["Level"]["next"]
    assert len(layouts) == 6
    assert all(layouts.count(layout) == 1 for layout in layouts)


def test_there_is_nothing_to_mend():
    assert zn.check_project(GAME).problems == ()


def finish(game, score):
    """Let the last ball of a run of this score fall."""
    game.world.resource(game.app.code.modules["pieces"].Run).score = score
    game.world.resource(game.app.code.modules["pieces"].Run).lives = 1
    game.world.despawn_many([ball.handle for ball in game.world.find_all(tag="ball")])
    return game.ticks(3)


def test_the_high_score_is_kept_and_survives_broken_settings(game, monkeypatch):
    monkeypatch.setattr(zn.App, "attended", True)
    finish(start(game), 120)
    assert game.app.scene.name == "lost"
    assert game.find("best")[zn.Text].text == "Best 120"
    later = zn.testing.load(GAME)
    later.app.settings.load()
    assert later.ticks(1).find("best")[zn.Text].text == "Best 120"
    finish(start(later), 50)
    assert later.find("best")[zn.Text].text == "Best 120"
    for file in (zn.user_folder("Breakout") / "settings").glob("*.save"):
        file.write_text("not a number", "utf-8")
    later.app.settings.load()
    assert later.app.settings["best"] == 0
    assert "The settings are the defaults" in later.app.settings.notice


def test_a_game_that_nobody_plays_touches_no_file_of_the_player(game, monkeypatch):
    monkeypatch.setattr("zenith.app.saving.user_folder", lambda name: pytest.fail("touched"))
    start(game).ticks(60)
    assert [info.title for info in game.app.saves.list()] == ["level 1, score 0"]
    finish(game, 500)
    assert game.find("best")[zn.Text].text == "Best 500"


def to_title(game):
    return game.press("pause").ticks(2).press("up").ticks(1).press("launch").ticks(3)


def test_the_title_offers_to_go_on_where_the_level_began(game):
    start(game).hold("move", 1.0).ticks(50)
    assert to_title(game).find("hint")[zn.Text].text.endswith("continue with level 1, score 0")
    game.release("move").press("launch").ticks(1)
    assert (game.app.scene.name, game.world.tick) == ("level1", 1)
    assert game.find("paddle")[zn.Transform].x == 240
    game.ticks(20)
    to_title(game).press("new").ticks(2)
    assert (game.app.scene.name, game.world.tick) == ("level1", 1)


def test_a_save_that_cannot_be_loaded_is_told_and_a_new_game_begins(game):
    to_title(start(game))
    game.app.saves.folder.delete("run")
    game.press("launch").ticks(2)
    assert game.find("hint")[zn.Text].text.startswith("The save cannot be loaded")
    game.press("launch").ticks(1)
    assert game.app.scene.name == "level1"


def test_it_speaks_english_and_german_and_a_key_on_the_title_switches(game):
    assert game.ticks(2).find("hint")[zn.Text].text.startswith("Press Enter")
    game.press("language").ticks(2)
    assert game.find("hint")[zn.Text].text.startswith("Enter, Klick")
    start(game)
    assert game.find("score")[zn.Text].text == "Punkte 0"
    assert game.find("level")[zn.Text].text == "Level 1: Morgenrot"
    to_title(game).press("language").ticks(2)
    assert game.find("hint")[zn.Text].text.endswith("continue with level 1, score 0")
    game.press("launch").ticks(2)
    assert game.find("level")[zn.Text].text == "Level 1: First light"
    assert game.find("banner")[zn.Text].text == "First light"


@pytest.mark.parametrize("code", ["en", "de"])
def test_every_fixed_text_of_a_menu_fits_onto_the_screen(code):
    game = zn.testing.load(GAME, language=code).ticks(2)
    font = FontMetrics.load(game.app.assets.find("font", "zenith"))
    for scene in ("title", "paused", "won", "lost"):
        game.world.scenes.push(scene)
        game.ticks(2)
        for entity in game.world.entities():
            text = entity[zn.Text] if entity.has(zn.Text) else None
            if text is not None and text.origin_x == 0.5:
                assert font.width(text.text, text.size) <= game.app.virtual_size[0] - 8


def test_the_game_is_small_and_uses_public_names_only():
    sources = [file.read_text("utf-8") for file in sorted(GAME.glob("*.py"))]
    lines = [line for text in sources for line in text.split("\n") if line.strip()]
    assert len(lines) < 480
    assert all("zenith." not in line for line in lines if "import" in line)
