"""Widgets for fields, by their kind: each returns the new value and whether it changed."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

from imgui_bundle import imgui

import zenith as zn
from zenith_editor.model.inspect import Row
from zenith_editor.view.ui import Ui

Kind = zn.FieldKind
_MIXED: Final = int(imgui.ItemFlags_.mixed_value)
_FAR: Final = 3.4e38
_COLOURS: Final = int(imgui.ColorEditFlags_.display_hex) | int(imgui.ColorEditFlags_.alpha_bar)
Widget = Callable[[Ui, Row], tuple[bool, Any]]


def widget(ui: Ui, row: Row) -> tuple[bool, Any]:
    """Show the widget of a field; return whether a person changed it, and to what."""
    imgui.push_item_flag(_MIXED, row.mixed)
    try:
        plain = _name if isinstance(row.value, str) and row.info.annotation is str else _plain
        return _WIDGETS.get(row.info.kind, plain)(ui, row)
    finally:
        imgui.pop_item_flag()


def _float(ui: Ui, row: Row) -> tuple[bool, Any]:
    info = row.info
    value = float(row.value) if isinstance(row.value, (int, float)) else 0.0
    changed, new = imgui.drag_float("##value", value, _speed(row), *_limits(row), _format(row))
    return changed, _tidy(zn.clamp(new, *_clamps(info)))


def _int(ui: Ui, row: Row) -> tuple[bool, Any]:
    info = row.info
    value = int(row.value) if isinstance(row.value, (int, float)) else 0
    low, high = (int(max(min(one, 2**31 - 1), -(2**31))) for one in _clamps(info))
    if info.min is None and info.max is None:
        low = high = 0
    changed, new = imgui.drag_int("##value", value, max(0.1, info.step or 0.1), low, high)
    return changed, new


def _bool(ui: Ui, row: Row) -> tuple[bool, Any]:
    return imgui.checkbox("##value", bool(row.value))


def _vector(ui: Ui, row: Row) -> tuple[bool, Any]:
    parts = [*map(float, _parts(row.value)), 0.0, 0.0][:2]
    changed, new = imgui.drag_float2("##value", parts, _speed(row), 0.0, 0.0, _format(row))
    return changed, [_tidy(part) for part in new]


def _colour(ui: Ui, row: Row) -> tuple[bool, Any]:
    parts = list(zn.Color.hex(row.value)) if isinstance(row.value, str) else list(row.value)
    changed, new = imgui.color_edit4("##value", [*map(float, parts)], _COLOURS)
    return changed, [round(part, 4) for part in new]


def _name(ui: Ui, row: Row) -> tuple[bool, Any]:
    value = "" if row.value is None else str(row.value)
    if row.info.choices or row.info.asset:
        return _choice(ui, row, value)
    enter = int(imgui.InputTextFlags_.enter_returns_true)
    changed, new = imgui.input_text("##value", value, enter)
    return (changed or imgui.is_item_deactivated_after_edit()) and new != value, new


def _choice(ui: Ui, row: Row, value: str) -> tuple[bool, Any]:
    shown = "(several)" if row.mixed else value or "(none)"
    found: str | None = None
    if imgui.begin_combo("##value", shown):
        for name in row.info.choices or _assets(ui, row.info.asset):
            if imgui.selectable(name or "(none)", name == value)[0]:
                found = name
            ui.mark(f"choice/{name}")
        imgui.end_combo()
    return found is not None and found != value, found


def _assets(ui: Ui, kind: str) -> tuple[str, ...]:
    try:
        return ("", *ui.editor.project.game.assets.names(kind))
    except zn.ZenithError:
        return ()


def _plain(ui: Ui, row: Row) -> tuple[bool, Any]:
    """Show what has no widget, to be read."""
    text = "(none)" if row.value in (None, "") else str(row.value)
    imgui.align_text_to_frame_padding()
    imgui.text_disabled(text if len(text) < 60 else f"{text[:57]}...")
    if len(text) >= 60:
        imgui.set_item_tooltip(text[:1000])
    return False, row.value


def _speed(row: Row) -> float:
    info = row.info
    if info.step:
        return info.step
    if info.min is not None and info.max is not None:
        return max((info.max - info.min) / 300.0, 0.001)
    return 0.01 if info.unit == "rad" or "scale" in info.name else 0.25


def _limits(row: Row) -> tuple[float, float]:
    low, high = _clamps(row.info)
    return (0.0, 0.0) if low == -_FAR and high == _FAR else (low, high)


def _clamps(info: zn.FieldInfo) -> tuple[float, float]:
    return (-_FAR if info.min is None else info.min), (_FAR if info.max is None else info.max)


def _format(row: Row) -> str:
    """Return how a number is written: up to three places, as many as it has."""
    numbers = [float(one) for one in _parts(row.value) if isinstance(one, (int, float))]
    places = 0 if all(one == math.floor(one) for one in numbers if math.isfinite(one)) else 3
    unit = f" {row.info.unit}" if row.info.unit else ""
    return f"%.{max(places, 1)}f{unit}"


def _parts(value: Any) -> list[Any]:
    """Return the numbers of a vector, or a number alone."""
    found: Any = value
    return [*found] if isinstance(value, list) else [value]


def _tidy(value: float) -> float:
    return round(value, 4) + 0.0


_WIDGETS: Final[dict[zn.FieldKind, Widget]] = {
    Kind.FLOAT: _float,
    Kind.INT: _int,
    Kind.BOOL: _bool,
    Kind.VEC2: _vector,
    Kind.COLOR: _colour,
    Kind.NAME: _name,
}
