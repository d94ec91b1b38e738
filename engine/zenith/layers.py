"""Draw layers: named, in order, each sorted and placed as it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from zenith.errors import SchemaError, unknown


@dataclass(frozen=True, slots=True)
class Layer:
    """One draw layer.

    Attributes:
        name: What components name it by.
        y_sort: Whether entities further down are drawn over those further up.
        screen: Whether it stays put on the virtual screen, camera or not (a HUD).
    """

    name: str
    y_sort: bool = False
    screen: bool = False


DEFAULT_LAYERS = (
    Layer("background"),
    Layer("default"),
    Layer("foreground"),
    Layer("hud", screen=True),
)


class Layers:
    """The layers of a game, the first one drawn first; a resource of each World.

    >>> Layers().index("foreground")
    2
    """

    def __init__(self, layers: Iterable[Layer | str] = DEFAULT_LAYERS) -> None:
        self._take([_layer(x) for x in layers])

    def _take(self, layers: list[Layer]) -> None:
        self._layers = tuple(layers)
        self._index = {layer.name: k for k, layer in enumerate(self._layers)}
        if len(self._index) < len(self._layers):
            raise SchemaError("Two layers have the same name.")
        if "default" not in self._index:
            raise SchemaError('The layers need one called "default"; sprites start there.')

    def index(self, name: str) -> int:
        """Return a layer's place in the order of drawing.

        Raises:
            UnknownName: No layer has that name.
        """
        found = self._index.get(name)
        if found is None:
            raise unknown("layer", name, self._index)
        return found

    def __getitem__(self, index: int) -> Layer:
        return self._layers[index]

    def __len__(self) -> int:
        return len(self._layers)

    def __iter__(self) -> Iterator[Layer]:
        return iter(self._layers)

    def get_state(self) -> dict[str, Any]:
        """Return the layers as plain data."""
        return {"layers": [[x.name, x.y_sort, x.screen] for x in self._layers]}

    def set_state(self, state: dict[str, Any]) -> None:
        """Go back to a state that `get_state` gave."""
        self._take([Layer(*parts) for parts in state["layers"]])


class CollisionLayers:
    """The layers that colliders and masks may name; a resource of each World that declares them.

    Attributes:
        names: Their names; where there are none, every name is one.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.names = tuple(names)


def _layer(given: Any) -> Layer:
    layer = Layer(given) if isinstance(given, str) else given
    if not isinstance(layer, Layer):
        raise SchemaError(f"A layer is a name or a Layer, not {given!r}.")
    name: Any = layer.name
    if not isinstance(name, str) or not name or name.split() != [name]:
        # Masks of colliders list layers by blanks.
        raise SchemaError(f"A layer is named by one word, not by {name!r}.")
    return layer
