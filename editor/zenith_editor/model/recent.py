"""The projects that were opened last: a small file in the user's own folder."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import zenith as zn

MOST: Final = 20
_NAME: Final = "recent.json"


@dataclass(frozen=True, slots=True)
class Recent:
    """A project that was opened.

    Attributes:
        folder: Its folder.
        name: What it is called.
    """

    folder: str
    name: str

    @property
    def there(self) -> bool:
        """Whether it is still there."""
        return (Path(self.folder) / "zenith.toml").is_file()


class Recents:
    """The list, the last one first.

    >>> import tempfile
    >>> recents = Recents(Path(tempfile.mkdtemp()))
    >>> recents.note(Path("/games/moss"), "Moss")
    >>> [one.name for one in recents.all()]
    ['Moss']
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._file = (zn.user_folder("Zenith editor") if folder is None else folder) / _NAME

    def all(self) -> list[Recent]:
        """Return the list; an empty one where the file cannot be read."""
        try:
            told: Any = json.loads(self._file.read_bytes())
            return [Recent(str(one["folder"]), str(one["name"])) for one in told][:MOST]
        except (OSError, ValueError, TypeError, KeyError):
            return []

    def note(self, folder: Path, name: str) -> None:
        """Put a project first."""
        path = str(folder.resolve())
        self._write([Recent(path, name), *(one for one in self.all() if one.folder != path)])

    def forget(self, folder: str) -> None:
        """Take a project out."""
        self._write([one for one in self.all() if one.folder != folder])

    def _write(self, recents: list[Recent]) -> None:
        text = json.dumps([asdict(one) for one in recents[:MOST]], indent=1)
        with suppress(OSError):  # a list that is not remembered is no reason to stop
            zn.write_atomic(self._file, text.encode())
