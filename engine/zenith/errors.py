"""Every error that Zenith raises on purpose.

    ZenithError
    ├── SchemaError        a component, field or Types that is declared wrongly
    ├── UnknownName        a component, field, action, layer or choice nobody declared
    ├── BadValue           a value that may not be: NaN, a negative size, the wrong type
    ├── DeadEntity         a handle whose entity was despawned
    ├── ForeignEntity      a handle of another world
    ├── MissingComponent   an entity without the component asked for
    ├── MissingResource    a world without the resource asked for
    ├── AssetMissing       a picture, sound or font that is not there
    ├── AssetBroken        one that is there and cannot be used
    ├── DeviceError        no display, no OpenGL, or one that is too old
    ├── ReplayError        a recording that cannot be read or does not fit
    ├── SaveError          a save that cannot be written or read
    │   ├── SaveCorrupt    one that is damaged or something else
    │   └── SaveNewer      one made by a newer version of the game or the engine
    ├── FileError          a text file that says what cannot be, told with its place
    │   ├── SceneError     a scene file
    │   │   └── PrefabError  a prefab, also one that is missing or holds itself
    │   ├── ProjectError   a project file
    │   ├── ShaderError    a shader that does not compile
    │   └── SheetError     how a picture is cut into frames; an AssetBroken as well
    ├── UsageError         a call that makes no sense where it stands
    └── GameError          an exception in game code, with where and when

A message says where, what was found, what was expected and the nearest right
spelling, in one or two sentences.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from zenith.failure import Failure


class ZenithError(Exception):
    """Any error raised by Zenith on purpose; its text is meant to be read."""


class SchemaError(ZenithError):
    """A component, field or Types is declared wrongly."""


class UnknownName(ZenithError):
    """A name nobody declared: component, field, action, layer, choice, game."""


class BadValue(ZenithError):
    """A value outside what its field allows."""


class DeadEntity(ZenithError):
    """A handle was used after its entity was despawned."""


class ForeignEntity(ZenithError):
    """A handle was used with a world it does not belong to."""


class MissingComponent(ZenithError):
    """An entity does not have the component asked for."""


class MissingResource(ZenithError):
    """A world does not have the resource asked for."""


class AssetMissing(ZenithError):
    """An asset is in none of the folders searched."""


class AssetBroken(ZenithError):
    """An asset is there but cannot or may not be decoded."""


class DeviceError(ZenithError):
    """The display, the GPU or a driver does not offer what is needed."""


class ReplayError(ZenithError):
    """A recording cannot be read, or belongs to something else."""


class FileError(ZenithError):
    """A text file of the game's says what cannot be; `args` are its problems, in parts."""

    def __str__(self) -> str:
        """Return the first problem, and how many more there are."""
        more = f"\n  ... and {len(self.args) - 1} more" if len(self.args) > 1 else ""
        return f"{self.args[0] if self.args else ''}{more}"


class SceneError(FileError):
    """A scene file cannot be read, or holds what may not be."""


class PrefabError(SceneError):
    """A prefab cannot be read, is missing, or holds itself."""


class ProjectError(FileError):
    """A project file cannot be read, or says what cannot be."""


class ShaderError(FileError):
    """A shader does not compile, or cannot be read."""


class SheetError(FileError, AssetBroken):
    """A `.sheet` file cannot be read, or cuts its picture as cannot be."""


class SaveError(ZenithError):
    """A save cannot be written, read or found."""


class SaveCorrupt(SaveError):
    """A save is damaged, cut short or something else; so are those before it."""


class SaveNewer(SaveError):
    """A save was made by a newer version of the game or of Zenith; it is left untouched."""


class UsageError(ZenithError):
    """A call that makes no sense at this moment or with these arguments."""


class GameError(ZenithError):
    """An exception in game code, told with its tick, system, entity, file and line.

    Attributes:
        failure: The same as data.
    """

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure)
        self.failure = failure


def nearest(name: str, options: Iterable[str]) -> str:
    """Return the sentence that suggests the nearest spelling, or nothing.

    Args:
        name: What was written.
        options: What could have been meant.

    >>> nearest("jmup", ["jump", "move"])
    ' Did you mean "jump"?'
    >>> nearest("xyz", ["jump", "move"])
    ''
    """
    known = {str(option).lower(): option for option in options}
    close = difflib.get_close_matches(str(name).lower(), known, n=1, cutoff=0.6)
    return f' Did you mean "{known[close[0]]}"?' if close else ""


def unknown(kind: str, name: str, options: Iterable[str], where: str = "") -> UnknownName:
    """Build the error for a name that is not among `options`.

    >>> print(unknown("action", "jmup", ["jump", "move"]))
    There is no action "jmup". Did you mean "jump"? Known: jump, move.
    """
    names = list(options)
    place = f"{where}: there" if where else "There"
    listed = ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")
    known = f" Known: {listed}." if names else " None is declared."
    return UnknownName(f'{place} is no {kind} "{name}".{nearest(name, names)}{known}')
