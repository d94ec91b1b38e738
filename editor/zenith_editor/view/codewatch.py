"""Notices when a game's Python files change, by looking at them now and then."""

from __future__ import annotations

from pathlib import Path

from zenith_editor.model.game import Game


class CodeWatch:
    """Remembers how the files of a game's modules were when they were looked at last."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[int, int]] = {}
        self._game: Game | None = None

    def changed(self, game: Game) -> list[Path]:
        """Return the files that are other than at the last look; none for a new game."""
        now = {file: stamp for file in _files(game) if (stamp := _stamp(file)) is not None}
        known = now if self._game is not game else self._known
        self._game, self._known = game, now
        return [file for file, stamp in now.items() if known.get(file) != stamp]


def _files(game: Game) -> list[Path]:
    """Return the files of the modules, those that could not be imported too."""
    files = [Path(module.__file__) for module in game.code.modules.values() if module.__file__]
    if game.project is not None:
        files += [game.folder / f"{name}.py" for name in game.project.modules if "." not in name]
    return sorted({file.resolve() for file in files})


def _stamp(file: Path) -> tuple[int, int] | None:
    try:
        told = file.stat()
    except OSError:
        return None
    return told.st_mtime_ns, told.st_size
