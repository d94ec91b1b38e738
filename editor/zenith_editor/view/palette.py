"""The palette: any action by a few letters of its name."""

from __future__ import annotations

from typing import Final

from imgui_bundle import imgui

from zenith_editor.model.actions import Action
from zenith_editor.model.commands import ACTIONS
from zenith_editor.view.backend.keys import chord
from zenith_editor.view.ui import Ui

SHORTCUT: Final = "Ctrl+K"
MOST: Final = 12
_TITLE: Final = "###palette"
_WIDTH: Final = 440.0
_FLAGS: Final = (
    int(imgui.WindowFlags_.always_auto_resize)
    | int(imgui.WindowFlags_.no_saved_settings)
    | int(imgui.WindowFlags_.no_move)
)


class Palette:
    """Shows the actions that can be done now, those that fit best first."""

    def __init__(self) -> None:
        self._query = ""
        self._at = 0

    def show(self, ui: Ui) -> None:
        """Show it, from when its keys are pressed until something is chosen."""
        if imgui.is_key_chord_pressed(chord(SHORTCUT)) and not ui.editor.asks:
            self._query, self._at = "", 0
            imgui.open_popup(_TITLE)
        screen, scale = imgui.get_main_viewport(), ui.scale
        place = imgui.ImVec2(screen.get_center().x, screen.work_pos.y + 60.0 * scale)
        imgui.set_next_window_pos(place, imgui.Cond_.always, imgui.ImVec2(0.5, 0.0))
        imgui.set_next_window_size(imgui.ImVec2(_WIDTH * scale, 0.0))
        if not imgui.begin_popup(_TITLE, _FLAGS):
            return
        chosen = self._content(ui)
        if chosen is not None:
            imgui.close_current_popup()
        imgui.end_popup()
        if chosen is not None:
            ui.run(chosen.name)

    def _content(self, ui: Ui) -> Action | None:
        if imgui.is_window_appearing():
            imgui.set_keyboard_focus_here()
        imgui.set_next_item_width(-1.0)
        before = self._query
        enter = int(imgui.InputTextFlags_.enter_returns_true)
        done, self._query = imgui.input_text_with_hint("##query", "What to do", before, enter)
        ui.mark("palette")
        found = ACTIONS.search(self._query, ui.editor)[:MOST]
        self._at = 0 if self._query != before else self._moved(len(found))
        if not found:
            ui.faint("No action fits that can be done now.")
            return None
        for k, action in enumerate(found):
            label = f"{action.menu.capitalize()}: {action.label}###{action.name}"
            if imgui.selectable(label, k == self._at)[0]:
                return action
            if action.shortcut:
                width = imgui.calc_text_size(action.shortcut).x
                imgui.same_line(imgui.get_window_width() - width - 14.0 * ui.scale)
                imgui.text_disabled(action.shortcut)
        return found[self._at] if done else None

    def _moved(self, count: int) -> int:
        step = int(imgui.is_key_pressed(imgui.Key.down_arrow))
        step -= int(imgui.is_key_pressed(imgui.Key.up_arrow))
        return max(0, min(self._at + step, count - 1))
