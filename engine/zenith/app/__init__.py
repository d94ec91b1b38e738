"""The loop, with its devices as arguments."""

from zenith.app.app import App
from zenith.app.crash import save_crash
from zenith.app.devices import Devices, PictureSettings, SceneView
from zenith.app.driver import Driver
from zenith.app.guard import Guard
from zenith.app.launch import Captured, Launch, Player, launching, load_app, load_players
from zenith.app.rewind import History
from zenith.app.scenes import Scene, SceneStack, System
from zenith.app.settings import WindowSettings
from zenith.app.state import SceneState, StackState

__all__ = [
    "App",
    "Captured",
    "Devices",
    "Driver",
    "Guard",
    "History",
    "Launch",
    "PictureSettings",
    "Player",
    "Scene",
    "SceneStack",
    "SceneState",
    "SceneView",
    "StackState",
    "System",
    "WindowSettings",
    "launching",
    "load_app",
    "load_players",
    "save_crash",
]
