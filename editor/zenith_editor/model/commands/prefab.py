"""Prefabs: made, opened, placed, reverted, unpacked."""

from __future__ import annotations

from typing import Final

from zenith_editor.model import prefabs
from zenith_editor.model.actions import Action
from zenith_editor.model.commands.when import has_instance, has_one, has_selection, has_tab
from zenith_editor.model.editor import Ask, Editor
from zenith_editor.model.places import entity_of


def make(editor: Editor) -> None:
    """Ask for a name and make a prefab of what is selected; it is opened in a tab behind."""
    document, key = editor.document, editor.selected[0]
    suggested = document.entities()[key].name or key
    ask = Ask("Make a prefab called", "text", lambda name: _make(editor, key, name), (), suggested)
    editor.ask(ask)


def _make(editor: Editor, key: str, name: str) -> None:
    project, tab = editor.project, editor.tab
    made = prefabs.make(tab.document, key, name, project.game.types)
    project.save(project.add_prefab(made, name))
    project.show(tab)


def place(editor: Editor) -> None:
    """Ask for a prefab and put an instance where the viewport looks."""
    document, view = editor.document, editor.tab.view
    at = editor.preferences.snapping.position(view.center)
    names = tuple(editor.project.prefabs.names())
    editor.ask(Ask("Place", "choice", lambda name: prefabs.place(document, name, at), names))


def open_prefab(editor: Editor) -> None:
    """Open the prefab of the instance that is selected, or is part of."""
    key = editor.selected[0]
    editor.project.open_prefab(entity_of(editor.document.scene, key).prefab)


def apply_all(editor: Editor) -> None:
    """Put all that an instance changes in its root into the prefab."""
    document, key, tab = editor.document, editor.selected[0], editor.tab
    project = editor.project
    changed = prefabs.changed_fields(document, key)
    opened = project.open_prefab(entity_of(document.scene, key).prefab)
    project.show(tab)
    for component, field in changed:
        if component != "Transform":
            prefabs.apply(document, opened.document, key, component, field, project.game.types)


def revert_all(editor: Editor) -> None:
    """Let what is selected be as its prefab is."""
    for key in editor.selected:
        if entity_of(editor.document.scene, key).prefab:
            prefabs.revert_all(editor.document, key)


def unpack(editor: Editor) -> None:
    """Put what is in an instance into the scene itself."""
    prefabs.unpack(editor.document, editor.selected[0], editor.project.game.types)


def select_instances(editor: Editor) -> None:
    """Select all instances of the prefab that is selected."""
    name = entity_of(editor.document.scene, editor.selected[0]).prefab
    editor.document.selection.set(prefabs.instances(editor.document.scene, name))


def _can_make(editor: Editor) -> bool:
    return has_one(editor) and "/" not in editor.selected[0]


def _in_instance(editor: Editor) -> bool:
    if not has_selection(editor):
        return False
    head = editor.selected[0].partition("/")[0]
    data = editor.document.scene.entities.get(head)
    return data is not None and bool(data.prefab)


def _has_prefabs(editor: Editor) -> bool:
    return has_tab(editor) and bool(editor.project.prefabs.names())


ACTIONS: Final = (
    Action("prefab.make", "Make prefab...", make, "", _can_make),
    Action("prefab.place", "Place prefab...", place, "", _has_prefabs),
    Action("prefab.open", "Open prefab", open_prefab, "", _in_instance),
    Action("prefab.apply_all", "Apply changes to prefab", apply_all, "", has_instance),
    Action("prefab.revert_all", "Revert to prefab", revert_all, "", _in_instance),
    Action("prefab.unpack", "Unpack", unpack, "", has_instance),
    Action("prefab.select", "Select all instances", select_instances, "", has_instance),
)
