"""What is shown and how dragging behaves: tools, snapping, what is hidden and locked."""

from __future__ import annotations

from functools import partial
from typing import Final

from zenith_editor.model.actions import Action
from zenith_editor.model.commands.when import has_selection, has_tab
from zenith_editor.model.editor import Editor, Tool

_TOOLS: Final[tuple[tuple[Tool, str], ...]] = (
    ("select", "Q"), ("move", "W"), ("rotate", "E"), ("scale", "R"),
)  # fmt: skip


def _take(tool: Tool, editor: Editor) -> None:
    editor.tool = tool


def frame(editor: Editor) -> None:
    """Let the viewport look at what is selected."""
    editor.frame_wanted = True


def hide(editor: Editor) -> None:
    """Hide what is selected, or show it."""
    editor.tab.marks.toggle(editor.tab.marks.hidden, editor.selected)


def lock(editor: Editor) -> None:
    """Lock what is selected, or unlock it."""
    editor.tab.marks.toggle(editor.tab.marks.locked, editor.selected)


def show_all(editor: Editor) -> None:
    """Show and unlock everything."""
    editor.tab.marks.clear()


def zoom_one(editor: Editor) -> None:
    """Show a world unit as a pixel."""
    editor.tab.view.zoom = 1.0


def _snap(name: str, editor: Editor) -> None:
    editor.snap(**{name: not getattr(editor.preferences.snapping, name)})


def _show(name: str, editor: Editor) -> None:
    editor.prefer(**{name: not getattr(editor.preferences, name)})


def switch_theme(editor: Editor) -> None:
    """Change between dark and light."""
    editor.prefer(theme="light" if editor.preferences.theme == "dark" else "dark")


ACTIONS: Final = (
    *(
        Action(f"view.{tool}", f"{tool.capitalize()} tool", partial(_take, tool), keys)
        for tool, keys in _TOOLS
    ),
    Action("view.frame", "Frame selection", frame, "F", has_selection),
    Action("view.zoom_one", "Zoom to 100 %", zoom_one, "Ctrl+0", has_tab),
    Action("view.hide", "Hide", hide, "H", has_selection),
    Action("view.lock", "Lock", lock, "L", has_selection),
    Action("view.show_all", "Show and unlock all", show_all, "Ctrl+Shift+H", has_tab),
    Action("view.snap_grid", "Snap to grid", partial(_snap, "grid"), "Shift+G"),
    Action("view.snap_pixel", "Snap to pixels", partial(_snap, "pixel")),
    Action("view.snap_angle", "Snap angles", partial(_snap, "angle"), "Shift+E"),
    Action("view.snap_scale", "Snap scales", partial(_snap, "scale"), "Shift+R"),
    Action("view.grid", "Show grid", partial(_show, "show_grid"), "G"),
    Action("view.colliders", "Show colliders", partial(_show, "show_colliders"), "C"),
    Action("view.theme", "Light theme", switch_theme),
)
