"""A character walks, slides, jumps and stands, each by numbers."""

import math

import pytest

import zenith as zn
from walker import DT, Stage

FLOOR = (-400, 50, 400, 70)


def standing(**fields):
    stage = Stage(y=40, **fields)
    stage.box(*FLOOR)
    return stage.go(3)


def test_it_falls_and_lands_exactly_on_the_floor():
    stage = Stage()
    stage.box(*FLOOR)
    stage.go(60)
    assert (stage.place.y, stage.body.on_floor, stage.body.velocity_y) == (40.0, True, 0.0)


def test_it_never_falls_faster_than_it_may():
    stage = Stage(max_fall=300).go(120)
    assert stage.body.velocity_y == 300.0


def test_it_speeds_up_and_slows_down_by_its_fields():
    stage = standing(acceleration=600, deceleration=1200)
    stage.go(6, 100)
    assert stage.body.velocity_x == pytest.approx(60.0)
    stage.go(10, 100)
    assert stage.body.velocity_x == 100.0
    stage.go(3)
    assert stage.body.velocity_x == pytest.approx(40.0)
    stage.go(2)
    assert stage.body.velocity_x == 0.0


def test_an_acceleration_of_zero_is_at_once():
    stage = standing(acceleration=0, deceleration=0)
    stage.go(1, 150)
    assert stage.body.velocity_x == 150.0
    stage.go(1)
    assert stage.body.velocity_x == 0.0


@pytest.mark.parametrize("height", [20.0, 72.0, 130.0])
def test_a_jump_goes_as_high_as_it_says(height):
    stage = standing(jump_height=height)
    stage.jump(90)
    assert 40.0 - stage.highest(90) == pytest.approx(height, abs=0.3)
    assert stage.body.on_floor


def test_a_jump_is_cut_short_when_the_button_is_let_go():
    stage = standing()
    stage.jump(3).go(60, hold=False)
    assert 25.0 < 40.0 - stage.highest(63) < 45.0


def test_a_fall_is_not_cut_short():
    falling, held = Stage().go(20, hold=False), Stage().go(20)
    assert falling.seen == held.seen


def test_holding_the_button_jumps_once():
    stage = standing()
    stage.go(1, jump=True).go(120, hold=True)
    assert stage.body.on_floor
    assert stage.seen[-60:] == [stage.seen[-1]] * 60


@pytest.mark.parametrize(("late", "jumps"), [(1, True), (6, True), (7, False)])
def test_it_may_jump_shortly_after_the_edge(late, jumps):
    stage = Stage(x=-20, y=40)
    stage.box(-400, 50, 0, 70)
    stage.go(3)
    while stage.body.on_floor:
        stage.go(1, 200)
    stage.go(late - 1, 200).go(1, 200, jump=True)
    assert (stage.body.velocity_y < 0.0) is jumps


def test_it_jumps_only_once_after_the_edge():
    stage = Stage(x=-20, y=40)
    stage.box(-400, 50, 0, 70)
    stage.go(3)
    while stage.body.on_floor:
        stage.go(1, 200)
    stage.go(1, 200, jump=True).go(1, 200)
    before = stage.body.velocity_y
    stage.go(1, 200, jump=True)
    assert stage.body.velocity_y > before


@pytest.mark.parametrize(("early", "jumps"), [(1, True), (6, True), (7, False)])
def test_a_jump_asked_for_just_before_landing_is_kept(early, jumps):
    lands = next(k for k, s in enumerate(falling(60).seen) if s.on_floor)
    stage = falling(lands + 1 - early).go(1, jump=True).go(early)
    assert (stage.body.velocity_y < 0.0) is jumps


def falling(ticks):
    stage = Stage(y=-20)
    stage.box(*FLOOR)
    return stage.go(ticks)


