"""Zenith: a lightweight, fast and deterministic 2D game engine.

A World of plain data in columns; functions that change it at a fixed beat; one
renderer that reads it. `import zenith as zn` is all that a game needs.
"""

from zenith.camera import Camera, CameraPose
from zenith.clock import Clock
from zenith.components import (
    Body,
    BoxCollider,
    CircleCollider,
    CircleShape,
    Contact,
    Gravity,
    LineShape,
    PolygonCollider,
    PolygonShape,
    RectangleShape,
    SegmentCollider,
    Sprite,
    Text,
    Transform,
)
from zenith.errors import ZenithError
from zenith.layers import Layer, Layers
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
)
from zenith.random import Random
from zenith.schema import LayerName, Types, component, field
from zenith.script import Script, run_scripts
from zenith.transforms import teleport, world_pose
from zenith.world import ChildOf, Columns, Entity, Snapshot, World, optional
from zenith.actions import Actions, Axis, Button
from zenith.app import App, Devices, Scene, WindowSettings
from zenith.assets import Assets
from zenith.physics import Physics
from zenith import testing
from zenith.userdata import user_folder
