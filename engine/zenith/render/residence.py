"""The pictures in the atlas: each is there once, until nobody uses it any more."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from zenith.assets import SUFFIX, Assets, Sheet
from zenith.errors import AssetBroken, AssetMissing
from zenith.filenames import split_frames
from zenith.images import load_image
from zenith.loads import Held
from zenith.render.atlas import BORDER, Atlas, Region
from zenith.render.cuts import Cut, cut

ADOPTED_PER_FRAME: Final = 8 * 1024 * 1024
"""Bytes of pictures from the background that are taken in during one frame, or one picture."""
STAND_IN: Final = 32
SCENES_KEPT: Final = 2
"""What was loaded ahead waits for its first use in the scene that asked and the one after it."""


Missing = Callable[[str], None]
"""Told what is nowhere, in a sentence."""


@dataclass(slots=True)
class Picture:
    """A picture in the atlas.

    Attributes:
        name: The name it was last asked for by.
        path: Its file.
        blocks: Where its pixels lie.
        regions: Where its frames lie: int32 (n, 5) of page, left, top, width, height.
        sheet: What it was cut into.
        used: The frame in which it was last asked for.
        ahead: For how many scenes it is still kept although nobody used it yet.
        whole: Whether it is what the file holds, and not the stand-in for it.
    """

    name: str
    path: Path
    blocks: list[Region]
    regions: NDArray[np.int32]
    sheet: Sheet
    used: int
    ahead: int = 0
    whole: bool = True

    @property
    def nbytes(self) -> int:
        """Bytes of its pixels."""
        return sum(4 * block.width * block.height for block in self.blocks)


class Residence:
    """Finds, loads and counts pictures; frees those without users.

    What a World's sprites show is counted now and then, by whole columns; what was
    asked for by name, as by a canvas, is used in the frame in which it was asked for.

    Attributes:
        frame: The frame that is being drawn.
        nbytes: Bytes of all pictures held.
    """

    def __init__(self, atlas: Atlas, assets: Assets, missing: Missing | None = None) -> None:
        self.frame = 0
        self.nbytes = 0
        self._atlas = atlas
        self._assets = assets
        self._cuts = assets.cuts
        self._missing = missing
        self._absent = False
        self._named: dict[str, tuple[Picture, list[int]]] = {}
        self._pictures: dict[Path, Picture] = {}
        self._ready: dict[Path, tuple[Cut, Sheet] | None] = {}
        self._stand_in: Region | None = None

    def __len__(self) -> int:
        return len(self._pictures)

    def regions(self, name: str) -> NDArray[np.int32]:
        """Return where the frames of a picture lie, loading it where it is not there.

        Args:
            name: A picture's, as "hero", or that of some of its frames, as "hero:run".

        Returns:
            int32 (n, 5) of page, left, top, width and height.

        In place of a file that cannot be read stands a chequered one, and the log
        "zenith" tells why, once; so it does for one that is missing, if somebody hears of it.

        Raises:
            AssetMissing: There is no such picture.
        """
        found = self._named.get(name)
        if found is None:
            if not name:
                return np.zeros((1, 5), np.int32)
            try:
                found = self._named[name] = self._resolve(name)
            except AssetMissing as error:
                if self._missing is None:
                    raise
                self._missing(str(error))
                self._absent = True
                return np.array([self._chequered()], np.int32)
        picture, numbers = found
        picture.used, picture.ahead = self.frame, 0
        return picture.regions[numbers] if picture.whole else picture.regions

    def _resolve(self, name: str) -> tuple[Picture, list[int]]:
        plain, part = split_frames(name)
        path = self._assets.find("image", plain)
        picture = self._pictures.get(path)
        if picture is None:
            picture = self._loaded(plain, path)
        picture.name = plain
        return picture, list(picture.sheet.numbers(part)) if picture.whole else []

    def _loaded(self, name: str, path: Path) -> Picture:
        try:
            return self._take_in(name, path, *self._made_ready(path))
        except AssetBroken as error:
            _tell(str(error))
        stand_in = self._chequered()
        regions = np.array([stand_in], np.int32)
        sheet = Sheet(name, (STAND_IN, STAND_IN), ())
        made = Picture(name, path, [], regions, sheet, self.frame, whole=False)
        self._pictures[path] = made
        return made

    def _made_ready(self, path: Path) -> tuple[Cut, Sheet]:
        ready = self._ready.pop(path, None)
        return self._decoded(path) if ready is None else ready

    def _decoded(self, path: Path) -> tuple[Cut, Sheet]:
        sheet = self._assets.sheet_at(path)
        return cut(load_image(path), sheet, self._atlas.largest), sheet

    def _take_in(self, name: str, path: Path, ready: Cut, sheet: Sheet) -> Picture:
        blocks = self._placed(ready, path)
        made = Picture(name, path, blocks, ready.regions(blocks), sheet, self.frame)
        self._pictures[path] = made
        self.nbytes += made.nbytes
        return made

    def _placed(self, ready: Cut, path: Path) -> list[Region]:
        """Put blocks into the atlas, all of them or none."""
        blocks: list[Region] = []
        try:
            for pixels in ready.blocks:
                blocks.append(self._atlas.add_framed(pixels, str(path)))
        except AssetBroken:
            for block in blocks:
                self._atlas.remove(block)
            raise
        return blocks

    def _chequered(self) -> Region:
        if self._stand_in is None:
            rows = np.indices((STAND_IN, STAND_IN)) // (STAND_IN // 4)
            squares = (rows[0] + rows[1]) % 2
            colors = np.array([(60, 20, 70, 255), (230, 60, 230, 255)], np.uint8)
            self._stand_in = self._atlas.add(colors[squares], "the stand-in")
        return self._stand_in

    # What comes from the background.

    def prepare(self, path: Path) -> None:
        """Decode a picture; called in a thread. `adopt` takes it in.

        Raises:
            AssetBroken: It cannot be decoded.
        """
        self._ready[path] = None if path in self._pictures else self._decoded(path)

    def adopt(self) -> None:
        """Take in what was prepared: about as much as a frame has time for."""
        left = ADOPTED_PER_FRAME
        for path in list(self._ready):
            if left <= 0:
                return
            ready = self._ready.pop(path)
            found = self._pictures.get(path)
            if found is None and ready is not None:
                found = self._adopted(path, *ready)
                left -= ready[0].nbytes
            if found is not None:
                found.ahead = SCENES_KEPT

    def _adopted(self, path: Path, ready: Cut, sheet: Sheet) -> Picture | None:
        try:
            return self._take_in(path.stem, path, ready, sheet)
        except AssetBroken:  # too large for the device: told when it is drawn
            return None

    # What is given up.

    def sweep(self, used: Collection[str], recent: int, *, new_scene: bool = False) -> bool:
        """Free the pictures that nobody uses; tell whether there were any.

        Args:
            used: The names that Worlds show.
            recent: For how many frames one that was asked for by name still counts as used.
            new_scene: Whether the stack of scenes begins with another one than before.
        """
        shown = {id(self._named[name][0]) for name in used if name in self._named}
        gone: list[Picture] = []
        for picture in self._pictures.values():
            picture.ahead -= new_scene and picture.ahead > 0
            idle = self.frame - picture.used > recent and id(picture) not in shown
            if idle and not picture.ahead:
                gone.append(picture)
        for picture in gone:
            self._free(picture)
        if gone:
            left = set(map(id, self._pictures.values()))
            self._named = {n: found for n, found in self._named.items() if id(found[0]) in left}
        return bool(gone)

    def _free(self, picture: Picture) -> None:
        del self._pictures[picture.path]
        self._give_up(picture)

    def _give_up(self, picture: Picture) -> None:
        self.nbytes -= picture.nbytes
        for block in picture.blocks:
            self._atlas.remove(block)

    def held(self) -> list[Held]:
        """Return what is held, in the order in which it came."""
        return [Held("image", p.name, p.path, p.nbytes) for p in self._pictures.values()]

    # What changed.

    def forget(self, files: Collection[Path]) -> tuple[bool, list[str]]:
        """Load anew what was made of files, and look again for names that lead to them.

        What cannot be loaded stays as it was.

        Args:
            files: The files, resolved.

        Returns:
            Whether anything lies elsewhere now, and why a file was not loaded.
        """
        moved, wrong = self._find_again() or self._absent, list[str]()
        self._absent = False
        for path in [path for path in list(self._ready) if path.resolve() in files]:
            del self._ready[path]
        for path, picture in list(self._pictures.items()):
            if path.resolve() in files or path.with_suffix(SUFFIX).resolve() in files:
                try:
                    moved |= self._renew(picture)
                except AssetBroken as error:
                    wrong.append(str(error))
        return moved, wrong

    def _find_again(self) -> bool:
        """Drop names that lead to another file by now; tell whether there were any."""
        named = self._named.items()
        stale = [n for n, (p, _) in named if self._found(split_frames(n)[0]) not in (None, p.path)]
        for name in stale:
            del self._named[name]
        return bool(stale)

    def _found(self, name: str) -> Path | None:
        try:
            return self._assets.find("image", name)
        except AssetMissing:
            return None

    def recut(self) -> bool:
        """Take in anew what was cut otherwise since the last call; tell whether there was any."""
        if self._cuts == self._assets.cuts:
            return False
        self._cuts = self._assets.cuts
        for picture in list(self._pictures.values()):
            try:
                if self._assets.sheet_at(picture.path) != picture.sheet:
                    self._renew(picture)
            except AssetBroken:  # told by `forget`, of the file that changed
                continue
        return True

    def _renew(self, picture: Picture) -> bool:
        """Load a picture anew in its place or, where its size is another, in a new one.

        Raises:
            AssetBroken: It cannot be; the old one stays.
        """
        ready, sheet = self._decoded(picture.path)
        if self._fits(ready, sheet, picture):
            for block, pixels in zip(picture.blocks, ready.blocks, strict=True):
                self._atlas.replace(block, pixels)
            return False
        picture.used = self.frame
        blocks = self._placed(ready, picture.path)
        self._give_up(picture)
        picture.blocks, picture.regions, picture.sheet = blocks, ready.regions(blocks), sheet
        picture.whole = True
        self.nbytes += picture.nbytes
        self._named = {n: found for n, found in self._named.items() if found[0] is not picture}
        return True

    @staticmethod
    def _fits(ready: Cut, sheet: Sheet, picture: Picture) -> bool:
        sizes = [(b.height + 2 * BORDER, b.width + 2 * BORDER, 4) for b in picture.blocks]
        return picture.whole and sizes == ready.sizes and sheet == picture.sheet


def _tell(message: str) -> None:
    logging.getLogger("zenith").warning(message)
