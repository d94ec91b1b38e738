"""The App: the loop, with its devices as arguments."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from zenith.actions import Actions, Axis, Button
from zenith.app.caller import caller
from zenith.app.code import GameCode
from zenith.app.devices import Devices, PictureSettings, Size
from zenith.app.driver import Driver
from zenith.app.enter import enter
from zenith.app.focus import heed
from zenith.app.garbage import garbage_kept_short
from zenith.app.guard import Guard
from zenith.app.kinds import game_schema
from zenith.app.launch import capture, current_launch, launched_seed
from zenith.app.loading import Loading
from zenith.app.preferences import Preferences
from zenith.app.reload import Reload
from zenith.app.report import system_name
from zenith.app.rewind import History
from zenith.app.saving import Saves
from zenith.app.scenes import Draw, Scene, SceneStack, System
from zenith.app.shadow import shadow_of
from zenith.app.state import StackState, put_back, take_stack
from zenith.assets import Assets
from zenith.camera import Camera
from zenith.clock import Clock
from zenith.components import Contact
from zenith.errors import ZenithError
from zenith.history import HistorySettings
from zenith.input import Input, TickInput
from zenith.languages import Languages
from zenith.layers import DEFAULT_LAYERS, CollisionLayers, Layer, Layers
from zenith.maths import BLACK, Color
from zenith.outside import Outside
from zenith.prefab import Prefabs
from zenith.project import BACKGROUND, Project
from zenith.saves import Migration, Migrations, Settings
from zenith.scenefile import Migration as Upgrade
from zenith.screen import WindowSettings, checked_scaling, checked_size
from zenith.script import deliver_contacts
from zenith.sounds import Sounds
from zenith.transforms import remember, update
from zenith.world import World, frozen
from zenith.world.digest import total_digest

AFTER_SYSTEMS, AFTER_PHYSICS = 0, 1


class App:
    """A game: a stack of scenes, ticked at a fixed beat and drawn in between.

    `run()` opens a window and plays. Without it an App touches no device: a
    caller may drive it by `tick()`, or by `frame(now)` with devices of its own.

    Attributes:
        title: The window's title.
        size: The window's size at the start, in pixels.
        seed: What every random number follows from.
        clock: The beat.
        input: What the player does.
        outside: What ticks ask of the world outside, as files.
        sounds: What the game wants to be heard.
        assets: Where pictures, sounds and fonts are found.
        prefabs: The prefabs in the game's folder.
        devices: Window, painter and audio player, each possibly None.
        window: How the window is; what is changed here while it is open changes at once.
        drivers: What plays, records or watches, called around every tick.
        history: The last seconds, to go back to.
        guard: What happens when game code fails.
        reload: Takes changed code in while the game runs.
        saves: What the player saved.
        loading: What is loaded in the background, and what devices hold.
        settings: What the player set; volumes, window and bindings are part of it.
        preferences: What moves those between the settings and this App.
        scene_types: Functions that make a scene, by its name.
        collision_layers: The layers that colliders may name.
        folder: The game's folder.
        names: What the game's main module names; its components are found there.
        project: The project that it was made from, or None.
        code: The modules of the project.
        frames: Frames shown so far.
        ticks: Ticks run so far, over all scenes.
    """

    def __init__(
        self,
        title: str = "Zenith",
        systems: Iterable[System] = (),
        *,
        size: Size = (1280, 720),
        virtual_size: Size | None = None,
        scaling: str = "fit",
        tick_rate: float = 60.0,
        seed: int = 0,
        layers: Iterable[Layer | str] = DEFAULT_LAYERS,
        collision_layers: Iterable[str] = (),
        buses: Mapping[str, float] | None = None,
        actions: Mapping[str, Button | Axis] | None = None,
        languages: Languages | None = None,
        assets: Path | str | None = None,
        background: Color = BACKGROUND,
        bars: Color = BLACK,
        draw: Draw | None = None,
        scene: Scene | None = None,
        scene_types: Mapping[str, Callable[[], Scene]] | None = None,
        scene_migrations: Sequence[Upgrade] = (),
        history: HistorySettings | None = HistorySettings(),  # noqa: B008 - a constant
        saves: Path | str | None = None,
        save_version: int = 1,
        migrations: Mapping[int, Migration] | None = None,
        settings: Mapping[str, Any] | None = None,
        window: WindowSettings | None = None,
        devices: Devices | None = None,
    ) -> None:
        """Make an App with one scene.

        Args:
            title: The window's title.
            systems: The first scene's systems, each `system(world, dt)`.
            size: The window's size at the start, in pixels.
            virtual_size: The size the game counts in, whatever the window's; `size` when None.
            scaling: How it fills the window: "fit", "integer" or "stretch".
            tick_rate: Ticks per second.
            seed: What every random number follows from.
            layers: The draw layers, the first drawn first.
            collision_layers: The layers that colliders may name; any name when empty.
            buses: Volumes at the start; names beside "master", "music" and "sfx" are new buses.
            actions: Actions beside, or instead of, the engine's own.
            languages: The words of the game, as a project brings them.
            assets: The game's folder; the calling file's own when None.
            background: The colour behind everything.
            bars: The colour beside a letterboxed picture.
            draw: The first scene's own drawing, called with a canvas.
            scene: The first scene, instead of `systems` and `draw`.
            scene_types: Functions that make scenes anew, by name: for `world.scenes` and saves.
            scene_migrations: Functions that bring old prefabs up to date, the oldest first.
            history: How much of the past is kept; None keeps none.
            saves: The folder of saves and settings; None is the player's own, or in memory.
            save_version: The version of what the game saves.
            migrations: For each older version the function that makes the next one of its data.
            settings: What holds where the player set nothing, by name.
            window: How the window opens.
            devices: Devices to use instead of a window.

        Raises:
            BadValue: A size is not above 0.
            UnknownName: No such scaling, or a binding is misspelt.
        """
        self.title = title
        self.size = checked_size(size, "size")
        virtual = checked_size(size if virtual_size is None else virtual_size, "virtual_size")
        self.picture = PictureSettings(virtual, checked_scaling(scaling), background, bars)
        self.seed = launched_seed(seed)
        self.clock = Clock(tick_rate)
        folder, self.names = caller()
        self.folder = folder if assets is None else Path(assets)
        self.assets = Assets.for_game(self.folder)
        self.prefabs = Prefabs(self.folder, scene_migrations)
        self.layers = Layers(layers)
        self.collision_layers = CollisionLayers(collision_layers)
        self.input = Input(Actions(actions or {}))
        self.outside = Outside()
        self.sounds = Sounds(self.assets, buses or {})
        self.window = window or WindowSettings()
        self.devices = devices or Devices()
        self.drivers: list[Driver] = []
        self.frames = self.ticks = 0
        self.guard, self.reload = Guard(self), Reload(self)
        self.history = History(self, history)
        steps = Migrations(save_version, migrations or {})
        self.saves = Saves(self, None if saves is None else Path(saves), steps)
        self.loading = Loading(self)
        self.preferences = Preferences(self, languages)
        self.settings = Settings(settings, self.saves.settings_folder, self.preferences.gather)
        self.scene_types: Mapping[str, Callable[[], Scene]] = scene_types or {}
        self.project: Project | None = None
        self.code = GameCode()
        self.scenes = SceneStack(lambda entering: enter(self, entering), lambda: self.scene_types)
        self.scenes.push_now(scene or Scene(systems, draw=draw, name="main"))

    @property
    def scene(self) -> Scene:
        """The scene on top."""
        return self.scenes.top

    @property
    def world(self) -> World:
        """The world of the scene on top."""
        return self.scenes.top.world

    @property
    def running(self) -> bool:
        """Whether nobody has asked to quit."""
        return not self.scenes.quitting

    @property
    def attended(self) -> bool:
        """Whether a person plays: there is a window, or soon will be, and no driver plays instead.

        Drawing may ask, to read or write what belongs to the player, as a high score; the
        simulation must not, or replays would go another way.
        """
        there = self.devices.window is not None or self.saves.welcomed
        return there and not any(d.plays for d in self.drivers)

    @property
    def virtual_size(self) -> Size:
        """The size the game counts in."""
        return self.picture.virtual_size

    def run(self) -> None:
        """Open a window and play until the player or the game quits.

        Under a launcher (`zenith play`, a test) the App is handed over instead.
        """
        if current_launch() is not None:
            capture(self)
        # pygame greets on import otherwise.
        os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
        # The one late import: only a game that opens a window needs the devices.
        from zenith.desktop import open_devices  # noqa: PLC0415

        try:
            self.play(open_devices(self))
        except ZenithError as error:
            raise SystemExit(str(error)) from None

    def play(self, devices: Devices) -> None:
        """Play with these devices until somebody quits, then give them back.

        Raises:
            ZenithError: The game or a device failed.
        """
        self.devices = devices
        try:
            with garbage_kept_short(), self.guard.watchdog.watching():
                while self.running:
                    self.frame(time.perf_counter())
        except KeyboardInterrupt:
            self.quit()
        finally:
            self.devices.close()

    def frame(self, now: float) -> None:
        """Take the player's input, run the ticks that are due, draw and show one frame.

        Args:
            now: The time in seconds, from any clock that does not go back.
        """
        window, audio = self.devices.window, self.devices.audio
        if window is not None:
            window.adopt(self.title, self.window)
            self.input.collect(self.guard.heed(heed(self, window.poll())))
        for _ in range(self.clock.advance(now)):
            if self.running:
                self.guard.run("around the tick", self.tick)
        self.guard.run("drawing", self.draw, self.clock.alpha)
        self.guard.cover()
        # What a tick that failed began to play is kept for when it runs again.
        sounds = self.sounds.drain() if self.guard.failure is None else []
        if audio is not None:
            audio.perform(sounds)
        if window is not None:
            window.flip()
        self.frames += 1

    def tick(self) -> None:
        """Run one fixed step of the scene on top, with the drivers around it.

        Raises:
            GameError: Game code raised; the message says what, where and when.
        """
        for driver in self.drivers:
            driver.before_tick(self)
        try:
            self.step()
        except SystemExit:  # from game code, which ends the game and not who plays it
            self.quit()
            return
        for driver in reversed(self.drivers):
            driver.after_tick(self)
        self.history.settle()

    def step(self) -> None:
        """Run one fixed step without drivers: everything below here is deterministic.

        Raises:
            GameError: Game code raised; history took the App back to the start of the tick.
            UsageError: A step is running already.
        """
        with self.guard, self.outside.tick():
            self.history.before_step()
            self.saves.begin_tick()
            self.preferences.begin_tick()
            self._step(self.scene, self.world, self.clock.dt)
        self.ticks += 1
        self.history.after_step()

    def _step(self, scene: Scene, world: World, dt: float) -> None:
        call = self.guard.call
        self.input.begin_tick()
        self.guard.watchdog.doing = "remembering poses"
        remember(world)
        world.resource(Camera).remember()
        with world.deferred():
            for system in scene.systems:
                call(f"system {system_name(system)}", system, world, dt)
            self.guard.watchdog.doing = "applying changes"
        call("applying changes", world.apply, AFTER_SYSTEMS)
        call("physics", scene.physics.step, world, dt)
        call("contacts", deliver_contacts, world, list(world.read(Contact)))
        self.guard.watchdog.doing = "world poses"
        update(world)
        world.resource(Camera).advance(dt)
        call("applying changes", world.apply, AFTER_PHYSICS)
        call("words", self.preferences.speech.follow, world)
        call("looking at names", scene.spelling.check, world, self.window.shader)
        world.tick += 1
        call("loading assets", self.loading.settle, world)
        call("saving", self.saves.settle)
        call("changing scenes", self.scenes.settle)
        call("saving", self.saves.settle)

    def draw(self, alpha: float = 1.0) -> None:
        """Draw the scenes that can be seen, without showing the picture yet.

        Meanwhile their worlds refuse structural changes; `zenith test --strict` guards fields too.

        Args:
            alpha: How far between the last two ticks; 1 is the state as it is now.

        Raises:
            UsageError: A draw function wants to change a world.
        """
        painter = self.devices.painter
        if painter is None:
            return
        shown = self.guard.views(alpha)
        with frozen(*(view.world for view in shown), fields=False):
            painter.paint(shown, self.picture)

    def quit(self) -> None:
        """End after the present tick."""
        self.scenes.quit()

    def feed(self, given: TickInput) -> None:
        """Make the next tick know exactly this, whatever devices and files say.

        Raises:
            UnknownName: It names an action that there is not.
            BadValue: A number is out of range.
        """
        self.input.feed(given)
        self.outside.feed(given.answers)

    def heard(self) -> TickInput:
        """Return all that the last tick knew: what `feed` takes to make it run again."""
        answers = self.outside.given()
        now = self.input.current()
        return replace(now, answers=answers) if answers else now

    def take(self) -> StackState:
        """Return a copy of the whole state: every scene on the stack. Nothing is changed.

        Raises:
            BadValue: A script, resource or object field holds what cannot be copied.
        """
        return take_stack(self)

    def go_back(self, state: StackState) -> None:
        """Make the stack of scenes that of a state; the past before it is forgotten.

        A state from memory brings its scenes along; one from bytes finds each by its name.

        Raises:
            UnknownName: A scene or component of the state is not known here.
            BadValue: The state is of the wrong form. The App stays as it is.
        """
        put_back(self, state)
        self.history.forget()

    def shadow(self) -> App:
        """Return a second App in the same state, without devices and drivers."""
        return shadow_of(self)

    def schema(self) -> dict[str, str]:
        """Return a hash of each component the game declares, and "zenith" for the engine's own."""
        return game_schema(self)

    def digest(self) -> str:
        """Return one hash over the worlds of every scene on the stack."""
        return total_digest({str(k): s.world.digest() for k, s in enumerate(self.scenes.all)})