def test_a_row_of_tiles_is_one_smooth_floor():
    stage = Stage(y=40, acceleration=0)
    for k in range(70):
        stage.box(16 * k - 100, 50, 16 * k - 84, 66)
    stage.go(2).go(150, 400)
    assert {(s.y, s.on_floor, s.vx) for s in stage.seen[2:]} == {(40.0, True, 400.0)}


def test_a_wall_of_tiles_does_not_hold_what_falls_along_it():
    stage, free = Stage(x=80, y=-200), Stage(x=80, y=-200)
    for k in range(60):
        stage.box(100, 16 * k - 300, 116, 16 * k - 284)
    stage.go(60, 300)
    free.go(60)
    assert [s.y for s in stage.seen] == [s.y for s in free.seen]
    assert stage.place.x == 94.0
    assert (stage.body.on_wall, stage.body.wall_x) == (True, -1.0)


def test_a_ceiling_of_tiles_does_not_hold_who_runs_below_it():
    stage = Stage(x=-150, y=40, acceleration=0)
    stage.box(*FLOOR)
    for k in range(8):
        stage.box(16 * k, 14, 16 * k + 16, 30)
    stage.go(2).go(90, 300)
    assert {(s.y, s.on_floor) for s in stage.seen[2:]} == {(40.0, True)}
    assert stage.place.x == pytest.approx(300.0)


@pytest.mark.parametrize("speed", [300, 1000, 2000])
def test_a_thin_wall_stops_it_at_any_speed(speed):
    stage = standing(acceleration=0)
    stage.box(100, -100, 101, 50)
    stage.go(40, speed)
    assert stage.place.x == 94.0
    stage.go(10, -speed)
    assert stage.place.x < 94.0 - speed * 9 * DT


def test_a_thin_floor_stops_a_fall_at_2000_pixels_a_second():
    stage = Stage(y=-3000, gravity=6000, max_fall=2000)
    stage.box(-50, 50, 50, 51)
    stage.go(150)
    assert (stage.place.y, stage.body.on_floor) == (40.0, True)


def hill(**fields):
    """A floor, a slope of 26.6 degrees up, one down, and a floor again."""
    stage = Stage(x=-60, y=40, acceleration=0, **fields)
    stage.box(-400, 50, 0, 70)
    stage.polygon((0, 50), (100, 0), (200, 50), (200, 70), (0, 70))
    stage.box(200, 50, 600, 70)
    return stage.go(2)


@pytest.mark.parametrize("speed", [60, 200, 600])
def test_it_runs_over_a_hill_without_leaving_the_floor(speed):
    stage = hill().go(int(320 / speed * 60) + 1, speed)
    assert all(s.on_floor for s in stage.seen[1:])
    assert stage.place.y == pytest.approx(40.0, abs=1e-6)
    assert stage.place.x > 206.0


def test_it_runs_along_a_slope_as_fast_as_on_the_level():
    stage = hill().go(35, 200)
    a, b = stage.seen[-2], stage.seen[-1]
    assert math.hypot(b.x - a.x, b.y - a.y) == pytest.approx(200 * DT)
    assert b.y < a.y


def test_it_stands_still_on_a_slope():
    stage = Stage(x=40, y=-20)
    stage.polygon((0, 50), (100, 0), (200, 50))
    stage.go(200)
    assert len({(s.x, s.y) for s in stage.seen[40:]}) == 1
    assert all(s.on_floor for s in stage.seen[40:])
    assert (stage.body.floor_x, stage.body.floor_y) == pytest.approx((-0.4472136, -0.8944272))


def test_landing_on_a_slope_does_not_throw_it_aside():
    stage = Stage(x=40, y=-60)
    stage.polygon((0, 50), (100, 0), (200, 50))
    stage.go(100)
    assert stage.place.x == pytest.approx(40.0)


def test_it_slides_down_what_is_too_steep_and_cannot_run_up():
    stage = Stage(x=-40, y=90, acceleration=0, air_acceleration=0)
    stage.box(-300, 100, 300, 120)
    stage.polygon((0, 100), (100, -100), (200, 100))
    stage.go(60, 300)
    assert stage.highest(60) == 90.0
    stage.place.x, stage.place.y = 70.0, -80.0
    stage.go(60)
    assert stage.place.y == pytest.approx(90.0)


