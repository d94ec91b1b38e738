"""Projects and files: new, open, save, close."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from zenith_editor.model.actions import Action
from zenith_editor.model.commands.when import has_project, has_tab
from zenith_editor.model.editor import Ask, Editor
from zenith_editor.model.errors import ChangedOutside
from zenith_editor.model.tabs import Tab


def open_project(editor: Editor) -> None:
    """Ask for a project and open it."""
    known = tuple(one.folder for one in editor.recents.all() if one.there)
    editor.ask(Ask("Open a project", "path", lambda path: editor.open(Path(path)), known))


def open_file(editor: Editor) -> None:
    """Ask for a scene or prefab of the project and open it."""
    folder = editor.project.game.folder
    files = sorted([*folder.rglob("*.scene"), *folder.rglob("*.prefab")])
    names = tuple(file.relative_to(folder).as_posix() for file in files)
    editor.ask(
        Ask("Open a scene or prefab", "choice", lambda name: editor.open(folder / name), names)
    )


def save(editor: Editor) -> None:
    """Save the document; where it has no file, ask for one."""
    save_tab(editor, editor.tab)


def save_tab(editor: Editor, tab: Tab, path: Path | None = None) -> None:
    """Save a document; where others changed its file meanwhile, ask first."""
    if tab.document.path is None and path is None:
        _ask_path(editor, tab)
        return
    try:
        editor.project.save(tab, path)
    except ChangedOutside as changed:
        over = partial(editor.project.save, tab, path, over=True)
        editor.ask(Ask(f"{changed} Write over it?", "confirm", lambda _: over()))
        return
    editor.tell(f"Saved {tab.document.title}.")


def save_as(editor: Editor) -> None:
    """Ask for a file and save the document there."""
    _ask_path(editor, editor.tab)


def _ask_path(editor: Editor, tab: Tab) -> None:
    kind = tab.document.scene.kind
    suggested = f"{kind}s/{tab.document.title.replace(' ', '_')}.{kind}"
    folder = editor.project.game.folder
    answer = Ask(
        f"Save the {kind} as",
        "path",
        lambda path: save_tab(editor, tab, folder / path),
        suggested=suggested,
    )
    editor.ask(answer)


def save_all(editor: Editor) -> None:
    """Save every document that is not saved."""
    for tab in editor.project.dirty:
        save_tab(editor, tab)


def close(editor: Editor) -> None:
    """Close the document; where it is not saved, ask first."""
    tab = editor.tab
    if not tab.document.dirty:
        editor.project.close(tab)
        return
    discard = partial(editor.project.close, tab, discard=True)
    editor.ask(Ask(f"Close {tab.document.title} without saving?", "confirm", lambda _: discard()))


def reload(editor: Editor) -> None:
    """Take over what the file says now."""
    editor.project.reload(editor.tab)


def leave(editor: Editor) -> None:
    """Leave the editor; where something is not saved, ask first."""
    dirty = [] if editor.workspace is None else editor.workspace.dirty
    if dirty:
        names = ", ".join(tab.document.title for tab in dirty)
        editor.ask(Ask(f"Leave without saving {names}?", "confirm", lambda _: _leave(editor)))
        return
    _leave(editor)


def _leave(editor: Editor) -> None:
    editor.play.stop()
    workspace = editor.workspace
    if workspace is not None:
        for tab in list(workspace.tabs):
            workspace.close(tab, discard=True)
        workspace.leave()
    editor.workspace = None
    editor.running = False


def _has_file(editor: Editor) -> bool:
    return has_tab(editor) and editor.document.path is not None


def _is_dirty(editor: Editor) -> bool:
    return has_project(editor) and bool(editor.project.dirty)


ACTIONS: Final = (
    Action("file.open_project", "Open project...", open_project, "Ctrl+Shift+O"),
    Action("file.new", "New scene", lambda e: e.project.new(), "Ctrl+N", has_project),
    Action("file.open", "Open scene or prefab...", open_file, "Ctrl+P", has_project),
    Action("file.save", "Save", save, "Ctrl+S", has_tab),
    Action("file.save_as", "Save as...", save_as, "Ctrl+Shift+S", has_tab),
    Action("file.save_all", "Save all", save_all, "Ctrl+Alt+S", _is_dirty),
    Action("file.reload", "Reload from the file", reload, "", _has_file),
    Action("file.close", "Close", close, "Ctrl+W", has_tab),
    Action("file.leave", "Leave", leave, "Ctrl+Q"),
)
