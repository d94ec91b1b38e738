"""The menu bar, the toolbar and the shortcuts: all made of the model's list of actions."""

from __future__ import annotations

from typing import Final

from imgui_bundle import imgui

from zenith_editor.model.actions import Action
from zenith_editor.model.commands import ACTIONS
from zenith_editor.model.play import State
from zenith_editor.view.backend.keys import chord
from zenith_editor.view.ui import Ui

_TOOLS: Final = ("select", "move", "rotate", "scale")
_HIDDEN_LABEL: Final = "Nudge"


def menu_bar(ui: Ui) -> None:
    """Show a menu for each group of actions."""
    if not imgui.begin_main_menu_bar():
        return
    for menu, actions in ACTIONS.menus().items():
        opened = imgui.begin_menu(menu.capitalize())
        ui.mark(f"menu/{menu}")
        if opened:
            for action in actions:
                _item(ui, action)
            imgui.end_menu()
    _project_name(ui)
    imgui.end_main_menu_bar()


def _item(ui: Ui, action: Action) -> None:
    if action.label.startswith(_HIDDEN_LABEL):
        return
    if imgui.menu_item_simple(action.label, action.shortcut, False, action.enabled(ui.editor)):
        ui.run(action.name)
    ui.mark(f"menu/{action.name}")
    if action.tooltip:
        imgui.set_item_tooltip(action.tooltip)


def _project_name(ui: Ui) -> None:
    workspace = ui.editor.workspace
    if workspace is None:
        return
    name = workspace.game.name
    width = imgui.calc_text_size(name).x
    imgui.same_line(imgui.get_window_width() - width - 14.0 * ui.scale)
    imgui.text_disabled(name)


def toolbar(ui: Ui) -> None:
    """Show the tools, the game's buttons and what snaps."""
    editor = ui.editor
    for tool in _TOOLS:
        if ui.button(tool.capitalize(), f"tool/{tool}", on=editor.tool == tool):
            ui.run(f"view.{tool}")
        _tip(f"view.{tool}")
        imgui.same_line()
    _gap(ui)
    _play_buttons(ui)
    _gap(ui)
    snapping = editor.preferences.snapping
    for name, on in (("grid", snapping.grid), ("pixel", snapping.pixel), ("angle", snapping.angle)):
        if ui.button(f"Snap {name}", f"snap/{name}", on=on):
            ui.run(f"view.snap_{name}")
        _tip(f"view.snap_{name}")
        imgui.same_line()
    if ui.button("Grid", "show/grid", on=editor.preferences.show_grid):
        ui.run("view.grid")
    _tip("view.grid")


def _play_buttons(ui: Ui) -> None:
    editor = ui.editor
    playing = not editor.stopped
    play = ACTIONS.get("game.play")
    if ui.button(
        "Stop" if playing else "Play", "play", on=playing, enabled=play.enabled(ui.editor)
    ):
        ui.run("game.play")
    _tip("game.play")
    imgui.same_line()
    paused = editor.play.state is State.PAUSED
    if ui.button("Pause", "pause", on=paused, enabled=playing):
        ui.run("game.pause")
    _tip("game.pause")
    imgui.same_line()
    if ui.button("Tick", "step", enabled=playing):
        ui.run("game.step")
    _tip("game.step")
    imgui.same_line()
    if ui.button(f"x {editor.play.speed:g}", "speed", on=editor.play.speed != 1.0):
        ui.run("game.normal")
    imgui.set_item_tooltip("Speed of the game: F8 slower, F9 faster, a click for its own")
    imgui.same_line()


def _tip(name: str) -> None:
    action = ACTIONS.get(name)
    keys = f" ({action.shortcut})" if action.shortcut else ""
    imgui.set_item_tooltip(f"{action.label}{keys}")


def _gap(ui: Ui) -> None:
    imgui.dummy(imgui.ImVec2(14.0 * ui.scale, 1.0))
    imgui.same_line()


def shortcuts(ui: Ui) -> None:
    """Do the action whose keys were pressed.

    While text is written, and while the game has the keyboard, only those that say so.
    """
    if ui.editor.asks or imgui.is_popup_open("", _ANY_POPUP):
        return
    typing = imgui.get_io().want_text_input
    for action in ACTIONS:
        if not action.shortcut or ((typing or ui.game_focus) and not _works_anyway(ui, action)):
            continue
        if imgui.is_key_chord_pressed(chord(action.shortcut)):
            ui.run(action.name)
            return


def _works_anyway(ui: Ui, action: Action) -> bool:
    return action.games or (not ui.game_focus and action.name == "file.save")


_ANY_POPUP: Final = int(imgui.PopupFlags_.any_popup)
