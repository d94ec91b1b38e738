"""The columns are all there is to a character: runs repeat, and go on from any state."""

import random

import pytest

import zenith as zn


class Runner(zn.Script):
    """Does what the player says."""

    def tick(self, dt):
        keys = self.input
        self.entity[zn.CharacterBody].move(
            keys.axis("move") * 220,
            jump=keys.just_pressed("jump"),
            hold=keys.pressed("jump"),
            drop=keys.axis("look") > 0,
        )


class Lift(zn.Script):
    """Goes to and fro."""

    def tick(self, dt):
        way = 1 if self.world.tick // 50 % 2 else -1
        body = self.entity[zn.Body]
        body.velocity_x, body.velocity_y = 60 * way, 45 * way


def build(world):
    world.set_resource(zn.Gravity(y=900))
    for k in range(30):
        world.spawn(zn.Transform(x=16 * k - 200, y=100), zn.BoxCollider(width=16, height=16))
    hill = zn.PolygonCollider(points=[(60, 92), (110, 60), (160, 92)])
    world.spawn(zn.Transform(), hill)
    plank = zn.BoxCollider(width=80, height=6)
    world.spawn(zn.Transform(x=-60, y=60), plank, zn.OneWay())
    world.spawn(zn.Transform(y=20), plank, zn.Body(kind="kinematic"), Lift())
    for k in range(3):
        crate = zn.BoxCollider(width=14, height=14)
        world.spawn(zn.Transform(x=-120 + 3 * k, y=80 - 15 * k), crate, zn.Body())
    for x in (-20, 20):
        shape = zn.BoxCollider(width=12, height=20)
        world.spawn(zn.Transform(x=x, y=70), shape, zn.CharacterBody(), Runner())
    for x in (-204, 276):
        world.spawn(zn.Transform(x=x, y=0), zn.BoxCollider(width=8, height=400))


def level():
    return zn.Scene(start=build, name="level")


def make():
    actions = {"look": zn.Axis("up", "down")}
    return zn.App("Run", scene=level(), actions=actions, scene_types={"level": level})


def play(app, ticks):
    """Play with inputs that follow from the tick; return the digest after each."""
    digests = {app.world.tick: app.digest()}
    for _ in range(ticks):
        chance = random.Random(app.world.tick // 9)
        app.input.hold("move", chance.choice([-1.0, -1.0, 0.0, 1.0, 1.0]))
        app.input.hold("look", chance.choice([0.0, 0.0, 1.0]))
        if chance.random() < 0.5:
            app.input.hold("jump", 1.0)
        else:
            app.input.release("jump")
        app.tick()
        digests[app.world.tick] = app.digest()
    return digests


@pytest.fixture(scope="module")
def run():
    app = make()
    return app, play(app, 400)


def test_the_same_inputs_give_the_same_bits(run):
    _, digests = run
    assert play(make(), 400) == digests
    assert len(set(digests.values())) == 401


def test_every_tick_of_the_past_can_be_gone_back_to(run):
    app, digests = run
    for tick in (399, 77, 240, 119, 241, 120, 3, 360, 400):
        app.history.seek(tick)
        assert app.digest() == digests[tick]


@pytest.mark.parametrize("tick", [120, 240])
def test_it_goes_on_from_a_file_as_if_uncut(run, tick):
    app, digests = run
    app.history.seek(tick)
    data = app.take().to_bytes()
    app.history.seek(400)
    other = make()
    other.go_back(zn.StackState.from_bytes(data))
    assert play(other, 400 - tick) == {t: d for t, d in digests.items() if t >= tick}


def test_a_rebuilt_space_changes_nothing_for_who_walks_between_still_things():
    def walk(rebuilds):
        world, physics = zn.World(), zn.Physics()
        world.set_resource(physics)
        for k in range(30):
            world.spawn(zn.Transform(x=16 * k, y=100), zn.BoxCollider(width=16, height=16))
        shape = zn.BoxCollider(width=12, height=20)
        hero = world.spawn(zn.Transform(x=40, y=40), shape, zn.CharacterBody())
        for tick in range(150):
            hero[zn.CharacterBody].move(100 if tick % 70 < 50 else -150, jump=tick % 40 == 30)
            if rebuilds and tick % 7 == 0:
                physics.rebuild(world)
            physics.step(world, 1 / 60)
        return world.digest()

    assert walk(rebuilds=True) == walk(rebuilds=False)
