"""The loop, with its devices as arguments."""

from zenith.app.app import App
from zenith.app.code import GameCode
from zenith.app.code import import_what_can_be as import_game
from zenith.app.crash import save_crash
from zenith.app.devices import Devices, PictureSettings, SceneView
from zenith.app.driver import Driver
from zenith.app.freshness import forget_files
from zenith.app.games import game_file, load_app, load_players, name_of
from zenith.app.guard import Guard
from zenith.app.kinds import game_types
from zenith.app.launch import Captured, Launch, Player, launching
from zenith.app.opening import open_project
from zenith.app.rehearsal import rehearse
from zenith.app.reload import Reload, Reloaded
from zenith.app.rewind import History
from zenith.app.scenes import Scene, SceneStack, System
from zenith.app.state import SceneState, StackState
from zenith.app.workers import Workers
from zenith.screen import WindowSettings

__all__ = [
    "App",
    "Captured",
    "Devices",
    "Driver",
    "GameCode",
    "Guard",
    "History",
    "Launch",
    "PictureSettings",
    "Player",
    "Reload",
    "Reloaded",
    "Scene",
    "SceneStack",
    "SceneState",
    "SceneView",
    "StackState",
    "System",
    "WindowSettings",
    "Workers",
    "forget_files",
    "game_file",
    "game_types",
    "import_game",
    "launching",
    "load_app",
    "load_players",
    "name_of",
    "open_project",
    "rehearse",
    "save_crash",
]
