"""Saves: files of several generations, checked, versioned, and never half-written."""

from zenith.saves.folder import SaveFile, SaveFolder, SaveInfo
from zenith.saves.migrations import Migration, Migrations

__all__ = ["Migration", "Migrations", "SaveFile", "SaveFolder", "SaveInfo"]
