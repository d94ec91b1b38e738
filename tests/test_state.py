"""The state of a whole game: in memory, as bytes, in another App, and when it is damaged."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import zenith as zn
from zenith.app.state import MAGIC
from zenith.sealed import seal, unseal

GAME = Path(__file__).resolve().parent.parent / "examples" / "breakout"


@zn.component
class Speed:
    """How fast it goes."""

    value: float = 1.0


class Walker(zn.Script):
    """Walks, and remembers where it was."""

    trail: list[float] = []
    friend: zn.Entity | None = None

    def tick(self, dt):
        pose = self.entity[zn.Transform]
        pose.x += self.random.uniform(0, 2)
        self.trail.append(pose.x)


class Ledger:
    """A resource with a state of its own."""

    def __init__(self):
        self.total = 0

    def get_state(self):
        return {"total": self.total}

    def set_state(self, state):
        self.total = state["total"]


def count(world, dt):
    world.resource(Ledger).total += 1
    if world.input.just_pressed("jump"):
        world.scenes.push(menu())
    if world.input.just_pressed("down"):
        world.spawn(Speed(world.tick), name="late")


def level():
    def start(world):
        world.set_resource(Ledger())
        friend = world.spawn(zn.Transform(), name="friend")
        world.spawn(zn.Transform(), Walker(friend=friend), name="hero", tags={"good"})

    return zn.Scene([count], start=start, name="level")


def menu():
    return zn.Scene(
        [lambda world, dt: world.input.just_pressed("jump") and world.scenes.pop()],
        overlay=True,
        name="menu",
    )


def title():
    return zn.Scene(
        [lambda world, dt: world.input.just_pressed("jump") and world.scenes.replace(level())],
        name="title",
    )


def make():
    types = {"level": level, "menu": menu, "title": title}
    return zn.App("Stack", scene=title(), scene_types=types)


def started(ticks=30):
    """Return an App in its level, some ticks in."""
    game = zn.testing.Game(make)
    game.press("jump").ticks(ticks).press("down").ticks(2)
    return game.app


def names(app):
    return [scene.name for scene in app.scenes.all]


def go_on(app, ticks=100):
    for k in range(ticks):
        if k in (20, 60):
            app.input.press("jump")
        app.tick()
    return app.digest()


def test_a_state_in_memory_goes_back_to_its_own_scenes():
    app = started()
    state, before, scene = app.take(), app.digest(), app.scene
    after = go_on(app)
    app.go_back(state)
    assert (app.digest(), app.scene) == (before, scene)
    assert go_on(app) == after


def test_a_state_as_bytes_goes_on_alike_in_a_fresh_app():
    app = started()
    data = app.take().to_bytes()
    other = make()
    other.go_back(zn.StackState.from_bytes(data))
    assert names(other) == ["level"]
    assert other.digest() == app.digest()
    assert other.world.find("hero")[Walker].friend.name == "friend"
    assert go_on(other) == go_on(app)


def test_a_state_loaded_gives_the_same_bytes_again():
    app = started()
    app.input.press("jump")
    app.tick()
    assert names(app) == ["level", "menu"]
    data = app.take().to_bytes()
    other = make()
    other.go_back(zn.StackState.from_bytes(data))
    again = zn.StackState.from_bytes(other.take().to_bytes())
    assert names(other) == ["level", "menu"]
    assert [s.world.tick for s in other.scenes.all] == [s.world.tick for s in app.scenes.all]
    assert other.digest() == app.digest()
    assert len(again.scenes) == 2


def test_taking_a_state_changes_nothing():
    app, other = started(), started()
    for _ in range(5):
        app.take().to_bytes()
        app.tick()
        other.tick()
    assert app.digest() == other.digest()


def test_a_scene_nobody_can_make_is_named():
    app = started()
    state = zn.StackState.from_bytes(app.take().to_bytes())
    other = zn.App("Other", scene_types={"levl": level})
    before = other.digest()
    with pytest.raises(zn.UnknownName, match=r'scene "level".*Did you mean "levl"\?.*scene_types'):
        other.go_back(state)
    assert other.digest() == before


def test_a_factory_of_another_name_is_told():
    state = zn.StackState.from_bytes(started().take().to_bytes())
    other = zn.App("Other", scene_types={"level": menu})
    with pytest.raises(zn.BadValue, match=r'"level".*made a scene called "menu"'):
        other.go_back(state)


def test_a_component_this_run_has_not_met_is_found_in_the_game():
    app = started()
    assert "late" in [e.name for e in app.world.entities()]
    other = make()
    other.go_back(zn.StackState.from_bytes(app.take().to_bytes()))
    assert other.world.find("late")[Speed].value == app.world.find("late")[Speed].value


def test_a_shadow_goes_the_same_way_and_leaves_the_first_alone():
    app = started()
    shadow = app.shadow()
    before = app.digest()
    assert shadow.digest() == before
    after = go_on(shadow)
    assert app.digest() == before
    assert go_on(app) == after


def test_a_shadow_of_the_bundled_game_too():
    game = zn.testing.load(GAME)
    game.ticks(5).press("launch").ticks(30).press("launch").ticks(100)
    shadow = game.app.shadow()
    for app in (game.app, shadow):
        app.go_back(app.take())
        for _ in range(90):
            app.tick()
    assert shadow.digest() == game.app.digest()


SAVED = started().take().to_bytes()


@given(cut=st.integers(0, len(SAVED) - 1))
def test_a_state_cut_short_is_refused(cut):
    with pytest.raises(zn.BadValue):
        zn.StackState.from_bytes(SAVED[:cut])


@given(at=st.integers(0, len(SAVED) - 1), bit=st.integers(0, 7))
def test_a_flipped_bit_is_found(at, bit):
    hurt = bytearray(SAVED)
    hurt[at] ^= 1 << bit
    with pytest.raises(zn.BadValue):
        zn.StackState.from_bytes(bytes(hurt))


@pytest.mark.parametrize("data", [b"", bytes(1000), b"\x89PNG\r\n\x1a\n" + bytes(50)])
def test_bytes_of_something_else_are_refused(data):
    with pytest.raises(zn.BadValue, match="These bytes are no state of a game"):
        zn.StackState.from_bytes(data)


def forged(change):
    """Return a state whose head was changed by hand, its checksum made to fit."""
    body = unseal(MAGIC, SAVED, "state")
    length = int.from_bytes(body[:8], "little")
    head = json.loads(body[8 : 8 + length])
    change(head)
    text = json.dumps(head).encode()
    return seal(MAGIC, len(text).to_bytes(8, "little") + text + body[8 + length :])


@pytest.mark.parametrize(
    "change",
    [
        lambda head: head.pop("rest"),
        lambda head: head["rest"].pop("input"),
        lambda head: head["rest"].update(entered="many"),
        lambda head: head["rest"].update(input=7),
        lambda head: head["rest"]["sounds"].update(volumes={"sfx": "loud"}),
        lambda head: head.update(scenes=[]),
        lambda head: head.update(scenes=5),
        lambda head: head["scenes"][0].append("more"),
        lambda head: head["scenes"][0].__setitem__(1, 3),
        lambda head: head.update(ticks=None),
    ],
)
def test_a_forged_state_is_refused_and_the_app_stays_as_it_is(change):
    app = started()
    before, scenes = app.digest(), app.scenes.all
    with pytest.raises(zn.ZenithError):
        app.go_back(zn.StackState.from_bytes(forged(change)))
    assert (app.digest(), app.scenes.all) == (before, scenes)
