"""Scenes: from documents into a World and back."""

from zenith.scene.capture import document_of
from zenith.scene.instance import Instance, check_document, instantiate, spawn_prefab
from zenith.scene.loader import SceneLoader

__all__ = [
    "Instance",
    "SceneLoader",
    "check_document",
    "document_of",
    "instantiate",
    "spawn_prefab",
]
