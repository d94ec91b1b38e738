"""The renderer: reads worlds and draws them; changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol
from weakref import WeakKeyDictionary, finalize

import numpy as np
from numpy.typing import NDArray

from zenith.assets import Assets
from zenith.camera import Camera, CameraPose
from zenith.errors import AssetMissing, DeviceError
from zenith.fontmetrics import DEFAULT_FONT
from zenith.gpu import Box, Device, Target
from zenith.layers import Layers
from zenith.loads import Held
from zenith.maths import CLEAR, Color
from zenith.render.atlas import Atlas, Region
from zenith.render.batch import Batch, FrameStats
from zenith.render.canvas import Canvas
from zenith.render.glsl import gist
from zenith.render.glyphs import Glyphs
from zenith.render.lookups import Lookups
from zenith.render.poses import Eye
from zenith.render.residence import Missing, Residence
from zenith.render.scene import WorldPicture
from zenith.render.screenpass import ScreenPass
from zenith.render.sources import QUAD, QuadSource, touches
from zenith.render.stages import Stages
from zenith.render.upkeep import Drawn, Upkeep
from zenith.render.view import Frame, Uniforms, fit, uniforms
from zenith.scenefile.problem import Problem
from zenith.world import World

Place = tuple[Target, Box]
"""A target, and the part of it that shows the virtual screen."""


class Shown(Protocol):
    """One scene to draw."""

    @property
    def world(self) -> World:
        """What to draw."""
        ...

    @property
    def draw(self) -> Callable[[Any], None] | None:
        """The scene's own drawing, or None."""
        ...

    @property
    def alpha(self) -> float:
        """How far between the last two ticks."""
        ...


