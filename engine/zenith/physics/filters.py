"""Named collision layers as the bits that pymunk compares."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

import pymunk

from zenith.errors import BadValue, unknown
from zenith.layers import CollisionLayers
from zenith.world import World

MOST_LAYERS: Final = 32
EVERYTHING: Final = (1 << MOST_LAYERS) - 1


class LayerBits:
    """A bit for each layer name, given in the order the names are first met.

    Where the game declares no layers, one is declared by being used: in a
    collider's `layer`, or in a mask. A mask that names a layer no collider is on
    finds nothing and harms nothing.

    Args:
        declared: The layers of the game; any name is one where there are none.

    >>> bits, here = LayerBits(), lambda: "BoxCollider.mask"
    >>> bits.of_layer("hero", here), bits.of_mask("enemy hero", here)
    (1, 3)
    >>> bits.of_mask("", here) == EVERYTHING
    True
    """

    def __init__(self, declared: Iterable[str] = ()) -> None:
        self._bits: dict[str, int] = {}
        self._declared = tuple(declared)

    def of_layer(self, name: str, where: Callable[[], str]) -> int:
        """Return the bit of one layer.

        Args:
            name: The layer's name, one word.
            where: Tells what to name in an error.

        Raises:
            BadValue: The name is empty or has blanks in it, or is one too many.
            UnknownName: The game declares layers, and this is none of them.
        """
        known = self._bits.get(name)
        if known is not None:
            return 1 << known
        if not name or name.split() != [name]:
            raise BadValue(f'{where()} is "{name}"; expected the name of a layer, one word.')
        if self._declared and name not in self._declared:
            raise unknown("collision layer", name, self._declared, where())
        if len(self._bits) == MOST_LAYERS:
            raise BadValue(
                f'{where()} names layer "{name}", but {MOST_LAYERS} collision layers are in use '
                f"already, which is the most there can be: {', '.join(self._bits)}."
            )
        taken = set(self._bits.values())
        self._bits[name] = next(bit for bit in range(MOST_LAYERS) if bit not in taken)
        return 1 << self._bits[name]

    def keep(self, used: int) -> None:
        """Forget the layers whose bits are not in `used`; the others keep their bits."""
        self._bits = {name: bit for name, bit in self._bits.items() if used >> bit & 1}

    def of_mask(self, text: object, where: Callable[[], str]) -> int:
        """Return the bits of the layers named in a mask, by blanks; an empty one names all."""
        if not isinstance(text, str):
            raise BadValue(f"{where()} is {text!r}; expected names of layers, divided by blanks.")
        bits = 0
        for name in text.split():
            bits |= self.of_layer(name, where)
        return bits or EVERYTHING

    def query(self, mask: str) -> pymunk.ShapeFilter:
        """Return the filter of a question that is asked of the layers in `mask`."""
        return pymunk.ShapeFilter(mask=self.of_mask(mask, lambda: "The query's mask"))


def bits_of(world: World) -> LayerBits:
    """Return the bits of a World, of the layers that its game declares if it does."""
    declares = world.has_resource(CollisionLayers)
    return LayerBits(world.resource(CollisionLayers).names if declares else ())
