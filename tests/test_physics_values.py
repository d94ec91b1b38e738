"""Values that cannot be are refused with entity, field and what was expected."""

import math

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
from zenith.errors import BadValue, ZenithError
from zenith.maths import Circle, Rect
from zenith.physics import Physics
from zenith.world import World

NAN, INF = math.nan, math.inf
SQUARE = [(0.0, 0.0), (9.0, 0.0), (9.0, 9.0)]

BAD = [
    (BoxCollider(width=0), "BoxCollider.width"),
    (BoxCollider(width=-1), "BoxCollider.width"),
    (BoxCollider(height=NAN), "BoxCollider.height"),
    (BoxCollider(height=INF), "BoxCollider.height"),
    (BoxCollider(offset_x=NAN), "BoxCollider.offset_x"),
    (BoxCollider(rotation=INF), "BoxCollider.rotation"),
    (BoxCollider(friction=-0.1), "BoxCollider.friction"),
    (BoxCollider(friction=NAN), "BoxCollider.friction"),
    (BoxCollider(bounce=-1), "BoxCollider.bounce"),
    (BoxCollider(bounce=INF), "BoxCollider.bounce"),
    (BoxCollider(layer=""), "BoxCollider.layer"),
    (BoxCollider(layer="two words"), "BoxCollider.layer"),
    (BoxCollider(mask=3), "BoxCollider.mask"),
    (CircleCollider(radius=0), "CircleCollider.radius"),
    (CircleCollider(radius=-2), "CircleCollider.radius"),
    (CircleCollider(radius=NAN), "CircleCollider.radius"),
    (CircleCollider(offset_y=INF), "CircleCollider.offset_y"),
    (PolygonCollider([(0, 0), (1, 1)]), "PolygonCollider.points"),
    (PolygonCollider([(0, 0), (1, 1), (2, 2)]), "PolygonCollider.points"),
    (PolygonCollider([(0, 0), (1, NAN), (2, 0)]), r"PolygonCollider.points\[1\]"),
    (PolygonCollider([(0, 0), (1,), (2, 0)]), r"PolygonCollider.points\[1\]"),
    (PolygonCollider([(0, 0), (9, 9), (9, 0), (-2, 7)]), "PolygonCollider.points"),
    (PolygonCollider(None), "PolygonCollider.points"),
    (SegmentCollider(x1=5, y1=5, x2=5, y2=5), "SegmentCollider"),
    (SegmentCollider(thickness=0), "SegmentCollider.thickness"),
    (SegmentCollider(x2=NAN), "SegmentCollider.x2"),
    (Body(mass=0), "Body.mass"),
    (Body(mass=-1), "Body.mass"),
    (Body(mass=NAN), "Body.mass"),
    (Body(mass=INF), "Body.mass"),
    (Body(moment=-1), "Body.moment"),
    (Body(moment=NAN), "Body.moment"),
    (Body(damping=-1), "Body.damping"),
    (Body(damping=NAN), "Body.damping"),
    (Body(gravity_scale=INF), "Body.gravity_scale"),
    (Body(velocity_x=NAN), "Body.velocity_x"),
    (Body(spin=INF), "Body.spin"),
    (Transform(x=NAN), "Transform.x"),
    (Transform(rotation=INF), "Transform.rotation"),
    (Transform(scale_x=NAN), "Transform.scale_x"),
]


@pytest.mark.parametrize(("component", "where"), BAD, ids=lambda v: str(v)[:60])
def test_refused_when_spawned(component, where):
    world = World()
    given = {type(c): c for c in (Transform(), CircleCollider(), Body(), component)}
    world.spawn(*given.values(), name="hero")
    with pytest.raises(BadValue, match=rf'^Entity "hero": {where}.*(expected|enclose)'):
        Physics().step(world, 1 / 60)


@pytest.mark.parametrize(("component", "where"), BAD, ids=lambda v: str(v)[:60])
def test_refused_when_set_later(component, where):
    world, physics = World(), Physics()
    kind = type(component)
    sound = {c: c() for c in (Transform, CircleCollider, Body, kind)}
    hero = world.spawn(*sound.values(), name="hero")
    physics.step(world, 1 / 60)
    for name in kind.__annotations__:
        setattr(hero[kind], name, getattr(component, name))
    with pytest.raises(BadValue, match=rf'^Entity "hero": {where}'):
        physics.step(world, 1 / 60)


def test_an_entity_without_name_is_told_by_number():
    world = World()
    world.spawn(Transform())
    world.spawn(Transform(), CircleCollider(radius=-1))
    with pytest.raises(
        BadValue,
        match=r"Entity 1 \(spawned as number 2\): CircleCollider.radius is -1;"
        r" expected a number from 0.001",
    ):
        Physics().step(world, 1 / 60)


def test_it_may_be_set_right_and_goes_on():
    world, physics = World(), Physics()
    hero = world.spawn(Transform(), CircleCollider(), Body(velocity_x=60))
    physics.step(world, 1 / 60)
    hero[Transform].x = NAN
    with pytest.raises(BadValue):
        physics.step(world, 1 / 60)
    hero[Transform].x = 7.0
    physics.step(world, 1 / 60)
    assert hero[Transform].x == pytest.approx(8.0)


def test_refused_at_every_step_until_set_right_and_nobody_is_lost():
    world, physics = World(), Physics()
    world.spawn(Transform(y=20), BoxCollider(width=40, height=20))
    bad = world.spawn(Transform(), CircleCollider(radius=-1), name="bad")
    later = world.spawn(Transform(x=100), CircleCollider())
    for _ in range(2):
        with pytest.raises(BadValue, match='Entity "bad"'):
            physics.step(world, 1 / 60)
    bad[CircleCollider].radius = 1.0
    physics.step(world, 1 / 60)
    assert physics.at(0, 0) == (bad,)
    assert physics.at(100, 0) == (later,)


def test_a_body_below_a_parent_is_refused_with_the_remedy():
    world = World()
    ship = world.spawn(Transform(), name="ship")
    world.spawn(Transform(), CircleCollider(), Body(), name="gun", parent=ship)
    with pytest.raises(
        BadValue, match=r'"gun" has a Body and a parent, Entity "ship".*parent = None'
    ):
        Physics().step(world, 1 / 60)


@pytest.mark.parametrize("component", [Body(), BoxCollider(), SegmentCollider()])
def test_without_transform(component):
    world = World()
    world.spawn(component, name="lost")
    with pytest.raises(BadValue, match=f'"lost" has a {type(component).__name__} but no Transform'):
        Physics().step(world, 1 / 60)


@pytest.mark.parametrize(
    "call",
    [
        lambda p, w: p.step(w, 0.0),
        lambda p, w: p.step(w, -1.0),
        lambda p, w: p.step(w, NAN),
        lambda p, w: p.ray(NAN, 0, 1, 1),
        lambda p, w: p.at(INF, 0),
        lambda p, w: p.in_rect(Rect(0, 0, NAN, 1)),
        lambda p, w: p.in_circle(Circle(0, NAN, 1)),
        lambda p, w: Physics(substeps=0),
        lambda p, w: Physics(iterations=0),
    ],
)
def test_calls_with_what_cannot_be(call):
    world, physics = World(), Physics()
    world.spawn(Transform(), CircleCollider(), Body())
    physics.step(world, 1 / 60)
    with pytest.raises(BadValue):
        call(physics, world)


def test_gravity_is_checked():
    world = World()
    world.set_resource(Gravity(y=NAN))
    world.spawn(Transform(), CircleCollider(), Body())
    with pytest.raises(ZenithError, match="Gravity"):
        Physics().step(world, 1 / 60)
