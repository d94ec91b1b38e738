"""Zenith: a lightweight, fast and deterministic 2D game engine.

A World of plain data in columns; functions that change it at a fixed beat; one
renderer that reads it. `import zenith as zn` is all that a game needs.
"""

import importlib
from typing import TYPE_CHECKING, Any, Final

from zenith import testing
from zenith.actions import Actions, Axis, Button
from zenith.app import (
    App,
    Devices,
    Driver,
    GameCode,
    Guard,
    History,
    Reloaded,
    Scene,
    StackState,
    WindowSettings,
    forget_files,
    game_types,
    import_game,
    open_project,
    rehearse,
)
from zenith.assets import Assets, Frame, Sheet, picture_size
from zenith.camera import Camera, CameraPose
from zenith.clock import Clock
from zenith.components import (
    Body,
    BoxCollider,
    CharacterBody,
    CircleCollider,
    CircleShape,
    Contact,
    Gravity,
    LineShape,
    OneWay,
    PolygonCollider,
    PolygonShape,
    RectangleShape,
    SegmentCollider,
    Sprite,
    Text,
    Transform,
)
from zenith.drivers import Record, Replay, ScriptedPlayer, Shutter, bless
from zenith.errors import (
    AssetBroken,
    AssetMissing,
    BadValue,
    DeadEntity,
    DeviceError,
    FileError,
    ForeignEntity,
    GameError,
    MissingComponent,
    MissingResource,
    PrefabError,
    ProjectError,
    ReplayError,
    SaveCorrupt,
    SaveError,
    SaveNewer,
    SceneError,
    SchemaError,
    ShaderError,
    SheetError,
    UnknownName,
    UsageError,
    ZenithError,
    nearest,
)
from zenith.failure import CodeLine, Failure
from zenith.files import Disk, write_atomic
from zenith.fontmetrics import FontMetrics
from zenith.history import HistorySettings
from zenith.input import Input, TickInput
from zenith.languages import MissingWords
from zenith.layers import CollisionLayers, Layer, Layers
from zenith.lint import Review, check_project
from zenith.loads import AssetLoaded, Held
from zenith.maths import (
    BLACK,
    CLEAR,
    TAU,
    WHITE,
    Circle,
    Color,
    Rect,
    Vec2,
    clamp,
    ease,
    lerp,
    lerp_angle,
    remap,
    wrap_angle,
)
from zenith.physics import Physics, RayHit
from zenith.prefab import Override, Prefabs
from zenith.prefab import Single as ExpandedEntity
from zenith.prefab import apply as apply_override
from zenith.prefab import expand as expand_prefabs
from zenith.prefab import overrides as prefab_overrides
from zenith.prefab import revert as revert_override
from zenith.project import Project, SceneEntry, load_project
from zenith.random import Random
from zenith.reloading import Reloader
from zenith.replay import Recorder, Recording, platform_key
from zenith.saves import SaveDone, SaveInfo, Settings
from zenith.scene import (
    Instance,
    SceneLoader,
    all_types,
    check_document,
    document_of,
    field_choices,
    field_default,
    instantiate,
    read_field,
    spawn_prefab,
    write_field,
)
from zenith.scenefile import EntityData, Problem, SceneDocument
from zenith.scenefile import dumps as scene_text
from zenith.scenefile import load_document as load_scene
from zenith.scenefile import parse_document as parse_scene
from zenith.scenefile import save_document as save_scene
from zenith.schema import FieldInfo, LayerName, Schema, Types, component, field, schema_of
from zenith.schema import Kind as FieldKind
from zenith.script import Script, run_scripts
from zenith.transforms import Pose, teleport, world_pose
from zenith.transforms import update as update_poses
from zenith.userdata import user_folder
from zenith.verifier import Difference, Verdict, verify
from zenith.version import VERSION
from zenith.world import ChildOf, Columns, Entity, Snapshot, World, frozen, optional

if TYPE_CHECKING:
    from zenith.desktop import ScreenPainter, check_shaders, open_picture
    from zenith.images import load_image, save_png
    from zenith.render import Canvas, Renderer

__version__ = VERSION

