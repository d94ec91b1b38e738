"""Where entities are: nudged, ordered, grouped."""

from __future__ import annotations

from functools import partial
from typing import Final

from zenith_editor.model import editing
from zenith_editor.model.actions import Action
from zenith_editor.model.commands.when import has_file_entities, has_selection
from zenith_editor.model.editor import Editor
from zenith_editor.model.gizmos import moved, targets

_ARROWS: Final = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}


def nudge(editor: Editor, right: int, down: int, *, large: bool) -> None:
    """Move what is selected by a pixel, or a cell of the grid: in the game where one plays."""
    step = editor.preferences.snapping.nudge(large=large)
    dx, dy = right * step.x, down * step.y
    if not editor.stopped:
        chosen = targets(editor.play.living.entities(), editor.play.selection)
        editor.play.do(moved(chosen, dx, dy).operations)
        return
    document = editor.document
    chosen = targets(editor.tab.stage.entities, editor.selected, document.scene)
    operations = moved(chosen, dx, dy).operations
    if operations:
        document.do("Nudge", *operations, gesture=f"nudge {editor.selected}")


def group(editor: Editor) -> None:
    """Put what is selected below a new entity."""
    editing.group(editor.document, editor.selected, editor.tab.stage)


def unparent(editor: Editor) -> None:
    """Take what is selected out of its parents, where it stays in the world."""
    editing.reparent(editor.document, editor.selected, "", editor.tab.stage)


def _shift(step: int, editor: Editor) -> None:
    editing.shift(editor.document, editor.selected, step)


def _nudges() -> list[Action]:
    found: list[Action] = []
    for name, (right, down) in _ARROWS.items():
        for large in (False, True):
            run = partial(nudge, right=right, down=down, large=large)
            label = f"Nudge {name}{' by a cell' * large}"
            keys = f"{'Shift+' * large}{name.capitalize()}"
            action = f"arrange.nudge_{name}{'_cell' * large}"
            found.append(Action(action, label, run, keys, has_selection))
    return found


ACTIONS: Final = (
    Action("arrange.group", "Group", group, "Ctrl+G", has_file_entities),
    Action("arrange.unparent", "Take out of parent", unparent, "Ctrl+Shift+G", has_file_entities),
    Action("arrange.up", "Move up", partial(_shift, -1), "Ctrl+Up", has_file_entities),
    Action("arrange.down", "Move down", partial(_shift, 1), "Ctrl+Down", has_file_entities),
    *_nudges(),
)
