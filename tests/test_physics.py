"""Bodies move, rest, carry, compound, sleep and are found."""

import math

import numpy as np
import pytest

from zenith.components import (
    Body,
    BoxCollider,
    CircleCollider,
    Gravity,
    PolygonCollider,
    SegmentCollider,
    Transform,
)
from zenith.maths import Circle, Rect
from zenith.physics import Physics
from zenith.world import World

DT = 1 / 60


@pytest.fixture
def world():
    made = World()
    made.set_resource(Gravity(y=900.0))
    return made


@pytest.fixture
def physics():
    return Physics()


def run(world, physics, ticks):
    for _ in range(ticks):
        physics.step(world, DT)
        world.apply()
        world.tick += 1


def floor(world, y=100.0, **options):
    return world.spawn(Transform(y=y), BoxCollider(width=2000, height=20, **options), name="floor")


def peak_after_bounce(world, physics, ball):
    lowest = -math.inf
    for _ in range(200):
        run(world, physics, 1)
        y = ball[Transform].y
        if ball[Body].velocity_y < 0:
            break
        lowest = max(lowest, y)
    highest = lowest
    for _ in range(200):
        run(world, physics, 1)
        if ball[Body].velocity_y > 0:
            return highest
        highest = min(highest, ball[Transform].y)
    raise AssertionError("the ball never turned")


@pytest.mark.parametrize(
    ("bounce", "floor_bounce", "expected"),
    [
        (1.0, 0.0, 1.0),
        (0.5, 0.0, 0.5),
        (0.0, 0.5, 0.5),
        (1.0, 0.25, 0.5),
    ],
)
def test_bounce_height_follows_the_bounce(world, physics, bounce, floor_bounce, expected):
    floor(world, bounce=floor_bounce)
    ball = world.spawn(Transform(y=-200), CircleCollider(radius=10, bounce=bounce), Body())
    rest = 80.0
    share = (rest - peak_after_bounce(world, physics, ball)) / (rest + 200)
    assert share == pytest.approx(expected * expected, abs=0.06)


def test_without_bounce_a_ball_stays_down(world, physics):
    floor(world)
    ball = world.spawn(Transform(y=0), CircleCollider(radius=10), Body())
    run(world, physics, 120)
    assert ball[Transform].y == pytest.approx(80, abs=0.5)
    assert abs(ball[Body].velocity_y) < 1


def test_free_fall_and_gravity_scale(world, physics):
    falls = [
        world.spawn(Transform(x=100 * k), CircleCollider(), Body(gravity_scale=g))
        for k, g in enumerate((1.0, 0.5, 0.0, -1.0))
    ]
    run(world, physics, 60)
    assert [round(e[Body].velocity_y, 6) for e in falls] == [900.0, 450.0, 0.0, -900.0]


def test_gravity_scale_rests_on_the_floor(world, physics):
    floor(world)
    light = world.spawn(Transform(y=70), BoxCollider(width=20, height=20), Body(gravity_scale=0.3))
    run(world, physics, 240)
    assert light[Transform].y == pytest.approx(80, abs=0.5)


def test_gravity_may_change_and_wakes(world, physics):
    floor(world)
    box = world.spawn(Transform(y=80), BoxCollider(width=20, height=20), Body())
    run(world, physics, 120)
    world.resource(Gravity).y = -900.0
    run(world, physics, 30)
    assert box[Transform].y < 0


def test_damping_takes_its_share_of_speed(physics):
    world = World()
    free = world.spawn(Transform(), CircleCollider(), Body(velocity_x=100, spin=2.0))
    slow = world.spawn(
        Transform(y=100), CircleCollider(), Body(velocity_x=100, spin=2.0, damping=1.0)
    )
    stop = world.spawn(Transform(y=200), CircleCollider(), Body(velocity_x=100, damping=90.0))
    run(world, physics, 60)
    assert free[Body].velocity_x == 100.0
    assert slow[Body].velocity_x == pytest.approx(100 * (1 - 1 / 60) ** 60)
    assert slow[Body].spin == pytest.approx(2 * (1 - 1 / 60) ** 60)
    assert stop[Body].velocity_x == 0.0


