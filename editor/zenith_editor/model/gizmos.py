"""Handles in the viewport as arithmetic: from where a drag began and where it is to operations.

A drag is made when the mouse goes down, from the state of that moment, and asked
for its outcome as often as the mouse moves; so nothing adds up, and any outcome
can be shown in place of the one before it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import zenith as zn
from zenith_editor.model.operations import UNSET, Operation, SetField
from zenith_editor.model.places import components_of, entity_of
from zenith_editor.model.poses import HERE, above, angle_to, relative
from zenith_editor.model.snapping import Snapping, rounded

Axis = Literal["both", "x", "y"]
_SMALL: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Target:
    """What is dragged, as it was when the drag began.

    Attributes:
        key: The entity.
        pose: Its pose in the world.
        parent: The pose that its Transform is relative to.
        said: What the document says of its Transform; None for an entity of a running game.
        plain: Whether what the document does not say is as by default, and not as in a prefab.
    """

    key: str
    pose: zn.Pose
    parent: zn.Pose
    said: Mapping[str, Any] | None = None
    plain: bool = False

    def settle(self, pose: zn.Pose, *names: str) -> list[Operation]:
        """Return what gives the entity a pose in the world, as far as these fields go."""
        new, old = relative(pose, self.parent), relative(self.pose, self.parent)
        return [self._set(name, getattr(old, name), getattr(new, name)) for name in names]

    def _set(self, name: str, before: float, after: float) -> Operation:
        """Return what sets a field; an earlier moment of the drag may have set it already."""
        value: Any = rounded(after)
        if abs(after - before) < _SMALL:
            value = rounded(before) if self.said is None else self.said.get(name, UNSET)
        elif self.plain and value == getattr(HERE, name):
            value = UNSET
        return SetField(self.key, "Transform", name, value)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a drag comes to.

    Attributes:
        operations: What the document, or the running game, has to do.
        text: The read-out beside the pointer, as "dx 16  dy 0".
    """

    operations: tuple[Operation, ...]
    text: str


def targets(
    entities: Mapping[str, zn.Entity], keys: Iterable[str], scene: zn.SceneDocument | None = None
) -> list[Target]:
    """Return what is dragged when these are selected: not what lies below another of them.

    Args:
        entities: Living entities by id: those of a stage, or of a running game.
        keys: What is selected.
        scene: The document that is changed; None where the game runs.
    """
    chosen = {key: entities[key] for key in keys if key in entities}
    handles = {entity.handle for entity in chosen.values()}
    return [
        _target(key, entity, scene)
        for key, entity in chosen.items()
        if entity.has(zn.Transform) and not _below(entity, handles)
    ]


def _target(key: str, entity: zn.Entity, scene: zn.SceneDocument | None) -> Target:
    pose, parent = zn.world_pose(entity), above(entity)
    if scene is None:
        return Target(key, pose, parent)
    plain = "/" not in key and not entity_of(scene, key).prefab
    said = dict(components_of(scene, key).get("Transform", {}))
    return Target(key, pose, parent, said, plain)


def _below(entity: zn.Entity, handles: set[int]) -> bool:
    parent = entity.parent
    while parent is not None:
        if parent.handle in handles:
            return True
        parent = parent.parent
    return False


def pivot_of(chosen: list[Target]) -> zn.Vec2:
    """Return the point that several are turned and scaled about: the middle of their places."""
    count = max(len(chosen), 1)
    return zn.Vec2(sum(t.pose.x for t in chosen) / count, sum(t.pose.y for t in chosen) / count)


class MoveDrag:
    """Moves entities with the pointer, along one axis where asked.

    The last of the targets comes to rest on the grid; the others keep their distance.
    """

    label = "Move"

    def __init__(self, chosen: list[Target], start: zn.Vec2, axis: Axis = "both") -> None:
        self._chosen = chosen
        self._start = start
        self._axis = axis

    def to(self, point: zn.Vec2, snapping: Snapping, *, inverted: bool = False) -> Outcome:
        """Return what the drag comes to with the pointer at a point of the world."""
        if not self._chosen:
            return Outcome((), "")
        lead = self._chosen[-1].pose
        offset = point - self._start
        wanted = zn.Vec2(lead.x + offset.x, lead.y + offset.y)
        rest = snapping.position(wanted, inverted=inverted)
        dx = 0.0 if self._axis == "y" else rest.x - lead.x
        dy = 0.0 if self._axis == "x" else rest.y - lead.y
        return moved(self._chosen, dx, dy)


