"""Which fields of components name something: an asset, or a layer."""

from __future__ import annotations

from typing import Any

from zenith.components import BoxCollider, CircleCollider, PolygonCollider, SegmentCollider, Text
from zenith.lint.catalog import Catalog
from zenith.schema import FieldInfo, Schema

_COLLIDERS = (BoxCollider, CircleCollider, PolygonCollider, SegmentCollider)


def kind_of(schema: Schema, info: FieldInfo) -> str:
    """Return the kind of thing that a field names, or ""."""
    if info.asset == "words" and schema.cls is Text:
        return "fixed words"
    if info.asset:
        return info.asset
    collides = schema.cls in _COLLIDERS
    if "layer" in getattr(info.annotation, "__metadata__", ()):
        return "collision layer" if collides else "draw layer"
    return "collision layers" if collides and info.name == "mask" else ""


def check_value(catalog: Catalog, kind: str, value: Any) -> None:
    """Raise Misfit where a value names what there is not; what is no text is not looked at."""
    if not kind or not isinstance(value, str) or not value:
        return
    if kind == "collision layers":
        for name in value.split():
            catalog.check("collision layer", name)
    else:
        catalog.check(kind, value)
