"""Where a game keeps what belongs to the player: the platform's folder for it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

import platformdirs

from zenith.errors import BadValue
from zenith.filenames import DEVICE

_NAME: Final = re.compile(r"\w(?:[\w \-]{0,98}[\w\-])?")


def folder_name(title: str) -> str:
    """Return a game's title as a name that `user_folder` takes.

    >>> folder_name("Space: the Game!"), folder_name("?"), folder_name("Aux")
    ('Space the Game', 'game', 'Aux game')
    """
    name = re.sub(r"[^\w \-]+", "", title)[:90].strip(" -") or "game"
    return f"{name} game" if DEVICE.fullmatch(name) else name


def user_folder(game: str) -> Path:
    """Return the folder for a game's own files, made on first use.

    It follows the platform's convention: under the user's application data on
    Windows, Application Support on macOS, XDG_DATA_HOME on Linux.

    Args:
        game: The game's name: up to 100 letters, digits, blanks, "-" and "_".

    Raises:
        BadValue: The name would lead somewhere else.
    """
    given: Any = game
    if not isinstance(given, str) or not _NAME.fullmatch(given) or DEVICE.fullmatch(given):
        raise BadValue(
            f"{given!r} cannot name a folder; use up to 100 letters, digits, blanks, - and _."
        )
    folder = Path(platformdirs.user_data_dir("zenith", appauthor=False)) / game
    folder.mkdir(parents=True, exist_ok=True)
    return folder
