"""Zenith: a lightweight, fast and deterministic 2D game engine."""

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
from zenith.schema import Types, component, field
from zenith.world import Entity, Snapshot, World, optional
