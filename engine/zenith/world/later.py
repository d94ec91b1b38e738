"""Fields that a component class was given after it was made."""

from __future__ import annotations

import copy
from typing import Any

from zenith.schema import FieldInfo


class Later:
    """A field of component instances that have no slot for it.

    Slots belong to a class for good. What a class is given when its code is
    loaded again lies in the one slot that every component has to spare.
    """

    def __init__(self, info: FieldInfo) -> None:
        self._name = info.name
        self._default = info.default

    def __get__(self, owner: Any, kind: type[Any] | None = None) -> Any:
        """Return the field's value, the default where nothing was set yet."""
        if owner is None:
            return self
        held: dict[str, Any] = getattr(owner, "_later", {})
        if self._name not in held:
            self.__set__(owner, copy.deepcopy(self._default))
            return self.__get__(owner)
        return held[self._name]

    def __set__(self, owner: Any, value: Any) -> None:
        """Set the field's value; a copy of the component made earlier keeps its own."""
        owner._later = {**getattr(owner, "_later", {}), self._name: value}