def test_it_stands_where_two_steep_slopes_hold_it():
    stage = Stage(y=0)
    stage.polygon((-100, -100), (0, 100), (-100, 100))
    stage.polygon((100, -100), (0, 100), (100, 100))
    stage.go(120)
    assert {s.on_floor for s in stage.seen[-60:]} == {True}
    assert stage.jump(4).body.velocity_y < 0.0


def test_it_follows_a_step_down_within_its_snap_and_falls_from_a_higher_one():
    for step, follows in ((6, True), (10, False)):
        stage = Stage(x=-30, y=40, acceleration=0)
        stage.box(-400, 50, 0, 70)
        stage.box(0, 50 + step, 400, 70 + step)
        stage.go(2).go(20, 200)
        assert all(s.on_floor for s in stage.seen[1:]) is follows


def test_its_head_ends_a_jump():
    stage = standing()
    stage.box(-50, 0, 50, 10)
    stage.jump(3)
    assert stage.place.y == 20.0
    assert (stage.body.on_ceiling, stage.body.velocity_y) == (True, 0.0)


def test_it_slips_past_a_corner_above_its_head():
    for overlap, slips in ((4.0, True), (7.0, False)):
        stage = standing()
        stage.place.x = -6.0 + overlap
        stage.box(0, 0, 50, 10)
        stage.jump(30)
        assert (stage.highest(30) < 0.0) is slips


def one_way():
    stage = Stage(y=90)
    stage.box(-100, 100, 100, 120)
    stage.box(-50, 50, 50, 58, zn.OneWay(), name="plank")
    return stage.go(2)


def test_it_jumps_up_through_a_one_way_platform_and_stands_on_it():
    stage = one_way().jump(90)
    assert (stage.place.y, stage.body.platform.name) == (40.0, "plank")


def test_it_drops_through_a_one_way_platform_but_through_no_other_floor():
    stage = one_way().jump(90)
    stage.go(1, jump=True, drop=True).go(40)
    assert (stage.place.y, stage.body.on_floor) == (90.0, True)
    stage.go(1, jump=True, drop=True)
    assert stage.body.velocity_y < 0.0


def test_it_walks_through_the_side_of_a_one_way_platform():
    stage = Stage(x=-80, y=50, acceleration=0)
    stage.box(-100, 60, 200, 80)
    stage.box(-20, 40, 20, 52, zn.OneWay())
    stage.go(2).go(60, 150)
    assert stage.place.x == pytest.approx(70.0)
    assert {s.y for s in stage.seen} == {50.0}


def test_a_circle_is_a_shape_too():
    stage = Stage(y=0, shape=zn.CircleCollider(radius=10))
    stage.box(*FLOOR)
    stage.box(100, -100, 101, 50)
    stage.go(60).go(60, 300)
    assert (stage.place.x, stage.place.y) == (90.0, 40.0)


def test_seen_from_above_it_goes_both_ways_and_slides_along_walls():
    stage = Stage(top_down=True)
    stage.box(50, -400, 60, 400)
    stage.go(60, 100, y=50)
    assert stage.place.x == 44.0
    assert stage.place.y > 40.0
    assert (stage.body.on_wall, stage.body.on_floor) == (True, False)
    stage.go(60)
    assert (stage.body.velocity_x, stage.body.velocity_y) == (0.0, 0.0)


def test_a_velocity_given_by_hand_throws_it_up():
    stage = standing()
    stage.body.velocity_y = -600.0
    stage.go(30)
    assert stage.highest(30) < -60.0


