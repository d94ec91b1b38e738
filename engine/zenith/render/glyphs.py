"""Text as glyphs in the atlas: measured by the font file, drawn by the rasteriser."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from zenith.errors import AssetBroken, AssetMissing
from zenith.fontmetrics import DEFAULT_FONT, FontMetrics
from zenith.fonts import GlyphRasteriser
from zenith.loads import Held
from zenith.render.atlas import Atlas, Region
from zenith.render.instances import LOOK, SPRITE
from zenith.world import Names

KEPT_BLOCKS: Final = 2048

FaceKey = tuple[str, int]
"""A font and the height of its em in pixels."""


@dataclass(frozen=True, slots=True)
class Block:
    """A laid out text.

    Attributes:
        look: LOOK (n,) without colour and flags; rects relative to its upper left corner.
        width: In units.
        height: In units.
    """

    look: NDArray[Any]
    width: float
    height: float


@dataclass(slots=True)
class _Font:
    """A font's measures.

    Attributes:
        metrics: The measures.
        used: The frame in which it was last asked for.
    """

    metrics: FontMetrics
    used: int


@dataclass(slots=True)
class _Face:
    """The glyphs of a font at one size.

    Attributes:
        rasteriser: What draws them.
        used: The frame in which text was last made of them.
        glyphs: For each character its region and offset; None where there is nothing to see.
    """

    rasteriser: GlyphRasteriser
    used: int
    glyphs: dict[str, tuple[Region, int, int] | None] = field(
        default_factory=dict[str, tuple[Region, int, int] | None]
    )


class Glyphs:
    """Texts as looks, each laid out and rasterised once.

    Glyphs are rasterised at the size they have on the screen: `scale` pixels to a
    unit of the virtual screen. Those of one font and size are freed together.

    Attributes:
        names: Interned names that texts name their fonts by.
        scale: Pixels to a unit.
        frame: The frame that is being drawn.
        version: Changes when texts are to be laid out anew.
    """

    def __init__(self, atlas: Atlas, find_font: Callable[[str], Path]) -> None:
        self.names = Names()
        self.scale = 1
        self.frame = 0
        self.version = 0
        self._atlas = atlas
        self._find = find_font
        self._fonts: dict[str, _Font] = {}
        self._ready: dict[Path, FontMetrics] = {}
        self._overdue: set[Path] = set()
        self._faces: dict[FaceKey, _Face] = {}
        self._blocks: dict[Any, tuple[Block, _Face]] = {}

    def for_names(self, names: Names, scale: int) -> Glyphs:
        """Use the interned names of a World, and a scale, from now on."""
        self.names, self.scale = names, scale
        return self

    def metrics(self, font: str) -> FontMetrics:
        """Return a font's measures; the engine's own in place of a file that is damaged.

        Raises:
            AssetMissing: There is no such font.
        """
        name = font or DEFAULT_FONT
        found = self._fonts.get(name)
        if found is None:
            found = self._fonts[name] = _Font(self._loaded(name), self.frame)
        found.used = self.frame
        return found.metrics

    def _loaded(self, font: str) -> FontMetrics:
        path = self._find(font)
        ready = self._ready.pop(path, None)
        try:
            return FontMetrics.load(path) if ready is None else ready
        except AssetBroken as error:
            if font == DEFAULT_FONT:
                raise
            logging.getLogger("zenith").warning(str(error))
            return self.metrics("")

    def block(
        self,
        text: str,
        *,
        size: float,
        font: str = "",
        align: str = "left",
        width: float = 0.0,
        line_height: float = 1.0,
    ) -> Block:
        """Return a text's looks."""
        key = (font, size, text, align, width, line_height, self.scale)
        found = self._blocks.get(key)
        if found is None:
            if len(self._blocks) >= KEPT_BLOCKS:
                self._blocks.clear()
            found = self._lay(text, size, font, align, width, line_height)
            self._blocks[key] = found
        found[1].used = self.frame
        return found[0]

    def _lay(
        self, text: str, size: float, font: str, align: str, width: float, line_height: float
    ) -> tuple[Block, _Face]:
        layout = self.metrics(font).layout(
            text, size, width=width, align=align, line_height=line_height
        )
        key = face_key(font, size, self.scale)
        unit = size / key[1]
        face = self._face(key)
        look = np.zeros(len(layout.glyphs), LOOK)
        for k, character in enumerate(layout.glyphs):
            placed = self._region(face, character)
            if placed is not None:
                region, left, top = placed
                x, y = layout.x[k] + left * unit, layout.y[k] + top * unit
                look["in_rect"][k] = (x, y, region.width * unit, region.height * unit)
                right, bottom = region.x + region.width, region.y + region.height
                look["in_uv"][k] = (region.x, region.y, right, bottom)
                look["in_misc"][k, 0] = region.page
        look["in_misc"][:, 1] = SPRITE
        return Block(look, layout.width, layout.height), face

    def _face(self, key: FaceKey) -> _Face:
        found = self._faces.get(key)
        if found is None:
            found = _Face(GlyphRasteriser(self.metrics(key[0]), key[1]), self.frame)
            self._faces[key] = found
        found.used = self.frame
        return found

    def _region(self, face: _Face, character: str) -> tuple[Region, int, int] | None:
        if character not in face.glyphs:
            face.glyphs[character] = self._rasterise(face.rasteriser, character)
        return face.glyphs[character]

    def _rasterise(
        self, rasteriser: GlyphRasteriser, character: str
    ) -> tuple[Region, int, int] | None:
        glyph = rasteriser.rasterise(character)
        height, width = glyph.alpha.shape
        if not (width and height):
            return None
        picture = np.full((height, width, 4), 255, np.uint8)
        picture[..., 3] = glyph.alpha
        return self._atlas.add(picture, f'The glyph "{character}"'), glyph.left, glyph.top

    # What comes and goes.

    def prepare(self, path: Path) -> None:
        """Measure a font; called in a thread.

        Raises:
            AssetBroken: It is no font.
        """
        self._ready[path] = FontMetrics.load(path)

    def sweep(self, used: Collection[FaceKey], recent: int, *, new_scene: bool = False) -> bool:
        """Free the glyphs and fonts that nobody uses; tell whether there were glyphs.

        Args:
            used: The fonts and sizes that Worlds show.
            recent: For how many frames others still count as used.
            new_scene: Whether the stack of scenes begins with another one than before.
        """
        if new_scene:
            # Loaded ahead, and used neither in the scene that asked nor in the one after it.
            for path in self._overdue:
                self._ready.pop(path, None)
            self._overdue = set(self._ready)
        before = self.frame - recent
        gone = [k for k, face in self._faces.items() if face.used < before and k not in used]
        self._drop(gone)
        fonts = {font for font, _ in (*used, *self._faces)}
        for name, font in list(self._fonts.items()):
            if font.used < before and name not in fonts:
                del self._fonts[name]
        return bool(gone)

    def _drop(self, keys: Iterable[FaceKey]) -> None:
        dropped = {id(face): face for face in map(self._faces.pop, keys)}
        if not dropped:
            return
        for face in dropped.values():
            for placed in face.glyphs.values():
                if placed is not None:
                    self._atlas.remove(placed[0])
        self._blocks = {k: b for k, b in self._blocks.items() if id(b[1]) not in dropped}
        self.version += 1

    def held(self) -> list[Held]:
        """Return the fonts held, with the bytes of their files and glyphs."""
        found: list[Held] = []
        for name, font in self._fonts.items():
            faces = [face for (n, _), face in self._faces.items() if n == name]
            regions = [p[0] for face in faces for p in face.glyphs.values() if p is not None]
            nbytes = len(font.metrics.data) + sum(4 * r.width * r.height for r in regions)
            found.append(Held("font", name, font.metrics.path, nbytes))
        return found

    def forget(self, files: Collection[Path]) -> list[str]:
        """Measure and draw anew the fonts in files that changed.

        Args:
            files: The files, resolved.

        Returns:
            Why a font was not loaded; it stays as it was.
        """
        wrong: list[str] = []
        for path in [path for path in list(self._ready) if path.resolve() in files]:
            del self._ready[path]
        for name, font in list(self._fonts.items()):
            try:
                path = self._find(name)
                changed = path.resolve() in files
                if changed or path != font.metrics.path:
                    font.metrics = FontMetrics.load(path)
                    self._drop([key for key in self._faces if key[0] == name])
            except AssetMissing:  # as good as unchanged, until it is back
                continue
            except AssetBroken as error:
                wrong += [str(error)]
        return wrong


def face_key(font: str, size: float, scale: int) -> FaceKey:
    """Return what tells glyphs of one font and size on the screen from others."""
    return font or DEFAULT_FONT, max(1, round(size * scale))
