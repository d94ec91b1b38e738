"""Prefabs: entity subtrees in files, and what instances change in them."""

from zenith.prefab.expand import Layer, Scope, Single, expand
from zenith.prefab.library import Prefabs
from zenith.prefab.names import check_name, find, known
from zenith.prefab.overrides import Override, apply, overrides, revert

__all__ = [
    "Layer",
    "Override",
    "Prefabs",
    "Scope",
    "Single",
    "apply",
    "check_name",
    "expand",
    "find",
    "known",
    "overrides",
    "revert",
]
