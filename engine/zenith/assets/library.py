"""Where pictures, sounds, fonts and shaders are found, and how pictures are cut."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from zenith.assets.bundled import engine_assets
from zenith.assets.kinds import EXTENSIONS, FOLDERS
from zenith.assets.pictures import picture_size
from zenith.assets.search import check_name, in_folder, names_in
from zenith.assets.sheet import Frame, Grid, Sheet, no_frame, whole
from zenith.assets.sheetfile import SUFFIX, read_sheet
from zenith.errors import AssetMissing, UsageError, nearest, unknown
from zenith.filenames import split_frames


class Assets:
    """Folders that are searched for assets, the first one first.

    A name has no extension ("crate") or its own ("crate.png"), and may name a
    subfolder ("enemies/bat"). Each folder is searched as it is and in its
    `images`, `sounds`, `music`, `fonts` or `shaders`. Capital letters count on every
    system, so that a game that works here works everywhere.

    Attributes:
        folders: What is searched.
        cuts: How often pictures were cut anew; what was made of them before is out of date.
    """

    def __init__(self, folders: Iterable[Path]) -> None:
        self.folders: tuple[Path, ...] = tuple(folders)
        self.cuts = 0
        self._found: dict[tuple[str, str], Path] = {}
        self._grids: dict[Path, Grid] = {}
        self._sheets: dict[Path, Sheet] = {}

    @classmethod
    def for_game(cls, folder: Path) -> Assets:
        """Return the assets of a game in `folder`: its own first, then the engine's."""
        return cls([folder / "assets", folder, engine_assets()])

    def find(self, kind: str, name: str) -> Path:
        """Return the file of an asset.

        Args:
            kind: "image", "sound", "music", "font" or "shader".
            name: Its name, with or without the extension; of a picture also with the
                name of frames, as "hero:run".

        Raises:
            AssetMissing: It is in none of the folders, or has no frames of that name; the
                message has the nearest name.
            AssetBroken: Two files have the name, or its `.sheet` says what cannot be.
            UnknownName: There is no such kind.
        """
        given: Any = name
        picture, frames = split_frames(name) if isinstance(given, str) else (name, "")
        if kind != "image" or not frames:
            return self._find(kind, name)
        self.sheet(picture).numbers(frames)
        return self._find(kind, picture)

    def _find(self, kind: str, name: str) -> Path:
        given: Any = name
        known = self._found.get((kind, name)) if isinstance(given, str) else None
        if known is None or not known.is_file():
            known = self._found[kind, name] = self._search(kind, name)
        return known

    def sheet(self, name: str) -> Sheet:
        """Return what a picture is cut into: by its `.sheet` file, by `grid`, or not at all.

        No device is needed, and nothing is decoded. It is read once, until `forget`.

        Raises:
            AssetMissing: There is no such picture.
            AssetBroken: It is none, or too large; SheetError where its `.sheet` is wrong.
        """
        return self.sheet_at(self._find("image", name))

    def sheet_at(self, file: Path) -> Sheet:
        """Return what a picture is cut into, by its file; may be called in any thread.

        Raises:
            AssetBroken: As for `sheet`.
        """
        found = self._sheets.get(file)
        if found is None:
            name = file.stem
            size, cut = picture_size(file), file.with_suffix(SUFFIX)
            if cut.exists():
                found = read_sheet(cut, name, size)
            elif file in self._grids:
                found = Sheet(name, size, self._grids[file].frames(size))
            else:
                found = whole(name, size)
            self._sheets[file] = found
        return found

    def frames(self, name: str) -> tuple[Sheet, tuple[int, ...]]:
        """Return the sheet of a Sprite's `image`, and which of its frames the Sprite shows.

        Args:
            name: A picture, as "hero", or frames of it by name, as "hero:run".

        Raises:
            AssetMissing: There is no such picture, or it has no frames of that name.
            AssetBroken: As for `sheet`.
        """
        picture, part = split_frames(name)
        sheet = self.sheet(picture)
        return sheet, sheet.numbers(part)

    def frame(self, name: str, number: int) -> Frame:
        """Return one frame of what a Sprite's `image` names.

        Raises:
            AssetMissing: As for `frames`.
            AssetBroken: As for `sheet`.
            BadValue: There is no frame of that number.
        """
        sheet, numbers = self.frames(name)
        if not 0 <= number < len(numbers):
            raise no_frame(name, number, len(numbers))
        return sheet.frames[numbers[number]]

    def grid(
        self,
        name: str,
        width: int,
        height: int,
        *,
        margin: int = 0,
        spacing: int = 0,
        count: int = 0,
    ) -> Sheet:
        """Cut a picture without a `.sheet` file into cells of one size, row by row.

        Call it where the game is set up, before the first tick.

        Args:
            name: The picture's name.
            width: Of a cell, in pixels.
            height: Of a cell.
            margin: Pixels around all cells.
            spacing: Pixels between two cells.
            count: How many cells there are; 0 for as many as fit.

        Raises:
            AssetMissing: There is no such picture.
            BadValue: A number cannot be, or the cells do not fit.
            UsageError: The picture has a `.sheet` file, which says it already.
        """
        grid = Grid(width, height, margin, spacing, count)
        grid.check()
        file = self._find("image", name)
        if file.with_suffix(SUFFIX).exists():
            raise UsageError(
                f"{file.with_suffix(SUFFIX).name} says already how {file.name} is cut; "
                "change it there, or take it away."
            )
        frames = grid.frames(picture_size(file))
        if self._grids.get(file) != grid:
            self._grids[file] = grid
            self._sheets.clear()
            self.cuts += 1
        return Sheet(name, picture_size(file), frames)

    def forget(self, files: Iterable[Path]) -> None:
        """Look anew at pictures and `.sheet` files that changed, and at names that are new."""
        changed = {file.with_suffix("").name for file in files}
        self._found = {key: f for key, f in self._found.items() if f.stem not in changed}
        kept = {file: s for file, s in self._sheets.items() if file.stem not in changed}
        if len(kept) < len(self._sheets):
            self._sheets = kept
            self.cuts += 1

    def _search(self, kind: str, name: str) -> Path:
        places = self._places(kind)
        check_name(kind, name)
        for folder in places:
            found = in_folder(folder, kind, name)
            if found is not None:
                return found
        raise self._missing(kind, name)

    def _places(self, kind: str) -> list[Path]:
        if kind not in EXTENSIONS:
            raise unknown("kind of asset", kind, EXTENSIONS)
        return [p for f in self.folders for p in (f / FOLDERS[kind], f) if p.is_dir()]

    def names(self, kind: str) -> list[str]:
        """Return the names of every asset of a kind, sorted, without extensions.

        Those in folders are named with them, as "enemies/bat".
        """
        return sorted({name for folder in self._places(kind) for name in names_in(folder, kind)})

    def _missing(self, kind: str, name: str) -> AssetMissing:
        names = self.names(kind)
        plain = name.removesuffix(Path(name).suffix)
        twins = [n for n in names if n.lower() in (name.lower(), plain.lower()) and n != name]
        searched = ", ".join(str(f) for f in self.folders)
        if twins:
            return AssetMissing(
                f'There is no {kind} "{name}", but there is "{twins[0]}": capital letters '
                f"count, because they do on other systems. Searched: {searched}."
            )
        close = nearest(name, names) or nearest(name.rpartition("/")[2], names)
        return AssetMissing(f'There is no {kind} "{name}".{close} Searched: {searched}.')
