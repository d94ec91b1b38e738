"""The viewport: the engine's picture of the scene, and what the pointer does in it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final
from weakref import WeakSet

from imgui_bundle import imgui

import zenith as zn
from zenith_editor.model.play import State
from zenith_editor.model.tabs import Tab
from zenith_editor.view import overlay
from zenith_editor.view.drags import Hand, Pointer, handle_place
from zenith_editor.view.ui import Ui

_BUTTONS: Final = (
    int(imgui.ButtonFlags_.mouse_button_left)
    | int(imgui.ButtonFlags_.mouse_button_right)
    | int(imgui.ButtonFlags_.mouse_button_middle)
)
_LEFT, _MIDDLE = int(imgui.MouseButton_.left), int(imgui.MouseButton_.middle)
_ZOOM_STEP: Final = 1.15
SMALLEST, LARGEST = 0.05, 32.0


class Viewport:
    """Shows the document that is open, or the game that plays."""

    def __init__(self) -> None:
        self._hand: Hand | None = None
        self._framed: WeakSet[Tab] = WeakSet()
        self._size = (0, 0)

    def show(self, ui: Ui) -> None:
        """Show it in the window that was begun."""
        editor = ui.editor
        _tabs(ui)
        room = imgui.get_content_region_avail()
        size = (max(int(room.x), 1), max(int(room.y), 1))
        corner = imgui.get_cursor_screen_pos()
        left, top = float(int(corner.x)), float(int(corner.y))
        ui.viewport = (left, top, left + size[0], top + size[1])
        if not editor.has_tab and editor.stopped:
            _welcome(ui)
            return
        picture = ui.pictures.scene(size)
        imgui.invisible_button("canvas", imgui.ImVec2(*map(float, size)), _BUTTONS)
        imgui.set_item_key_owner(imgui.Key.mouse_wheel_y)
        ui.mark("viewport")
        if picture is not None:
            low, high = imgui.ImVec2(left, top), imgui.ImVec2(*ui.viewport[2:])
            uv = imgui.ImVec2(0.0, 1.0), imgui.ImVec2(1.0, 0.0)
            imgui.get_window_draw_list().add_image(picture, low, high, *uv)
        if editor.stopped:
            self._look(ui, size)
        self._work(ui)

    def _look(self, ui: Ui, size: tuple[int, int]) -> None:
        """Frame, pan and zoom."""
        editor, view, io = ui.editor, ui.editor.tab.view, imgui.get_io()
        settled, self._size = self._size == size, size
        if settled and editor.tab not in self._framed:
            self._framed.add(editor.tab)
            editor.tab.view.frame(_screen_of(ui), *map(float, size))
        if editor.frame_wanted:
            editor.frame_wanted = False
            _frame(ui, editor.selected, size)
        space = imgui.is_key_down(imgui.Key.space) and not io.want_text_input
        active, busy = imgui.is_item_active(), self._hand is not None and self._hand.busy
        if active and not busy and (imgui.is_mouse_down(_MIDDLE) or space):
            view.x -= io.mouse_delta.x / view.zoom
            view.y -= io.mouse_delta.y / view.zoom
        if imgui.is_item_hovered() and io.mouse_wheel:
            before = world_at(ui, io.mouse_pos.x, io.mouse_pos.y)
            view.zoom = zn.clamp(view.zoom * _ZOOM_STEP**io.mouse_wheel, SMALLEST, LARGEST)
            after = world_at(ui, io.mouse_pos.x, io.mouse_pos.y)
            view.x += before.x - after.x
            view.y += before.y - after.y

    def _work(self, ui: Ui) -> None:
        hand = self._hand
        if hand is None:
            hand = self._hand = Hand(ui.editor)
        at, zoom, playing = _pointer(ui), zoom_of(ui), ui.editor.play.state is State.PLAYING
        place = None if playing else handle_place(ui.editor)
        handle = None if place is None else _pixel(ui, place)
        space = imgui.is_key_down(imgui.Key.space)
        clicked = imgui.is_mouse_clicked(_LEFT) and not imgui.is_item_hovered()
        ui.game_focus = ui.game_focus and playing and not clicked
        if imgui.is_item_activated() and imgui.is_mouse_clicked(_LEFT) and not space:
            ui.game_focus = playing
            if not ui.game_focus:
                hand.press(at, handle, zoom)
        elif hand.busy and imgui.is_key_pressed(imgui.Key.escape):
            hand.cancel()
        elif hand.busy and imgui.is_mouse_down(_LEFT):
            hand.move(at)
        elif hand.busy:
            hand.move(at)
            hand.release(at, zoom)
        ui.edits += hand.busy
        overlay.draw(ui, hand, handle)


def _welcome(ui: Ui) -> None:
    """Say what to do where nothing is open, and offer the projects that were opened last."""
    editor = ui.editor
    if editor.workspace is not None:
        ui.faint("Nothing is open. Choose a scene below, or make one with File, New scene.")
        return
    ui.title("Projects")
    known = [recent for recent in editor.recents.all() if recent.there]
    for recent in known:
        if ui.button(recent.name, f"recent/{recent.folder}"):
            ui.attempt(partial(editor.open, Path(recent.folder)))
        imgui.same_line()
        imgui.align_text_to_frame_padding()
        imgui.text_disabled(recent.folder)
    imgui.spacing()
    ui.faint("File, Open project opens another one; zenith new FOLDER makes one from a template.")


def _tabs(ui: Ui) -> None:
    """Show the open documents side by side."""
    workspace = ui.editor.workspace
    if workspace is None:
        return
    for tab in list(workspace.tabs):
        if ui.button(tab.title, f"tab/{tab.document.title}", on=tab is workspace.active):
            workspace.show(tab)
        imgui.same_line()
    imgui.new_line()


def _screen_of(ui: Ui) -> zn.Rect:
    """Return what a scene shows at first: what the game's camera does; of a prefab, all of it."""
    editor = ui.editor
    project, scene = editor.project.game.project, editor.document.scene
    if project is None or scene.kind == "prefab":
        cover = editor.tab.picker().cover(tuple(editor.tab.stage.entities))
        return cover or zn.Rect.centered(0.0, 0.0, 320.0, 180.0)
    width, height = map(float, project.virtual_size)
    world = editor.tab.stage.world
    if world.has_resource(zn.Camera) and "Camera" in scene.resources:
        camera = world.resource(zn.Camera)
        return zn.Rect.centered(camera.x, camera.y, width / camera.zoom, height / camera.zoom)
    return zn.Rect(0.0, 0.0, width, height)


