"""Undo, clipboard, selection, and what is done to single entities."""

from __future__ import annotations

from typing import Final

from zenith_editor.model import clipboard, editing
from zenith_editor.model.actions import Action
from zenith_editor.model.commands.when import has_file_entities, has_one, has_selection, has_tab
from zenith_editor.model.editor import Ask, Editor


def copy(editor: Editor) -> None:
    """Copy what is selected."""
    editor.clip = clipboard.copied(editor.document, editor.selected)


def cut(editor: Editor) -> None:
    """Copy what is selected and take it away."""
    editor.clip = clipboard.cut(editor.document, editor.selected)


def paste(editor: Editor) -> None:
    """Add what was copied; copied components go to what is selected."""
    if editor.clip.entities:
        clipboard.paste(editor.document, editor.clip, editor.project.game.types)
    else:
        clipboard.paste_components(editor.document, editor.clip, editor.selected)


def duplicate(editor: Editor) -> None:
    """Copy what is selected beside it."""
    clipboard.duplicate(editor.document, editor.selected, editor.project.game.types)


def delete(editor: Editor) -> None:
    """Take away what is selected."""
    editing.delete(editor.document, editor.selected)


def add(editor: Editor) -> None:
    """Add an entity below the active one."""
    parent = editor.document.selection.active
    editing.add_entity(editor.document, parent="" if "/" in parent else parent)


def rename(editor: Editor) -> None:
    """Ask for another name."""
    document, key = editor.document, editor.selected[0]
    before = document.entities()[key].name
    ask = Ask("Rename", "text", lambda name: editing.rename(document, key, name), (), before)
    editor.ask(ask)


def select_all(editor: Editor) -> None:
    """Select everything that can be picked."""
    tab = editor.tab
    entities = tab.document.entities()
    without = tab.marks.unpickable(entities)
    tab.document.selection.set(key for key in entities if key not in without)


def select_none(editor: Editor) -> None:
    """Select nothing."""
    editor.document.selection.clear()


def select_parent(editor: Editor) -> None:
    """Select the parents of what is selected."""
    entities = editor.document.entities()
    above = [entities[key].parent for key in editor.selected if key in entities]
    editor.document.selection.set(key for key in above if key)


def select_children(editor: Editor) -> None:
    """Select the children of what is selected."""
    chosen = set(editor.selected)
    entities = editor.document.entities()
    editor.document.selection.set(k for k, entity in entities.items() if entity.parent in chosen)


def _can_undo(editor: Editor) -> bool:
    return has_tab(editor) and bool(editor.document.history.next_undo)


def _can_redo(editor: Editor) -> bool:
    return has_tab(editor) and bool(editor.document.history.next_redo)


def _can_paste(editor: Editor) -> bool:
    if not has_tab(editor):
        return False
    return bool(editor.clip.entities or (editor.clip.components and editor.selected))


ACTIONS: Final = (
    Action("edit.undo", "Undo", lambda e: e.document.undo(), "Ctrl+Z", _can_undo),
    Action("edit.redo", "Redo", lambda e: e.document.redo(), "Ctrl+Y", _can_redo),
    Action("edit.cut", "Cut", cut, "Ctrl+X", has_file_entities),
    Action("edit.copy", "Copy", copy, "Ctrl+C", has_file_entities),
    Action("edit.paste", "Paste", paste, "Ctrl+V", _can_paste),
    Action("edit.duplicate", "Duplicate", duplicate, "Ctrl+D", has_file_entities),
    Action("edit.delete", "Delete", delete, "Delete", has_selection),
    Action("edit.add", "Add entity", add, "Ctrl+Shift+A", has_tab),
    Action("edit.rename", "Rename", rename, "F2", has_one),
    Action("edit.select_all", "Select all", select_all, "Ctrl+A", has_tab),
    Action("edit.select_none", "Select nothing", select_none, "Ctrl+Shift+D", has_selection),
    Action("edit.select_parent", "Select parent", select_parent, "Shift+Home", has_selection),
    Action("edit.select_children", "Select children", select_children, "Shift+End", has_selection),
)
