"""What a scene is given when it comes onto the stack of an App."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from zenith.app.kinds import game_kinds
from zenith.app.scenes import Scene
from zenith.app.wishes import WorldSettings
from zenith.camera import Camera
from zenith.loads import AssetLoaded, AssetRequests
from zenith.random import Random
from zenith.saves import SaveDone
from zenith.scene import Origins, instantiate
from zenith.spelling import Spelling
from zenith.world import renew

if TYPE_CHECKING:
    from zenith.app.app import App


def enter(app: App, scene: Scene) -> None:
    """Give a scene's world what the App has, then let it start."""
    world = scene.world
    renew(world)
    if scene.fresh:
        world.random = Random(app.seed + 1000003 * app.scenes.entered)
        scene.fresh = False
    world.input, world.audio, world.scenes = app.input, app.sounds, app.scenes
    world.types.more = partial(game_kinds, app)
    world.saves = app.saves.of(scene)
    world.settings = WorldSettings(app)
    world.assets = app.loading.of(world)
    app.preferences.speech.enter(world)
    for cls in (SaveDone, AssetLoaded, AssetRequests):
        world.types.learn(cls)
    world.set_resource(app.layers, transient=True)
    if app.collision_layers.names:
        world.set_resource(app.collision_layers, transient=True)
    world.set_resource(app.prefabs, transient=True)
    world.set_resource(scene.physics)
    scene.spelling = Spelling(app.assets)
    if app.scenes.watched:
        world.set_resource(Origins())
    if scene.document is not None:
        document, scene.document = scene.document, None
        scene.instance = instantiate(document, world)
    for resource in scene.resources:
        world.set_resource(resource)
    scene.resources = ()
    width, height = app.virtual_size
    if not world.has_resource(Camera):
        world.set_resource(Camera(x=width / 2, y=height / 2))
        world.resource(Camera).remember()
    camera = world.resource(Camera)
    camera.width, camera.height = float(width), float(height)
    if scene.start is not None:
        start, scene.start = scene.start, None
        start(world)
    app.preferences.speech.follow(world)
