"""A second App in the same state, to try out what the first one must not feel."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from zenith.app.devices import Devices
from zenith.app.enter import enter
from zenith.app.guard import Guard
from zenith.app.loading import Loading
from zenith.app.preferences import Preferences
from zenith.app.rewind import History
from zenith.app.scenes import Scene, SceneStack
from zenith.clock import Clock
from zenith.input import Input
from zenith.outside import Outside
from zenith.saves import Settings
from zenith.sounds import Sounds
from zenith.world import empty_twin

if TYPE_CHECKING:
    from zenith.app.app import App


def shadow_of(app: App) -> App:
    """Return an App with twins of every scene, in the same state, without devices and drivers.

    Systems, draw functions and what was declared are shared; Worlds, physics,
    input and history are its own.
    """
    made = copy.copy(app)
    made.clock = Clock(app.clock.tick_rate, app.clock.max_ticks)
    made.input = Input(app.input.actions)
    made.outside = Outside()
    made.sounds = Sounds(app.assets)
    made.sounds.muted = True
    made.devices = Devices()
    made.drivers = []
    made.saves = app.saves.twin(made)
    made.loading = Loading(made)
    made.preferences = Preferences(made, app.preferences.speech.languages)
    made.settings = Settings(app.settings)
    made.scenes = SceneStack(lambda scene: enter(made, scene), lambda: made.scene_types)
    for scene in app.scenes.all:
        made.scenes.push_now(_twin(scene))
    made.history = History(made, app.history.settings, keeps=False)
    made.guard = Guard(made)
    made.go_back(app.take().unbound())
    return made


def _twin(scene: Scene) -> Scene:
    return Scene(
        scene.systems,
        world=empty_twin(scene.world),
        draw=scene.draw,
        overlay=scene.overlay,
        name=scene.name,
        physics=scene.physics.fresh(),
    )