__all__ = [
    "BLACK",
    "CLEAR",
    "TAU",
    "WHITE",
    "Actions",
    "App",
    "AssetBroken",
    "AssetLoaded",
    "AssetMissing",
    "Assets",
    "Axis",
    "BadValue",
    "Body",
    "BoxCollider",
    "Button",
    "Camera",
    "CameraPose",
    "Canvas",
    "CharacterBody",
    "ChildOf",
    "Circle",
    "CircleCollider",
    "CircleShape",
    "Clock",
    "CodeLine",
    "CollisionLayers",
    "Color",
    "Columns",
    "Contact",
    "DeadEntity",
    "DeviceError",
    "Devices",
    "Difference",
    "Disk",
    "Driver",
    "Entity",
    "EntityData",
    "ExpandedEntity",
    "Failure",
    "FieldInfo",
    "FieldKind",
    "FileError",
    "FontMetrics",
    "ForeignEntity",
    "Frame",
    "GameCode",
    "GameError",
    "Gravity",
    "Guard",
    "Held",
    "History",
    "HistorySettings",
    "Input",
    "Instance",
    "Layer",
    "LayerName",
    "Layers",
    "LineShape",
    "MissingComponent",
    "MissingResource",
    "MissingWords",
    "OneWay",
    "Override",
    "Physics",
    "PolygonCollider",
    "PolygonShape",
    "Pose",
    "PrefabError",
    "Prefabs",
    "Problem",
    "Project",
    "ProjectError",
    "Random",
    "RayHit",
    "Record",
    "Recorder",
    "Recording",
    "Rect",
    "RectangleShape",
    "Reloaded",
    "Reloader",
    "Renderer",
    "Replay",
    "ReplayError",
    "Review",
    "SaveCorrupt",
    "SaveDone",
    "SaveError",
    "SaveInfo",
    "SaveNewer",
    "Scene",
    "SceneDocument",
    "SceneEntry",
    "SceneError",
    "SceneLoader",
    "Schema",
    "SchemaError",
    "ScreenPainter",
    "Script",
    "ScriptedPlayer",
    "SegmentCollider",
    "Settings",
    "ShaderError",
    "Sheet",
    "SheetError",
    "Shutter",
    "Snapshot",
    "Sprite",
    "StackState",
    "Text",
    "TickInput",
    "Transform",
    "Types",
    "UnknownName",
    "UsageError",
    "Vec2",
    "Verdict",
    "WindowSettings",
    "World",
    "ZenithError",
    "all_types",
    "apply_override",
    "bless",
    "check_document",
    "check_project",
    "check_shaders",
    "clamp",
    "component",
    "document_of",
    "ease",
    "expand_prefabs",
    "field",
    "field_choices",
    "field_default",
    "forget_files",
    "frozen",
    "game_types",
    "import_game",
    "instantiate",
    "lerp",
    "lerp_angle",
    "load_image",
    "load_project",
    "load_scene",
    "nearest",
    "open_picture",
    "open_project",
    "optional",
    "parse_scene",
    "picture_size",
    "platform_key",
    "prefab_overrides",
    "read_field",
    "rehearse",
    "remap",
    "revert_override",
    "run_scripts",
    "save_png",
    "save_scene",
    "scene_text",
    "schema_of",
    "spawn_prefab",
    "teleport",
    "testing",
    "update_poses",
    "user_folder",
    "verify",
    "world_pose",
    "wrap_angle",
    "write_atomic",
    "write_field",
]

_ON_FIRST_USE: Final = {
    "Canvas": "zenith.render",
    "Renderer": "zenith.render",
    "ScreenPainter": "zenith.desktop",
    "check_shaders": "zenith.desktop",
    "load_image": "zenith.images",
    "open_picture": "zenith.desktop",
    "save_png": "zenith.images",
}
"""Names behind which pygame or OpenGL stand: a game without a window never loads them."""


def __getattr__(name: str) -> Any:
    """Load a device's module when its name is first used."""
    if name in _ON_FIRST_USE:
        return getattr(importlib.import_module(_ON_FIRST_USE[name]), name)
    raise AttributeError(f"zenith has no {name!r}.{nearest(name, __all__)}")
