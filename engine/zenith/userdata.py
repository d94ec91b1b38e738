"""Where a game keeps what belongs to the player: the platform's folder for it."""

from __future__ import annotations

import re
from pathlib import Path

import platformdirs

from zenith.errors import BadValue


def user_folder(game: str) -> Path:
    """Return the folder for a game's own files, made on first use.

    It follows the platform's convention: under the user's application data on
    Windows, Application Support on macOS, XDG_DATA_HOME on Linux.

    Args:
        game: The game's name: letters, digits, blanks, "-" and "_".

    Raises:
        BadValue: The name would lead somewhere else.
    """
    if not re.fullmatch(r"[\w][\w \-]*", game):
        raise BadValue(f'"{game}" cannot name a folder; use letters, digits, blanks, - and _.')
    folder = Path(platformdirs.user_data_dir("zenith", appauthor=False)) / game
    folder.mkdir(parents=True, exist_ok=True)
    return folder
