"""The whole interface of one frame: menus, toolbar, docked panels, questions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from imgui_bundle import imgui

from zenith_editor.model.editor import Message
from zenith_editor.view import menus
from zenith_editor.view.asks import Asks
from zenith_editor.view.palette import Palette
from zenith_editor.view.panels import bottom
from zenith_editor.view.panels.hierarchy import Hierarchy
from zenith_editor.view.panels.inspector import InspectorPanel
from zenith_editor.view.panels.viewport import Viewport
from zenith_editor.view.ui import Ui

Panel = Callable[[Ui], None]
_BAR: Final = (
    int(imgui.WindowFlags_.no_decoration)
    | int(imgui.WindowFlags_.no_docking)
    | int(imgui.WindowFlags_.no_move)
    | int(imgui.WindowFlags_.no_nav)
    | int(imgui.WindowFlags_.no_saved_settings)
    | int(imgui.WindowFlags_.no_bring_to_front_on_focus)
)
_PICTURE: Final = (
    int(imgui.WindowFlags_.no_scrollbar)
    | int(imgui.WindowFlags_.no_scroll_with_mouse)
    | int(imgui.WindowFlags_.no_nav)
)
_NODE: Final = int(imgui.DockNodeFlags_.no_undocking) | int(
    imgui.internal.DockNodeFlagsPrivate_.no_window_menu_button
)
_DOCK: Final = int(imgui.internal.DockNodeFlagsPrivate_.dock_space) | _NODE
_SETTLED: Final = 1
"""In which frame the panels have their places."""
_LEFT, _RIGHT, _BELOW = 0.19, 0.30, 0.24


class Shell:
    """Shows everything."""

    def __init__(self) -> None:
        self._viewport = Viewport()
        self._hierarchy = Hierarchy()
        self._inspector = InspectorPanel()
        self._console = bottom.Console()
        self._files = bottom.Files()
        self._asks = Asks()
        self._palette = Palette()
        self._laid_out = 0
        self._error: Message | None = None

    def show(self, ui: Ui) -> None:
        """Show one frame."""
        ui.marks.clear()
        if ui.editor.stopped:
            ui.game_focus = False
        menus.shortcuts(ui)
        menus.menu_bar(ui)
        self._dock(ui)
        self._panel(ui, "Scene", self._viewport.show, _PICTURE)
        self._panel(ui, "Hierarchy", self._hierarchy.show)
        self._panel(ui, "Inspector", self._inspector.show)
        self._panel(ui, "Files", self._files.show)
        self._panel(ui, "Console", self._console.show)
        self._panel(ui, "History", bottom.history)
        if self._laid_out == _SETTLED:
            imgui.set_window_focus("Files")
        self._laid_out += 1
        self._show_errors(ui)
        self._palette.show(ui)
        self._asks.show(ui)

    def _show_errors(self, ui: Ui) -> None:
        """Bring the console to the front where it has an error that was not shown yet."""
        last = next((m for m in reversed(ui.editor.messages) if m.error), None)
        if last is not self._error and self._laid_out > _SETTLED + 1:
            self._error = last
            if last is not None:
                imgui.set_window_focus("Console")

    def _panel(self, ui: Ui, name: str, content: Panel, flags: int = 0) -> None:
        """Show a panel; an error in it is told, and the others go on."""
        imgui.begin(name, None, flags)[0]
        state = imgui.internal.ErrorRecoveryState()
        imgui.internal.error_recovery_store_state(state)
        try:
            content(ui)
        except Exception as error:
            io = imgui.get_io()
            io.config_error_recovery_enable_assert = False
            imgui.internal.error_recovery_try_to_recover_state(state)
            io.config_error_recovery_enable_assert = True
            text = f"{name} could not be shown: {type(error).__name__}: {error}"
            ui.editor.tell_once(text)
        imgui.end()

    def _dock(self, ui: Ui) -> None:
        """Show the toolbar, and below it the room in which panels are docked."""
        screen, scale = imgui.get_main_viewport(), ui.scale
        lines = [menus.toolbar]
        if not ui.editor.stopped:
            lines.append(bottom.timeline)
        if ui.editor.to_keep:
            lines.append(bottom.keeping)
        imgui.set_next_window_pos(screen.work_pos)
        imgui.set_next_window_size(screen.work_size)
        imgui.push_style_var(imgui.StyleVar_.window_padding, imgui.ImVec2(8 * scale, 6 * scale))
        imgui.push_style_color(imgui.Col_.window_bg, ui.colour(ui.scheme.deep))
        imgui.begin("##shell", None, _BAR)
        for line in lines:
            line(ui)
        dock = imgui.get_id("dock")
        size = imgui.get_content_region_avail()
        if not self._laid_out:
            lay_out(dock, size)
        imgui.dock_space(dock, imgui.ImVec2(0.0, 0.0), _NODE)
        imgui.end()
        imgui.pop_style_color()
        imgui.pop_style_var()


def lay_out(dock: int, size: imgui.ImVec2) -> None:
    """Put the panels where they belong at first."""
    build = imgui.internal
    build.dock_builder_remove_node(dock)
    build.dock_builder_add_node(dock, _DOCK)
    build.dock_builder_set_node_size(dock, size)
    right, rest = _split(dock, imgui.Dir.right, _RIGHT)
    below, rest = _split(rest, imgui.Dir.down, _BELOW)
    left, middle = _split(rest, imgui.Dir.left, _LEFT / (1.0 - _RIGHT))
    places = {"Hierarchy": left, "Inspector": right, "Scene": middle}
    for name in ("Files", "Console", "History"):
        places[name] = below
    for name, node in places.items():
        build.dock_builder_dock_window(name, node)
    build.dock_builder_finish(dock)


def _split(node: int, side: imgui.Dir, share: float) -> tuple[int, int]:
    made = imgui.internal.dock_builder_split_node(node, side, share)
    return made.id_at_dir, made.id_at_opposite_dir
