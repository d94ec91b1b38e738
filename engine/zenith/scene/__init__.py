"""Scenes: from documents into a World and back."""

from zenith.scene.capture import document_of
from zenith.scene.instance import Instance, check_document, instantiate, spawn_prefab
from zenith.scene.loader import SceneLoader
from zenith.scene.merging import Merge
from zenith.scene.origins import Origins, file_key

__all__ = [
    "Instance",
    "Merge",
    "Origins",
    "SceneLoader",
    "check_document",
    "document_of",
    "file_key",
    "instantiate",
    "spawn_prefab",
]
