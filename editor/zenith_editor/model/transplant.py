"""Another parent without moving in the world: what the Transform has to say then."""

from __future__ import annotations

from typing import Final

import zenith as zn
from zenith_editor.model.gizmos import Target
from zenith_editor.model.operations import Operation, SetField
from zenith_editor.model.places import components_of, entity_of
from zenith_editor.model.poses import HERE, relative
from zenith_editor.model.snapping import rounded
from zenith_editor.model.stage import Stage

_NAMES: Final = zn.Pose._fields


def pose_of(stage: Stage, key: str) -> zn.Pose:
    """Return the pose of an entity in the world; the origin where it has none."""
    entity = stage.entities.get(key)
    return HERE if entity is None or not entity.has(zn.Transform) else zn.world_pose(entity)


def keep_pose(
    scene: zn.SceneDocument, stage: Stage, key: str, parent: str, below: zn.Pose | None = None
) -> list[Operation]:
    """Return what keeps an entity where it is in the world when it gets another parent.

    Args:
        scene: The document.
        stage: What shows it, as it was before.
        key: The entity.
        parent: Its new parent, or "".
        below: The parent's pose in the world, where the stage does not know it.
    """
    entity = stage.entities.get(key)
    if entity is None or not entity.has(zn.Transform):
        return []
    plain = not entity_of(scene, key).prefab
    said = dict(components_of(scene, key).get("Transform", {}))
    above = pose_of(stage, parent) if below is None else below
    local = zn.Pose(*(getattr(entity[zn.Transform], name) for name in _NAMES))
    target = Target(key, local, HERE, said, plain)
    return target.settle(relative(zn.world_pose(entity), above), *_NAMES)


def at_pose(key: str, pose: zn.Pose) -> list[Operation]:
    """Return what gives a new entity, with a bare Transform, a local pose."""
    return [
        SetField(key, "Transform", name, rounded(value))
        for name, value in zip(_NAMES, pose, strict=True)
        if rounded(value) != getattr(HERE, name)
    ]
