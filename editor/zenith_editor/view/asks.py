"""Questions of the model, shown one after another over everything else."""

from __future__ import annotations

from typing import Final

from imgui_bundle import imgui

from zenith_editor.model.editor import Ask
from zenith_editor.view.ui import Ui

_TITLE: Final = "###ask"
_FLAGS: Final = (
    int(imgui.WindowFlags_.always_auto_resize)
    | int(imgui.WindowFlags_.no_saved_settings)
    | int(imgui.WindowFlags_.no_title_bar)
)
_WIDTH: Final = 460.0
_ROOM: Final = imgui.ImVec2(18.0, 16.0)
_MANY: Final = 5
_ROWS: Final = 12
_ROW: Final = 22.0


class Asks:
    """Shows the question that waits longest."""

    def __init__(self) -> None:
        self._shown: Ask | None = None
        self._text = ""

    def show(self, ui: Ui) -> None:
        """Show it, where there is one."""
        asks = ui.editor.asks
        if asks and self._shown is not asks[0]:
            self._shown, self._text = asks[0], asks[0].suggested
        if not asks:
            self._shown = None
            return
        if not imgui.is_popup_open(_TITLE):
            imgui.open_popup(_TITLE)
        self._place(ui)
        imgui.push_style_var(imgui.StyleVar_.window_padding, _ROOM * ui.scale)
        imgui.push_style_var(imgui.StyleVar_.window_border_size, 1.0)
        imgui.push_style_color(imgui.Col_.border, ui.colour(ui.scheme.accent))
        shown = imgui.begin_popup_modal(f"Question{_TITLE}", None, _FLAGS)[0]
        imgui.pop_style_color()
        imgui.pop_style_var(2)
        if not shown:
            return
        self._content(ui, asks[0])
        if not ui.editor.asks or ui.editor.asks[0] is not self._shown:
            imgui.close_current_popup()
        imgui.end_popup()

    def _place(self, ui: Ui) -> None:
        center = imgui.get_main_viewport().get_center()
        imgui.set_next_window_pos(center, imgui.Cond_.always, imgui.ImVec2(0.5, 0.5))
        imgui.set_next_window_size(imgui.ImVec2(_WIDTH * ui.scale, 0.0))

    def _content(self, ui: Ui, ask: Ask) -> None:
        imgui.push_text_wrap_pos(0.0)
        ui.title(ask.title)
        imgui.pop_text_wrap_pos()
        imgui.spacing()
        if ask.kind in ("path", "text"):
            self._write(ui, ask)
        chosen = self._choose(ui, ask)
        if chosen is not None:
            ui.editor.answer(chosen)
            return
        if ask.kind == "confirm" and ui.button("Yes", "ask/yes", on=True):
            ui.editor.answer("yes")
            return
        if ask.kind == "confirm":
            imgui.same_line()
        escape = imgui.is_key_pressed(imgui.Key.escape)
        if ui.button("Cancel", "ask/cancel") or escape:
            ui.editor.asks.pop(0)

    def _choose(self, ui: Ui, ask: Ask) -> str | None:
        """Show what can be chosen: a few side by side, many as a list that scrolls."""
        if ask.kind != "path" and len(ask.options) < _MANY:
            for option in ask.options:
                if ui.button(option, f"ask/{option}"):
                    return option
                imgui.same_line()
            return None
        found: str | None = None
        rows = min(len(ask.options), _ROWS)
        if rows and imgui.begin_child("options", imgui.ImVec2(0.0, rows * _ROW * ui.scale)):
            for option in ask.options:
                if imgui.selectable(option, False)[0]:
                    found = option
                ui.mark(f"ask/{option}")
        if rows:
            imgui.end_child()
        return found

    def _write(self, ui: Ui, ask: Ask) -> None:
        if imgui.is_window_appearing():
            imgui.set_keyboard_focus_here()
        imgui.set_next_item_width(-1.0)
        enter = int(imgui.InputTextFlags_.enter_returns_true)
        done, self._text = imgui.input_text("##answer", self._text, enter)
        ui.mark("ask/text")
        if (ui.button("OK", "ask/ok", on=True) or done) and self._text:
            ui.editor.answer(self._text)
        imgui.same_line()
