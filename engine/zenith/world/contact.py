"""The event that tells of a touch: every World can read one back, whatever its types."""

from __future__ import annotations

from typing import Any

from zenith.schema import component, field
from zenith.world.entity import Entity

_NOBODY: Any = None


@component
class Contact:
    """Two entities that began or ceased to touch in a tick; an event.

    The normal points from `entity` to `other`. A script's `on_contact` is given
    the contact with itself as `entity`.
    """

    entity: Entity = _NOBODY
    other: Entity = _NOBODY
    x: float = 0.0
    y: float = 0.0
    normal_x: float = 0.0
    normal_y: float = 0.0
    impulse: float = 0.0
    speed: float = 0.0
    sensor: bool = False
    phase: str = field("begin", choices=("begin", "end"))
