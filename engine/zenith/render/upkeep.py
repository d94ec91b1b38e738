"""When a renderer counts who uses what it holds, and gives back the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final
from weakref import finalize

import numpy as np

from zenith.components import Sprite, Text
from zenith.render.atlas import Atlas
from zenith.render.glyphs import FaceKey, Glyphs, face_key
from zenith.render.lookups import Lookups
from zenith.render.residence import Residence
from zenith.render.scene import WorldPicture
from zenith.world import World

COUNTED_EVERY: Final = 120
"""Frames from one count to the next, and for how long what was asked for by name is kept."""


class Users:
    """Which pictures and fonts the columns of one World show.

    Counted by whole columns, and only where they were touched since the last time.

    Attributes:
        images: Names of pictures.
        texts: Fonts and sizes.
    """

    def __init__(self) -> None:
        self.images: frozenset[str] = frozenset()
        self.texts: frozenset[tuple[str, float]] = frozenset()
        self._image_key: object = None
        self._text_key: object = None

    def count(self, world: World) -> None:
        """Bring both up to date."""
        key = _versions(world, Sprite, ("image",))
        if key != self._image_key:
            self._image_key = key
            self.images = _images(world)
        key = _versions(world, Text, ("font", "size"))
        if key != self._text_key:
            self._text_key = key
            self.texts = _texts(world)


def _versions(world: World, cls: type[Any], names: tuple[str, ...]) -> list[tuple[int, ...]]:
    return [
        (table.number, table.version, table.size, *(table[cls].version(name) for name in names))
        for table in world.tables(cls)
    ]


def _images(world: World) -> frozenset[str]:
    numbers: set[int] = set()
    for table in world.tables(Sprite):
        numbers.update(np.flatnonzero(np.bincount(table[Sprite].peek("image"))).tolist())
    return frozenset(world.names[number] for number in numbers)


def _texts(world: World) -> frozenset[tuple[str, float]]:
    found: set[tuple[str, float]] = set()
    for table in world.tables(Text):
        c = table[Text]
        pairs = set(zip(c.peek("font").tolist(), c.peek("size").tolist(), strict=True))
        found.update((world.names[number], size) for number, size in pairs)
    return frozenset(found)


@dataclass(slots=True)
class Drawn:
    """What a renderer keeps of a World between frames.

    Attributes:
        lookups: What its names mean.
        picture: Its picture.
        orphaned: Gives the picture back when the World dies.
        frame: The frame in which it was last drawn.
        scale: Pixels to a unit then.
        users: What it shows.
    """

    lookups: Lookups
    picture: WorldPicture
    orphaned: finalize[..., World]
    frame: int = 0
    scale: int = 1
    users: Users = field(default_factory=Users)

    def faces(self) -> set[FaceKey]:
        """Return which glyphs its texts are made of."""
        return {face_key(font, size, self.scale) for font, size in self.users.texts}


class Upkeep:
    """Frees pictures and glyphs without users.

    It counts when the stack of scenes changed, now and then between, and before the
    atlas has to grow.
    """

    def __init__(
        self,
        atlas: Atlas,
        residence: Residence,
        glyphs: Glyphs,
        drawn: Callable[[], Iterable[tuple[World, Drawn]]],
        drop: Callable[[World], None],
        stack: Callable[[], Iterable[World]] | None,
    ) -> None:
        """Make an upkeep.

        Args:
            atlas: The atlas.
            residence: The pictures in it.
            glyphs: The glyphs in it.
            drawn: Returns the Worlds that were drawn, with what is kept of them.
            drop: Forgets what is kept of a World.
            stack: Returns the Worlds that will be drawn again, the lowest first; where there
                is none, these are all that were drawn and live.
        """
        self._atlas = atlas
        self._residence = residence
        self._glyphs = glyphs
        self._drawn = drawn
        self._drop = drop
        self._find_stack = stack
        self._stack: list[int] = []
        self._frame = 0
        atlas.reclaim = self._reclaim

    @property
    def frame(self) -> int:
        """The number of the frame that is being drawn."""
        return self._frame

    def begin_frame(self) -> None:
        """Count frames, and take in what was loaded in the background."""
        self._frame += 1
        self._residence.frame = self._glyphs.frame = self._frame
        self._residence.adopt()

    def end_frame(self) -> None:
        """Count, if it is time to."""
        stack = [id(world) for world in self._worlds()]
        if stack != self._stack:
            other = stack[:1] != self._stack[:1] and bool(self._stack)
            self._stack = stack
            self._sweep(0, new_scene=other)
            self._atlas.trim()
        elif self._frame % COUNTED_EVERY == 0:
            self._sweep(COUNTED_EVERY)

    def release_unused(self) -> None:
        """Free at once whatever was not used in the last frame."""
        self._sweep(0)
        self._atlas.trim()

    def _worlds(self) -> list[World]:
        return [] if self._find_stack is None else list(self._find_stack())

    def _reclaim(self) -> bool:
        return self._sweep(1)

    def _sweep(self, recent: int, *, new_scene: bool = False) -> bool:
        stack = {id(world) for world in self._worlds()}
        images: set[str] = set()
        faces: set[FaceKey] = set()
        for world, kept in list(self._drawn()):
            if stack and id(world) not in stack and kept.frame < self._frame - recent:
                self._drop(world)
                continue
            kept.users.count(world)
            images |= kept.users.images
            faces |= kept.faces()
        freed = self._residence.sweep(images, recent, new_scene=new_scene)
        if freed:
            for _, kept in self._drawn():
                kept.lookups.forget_freed()
        return self._glyphs.sweep(faces, recent, new_scene=new_scene) or freed
