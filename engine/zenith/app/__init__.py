"""The loop, with its devices as arguments."""

from zenith.app.app import App, Driver, WindowSettings
from zenith.app.devices import Devices, PictureSettings, SceneView
from zenith.app.launch import Captured, Launch, launching, load_app
from zenith.app.scenes import Scene, SceneStack, System

__all__ = [
    "App",
    "Captured",
    "Devices",
    "Driver",
    "Launch",
    "PictureSettings",
    "Scene",
    "SceneStack",
    "SceneView",
    "System",
    "WindowSettings",
    "launching",
    "load_app",
]
