"""The hierarchy: the entities as a tree, to be searched, selected, renamed and moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from imgui_bundle import imgui

from zenith_editor.model import editing
from zenith_editor.model.search import find_entities
from zenith_editor.model.selection import Selection, range_between
from zenith_editor.view.ui import Ui

_FLAGS: Final = (
    int(imgui.TreeNodeFlags_.span_full_width)
    | int(imgui.TreeNodeFlags_.no_tree_push_on_open)
    | int(imgui.TreeNodeFlags_.open_on_arrow)
    | int(imgui.TreeNodeFlags_.frame_padding)
)
_LEAF: Final = int(imgui.TreeNodeFlags_.leaf)
_SELECTED: Final = int(imgui.TreeNodeFlags_.selected)
_PAYLOAD: Final = "entities"


@dataclass(frozen=True, slots=True)
class Row:
    """One line.

    Attributes:
        key: The entity.
        label: What is written.
        depth: How far to the right.
        parent: Whether something lies below it.
        instance: Whether it is an instance of a prefab, or part of one.
    """

    key: str
    label: str
    depth: int
    parent: bool
    instance: bool


class Hierarchy:
    """Shows the entities of the document, or of the game that plays."""

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._shown_for: object = None
        self._anchor = ""

    def show(self, ui: Ui) -> None:
        """Show it in the window that was begun."""
        editor = ui.editor
        if not editor.has_tab and editor.stopped:
            ui.faint("The entities of a scene are listed here, once one is open.")
            return
        self._head(ui)
        rows = self._rows_of(ui)
        if not rows:
            ui.faint("Nothing is found." if ui.search else "The scene is empty: press Add.")
        imgui.begin_child("rows")
        imgui.push_style_var(imgui.StyleVar_.item_spacing, imgui.ImVec2(4.0, 1.0))
        clipper = imgui.ListClipper()
        clipper.begin(len(rows))
        while clipper.step():
            for row in rows[clipper.display_start : clipper.display_end]:
                self._row(ui, row)
        clipper.end()
        imgui.pop_style_var()
        self._below(ui)
        imgui.end_child()

    def _head(self, ui: Ui) -> None:
        wide = imgui.get_content_region_avail().x
        imgui.set_next_item_width(wide - 52.0 * ui.scale)
        ui.search = imgui.input_text_with_hint("##search", "Search", ui.search)[1]
        ui.mark("hierarchy/search")
        imgui.set_item_tooltip("Part of a name, #tag, or :Component")
        imgui.same_line()
        if ui.button("Add", "hierarchy/add", enabled=ui.editor.stopped):
            ui.run("edit.add")

    def _rows_of(self, ui: Ui) -> list[Row]:
        state: tuple[object, ...]
        if ui.editor.stopped:
            document, closed = ui.editor.document, tuple(sorted(ui.closed))
            state, make = (id(document), document.revision, ui.search, closed), _rows
        else:
            state, make = (*ui.beat, ui.search), _living_rows
        if state != self._shown_for:
            self._shown_for, self._rows = state, make(ui)
        return self._rows

    def _row(self, ui: Ui, row: Row) -> None:
        chosen = _selection(ui)
        flags = _FLAGS | (0 if row.parent else _LEAF) | (_SELECTED if row.key in chosen else 0)
        imgui.set_next_item_open(row.key not in ui.closed)
        indent = row.depth * 16.0 * ui.scale
        if indent:
            imgui.indent(indent)
        if row.instance:
            imgui.push_style_color(imgui.Col_.text, ui.colour(ui.scheme.accent))
        opened = imgui.tree_node_ex(f"{row.label}###{row.key}", flags)
        if row.instance:
            imgui.pop_style_color()
        ui.mark(f"hierarchy/{row.key}")
        if imgui.is_item_toggled_open():
            (ui.closed.discard if opened else ui.closed.add)(row.key)
        elif imgui.is_item_hovered() and imgui.is_mouse_released(0) and not _drags():
            self._click(ui, row.key)
        if imgui.is_item_hovered() and imgui.is_mouse_double_clicked(0) and ui.editor.stopped:
            ui.run("edit.rename")
        if ui.editor.stopped:
            self._drag_and_drop(ui, row.key)
        if indent:
            imgui.unindent(indent)

    def _click(self, ui: Ui, key: str) -> None:
        chosen, io = _selection(ui), imgui.get_io()
        if io.key_shift and self._anchor:
            chosen.set(range_between([row.key for row in self._rows], self._anchor, key))
            return
        self._anchor = key
        if io.key_ctrl:
            chosen.toggle(key)
        else:
            chosen.set([key])

    def _drag_and_drop(self, ui: Ui, key: str) -> None:
        if imgui.begin_drag_drop_source():
            dragged = ui.editor.selected if key in ui.editor.selected else (key,)
            ui.dragged = dragged
            imgui.set_drag_drop_payload_py_id(_PAYLOAD, 1)
            imgui.text_unformatted(editing.described(ui.editor.document, dragged))
            imgui.end_drag_drop_source()
        if imgui.begin_drag_drop_target():
            if imgui.accept_drag_drop_payload_py_id(_PAYLOAD) is not None:
                _put_below(ui, key)
            imgui.end_drag_drop_target()

    def _below(self, ui: Ui) -> None:
        """Show the empty room below: what is dropped there has no parent."""
        room = imgui.get_content_region_avail()
        if room.y < 4.0 or not ui.editor.stopped:
            return
        if imgui.invisible_button("below", imgui.ImVec2(max(room.x, 1.0), room.y)):
            ui.editor.document.selection.clear()
        ui.mark("hierarchy/below")
        if imgui.begin_drag_drop_target():
            if imgui.accept_drag_drop_payload_py_id(_PAYLOAD) is not None:
                _put_below(ui, "")
            imgui.end_drag_drop_target()


def _put_below(ui: Ui, parent: str) -> None:
    editor, dragged = ui.editor, tuple(ui.dragged or ())
    ui.attempt(lambda: editing.reparent(editor.document, dragged, parent, editor.tab.stage))


def _drags() -> bool:
    return imgui.get_drag_drop_payload_py_id() is not None


def _selection(ui: Ui) -> Selection:
    return ui.editor.document.selection if ui.editor.stopped else ui.editor.play.selection


def _rows(ui: Ui) -> list[Row]:
    """Return the lines of the document: all that fits the search, or the tree."""
    entities = ui.editor.document.entities()
    if ui.search.strip():
        found = find_entities(ui.search, entities)
        return [Row(key, entities[key].name or key, 0, False, "/" in key) for key in found]
    below: dict[str, list[str]] = {}
    for key, entity in entities.items():
        below.setdefault(entity.parent, []).append(key)
    rows: list[Row] = []
    waiting = [(key, 0) for key in reversed(below.get("", []))]
    while waiting:
        key, depth = waiting.pop()
        children = below.get(key, [])
        rows.append(Row(key, entities[key].name or key, depth, bool(children), "/" in key))
        if key not in ui.closed:
            waiting += [(child, depth + 1) for child in reversed(children)]
    return rows


def _living_rows(ui: Ui) -> list[Row]:
    """Return the lines of the game that plays."""
    entities = ui.editor.play.living.entities()
    words = ui.search.lower()
    named = [(key, entity.name or key) for key, entity in entities.items()]
    return [Row(key, name, 0, False, False) for key, name in named if words in name.lower()]