def test_damping_of_many_bodies_is_the_same_as_of_one(physics):
    world, other = World(), World()
    alone = other.spawn(Transform(), CircleCollider(), Body(velocity_x=100, damping=0.7))
    n = 200
    world.spawn_many(
        n,
        {
            Transform: {"x": np.zeros(n), "y": 50.0 * np.arange(n)},
            CircleCollider: {},
            Body: {"velocity_x": 100.0, "damping": 0.7},
        },
    )
    run(world, physics, 30)
    run(other, Physics(), 30)
    (columns,) = world.columns(Body)
    assert set(columns.velocity_x.tolist()) == {alone[Body].velocity_x}


def test_static_collider_moved_by_hand_blocks_at_its_new_place(world, physics):
    ground = floor(world)
    ball = world.spawn(Transform(), CircleCollider(radius=10), Body())
    run(world, physics, 60)
    assert ball[Transform].y == pytest.approx(80, abs=0.5)
    ground[Transform].y = 300.0
    run(world, physics, 120)
    assert ball[Transform].y == pytest.approx(280, abs=0.5)


def test_static_body_moved_by_hand_beside_moving_ones(world, physics):
    stone = world.spawn(Transform(y=100), BoxCollider(width=200, height=20), Body(kind="static"))
    ball = world.spawn(Transform(), BoxCollider(width=20, height=20), Body())
    run(world, physics, 90)
    assert ball[Transform].y == pytest.approx(80, abs=0.5)
    stone[Transform].y = 200.0
    run(world, physics, 90)
    assert ball[Transform].y == pytest.approx(180, abs=0.5)
    assert stone[Transform].y == 200.0


def test_pose_set_by_hand_keeps_the_velocity(physics):
    world = World()
    puck = world.spawn(Transform(), CircleCollider(), Body(velocity_x=60.0))
    run(world, physics, 10)
    puck[Transform].x = 500.0
    puck[Transform].rotation = 1.0
    run(world, physics, 10)
    assert puck[Transform].x == pytest.approx(510.0)
    assert puck[Transform].rotation == 1.0
    assert puck[Body].velocity_x == 60.0


def test_velocity_set_by_hand_is_applied_and_wakes(world, physics):
    floor(world, friction=0.0)
    box = world.spawn(Transform(y=80), BoxCollider(width=20, height=20), Body())
    run(world, physics, 120)
    still = box[Transform].x
    box[Body].velocity_x = 120.0
    run(world, physics, 30)
    assert box[Transform].x == pytest.approx(still + 60, abs=1)


def test_bodies_fall_asleep_and_wake_when_hit(world, physics):
    floor(world)
    boxes = [
        world.spawn(Transform(y=80 - 20 * k), BoxCollider(width=20, height=20), Body())
        for k in range(3)
    ]
    run(world, physics, 180)
    asleep = [b[Transform].y for b in boxes]
    versions = [t[Transform].version("x") for t in world.tables(Transform, Body)]
    run(world, physics, 30)
    assert [b[Transform].y for b in boxes] == asleep
    assert [t[Transform].version("x") for t in world.tables(Transform, Body)] == versions
    world.spawn(Transform(x=-200, y=40), CircleCollider(radius=8), Body(velocity_x=900, mass=5))
    run(world, physics, 60)
    assert max(b[Transform].x for b in boxes) > 5


def test_a_wall_moved_into_a_sleeping_body_wakes_it(world, physics):
    floor(world)
    wall = world.spawn(Transform(x=200, y=70), BoxCollider(width=20, height=40))
    box = world.spawn(Transform(y=80), BoxCollider(width=20, height=20), Body())
    run(world, physics, 180)
    wall[Transform].x = 15.0
    run(world, physics, 60)
    assert box[Transform].x < -3


