"""Playing a game for `zenith play` and `zenith run`: in a window, or without one."""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from zenith.app import App, Devices, Driver, load_app, load_players, save_crash
from zenith.app.garbage import garbage_kept_short
from zenith.cli.options import pictures
from zenith.desktop import ScreenPainter, open_devices, open_picture
from zenith.drivers import Record, Replay, ScriptedPlayer, Shutter
from zenith.errors import (
    BadValue,
    DeviceError,
    GameError,
    ReplayError,
    UsageError,
    ZenithError,
    unknown,
)
from zenith.files import write_atomic
from zenith.replay import Recording
from zenith.version import VERSION
from zenith.window import has_display

TICKS_UNWATCHED: Final = 600
"""How long a game without any recording is played where nobody can see it."""
TICKS_PER_FRAME: Final = 6
"""How often a frame is drawn in a headless run that counts frames."""


class Stopwatch(Driver):
    """Times every tick, and ends the run after a number of them."""

    def __init__(self, limit: int | None) -> None:
        self.ticks: list[float] = []
        self._limit = limit
        self._start = 0.0

    def before_tick(self, app: App) -> None:
        """Note when the tick begins."""
        self._start = time.perf_counter()

    def after_tick(self, app: App) -> None:
        """Note how long it took."""
        self.ticks.append(time.perf_counter() - self._start)
        if self._limit is not None and app.ticks >= self._limit:
            app.quit()


@dataclass
class Run:
    """One run of a game, and what watches it."""

    app: App
    name: str
    watch: Stopwatch
    shutter: Shutter
    at_end: list[Path]
    record: Record | None = None
    replay: Replay | None = None
    frames: list[float] = field(default_factory=list[float])


def play(path: Path, name: str, options: argparse.Namespace) -> int:
    """Play a game as the options say and return the exit code.

    Raises:
        ZenithError: The game, its files or the options are wrong.
    """
    watched = not options.headless and has_display()
    alone = not watched and not options.headless
    if alone:
        print("There is no display here: the game plays itself, off-screen.")
    if not watched:
        find_an_end(path, options)
    run = prepare(path, name, options)
    if alone and not options.screenshot:
        run.at_end.append(Path(f"{name}.png"))
    skip_to_error(run)
    try:
        if watched:
            play_in_window(run)
        else:
            play_unseen(run, draws=options.stats is not None)
    except ZenithError as error:
        keep_recording(run, options.record, str(error) if isinstance(error, GameError) else "")
        if isinstance(error, GameError) and run.replay is None:
            keep_crash(run, error, options.crash)
        raise
    keep_recording(run, options.record)
    if options.stats is not None:
        write_atomic(options.stats, (json.dumps(stats(run), indent=1) + "\n").encode())
    return 0


def keep_recording(run: Run, file: Path, error: str = "") -> None:
    """Write the recording of a run, if one was asked for; an error is its last tick."""
    if run.record is not None and (run.app.ticks or error):
        recording = run.record.finish(run.app, error)
        recording.save(file)
        print(f"recorded {recording.ticks} ticks in {file}")
        if run.record.ended:
            print(run.record.ended)


def keep_crash(run: Run, error: GameError, file: Path | None) -> None:
    """Write the crash file of a run that nobody sees, and say where it is."""
    try:
        written = save_crash(run.app, error.failure, file)
    except (UsageError, BadValue) as reason:
        print(f"No crash file was written: {reason}.", file=sys.stderr)
        return
    print(f"crash file {written}; zenith replay opens it at the failing tick", file=sys.stderr)


def ends_with_error(run: Run) -> bool:
    """Tell whether a recording is played that ends with an error."""
    return run.replay is not None and bool(run.replay.recording.error)


def skip_to_error(run: Run) -> None:
    """Play a recording that ends with an error up to the tick that raised it."""
    if run.replay is None or not ends_with_error(run):
        return
    recording = run.replay.recording
    last = recording.first + recording.ticks - 1
    print(f"This recording ends with an error, in tick {last}:\n{recording.error}\n")
    while run.app.running and run.app.ticks < last:
        run.app.tick()


def find_an_end(path: Path, options: argparse.Namespace) -> None:
    """Let a run that nobody plays show a recording, or at least come to an end."""
    if options.replay is None and options.demo is None and options.ticks is None:
        options.replay = recorded_run(path)
        options.ticks = TICKS_UNWATCHED if options.replay is None else None


def recorded_run(path: Path) -> Path | None:
    """Return the recording to show of a game where nobody can play: that of a win, or any."""
    found = sorted((path if path.is_dir() else path.parent).glob("replays/*.json"))
    wins = [file for file in found if file.stem == "win"]
    return next(iter([*wins, *found]), None)


