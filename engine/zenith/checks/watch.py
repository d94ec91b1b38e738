"""Systems whose column arrays are taken back after each of them."""

from __future__ import annotations

from typing import Any, Final
from weakref import WeakKeyDictionary

from zenith.app import App, System
from zenith.app.report import system_name
from zenith.errors import UsageError
from zenith.world import Loans, World
from zenith.world.frozen import READ_ONLY
from zenith.world.loans import refusal

BETWEEN: Final = "a contact, an event or a draw function"


class Watch:
    """Watches what the systems of a game, and those of its twins, do with column arrays."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._loans: WeakKeyDictionary[World, Loans] = WeakKeyDictionary()

    def begin(self, *twins: App) -> None:
        """Take in the scenes and tables that came since the last tick."""
        for app in (self._app, *twins):
            for scene in app.scenes.all:
                if not any(isinstance(system, Watched) for system in scene.systems):
                    scene.systems[:] = [Watched(system, self) for system in scene.systems]
        for scene in self._app.scenes.all:
            if scene.world not in self._loans:
                self._loans[scene.world] = Loans(scene.world)
            self._loans[scene.world].watch()

    def look(self) -> None:
        """Take back what is out, and look at everything that is kept.

        Raises:
            UsageError: Something was written into an array that was kept.
        """
        for loans in list(self._loans.values()):
            loans.take_back(BETWEEN)
            loans.look(BETWEEN)

    def call(self, system: System, world: World, dt: float) -> None:
        """Run a system, and take back what it was handed.

        Raises:
            UsageError: It writes into an array that was kept.
        """
        name = f"system {system_name(system)}"
        mine = self._loans.get(world)
        if mine is not None:
            mine.take_back(BETWEEN)
        try:
            system(world, dt)
        except ValueError as error:
            if READ_ONLY not in str(error):
                raise
            raise self._refusal(name).with_traceback(error.__traceback__) from None
        if mine is not None:
            mine.take_back(name)
        # A system that twins share may keep an array of another world than this one.
        for loans in list(self._loans.values()):
            loans.look(name)

    def _refusal(self, writer: str) -> UsageError:
        return refusal(
            writer, [kept for loans in list(self._loans.values()) for kept in loans.kept]
        )


class Watched:
    """A system of a watched game; equal to the system itself, so that it is found by it."""

    def __init__(self, system: System, watch: Watch) -> None:
        self.__qualname__ = system_name(system)
        self._system = system
        self._watch = watch

    def __call__(self, world: World, dt: float) -> None:
        """Run the system under watch."""
        self._watch.call(self._system, world, dt)

    def __eq__(self, other: object) -> bool:
        mine: Any = self._system
        return bool(mine == other)

    def __hash__(self) -> int:
        return hash(self._system)
