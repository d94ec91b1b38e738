"""A frozen World refuses every change and can be looked at; kept column arrays are found."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import zenith as zn
from zenith.checks import Onlooker
from zenith.world import Loans
from zenith.world.loans import POISON, POISON_BITS, POISON_TEXT


@zn.component
class Everything:
    """A field of every kind."""

    number: float = 1.0
    whole: int = 2
    flag: bool = False
    place: zn.Vec2 = zn.Vec2(1, 2)
    color: zn.Color = zn.WHITE
    friend: zn.Entity | None = None
    label: str = "text"
    items: list[int] = []


class Idle(zn.Script):
    """A script with a field."""

    steps: int = 0


FIELDS = {
    "number": 3.0, "whole": 4, "flag": True, "place": zn.Vec2(5, 6), "color": zn.BLACK,
    "friend": None, "label": "other", "items": [1],
}  # fmt: skip


@pytest.fixture
def world():
    made = zn.World()
    made.spawn(zn.Transform(x=1), Everything(), Idle(), zn.Sprite("crate"), name="hero", tags={"a"})
    made.spawn(zn.Transform(x=2), name="other")
    return made


def first_columns(world, cls):
    return next(iter(world.columns(cls)))


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_of_any_kind_cannot_be_written_and_can_be_read(world, name):
    hero = world.find("hero")
    view = hero[Everything]
    before = getattr(view, name)
    with zn.frozen(world):
        assert getattr(view, name) == before
        with pytest.raises(zn.UsageError, match=rf"Everything\.{name} cannot be changed"):
            setattr(view, name, FIELDS[name])
        with pytest.raises(zn.UsageError, match=rf"Everything\.{name} cannot be changed"):
            setattr(hero[Everything], name, FIELDS[name])
    setattr(view, name, FIELDS[name])
    assert getattr(view, name) == FIELDS[name]


def test_an_interned_name_cannot_be_written(world):
    with zn.frozen(world), pytest.raises(zn.UsageError, match=r"Sprite\.image cannot be changed"):
        world.find("hero")[zn.Sprite].image = "ball"


@pytest.mark.parametrize(
    "change",
    [
        lambda pose: pose.x.__setitem__(0, 5.0),
        lambda pose: pose.x.__iadd__(1.0),
        lambda pose: pose.x[:1].__iadd__(1.0),
        lambda pose: np.add(pose.x, 1.0, out=pose.x),
        lambda pose: setattr(pose, "x", 5.0),
    ],
    ids=["an item", "in place", "a part", "out", "whole"],
)
def test_a_column_cannot_be_written_in_any_way(world, change):
    with zn.frozen(world), pytest.raises(zn.UsageError, match=r"Transform\.x cannot be changed"):
        change(first_columns(world, zn.Transform))


def test_what_numpy_itself_refuses_is_told_as_ours(world):
    told = "cannot be changed while the world is drawn"
    with pytest.raises(zn.UsageError, match=told), zn.frozen(world):
        first_columns(world, zn.Transform).x.sort()


def test_other_errors_pass_through_and_leave_the_world_free(world):
    with pytest.raises(ValueError, match="its own"), zn.frozen(world):
        raise ValueError("its own")
    world.find("hero")[zn.Transform].x = 9


def test_columns_are_arrays_to_reckon_with(world):
    with zn.frozen(world):
        pose = first_columns(world, zn.Transform)
        moved = pose.x + 1.0
        moved[0] = 7.0
        copied = pose.x.copy()
        copied[0] = 7.0
        picked = pose.x[[0]]
        picked += 1.0
        assert np.concatenate([pose.x, pose.y]).sum() == pose.x.sum()
        assert float(pose.x[0]) == 1.0
    assert moved.tolist() == [7.0]


CALLS = {
    "spawn": lambda world, hero: world.spawn(zn.Transform()),
    "spawn_many": lambda world, hero: world.spawn_many(2, {zn.Transform: {}}),
    "despawn": lambda world, hero: hero.despawn(),
    "despawn_many": lambda world, hero: world.despawn_many([hero.handle]),
    "add": lambda world, hero: hero.add(zn.Body()),
    "remove": lambda world, hero: hero.remove(zn.Sprite),
    "set_parent": lambda world, hero: setattr(hero, "parent", world.find("other")),
    "rename": lambda world, hero: setattr(hero, "name", "b"),
    "set_tags": lambda world, hero: hero.tags.add("b"),
    "set_resource": lambda world, hero: world.set_resource(zn.Camera()),
    "send": lambda world, hero: world.send(Everything()),
    "apply": lambda world, hero: world.apply(),
    "deferred": lambda world, hero: world.deferred(),
    "restore": lambda world, hero: world.restore(world.snapshot()),
}


@pytest.mark.parametrize("name", CALLS)
def test_structural_changes_are_refused_by_name(world, name):
    hero, before = world.find("hero"), world.digest()
    with zn.frozen(world), pytest.raises(zn.UsageError, match=rf"{name}\(\).* is refused"):
        CALLS[name](world, hero)
    assert world.digest() == before
    assert type(world) is zn.World


def test_chance_and_scenes_stay_as_they_are(world):
    stream = world.random.stream("sparks")
    before = world.random.get_state()
    with zn.frozen(world):
        for ask in (world.random.uniform, stream.angle, lambda: world.random.chance(0.5)):
            with pytest.raises(zn.UsageError, match="random number"):
                ask()
        for call in (world.scenes.pop, world.scenes.quit):
            with pytest.raises(zn.UsageError, match="stack of scenes"):
                call()
        assert world.random.get_state() == before
    assert 0.0 <= stream.uniform() < 1.0


def test_looking_works_as_ever(world):
    before = world.digest()
    with zn.frozen(world), zn.frozen(world):
        assert world.digest() == before
        assert [e.name for e in world.entities()] == ["hero", "other"]
        assert [v.number for v in world.query(Everything)] == [1.0]
        assert world.find("hero")[Idle].steps == 0
        assert world.find_all(tag="a") == (world.find("hero"),)
        assert len(world.snapshot().tables) == 2
        assert first_columns(world, zn.Entity).tolist()


def test_every_frame_is_drawn_without_structural_changes(world):
    app = zn.App("Draw", draw=lambda canvas: app.world.spawn(zn.Transform()))
    app.devices.painter = Onlooker(app.assets)
    with pytest.raises(zn.GameError, match=r"spawn\(\) is refused while the world is drawn"):
        app.draw()
    app.scene.draw = lambda canvas: setattr(app.world.find("hero")[zn.Transform], "x", 5.0)
    app.world.spawn(zn.Transform(), name="hero")
    app.draw()
    assert app.world.find("hero")[zn.Transform].x == 5.0
    told = r"Transform\.x cannot be changed"
    guarded = (zn.frozen(app.world, fields=False), zn.frozen(app.world))
    with guarded[0], guarded[1], pytest.raises(zn.UsageError, match=told):
        app.world.find("hero")[zn.Transform].x = 6.0
    app.world.find("hero")[zn.Transform].x = 7.0


def test_large_tables_that_lost_their_order_can_be_frozen():
    world = zn.World()
    handles = world.spawn_many(5000, {zn.Transform: {"x": np.arange(5000.0)}})
    world.despawn_many(handles[:10])
    with zn.frozen(world):
        assert first_columns(world, zn.Transform).x.sum() == np.arange(10.0, 5000.0).sum()
    world.spawn(zn.Transform())
    assert world.count(zn.Transform) == 4991


# Loans.


def test_a_dead_array_holds_nonsense_and_the_world_its_values(world):
    loans = Loans(world)
    columns = first_columns(world, Everything)
    kept = {name: getattr(columns, name) for name in FIELDS}
    before = world.digest()
    loans.take_back("system greedy")
    assert world.digest() == before
    assert kept["number"].tolist() == [POISON]
    assert kept["whole"].tolist() == [POISON]
    assert kept["flag"].tolist() == [True]
    assert kept["place"].tolist() == [[POISON, POISON]]
    assert kept["friend"].tolist() == [POISON_BITS]
    assert kept["items"].tolist() == [POISON_TEXT]
    assert {k.what for k in loans.kept} == {f"Everything.{name}" for name in FIELDS}
    with pytest.raises(ValueError, match="read-only"):
        kept["number"][0] = 1.0


def test_handles_that_are_kept_are_dead_too(world):
    loans = Loans(world)
    kept = first_columns(world, zn.Entity)
    before, first = world.digest(), kept.tolist()
    loans.take_back("system greedy")
    assert kept.tolist() == [POISON_BITS] * len(first)
    assert world.digest() == before
    assert first_columns(world, zn.Entity).tolist() == first
    assert world.find("hero")[zn.Transform].x == 1
    with pytest.raises(zn.DeadEntity):
        world.despawn_many(kept)
    assert [k.what for k in loans.kept] == ["Entity"]


def test_an_array_that_nobody_keeps_is_forgotten(world):
    loans = Loans(world)
    first_columns(world, zn.Transform).x += 1
    loans.take_back("system drift")
    assert loans.kept == []
    loans.look("anything")
    assert world.find("hero")[zn.Transform].x == 2


def test_a_write_into_a_part_of_a_dead_array_is_found(world):
    loans = Loans(world)
    part = first_columns(world, zn.Transform).x[:1]
    loans.take_back("system greedy")
    loans.look("system other")
    part += 1
    with pytest.raises(
        zn.UsageError,
        match=r"system late writes into an array of Transform\.x \(system greedy, tick 0\)",
    ):
        loans.look("system late")


def test_tables_made_later_are_watched(world):
    loans = Loans(world)
    world.spawn(zn.Transform(), zn.Body(), name="late")
    loans.watch()
    kept = first_columns(world, zn.Body).velocity_x
    loans.take_back("system greedy")
    assert kept.tolist() == [POISON]
    assert world.find("late")[zn.Body].velocity_x == 0.0


STEPS = st.lists(st.sampled_from(["move", "spawn", "despawn", "tag", "read"]), max_size=30)


def take_step(world, step, number):
    for pose in world.columns(zn.Transform):
        pose.x += number
    if step == "spawn":
        world.spawn(zn.Transform(x=number), *([zn.Body()] if number % 2 else []))
    elif step == "despawn" and world.count() > 1:
        world.entities()[-1].despawn()
    elif step == "tag":
        world.entities()[0].tags.add(f"t{number}")
    elif step == "read":
        for view in world.query(zn.Transform):
            view.y = view.x * 2


@given(STEPS)
def test_taking_arrays_back_changes_no_result(steps):
    plain, watched = zn.World(), zn.World()
    for world in (plain, watched):
        world.spawn(zn.Transform(x=1), name="hero")
    loans = Loans(watched)
    for number, step in enumerate(steps):
        take_step(plain, step, number)
        loans.watch()
        take_step(watched, step, number)
        loans.take_back("step")
        loans.look("step")
        assert plain.digest() == watched.digest()
