"""What moves carries a character, pushes it, and never puts it into a wall."""

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zenith as zn
from walker import DT, Stage, depth, outline


def riding(**fields):
    """Return a character that stands on a platform at rest."""
    stage = Stage(y=30, **fields)
    plank = stage.platform(-60, 50, 60, 60)
    return stage.go(20), plank


WAYS = [(100, 0), (0, -100), (0, 100), (70, -70), (300, 200), (0, 900), (0, -900), (-60, 800)]


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_a_platform_carries_it_without_slipping(way):
    stage, plank = riding()
    plank[zn.Body].velocity_x, plank[zn.Body].velocity_y = way
    stage.go(60)
    assert stage.place.x - plank[zn.Transform].x == pytest.approx(0.0, abs=1e-9)
    assert stage.place.y - plank[zn.Transform].y == pytest.approx(-15.0, abs=1e-9)
    assert all(s.on_floor for s in stage.seen[20:])


def test_a_platform_that_turns_back_keeps_it():
    stage, plank = riding()

    def swing(stage):
        body, tick = plank[zn.Body], stage.world.tick
        body.velocity_x = 150 if tick // 45 % 2 else -150
        body.velocity_y = 200 if tick // 30 % 2 else -200

    stage.go(300, each=swing)
    assert stage.place.x - plank[zn.Transform].x == pytest.approx(0.0, abs=1e-9)
    assert all(s.on_floor for s in stage.seen[20:])


@pytest.mark.parametrize("parts", [(), (zn.Body(kind="kinematic"),)], ids=["collider", "body"])
def test_what_is_moved_by_its_transform_carries_it_too(parts):
    stage = Stage(y=30)
    plank = stage.box(-60, 50, 60, 60, *parts)
    stage.go(20)

    def drift(stage):
        plank[zn.Transform].x += 1.5
        plank[zn.Transform].y += 3.0 * math.sin(stage.world.tick / 10)

    stage.go(100, each=drift)
    assert stage.place.x - plank[zn.Transform].x == pytest.approx(0.0, abs=1e-9)
    assert stage.place.y - plank[zn.Transform].y == pytest.approx(-15.0, abs=1e-9)
    assert all(s.on_floor for s in stage.seen[20:])


def test_a_plank_that_turns_carries_its_feet_along():
    stage = Stage(x=30, y=30)
    plank = stage.platform(-80, 50, 80, 60)
    stage.go(20)
    plank[zn.Body].spin = 0.4
    stage.go(90)
    assert all(s.on_floor for s in stage.seen[20:])
    assert stage.place.y > 50.0


def test_a_platform_that_is_teleported_goes_alone():
    stage, plank = riding()
    plank[zn.Transform].x = 500.0
    stage.go(10)
    assert stage.place.x == 0.0
    assert not stage.body.on_floor


def test_it_walks_on_a_platform_as_on_the_ground():
    stage, plank = riding(acceleration=0, deceleration=0)
    plank[zn.Body].velocity_x = 100.0
    stage.go(1).go(20, 50).go(10)
    assert stage.place.x - plank[zn.Transform].x == pytest.approx(20 * 50 * DT)
    assert stage.body.velocity_x == 0.0


def test_a_jump_takes_the_platforms_speed_along():
    stage, plank = riding(air_deceleration=1)
    plank[zn.Body].velocity_x, plank[zn.Body].velocity_y = 120.0, -60.0
    stage.go(5).jump(1)
    assert stage.body.velocity_x == pytest.approx(120.0, abs=0.1)
    assert stage.body.velocity_y == pytest.approx(-math.sqrt(2 * 1500 * 72) - 60 + 1500 * DT)


def test_landing_on_a_platform_gives_up_its_speed():
    stage = Stage(y=0, air_deceleration=1, deceleration=1)
    plank = stage.platform(-200, 50, 200, 60, 120.0)
    stage.body.velocity_x = 120.0
    stage.go(60)
    assert stage.body.velocity_x == pytest.approx(0.0, abs=1.5)
    assert stage.place.x - plank[zn.Transform].x == pytest.approx(0.0, abs=1.0)


