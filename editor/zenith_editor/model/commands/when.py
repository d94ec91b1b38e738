"""When actions can be done."""

from __future__ import annotations

from zenith_editor.model.editor import Editor
from zenith_editor.model.play import State


def has_project(editor: Editor) -> bool:
    """A project is open."""
    return editor.workspace is not None


def has_tab(editor: Editor) -> bool:
    """A document is open."""
    return editor.has_tab


def has_selection(editor: Editor) -> bool:
    """Something is selected."""
    return bool(editor.selected)


def has_one(editor: Editor) -> bool:
    """Exactly one entity is selected."""
    return len(editor.selected) == 1


def has_file_entities(editor: Editor) -> bool:
    """Entities of the file itself are selected, none inside an instance."""
    return has_selection(editor) and not any("/" in key for key in editor.selected)


def has_instance(editor: Editor) -> bool:
    """The one that is selected is an instance of a prefab."""
    if not has_one(editor) or "/" in editor.selected[0]:
        return False
    data = editor.document.scene.entities.get(editor.selected[0])
    return data is not None and bool(data.prefab)


def plays(editor: Editor) -> bool:
    """A game plays, or is paused."""
    return editor.play.state is not State.STOPPED
