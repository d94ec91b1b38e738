"""The engine's components: plain data that systems, physics and the renderer read."""

from __future__ import annotations

from zenith.character import CharacterBody as CharacterBody
from zenith.character import OneWay as OneWay
from zenith.maths import WHITE, Color
from zenith.schema import LayerName, component, field, hidden
from zenith.world import Contact as Contact


@component
class Transform:
    """Where an entity is: relative to its parent, or in the world where it has none."""

    x: float = field(0.0, unit="px", tooltip="Position, to the right.")
    y: float = field(0.0, unit="px", tooltip="Position, downwards.")
    rotation: float = field(0.0, unit="rad", step=0.01, tooltip="Clockwise turn.")
    scale_x: float = field(1.0, step=0.01, tooltip="Stretch along its own x.")
    scale_y: float = field(1.0, step=0.01, tooltip="Stretch along its own y.")
    previous_x: float = hidden(0.0, mirror="x")
    previous_y: float = hidden(0.0, mirror="y")
    previous_rotation: float = hidden(0.0, mirror="rotation")


_BLENDS = ("alpha", "add", "multiply", "screen")


@component
class Sprite:
    """A picture at the entity's Transform."""

    image: str = field("", asset="image", tooltip="The picture's name.")
    frame: int = field(0, min=0, tooltip="Which frame of its sheet, the first is 0.")
    layer: LayerName = "default"
    tint: Color = field(WHITE, tooltip="Multiplies the picture's colours.")
    opacity: float = field(1.0, min=0.0, max=1.0, step=0.01)
    flip_x: bool = False
    flip_y: bool = False
    origin_x: float = field(0.5, step=0.05, tooltip="The point at the Transform: 0 left, 1 right.")
    origin_y: float = field(0.5, step=0.05, tooltip="The point at the Transform: 0 top, 1 bottom.")
    width: float = field(0.0, min=0.0, unit="px", tooltip="0 is the picture's own width.")
    height: float = field(0.0, min=0.0, unit="px", tooltip="0 is the picture's own height.")
    visible: bool = True
    blend: str = field("alpha", choices=_BLENDS)


@component
class RectangleShape:
    """A filled or outlined rectangle, its corners rounded where asked."""

    width: float = field(16.0, min=0.0, unit="px")
    height: float = field(16.0, min=0.0, unit="px")
    color: Color = WHITE
    layer: LayerName = "default"
    radius: float = field(0.0, min=0.0, unit="px", tooltip="Radius of the corners.")
    outline: float = field(0.0, min=0.0, unit="px", tooltip="Line width; 0 fills.")
    opacity: float = field(1.0, min=0.0, max=1.0, step=0.01)
    origin_x: float = field(0.5, step=0.05)
    origin_y: float = field(0.5, step=0.05)
    visible: bool = True
    blend: str = field("alpha", choices=_BLENDS)


@component
class CircleShape:
    """A filled or outlined circle."""

    radius: float = field(8.0, min=0.0, unit="px")
    color: Color = WHITE
    layer: LayerName = "default"
    outline: float = field(0.0, min=0.0, unit="px", tooltip="Line width; 0 fills.")
    opacity: float = field(1.0, min=0.0, max=1.0, step=0.01)
    visible: bool = True
    blend: str = field("alpha", choices=_BLENDS)


Points = list[tuple[float, float]]


@component
class PolygonShape:
    """A filled polygon, convex or not, of points relative to the Transform."""

    points: Points = [(-8.0, 8.0), (0.0, -8.0), (8.0, 8.0)]
    color: Color = WHITE
    layer: LayerName = "default"
    opacity: float = field(1.0, min=0.0, max=1.0, step=0.01)
    visible: bool = True


@component
class LineShape:
    """A line through points relative to the Transform."""

    points: Points = [(0.0, 0.0), (16.0, 0.0)]
    width: float = field(1.0, min=0.0, unit="px")
    color: Color = WHITE
    layer: LayerName = "default"
    opacity: float = field(1.0, min=0.0, max=1.0, step=0.01)
    closed: bool = field(False, tooltip="Joins the last point to the first.")
    visible: bool = True


