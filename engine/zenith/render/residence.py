"""The pictures in the atlas: each is there once, until nobody uses it any more."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from zenith.errors import AssetBroken, AssetMissing
from zenith.images import load_image
from zenith.loads import Held
from zenith.render.atlas import BORDER, Atlas, Region, framed

ADOPTED_PER_FRAME: Final = 8 * 1024 * 1024
"""Bytes of pictures from the background that are taken in during one frame, or one picture."""
STAND_IN: Final = 32
SCENES_KEPT: Final = 2
"""What was loaded ahead waits for its first use in the scene that asked and the one after it."""


@dataclass(slots=True)
class Picture:
    """A picture in the atlas.

    Attributes:
        name: The name it was last asked for by.
        path: Its file.
        region: Where it lies.
        used: The frame in which it was last asked for.
        ahead: For how many scenes it is still kept although nobody used it yet.
        whole: Whether it is what the file holds, and not the stand-in for it.
    """

    name: str
    path: Path
    region: Region
    used: int
    ahead: int = 0
    whole: bool = True

    @property
    def nbytes(self) -> int:
        """Bytes of its pixels."""
        return 4 * self.region.width * self.region.height


class Residence:
    """Finds, loads and counts pictures; frees those without users.

    What a World's sprites show is counted now and then, by whole columns; what was
    asked for by name, as by a canvas, is used in the frame in which it was asked for.

    Attributes:
        frame: The frame that is being drawn.
        nbytes: Bytes of all pictures held.
    """

    def __init__(self, atlas: Atlas, find: Callable[[str], Path]) -> None:
        self.frame = 0
        self.nbytes = 0
        self._atlas = atlas
        self._find = find
        self._named: dict[str, Picture] = {}
        self._pictures: dict[Path, Picture] = {}
        self._ready: dict[Path, NDArray[np.uint8] | None] = {}
        self._stand_in: Region | None = None

    def __len__(self) -> int:
        return len(self._pictures)

    def region(self, name: str) -> Region:
        """Return where a picture lies, loading it where it is not there.

        In place of a file that cannot be read stands a chequered one, and the log
        "zenith" tells why, once.

        Raises:
            AssetMissing: There is no such picture.
        """
        found = self._named.get(name)
        if found is None:
            if not name:
                return Region(0, 0, 0, 0, 0)
            found = self._named[name] = self._resolve(name)
        found.used, found.ahead = self.frame, 0
        return found.region

    def _resolve(self, name: str) -> Picture:
        path = self._find(name)
        found = self._pictures.get(path)
        if found is not None:
            found.name = name
            return found
        try:
            return self._take_in(name, path, self._pixels(path))
        except AssetBroken as error:
            _tell(str(error))
        found = Picture(name, path, self._chequered(), self.frame, whole=False)
        self._pictures[path] = found
        return found

    def _pixels(self, path: Path) -> NDArray[np.uint8]:
        ready = self._ready.pop(path, None)
        return framed(load_image(path)) if ready is None else ready

    def _take_in(self, name: str, path: Path, pixels: NDArray[np.uint8]) -> Picture:
        made = Picture(name, path, self._atlas.add_framed(pixels, str(path)), self.frame)
        self._pictures[path] = made
        self.nbytes += made.nbytes
        return made

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
        self._ready[path] = None if path in self._pictures else framed(load_image(path))

    def adopt(self) -> None:
        """Take in what was prepared: about as much as a frame has time for."""
        left = ADOPTED_PER_FRAME
        for path in list(self._ready):
            if left <= 0:
                return
            pixels = self._ready.pop(path)
            found = self._pictures.get(path)
            if found is None and pixels is not None:
                found = self._adopted(path, pixels)
                left -= pixels.nbytes
            if found is not None:
                found.ahead = SCENES_KEPT

    def _adopted(self, path: Path, pixels: NDArray[np.uint8]) -> Picture | None:
        try:
            return self._take_in(path.stem, path, pixels)
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
        shown = {id(self._named[name]) for name in used if name in self._named}
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
            self._named = {n: p for n, p in self._named.items() if id(p) in left}
        return bool(gone)

    def _free(self, picture: Picture) -> None:
        del self._pictures[picture.path]
        if picture.whole:
            self._atlas.remove(picture.region)
            self.nbytes -= picture.nbytes

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
        moved, wrong = self._find_again(), list[str]()
        for path in [path for path in list(self._ready) if path.resolve() in files]:
            del self._ready[path]
        for path, picture in list(self._pictures.items()):
            if path.resolve() in files:
                try:
                    moved |= self._renew(picture)
                except AssetBroken as error:
                    wrong.append(str(error))
        return moved, wrong

    def _find_again(self) -> bool:
        """Drop names that lead to another file by now; tell whether there were any."""
        stale = [n for n, p in self._named.items() if self._found(n) not in (None, p.path)]
        for name in stale:
            del self._named[name]
        return bool(stale)

    def _found(self, name: str) -> Path | None:
        try:
            return self._find(name)
        except AssetMissing:
            return None

    def _renew(self, picture: Picture) -> bool:
        """Load a picture anew in its place or, where its size is another, in a new one.

        Raises:
            AssetBroken: It cannot be; the old one stays.
        """
        pixels = framed(load_image(picture.path))
        old = picture.region
        same = pixels.shape[:2] == (old.height + 2 * BORDER, old.width + 2 * BORDER)
        if same and picture.whole:
            self._atlas.replace(old, pixels)
            return False
        picture.used = self.frame
        region = self._atlas.add_framed(pixels, str(picture.path))
        if picture.whole:
            self._atlas.remove(old)
            self.nbytes -= picture.nbytes
        picture.region, picture.whole = region, True
        self.nbytes += picture.nbytes
        return True


def _tell(message: str) -> None:
    logging.getLogger("zenith").warning(message)
