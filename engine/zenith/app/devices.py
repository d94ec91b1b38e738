"""What an App needs of a window, a renderer and an audio device, and stand-ins without any."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from zenith.app.workers import Workers
from zenith.input import Device
from zenith.loads import Held
from zenith.maths import Color
from zenith.scenefile import Problem
from zenith.screen import WindowSettings
from zenith.sounds import SoundEvent
from zenith.world import World

Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SceneView:
    """One scene as the renderer sees it.

    Attributes:
        world: What to draw.
        draw: The scene's own drawing, called with a canvas after the world, or None.
        alpha: How far between the last two ticks, 0 to 1.
    """

    world: World
    draw: Callable[[Any], None] | None
    alpha: float


class WindowLike(Protocol):
    """What the loop asks of a window."""

    def adopt(self, title: str, settings: WindowSettings) -> None:
        """Follow what changed of the settings since the last call."""
        ...

    def poll(self) -> list[Device]:
        """Return what happened since the last call."""
        ...

    def flip(self) -> None:
        """Show the frame."""
        ...

    def close(self) -> None:
        """Give the window back."""
        ...


class Painter(Protocol):
    """What the loop asks of a renderer."""

    def paint(self, scenes: Sequence[SceneView], settings: PictureSettings) -> None:
        """Draw the scenes, the lowest first, into the target the painter was made for."""
        ...

    def cover(self, draw: Callable[[Any], None]) -> None:
        """Draw over what was painted last, by a canvas that counts in pixels of the target."""
        ...

    def forget_shaders(self, files: Iterable[Path]) -> list[Problem]:
        """Compile anew what was made of shader files that changed; return what is wrong in them."""
        ...

    def save(self, path: Path) -> None:
        """Write what was drawn last as a PNG file."""
        ...

    def thumbnail(self) -> bytes:
        """Return what was drawn last as a small PNG file."""
        ...

    def held(self) -> list[Held]:
        """Return the pictures and fonts held in memory."""
        ...

    def release_unused(self) -> None:
        """Free what nobody uses."""
        ...

    def forget(self, files: Collection[Path]) -> list[str]:
        """Load anew what was made of files, given resolved; return why one was not loaded."""
        ...

    def close(self) -> None:
        """Give the graphics device back."""
        ...


class AudioLike(Protocol):
    """What the loop asks of an audio device."""

    def perform(self, events: list[SoundEvent]) -> None:
        """Start, stop and set what the simulation asked for."""
        ...

    def pause(self, on: bool) -> None:
        """Hold everything that plays, or let it go on."""
        ...

    def held(self) -> list[Held]:
        """Return the sounds held in memory."""
        ...

    def release_unused(self) -> None:
        """Free what does not sound."""
        ...

    def forget(self, files: Collection[Path]) -> list[str]:
        """Decode anew what was made of files, given resolved; return why one was not decoded."""
        ...

    def close(self) -> None:
        """Fall silent and give the device back."""
        ...


@dataclass(frozen=True, slots=True)
class PictureSettings:
    """How the virtual screen meets the window.

    Attributes:
        virtual_size: Units the game counts in.
        scaling: "fit" (letterbox), "integer" (whole multiples) or "stretch".
        background: What an empty virtual screen shows.
        bars: The colour beside it.
    """

    virtual_size: Size
    scaling: str
    background: Color
    bars: Color


@dataclass(slots=True)
class Devices:
    """The devices of an App, and the threads that decode for them; each may be missing."""

    window: WindowLike | None = None
    painter: Painter | None = None
    audio: AudioLike | None = None
    workers: Workers | None = None

    def close(self) -> None:
        """Give everything back."""
        # Threads first: they decode with the help of the others.
        if self.workers is not None:
            self.workers.close()
        if self.audio is not None:
            self.audio.close()
        if self.painter is not None:
            self.painter.close()
        if self.window is not None:
            self.window.close()
