"""The state of a whole game: every scene on the stack, the input's edges, the sound's side."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from zenith.app.scenes import Scene, System
from zenith.errors import BadValue, UnknownName, ZenithError, nearest
from zenith.sealed import seal, unseal
from zenith.world import Snapshot, drop_later_resources

if TYPE_CHECKING:
    from zenith.app.app import App

MAGIC: Final = b"ZNSTAC01"
WHAT: Final = "state of a game"
_BROKEN: Final = (AttributeError, KeyError, IndexError, TypeError, ValueError, struct.error)


@dataclass(frozen=True, slots=True)
class SceneState:
    """One scene of a state.

    Attributes:
        name: The scene's name.
        world: Its World.
        scene: The scene itself, where the state never left memory; else None.
        systems: Its systems then, in order, where the state never left memory.
    """

    name: str
    world: Snapshot
    scene: Scene | None = None
    systems: tuple[System, ...] = ()


@dataclass(frozen=True, slots=True)
class StackState:
    """Everything that decides how a game goes on, scenes from the lowest to the top one.

    Attributes:
        scenes: The stack.
        ticks: How many ticks the App had run.
        rest: What belongs to the App as a whole, as data.
    """

    scenes: tuple[SceneState, ...]
    ticks: int
    rest: dict[str, Any]

    @property
    def nbytes(self) -> int:
        """About how much memory it takes."""
        return sum(s.world.nbytes for s in self.scenes)

    def unbound(self) -> StackState:
        """Return the same state without the scenes themselves: they are found by their names."""
        scenes = tuple(SceneState(s.name, s.world) for s in self.scenes)
        return StackState(scenes, self.ticks, self.rest)

    def to_bytes(self) -> bytes:
        """Return the state as bytes: checked by a hash, free of code."""
        worlds = [s.world.to_bytes() for s in self.scenes]
        head = {
            "scenes": [[s.name, len(w)] for s, w in zip(self.scenes, worlds, strict=True)],
            "ticks": self.ticks,
            "rest": self.rest,
        }
        text = json.dumps(head).encode()
        return seal(MAGIC, struct.pack("<Q", len(text)) + text + b"".join(worlds))

    @classmethod
    def from_bytes(cls, data: bytes) -> StackState:
        """Return the state that `to_bytes` wrote; its scenes are found by their names.

        Raises:
            BadValue: The bytes are something else, cut short or damaged.
        """
        body = unseal(MAGIC, data, WHAT)
        try:
            return cls._read(body)
        except (*_BROKEN, RecursionError) as error:
            raise BadValue(f"The {WHAT} is of the wrong form: {error!r}.") from None

    @classmethod
    def _read(cls, body: bytes) -> StackState:
        (length,) = struct.unpack_from("<Q", body)
        head = json.loads(body[8 : 8 + length])
        scenes: list[SceneState] = []
        at = 8 + length
        for name, size in head["scenes"]:
            scenes.append(SceneState(str(name), Snapshot.from_bytes(body[at : at + size])))
            at += size
        if not scenes:
            raise ValueError("no scene")
        return cls(tuple(scenes), int(head["ticks"]), dict(head["rest"]))


def take_stack(app: App) -> StackState:
    """Return a copy of an App's whole state. The App is not changed.

    Raises:
        BadValue: A script, resource or object field holds what cannot be copied.
    """
    scenes = tuple(
        SceneState(s.name, s.world.snapshot(), s, tuple(s.systems)) for s in app.scenes.all
    )
    rest = {
        "entered": app.scenes.entered,
        "input": app.input.get_state(),
        "sounds": app.sounds.get_state(),
    }
    return StackState(scenes, app.ticks, rest)


def put_back(app: App, state: StackState) -> None:
    """Make an App's stack that of a state, or leave it as it is.

    Raises:
        UnknownName: A scene or component of the state is not known here.
        BadValue: The state is of the wrong form.
    """
    if all(s.scene is not None for s in state.scenes):
        _put(app, state, [s.scene for s in state.scenes if s.scene is not None])
        return
    before = take_stack(app)
    try:
        _put_found(app, state)
    except ZenithError:
        put_back(app, before)
        raise
    except _BROKEN as error:
        put_back(app, before)
        raise BadValue(f"The {WHAT} is of the wrong form: {error!r}.") from None


def _put_found(app: App, state: StackState) -> None:
    _put(app, state, _find_scenes(app, state))


def _put(app: App, state: StackState, scenes: list[Scene]) -> None:
    for scene, kept in zip(scenes, state.scenes, strict=True):
        scene.world.restore(kept.world)
        if kept.scene is not None:
            drop_later_resources(scene.world, kept.world)
            scene.systems[:] = kept.systems
    app.scenes.reset(scenes, int(state.rest["entered"]))
    app.input.set_state(state.rest["input"])
    app.sounds.set_state(state.rest["sounds"])
    make_canonical(app)


def make_canonical(app: App) -> None:
    """Make the physics of every scene anew from its World, as a restored one's is."""
    for scene in app.scenes.all:
        scene.physics.rebuild(scene.world, app.clock.dt)


def _find_scenes(app: App, state: StackState) -> list[Scene]:
    """Return a scene for each of the state's: one of that name on the stack, or a new one."""
    present = app.scenes.all
    if [scene.name for scene in present] == [s.name for s in state.scenes]:
        return list(present)
    left = {scene.name: scene for scene in present}
    return [left.pop(s.name) if s.name in left else _new_scene(app, s.name) for s in state.scenes]


def _new_scene(app: App, name: str) -> Scene:
    if name not in app.scene_types:
        known = [*app.scene_types, *(scene.name for scene in app.scenes.all)]
        raise UnknownName(
            f'This state of the game has a scene "{name}", which the game cannot make.'
            f'{nearest(name, known)} Tell it how: App(scene_types={{"{name}": function}}), '
            "with a function that returns a new scene of that name."
        )
    scene = app.scenes.make(name)
    app.scenes.equip(scene)
    return scene
