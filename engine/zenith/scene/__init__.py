"""Scenes: from documents into a World and back."""

from zenith.scene.capture import document_of
from zenith.scene.instance import (
    Instance,
    all_types,
    check_document,
    instantiate,
    spawn_prefab,
)
from zenith.scene.loader import SceneLoader
from zenith.scene.merging import Merge
from zenith.scene.origins import Origins, file_key
from zenith.scene.values import field_choices, field_default, read_field, write_field

__all__ = [
    "Instance",
    "Merge",
    "Origins",
    "SceneLoader",
    "all_types",
    "check_document",
    "document_of",
    "field_choices",
    "field_default",
    "file_key",
    "instantiate",
    "read_field",
    "spawn_prefab",
    "write_field",
]
