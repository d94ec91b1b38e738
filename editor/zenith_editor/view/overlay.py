"""What is drawn over the viewport's picture: grid, outlines, handle, box, read-out, frame."""

from __future__ import annotations

import math
from typing import Any, Final

from imgui_bundle import imgui

import zenith as zn
from zenith_editor.model.play import State
from zenith_editor.view.drags import ARM, Hand
from zenith_editor.view.theme import u32
from zenith_editor.view.ui import Ui

_CLOSED: Final = int(imgui.ImDrawFlags_.closed)
_RED, _GREEN = "ff5d5d", "62d26f"
_FEWEST: Final = 9.0
"""A grid whose cells are smaller on the screen is not drawn."""


def pixel_of(ui: Ui, point: zn.Vec2) -> imgui.ImVec2:
    """Return at which pixel of the window a point of the world is."""
    left, top, right, bottom = ui.viewport
    if not ui.editor.stopped:
        at = ui.pictures.game_pixel(point.x, point.y)
        return imgui.ImVec2(left + at.x, top + at.y)
    view = ui.editor.tab.view
    x = (left + right) / 2.0 + (point.x - view.x) * view.zoom
    return imgui.ImVec2(x, (top + bottom) / 2.0 + (point.y - view.y) * view.zoom)


def draw(ui: Ui, hand: Hand, handle: zn.Vec2 | None) -> None:
    """Draw all of it.

    Args:
        ui: The view.
        hand: What the pointer does.
        handle: The middle of the handle in pixels of the picture, or None.
    """
    left, top, right, bottom = ui.viewport
    pen = imgui.get_window_draw_list()
    pen.push_clip_rect(imgui.ImVec2(left, top), imgui.ImVec2(right, bottom), True)
    if ui.editor.stopped and ui.editor.preferences.show_grid:
        _grid(ui, pen)
    if ui.editor.stopped and ui.editor.preferences.show_colliders:
        _colliders(ui, pen)
    _outlines(ui, pen, hand)
    if handle is not None:
        _handle(ui, pen, imgui.ImVec2(left + handle.x, top + handle.y))
    if hand.box is not None:
        low, high = pixel_of(ui, hand.box[0]), pixel_of(ui, hand.box[1])
        pen.add_rect_filled(_least(low, high), _most(low, high), u32(ui.scheme.accent, 0.15))
        pen.add_rect(_least(low, high), _most(low, high), u32(ui.scheme.accent))
    if hand.read_out:
        _label(ui, pen, hand.read_out)
    if not ui.editor.stopped:
        paused = ui.editor.play.state is State.PAUSED
        colour = u32("e8b64c" if paused else ui.scheme.good)
        low, high = imgui.ImVec2(left + 1, top + 1), imgui.ImVec2(right - 1, bottom - 1)
        pen.add_rect(low, high, colour, 0.0, 2.0)
    pen.pop_clip_rect()


def _least(a: imgui.ImVec2, b: imgui.ImVec2) -> imgui.ImVec2:
    return imgui.ImVec2(min(a.x, b.x), min(a.y, b.y))


def _most(a: imgui.ImVec2, b: imgui.ImVec2) -> imgui.ImVec2:
    return imgui.ImVec2(max(a.x, b.x), max(a.y, b.y))


def _grid(ui: Ui, pen: imgui.ImDrawList) -> None:
    left, top, right, bottom = ui.viewport
    snapping, zoom = ui.editor.preferences.snapping, ui.editor.tab.view.zoom
    faint, strong = u32("ffffff", 0.05), u32("ffffff", 0.16)
    origin = pixel_of(ui, zn.Vec2(snapping.offset_x, snapping.offset_y))
    across, down = snapping.width * zoom, snapping.height * zoom
    if across >= _FEWEST:
        for k in range(
            math.ceil((left - origin.x) / across), int((right - origin.x) // across) + 1
        ):
            pen.add_line_v(origin.x + k * across, top, bottom, faint)
    if down >= _FEWEST:
        for k in range(math.ceil((top - origin.y) / down), int((bottom - origin.y) // down) + 1):
            pen.add_line_h(left, right, origin.y + k * down, faint)
    zero = pixel_of(ui, zn.Vec2(0, 0))
    pen.add_line_v(zero.x, top, bottom, strong)
    pen.add_line_h(left, right, zero.y, strong)


def _colliders(ui: Ui, pen: imgui.ImDrawList) -> None:
    """Draw the colliders that can be seen."""
    left, top, right, bottom = ui.viewport
    colour = u32("6fe3c1", 0.55)
    for outline in ui.outlines.of(ui.editor.tab):
        points: list[Any] = [pixel_of(ui, point) for point in outline]
        across, down = [point.x for point in points], [point.y for point in points]
        if (
            max(across) >= left
            and min(across) <= right
            and max(down) >= top
            and min(down) <= bottom
        ):
            pen.add_polyline(points, colour, 1.0, _CLOSED)


def _outlines(ui: Ui, pen: imgui.ImDrawList, hand: Hand) -> None:
    if not len(hand.selection) or ui.editor.play.state is State.PLAYING:
        return
    picker = ui.editor.picker()
    for key in hand.selection:
        if picker.cover([key]) is None:
            continue
        points: list[Any] = [pixel_of(ui, corner) for corner in picker.corners(key)]
        pen.add_polyline(points, u32("000000", 0.6), 3.0, _CLOSED)
        pen.add_polyline(points, u32(ui.scheme.accent), 1.5, _CLOSED)


def _handle(ui: Ui, pen: imgui.ImDrawList, middle: imgui.ImVec2) -> None:
    if ui.editor.tool == "rotate":
        pen.add_circle(middle, ARM, u32("e8b64c"), 48, 2.5)
        pen.add_circle_filled(middle, 3.0, u32("e8b64c"))
        return
    scales = ui.editor.tool == "scale"
    for colour, dx, dy in ((_RED, 1.0, 0.0), (_GREEN, 0.0, -1.0)):
        end = imgui.ImVec2(middle.x + dx * ARM, middle.y + dy * ARM)
        pen.add_line(middle, end, u32(colour), 2.5)
        if scales:
            low, high = imgui.ImVec2(end.x - 5, end.y - 5), imgui.ImVec2(end.x + 5, end.y + 5)
            pen.add_rect_filled(low, high, u32(colour))
        else:
            tip = imgui.ImVec2(end.x + dx * 9, end.y + dy * 9)
            one = imgui.ImVec2(end.x - dy * 5, end.y - dx * 5)
            other = imgui.ImVec2(end.x + dy * 5, end.y + dx * 5)
            pen.add_triangle_filled(tip, one, other, u32(colour))
    low, high = imgui.ImVec2(middle.x - 5, middle.y - 5), imgui.ImVec2(middle.x + 5, middle.y + 5)
    pen.add_rect_filled(low, high, u32("e8b64c"))


def _label(ui: Ui, pen: imgui.ImDrawList, text: str) -> None:
    """Write beside the pointer."""
    mouse, size = imgui.get_io().mouse_pos, imgui.calc_text_size(text)
    low = imgui.ImVec2(mouse.x + 16, mouse.y + 12)
    high = imgui.ImVec2(low.x + size.x + 12, low.y + size.y + 6)
    pen.add_rect_filled(low, high, u32("0b0d12", 0.85), 4.0)
    pen.add_text(imgui.ImVec2(low.x + 6, low.y + 3), u32("ffffff"), text)
