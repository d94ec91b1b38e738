"""Batches of games: results in the order of the seeds, the same in any number of processes."""

import pytest

import zenith as zn

GAME = """
import zenith as zn

def walk(world, dt):
    hero = world.find("hero")[zn.Transform]
    hero.x += world.random.uniform(0, 2) * (1 + world.input.axis("move"))
    if world.tick == 20 and app.seed == 3:
        raise ValueError("this one fails")
    if world.tick == 30 and app.seed == 4:
        world.scenes.quit()

app = zn.App("Walk", systems=[walk])
app.world.spawn(zn.Transform(), name="hero")
app.run()
"""
DEMO = "players = {'right': lambda world: {'move': 1.0}}\n"


@pytest.fixture
def game(tmp_path):
    (tmp_path / "main.py").write_text(GAME, "utf-8")
    (tmp_path / "demo.py").write_text(DEMO, "utf-8")
    return tmp_path


def measure(app):
    return round(app.world.find("hero")[zn.Transform].x, 6)


def test_each_seed_has_its_run_in_their_order(game):
    runs = zn.testing.batch(game, seeds=[5, 1, 5], ticks=40)
    assert [run.seed for run in runs] == [5, 1, 5]
    assert [run.ticks for run in runs] == [40, 40, 40]
    assert runs[0] == runs[2]
    assert runs[0].digest != runs[1].digest
    assert runs[0].digest == zn.testing.load(game, seed=5).ticks(40).digest()


def test_two_processes_find_what_one_finds(game):
    options = {"seeds": range(6), "ticks": 40, "player": "right", "measure": app_ticks}
    one = zn.testing.batch(game, **options)
    two = zn.testing.batch(game, processes=2, **options)
    assert one == two
    assert [run.measured for run in one if not run.error] == [40, 40, 40, 31, 40]


def app_ticks(app):
    return app.ticks


def test_a_run_that_fails_says_why_and_stops_no_other(game):
    runs = zn.testing.batch(game, seeds=[2, 3, 4], ticks=40, measure=measure)
    assert [run.ticks for run in runs] == [40, 20, 31]
    assert [bool(run.error) for run in runs] == [False, True, False]
    assert "this one fails" in runs[1].error
    assert "main.py" in runs[1].error
    assert runs[1].measured is None
    assert runs[0].measured > 0


def test_a_player_plays(game):
    alone, played = (
        zn.testing.batch(game, seeds=[1], ticks=10, player=player, measure=measure)[0]
        for player in (None, "right")
    )
    assert played.measured == pytest.approx(2 * alone.measured)


def test_a_measure_that_fails_is_an_error_of_its_run(game):
    def wrong(app):
        return app.world.find("villain")

    (run,) = zn.testing.batch(game, seeds=[1], ticks=3, measure=wrong)
    assert run.error.startswith("UnknownName")


def test_what_is_wrong_with_the_call_is_told(game, tmp_path):
    with pytest.raises(zn.BadValue, match="ticks is 0"):
        zn.testing.batch(game, seeds=[1], ticks=0)
    with pytest.raises(zn.BadValue, match="processes is 0"):
        zn.testing.batch(game, seeds=[1], ticks=1, processes=0)
    with pytest.raises(zn.BadValue, match="cannot be sent to another process"):
        zn.testing.batch(game, seeds=[1], ticks=1, processes=2, measure=lambda app: 1)
    with pytest.raises(zn.UsageError, match=r"neither zenith\.toml nor main\.py"):
        zn.testing.batch(empty(tmp_path), seeds=[1], ticks=1)
    (run,) = zn.testing.batch(game, seeds=[1], ticks=1, player="rihgt")
    assert 'Did you mean "right"' in run.error


def empty(tmp_path):
    folder = tmp_path / "empty"
    folder.mkdir()
    return folder


def test_no_seeds_are_no_runs(game):
    assert zn.testing.batch(game, seeds=[], ticks=1) == []