@component
class Text:
    """Words, with their origin at the Transform."""

    text: str = ""
    size: float = field(16.0, min=1.0, max=512.0, unit="px")
    font: str = field("", asset="font", tooltip="The font's name; empty is the engine's own.")
    color: Color = WHITE
    layer: LayerName = "default"
    align: str = field("left", choices=("left", "center", "right"))
    width: float = field(0.0, min=0.0, unit="px", tooltip="Wraps at this width; 0 never wraps.")
    line_height: float = field(1.0, min=0.1, max=10.0, tooltip="Times the font's own.")
    opacity: float = field(1.0, min=0.0, max=1.0, step=0.01)
    origin_x: float = field(0.0, step=0.05)
    origin_y: float = field(0.0, step=0.05)
    visible: bool = True
    key: str = field(
        "",
        asset="words",
        tooltip="The words' key in languages/; the text follows the language.",
    )


@component
class Body:
    """Makes an entity move by physics; its shape comes from colliders on it or below it."""

    kind: str = field("dynamic", choices=("dynamic", "kinematic", "static"))
    velocity_x: float = field(0.0, unit="px/s")
    velocity_y: float = field(0.0, unit="px/s")
    spin: float = field(0.0, unit="rad/s", tooltip="Clockwise turning speed.")
    mass: float = field(1.0)
    moment: float = field(0.0, tooltip="Resistance to turning; 0 follows from mass and shapes.")
    damping: float = field(0.0, tooltip="Share of the velocity lost per second.")
    gravity_scale: float = field(1.0, tooltip="Times the world's gravity.")
    fixed_rotation: bool = field(False, tooltip="Never turns.")


@component
class BoxCollider:
    """A box for physics, around the Transform."""

    width: float = field(16.0, unit="px")
    height: float = field(16.0, unit="px")
    offset_x: float = field(0.0, unit="px")
    offset_y: float = field(0.0, unit="px")
    rotation: float = field(0.0, unit="rad")
    friction: float = 0.5
    bounce: float = 0.0
    sensor: bool = field(False, tooltip="Notices what touches it and stops nothing.")
    layer: LayerName = "default"
    mask: str = field("", tooltip="Layers it collides with, by blanks; empty is all.")


@component
class CircleCollider:
    """A circle for physics, around the Transform."""

    radius: float = field(8.0, unit="px")
    offset_x: float = field(0.0, unit="px")
    offset_y: float = field(0.0, unit="px")
    friction: float = 0.5
    bounce: float = 0.0
    sensor: bool = field(False, tooltip="Notices what touches it and stops nothing.")
    layer: LayerName = "default"
    mask: str = field("", tooltip="Layers it collides with, by blanks; empty is all.")


@component
class PolygonCollider:
    """A polygon for physics, of points relative to the Transform."""

    points: Points = [(-8.0, 8.0), (0.0, -8.0), (8.0, 8.0)]
    friction: float = 0.5
    bounce: float = 0.0
    sensor: bool = field(False, tooltip="Notices what touches it and stops nothing.")
    layer: LayerName = "default"
    mask: str = field("", tooltip="Layers it collides with, by blanks; empty is all.")


@component
class SegmentCollider:
    """A line for physics between two points relative to the Transform."""

    x1: float = field(0.0, unit="px")
    y1: float = field(0.0, unit="px")
    x2: float = field(16.0, unit="px")
    y2: float = field(0.0, unit="px")
    thickness: float = field(1.0, unit="px")
    friction: float = 0.5
    bounce: float = 0.0
    sensor: bool = field(False, tooltip="Notices what touches it and stops nothing.")
    layer: LayerName = "default"
    mask: str = field("", tooltip="Layers it collides with, by blanks; empty is all.")


@component
class Gravity:
    """The pull on every dynamic body of a world; a resource."""

    x: float = field(0.0, unit="px/s2")
    y: float = field(0.0, unit="px/s2")
