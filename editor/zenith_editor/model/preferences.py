"""What a person set once for all projects: snapping, theme, size of the interface."""

from __future__ import annotations

import dataclasses
import json
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import zenith as zn
from zenith_editor.model.snapping import Snapping

_NAME: Final = "preferences.json"


@dataclass(frozen=True, slots=True)
class Preferences:
    """Settings of the editor; a new value is made with `dataclasses.replace`.

    Attributes:
        snapping: Where things stop while they are dragged.
        show_grid: Whether the grid is drawn.
        show_colliders: Whether colliders are drawn.
        theme: "dark" or "light".
        scale: How large the interface is.
    """

    snapping: Snapping = field(default_factory=Snapping)
    show_grid: bool = True
    show_colliders: bool = True
    theme: str = "dark"
    scale: float = 1.0

    def save(self, folder: Path | None = None) -> None:
        """Write them into the user's folder; where that cannot be, nothing is remembered."""
        text = json.dumps(dataclasses.asdict(self), indent=1)
        with suppress(OSError):
            zn.write_atomic(_file(folder), text.encode())


def load_preferences(folder: Path | None = None) -> Preferences:
    """Return what was set; what cannot be read, or is of another type, is as by default.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> Preferences(theme="light").save(folder)
    >>> load_preferences(folder).theme
    'light'
    """
    try:
        told: Any = json.loads(_file(folder).read_bytes())
    except (OSError, ValueError):
        return Preferences()
    given = _as_dict(told)
    snapping = _fitting(Snapping(), given.get("snapping"))
    found: Preferences = dataclasses.replace(_fitting(Preferences(), given), snapping=snapping)
    return found


def _fitting(default: Any, told: Any) -> Any:
    """Return a dataclass with the values that have the type of their defaults."""
    given = _as_dict(told)
    fits = {
        one.name: given[one.name]
        for one in dataclasses.fields(default)
        if type(given.get(one.name)) is type(getattr(default, one.name))
    }
    return dataclasses.replace(default, **fits)


def _as_dict(told: Any) -> dict[str, Any]:
    return told if told.__class__ is dict else {}


def _file(folder: Path | None) -> Path:
    return (zn.user_folder("Zenith editor") if folder is None else folder) / _NAME