def moved(chosen: Iterable[Target], dx: float, dy: float) -> Outcome:
    """Return what moves entities by an offset in the world, as by the arrow keys."""
    operations: list[Operation] = []
    for target in chosen:
        pose = target.pose._replace(x=target.pose.x + dx, y=target.pose.y + dy)
        operations += target.settle(pose, "x", "y")
    return Outcome(tuple(operations), f"dx {rounded(dx):g}  dy {rounded(dy):g}")


class RotateDrag:
    """Turns entities about a pivot; each also turns itself."""

    label = "Rotate"

    def __init__(self, chosen: list[Target], start: zn.Vec2, pivot: zn.Vec2 | None = None) -> None:
        self._chosen = chosen
        self._pivot = pivot_of(chosen) if pivot is None else pivot
        self._from = angle_to(self._pivot, start)

    def to(self, point: zn.Vec2, snapping: Snapping, *, inverted: bool = False) -> Outcome:
        """Return what the drag comes to with the pointer at a point of the world."""
        if not self._chosen:
            return Outcome((), "")
        lead = self._chosen[-1].pose.rotation
        turn = zn.wrap_angle(angle_to(self._pivot, point) - self._from)
        turn = snapping.turned(lead + turn, inverted=inverted) - lead
        operations: list[Operation] = []
        for target in self._chosen:
            offset = zn.Vec2(target.pose.x, target.pose.y) - self._pivot
            place = self._pivot + offset.rotated(turn)
            pose = target.pose._replace(x=place.x, y=place.y, rotation=target.pose.rotation + turn)
            operations += target.settle(pose, "x", "y", "rotation")
        return Outcome(tuple(operations), f"{rounded(math.degrees(turn)):g}°")


class ScaleDrag:
    """Scales entities about a pivot, along one of its axes or both.

    With one axis, that of the entity; with both, the distance from the pivot counts.
    """

    label = "Scale"

    def __init__(
        self,
        chosen: list[Target],
        start: zn.Vec2,
        axis: Axis = "both",
        pivot: zn.Vec2 | None = None,
    ) -> None:
        self._chosen = chosen
        self._axis = axis
        self._pivot = pivot_of(chosen) if pivot is None else pivot
        self._start = start

    def to(self, point: zn.Vec2, snapping: Snapping, *, inverted: bool = False) -> Outcome:
        """Return what the drag comes to with the pointer at a point of the world."""
        if not self._chosen:
            return Outcome((), "")
        lead = self._chosen[-1].pose
        factor = self._factor(point, lead.rotation)
        scale = lead.scale_y if self._axis == "y" else lead.scale_x
        wanted = snapping.scaled(scale * factor, inverted=inverted)
        factor = wanted / scale if abs(scale) > _SMALL else factor
        across = 1.0 if self._axis == "y" else factor
        down = 1.0 if self._axis == "x" else factor
        operations: list[Operation] = []
        for target in self._chosen:
            pose = self._scaled(target.pose, across, down)
            operations += target.settle(pose, "x", "y", "scale_x", "scale_y")
        return Outcome(tuple(operations), f"× {rounded(factor):g}")

    def _factor(self, point: zn.Vec2, rotation: float) -> float:
        old = (self._start - self._pivot).rotated(-rotation)
        new = (point - self._pivot).rotated(-rotation)
        if self._axis == "both":
            length = old.length()
            return new.length() / length if length > _SMALL else 1.0
        before, now = (old.x, new.x) if self._axis == "x" else (old.y, new.y)
        return now / before if abs(before) > _SMALL else 1.0

    def _scaled(self, pose: zn.Pose, across: float, down: float) -> zn.Pose:
        turn = self._chosen[-1].pose.rotation
        offset = (zn.Vec2(pose.x, pose.y) - self._pivot).rotated(-turn)
        place = self._pivot + zn.Vec2(offset.x * across, offset.y * down).rotated(turn)
        return pose._replace(
            x=place.x, y=place.y, scale_x=pose.scale_x * across, scale_y=pose.scale_y * down
        )
