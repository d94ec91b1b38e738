"""Polygons and lines as triangles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Points = Sequence[tuple[float, float]]
Triangles = tuple[NDArray[np.float32], NDArray[np.uint8]]
"""Corners (n, 3, 2) and, for each triangle, the bits of its outer edges ab, bc, ca."""


def _cross(a: NDArray[np.float64], b: NDArray[np.float64], c: NDArray[np.float64]) -> float:
    return float((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))


def polygon(points: Points) -> Triangles:
    """Cut a simple polygon, convex or not, into triangles by clipping ears."""
    corners = np.asarray(points, np.float64).reshape(-1, 2)
    left = list(range(len(corners)))
    if _area(corners) < 0.0:
        left.reverse()
    found: list[tuple[int, int, int]] = []
    while len(left) > 3:
        ear = _find_ear(corners, left)
        n = len(left)
        found.append((left[ear - 1], left[ear], left[(ear + 1) % n]))
        del left[ear]
    if len(left) == 3:
        found.append((left[0], left[1], left[2]))
    total = len(corners)
    outer = [
        sum(bit for bit, (p, q) in zip((1, 2, 4), _edges(t), strict=True) if _next(p, q, total))
        for t in found
    ]
    shaped = corners[np.array(found, np.int64).reshape(-1, 3)].astype(np.float32)
    return shaped, np.array(outer, np.uint8)


def _edges(t: tuple[int, int, int]) -> tuple[tuple[int, int], ...]:
    return (t[0], t[1]), (t[1], t[2]), (t[2], t[0])


def _next(p: int, q: int, total: int) -> bool:
    return (q - p) % total in (1, total - 1)


def _area(corners: NDArray[np.float64]) -> float:
    x, y = corners[:, 0], corners[:, 1]
    return float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum())


def _find_ear(corners: NDArray[np.float64], left: list[int]) -> int:
    """Return the place of a corner that can be cut off; any, where the polygon crosses itself."""
    n = len(left)
    for k in range(n):
        a, b, c = (corners[left[i % n]] for i in (k - 1, k, k + 1))
        if _cross(a, b, c) <= 0.0:
            continue
        others = (corners[i] for i in left if i not in (left[k - 1], left[k], left[(k + 1) % n]))
        if not any(_contains(a, b, c, p) for p in others):
            return k
    return 0


def _contains(
    a: NDArray[np.float64], b: NDArray[np.float64], c: NDArray[np.float64], p: NDArray[np.float64]
) -> bool:
    return _cross(a, b, p) >= 0.0 and _cross(b, c, p) >= 0.0 and _cross(c, a, p) >= 0.0


def stroke(points: Points, width: float, *, closed: bool = False) -> Triangles:
    """Return a line of a width as triangles, its corners mitred."""
    path = np.asarray(points, np.float64).reshape(-1, 2)
    keep = np.ones(len(path), bool)
    keep[1:] = (path[1:] != path[:-1]).any(axis=1)
    path = path[keep]
    if len(path) < 2:
        return np.zeros((0, 3, 2), np.float32), np.zeros(0, np.uint8)
    if closed:
        path = np.vstack([path, path[:1]])
    normals = _normals(path)
    before = np.vstack([normals[-1:] if closed else normals[:1], normals])
    after = np.vstack([normals, normals[:1] if closed else normals[-1:]])
    middle = before + after
    # A mitre reaches further the sharper the corner; at most four half widths.
    reach = width / np.maximum((middle * after).sum(axis=1), 0.25)
    offset = middle * reach[:, None] / 2.0
    a, b = path - offset, path + offset
    first = np.stack([a[:-1], a[1:], b[1:]], axis=1)
    second = np.stack([a[:-1], b[1:], b[:-1]], axis=1)
    count = len(path) - 1
    ends_first, ends_second = np.full(count, 1, np.uint8), np.full(count, 2, np.uint8)
    if not closed:
        ends_first[-1] |= 2
        ends_second[0] |= 4
    shaped = np.concatenate([first, second]).astype(np.float32)
    return shaped, np.concatenate([ends_first, ends_second])


def _normals(path: NDArray[np.float64]) -> NDArray[np.float64]:
    along = path[1:] - path[:-1]
    length = np.hypot(along[:, 0], along[:, 1])[:, None]
    return np.stack([-along[:, 1], along[:, 0]], axis=1) / length
