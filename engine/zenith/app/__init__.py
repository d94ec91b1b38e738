"""The loop, with its devices as arguments."""

from zenith.app.app import App
from zenith.app.devices import Devices, PictureSettings, SceneView
from zenith.app.driver import Driver
from zenith.app.launch import Captured, Launch, Player, launching, load_app, load_players
from zenith.app.scenes import Scene, SceneStack, System
from zenith.app.settings import WindowSettings

__all__ = [
    "App",
    "Captured",
    "Devices",
    "Driver",
    "Launch",
    "PictureSettings",
    "Player",
    "Scene",
    "SceneStack",
    "SceneView",
    "System",
    "WindowSettings",
    "launching",
    "load_app",
    "load_players",
]
