"""The inspector: the components of what is selected, made of what their fields declare."""

from __future__ import annotations

from typing import Any, Final

from imgui_bundle import imgui

import zenith as zn
from zenith_editor.model.inspect import Inspector, Row, Section
from zenith_editor.model.watching import LivingInspector
from zenith_editor.view.fields import widget
from zenith_editor.view.ui import Ui

_NUMBERS: Final = (zn.FieldKind.FLOAT, zn.FieldKind.INT)
_OPEN: Final = int(imgui.TreeNodeFlags_.default_open) | int(imgui.TreeNodeFlags_.allow_overlap)
_FIXED: Final = int(imgui.TableColumnFlags_.width_fixed)
_STRETCH: Final = int(imgui.TableColumnFlags_.width_stretch)


class InspectorPanel:
    """Shows what is selected in the document, or in the game that plays."""

    def __init__(self) -> None:
        self._sections: list[Section] = []
        self._shown_for: object = None

    def show(self, ui: Ui) -> None:
        """Show it in the window that was begun."""
        editor = ui.editor
        if editor.stopped and not editor.has_tab:
            ui.faint("What is selected is shown here, with everything that can be changed.")
            return
        if not editor.stopped:
            if ui.beat != self._shown_for:
                self._shown_for, self._sections = ui.beat, editor.watching.sections()
            self._content(ui, editor.watching, self._sections)
            return
        inspector = editor.tab.inspector
        document = editor.document
        state = (id(document), document.revision, document.selection.revision, id(inspector.types))
        if state != self._shown_for:
            self._shown_for, self._sections = state, inspector.sections()
        self._content(ui, inspector, self._sections)
        self._add(ui, inspector)

    def _content(
        self, ui: Ui, inspector: Inspector | LivingInspector, sections: list[Section]
    ) -> None:
        ui.title(inspector.title)
        if isinstance(inspector, Inspector) and inspector.prefab:
            ui.faint(f"An instance of the prefab {inspector.prefab}.")
        imgui.spacing()
        if not sections:
            ui.faint("No components. Select an entity, or add a component below.")
        for section in sections:
            self._section(ui, inspector, section)

    def _section(self, ui: Ui, inspector: Inspector | LivingInspector, section: Section) -> None:
        imgui.push_id(section.name)
        imgui.push_font(ui.fonts.bold, 0.0)
        opened = imgui.collapsing_header(section.name, _OPEN)
        imgui.pop_font()
        ui.mark(f"inspector/{section.name}")
        if section.tooltip:
            imgui.set_item_tooltip(section.tooltip)
        if isinstance(inspector, Inspector) and section.name != "Transform":
            self._remove(ui, inspector, section.name)
        if opened and section.cls is None:
            ui.faint(f"The game does not know {section.name}; the file keeps it as it is.")
        elif opened and section.rows:
            self._table(ui, inspector, section)
        imgui.pop_id()

    def _remove(self, ui: Ui, inspector: Inspector, name: str) -> None:
        imgui.same_line(imgui.get_content_region_avail().x - 14.0 * ui.scale)
        if imgui.small_button("x"):
            ui.attempt(lambda: inspector.remove(name))
        ui.mark(f"inspector/{name}/remove")
        imgui.set_item_tooltip(f"Remove {name}")

    def _table(self, ui: Ui, inspector: Inspector | LivingInspector, section: Section) -> None:
        if not imgui.begin_table("fields", 3):
            return
        imgui.table_setup_column("name", _STRETCH, 0.42)
        imgui.table_setup_column("value", _STRETCH, 0.58)
        imgui.table_setup_column("reset", _FIXED, 22.0 * ui.scale)
        for row in section.rows:
            imgui.push_id(row.info.saved_name)
            self._row(ui, inspector, row)
            imgui.pop_id()
        imgui.end_table()

    def _row(self, ui: Ui, inspector: Inspector | LivingInspector, row: Row) -> None:
        name, component = row.info.saved_name, row.component
        imgui.table_next_row()
        imgui.table_next_column()
        imgui.align_text_to_frame_padding()
        label = name.replace("_", " ")
        if row.changed:
            ui.title(label)
        else:
            imgui.text_unformatted(label)
        if row.info.tooltip:
            imgui.set_item_tooltip(row.info.tooltip)
        imgui.table_next_column()
        imgui.set_next_item_width(-1.0)
        self._value(ui, inspector, row)
        if imgui.is_item_deactivated() and ui.editor.has_tab:
            ui.editor.document.end_gesture()
        imgui.table_next_column()
        if row.changed:
            if imgui.small_button("<"):
                ui.attempt(lambda: inspector.reset(component, name))
            ui.mark(f"inspector/{component}.{name}/reset")
            imgui.set_item_tooltip(f"Back to {row.default}")

    def _value(self, ui: Ui, inspector: Inspector | LivingInspector, row: Row) -> None:
        """Show the widget; a number with Ctrl and click, or a double click, is typed instead."""
        place = f"{row.component}.{row.info.saved_name}"
        if ui.typing == place:
            self._type(ui, inspector, row)
            ui.mark(f"inspector/{place}")
            return
        wanted = imgui.get_io().key_ctrl or imgui.is_mouse_double_clicked(0)
        changed, value = widget(ui, row)
        ui.mark(f"inspector/{place}")
        if wanted and row.info.kind in _NUMBERS and imgui.is_item_clicked():
            ui.typing, ui.typed, ui.typing_began = place, "", False
            imgui.internal.clear_active_id()
        elif changed:
            self._set(ui, inspector, row, value)

    def _type(self, ui: Ui, inspector: Inspector | LivingInspector, row: Row) -> None:
        """Take in what is typed; Enter, or a click elsewhere, lets it count."""
        if not ui.typing_began:
            imgui.set_keyboard_focus_here()
        enter = int(imgui.InputTextFlags_.enter_returns_true)
        hint = f"{row.value:g}  (+10, *2)"
        done, ui.typed = imgui.input_text_with_hint("##typed", hint, ui.typed, enter)
        left = ui.typing_began and imgui.is_item_deactivated()
        ui.typing_began = ui.typing_began or imgui.is_item_active()
        if not (done or left):
            return
        text, ui.typing = ui.typed, ""
        if text.strip() and not imgui.is_key_pressed(imgui.Key.escape):
            ui.attempt(lambda: inspector.typed(row.component, row.info.saved_name, text))

    def _set(self, ui: Ui, inspector: Inspector | LivingInspector, row: Row, value: Any) -> None:
        name = row.info.saved_name
        gesture = f"inspector {row.component}.{name}"
        ui.attempt(lambda: inspector.set(row.component, name, value, gesture=gesture))

    def _add(self, ui: Ui, inspector: Inspector) -> None:
        imgui.spacing()
        wide = imgui.get_content_region_avail().x
        if imgui.button("Add component", imgui.ImVec2(wide, 0.0)):
            ui.adding = ""
            imgui.open_popup("components")
        ui.mark("inspector/add")
        if not imgui.begin_popup("components"):
            return
        if imgui.is_window_appearing():
            imgui.set_keyboard_focus_here()
        imgui.set_next_item_width(260.0 * ui.scale)
        enter = int(imgui.InputTextFlags_.enter_returns_true)
        done, ui.adding = imgui.input_text_with_hint("##find", "Search", ui.adding, enter)
        found = inspector.addable(ui.adding)
        chosen = found[0] if done and found else ""
        for name in found[:14]:
            if imgui.selectable(name, False)[0]:
                chosen = name
            ui.mark(f"component/{name}")
        if chosen:
            ui.attempt(lambda: inspector.add(chosen))
            imgui.close_current_popup()
        imgui.end_popup()
