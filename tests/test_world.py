"""The World: handles, queries, apply points, order, names, tags, parents."""

import numpy as np
import pytest

import zenith as zn
from zenith.errors import (
    BadValue,
    DeadEntity,
    ForeignEntity,
    MissingComponent,
    MissingResource,
    SchemaError,
    UnknownName,
    UsageError,
)


@zn.component
class Velocity:
    x: float = 0.0
    y: float = 0.0


@zn.component
class Health:
    points: int = zn.field(3, min=0, max=10)
    mood: str = zn.field("calm", choices=("calm", "angry"))
    target: zn.Entity | None = None
    friends: list[str] = zn.field([])
    home: zn.Vec2 = zn.Vec2(1, 2)
    glow: zn.Color = zn.Color(1, 0, 0, 1)


@pytest.fixture
def world():
    return zn.World()


def xs(world):
    return [pos.x for pos in world.query(zn.Transform)]


def test_a_view_writes_into_the_column(world):
    entity = world.spawn(zn.Transform(x=1))
    pos = entity[zn.Transform]
    pos.x = pos.x + 4
    (columns,) = world.columns(zn.Transform)
    assert columns.x.tolist() == [5.0]


def test_a_column_write_shows_in_the_view(world):
    entity = world.spawn(zn.Transform(), Velocity(x=2))
    for pos, vel in world.columns(zn.Transform, Velocity):
        pos.x += vel.x * 10
        pos.y = 7
    assert (entity[zn.Transform].x, entity[zn.Transform].y) == (20.0, 7.0)


def test_a_view_is_an_instance_of_its_component(world):
    assert isinstance(world.spawn(Velocity(1, 2))[Velocity], Velocity)
    assert world.spawn(Velocity(1, 2))[Velocity] == Velocity(1, 2)


def test_every_kind_of_field_goes_in_and_out(world):
    friend = world.spawn()
    entity = world.spawn(Health(5, "angry", friend, ["ann"], zn.Vec2(3, 4), zn.Color(0, 1, 0, 0.5)))
    health = entity[Health]
    assert (health.points, health.mood, health.target) == (5, "angry", friend)
    assert (health.friends, health.home) == (["ann"], zn.Vec2(3, 4))
    assert health.glow == zn.Color(0, 1, 0, 0.5)
    health.target, health.mood, health.home = None, "calm", zn.Vec2(9, 9)
    assert (health.target, health.mood, health.home) == (None, "calm", zn.Vec2(9, 9))


def test_containers_are_not_shared_between_entities(world):
    first, second = world.spawn(Health()), world.spawn(Health())
    first[Health].friends.append("bob")
    assert second[Health].friends == []


def test_a_view_survives_its_row_moving(world):
    first, second = world.spawn(zn.Transform(x=1)), world.spawn(zn.Transform(x=2))
    pos = second[zn.Transform]
    first.despawn()
    pos.x += 1
    assert second[zn.Transform].x == 3.0
    second.add(Velocity())
    pos.x += 1
    assert second[zn.Transform].x == 4.0


def test_a_view_survives_the_table_growing(world):
    pos = world.spawn(zn.Transform(x=1))[zn.Transform]
    world.spawn_many(1000, {zn.Transform: {}})
    pos.x = 8
    assert xs(world)[0] == 8.0


def test_a_dead_handle_says_when_it_died(world):
    entity = world.spawn(zn.Transform())
    pos = entity[zn.Transform]
    world.tick = 7
    entity.despawn()
    world.spawn(zn.Transform())
    assert not entity.alive
    with pytest.raises(DeadEntity, match="tick 7"):
        entity[zn.Transform]
    with pytest.raises(DeadEntity):
        pos.x = 1


def test_a_handle_of_another_world_is_refused(world):
    stranger = zn.World().spawn(zn.Transform())
    with pytest.raises(ForeignEntity):
        world.despawn(stranger)
    with pytest.raises(ForeignEntity):
        world.spawn(zn.Transform(), parent=stranger)


