"""Names of files that mean the same file on every system."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

DEVICE: Final = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)
"""What Windows keeps for devices, whatever the folder."""


def is_spelt(file: Path, folder: Path) -> bool:
    """Tell whether every part below a folder is spelt as on the disk, where case is ignored too."""
    here = folder
    for part in file.relative_to(folder).parts:
        if part not in {entry.name for entry in here.iterdir()}:
            return False
        here /= part
    return True
