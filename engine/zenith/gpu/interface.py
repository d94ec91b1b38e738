"""What the renderer asks of a graphics device, and nothing more.

Small enough that a WebGL 2 device can stand in: buffers, textures, programs,
targets, and a draw of instanced quads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Protocol

from numpy.typing import NDArray

Size = tuple[int, int]
Box = tuple[int, int, int, int]
Blend = Literal["alpha", "multiply", "screen"]


class Buffer(Protocol):
    """Memory on the device, written as a whole."""

    def write(self, data: NDArray[Any]) -> None:
        """Replace the content; the size in bytes may differ from before."""
        ...

    def release(self) -> None:
        """Give the memory back."""
        ...


class Texture(Protocol):
    """A stack of RGBA pictures of one size, 8 bits a channel, premultiplied."""

    size: Size
    layers: int

    def write(self, layer: int, box: Box, pixels: NDArray[Any]) -> None:
        """Replace the pixels of a box (x, y, width, height) of one layer."""
        ...

    def release(self) -> None:
        """Give the memory back."""
        ...


class Target(Protocol):
    """Something that can be drawn into."""

    @property
    def size(self) -> Size:
        """Width and height in pixels, as of now."""
        ...

    def read(self) -> NDArray[Any]:
        """Return the pixels: uint8 (height, width, 4), the upper row first."""
        ...

    def clear(self, color: tuple[float, float, float, float], box: Box | None = None) -> None:
        """Fill the target, or a box of it, with a colour."""
        ...

    def release(self) -> None:
        """Give the memory back."""
        ...


class Quads(Protocol):
    """A program with the buffers that feed its instances."""

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
        """Draw the first `count` instances, each a quad of four corners.

        All state that matters is set here; nothing is left over from elsewhere.
        A target in memory may be drawn from, too, but not into itself. What the
        program has no use for is left out of the uniforms.
        """
        ...

    def release(self) -> None:
        """Give program and vertex array back; the buffers stay."""
        ...


class Device(Protocol):
    """A graphics device."""

    name: str
    version: str
    max_texture: int
    max_layers: int

    def use(self) -> None:
        """Make this the device that calls go to, where several are open off-screen."""
        ...

    def buffer(self, reserve: int) -> Buffer:
        """Return a buffer with room for `reserve` bytes."""
        ...

    def texture(self, size: Size, layers: int, *, smooth: bool) -> Texture:
        """Return a texture, cleared to nothing."""
        ...

    def target(self, size: Size) -> Target:
        """Return a picture in memory that can be drawn into and read."""
        ...

    def screen(self) -> Target:
        """Return the window."""
        ...

    def quads(
        self, vertex: str, fragment: str, streams: Sequence[tuple[Buffer, str, Sequence[str]]]
    ) -> Quads:
        """Return a program fed by per-instance streams.

        Args:
            vertex: Source of the vertex shader, without a version line.
            fragment: Source of the fragment shader, without a version line.
            streams: For each buffer, the format of one instance ("1f4", "4f4 4u2")
                and the names of the attributes. Without any, corners come from
                `gl_VertexID` alone.

        Raises:
            DeviceError: It does not compile; the message holds the compiler's.
        """
        ...

    def check(self) -> None:
        """Raise DeviceError where an earlier call went wrong unnoticed."""
        ...

    def release(self) -> None:
        """Give everything back."""
        ...