class Renderer:
    """Draws worlds into any target of its device.

    One draw call shows all sprites, shapes and texts of a world that blend by
    alpha or addition; each stretch of another blend mode, and a canvas that is
    drawn on, takes one more.

    Attributes:
        stats: What the last frame cost.
        frame: How the virtual screen lay in the target of the last frame.
    """

    def __init__(
        self,
        device: Device,
        assets: Assets,
        *,
        smooth: bool = False,
        clock: Callable[[], float] | None = None,
        stack: Callable[[], Iterable[World]] | None = None,
        missing: Missing | None = None,
    ) -> None:
        """Make a renderer.

        Args:
            device: The graphics device.
            assets: Where pictures and fonts are found.
            smooth: Whether enlarged pictures blur instead of showing their pixels.
            clock: Measures the stages of each frame; none are measured without.
            stack: Returns the worlds that will be drawn again, the lowest first, so that what
                others used can be given back; without it every world counts until it dies.
            missing: Told of pictures, fonts and layers that there are not, for which something
                else stands then; they are errors without.
        """
        self.stats = FrameStats()
        self.frame = Frame((0, 0, 1, 1), (1, 1))
        self._device = device
        self._atlas = Atlas(device, smooth=smooth)
        self._assets = assets
        self._missing = missing
        self._residence = Residence(self._atlas, assets, missing)
        self._glyphs = Glyphs(self._atlas, self._font)
        self._source = QuadSource()
        self._screen = ScreenPass(device, lambda name: assets.find("shader", name))
        self._drawn: WeakKeyDictionary[World, Drawn] = WeakKeyDictionary()
        self._orphans: list[WorldPicture] = []
        self._canvas_batches: list[Batch] = []
        self._stages = Stages(clock)
        self._upkeep = Upkeep(
            self._atlas, self._residence, self._glyphs, self._drawn.items, self._drop, stack
        )

    def draw(
        self,
        scenes: Sequence[Shown],
        target: Target,
        *,
        virtual_size: tuple[int, int] | None = None,
        scaling: str = "fit",
        background: Color | None = None,
        bars: Color | None = None,
        shader: str = "",
        time: float = 0.0,
    ) -> None:
        """Draw scenes, the lowest first, into a target.

        Args:
            scenes: The scenes.
            target: Where to.
            virtual_size: The virtual screen's size; the target's own when None.
            scaling: "fit", "integer" or "stretch".
            background: What the virtual screen is cleared to; left as it is when None.
            bars: What lies beside it, left as it is when None.
            shader: Name of a shader that the virtual screen goes through, "" for none.
            time: Seconds, for the shader.

        Raises:
            AssetMissing: A picture, a font or the shader is not there.
            UnknownName: A component names a layer that does not exist.
        """
        self.stats = FrameStats()
        self._stages.begin()
        self._device.use()
        self._release_orphans()
        self._upkeep.begin_frame()
        if self._residence.recut():
            self._forget_lookups()
        self.frame = fit(target.size, virtual_size, scaling)
        if self.frame.box[2] < 1 or self.frame.box[3] < 1:
            return
        frame = self.frame
        source = self._screen.begin(shader, frame.box[2:]) if shader else None
        whole = frame.box == (0, 0, *target.size)
        if bars is not None and (source is not None or not whole):
            target.clear(bars)
        if source is not None:
            source.clear(background or CLEAR)
            inside = Frame((0, 0, *source.size), frame.virtual)
            self._draw_scenes(scenes, source, inside)
            self._screen.finish(shader, source, target, frame, time, self.stats)
        else:
            if background is not None:
                target.clear(background, None if whole else frame.box)
            self._draw_scenes(scenes, target, frame)
        self._upkeep.end_frame()
        self.stats.pictures, self.stats.picture_bytes = len(self._residence), self._residence.nbytes
        self.stats.stages = self._stages.seconds

    def _draw_scenes(self, scenes: Sequence[Shown], target: Target, frame: Frame) -> None:
        for depth, scene in enumerate(scenes):
            self._draw_scene(scene, target, frame, depth)

    def _draw_scene(self, scene: Shown, target: Target, frame: Frame, depth: int) -> None:
        world, virtual = scene.world, frame.virtual
        pose = _camera_pose(world, virtual, scene.alpha)
        eye = Eye(pose.x, pose.y, virtual[0] / 2.0, virtual[1] / 2.0, scene.alpha)
        view = uniforms(frame, pose, target.size[1])
        scale = max(1, round(frame.scale))
        kept = self._kept_of(world)
        kept.frame, kept.scale = self._upkeep.frame, scale
        glyphs = self._glyphs.for_names(world.names, scale)
        batches = kept.picture.update(world, eye, glyphs, self.stats, self._stages)
        for batch, count, blend in batches:
            self._submit(batch, count, blend, (target, frame.box), view)
        if scene.draw is not None:
            canvas = Canvas(eye, virtual, self.region, glyphs)
            scene.draw(canvas)
            self._draw_canvas(canvas, depth, (target, frame.box), view)
        self._stages.mark("draw")

    def _draw_canvas(self, canvas: Canvas, depth: int, place: Place, view: Uniforms) -> None:
        look, poses = canvas.finish()
        count = len(look)
        if not count:
            return
        while len(self._canvas_batches) <= depth:
            self._canvas_batches.append(Batch(self._device, self._source))
        batch = self._canvas_batches[depth]
        batch.reserve(count)
        batch.look[:count] = look
        batch.poses.x[:count] = poses.x
        batch.poses.y[:count] = poses.y
        batch.poses.rotation[:count] = poses.rotation
        batch.touch(poses=True, look=True)
        batch.upload(self.stats)
        self._submit(batch, count, 0, place, view)

    def _submit(self, batch: Batch, count: int, blend: int, place: Place, view: Uniforms) -> None:
        texture = self._atlas.texture
        texel = _two_floats(1.0 / self._atlas.side)
        named = {
            "u_world": view.world,
            "u_screen": view.screen,
            "u_pixel": view.pixel,
            "u_view": view.view,
            "u_texel": texel,
        }
        target, box = place
        batch.draw(count, blend, target, box, texture, named, self.stats)

    def region(self, image: str, frame: int = 0) -> Region:
        """Return where a frame of a picture lies in the atlas, loading it on first use.

        In place of a file that cannot be decoded or is too large stands a chequered picture.

        Raises:
            AssetMissing: There is no such picture.
            BadValue: It has no such frame.
        """
        regions = self.regions(image)
        if not 0 <= frame < len(regions):
            self._assets.frame(image, frame)
        return Region(*regions[min(frame, len(regions) - 1)].tolist())

    def _font(self, name: str) -> Path:
        try:
            return self._assets.find("font", name)
        except AssetMissing as error:
            if self._missing is None:
                raise
            self._missing(str(error))
            return self._assets.find("font", DEFAULT_FONT)

    def regions(self, image: str) -> NDArray[np.int32]:
        """Return where the frames of a picture lie, as `region` does: int32 (n, 5)."""
        return self._residence.regions(image)

    def prepare(self, kind: str, path: Path) -> None:
        """Decode an "image" or "font" ahead of its first use; may be called in any thread.

        Raises:
            AssetBroken: It cannot be decoded.
        """
        {"image": self._residence.prepare, "font": self._glyphs.prepare}[kind](path)

    def held(self) -> list[Held]:
        """Return the pictures and fonts held in memory."""
        return [*self._residence.held(), *self._glyphs.held()]

    def release_unused(self) -> None:
        """Free now what the last frame did not show, instead of when it is time to count."""
        self._device.use()
        self._upkeep.release_unused()

    def forget(self, files: Collection[Path]) -> list[str]:
        """Load anew what was made of files that changed, appeared or went.

        Args:
            files: The files, resolved.

        Returns:
            Why a file was not loaded; what it was before is drawn on.
        """
        self._device.use()
        moved, wrong = self._residence.forget(files)
        if moved:
            self._forget_lookups()
        return [*wrong, *self._glyphs.forget(files)]

    def _forget_lookups(self) -> None:
        for kept in self._drawn.values():
            kept.lookups.forget_pictures()

    def forget_shaders(self, files: Iterable[Path]) -> list[Problem]:
        """Compile anew what was made of shader files that changed, the engine's own included.

        What does not compile stays as it was.

        Returns:
            What is wrong with the files; what could be is used from the next frame on.
        """
        changed = list(files)
        self._device.use()
        found = self._screen.forget(changed)
        if touches(changed, QUAD):
            try:
                self._source.reload(self._device)
            except DeviceError as error:
                found.append(Problem(" or ".join(QUAD), "", gist(str(error)), "GLSL that compiles"))
        return found

    def to_virtual(self, x: float, y: float) -> tuple[float, float]:
        """Return which point of the virtual screen is at a pixel of the last frame's target."""
        return self.frame.to_virtual(x, y)

    def _kept_of(self, world: World) -> Drawn:
        found = self._drawn.get(world)
        if found is None:
            layers = world.resource(Layers) if world.has_resource(Layers) else Layers()
            lookups = Lookups(world.names, layers, self.regions, self._missing)
            picture = WorldPicture(self._device, lookups, self._source)
            # A world may die at any moment, and its buffers can go only while this device is used.
            orphaned = finalize(world, self._orphans.append, picture)
            orphaned.atexit = False
            found = self._drawn[world] = Drawn(lookups, picture, orphaned)
        return found

    def _drop(self, world: World) -> None:
        """Give back what is kept of a world that left the stack; it may come back."""
        kept = self._drawn.pop(world)
        kept.orphaned.detach()
        kept.picture.release()

    def _release_orphans(self) -> None:
        """Give back what the pictures of dead worlds hold on the device."""
        while self._orphans:
            self._orphans.pop().release()

    def release(self) -> None:
        """Give everything on the device back."""
        self._device.use()
        self._release_orphans()
        for kept in self._drawn.values():
            kept.picture.release()
        for batch in self._canvas_batches:
            batch.release()
        self._screen.release()
        self._atlas.release()


def _camera_pose(world: World, virtual: tuple[int, int], alpha: float) -> CameraPose:
    if world.has_resource(Camera):
        return world.resource(Camera).pose(alpha)
    return CameraPose(virtual[0] / 2.0, virtual[1] / 2.0, 1.0, 0.0)


def _two_floats(value: float) -> bytes:
    return np.array((value, value), np.float32).tobytes()
