"""The one instance format that everything is drawn in."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

SPRITE, RECTANGLE, CIRCLE, TRIANGLE = 0, 1, 2, 3
"""Kinds, as the shader numbers them."""

SCREEN, ADDITIVE = 1, 2
"""Flags: placed on the virtual screen instead of the world; adds light instead of covering."""

ALPHA, MULTIPLY, SCREEN_BLEND = 0, 1, 2
"""Blend modes that need a draw of their own, apart from the first."""

LOOK: Final = np.dtype(
    [
        ("in_rect", np.float32, (4,)),
        ("in_uv", np.uint16, (4,)),
        ("in_color", np.uint8, (4,)),
        ("in_misc", np.uint8, (4,)),
    ]
)
"""How an instance looks; its pose (x, y, rotation) travels apart because it changes every frame.

- in_rect: x, y, width and height relative to the pose, unrotated; for a triangle
  its first two corners.
- in_uv: left, top, right and bottom in the atlas page, in pixels; for a rectangle
  or circle radius and outline in 1/16; for a triangle the bits of its third corner.
- in_color: straight alpha.
- in_misc: atlas page, kind, flags, and for a triangle which edges are outer ones.
"""

LOOK_LAYOUT: Final = "4f4 4u2 4f1 4u1"
LOOK_NAMES: Final = ("in_rect", "in_uv", "in_color", "in_misc")

BLEND_CODES: Final[dict[str, tuple[int, int]]] = {
    "": (ALPHA, 0),
    "alpha": (ALPHA, 0),
    "add": (ALPHA, ADDITIVE),
    "multiply": (MULTIPLY, 0),
    "screen": (SCREEN_BLEND, 0),
}
"""For each name of a blend mode its draw and its flags."""


def bytes_of(color: NDArray[Any], opacity: NDArray[Any] | float) -> NDArray[np.uint8]:
    """Return colours 0 to 1 as bytes: (n, 4), alpha multiplied by opacity."""
    scaled = color * 255.0
    scaled[:, 3] *= opacity
    np.minimum(np.maximum(scaled, 0.0, out=scaled), 255.0, out=scaled)
    scaled += 0.5
    return scaled.astype(np.uint8)


def triangles(corners: NDArray[np.float32], outer: NDArray[np.uint8], out: NDArray[Any]) -> None:
    """Write triangles as instances.

    Args:
        corners: float32 (n, 3, 2), relative to the pose.
        outer: uint8 (n,): bits 1, 2, 4 for edges ab, bc, ca that are outer ones.
        out: LOOK (n,).
    """
    out["in_rect"] = corners[:, :2].reshape(-1, 4)
    third = np.ascontiguousarray(corners[:, 2])
    out["in_uv"] = third.view(np.uint16).reshape(-1, 4)
    out["in_misc"][:, 1] = TRIANGLE
    out["in_misc"][:, 3] = outer