def test_kinematic_platform_carries_a_box(world, physics):
    lift = world.spawn(
        Transform(y=100),
        BoxCollider(width=200, height=20, friction=1),
        Body(kind="kinematic", velocity_x=60, velocity_y=-30),
    )
    box = world.spawn(Transform(y=80), BoxCollider(width=20, height=20, friction=1), Body())
    run(world, physics, 120)
    assert lift[Transform].x == pytest.approx(120)
    assert lift[Transform].y == pytest.approx(40)
    assert box[Transform].x == pytest.approx(120, abs=8)
    assert box[Transform].y == pytest.approx(20, abs=1)


def test_fixed_rotation_never_turns(world, physics):
    floor(world)
    stiff = world.spawn(
        Transform(y=0),
        BoxCollider(width=20, height=20),
        Body(fixed_rotation=True, spin=5.0, velocity_x=100),
    )
    loose = world.spawn(Transform(x=500, y=0), CircleCollider(radius=10), Body(velocity_x=100))
    run(world, physics, 120)
    assert stiff[Transform].rotation == 0.0
    assert stiff[Body].spin == 0.0
    assert loose[Transform].rotation > 1


def test_given_moment_and_mass_decide_a_collision(physics):
    world = World()
    light = world.spawn(Transform(), CircleCollider(bounce=1), Body(velocity_x=100, mass=1))
    heavy = world.spawn(Transform(x=40), CircleCollider(bounce=1), Body(mass=3, moment=50))
    run(world, physics, 60)
    assert light[Body].velocity_x == pytest.approx(-50, abs=1)
    assert heavy[Body].velocity_x == pytest.approx(50, abs=1)


@pytest.mark.parametrize(
    "collider",
    [
        BoxCollider(width=20, height=20),
        CircleCollider(radius=10),
        PolygonCollider([(-10, -10), (10, -10), (10, 10), (-10, 10)]),
        SegmentCollider(x1=-20, y1=0, x2=20, y2=0, thickness=20),
    ],
)
def test_every_shape_rests_on_every_shape(world, physics, collider):
    world.spawn(Transform(y=100), PolygonCollider([(-90, -10), (90, -10), (0, 60)]))
    body = world.spawn(Transform(y=60), collider, Body())
    run(world, physics, 200)
    assert body[Transform].y == pytest.approx(80, abs=0.5)


def test_concave_polygon_is_cut_and_keeps_its_hollow(world, physics):
    cup = [(-50, -50), (-40, -50), (-40, 40), (40, 40), (40, -50), (50, -50), (50, 50), (-50, 50)]
    world.spawn(Transform(y=100), PolygonCollider(cup))
    ball = world.spawn(Transform(), CircleCollider(radius=10), Body())
    run(world, physics, 200)
    assert ball[Transform].y == pytest.approx(130, abs=0.5)


def test_scale_is_baked_and_a_change_rebuilds(world, physics):
    floor(world)
    box = world.spawn(Transform(y=40, scale_y=2), BoxCollider(width=20, height=20), Body())
    run(world, physics, 90)
    assert box[Transform].y == pytest.approx(70, abs=0.5)
    box[Transform].scale_y = 1.0
    run(world, physics, 90)
    assert box[Transform].y == pytest.approx(80, abs=0.5)
    box[BoxCollider].height = 60.0
    run(world, physics, 90)
    assert box[Transform].y == pytest.approx(60, abs=1)


def test_scale_of_zero_has_no_shape(world, physics):
    floor(world)
    ghost = world.spawn(Transform(scale_x=0), BoxCollider(), Body())
    run(world, physics, 60)
    assert ghost[Transform].y > 300


def test_children_compound_into_the_body_above(world, physics):
    floor(world)
    hub = world.spawn(Transform(y=-10), Body())
    arm = world.spawn(Transform(x=40), parent=hub)
    for x in (-60, -20):
        world.spawn(Transform(x=x, y=20), BoxCollider(width=20, height=20), parent=arm)
    run(world, physics, 180)
    assert hub[Transform].y == pytest.approx(60, abs=0.5)
    assert abs(hub[Transform].rotation) < 0.02
    arm[Transform].y = -20.0
    run(world, physics, 120)
    assert hub[Transform].y == pytest.approx(80, abs=1)


