"""The panels below: what was told, the files of the project, the history, what can be kept."""

from __future__ import annotations

from pathlib import Path

from imgui_bundle import imgui

import zenith as zn
from zenith_editor.model.kept import Changed, Placed
from zenith_editor.model.prefabs import place
from zenith_editor.view.ui import Ui


class Console:
    """Shows what was told, the newest last."""

    def __init__(self) -> None:
        self._seen: object = None

    def show(self, ui: Ui) -> None:
        """Show it in the window that was begun."""
        messages = ui.editor.messages
        if not messages:
            ui.faint("What the editor and the game have to say appears here.")
            return
        if ui.button("Clear", "console/clear"):
            messages.clear()
            return
        imgui.begin_child("messages")
        imgui.push_text_wrap_pos(0.0)
        for message in messages:
            colour = ui.scheme.bad if message.error else ui.scheme.text
            imgui.push_style_color(imgui.Col_.text, ui.colour(colour))
            imgui.text_unformatted(message.text)
            imgui.pop_style_color()
        imgui.pop_text_wrap_pos()
        if self._seen is not messages[-1]:
            self._seen = messages[-1]
            imgui.set_scroll_here_y(1.0)
        imgui.end_child()


class Files:
    """Shows the scenes and prefabs of the project."""

    def __init__(self) -> None:
        self._files: list[Path] = []
        self._looked: float = -9.0
        self._folder: Path | None = None

    def show(self, ui: Ui) -> None:
        """Show it in the window that was begun."""
        workspace = ui.editor.workspace
        if workspace is None:
            ui.faint("Open a project with File, Open project, or: zenith edit FOLDER")
            return
        folder = workspace.game.folder
        self._look(folder)
        if not self._files:
            ui.faint("The project has no scenes yet: make one with Ctrl+N.")
        for kind in ("scene", "prefab"):
            names = [path for path in self._files if path.suffix == f".{kind}"]
            if names:
                imgui.text_disabled(f"{kind.capitalize()}s")
            for path in names:
                self._file(ui, folder, path)

    def _look(self, folder: Path) -> None:
        """List the files, once a second."""
        now = imgui.get_time()
        if folder != self._folder or now - self._looked >= 1.0:
            self._folder, self._looked = folder, now
            self._files = sorted([*folder.rglob("*.scene"), *folder.rglob("*.prefab")])

    def _file(self, ui: Ui, folder: Path, path: Path) -> None:
        name = path.relative_to(folder).as_posix()
        if path.suffix == ".prefab":
            if ui.button("Place", f"place/{name}", enabled=ui.editor.has_tab and ui.editor.stopped):
                _place(ui, path)
            imgui.same_line()
        if imgui.selectable(name, False)[0]:
            ui.attempt(lambda: ui.editor.open(path))
        ui.mark(f"file/{name}")


def _place(ui: Ui, path: Path) -> None:
    """Put an instance of a prefab into the middle of the viewport."""
    editor = ui.editor
    name = editor.project.game.name_of(path, "prefab")
    view = editor.tab.view
    at = editor.preferences.snapping.position(zn.Vec2(view.x, view.y))
    ui.attempt(lambda: place(editor.document, name, at))


def history(ui: Ui) -> None:
    """Show the steps of the document; a click goes back or forward to one."""
    if not ui.editor.has_tab:
        ui.faint("The steps of a document are listed here.")
        return
    document = ui.editor.document
    labels = document.history.labels
    if not labels:
        ui.faint("Nothing was changed yet. Every step will be listed here.")
    for k, label in enumerate(labels):
        if imgui.selectable(f"{label}##{k}", k == len(labels) - 1)[0]:
            for _ in range(len(labels) - 1 - k):
                document.undo()
    if document.history.next_redo:
        imgui.text_disabled(f"Taken back: {document.history.next_redo} (Ctrl+Y)")


def timeline(ui: Ui) -> None:
    """Show the past of the game that plays, to go to any tick of it."""
    play = ui.editor.play
    first, last = play.reach
    present = play.app.ticks
    imgui.set_next_item_width(-1.0)
    changed, tick = imgui.slider_int("##timeline", present, first, max(last, first + 1), "tick %d")
    ui.mark("timeline")
    imgui.set_item_tooltip("Drag to go back in time; F6 goes on from there")
    if changed and first <= tick <= last:
        ui.attempt(lambda: play.seek(tick))


def keeping(ui: Ui) -> None:
    """Show what was changed by hand in the game that was stopped, to choose what to keep."""
    editor = ui.editor
    ui.title("Changed by hand while playing. Keep in the scene:")
    for k, change in enumerate(editor.to_keep):
        on = imgui.checkbox(f"{_described(change)}##{k}", k not in ui.unticked)[1]
        ui.mark(f"keep/{k}")
        (ui.unticked.discard if on else ui.unticked.add)(k)
    if ui.button("Keep", "keep/apply", on=True):
        editor_keep = [one for k, one in enumerate(editor.to_keep) if k not in ui.unticked]
        ui.attempt(lambda: editor.keep(editor_keep))
        _done(ui)
    imgui.same_line()
    if ui.button("Forget", "keep/forget"):
        _done(ui)


def _done(ui: Ui) -> None:
    ui.editor.to_keep = []
    ui.unticked.clear()


def _described(change: Changed | Placed) -> str:
    if isinstance(change, Placed):
        return f"{change.prefab} placed at {change.x:g}, {change.y:g}"
    where = change.key or "World"
    return f"{where}  {change.component}.{change.field}: {change.before} > {change.after}"
