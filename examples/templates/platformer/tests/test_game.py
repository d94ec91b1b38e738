"""The level, played by script: no window, no sound card, and as fast as it goes."""

from pathlib import Path
from typing import Any

import pytest

import zenith as zn

GAME = Path(__file__).parent.parent


@pytest.fixture
def game() -> zn.testing.Game:
    """Return a game in which the title was left just now."""
    return zn.testing.load(GAME).ticks(2).press("confirm").ticks(10)


def run_of(game: zn.testing.Game) -> Any:
    return game.world.resource(game.app.code.modules["rules"].Run)


def put_hero(game: zn.testing.Game, x: float, y: float) -> None:
    zn.teleport(game.find("hero"), x, y)
    game.ticks(3)


def put_hero_on(game: zn.testing.Game, tag: str) -> zn.Entity:
    thing = game.world.find_all(tag=tag)[0]
    put_hero(game, thing[zn.Transform].x, thing[zn.Transform].y)
    return thing


def test_the_hero_runs_and_jumps(game: zn.testing.Game) -> None:
    hero = game.find("hero")[zn.Transform]
    assert (hero.x, hero.y) == (40, 192)
    game.hold("move", 1).ticks(30).hold("jump").ticks(15)
    assert hero.x > 100
    assert hero.y < 155
    # The same inputs make the same game, bit for bit.
    assert game.digest() == game.again().digest()


def test_a_tap_jumps_lower_than_a_long_press(game: zn.testing.Game) -> None:
    hero, heights = game.find("hero")[zn.Transform], []
    for held in (2, 40):
        game.hold("jump")
        reached = []
        for tick in range(80):
            if tick == held:
                game.release("jump")
            game.ticks(1)
            reached.append(192 - hero.y)
        heights.append(max(reached))
    assert 8 < heights[0] < 30
    assert heights[1] > 45


@pytest.mark.parametrize(("player", "scene"), [("win", "finished"), ("lose", "over")])
def test_the_scripted_players_come_to_their_ends(player: str, scene: str) -> None:
    (run,) = zn.testing.batch(
        GAME, seeds=[0], ticks=4000, player=player, measure=lambda app: app.scene.name
    )
    assert run.measured == scene


def test_a_coin_counts_once(game: zn.testing.Game) -> None:
    coin = put_hero_on(game, "coin")
    game.ticks(10)
    assert not coin.alive
    assert run_of(game).coins == 1
    assert game.find("coins")[zn.Text].text.startswith("1/")


def test_spikes_cost_a_life_and_lead_back_to_the_start(game: zn.testing.Game) -> None:
    put_hero_on(game, "spikes")
    game.ticks(60)
    assert run_of(game).lives == 2
    assert game.find("hero")[zn.Transform].x == 40


def test_who_falls_into_a_pit_comes_back_at_the_last_lantern(game: zn.testing.Game) -> None:
    lantern = put_hero_on(game, "lantern")
    put_hero(game, 440, 220)
    game.ticks(90)
    assert run_of(game).lives == 2
    assert game.find("hero")[zn.Transform].x == lantern[zn.Transform].x


def test_an_enemy_is_flattened_from_above_and_hurts_from_the_side(game: zn.testing.Game) -> None:
    first, second = game.world.find_all(tag="enemy")[:2]
    put_hero(game, first[zn.Transform].x, first[zn.Transform].y - 20)
    game.ticks(20)
    assert not first.alive
    assert run_of(game).lives == 3
    put_hero(game, second[zn.Transform].x, second[zn.Transform].y)
    game.ticks(60)
    assert second.alive
    assert run_of(game).lives == 2


def test_a_spring_throws_higher_than_a_jump(game: zn.testing.Game) -> None:
    put_hero(game, 704, 170)
    game.ticks(30)
    assert game.find("hero")[zn.Transform].y < 120


def test_the_ferry_carries_who_stands_on_it(game: zn.testing.Game) -> None:
    ferry = game.find("ferry")[zn.Transform]
    put_hero(game, ferry.x, ferry.y)
    before = game.find("hero")[zn.Transform].x - ferry.x
    game.ticks(60)
    assert ferry.x > 770
    assert game.find("hero")[zn.Transform].x - ferry.x == pytest.approx(before, abs=1)


def test_the_best_time_is_kept(game: zn.testing.Game) -> None:
    for ticks, told in ((900, "The best time so far!"), (1000, "Best time 0:16")):
        run_of(game).ticks = ticks
        put_hero_on(game, "flag")
        game.ticks(90)
        assert game.app.scene.name == "finished"
        assert game.find("best")[zn.Text].text == told
        game.press("confirm").ticks(10)
    assert game.app.settings["best"] == pytest.approx(900, abs=100)


def test_the_level_waits_while_the_game_is_paused(game: zn.testing.Game) -> None:
    game.press("pause").ticks(1)
    assert game.app.scene.name == "paused"
    level = game.app.scenes.all[0].world
    before = level.digest()
    game.ticks(30)
    assert level.digest() == before
    game.press("pause").ticks(2)
    assert game.app.scene.name == "level"


def test_the_pause_menu_starts_again_and_leads_to_the_title(game: zn.testing.Game) -> None:
    game.press("pause").ticks(2).press("down").ticks(2).press("confirm").ticks(1)
    assert game.app.scene.name == "level"
    assert run_of(game).ticks == 0
    game.press("pause").ticks(2).press("down").ticks(2).press("down").ticks(2)
    game.press("confirm").ticks(1)
    assert game.app.scene.name == "title"


def test_the_title_can_be_left_for_good() -> None:
    game = zn.testing.load(GAME).ticks(2).press("down").ticks(2).press("confirm").ticks(5)
    assert not game.app.running
