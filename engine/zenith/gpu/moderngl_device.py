"""The graphics device by moderngl, on OpenGL 3.3 core."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, cast

import moderngl
import numpy as np
from numpy.typing import NDArray

from zenith.errors import DeviceError
from zenith.gpu.interface import Blend, Box, Buffer, Quads, Size, Target, Texture

GLSL_HEADER: Final = "#version 330 core\n"
REQUIRED: Final = 330

_BLENDS: Final[dict[str, tuple[int, int]]] = {
    "alpha": (moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA),
    "multiply": (moderngl.DST_COLOR, moderngl.ONE_MINUS_SRC_ALPHA),
    "screen": (moderngl.ONE, moderngl.ONE_MINUS_SRC_COLOR),
}


class GLBuffer:
    """A buffer that is always written whole."""

    def __init__(self, context: moderngl.Context, reserve: int) -> None:
        self.handle = context.buffer(reserve=max(reserve, 16), dynamic=True)

    def write(self, data: NDArray[Any]) -> None:
        """Replace the content; memory is renewed only where the size changed."""
        if data.nbytes != self.handle.size:
            self.handle.orphan(data.nbytes)
        self.handle.write(data)

    def release(self) -> None:
        """Give the memory back."""
        self.handle.release()


class GLTexture:
    """An array texture."""

    def __init__(self, context: moderngl.Context, size: Size, layers: int, *, smooth: bool) -> None:
        self.size = size
        self.layers = layers
        empty = np.zeros((layers, size[1], size[0], 4), np.uint8)
        self.handle = context.texture_array((*size, layers), 4, empty)
        kind = moderngl.LINEAR if smooth else moderngl.NEAREST
        self.handle.filter = (kind, kind)
        self.handle.repeat_x = self.handle.repeat_y = False

    def write(self, layer: int, box: Box, pixels: NDArray[Any]) -> None:
        """Replace the pixels of a box of one layer."""
        x, y, width, height = box
        data = np.ascontiguousarray(pixels)
        self.handle.write(data, viewport=(x, y, layer, width, height, 1))

    def use(self) -> None:
        """Draw from here from now on."""
        self.handle.use(0)

    def release(self) -> None:
        """Give the memory back."""
        self.handle.release()


class GLTarget:
    """A framebuffer: the window's, or one in memory."""

    def __init__(
        self, framebuffer: moderngl.Framebuffer, size: Callable[[], Size], *, owned: bool
    ) -> None:
        self.framebuffer = framebuffer
        self._size = size
        self._owned = owned

    @property
    def size(self) -> Size:
        """Width and height in pixels, as of now."""
        return self._size()

    def bind(self) -> None:
        """Draw here from now on, on all of it and in every channel."""
        framebuffer: Any = self.framebuffer  # its stubs know no None
        framebuffer.use()
        framebuffer.scissor = None
        framebuffer.color_mask = (True, True, True, True)

    def use(self) -> None:
        """Draw from here from now on: only from one in memory."""
        cast(moderngl.Texture, self.framebuffer.color_attachments[0]).use(0)

    def read(self) -> NDArray[np.uint8]:
        """Return the pixels: uint8 (height, width, 4), the upper row first."""
        width, height = self.size
        data = self.framebuffer.read(viewport=(0, 0, width, height), components=4, alignment=1)
        return np.frombuffer(data, np.uint8).reshape(height, width, 4)[::-1].copy()

    def clear(self, color: tuple[float, float, float, float], box: Box | None = None) -> None:
        """Fill the target, or a box of it, with a colour."""
        width, height = self.size
        self.bind()
        x, y, w, h = box or (0, 0, width, height)
        self.framebuffer.clear(*color, viewport=(x, height - y - h, w, h))

    def release(self) -> None:
        """Give the memory back."""
        if self._owned:
            # moderngl goes back to the framebuffer used last, which must not be a deleted one.
            self.framebuffer.ctx.detect_framebuffer(0).use()
            for attachment in self.framebuffer.color_attachments:
                attachment.release()
            self.framebuffer.release()


class GLQuads:
    """A program and the vertex array that feeds it."""

    def __init__(
        self,
        context: moderngl.Context,
        vertex: str,
        fragment: str,
        streams: Sequence[tuple[Buffer, str, Sequence[str]]],
    ) -> None:
        self._context = context
        try:
            self._program = context.program(
                vertex_shader=GLSL_HEADER + vertex, fragment_shader=GLSL_HEADER + fragment
            )
        except moderngl.Error as error:
            raise DeviceError(f"A shader does not compile: {error}") from None
        content: list[Any] = [
            (_handle(buffer), f"{layout}/i", *names) for buffer, layout, names in streams
        ]
        make: Any = cast(Any, context).vertex_array
        self._vertices: moderngl.VertexArray = make(
            self._program, content, mode=moderngl.TRIANGLE_STRIP
        )

    def draw(
        self,
        target: Target,
        *,
        count: int,
        viewport: Box,
        blend: Blend,
        texture: Texture | Target,
        uniforms: Mapping[str, bytes],
    ) -> None:
        """Draw some instances; sets all state that matters."""
        assert isinstance(target, GLTarget)
        assert isinstance(texture, (GLTexture, GLTarget))
        context = self._context
        x, y, width, height = viewport
        target.bind()
        context.viewport = (x, target.size[1] - y - height, width, height)
        context.enable_only(moderngl.BLEND)
        context.blend_func = _BLENDS[blend]
        context.blend_equation = cast(Any, moderngl.FUNC_ADD)
        texture.use()
        for name, value in uniforms.items():
            # Compilers drop what a program declares and does not use.
            uniform = cast("moderngl.Uniform | None", self._program.get(name, None))
            if uniform is not None:
                uniform.write(value)
        self._vertices.render(moderngl.TRIANGLE_STRIP, vertices=4, instances=count)

    def release(self) -> None:
        """Give program and vertex array back."""
        self._vertices.release()
        self._program.release()


