"""The engine's renderer for the viewport: the document's stage, or the game that plays."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from imgui_bundle import imgui

import zenith as zn
from zenith.app import PictureSettings, SceneView
from zenith.gpu import Device, Target
from zenith.render import Renderer, shader_time
from zenith_editor.model.editor import Editor
from zenith_editor.view.backend.painter import UiPainter
from zenith_editor.view.staging import Staging

Size = tuple[int, int]
_BACKGROUND: Final = zn.Color.hex("#20242e")
_NEAREST: Final = 0x2600


class EnginePictures:
    """Draws worlds into a picture that the interface shows."""

    def __init__(self, editor: Editor, device: Device, ui_painter: UiPainter) -> None:
        self._editor = editor
        self._device = device
        self._painter = ui_painter
        self._target: Target | None = None
        self._renderer: Renderer | None = None
        self._assets: zn.Assets | None = None
        self._wanted = False
        self._staging = Staging(lambda: editor.project.game)

    def scene(self, size: Size) -> imgui.ImTextureRef | None:
        """Return what shows the document, or the game that plays; it is drawn by `draw`."""
        if self._target is None or self._target.size != size:
            self._release_target()
            self._target = self._device.target(size)
            texture = self._texture()
            texture.filter = (_NEAREST, _NEAREST)
            # What a game leaves see-through must not let the interface show.
            texture.swizzle = "RGB1"
        self._wanted = True
        return self._painter.show(self._texture())

    def _texture(self) -> Any:
        target: Any = self._target
        return target.framebuffer.color_attachments[0]

    def draw(self) -> None:
        """Draw what `scene` was asked for in this frame."""
        wanted, self._wanted = self._wanted, False
        editor = self._editor
        if not wanted or editor.workspace is None or self._target is None:
            return
        renderer = self._renderer_of(editor)
        if not editor.stopped:
            self._draw_game(editor, renderer, self._target)
        elif editor.has_tab:
            self._draw_stage(editor, renderer, self._target)

    def _renderer_of(self, editor: Editor) -> Renderer:
        assets = editor.project.game.assets
        if self._renderer is None or self._assets is not assets:
            if self._renderer is not None:
                self._renderer.release()
            self._assets = assets
            self._renderer = Renderer(
                self._device, assets, stack=self._worlds, missing=self._editor.tell_once
            )
        return self._renderer

    def _worlds(self) -> list[zn.World]:
        """Return the worlds that will be drawn again."""
        editor = self._editor
        if editor.workspace is None:
            return []
        playing = [] if editor.stopped else [scene.world for scene in editor.play.app.scenes.all]
        return [*(tab.stage.world for tab in editor.workspace.tabs), *playing]

    def _draw_stage(self, editor: Editor, renderer: Renderer, target: Target) -> None:
        shown = [SceneView(self._staging.world(editor.tab), None, 1.0)]
        try:
            renderer.draw(shown, target, background=_BACKGROUND)
        except zn.ZenithError as error:
            editor.tell_once(str(error))

    def _draw_game(self, editor: Editor, renderer: Renderer, target: Target) -> None:
        app = editor.play.app
        painter = app.devices.painter
        if not isinstance(painter, GamePainter) or painter.target is not target:
            app.devices.painter = GamePainter(app, renderer, target)
        try:
            app.guard.run(
                "drawing", app.draw, app.clock.alpha if editor.play.failure is None else 1
            )
        except zn.GameError as error:
            if editor.play.failure is None:
                editor.play.failure = error.failure
                editor.tell(str(error), error=True)

    def game_point(self, x: float, y: float) -> zn.Vec2:
        """Return which point of the playing game's world is at a pixel of its picture."""
        if self._renderer is None:
            return zn.Vec2(x, y)
        across, down = self._renderer.to_virtual(x, y)
        return self._editor.play.app.world.resource(zn.Camera).screen_to_world(across, down)

    def game_pixel(self, x: float, y: float) -> zn.Vec2:
        """Return at which pixel of its picture a point of the playing game's world is."""
        if self._renderer is None:
            return zn.Vec2(x, y)
        at = self._editor.play.app.world.resource(zn.Camera).world_to_screen(x, y)
        frame = self._renderer.frame
        return zn.Vec2(frame.box[0] + at.x * frame.scale, frame.box[1] + at.y * frame.scale)

    def to_virtual(self, x: float, y: float) -> tuple[float, float]:
        """Return which point of the game's virtual screen is at a pixel of its picture."""
        return (x, y) if self._renderer is None else self._renderer.to_virtual(x, y)

    def _release_target(self) -> None:
        if self._target is not None:
            self._target.release()
            self._target = None

    def release(self) -> None:
        """Give everything on the device back."""
        self._device.use()
        self._release_target()
        if self._renderer is not None:
            self._renderer.release()
            self._renderer = None


class NoPictures:
    """Draws nothing: for tests without a graphics device."""

    def scene(self, size: Size) -> imgui.ImTextureRef | None:
        """Return nothing to show."""
        return None

    def game_point(self, x: float, y: float) -> zn.Vec2:
        """Return the pixel itself."""
        return zn.Vec2(x, y)

    def game_pixel(self, x: float, y: float) -> zn.Vec2:
        """Return the point itself."""
        return zn.Vec2(x, y)


class GamePainter:
    """What a game that plays in the editor draws by: the editor's own renderer and picture.

    Attributes:
        target: Where to.
    """

    def __init__(self, app: zn.App, renderer: Renderer, target: Target) -> None:
        self.target = target
        self._app = app
        self._renderer = renderer

    def paint(self, scenes: Sequence[SceneView], settings: PictureSettings) -> None:
        """Draw the scenes, the lowest first; whole multiples would be small beside the panels."""
        app = self._app
        self._renderer.draw(
            scenes,
            self.target,
            virtual_size=settings.virtual_size,
            scaling="stretch" if settings.scaling == "stretch" else "fit",
            background=settings.background,
            bars=settings.bars,
            shader=app.window.shader,
            time=shader_time(app.ticks, scenes[-1].alpha if scenes else 1.0, app.clock.tick_rate),
        )

    def cover(self, draw: Callable[[Any], None]) -> None:
        """Draw nothing over it: the editor tells of errors itself."""

    def forget_shaders(self, files: Iterable[Path]) -> list[zn.Problem]:
        """Compile anew what was made of shader files that changed."""
        return self._renderer.forget_shaders(files)

    def save(self, path: Path) -> None:
        """Write nothing: pictures are taken of the whole editor."""

    def thumbnail(self) -> bytes:
        """Return no picture, for saves made in the editor."""
        return b""

    def held(self) -> list[Any]:
        """Return the pictures and fonts held in memory."""
        return list(self._renderer.held())

    def release_unused(self) -> None:
        """Free what the last frame did not show."""
        self._renderer.release_unused()

    def forget(self, files: Collection[Path]) -> list[str]:
        """Load anew what was made of files; return why one was not loaded."""
        return self._renderer.forget(files)

    def close(self) -> None:
        """Keep the device: it is the editor's."""
