"""What a World may carry for its systems, each as the few calls a system makes.

The things themselves (input, sound, the stack of scenes) live in higher ranks;
a World without an App carries the silent stand-ins below.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from zenith.errors import UsageError
from zenith.maths import Vec2

if TYPE_CHECKING:
    from zenith.saves import SaveInfo


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
    `zenith.Scene`, or the name of one that the game has; only the one on top
    ticks. Resources that come with it are given to the new scene's world
    before its `start`, in place of those its file brings.
    """

    def push(self, scene: object, *resources: Any) -> None:
        """Put a scene on top; the one below waits."""
        ...

    def pop(self) -> None:
        """Take the top scene away; the one below goes on."""
        ...

    def replace(self, scene: object, *resources: Any) -> None:
        """Take every scene away and begin this one."""
        ...

    def quit(self) -> None:
        """End the App after this tick."""
        ...


class Keeper(Protocol):
    """The player's saves. Systems use it as `world.saves`.

    What is asked for is carried out at the end of the tick, before scenes
    change; a `SaveDone` event tells in the next tick how it went. A replay
    hears the recorded answers and touches no file.
    """

    def write(
        self,
        slot: str,
        *,
        title: str = "",
        details: Mapping[str, Any] | None = None,
        only: Sequence[type[Any]] | None = None,
    ) -> None:
        """Save every scene of the stack, or only some of this world's resources."""
        ...

    def read(self, slot: str) -> None:
        """Load what a slot holds: the whole stack becomes that of the save."""
        ...

    def delete(self, slot: str) -> None:
        """Take away all that a slot holds."""
        ...

    def list(self) -> tuple[SaveInfo, ...]:
        """Return what each slot holds."""
        ...


class Wishes(Protocol):
    """What the player set, by name. Systems use it as `world.settings`.

    What a tick reads is recorded with it, so that a replay hears the same.
    """

    def __getitem__(self, name: str, /) -> Any:
        """Return a setting."""
        ...

    def __setitem__(self, name: str, value: Any, /) -> None:
        """Set a setting and keep it."""
        ...


class Fetcher(Protocol):
    """What is loaded in the background. Systems use it as `world.assets`.

    An `AssetLoaded` event tells of each thing in the tick in which it arrives. A
    replay hears of it in the same tick, and waits for nothing.
    """

    def load(self, kind: str, *names: str) -> None:
        """Load assets in the background."""
        ...

    @property
    def waiting(self) -> tuple[tuple[str, str], ...]:
        """Kind and name of what did not arrive yet."""
        ...

    @property
    def asked(self) -> int:
        """How many were asked for since nothing was waited for."""
        ...

    @property
    def arrived(self) -> int:
        """How many of them arrived, those that cannot be had included."""
        ...

    @property
    def failed(self) -> int:
        """How many of them cannot be had."""
        ...

    @property
    def progress(self) -> float:
        """The share that arrived, from 0 to 1."""
        ...


class Speaker(Protocol):
    """The words of the game in the player's language. Systems use it as `world.words`."""

    @property
    def language(self) -> str:
        """The language that is spoken now, as "en"."""
        ...

    @property
    def languages(self) -> tuple[str, ...]:
        """Every language that the game speaks, its original first."""
        ...

    def __call__(self, key: str, /, **values: Any) -> str:
        """Return the words of a key, with values in the places that they have for them."""
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

    def push(self, scene: object, *resources: Any) -> None:
        """Refuse."""
        raise self._refusal()

    def pop(self) -> None:
        """Refuse."""
        raise self._refusal()

    def replace(self, scene: object, *resources: Any) -> None:
        """Refuse."""
        raise self._refusal()

    def quit(self) -> None:
        """Refuse."""
        raise self._refusal()

    @staticmethod
    def _refusal() -> UsageError:
        return UsageError("This world belongs to no App, so there are no scenes to change.")


class NoSaves:
    """Saves that nobody keeps."""

    def write(
        self,
        slot: str,
        *,
        title: str = "",
        details: Mapping[str, Any] | None = None,
        only: Sequence[type[Any]] | None = None,
    ) -> None:
        """Do nothing."""

    def read(self, slot: str) -> None:
        """Do nothing."""

    def delete(self, slot: str) -> None:
        """Do nothing."""

    def list(self) -> tuple[SaveInfo, ...]:
        """Return nothing."""
        return ()


class NoAssets:
    """Loading that nobody does: everything counts as there."""

    waiting: tuple[tuple[str, str], ...] = ()
    asked = arrived = failed = 0
    progress = 1.0

    def load(self, kind: str, *names: str) -> None:
        """Do nothing."""


class NoWords:
    """What a World has instead of words when its game has no languages."""

    language = ""
    languages: tuple[str, ...] = ()

    def __call__(self, key: str, /, **values: Any) -> str:
        """Refuse."""
        raise UsageError(
            f'world.words("{key}"): this game has no languages. Write languages = ["en"] into '
            'its zenith.toml and the words into languages/en.toml, as start = "Press Enter".'
        )


class Equipped:
    """What a World has of an App: silent stand-ins until a scene with it comes onto the stack.

    Attributes:
        input: What the player does.
        audio: Where sounds are sent.
        scenes: The stack of scenes.
        saves: The player's saves.
        settings: What the player set.
        assets: What is loaded in the background.
        words: The words of the game in the player's language.
    """

    def __init__(self) -> None:
        self.input: Controls = NoControls()
        self.audio: Sounder = NoSounds()
        self.scenes: Stage = NoStage()
        self.saves: Keeper = NoSaves()
        self.settings: Wishes = dict[str, Any]()
        self.assets: Fetcher = NoAssets()
        self.words: Speaker = NoWords()
