"""Every action of the editor, a file for each menu."""

from __future__ import annotations

from zenith_editor.model.actions import Actions
from zenith_editor.model.commands import arrange, edit, file, game, prefab, view

ACTIONS = Actions(
    [*file.ACTIONS, *edit.ACTIONS, *arrange.ACTIONS, *prefab.ACTIONS, *view.ACTIONS, *game.ACTIONS]
)
