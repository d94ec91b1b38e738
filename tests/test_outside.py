"""What ticks ask of the world outside: kept with the tick, heard again in a replay."""

import pytest

import zenith as zn
from zenith.outside import Outside


def curious(app, found):
    """Return a system that asks outside every second tick and keeps what it hears."""

    def ask(world, dt):
        if world.tick % 2 == 0:
            hero = world.find("hero")[zn.Transform]
            hero.x += app[0].outside.ask("number", lambda: found.append(1) or len(found) * 10)

    return ask


def make(found):
    holder = []
    app = zn.App("Curious", systems=[curious(holder, found)])
    holder.append(app)
    app.world.spawn(zn.Transform(), name="hero")
    return app


def test_an_answer_is_kept_with_its_tick():
    app = make([])
    app.tick()
    assert app.heard().answers == (("number", 10),)
    app.tick()
    assert app.heard().answers == ()


def test_going_back_hears_the_answers_of_then_and_looks_nowhere():
    found = []
    app = make(found)
    for _ in range(10):
        app.tick()
    before = app.digest()
    app.history.seek(3)
    assert app.world.find("hero")[zn.Transform].x == 10 + 20
    app.history.seek(10)
    assert app.digest() == before
    assert len(found) == 5


def test_asking_outside_a_tick_is_refused():
    with pytest.raises(zn.UsageError, match='"saves" was asked for outside a tick'):
        Outside().ask("saves", list)


def test_a_replay_that_asks_for_something_else_says_so():
    outside = Outside()
    outside.feed([("saves", [])])
    with outside.tick(), pytest.raises(zn.ReplayError, match=r'asks for "level".*asked for saves'):
        outside.ask("level", list)


def test_a_replay_that_asks_more_than_was_recorded_says_so():
    outside = Outside()
    outside.feed([])
    with outside.tick(), pytest.raises(zn.ReplayError, match="asked for nothing more"):
        outside.ask("level", list)


def test_a_tick_inside_a_tick_is_refused():
    app = zn.App("Nested")
    app.scene.systems.append(lambda world, dt: app.step())
    with pytest.raises(zn.GameError, match="A tick cannot run inside another one"):
        app.tick()
    assert not app.outside.open
