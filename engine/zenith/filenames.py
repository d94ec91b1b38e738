"""Names of files that mean the same file on every system."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

DEVICE: Final = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)
"""What Windows keeps for devices, whatever the folder."""
LONGEST: Final = 200
"""So many letters a name has at most."""
FRAMES: Final = re.compile(r"[\w .-]{1,64}")
"""What frames of a picture may be called."""
_PART: Final = re.compile(r'[^\\/:*?"<>|\x00-\x1f\x7f]+')


def trouble(name: str) -> str:
    r"""Return why a name may not be: it leads out of its folder, or is no file somewhere; or "".

    Refused are absolute paths, "..", backslashes, drive letters, addresses, and
    what Windows keeps for devices or cannot store.

    >>> trouble("enemies/bat")
    ''
    >>> trouble("../secret")
    'no path leads out of the project'
    """
    if len(name) > LONGEST:
        return f"names have up to {LONGEST} letters"
    if name.startswith(("/", "\\", "~")) or re.match(r"[A-Za-z]:", name) or "://" in name:
        return "no path leads out of the project; names are relative to it"
    if name.lower().startswith("file:"):
        return "an address is no name; names are relative to the project"
    if "\\" in name:
        return "write / between folder and file, on Windows too"
    for part in name.split("/"):
        if part == "..":
            return "no path leads out of the project"
        if not part or part == "." or _PART.fullmatch(part) is None or part != part.strip(" "):
            return "a part of it can be no file on some systems"
        if part.endswith(".") or DEVICE.fullmatch(part.split(".")[0]):
            return "a part of it can be no file on Windows"
    return ""


def split_frames(name: str) -> tuple[str, str]:
    """Return a picture's name and that of its frames; "" where it names none.

    One letter before the colon would be a drive, so such a picture's frames have no names.

    >>> split_frames("hero:run"), split_frames("hero"), split_frames("C:x"), split_frames("x://y")
    (('hero', 'run'), ('hero', ''), ('C:x', ''), ('x://y', ''))
    """
    picture, _, frames = name.partition(":")
    named = len(picture) > 1 and picture.lower() != "file" and FRAMES.fullmatch(frames)
    return (picture, frames) if named else (name, "")


def stays_inside(file: Path, folder: Path) -> bool:
    """Tell whether a file lies in a folder once every link is followed."""
    return file.resolve().is_relative_to(folder.resolve())


def is_spelt(file: Path, folder: Path) -> bool:
    """Tell whether every part below a folder is spelt as on the disk, where case is ignored too."""
    here = folder
    for part in file.relative_to(folder).parts:
        if part not in {entry.name for entry in here.iterdir()}:
            return False
        here /= part
    return True