def test_centre_of_mass_follows_the_shapes(world, physics):
    floor(world)
    lopsided = world.spawn(Transform(y=20), Body())
    world.spawn(Transform(), BoxCollider(width=20, height=20), parent=lopsided)
    world.spawn(Transform(x=80), BoxCollider(width=60, height=20), parent=lopsided)
    run(world, physics, 300)
    x, y = lopsided[Transform].x, lopsided[Transform].y
    lopsided[Transform].x = x + 100
    run(world, physics, 1)
    assert lopsided[Transform].x == pytest.approx(x + 100, abs=0.5)
    assert lopsided[Transform].y == pytest.approx(y, abs=0.5)


def test_colliders_below_a_plain_parent_stand_still_and_follow_it(world, physics):
    level = world.spawn(Transform(y=50))
    world.spawn(Transform(y=50), BoxCollider(width=200, height=20), parent=level)
    ball = world.spawn(Transform(), CircleCollider(radius=10), Body())
    run(world, physics, 90)
    assert ball[Transform].y == pytest.approx(80, abs=0.5)
    level[Transform].y = 150.0
    run(world, physics, 90)
    assert ball[Transform].y == pytest.approx(180, abs=0.5)


def test_the_scale_of_a_body_reaches_colliders_below_it(world, physics):
    hub = world.spawn(Transform(scale_x=2, scale_y=3), Body(kind="kinematic"))
    part = world.spawn(Transform(x=10, y=10), BoxCollider(width=10, height=10), parent=hub)
    physics.sync(world)
    assert physics.at(29, 44) == (hub,)
    assert physics.at(31, 30) == ()
    part[BoxCollider].sensor = True
    hub[Transform].scale_x = 4.0
    physics.sync(world)
    assert physics.at(59, 44) == (part,)


def test_a_static_body_moved_by_hand_takes_its_parts_along(world, physics):
    stone = world.spawn(Transform(), Body(kind="static"))
    world.spawn(Transform(x=50), BoxCollider(width=20, height=20), parent=stone)
    physics.sync(world)
    assert physics.at(50, 0) == (stone,)
    stone[Transform].rotation = math.pi / 2
    physics.sync(world)
    assert physics.at(50, 0) == ()
    assert physics.at(0, 50) == (stone,)


def test_taking_a_body_between_away_hands_its_parts_on(world, physics):
    hub = world.spawn(Transform(x=100), Body(kind="kinematic"))
    part = world.spawn(Transform(x=10), BoxCollider(width=10, height=10), parent=hub)
    physics.sync(world)
    assert physics.at(110, 0) == (hub,)
    part.parent = None
    physics.sync(world)
    assert physics.at(110, 0) == ()
    assert physics.at(10, 0) == (part,)
    hub.despawn()
    physics.sync(world)
    assert physics.at(10, 0) == (part,)


def test_body_given_and_taken_later(world, physics):
    box = world.spawn(Transform(), BoxCollider())
    part = world.spawn(Transform(x=30), BoxCollider(), parent=box)
    run(world, physics, 30)
    assert box[Transform].y == 0.0
    box.add(Body())
    run(world, physics, 30)
    fallen = box[Transform].y
    assert fallen > 50
    box.remove(Body)
    run(world, physics, 30)
    assert box[Transform].y == fallen
    assert physics.at(30, fallen) == (part,)
    box[Transform].y = 0.0
    run(world, physics, 1)
    assert physics.at(30, 0) == (part,)


def test_kind_may_change(world, physics):
    box = world.spawn(Transform(), BoxCollider(), Body(kind="static"))
    run(world, physics, 10)
    assert box[Transform].y == 0.0
    box[Body].kind = "dynamic"
    run(world, physics, 10)
    assert box[Transform].y > 5