def test_layers_and_masks_decide_what_stops_it():
    stage = Stage(y=40, shape=zn.BoxCollider(width=12, height=20, layer="hero", mask="ground"))
    stage.world.spawn(zn.Transform(y=60), zn.BoxCollider(width=800, height=20, layer="ground"))
    stage.world.spawn(zn.Transform(x=60), zn.BoxCollider(width=10, height=200, layer="fog"))
    stage.world.spawn(
        zn.Transform(x=160), zn.BoxCollider(width=10, height=200, layer="ground", mask="crate")
    )
    stage.go(90, 200)
    assert stage.place.x > 200.0
    assert stage.body.on_floor


def test_it_pushes_a_crate_and_is_slowed_by_it():
    stage = standing()
    stage.world.set_resource(zn.Gravity(y=900))
    crate = stage.box(30, 34, 46, 50, zn.Body())
    stage.go(90, 120)
    assert crate[zn.Transform].x > 100.0
    assert 0.0 <= crate[zn.Transform].x - 14.0 - stage.place.x < 3.0


def test_it_stands_on_a_body_that_falls_and_rests():
    stage = Stage(y=0)
    stage.world.set_resource(zn.Gravity(y=900))
    stage.box(*FLOOR)
    stage.box(-20, 20, 20, 40, zn.Body(mass=5))
    stage.go(120)
    assert stage.place.y == pytest.approx(20.0, abs=0.3)
    assert {s.on_floor for s in stage.seen[-60:]} == {True}


class Collector(zn.Script):
    """Takes coins and remembers what it touched."""

    touched: list[str] = []

    def on_contact(self, hit):
        self.touched = [*self.touched, f"{hit.phase} {hit.other.name}"]
        if "coin" in hit.other.tags:
            hit.other.despawn()


def test_its_script_hears_of_sensors_and_of_the_floor():
    app = zn.App("Coins")
    world = app.world
    world.spawn(zn.Transform(y=60), zn.BoxCollider(width=800, height=20), name="floor")
    for k in range(3):
        coin = zn.CircleCollider(radius=4, sensor=True)
        world.spawn(zn.Transform(x=30 + 30 * k, y=40), coin, name=f"coin {k}", tags={"coin"})
    parts = zn.BoxCollider(width=12, height=20), zn.CharacterBody(), Collector()
    hero = world.spawn(zn.Transform(y=40), *parts)
    for _ in range(80):
        hero[zn.CharacterBody].move(100)
        app.tick()
    assert hero[Collector].touched == ["begin floor", *(f"begin coin {k}" for k in range(3))]
    assert not world.find_all(tag="coin")


def test_a_sensor_stops_nobody():
    stage = standing()
    stage.world.spawn(zn.Transform(x=50), zn.BoxCollider(width=10, height=200, sensor=True))
    stage.go(60, 200)
    assert stage.place.x > 100.0


def test_a_body_and_a_character_in_one_is_refused():
    stage = Stage()
    stage.hero.add(zn.Body())
    with pytest.raises(zn.BadValue, match='"hero" has a Body and a CharacterBody'):
        stage.go(1)


def test_a_character_below_a_parent_is_refused():
    stage = Stage()
    stage.hero.parent = stage.world.spawn(zn.Transform(), name="cart")
    with pytest.raises(
        zn.BadValue, match=r'"hero" has a CharacterBody and a parent, Entity "cart"'
    ):
        stage.go(1)


def test_a_number_that_cannot_be_is_named():
    stage = Stage()
    with pytest.raises(zn.BadValue, match=r'"hero": CharacterBody.wish_x is nan'):
        stage.go(1, math.nan)


def test_without_a_transform_it_is_refused():
    stage = Stage()
    stage.world.spawn(zn.CharacterBody(), name="ghost")
    with pytest.raises(zn.BadValue, match='"ghost" has a CharacterBody but no Transform'):
        stage.go(1)


def test_without_a_wish_it_slows_down_and_stands():
    stage = standing().go(30, 100)
    for _ in range(30):
        stage.physics.step(stage.world, DT)
    assert (stage.body.velocity_x, stage.body.on_floor) == (0.0, True)
