"""Scenes, and the stack they lie on: a pause menu over a running level."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from zenith.app.garbage import Departed
from zenith.app.launch import launched_watched
from zenith.assets import Assets
from zenith.errors import BadValue, UsageError, unknown
from zenith.physics import Physics
from zenith.scene import Instance
from zenith.scenefile import SceneDocument
from zenith.script import run_scripts
from zenith.spelling import Spelling
from zenith.world import World

System = Callable[[World, float], Any]
Draw = Callable[[Any], None]


class Scene:
    """A World with the systems that change it.

    Attributes:
        name: For messages.
        world: Its World.
        systems: Called in order, each tick, as `system(world, dt)`; a plain list.
        draw: Called with a canvas after the world is drawn, or None.
        overlay: Whether the scene below shows through.
        start: Called once with the world when the scene comes onto the stack, or None.
        document: What the world is filled with before `start`, or None.
        resources: Given to the world before `start`, in place of the document's own.
        instance: The entities that came of the document, by their ids in it, or None.
        physics: Its physics.
        spelling: What finds misspelt names in its world; the App's, once it is on the stack.
    """

    def __init__(
        self,
        systems: Iterable[System] = (),
        *,
        world: World | None = None,
        draw: Draw | None = None,
        overlay: bool = False,
        name: str = "",
        start: Callable[[World], None] | None = None,
        physics: Physics | None = None,
        document: SceneDocument | None = None,
    ) -> None:
        self.systems: list[System] = with_scripts(systems)
        self.name = name
        self.world = world if world is not None else World()
        self.fresh = world is None
        self.draw = draw
        self.overlay = overlay
        self.start = start
        self.document = document
        self.resources: tuple[Any, ...] = ()
        self.instance: Instance | None = None
        self.physics = physics or Physics()
        self.spelling = Spelling(Assets(()))

    def __repr__(self) -> str:
        return f"<Scene {self.name or 'without a name'}>"


def with_scripts(systems: Iterable[System]) -> list[System]:
    """Return the systems of a scene: those given, and before them the one that runs scripts.

    Raises:
        BadValue: One of them cannot be called.
    """
    found = list(systems)
    for system in found:
        if not callable(system):
            raise BadValue(f"A system is a function of (world, dt), not {system!r}.")
    return found if run_scripts in found else [run_scripts, *found]


class SceneStack:
    """The scenes of an App, the last one on top; only that one ticks.

    Game code reaches it as `world.scenes`; what it asks for is carried out at
    the end of the tick. A scene can be asked for by its name, if the App can
    make one of that name.

    Attributes:
        quitting: Whether somebody asked to quit.
        watched: Whether worlds remember which file their entities came from.
        entered: How many scenes came onto the stack so far; new worlds are seeded by it.
    """

    def __init__(
        self, enter: Callable[[Scene], None], types: Callable[[], Mapping[str, Callable[[], Scene]]]
    ) -> None:
        self._enter = enter
        self._types = types
        self._scenes: list[Scene] = []
        self._waiting: list[Callable[[], None]] = []
        self.quitting = False
        self.watched = launched_watched()
        self.entered = 0
        self._departed = Departed()

    @property
    def top(self) -> Scene:
        """The scene that ticks."""
        return self._scenes[-1]

    def __len__(self) -> int:
        return len(self._scenes)

    @property
    def all(self) -> tuple[Scene, ...]:
        """Every scene, the lowest first."""
        return tuple(self._scenes)

    @property
    def shown(self) -> tuple[Scene, ...]:
        """The scenes that can be seen, the lowest first."""
        first = len(self._scenes) - 1
        while first > 0 and self._scenes[first].overlay:
            first -= 1
        return tuple(self._scenes[first:])

    def push(self, scene: object, *resources: Any) -> None:
        """Put a scene on top; the one below waits.

        Args:
            scene: A Scene, or the name of one that the App can make.
            resources: Copies of them are given to its world before `start`.

        Raises:
            UnknownName: The App can make no scene of that name.
            BadValue: It is neither a Scene nor a name.
        """
        made = self._made(scene, resources)
        self._waiting.append(lambda: self.push_now(made))

    def pop(self) -> None:
        """Take the top scene away; the one below goes on."""
        self._waiting.append(self._pop_now)

    def replace(self, scene: object, *resources: Any) -> None:
        """Take every scene away and begin this one; its arguments are as for `push`."""
        made = self._made(scene, resources)
        self._waiting.append(lambda: self._replace_now(made))

    def quit(self) -> None:
        """End the App after this tick."""
        self.quitting = True

    def settle(self) -> None:
        """Carry out what was asked for since the last tick."""
        while self._waiting:
            waiting, self._waiting = self._waiting, []
            for change in waiting:
                change()

    def push_now(self, scene: Scene) -> None:
        """Put a scene on top at once."""
        self._scenes.append(scene)
        self.equip(scene)

    def equip(self, scene: Scene) -> None:
        """Give a scene what the App has and let it start, without putting it on the stack."""
        self._enter(scene)
        self.entered += 1

    def reset(self, scenes: Iterable[Scene], entered: int) -> None:
        """Make the stack what it was at another time; what waits is forgotten."""
        self._scenes[:] = scenes
        self._waiting.clear()
        self.entered = entered
        self.quitting = False

    def _made(self, scene: object, resources: tuple[Any, ...]) -> Scene:
        made = self.make(scene) if isinstance(scene, str) else scene
        if not isinstance(made, Scene):
            raise BadValue(f"Expected a zenith.Scene or the name of one, found {scene!r}.")
        made.resources = copy.deepcopy(resources)
        return made

    def make(self, name: str) -> Scene:
        """Return a new scene of a name, not on the stack yet.

        Raises:
            UnknownName: The App can make none of that name.
            BadValue: What should make it made one of another name.
        """
        types = self._types()
        if name not in types:
            known = [*types, *(scene.name for scene in self._scenes if scene.name)]
            raise unknown("scene", name, dict.fromkeys(known))
        scene = types[name]()
        if scene.name != name:
            raise BadValue(
                f'scene_types["{name}"] made a scene called "{scene.name}"; '
                "the two names have to be the same."
            )
        return scene

    def _pop_now(self) -> None:
        if len(self._scenes) == 1:
            raise UsageError("The last scene cannot be popped; replace it, or quit().")
        self._departed.note(self._scenes.pop().world)

    def _replace_now(self, scene: Scene) -> None:
        self._departed.note(*(left.world for left in self._scenes))
        self._scenes.clear()
        self.push_now(scene)
