"""What old saves hold, brought up to the present version one step at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from zenith.errors import BadValue, SaveError

Data = dict[str, Any]
Migration = Callable[[Data], Data]


class Migrations:
    """The steps from each version of a game's saves to the next.

    Attributes:
        version: The present version.

    >>> steps = Migrations(3, {1: lambda d: {**d, "b": 0}, 2: lambda d: {**d, "c": 0}})
    >>> steps.run({"a": 5}, 1, "slot1")
    {'a': 5, 'b': 0, 'c': 0}
    """

    def __init__(self, version: int, steps: Mapping[int, Migration]) -> None:
        """Make the steps.

        Args:
            version: The present version, 1 or more.
            steps: The function that makes version k + 1 of version k, for each k.

        Raises:
            BadValue: The version is no whole number above 0, or a step leads nowhere.
        """
        given: Any = version
        if given.__class__ is not int or given < 1:
            raise BadValue(f"save_version is {version!r}; expected a whole number from 1 on.")
        for start, step in steps.items():
            found: Any = step
            if start not in range(1, version) or not callable(found):
                raise BadValue(
                    f"migrations[{start!r}] leads nowhere: with save_version={version} there are "
                    f"functions for the versions from 1 to {version - 1}."
                )
        self.version = version
        self._steps = dict(steps)

    def missing(self, version: int) -> int | None:
        """Return the first version on the way from an old one that has no step."""
        return next((k for k in range(version, self.version) if k not in self._steps), None)

    def run(self, data: Data, version: int, file: str) -> Data:
        """Return data of an old version as the present version has it.

        Args:
            data: What was saved.
            version: The version it was saved with.
            file: Where it comes from, for messages.

        Raises:
            SaveError: A step is missing, raised, or gave back no table.
        """
        for start in range(version, self.version):
            step = self._steps.get(start)
            if step is None:
                raise SaveError(too_old(file, version, start))
            try:
                data = step(data)
            except Exception as error:
                raise SaveError(
                    f"{file}: migrations[{start}] failed with {type(error).__name__}: {error}."
                ) from error
            if data.__class__ is not dict:
                raise SaveError(f"{file}: migrations[{start}] returned no dict but {data!r}.")
        return data


def too_old(file: str, version: int, missing: int) -> str:
    """Return the sentence about a save that no step leads on from."""
    return (
        f"{file}: of version {version}, and the game has no migrations[{missing}] "
        f"to version {missing + 1}."
    )
