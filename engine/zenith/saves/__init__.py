"""Saves: files of several generations, checked, versioned, and never half-written."""

from zenith.saves.done import SaveDone
from zenith.saves.folder import SaveFile, SaveFolder, SaveInfo
from zenith.saves.memory import MemoryDisk
from zenith.saves.migrations import Migration, Migrations
from zenith.saves.settings import Settings

__all__ = [
    "MemoryDisk",
    "Migration",
    "Migrations",
    "SaveDone",
    "SaveFile",
    "SaveFolder",
    "SaveInfo",
    "Settings",
]
