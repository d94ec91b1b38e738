"""What the player sets: values by name that outlive the program."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import Any, Final

from zenith.errors import BadValue, SaveError, UnknownName, unknown
from zenith.saves.folder import SaveFolder

SLOT: Final = "settings"


class UnknownSetting(UnknownName, KeyError):
    """A setting that neither the player set nor the game gave a default."""

    def __str__(self) -> str:
        return str(self.args[0])


class Settings(MutableMapping[str, Any]):
    """Values by name, with defaults, kept in the player's folder.

    A value is data as JSON knows it. Deleting one goes back to its default.
    Settings that cannot be read are as if there were none; the notice says why.

    Attributes:
        notice: What went wrong when they were loaded or saved last; "" when nothing did.

    >>> settings = Settings({"difficulty": "normal"})
    >>> settings["difficulty"]
    'normal'
    >>> settings["difficulty"] = "hard"
    >>> del settings["difficulty"]
    >>> settings["difficulty"], "volume" in settings
    ('normal', False)
    """

    def __init__(
        self,
        defaults: Mapping[str, Any] | None = None,
        folder: Callable[[], SaveFolder] | None = None,
        gather: Callable[[], None] | None = None,
    ) -> None:
        """Make settings.

        Args:
            defaults: What holds where the player set nothing.
            folder: Returns where they are kept; they are kept nowhere when None.
            gather: Called before they are saved, to set what was changed elsewhere.
        """
        self.notice = ""
        self._defaults = {k: _plain(k, v) for k, v in (defaults or {}).items()}
        self._own: dict[str, Any] = {}
        self._folder = folder
        self._gather = gather

    def __getitem__(self, name: str) -> Any:
        for values in (self._own, self._defaults):
            if name in values:
                return values[name]
        raise UnknownSetting(str(unknown("setting", name, self)))

    def __setitem__(self, name: str, value: Any) -> None:
        self._own[name] = _plain(name, value)

    def __delitem__(self, name: str) -> None:
        if name not in self._own:
            raise UnknownSetting(str(unknown("setting of the player's", name, self._own)))
        del self._own[name]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._defaults, **self._own})

    def __len__(self) -> int:
        return len({**self._defaults, **self._own})

    @property
    def own(self) -> dict[str, Any]:
        """What was set, without the defaults."""
        return copy.deepcopy(self._own)

    def load(self) -> None:
        """Read what was saved; where that cannot be read, `notice` says why and defaults hold."""
        self.notice, self._own = "", {}
        if self._folder is None:
            return
        try:
            folder = self._folder()
            if any(info.slot == SLOT for info in folder.list()):
                read = folder.read(SLOT)
                self.notice = read.info.notice
                self._own = _read(read.payload, read.file)
        except SaveError as error:
            self.notice = f"The settings are the defaults. {error}"

    def save(self) -> bool:
        """Save them; where that fails, say so in `notice` and return False. The game goes on."""
        self.notice = ""
        if self._gather is not None:
            self._gather()
        if self._folder is None:
            return True
        try:
            payload = json.dumps(self._own).encode()
            self._folder().write(SLOT, payload, kind="settings")
        except SaveError as error:
            self.notice = str(error)
        return not self.notice


def _plain(name: Any, value: Any) -> Any:
    """Return a copy of a value that is data of JSON."""
    try:
        if not isinstance(name, str):
            raise TypeError("a setting is named by a text")
        return json.loads(json.dumps(value, allow_nan=False))
    except (TypeError, ValueError, RecursionError) as error:
        raise BadValue(
            f"settings[{name!r}] is {value!r:.60}; expected data as JSON knows it ({error})."
        ) from None


def _read(payload: bytes, file: str) -> dict[str, Any]:
    try:
        found: Any = json.loads(payload)
        return {str(k): _plain(k, v) for k, v in found.items()}
    except (ValueError, RecursionError, AttributeError, BadValue):
        raise SaveError(f"{file}: holds no settings.") from None