def prepare(path: Path, name: str, options: argparse.Namespace) -> Run:
    """Load a game and give it the drivers that the options ask for."""
    by_tick, at_end = pictures(options.screenshot)
    recording = None if options.replay is None else Recording.load(options.replay)
    seed = options.seed if recording is None else recording.seed
    app = load_app(path, seed=seed)
    run = Run(app, name, Stopwatch(options.ticks), Shutter(by_tick), at_end)
    if recording is not None:
        check(recording, app, name, anyway=options.anyway)
        run.replay = Replay(recording, strict=not options.anyway)
        run.replay.begin(app)
        app.drivers.append(run.replay)
    elif options.demo is not None:
        players = load_players(path)
        wanted = options.demo or next(iter(players))
        if wanted not in players:
            raise unknown("demo", wanted, players, name)
        app.drivers.append(ScriptedPlayer(players[wanted]))
    if options.record is not None:
        run.record = Record(app, name)
        app.drivers.append(run.record)
    app.drivers += [run.shutter, run.watch]
    return run


def check(recording: Recording, app: App, name: str, *, anyway: bool) -> None:
    """Refuse a recording that is of another game, engine or other components.

    Raises:
        ReplayError: It is, and nobody said "anyway".
    """
    recording.check_fits(recording.game if anyway else name, app.clock.tick_rate, app.input.actions)
    try:
        recording.check_version(VERSION, app.schema())
    except ReplayError as error:
        if not anyway:
            raise ReplayError(f"{error} --anyway plays it all the same.") from None
        print(f"{error} It is played all the same.", file=sys.stderr)


def play_in_window(run: Run) -> None:
    """Play at the game's own beat, in a window."""
    devices = open_devices(run.app)
    painter, window = devices.painter, devices.window
    run.app.devices = devices
    try:
        with garbage_kept_short(), run.app.guard.watchdog.watching():
            while run.app.running:
                start = time.perf_counter()
                run.app.frame(start)
                run.frames.append(time.perf_counter() - start)
        take_last(run)
    except KeyboardInterrupt:
        run.app.quit()
    finally:
        run.app.devices = Devices(None, painter, None)
        Devices(window, None, devices.audio, devices.workers).close()


def play_unseen(run: Run, *, draws: bool) -> None:
    """Play as fast as it goes, without a window; draw only what somebody will look at."""
    app = run.app
    failed = ends_with_error(run)
    painter = open_quietly(app) if draws or failed or run.shutter.wanted or run.at_end else None
    app.devices = Devices(None, painter, None)
    start = time.perf_counter()
    try:
        if failed:
            app.draw()  # what failed may be the drawing
        while app.running:
            app.tick()
            if draws and painter is not None and app.ticks % TICKS_PER_FRAME == 0:
                draw_timed(run)
    except KeyboardInterrupt:
        app.quit()
    seconds = time.perf_counter() - start
    take_last(run)
    report(run, seconds)


def draw_timed(run: Run) -> None:
    """Draw one frame and note how long it took."""
    start = time.perf_counter()
    run.app.draw()
    run.app.frames += 1
    run.frames.append(time.perf_counter() - start)


def open_quietly(app: App) -> ScreenPainter | None:
    """Return a painter off-screen, or say why there is none."""
    try:
        return open_picture(app)
    except DeviceError as error:
        print(f"No picture can be drawn here: {error}", file=sys.stderr)
        return None


def take_last(run: Run) -> None:
    """Save the pictures of the last moment."""
    for path in run.at_end:
        run.shutter.take(run.app, path)
    missed = [tick for tick in run.shutter.wanted if tick > run.app.ticks]
    if missed:
        print(f"No picture of tick {missed[0]}: the run ended after {run.app.ticks}.")


def report(run: Run, seconds: float) -> None:
    """Print what came of a run that nobody saw."""
    for path in run.shutter.saved:
        print(f"picture  {path}")
    ticks = run.app.ticks
    print(f"ticks    {ticks} in {seconds:.2f} s: {ticks / max(seconds, 1e-9):,.0f} a second")
    if run.replay is not None:
        print(f"replay   {outcome(run.replay)}")
    print(f"digest   {run.app.digest()}")


def outcome(replay: Replay) -> str:
    """Return what came of comparing digests."""
    if replay.strayed is not None:
        return f"went another way than the recording, seen after tick {replay.strayed}"
    if not replay.checked:
        return "no digests were recorded on machines of this class; none compared"
    return f"{replay.checked} digests equal to the recorded ones"


def stats(run: Run) -> dict[str, object]:
    """Return the figures of a run; frames have none where nothing was drawn."""
    painter = run.app.devices.painter
    drawn = painter.stats if isinstance(painter, ScreenPainter) and run.frames else None
    return {
        "game": run.name,
        "ticks": run.app.ticks,
        "frames": len(run.frames),
        "tick_ms": _median_ms(run.watch.ticks),
        "frame_ms": _median_ms(run.frames),
        "sprites": None if drawn is None else drawn.sprites,
        "draw_calls": None if drawn is None else drawn.draw_calls,
        "pictures": None if drawn is None else drawn.pictures,
        "picture_bytes": None if drawn is None else drawn.picture_bytes,
        "entities": sum(scene.world.count() for scene in run.app.scenes.all),
        "digest": run.app.digest(),
    }


def _median_ms(seconds: list[float]) -> float | None:
    return round(statistics.median(seconds) * 1e3, 4) if seconds else None