def test_a_missing_component_names_what_there_is(world):
    entity = world.spawn(zn.Transform(), name="hero")
    with pytest.raises(MissingComponent, match=r"hero.*no Velocity.*Transform"):
        entity[Velocity]
    assert entity.get(Velocity) is None
    with pytest.raises(MissingComponent):
        entity.remove(Velocity)


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda w: w.spawn(zn.Transform), SchemaError, "instance"),
        (lambda w: w.spawn(object()), SchemaError, "component"),
        (lambda w: w.spawn(zn.Transform(), zn.Transform()), BadValue, "twice"),
        (lambda w: w.spawn(Health(points=11)), BadValue, "from 0 to 10"),
        (lambda w: w.spawn(Health(mood="angyr")), UnknownName, 'mean "angry"'),
        (lambda w: w.spawn(zn.Transform(x="left")), BadValue, "Transform.x takes float"),
        (lambda w: w.spawn_many(2, {zn.Transform: {"xx": 1}}), UnknownName, 'mean "x"'),
        (lambda w: w.spawn_many(2, {zn.Transform: {"x": [1, 2, 3]}}), BadValue, "2 rows"),
        (lambda w: w.spawn_many(-1, {zn.Transform: {}}), BadValue, "-1"),
        (lambda w: next(w.query(int)), SchemaError, "int is no component"),
        (lambda w: w.find("heor"), UnknownName, 'mean "hero"'),
        (lambda w: w.resource(Velocity), MissingResource, "Velocity"),
        (lambda w: w.set_resource(object()), SchemaError, "transient"),
        (lambda w: w.send("hello"), SchemaError, "event"),
    ],
)
def test_a_mistake_gets_one_clear_error_and_changes_nothing(world, call, error, words):
    world.spawn(zn.Transform(), name="hero")
    before = world.digest()
    with pytest.raises(error, match=words):
        call(world)
    assert world.digest() == before
    assert world.count() == 1


def test_a_misspelt_column_names_the_nearest(world):
    world.spawn(zn.Transform())
    for pos in world.columns(zn.Transform):
        with pytest.raises(AttributeError, match='"rotation"'):
            pos.rotatoin  # noqa: B018
        with pytest.raises(AttributeError):
            pos.rotatoin = 1


def test_a_misspelt_field_of_a_view_is_an_error(world):
    pos = world.spawn(zn.Transform())[zn.Transform]
    with pytest.raises(AttributeError):
        pos.z = 1
    with pytest.raises(AttributeError):
        pos.z  # noqa: B018


def test_spawns_in_a_query_are_invisible_to_it_and_usable_at_once(world):
    world.spawn(zn.Transform(x=1))
    seen = []
    for pos in world.query(zn.Transform):
        seen.append(pos.x)
        fresh = world.spawn(zn.Transform(x=5))
        fresh[zn.Transform].x += 1
        fresh.add(Velocity(x=3))
        assert fresh[Velocity].x == 3
        assert world.count(zn.Transform) == 1
    assert seen == [1.0]
    assert xs(world) == [1.0, 6.0]
    assert fresh[Velocity].x == 3


def test_a_despawned_entity_is_dying_at_once(world):
    first, second = world.spawn(zn.Transform(x=1)), world.spawn(zn.Transform(x=2))
    with world.deferred():
        second.despawn()
        assert not second.alive
        assert xs(world) == [1.0]
        assert second[zn.Transform].x == 2.0
        second.despawn()
    with pytest.raises(DeadEntity):
        second.despawn()
    assert world.entities() == (first,)


def test_a_component_added_in_a_system_waits_but_can_be_used(world):
    entity = world.spawn(zn.Transform())
    with world.deferred():
        entity.add(Velocity(x=1))
        assert entity.has(Velocity)
        entity[Velocity].x += 1
        assert world.count(Velocity) == 0
    assert [v.x for v in world.query(Velocity)] == [2.0]


