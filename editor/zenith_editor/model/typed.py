"""What was typed into a number field: to the value that it means, within the field's limits."""

from __future__ import annotations

from typing import Any, Final

import zenith as zn
from zenith_editor.model.arithmetic import evaluate
from zenith_editor.model.errors import EditorError

_NUMBERS: Final = (zn.FieldKind.FLOAT, zn.FieldKind.INT)
_VECTORS: Final = (zn.FieldKind.VEC2, zn.FieldKind.COLOR)


def typed_value(info: zn.FieldInfo, text: str, value: Any, part: int | None = None) -> Any:
    """Return the value of a field after something was typed into it.

    A number outside the limits becomes the nearest one inside.

    Args:
        info: The field.
        text: What was typed: a number, or arithmetic that goes on from the present value.
        value: The present value, as JSON; one that does not fit the field counts as the default.
        part: Which number of a vector or colour.

    Raises:
        EditorError: It is no arithmetic, or the field is no number.

    >>> typed_value(zn.schema_of(zn.Sprite).field("opacity"), "+1", 0.5)
    1.0
    >>> typed_value(zn.schema_of(zn.Sprite).field("tint"), "/2", [1.0, 1.0, 1.0, 1.0], 3)
    [1.0, 1.0, 1.0, 0.5]
    """
    present = _fitting(info, value)
    if part is None and info.kind in _NUMBERS:
        return _number(info, evaluate(text, present))
    if part is not None and info.kind in _VECTORS and 0 <= part < len(present):
        return [*present[:part], evaluate(text, present[part]), *present[part + 1 :]]
    raise EditorError(f"{info.name} is no number that could be typed.")


def _fitting(info: zn.FieldInfo, value: Any) -> Any:
    try:
        zn.read_field(info, value)
    except zn.BadValue:
        return zn.field_default(info)
    return list(zn.Color.hex(value)) if isinstance(value, str) and info.kind in _VECTORS else value


def _number(info: zn.FieldInfo, number: float) -> float:
    low = number if info.min is None else max(number, info.min)
    held = low if info.max is None else min(low, info.max)
    return round(held) if info.kind is zn.FieldKind.INT else float(held)
