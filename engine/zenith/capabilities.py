"""What a World may carry for its systems, each as the few calls a system makes.

The things themselves (input, sound, the stack of scenes) live in higher ranks;
a World without an App carries the silent stand-ins below.
"""

from __future__ import annotations

from typing import Protocol

from zenith.errors import UsageError
from zenith.maths import Vec2


class Controls(Protocol):
    """What the player does this tick. Systems read it as `world.input`."""

    @property
    def pointer(self) -> Vec2:
        """Where the pointer is, in units of the virtual screen."""
        ...

    @property
    def pointer_moved(self) -> bool:
        """Whether the pointer moved since the tick before."""
        ...

    @property
    def wheel(self) -> Vec2:
        """How far the wheel turned this tick, in notches."""
        ...

    @property
    def text(self) -> str:
        """What was typed this tick."""
        ...

    def pressed(self, action: str) -> bool:
        """Tell whether an action is held now."""
        ...

    def just_pressed(self, action: str) -> bool:
        """Tell whether an action went down this tick."""
        ...

    def just_released(self, action: str) -> bool:
        """Tell whether an action went up this tick."""
        ...

    def axis(self, action: str) -> float:
        """Return an axis from -1 to 1; a button gives 0 or 1."""
        ...

    def vector(self, x: str, y: str) -> Vec2:
        """Return two axes as one direction, at most 1 long."""
        ...


class Sounder(Protocol):
    """Where systems send what should be heard. Systems use it as `world.audio`."""

    def play(
        self,
        name: str,
        *,
        volume: float = 1.0,
        group: str = "sfx",
        pitch: float = 1.0,
        pan: float = 0.0,
    ) -> None:
        """Play a sound once."""
        ...

    def music(
        self, name: str, *, volume: float = 1.0, loop: bool = True, fade: float = 0.0
    ) -> None:
        """Play a piece of music, replacing the one that plays."""
        ...

    def stop_music(self, fade: float = 0.0) -> None:
        """Stop the music, over `fade` seconds."""
        ...

    def set_volume(self, group: str, value: float) -> None:
        """Set the volume of a group, 0 to 1."""
        ...

    def volume(self, group: str) -> float:
        """Return the volume of a group, 0 to 1."""
        ...


class Stage(Protocol):
    """The App's stack of scenes. Systems use it as `world.scenes`.

    Every call is carried out at the end of the tick. A scene is a
    `zenith.Scene`; only the one on top ticks.
    """

    def push(self, scene: object) -> None:
        """Put a scene on top; the one below waits."""
        ...

    def pop(self) -> None:
        """Take the top scene away; the one below goes on."""
        ...

    def replace(self, scene: object) -> None:
        """Take every scene away and begin this one."""
        ...

    def quit(self) -> None:
        """End the App after this tick."""
        ...


class NoControls:
    """Controls nobody touches."""

    pointer = Vec2()
    pointer_moved = False
    wheel = Vec2()
    text = ""

    def pressed(self, action: str) -> bool:
        """Return False."""
        return False

    def just_pressed(self, action: str) -> bool:
        """Return False."""
        return False

    def just_released(self, action: str) -> bool:
        """Return False."""
        return False

    def axis(self, action: str) -> float:
        """Return 0."""
        return 0.0

    def vector(self, x: str, y: str) -> Vec2:
        """Return the zero vector."""
        return Vec2()


class NoSounds:
    """A place where sounds are not heard."""

    def play(
        self,
        name: str,
        *,
        volume: float = 1.0,
        group: str = "sfx",
        pitch: float = 1.0,
        pan: float = 0.0,
    ) -> None:
        """Do nothing."""

    def music(
        self, name: str, *, volume: float = 1.0, loop: bool = True, fade: float = 0.0
    ) -> None:
        """Do nothing."""

    def stop_music(self, fade: float = 0.0) -> None:
        """Do nothing."""

    def set_volume(self, group: str, value: float) -> None:
        """Do nothing."""

    def volume(self, group: str) -> float:
        """Return 1."""
        return 1.0


class NoStage:
    """What a World has instead of a stack of scenes when no App runs it."""

    def push(self, scene: object) -> None:
        """Refuse."""
        raise self._refusal()

    def pop(self) -> None:
        """Refuse."""
        raise self._refusal()

    def replace(self, scene: object) -> None:
        """Refuse."""
        raise self._refusal()

    def quit(self) -> None:
        """Refuse."""
        raise self._refusal()

    @staticmethod
    def _refusal() -> UsageError:
        return UsageError("This world belongs to no App, so there are no scenes to change.")