def test_spawned_in_a_deferred_system(world, physics):
    floor(world)
    with world.deferred():
        ball = world.spawn(Transform(), CircleCollider(radius=10), Body())
        physics.step(world, DT)
        assert ball[Transform].y == 0.0
    run(world, physics, 90)
    assert ball[Transform].y == pytest.approx(80, abs=0.5)


def test_despawn_takes_the_shape_away(world, physics):
    ground = floor(world)
    ball = world.spawn(Transform(y=80), CircleCollider(radius=10), Body())
    other = world.spawn(Transform(x=40, y=80), CircleCollider(radius=10), Body())
    run(world, physics, 60)
    ground.despawn()
    other.despawn()
    run(world, physics, 30)
    assert ball[Transform].y > 150
    assert physics.at(0, 100) == ()


def test_tower_of_four_stands_for_twenty_seconds(world, physics):
    floor(world)
    boxes = [
        world.spawn(Transform(y=80 - 20 * k), BoxCollider(width=20, height=20), Body())
        for k in range(4)
    ]
    run(world, physics, 1200)
    for k, box in enumerate(boxes):
        assert box[Transform].y == pytest.approx(80 - 20 * k, abs=1)
        assert box[Transform].x == pytest.approx(0, abs=1)


def test_substeps_keep_a_bullet_from_passing_through_a_wall():
    def passes(substeps):
        world, physics = World(), Physics(substeps=substeps)
        world.spawn(Transform(x=225), BoxCollider(width=10, height=100))
        bullet = world.spawn(Transform(), CircleCollider(radius=2), Body(velocity_x=3000))
        run(world, physics, 30)
        return bullet[Transform].x > 230

    assert passes(1)
    assert not passes(16)


def test_empty_world_is_left_alone(physics):
    world = World()
    world.spawn(Transform())
    run(world, physics, 3)
    assert physics.ray(0, 0, 10, 0) is None
    assert physics.at(0, 0) == ()


@pytest.fixture
def yard():
    world, physics = World(), Physics()
    names = {}
    for name, x, collider in (
        ("box", 0, BoxCollider(width=20, height=20, layer="wall")),
        ("ball", 100, CircleCollider(radius=10, layer="toy")),
        ("zone", 200, BoxCollider(width=40, height=40, sensor=True, layer="zone")),
        ("last", 300, BoxCollider(width=20, height=20, layer="wall")),
    ):
        names[name] = world.spawn(Transform(x=x), collider, name=name)
    physics.sync(world)
    return names, physics


def test_ray_stops_at_the_first_solid(yard):
    names, physics = yard
    hit = physics.ray(-100, 0, 400, 0)
    assert hit.entity == names["box"]
    assert (hit.point.x, hit.normal.x, hit.distance) == pytest.approx((-10, -1, 90))
    assert physics.ray(50, 0, 400, 0).entity == names["ball"]
    assert physics.ray(150, 0, 400, 0).entity == names["last"]
    assert physics.ray(400, 0, -100, 0, mask="toy").entity == names["ball"]
    assert physics.ray(0, 50, 400, 50) is None


def test_queries_by_place_in_spawn_order(yard):
    names, physics = yard
    assert physics.at(205, 0) == (names["zone"],)
    assert physics.at(50, 0) == ()
    assert physics.in_rect(Rect(-5, -5, 400, 10)) == tuple(names.values())
    assert physics.in_rect(Rect(-5, -5, 400, 10), mask="wall zone") == (
        names["box"],
        names["zone"],
        names["last"],
    )
    assert physics.in_rect(Rect(20, 20, 10, 10)) == ()
    assert physics.in_circle(Circle(90, 0, 5)) == (names["ball"],)
    assert physics.in_circle(Circle(112, 12, 5)) == ()


def test_queries_leave_out_the_dead(yard):
    names, physics = yard
    names["ball"].despawn()
    assert physics.at(100, 0) == ()