def test_a_component_removed_in_a_system_stays_until_the_apply_point(world):
    entity = world.spawn(zn.Transform(), Velocity())
    with world.deferred():
        entity.remove(Velocity)
        assert entity.has(Velocity)
    assert not entity.has(Velocity)


def test_arrays_stay_valid_while_a_system_spawns(world):
    world.spawn_many(10, {zn.Transform: {"x": np.arange(10)}})
    for pos in world.columns(zn.Transform):
        held = pos.x
        world.spawn_many(5000, {zn.Transform: {"x": -1.0}})
        held += 100
    assert xs(world)[:10] == [100.0 + k for k in range(10)]
    assert world.count() == 5010


def test_walks_go_by_spawn_order_across_tables_and_removals(world):
    made = [
        world.spawn(
            zn.Transform(x=k), *([Velocity()] if k % 2 else []), tags={"even"} if k % 2 == 0 else ()
        )
        for k in range(20)
    ]
    for k in (0, 5, 6, 13):
        made[k].despawn()
    world.spawn(zn.Transform(x=20))
    made[3].remove(Velocity)
    expected = [k for k in range(21) if k not in (0, 5, 6, 13)]
    assert xs(world) == expected
    assert [e[zn.Transform].x for e in world.find_all(tag="even")] == [
        k for k in expected if k % 2 == 0 and k < 20
    ]
    for handles, pos in world.columns(zn.Entity, zn.Transform):
        serials = [world.serial(world.entity(h)) for h in handles]
        assert serials == sorted(serials)
        assert len(pos.x) == len(handles)


def test_a_large_table_keeps_its_spawn_order_in_small_steps(world):
    handles = world.spawn_many(9000, {zn.Transform: {"x": np.arange(9000)}})
    table = world.tables(zn.Transform)[0]
    rng = np.random.default_rng(3)
    alive = list(range(9000))
    names = {int(h): k for k, h in enumerate(handles)}
    for step in range(12):
        gone = sorted(rng.choice(len(alive), 700 if step == 5 else 40, replace=False).tolist())
        dead = [alive[k] for k in gone]
        world.despawn_many([h for h, k in names.items() if k in set(dead)])
        alive = [k for k in alive if k not in set(dead)]
        fresh = world.spawn_many(30, {zn.Transform: {"x": np.arange(30) + 9000 + step * 30}})
        names = {h: k for h, k in names.items() if k not in set(dead)}
        names |= {int(h): 9000 + step * 30 + k for k, h in enumerate(fresh)}
        alive += [9000 + step * 30 + k for k in range(30)]
        order = table.order()
        assert order is not None
        assert table[zn.Transform].peek("x")[order].tolist() == [float(k) for k in alive]


def test_without_and_optional(world):
    world.spawn(zn.Transform(x=1), Velocity(x=9))
    world.spawn(zn.Transform(x=2))
    assert [p.x for p in world.query(zn.Transform, without=(Velocity,))] == [2.0]
    pairs = [(p.x, v and v.x) for p, v in world.query(zn.Transform, zn.optional(Velocity))]
    assert pairs == [(1.0, 9.0), (2.0, None)]
    found = [v is not None for _, v in world.columns(zn.Transform, zn.optional(Velocity))]
    assert sorted(found) == [False, True]


def test_names_tags_and_finding(world):
    hero = world.spawn(zn.Transform(), name="hero", tags={"good"})
    other = world.spawn(zn.Transform(), name="hero")
    assert world.find("hero") == hero
    hero.name = "boss"
    assert world.find("hero") == other
    assert hero.name == "boss"
    hero.tags.add("big")
    assert set(hero.tags) == {"good", "big"}
    assert "big" in hero.tags
    hero.tags.discard("good")
    assert world.find_all(tag="good") == ()
    assert world.find_all(tag="never heard of") == ()


def test_more_tags_than_a_word_holds(world):
    entities = [world.spawn(tags={f"tag{k}"}) for k in range(150)]
    for k in (0, 63, 64, 127, 128, 149):
        assert world.find_all(tag=f"tag{k}") == (entities[k],)