def test_a_wall_that_moves_pushes_it_along_the_floor():
    stage = Stage(y=40)
    stage.box(-400, 50, 400, 60)
    ram = stage.platform(-100, 20, -80, 45, 600.0)
    stage.go(30)
    assert stage.place.x - ram[zn.Transform].x == pytest.approx(16.0)
    assert not any(s.crushed for s in stage.seen)


def test_between_a_moving_and_a_standing_wall_it_is_crushed_but_not_through():
    stage = Stage(y=40)
    stage.box(-400, 50, 400, 60)
    stage.box(60, -100, 80, 50)
    stage.platform(-100, 20, -80, 45, 600.0)
    stage.go(30)
    assert max(s.x for s in stage.seen) == 54.0
    assert any(s.crushed for s in stage.seen)


def test_between_a_platform_and_the_ceiling_it_is_crushed_but_not_through():
    stage = Stage(y=30)
    stage.platform(-60, 50, 60, 60, 0.0, -100.0)
    stage.box(-60, -60, 60, -40)
    stage.go(120)
    assert min(s.y for s in stage.seen) == pytest.approx(-30.0)
    assert any(s.crushed for s in stage.seen)
    assert stage.place.y > 100.0


def test_a_fast_platform_does_not_pass_through_it():
    stage = Stage(y=0)
    plank = stage.platform(-60, 450, 60, 452, 0.0, -2000.0)
    stage.go(25)
    assert stage.place.y - plank[zn.Transform].y == pytest.approx(-11.0)
    assert stage.body.on_floor


def test_a_one_way_platform_lifts_it_and_lets_it_through_from_below():
    stage = Stage(y=40)
    stage.box(-400, 50, 400, 60)
    lift = stage.platform(-40, -40, 40, -36, 0.0, 0.0, zn.OneWay())
    stage.go(3)
    lift[zn.Body].velocity_y = 60.0
    stage.go(85)
    assert stage.place.y == 40.0
    lift[zn.Body].velocity_y = -60.0
    stage.go(60)
    assert stage.place.y == 40.0
    lift[zn.Body].velocity_y = 0.0
    stage.jump(60)
    assert stage.place.y - lift[zn.Transform].y == pytest.approx(-12.0, abs=1e-6)
    lift[zn.Body].velocity_y = -60.0
    stage.go(30)
    assert stage.place.y - lift[zn.Transform].y == pytest.approx(-12.0, abs=1e-6)


def test_what_it_stands_on_may_despawn():
    stage, plank = riding()
    plank.despawn()
    stage.go(20)
    assert stage.body.platform is None
    assert stage.place.y > 40.0


# Properties: in a closed room, whatever is in it and whatever is wished.

HERO = [(-20, -20), (20, -20), (20, 20), (-20, 20)]
WISHES = [0, 150, -150, 400, -400, 2000, -2000]


def room(chance, **fields):
    stage = Stage(**fields)
    sides = [(-300, 200, 300, 220), (-300, -220, 300, -200)]
    sides += [(-320, -220, -300, 220), (300, -220, 320, 220)]
    return stage, [stage.box(*side) for side in sides]


def furnish(stage, chance, many):
    """Spawn boxes, turned boxes and triangles anywhere but where the character is."""
    made = []
    for _ in range(many):
        x, y, turn = chance.uniform(-280, 280), chance.uniform(-180, 190), 0.0
        kind = chance.random()
        if kind < 0.5:
            x, y = round(x / 16) * 16, round(y / 16) * 16
            shape = zn.BoxCollider(width=chance.choice([16, 32, 100, 7]), height=16)
        elif kind < 0.75:
            shape, turn = zn.BoxCollider(width=chance.uniform(10, 100), height=9), 6 * kind
        else:
            top = (chance.uniform(20, 150), -chance.uniform(5, 100))
            shape = zn.PolygonCollider(points=[(0, 0), top, (chance.uniform(151, 250), 0)])
        thing = stage.world.spawn(zn.Transform(x=x, y=y, rotation=turn), shape)
        if depth(HERO, outline(thing)) > 0:
            thing.despawn()
        else:
            made.append(thing)
    return made


