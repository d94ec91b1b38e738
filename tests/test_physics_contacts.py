"""Contacts: once, in order, with place and force, and never false."""

import pytest

from zenith.components import Body, BoxCollider, CircleCollider, Contact, Gravity, Transform
from zenith.errors import BadValue
from zenith.physics import Physics
from zenith.physics.filters import LayerBits
from zenith.world import World

DT = 1 / 60


class Game:
    """A World with its physics, and everything it told, by tick."""

    def __init__(self, gravity=0.0, **options):
        self.world, self.physics = World(), Physics(**options)
        self.world.set_resource(Gravity(y=gravity))
        self.told = []
        self._names = []

    def run(self, ticks):
        for _ in range(ticks):
            with self.world.deferred():
                self.physics.step(self.world, DT)
            self.world.apply()
            for c in self.world.read(Contact):
                self.told.append((self.world.tick, c))
                self._names.append((c.phase, name(c.entity), name(c.other)))
            self.world.tick += 1

    def names(self):
        return list(self._names)


def name(entity):
    return entity.name if entity.alive else "dead"


def mover(game, label, x=0.0, vx=0.0, vy=0.0, y=0.0, **collider):
    return game.world.spawn(
        Transform(x=x, y=y),
        CircleCollider(radius=10, **collider),
        Body(velocity_x=vx, velocity_y=vy),
        name=label,
    )


def test_a_hit_tells_place_normal_speed_and_impulse():
    game = Game()
    game.world.spawn(Transform(x=100), BoxCollider(width=20, height=100), name="wall")
    mover(game, "ball", vx=120, bounce=1.0)
    game.run(120)
    assert game.names() == [("begin", "wall", "ball"), ("end", "wall", "ball")]
    (_, begin), (_, end) = game.told
    assert begin.x == pytest.approx(90, abs=2)
    assert begin.y == pytest.approx(0)
    assert (begin.normal_x, begin.normal_y) == pytest.approx((-1, 0))
    assert begin.speed == pytest.approx(120)
    assert begin.impulse == pytest.approx(240)
    assert not begin.sensor
    assert (end.x, end.impulse) == (0.0, 0.0)


def test_speed_counts_the_turning_of_the_surface():
    game = Game()
    game.world.spawn(Transform(x=90, y=-20), CircleCollider(radius=5), name="pin")
    game.world.spawn(
        Transform(x=70), BoxCollider(width=5, height=60), Body(kind="kinematic", spin=1.0)
    )
    game.run(60)
    ((_, begin), *_rest) = game.told
    assert begin.speed == pytest.approx(28, abs=2)


def test_resting_is_told_once():
    game = Game(gravity=900)
    game.world.spawn(Transform(y=100), BoxCollider(width=400, height=20), name="floor")
    for k in range(3):
        game.world.spawn(
            Transform(y=70 - 22 * k), BoxCollider(width=20, height=20), Body(), name=f"box{k}"
        )
    game.run(300)
    assert game.names() == [
        ("begin", "floor", "box0"),
        ("begin", "box0", "box1"),
        ("begin", "box1", "box2"),
    ]


@pytest.mark.parametrize("hero_kind", ["dynamic", "kinematic"])
def test_a_sensor_tells_begin_and_end_once_and_stops_nothing(hero_kind):
    game = Game()
    game.world.spawn(Transform(x=100), BoxCollider(width=40, height=40, sensor=True), name="zone")
    hero = mover(game, "hero", vx=120)
    hero[Body].kind = hero_kind
    game.run(120)
    assert game.names() == [("begin", "zone", "hero"), ("end", "zone", "hero")]
    assert all(c.sensor for _, c in game.told)
    assert game.told[0][1].impulse == 0.0
    assert hero[Transform].x == pytest.approx(240)


def test_substeps_tell_a_pass_within_one_tick():
    game = Game(substeps=20)
    game.world.spawn(Transform(x=100), BoxCollider(width=10, height=40, sensor=True), name="gate")
    mover(game, "hero", x=0, vx=12000)
    game.run(3)
    assert game.names() == [("begin", "gate", "hero"), ("end", "gate", "hero")]


def test_a_sensor_below_a_body_speaks_for_itself_a_solid_for_the_body():
    game = Game(gravity=900)
    game.world.spawn(Transform(y=100), BoxCollider(width=400, height=20), name="floor")
    hero = game.world.spawn(Transform(y=60), Body(fixed_rotation=True), name="hero")
    game.world.spawn(Transform(), BoxCollider(width=20, height=30), name="torso", parent=hero)
    game.world.spawn(
        Transform(y=16), BoxCollider(width=16, height=8, sensor=True), name="feet", parent=hero
    )
    game.run(60)
    assert ("begin", "floor", "hero") in game.names()
    assert ("begin", "floor", "feet") in game.names()
    assert len(game.told) == 2


def test_many_shapes_of_one_body_are_one_contact():
    game = Game(gravity=900)
    game.world.spawn(Transform(y=100), BoxCollider(width=400, height=20), name="floor")
    sled = game.world.spawn(Transform(y=60), Body(), name="sled")
    for x in (-30, 0, 30):
        game.world.spawn(Transform(x=x), BoxCollider(width=20, height=20), parent=sled)
    game.run(120)
    assert game.names() == [("begin", "floor", "sled")]