def test_despawning_a_parent_takes_its_children(world):
    root = world.spawn(zn.Transform())
    child = world.spawn(zn.Transform(), parent=root)
    leaf = world.spawn(zn.Transform(), parent=child)
    assert root.children == (child,)
    assert leaf.parent == child
    with pytest.raises(BadValue, match="part of it"):
        root.parent = leaf
    root.despawn()
    assert not leaf.alive
    assert world.count() == 0


def test_changing_parents(world):
    first, second = world.spawn(zn.Transform()), world.spawn(zn.Transform())
    child = world.spawn(zn.Transform(), parent=first)
    child.parent = second
    assert (first.children, second.children) == ((), (child,))
    child.parent = None
    assert child.parent is None
    assert not child.has(zn.ChildOf)


def test_each_system_sees_an_event_in_exactly_one_tick(world):
    seen = []
    for tick in range(4):
        with world.deferred():
            seen += [(tick, v.x) for v in world.read(Velocity)]
            if tick == 0:
                world.send(Velocity(x=1))
                assert world.read(Velocity) == ()
        world.apply(0)
        if tick == 1:
            with world.deferred():
                world.send(Velocity(x=2))
        world.apply(1)
    assert seen == [(1, 1.0), (2, 2.0)]


def test_structure_calls_refuse_to_run_inside_systems(world):
    with world.deferred():
        for call in (world.digest, world.snapshot, world.apply):
            with pytest.raises(UsageError):
                call()


def test_a_broken_off_query_still_applies(world):
    world.spawn(zn.Transform())
    for _ in world.query(zn.Transform):
        world.spawn(zn.Transform())
        break
    assert world.count() == 2


def test_resources(world):
    world.set_resource(Health(points=4))
    world.resource(Health).points += 1
    assert world.resource(Health).points == 5
    assert world.has_resource(Health)


def test_a_name_twice_in_one_types_is_an_error(world):
    def again():
        @zn.component
        class Velocity:
            z: float = 0.0

        return Velocity

    world.spawn(Velocity())
    with pytest.raises(SchemaError, match="Velocity"):
        world.spawn(again()())


def test_two_worlds_live_side_by_side():
    first, second = zn.World(), zn.World()
    first.spawn(zn.Sprite("a"), zn.Transform())
    second.spawn(zn.Sprite("b"), zn.Transform())
    assert first.names.id("a") == second.names.id("b")
    assert [s.image for s in first.query(zn.Sprite)] == ["a"]
    assert [s.image for s in second.query(zn.Sprite)] == ["b"]


def test_column_versions_change_only_with_writes(world):
    entity = world.spawn(zn.Transform())
    columns = world.tables(zn.Transform)[0][zn.Transform]
    before = columns.version("x")
    columns.peek("x")
    assert columns.version("x") == before
    entity[zn.Transform].x = 3
    after_view = columns.version("x")
    assert after_view > before
    columns.x[:] = 4
    assert columns.version("x") > after_view
    assert columns.version("y") == columns.version("y")


def test_holding_an_index_slot_for_ever_does_not_revive_it(world):
    first = world.spawn()
    first.despawn()
    handles = {world.spawn().handle for _ in range(100)}
    assert first.handle not in handles


def test_a_default_of_three_points_is_not_taken_for_one_value_per_entity():
    world = zn.World()
    handles = world.spawn_many(3, {zn.PolygonShape: {}})
    shapes = [world.entity(int(h))[zn.PolygonShape].points for h in handles]
    assert shapes == [[(-8.0, 8.0), (0.0, -8.0), (8.0, 8.0)]] * 3
    assert shapes[0] is not shapes[1]


def test_vectors_can_be_defaults_of_many():
    @zn.component
    class Wind:
        push: zn.Vec2 = zn.Vec2(1.0, 2.0)

    world = zn.World()
    handles = world.spawn_many(2, {Wind: {}})
    assert [world.entity(int(h))[Wind].push for h in handles] == [zn.Vec2(1, 2)] * 2
