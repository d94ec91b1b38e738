"""Whatever is spawned, hung, changed and taken away, the Space is as one made anew."""

import random

import pytest

from zenith.components import (
    Body,
    BoxCollider,
    CircleCollider,
    Contact,
    Gravity,
    PolygonCollider,
    SegmentCollider,
    Transform,
)
from zenith.maths import Circle
from zenith.physics import Physics
from zenith.world import World

KINDS = ("dynamic", "kinematic", "static")
HOOK = [(0, 0), (20, 0), (20, 10), (10, 10), (10, 20), (0, 20)]


class Chaos:
    """A World in which random things happen, told by a seed."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.world, self.physics = World(), Physics()
        self.world.set_resource(self.physics)
        self.world.set_resource(Gravity(y=300.0))
        self.deeds = [
            self.spawn,
            self.spawn,
            self.spawn,
            self.despawn,
            self.body,
            self.collider,
            self.hang,
            self.move,
            self.stretch,
            self.kind,
            self.reshape,
        ]

    def collider_made(self):
        r = self.random
        return r.choice(
            [
                lambda: BoxCollider(
                    width=r.uniform(4, 40),
                    height=r.uniform(4, 40),
                    sensor=r.random() < 0.2,
                    layer=r.choice("abc"),
                    mask=r.choice(["", "a", "b c"]),
                ),
                lambda: CircleCollider(radius=r.uniform(3, 20), bounce=r.choice([0, 0.5, 1])),
                lambda: PolygonCollider(list(HOOK)),
                lambda: SegmentCollider(x2=30, thickness=3),
            ]
        )()

    def anyone(self):
        return self.random.choice(self.world.entities())

    def spawn(self):
        r = self.random
        given = [
            Transform(
                x=r.uniform(-150, 150),
                y=r.uniform(-150, 150),
                rotation=r.uniform(-3, 3),
                scale_x=r.choice([1, 1, 2, -1, 0]),
            )
        ]
        if r.random() < 0.8:
            given.append(self.collider_made())
        parent = self.anyone() if self.world.count() and r.random() < 0.3 else None
        if parent is None and r.random() < 0.6:
            given.append(
                Body(
                    kind=r.choice(KINDS),
                    velocity_x=r.uniform(-100, 100),
                    damping=r.choice([0, 0.5]),
                    gravity_scale=r.choice([1, 0.5]),
                )
            )
        self.world.spawn(*given, parent=parent)

    def despawn(self):
        if self.world.count() > 5:
            self.anyone().despawn()

    def body(self):
        entity = self.anyone()
        if entity.has(Body):
            entity.remove(Body)
        elif entity.parent is None:
            entity.add(Body(kind=self.random.choice(KINDS)))

    def collider(self):
        entity, made = self.anyone(), self.collider_made()
        if entity.has(type(made)):
            entity.remove(type(made))
        else:
            entity.add(made)

    def hang(self):
        entity, other = self.anyone(), self.anyone()
        above = other
        while above is not None and above != entity:
            above = above.parent
        if above is None and not entity.has(Body):
            entity.parent = other
        else:
            entity.parent = None

    def move(self):
        pose = self.anyone()[Transform]
        pose.x, pose.rotation = self.random.uniform(-150, 150), self.random.uniform(-3, 3)

    def stretch(self):
        self.anyone()[Transform].scale_y = self.random.choice([1, 2, 0.5])

    def kind(self):
        entity = self.anyone()
        if entity.has(Body):
            entity[Body].kind = self.random.choice(KINDS)
            entity[Body].fixed_rotation = self.random.random() < 0.2

    def reshape(self):
        entity = self.anyone()
        if entity.has(BoxCollider):
            entity[BoxCollider].width = self.random.uniform(4, 40)
            entity[BoxCollider].mask = self.random.choice(["", "a b"])
        if entity.has(PolygonCollider):
            entity[PolygonCollider].points[0] = (self.random.uniform(-5, 0), 0.0)

    def tick(self):
        for _ in range(self.random.randrange(4)):
            (self.random.choice(self.deeds) if self.world.count() else self.spawn)()
        with self.world.deferred():
            self.physics.step(self.world, 1 / 60)
        self.world.apply()
        if self.random.random() < 0.03:
            self.physics.rebuild(self.world)
        if self.random.random() < 0.03:
            self.world.restore(self.world.snapshot())
            self.physics.sync(self.world)


@pytest.mark.parametrize("seed", range(4))
def test_the_space_is_as_one_made_anew(seed):
    chaos = Chaos(seed)
    touching = set()
    for k in range(100):
        chaos.tick()
        for c in chaos.world.read(Contact):
            pair = frozenset((c.entity.handle, c.other.handle)), c.sensor
            assert (c.phase == "end") == (pair in touching)
            touching ^= {pair}
        if k % 10 == 0:
            fresh = Physics()
            fresh.sync(chaos.world)
            chaos.physics.sync(chaos.world)
            for _ in range(20):
                around = Circle(*(chaos.random.uniform(-200, 200) for _ in "xy"), 15)
                expected = fresh.in_circle(around)
                assert chaos.physics.in_circle(around) == expected
    assert chaos.world.count() > 5
