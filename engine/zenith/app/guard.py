"""What happens when game code fails: the world goes back, and a game that is watched waits."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final

from zenith.app.crash import save_crash
from zenith.app.devices import SceneView
from zenith.app.overlay import draw_failure
from zenith.app.report import game_error, stuck_error
from zenith.app.watchdog import Stuck, Watchdog
from zenith.errors import DeviceError, GameError, ReplayError, ZenithError
from zenith.failure import Failure
from zenith.input import Device, KeyEvent, TextEvent, TickInput

if TYPE_CHECKING:
    from zenith.app.app import App
    from zenith.app.scenes import Scene

KEEPING: Final = "keeping the state"


class Guard:
    """Stands around every tick of an App, and around what its scenes draw.

    A tick that fails is taken back to its start, as far as history reaches, and
    told as a GameError. Where there is a window, that pauses the game and lies
    over its picture; the game goes on when the player says so. Without one it is
    raised: a test or a tool may go on with the next tick.

    Attributes:
        watchdog: Interrupts what hangs, while a game plays in a window.
        failure: Why the game is paused, or None.
        given: What the tick that failed last knew of the player; None before its input was taken.
        failed_at: `App.ticks` when it failed.
        back_at: The tick that the App was taken back to; None where nothing was kept.
        saved: Where the crash file is, or None.
        times: How often the same failure came in a row.
    """

    def __init__(self, app: App) -> None:
        self.watchdog = Watchdog()
        self._tick = 0
        self.failure: Failure | None = None
        self.given: TickInput | None = None
        self.failed_at = 0
        self.back_at: int | None = None
        self.saved: Path | None = None
        self.times = 0
        self._app = app
        self._depth = 0
        self._last: tuple[int, Failure] | None = None
        self._draws = True
        self._became = self._saving = ""

    # Around a tick.

    def __enter__(self) -> None:
        self._depth += 1
        self._tick = self._app.world.tick
        self.watchdog.doing = KEEPING
        self.watchdog.enter()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self.watchdog.leave()
        except Stuck as stuck:
            error = stuck
        self._depth -= 1
        # A step inside another one is part of that: the outer one fails as a whole.
        if error is None or self._depth:
            return
        told = self._told(error)
        if not self._app.history.resimulating:
            self.given = None if self.watchdog.doing == KEEPING else self._app.heard()
            self._take_back()
        if told is not error:
            raise told from error

    def call(self, doing: str, call: Callable[..., object], *args: object) -> None:
        """Call game code, and tell an exception in it as ours."""
        self.watchdog.doing = doing
        try:
            call(*args)
        except Exception as error:
            raise game_error(error, self._tick, doing) from error

    def _told(self, error: BaseException) -> BaseException:
        if isinstance(error, Stuck):
            return self.told_stuck()
        if isinstance(error, Exception):
            return game_error(error, self._tick, self.watchdog.doing)
        return error

    def told_stuck(self) -> GameError:
        """Return the error on what the watchdog interrupted."""
        dog = self.watchdog
        dog.calm()
        found, doing = dog.take_found()
        return stuck_error(found, self._tick, doing, dog.limit)

    def _take_back(self) -> None:
        """Bring the App to the start of the tick that failed, or as near before it as it goes."""
        app = self._app
        self.failed_at = app.ticks
        self._became = "Nothing of the past is kept; the game is as the error left it."
        if not app.history.reaches(app.ticks):
            return
        keyframe = app.history.keyframe(app.ticks)
        for target in (app.ticks, keyframe.tick):
            for scene in (*app.scenes.all, *(s.scene for s in keyframe.state.scenes)):
                if scene is not None:
                    scene.world.abandon()
            try:
                app.history.seek(target)
            except Exception:
                continue
            self.back_at = target
            self._became = f"The game is back at the start of tick {target} of the run."
            return

    # Around a frame.

    def run(self, doing: str, call: Callable[..., object], *args: object) -> None:
        """Call a part of a frame, unless the game is paused; pause it where that fails.

        Raises:
            ZenithError: There is no window, so that nobody would see why it waits.
            ReplayError: A replay went another way, which is not the game's fault.
            DeviceError: A device is gone, so that nothing more can be shown.
        """
        if self.failure is not None:
            return
        self._settle_on_now()
        try:
            call(*args)
        except (ReplayError, DeviceError):
            raise
        except SystemExit:
            self._app.quit()
        except Stuck:  # it came between the tick and the end of watching it
            self._depth = 0
            self._take_back()
            self._pause(self.told_stuck())
        except Exception as error:
            if self._app.devices.window is None:
                raise
            self._pause(game_error(error, self._app.world.tick, doing))

    def _settle_on_now(self) -> None:
        """Note that no tick has failed: what fails from here on leaves the state as it is."""
        self.given = self.back_at = None
        self.failed_at = self._app.ticks
        self._became = "The state of the game is as it was."

    def views(self, alpha: float) -> list[SceneView]:
        """Return the scenes that can be seen, the top one so far between the last two ticks."""
        top, shown = self._app.scene, self._app.scenes.shown
        return [SceneView(s.world, self.draw(s), alpha if s is top else 1.0) for s in shown]

    def draw(self, scene: Scene) -> Callable[[Any], None] | None:
        """Return a scene's own drawing, watched and told of as game code, or None."""
        hook = scene.draw
        if hook is None:
            return None

        def watched(canvas: Any) -> None:
            self._tick = scene.world.tick
            self.watchdog.enter()
            try:
                try:
                    self.call(f"drawing {scene!r}", hook, canvas)
                finally:
                    self.watchdog.leave()
            except Stuck:
                raise self.told_stuck() from None
            except GameError:
                if self.failure is None:
                    self._settle_on_now()
                raise

        return watched

    def _pause(self, error: GameError) -> None:
        app, failure = self._app, error.failure
        again = self._last == (app.ticks, failure)
        self.times = self.times + 1 if again else 1
        self._last = (app.ticks, failure)
        self.failure = failure
        self._draws = True
        if app.devices.audio is not None:
            app.devices.audio.pause(True)
        if again:
            return
        print(failure, file=sys.stderr)
        self.saved, self._saving = None, ""
        if app.attended:
            self.save()

    def heed(self, events: list[Device]) -> list[Device]:
        """Act on the keys of a paused game, and return the events that are still the game's.

        Nothing is pressed by what only concerns the report; what is let go of, is.
        """
        if self.failure is None:
            return events
        for event in events:
            if isinstance(event, KeyEvent) and event.down:
                if event.key == "r":
                    self.resume()
                elif event.key == "s":
                    self.save()
                elif event.key == "escape":
                    self._app.quit()
        return [e for e in events if not (getattr(e, "down", False) or isinstance(e, TextEvent))]

    def save(self) -> None:
        """Write a crash file to the player's folder, or note why that cannot be."""
        if self.failure is None:
            return
        try:
            self.saved = save_crash(self._app, self.failure)
        except (ZenithError, OSError) as error:
            self._saving = f"No crash file was written: {error}."
            return
        self._saving = f"Crash file: {self.saved}"
        print(f"crash file {self.saved}; zenith replay opens it", file=sys.stderr)

    def resume(self) -> None:
        """Let a paused game go on: the tick that failed runs again, with the input it had."""
        self.failure = None
        if self._app.devices.audio is not None:
            self._app.devices.audio.pause(False)
        if self.given is not None and self.back_at in (None, self.failed_at):
            self._app.feed(self.given)

    def heed_reload(self, failure: Failure | None) -> None:
        """Pause a game whose new code does not run, or let it go on once its code is mended.

        Without a window nothing pauses: whoever loads code again is told.
        """
        if failure is None:
            if self.failure is not None:
                self.resume()
            return
        if self._app.devices.window is None:
            return
        print(failure, file=sys.stderr)
        if self.failure is None:
            self._settle_on_now()
        self.failure, self._last, self.times = failure, None, 1
        self._became = "The old code stays in force; mend the file, and the game goes on."
        self._saving = ""
        if self._app.devices.audio is not None:
            self._app.devices.audio.pause(True)

    def cover(self) -> None:
        """Show why the game is paused, over its last good picture; nothing where it is not."""
        failure, painter = self.failure, self._app.devices.painter
        if failure is None or painter is None:
            return
        self._paint_game()
        notes = self.notes()
        painter.cover(lambda canvas: draw_failure(canvas, failure, notes))

    def _paint_game(self) -> None:
        """Draw as much of the game as can be drawn; what failed once is not tried again."""
        app, painter = self._app, self._app.devices.painter
        bare = [SceneView(s.world, None, 1.0) for s in app.scenes.shown]
        for views in (self.views(1.0), bare, []) if self._draws else (bare, []):
            try:
                if painter is not None:
                    painter.paint(views, app.picture)
            except DeviceError:
                raise
            except Exception:
                self._draws = False
                continue
            return

    def notes(self) -> list[str]:
        """Return what became of the game, a sentence each."""
        again = [f"This happened {self.times} times in a row."] if self.times > 1 else []
        return [*again, self._became, *([self._saving] if self._saving else [])]
