"""The garden, played by script: no window, no sound card, and as fast as it goes."""

from pathlib import Path

import pytest

import zenith as zn

GAME = Path(__file__).parent.parent


@pytest.fixture
def game() -> zn.testing.Game:
    """Return a game in which the title was left just now."""
    return zn.testing.load(GAME).ticks(20).press("confirm").ticks(2)


def visit(game: zn.testing.Game) -> object:
    return game.world.resource(game.app.code.modules["rules"].Visit)


def put_hero(game: zn.testing.Game, x: float, y: float) -> None:
    zn.teleport(game.find("hero"), x, y)
    game.ticks(6)


def light_all(game: zn.testing.Game) -> None:
    for lantern in game.world.find_all(tag="lantern"):
        place = lantern[zn.Transform]
        put_hero(game, place.x, place.y + 8)


def test_the_hero_walks_as_fast_aslant_as_straight_on(game: zn.testing.Game) -> None:
    start = game.find("hero")[zn.Transform]
    x, y = start.x, start.y
    game.hold("move", -1).hold("move_y", -1).ticks(30)
    place = game.find("hero")[zn.Transform]
    assert place.x < x
    assert place.y < y
    assert 25 < zn.Vec2(x - place.x, y - place.y).length() < 78 / 2
    assert game.digest() == game.again().digest()


def test_a_lantern_burns_once_the_hero_came_near(game: zn.testing.Game) -> None:
    assert visit(game).lit == 0
    put_hero(game, 96, 276)
    assert visit(game).lit == 1
    assert game.find("lanterns")[zn.Text].text == "1/4"


def test_the_gate_opens_when_all_burn_and_leads_out(game: zn.testing.Game) -> None:
    put_hero(game, 256, 30)
    game.hold("move_y", -1).ticks(30)
    assert game.app.scene.name == "garden"
    light_all(game.release("move_y"))
    put_hero(game, 256, 30)
    game.hold("move_y", -1).ticks(30)
    assert game.app.scene.name == "won"
    assert game.find("told")[zn.Text].text.startswith("All lanterns burn")


def test_two_blows_burst_a_slime(game: zn.testing.Game) -> None:
    (first, *others) = game.world.find_all(tag="slime")
    place = first[zn.Transform]
    for _ in range(2):
        put_hero(game, place.x - 12, place.y)
        game.hold("move", 1).ticks(1).release("move").press("swing").ticks(20)
    assert not first.alive
    assert all(other.alive for other in others)


def test_a_key_opens_the_door(game: zn.testing.Game) -> None:
    doors = game.world.find_all(tag="door")
    put_hero(game, 96, 140)
    game.hold("move_y", -1).ticks(20)
    assert doors[0].alive
    zn.spawn_prefab(game.world, "key", zn.Transform(x=96, y=140))
    game.ticks(40)
    assert not doors[0].alive
    assert visit(game).keys == 0


def test_slimes_end_the_visit_of_one_who_forgets_the_sword() -> None:
    runs = zn.testing.batch(
        GAME, seeds=[0], ticks=3000, player="lose", measure=lambda app: app.scene.name
    )
    assert [run.measured for run in runs] == ["over"]


def test_the_garden_waits_while_the_game_is_paused(game: zn.testing.Game) -> None:
    game.press("pause").ticks(1)
    assert game.app.scene.name == "paused"
    garden = game.app.scenes.all[0].world
    before = garden.digest()
    game.ticks(30)
    assert garden.digest() == before
    game.press("confirm").ticks(2)
    assert game.app.scene.name == "garden"


def test_the_title_can_be_left_for_good() -> None:
    game = zn.testing.load(GAME).ticks(20).press("down").ticks(2).press("confirm").ticks(5)
    assert not game.app.running