def _frame(ui: Ui, keys: tuple[str, ...], size: tuple[int, int]) -> None:
    editor = ui.editor
    cover = editor.tab.picker().cover(keys)
    if cover is not None:
        editor.tab.view.frame(cover, *map(float, size))


def _pointer(ui: Ui) -> Pointer:
    io = imgui.get_io()
    pixel = zn.Vec2(io.mouse_pos.x - ui.viewport[0], io.mouse_pos.y - ui.viewport[1])
    world = world_at(ui, io.mouse_pos.x, io.mouse_pos.y)
    return Pointer(pixel, world, io.key_shift, io.key_ctrl, io.key_alt)


def world_at(ui: Ui, x: float, y: float) -> zn.Vec2:
    """Return which point of the world is at a pixel of the window."""
    left, top, right, bottom = ui.viewport
    if not ui.editor.stopped:
        return ui.pictures.game_point(x - left, y - top)
    view = ui.editor.tab.view
    return zn.Vec2(
        view.x + (x - (left + right) / 2.0) / view.zoom,
        view.y + (y - (top + bottom) / 2.0) / view.zoom,
    )


def _pixel(ui: Ui, point: zn.Vec2) -> zn.Vec2:
    at = overlay.pixel_of(ui, point)
    return zn.Vec2(at.x - ui.viewport[0], at.y - ui.viewport[1])


def zoom_of(ui: Ui) -> float:
    """Return how large a world unit is on the screen."""
    if ui.editor.stopped:
        return ui.editor.tab.view.zoom
    one, other = overlay.pixel_of(ui, zn.Vec2(0, 0)), overlay.pixel_of(ui, zn.Vec2(1, 0))
    return max(abs(other.x - one.x), 1e-3)