def _handle(buffer: Buffer) -> moderngl.Buffer:
    assert isinstance(buffer, GLBuffer)
    return buffer.handle


class ModernGLDevice:
    """A device on a moderngl context."""

    def __init__(self, context: moderngl.Context, window_size: Callable[[], Size] | None) -> None:
        self._context = context
        self._window_size = window_size
        if context.version_code < REQUIRED:
            raise DeviceError(
                f"OpenGL 3.3 is needed; this machine offers {context.version_code / 100:.1f} "
                f"({context.info['GL_RENDERER']}). A newer graphics driver may help."
            )
        self.name: str = context.info["GL_RENDERER"]
        self.version: str = context.info["GL_VERSION"]
        self.max_texture: int = context.info["GL_MAX_TEXTURE_SIZE"]
        self.max_layers: int = context.info["GL_MAX_ARRAY_TEXTURE_LAYERS"]

    def use(self) -> None:
        """Make this the device that calls go to, where several are open off-screen."""
        # A window's context is current for as long as the window is open.
        if self._window_size is None:
            cast(Any, self._context).__enter__()

    def buffer(self, reserve: int) -> Buffer:
        """Return a buffer with room for `reserve` bytes."""
        return GLBuffer(self._context, reserve)

    def texture(self, size: Size, layers: int, *, smooth: bool) -> Texture:
        """Return a texture, cleared to nothing.

        Raises:
            DeviceError: It is larger than the device allows.
        """
        if max(size) > self.max_texture or layers > self.max_layers:
            raise DeviceError(
                f"A texture of {size[0]} x {size[1]} with {layers} layers was asked for; this "
                f"device allows {self.max_texture} a side and {self.max_layers} layers."
            )
        return GLTexture(self._context, size, layers, smooth=smooth)

    def target(self, size: Size) -> Target:
        """Return a picture in memory that can be drawn into and read."""
        if max(size) > self.max_texture:
            raise DeviceError(
                f"A picture of {size[0]} x {size[1]} was asked for; this device allows "
                f"{self.max_texture} a side."
            )
        color = self._context.texture(size, 4)
        color.repeat_x = color.repeat_y = False
        framebuffer = self._context.framebuffer(color_attachments=[color])
        return GLTarget(framebuffer, lambda: size, owned=True)

    def screen(self) -> Target:
        """Return the window.

        Raises:
            DeviceError: The device has none.
        """
        if self._window_size is None:
            raise DeviceError("This device draws off-screen and has no window.")
        return GLTarget(self._context.detect_framebuffer(0), self._window_size, owned=False)

    def quads(
        self, vertex: str, fragment: str, streams: Sequence[tuple[Buffer, str, Sequence[str]]]
    ) -> Quads:
        """Return a program fed by per-instance streams.

        Raises:
            DeviceError: It does not compile; the message holds the compiler's.
        """
        return GLQuads(self._context, vertex, fragment, streams)

    def check(self) -> None:
        """Raise DeviceError where an earlier call went wrong unnoticed."""
        error = self._context.error
        if error != "GL_NO_ERROR":
            raise DeviceError(f"OpenGL reports {error}.")

    def release(self) -> None:
        """Give the context back."""
        self._context.release()


def open_offscreen() -> ModernGLDevice:
    """Return a device without a window.

    Raises:
        DeviceError: OpenGL is missing or too old, with what to do.
    """
    return ModernGLDevice(_create(standalone=True), None)


def open_on_window(window_size: Callable[[], Size]) -> ModernGLDevice:
    """Return a device on the OpenGL context that a window just made current.

    Args:
        window_size: Tells the window's size in pixels, as of now.

    Raises:
        DeviceError: OpenGL is missing or too old, with what to do.
    """
    return ModernGLDevice(_create(standalone=False), window_size)


def _create(*, standalone: bool) -> moderngl.Context:
    try:
        if not standalone:
            # get_context() alone would return the one of an earlier device.
            cast(Any, moderngl).init_context()
            return moderngl.get_context()
        try:
            return moderngl.create_context(REQUIRED, standalone=True)
        except Exception:
            return moderngl.create_context(REQUIRED, standalone=True, backend=cast(Any, "egl"))
    except Exception as error:
        raise DeviceError(explain(str(error))) from None


def explain(text: str) -> str:
    """Return what a failure to open OpenGL means and what to do about it."""
    if "libGL" in text or "libEGL" in text or "not found" in text or "not loaded" in text:
        return (
            "OpenGL is not installed. On Debian and Ubuntu: "
            f"apt-get install libgl1 libegl1 libx11-6. ({text})"
        )
    if "version" in text or "eglCreateContext" in text:
        return f"OpenGL 3.3 is needed and this machine's driver does not offer it. ({text})"
    return f"OpenGL could not be opened: {text}"