def wander(stage, chance, ticks, each=None):
    """Wish at random, and stop after every tick."""
    wish, down = 0, 0
    for tick in range(ticks):
        if tick % 8 == 0 and chance.random() < 0.6:
            wish, down = chance.choice(WISHES), chance.choice([0, 150, -1500])
        jump = chance.random() < 0.1
        stage.go(1, wish, y=down, jump=jump, hold=chance.random() < 0.9, each=each)
        yield outline(stage.hero)


@settings(max_examples=25)
@given(st.integers(0, 2**32))
def test_it_is_never_in_a_wall(seed):
    chance = random.Random(seed)
    fields = {"acceleration": chance.choice([0, 1800]), "jump_height": chance.choice([72, 300])}
    size = {"width": chance.choice([12, 16, 9.7]), "height": chance.choice([20, 16, 31.3])}
    stage, walls = room(chance, **fields, **size, max_fall=2000, top_down=chance.random() < 0.2)
    walls += furnish(stage, chance, chance.randint(3, 14))
    solid = [outline(wall) for wall in walls]
    for hero in wander(stage, chance, 100):
        assert max(depth(hero, wall) for wall in solid) < 0.1
        assert abs(stage.place.x) < 300
        assert abs(stage.place.y) < 200


@settings(max_examples=20)
@given(st.integers(0, 2**32))
def test_it_is_in_nothing_that_moves_unless_it_was_crushed(seed):
    chance = random.Random(seed)
    stage, walls = room(chance)
    walls += furnish(stage, chance, chance.randint(0, 5))
    movers = [move for _ in range(chance.randint(1, 5)) if (move := mover(stage, chance))]
    solid = [outline(wall) for wall in walls]

    def drive(stage):
        for entity, vx, vy, spin, period in movers:
            way = 1 if stage.world.tick // period % 2 else -1
            body = entity[zn.Body]
            body.velocity_x, body.velocity_y, body.spin = way * vx, way * vy, way * spin

    crushed = 0
    for hero in wander(stage, chance, 160, drive):
        crushed = 20 if stage.body.crushed else crushed - 1
        assert max(depth(hero, wall) for wall in solid) < 0.1
        if crushed <= 0 and movers:
            assert max(depth(hero, outline(m[0])) for m in movers) < 0.5


def mover(stage, chance):
    """Spawn something that goes to and fro, or nothing where the character is."""
    x, y = chance.uniform(-280, 280), chance.uniform(-180, 190)
    plank = stage.platform(x - chance.uniform(10, 60), y - 8, x + 40, y + 8)
    if depth(HERO, outline(plank)) > 0:
        plank.despawn()
        return None
    speeds = chance.uniform(-400, 400), chance.uniform(-400, 400)
    return plank, *speeds, chance.choice([0.0, 0.0, 0.8]), chance.randint(10, 60)


@settings(max_examples=25)
@given(
    st.floats(-0.8, 0.8), st.floats(8, 40), st.sampled_from([50, 170, 400]), st.floats(-1e5, 1e5)
)
def test_a_row_of_turned_tiles_is_one_smooth_slope(angle, size, speed, far):
    c, s = math.cos(angle), math.sin(angle)
    stage = Stage(x=far, y=far - 13 - 6 * abs(s) / c, acceleration=0)
    for k in range(int(-500 / size), int(500 / size)):
        x, y = far + k * size * c + 4 * s, far + k * size * s + 4 * c
        stage.world.spawn(zn.Transform(x, y, angle), zn.BoxCollider(width=size, height=8))
    stage.go(20)
    for way in (1, -1, -1, 1):
        stage.go(40, way * speed)
    steps = list(zip(stage.seen[20:], stage.seen[21:], strict=False))
    rough = [(a, b) for a, b in steps if abs(math.dist(a[:2], b[:2]) - speed * DT) > 0.02]
    assert all(after.on_floor for _, after in steps)
    assert len(rough) <= 1  # the tick after landing on a seam
