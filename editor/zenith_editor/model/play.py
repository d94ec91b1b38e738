"""Playing in place: a game that runs on a copy of the document, in an App of its own.

The document stays as it is. The game can be paused, run tick by tick, slower or
faster, wound back and forth over its past, and changed by hand; what was changed
by hand is kept in a list for the end. An error in its code pauses it.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from typing import Final

import zenith as zn
from zenith_editor.model.document import Document
from zenith_editor.model.ending import empty
from zenith_editor.model.errors import EditorError
from zenith_editor.model.kept import Changed, Kept, Placed
from zenith_editor.model.living import Living, fields_only
from zenith_editor.model.operations import Operation
from zenith_editor.model.selection import Selection

SLOWEST, FASTEST = 0.1, 8.0
SPEEDS: Final = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0)


class State(enum.Enum):
    """What the game in the editor does."""

    STOPPED = "stopped"
    PLAYING = "playing"
    PAUSED = "paused"


class Play:
    """The game that plays in the editor, or none.

    Attributes:
        failure: Why it is paused: an error in the game's code, with file, line and locals.
        document: The document that is played, or None.
        selection: What is selected in the running game.
    """

    def __init__(self) -> None:
        self.failure: zn.Failure | None = None
        self.document: Document | None = None
        self.selection = Selection()
        self._app: zn.App | None = None
        self._begun: zn.Scene | None = None
        self._kept = Kept()
        self._held = ExitStack()
        self._paused = self._edited = False
        self._speed = 1.0
        self._time = 0.0
        self._last: float | None = None

    # What it does.

    @property
    def state(self) -> State:
        """Whether it plays, is paused or stopped."""
        if self._app is None:
            return State.STOPPED
        return State.PAUSED if self._paused or self.failure is not None else State.PLAYING

    @property
    def app(self) -> zn.App:
        """The App that plays: what a view draws.

        Raises:
            EditorError: None does.
        """
        if self._app is None:
            raise EditorError("No game is playing; start one first.")
        return self._app

    @property
    def living(self) -> Living:
        """The running entities by id."""
        return Living(self.app)

    @property
    def changes(self) -> list[Changed | Placed]:
        """What was changed by hand so far."""
        return self._kept.all

    # Start and stop.

    def start(self, make: Callable[[], zn.App], document: Document | None = None) -> None:
        """Begin to play.

        Args:
            make: Makes the App, of copies of the documents.
            document: The document it begins with, for changes that are to be kept.

        Raises:
            ZenithError: The game cannot begin; the message says why.
        """
        self.stop()
        self._app = make()
        self.document = document
        self._begun = self._app.scene
        self.selection.set(() if document is None else document.selection.keys)
        self._held.enter_context(self._app.guard.watchdog.watching())
        self.speed = self._speed

    def stop(self) -> list[Changed | Placed]:
        """End the game, and return what was changed by hand; `keep` puts chosen ones of it in."""
        changes = self._kept.all
        self._held.close()
        for scene in self._app.scenes.all if self._app is not None else ():
            empty(scene.world)
        self._app, self.failure = None, None
        self._begun = self.document = None
        self._kept = Kept()
        self._paused = self._edited = False
        self._last = None
        return changes

    # Time.

    @property
    def speed(self) -> float:
        """How fast it plays: ticks per second, never the length of a tick."""
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        if not SLOWEST <= speed <= FASTEST:
            raise EditorError(f"A game plays at {SLOWEST:g} to {FASTEST:g} times its speed.")
        self._speed = speed
        if self._app is not None:
            self._app.clock.max_ticks = max(5, math.ceil(5 * speed))

    def pause(self) -> None:
        """Hold the game as it is."""
        self._paused = self._app is not None

    def resume(self) -> None:
        """Let it go on; a tick that failed runs again, with the input it had."""
        self._paused, self._last = False, None
        if self.failure is not None:
            self.failure = None
            self.app.guard.resume()

    def step(self) -> None:
        """Run one tick, and hold the game after it."""
        app = self.app
        if self.failure is not None:
            self.resume()
        self._paused = True
        self._tick(app)

    def frame(self, now: float) -> int:
        """Run the ticks that are due, and return how many that were.

        Args:
            now: The time in seconds, from any clock that does not go back.
        """
        app, last, self._last = self._app, self._last, now
        if app is None or self.state is not State.PLAYING:
            self._last = None
            return 0
        self._time += max(0.0, now - (now if last is None else last)) * self._speed
        ran = 0
        for _ in range(app.clock.advance(self._time)):
            if self.state is not State.PLAYING or not app.running:
                break
            self._tick(app)
            ran += 1
        return ran

    @property
    def ended(self) -> bool:
        """Whether the game asked to end."""
        return self._app is not None and not self._app.running

    def _tick(self, app: zn.App) -> None:
        self._keep_edits(app)
        try:
            app.guard.run("around the tick", app.tick)
        except zn.GameError as error:
            self.failure = error.failure
        except zn.ZenithError as error:
            self.failure = zn.Failure(str(error), "around the tick", app.world.tick)
        self.failure = self.failure or app.guard.failure

    # The past.

    @property
    def reach(self) -> tuple[int, int]:
        """The first and the last tick that can be gone to."""
        history = self.app.history
        return history.first, history.last

    def seek(self, tick: int) -> None:
        """Go to a tick of the past, or forward again, and hold the game there.

        Raises:
            UsageError: It is out of reach.
        """
        app = self.app
        self._keep_edits(app)
        self._paused = True
        if self.failure is not None:
            self.failure = None
            app.guard.failure = None
        try:
            app.history.seek(tick)
        except zn.GameError as error:
            self.failure = error.failure

    def _keep_edits(self, app: zn.App) -> None:
        """Let the past know what was changed by hand since the last tick."""
        if self._edited:
            self._edited = False
            app.history.keep_now()

    # Changes by hand.

    def do(self, operations: Iterable[Operation]) -> None:
        """Change fields of running entities, as an inspector or a handle in the viewport does.

        What belongs to an entity of the document that is played is noted, to be kept in the end.

        Raises:
            EditorError: An entity or field is not there, or it is more than a field.
            BadValue: A value is of another type, or outside its limits.
        """
        living = self.living
        for operation in fields_only(operations):
            key, component, field = operation.key, operation.component, operation.field
            before = living.value(key, component, field)
            living.set(operation)
            self._edited = True
            if self._is_begun and not key.startswith("#"):
                after = living.value(key, component, field)
                self._kept.note(key, component, field, before, after)
        zn.update_poses(self.app.world)

    @property
    def _is_begun(self) -> bool:
        """Whether the scene on top is the one of the document, and no other that came since."""
        return self.app.scene is self._begun

    def place(self, prefab: str, x: float, y: float) -> str:
        """Put an instance of a prefab into the running game, and return its id there.

        Raises:
            PrefabError: There is no such prefab.
        """
        app = self.app
        entity = zn.spawn_prefab(app.world, prefab)
        if entity.has(zn.Transform):
            zn.teleport(entity, x, y)
        self._edited = True
        if self._is_begun:
            self._kept.note_placed(Placed(prefab, x, y))
        return Living(app).ids()[entity.handle]