def test_contacts_of_a_tick_come_in_spawn_order():
    game = Game()
    walls = [
        game.world.spawn(
            Transform(x=50, y=100 * k), BoxCollider(width=10, height=20), name=f"wall{k}"
        )
        for k in range(6)
    ]
    for k in (4, 1, 5, 0, 3, 2):
        mover(game, f"ball{k}", x=20, y=100 * k, vx=300)
    game.run(10)
    assert [n for _, n, _ in game.names()] == [w.name for w in walls]


def test_despawn_during_contact_ends_it_for_the_living_only():
    game = Game(gravity=900)
    ground = game.world.spawn(Transform(y=100), BoxCollider(width=400, height=20), name="floor")
    ball = mover(game, "ball", y=75)
    game.run(30)
    ground.despawn()
    game.run(2)
    assert game.names() == [("begin", "floor", "ball"), ("end", "ball", "dead")]
    assert game.told[-1][1].entity == ball
    assert game.told[-1][1].other == ground


def test_despawn_of_both_ends_in_silence():
    game = Game(gravity=900)
    ground = game.world.spawn(Transform(y=100), BoxCollider(width=400, height=20), name="floor")
    ball = mover(game, "ball", y=75)
    game.run(30)
    ground.despawn()
    ball.despawn()
    game.run(3)
    assert game.names() == [("begin", "floor", "ball")]


def test_despawn_by_who_reads_the_contact():
    game = Game()
    coin = game.world.spawn(Transform(x=60), CircleCollider(radius=8, sensor=True), name="coin")
    mover(game, "hero", vx=120)
    for _ in range(60):
        game.run(1)
        for contact in game.world.read(Contact):
            if contact.phase == "begin":
                contact.entity.despawn()
    assert not coin.alive
    assert game.names() == [("begin", "coin", "hero"), ("end", "hero", "dead")]


def test_rebuilding_a_collider_tells_nothing():
    game = Game(gravity=900)
    game.world.spawn(Transform(y=100), BoxCollider(width=400, height=20), name="floor")
    ball = mover(game, "ball", y=80)
    game.run(30)
    told = len(game.told)
    for k in range(20):
        ball[Transform].scale_x = 1.0 + 0.001 * k
        game.run(1)
    assert (told, len(game.told)) == (1, 1)


def test_rebuilding_the_space_tells_nothing():
    game = Game(gravity=900)
    game.world.spawn(Transform(y=100), BoxCollider(width=400, height=20), name="floor")
    game.world.spawn(Transform(y=80), BoxCollider(width=400, height=60, sensor=True), name="zone")
    for k in range(4):
        mover(game, f"ball{k}", x=30 * k, y=80)
    game.run(60)
    told = game.names()
    assert len(told) == 8
    for _ in range(5):
        game.physics.rebuild(game.world)
        game.run(3)
    assert game.names() == told


def test_taking_the_collider_away_ends_the_contact():
    game = Game(gravity=900)
    ground = game.world.spawn(Transform(y=100), BoxCollider(width=400, height=20), name="floor")
    mover(game, "ball", y=80)
    game.run(20)
    ground.remove(BoxCollider)
    game.run(1)
    assert game.names()[-1] == ("end", "floor", "ball")


@pytest.mark.parametrize(
    ("a", "b", "collide"),
    [
        (("hero", ""), ("wall", ""), True),
        (("hero", "wall"), ("wall", "hero"), True),
        (("hero", "wall"), ("wall", "coin"), False),
        (("hero", "coin"), ("wall", ""), False),
        (("hero", "coin wall"), ("wall", "coin hero"), True),
        (("hero", "nobody"), ("wall", ""), False),
    ],
)
def test_layers_and_masks(a, b, collide):
    game = Game()
    mover(game, "a", vx=120, layer=a[0], mask=a[1])
    mover(game, "b", x=60, layer=b[0], mask=b[1])
    game.run(60)
    assert bool(game.told) is collide


def test_a_mask_may_change():
    game = Game()
    wall = game.world.spawn(Transform(x=60), BoxCollider(width=20, height=40, mask="ghost"))
    ball = mover(game, "ball", vx=120)
    wall[BoxCollider].mask = ""
    game.run(60)
    assert ball[Transform].x < 45


def test_thirty_three_layers_are_one_too_many():
    bits = LayerBits()
    for k in range(32):
        assert bits.of_layer(f"l{k}", lambda: "here") == 1 << k
    with pytest.raises(BadValue, match=r'here names layer "l32", but 32'):
        bits.of_layer("l32", lambda: "here")


def test_what_goes_wrong_in_a_callback_is_raised_after_the_step():
    class Bomb(list):
        def append(self, item):
            raise KeyboardInterrupt

    game = Game()
    mover(game, "a", vx=600)
    mover(game, "b", x=25)
    game.physics.sync(game.world)
    game.physics._roster.listener._marks = Bomb()
    with pytest.raises(KeyboardInterrupt):
        game.run(1)
