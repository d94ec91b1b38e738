"""The whole editor without its view: what menus, shortcuts, panels and tests act on."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

import zenith as zn
from zenith_editor.model.clipboard import Clip
from zenith_editor.model.document import Document
from zenith_editor.model.errors import EditorError
from zenith_editor.model.game import find_project
from zenith_editor.model.kept import Changed, Placed, keep
from zenith_editor.model.outside import Outside
from zenith_editor.model.picking import Picker
from zenith_editor.model.play import Play, State
from zenith_editor.model.preferences import Preferences, load_preferences
from zenith_editor.model.recent import Recents
from zenith_editor.model.sessions import Lost
from zenith_editor.model.tabs import Tab
from zenith_editor.model.watching import LivingInspector
from zenith_editor.model.workspace import Workspace

Tool = Literal["select", "move", "rotate", "scale"]
Kind = Literal["path", "text", "choice", "confirm"]


@dataclass(frozen=True, slots=True)
class Ask:
    """A question that an action has; a view shows it and calls `answer`, or drops it.

    Attributes:
        title: What is asked.
        kind: What the answer is: a path, a text, one of the options, or yes.
        answer: Goes on with what was answered.
        options: What can be chosen.
        suggested: What stands there at first.
    """

    title: str
    kind: Kind
    answer: Callable[[str], object]
    options: tuple[str, ...] = ()
    suggested: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """Something that a person should know.

    Attributes:
        text: What.
        error: Whether something did not work.
    """

    text: str
    error: bool = False


class Editor:
    """An editor with at most one project.

    Attributes:
        workspace: The project, or None before one is opened.
        play: The game that plays in it.
        clip: What was copied.
        tool: The tool of the viewport.
        preferences: What was set once for all projects.
        recents: The projects opened last.
        asks: Questions that wait for an answer, the oldest first.
        messages: What was told, the last one last.
        watching: What shows and changes what is selected in the game that plays.
        frame_wanted: Whether the viewport should look at what is selected.
        to_keep: What was changed by hand in the game that was stopped, to choose from.
        played: The document that it belongs to.
        running: Whether nobody asked to leave.
    """

    def __init__(self, user: Path | None = None) -> None:
        """Make an editor without a project.

        Args:
            user: Where preferences and recent projects are kept; the user's folder when None.
        """
        self.workspace: Workspace | None = None
        self.play = Play()
        self.watching = LivingInspector(self.play)
        self.clip = Clip()
        self.tool: Tool = "select"
        self.preferences: Preferences = load_preferences(user)
        self.recents = Recents(user)
        self.asks: list[Ask] = []
        self.messages: list[Message] = []
        self.to_keep: list[Changed | Placed] = []
        self.played: Document | None = None
        self.frame_wanted = False
        self.running = True
        self._user = user

    # Where one is.

    @property
    def tab(self) -> Tab:
        """The tab that is shown.

        Raises:
            EditorError: Nothing is open.
        """
        tab = None if self.workspace is None else self.workspace.active
        if tab is None:
            raise EditorError("No scene is open.")
        return tab

    @property
    def document(self) -> Document:
        """The document that is shown."""
        return self.tab.document

    @property
    def has_tab(self) -> bool:
        """Whether a document is open."""
        return self.workspace is not None and self.workspace.active is not None

    @property
    def selected(self) -> tuple[str, ...]:
        """What is selected in the document that is shown."""
        return self.document.selection.keys if self.has_tab else ()

    def picker(self) -> Picker:
        """Return what picks entities in the viewport: in the game where one plays."""
        if self.stopped:
            return self.tab.picker()
        living = self.play.living
        return Picker(living.world, living.entities(), self.project.bounds)

    @property
    def stopped(self) -> bool:
        """Whether no game plays."""
        return self.play.state is State.STOPPED

    @property
    def project(self) -> Workspace:
        """The project that is open.

        Raises:
            EditorError: None is.
        """
        if self.workspace is None:
            raise EditorError("No project is open.")
        return self.workspace

    # Projects.

    def open(self, path: Path) -> None:
        """Open a project by its folder, or a scene or prefab with the project around it.

        Raises:
            SceneError: The file cannot be read.
            EditorError: Something that is open is not saved.
        """
        folder = find_project(path)
        workspace = self.workspace
        if workspace is None or workspace.game.folder.resolve() != folder.resolve():
            self.leave_project()
            workspace = self.workspace = Workspace(folder)
            for error in workspace.errors:
                self.tell(str(error), error=True)
            self._offer_lost(workspace)
            if workspace.game.project is not None:
                self.recents.note(folder, workspace.game.name)
        if path.is_file() and path.suffix in (".scene", ".prefab"):
            workspace.open(path)
        elif not workspace.tabs:
            self._open_start(workspace)

    def _open_start(self, workspace: Workspace) -> None:
        """Show the scene that the game begins with, where it has a file."""
        project = workspace.game.project
        if project is None:
            return
        file = project.folder / "scenes" / f"{project.start}.scene"
        if file.is_file():
            self.attempt(lambda: workspace.open(file))

    def leave_project(self) -> None:
        """Close the project.

        Raises:
            EditorError: Something is not saved.
        """
        if self.workspace is None:
            return
        if self.workspace.dirty:
            names = ", ".join(tab.document.title for tab in self.workspace.dirty)
            raise EditorError(f"Not saved: {names}.")
        self.play.stop()
        self.workspace.leave()
        self.workspace = None

    # What goes on.

    def frame(self, now: float) -> None:
        """Let the game play and journals be written; to be called every frame.

        Args:
            now: The time in seconds, from any clock that does not go back.
        """
        if self.workspace is not None:
            self.workspace.tick(now)
        failed = self.play.failure
        self.play.frame(now)
        if self.play.failure is not None and self.play.failure is not failed:
            self.tell(str(self.play.failure), error=True)
        if self.play.ended:
            self.stop()

    def look_outside(self) -> None:
        """Ask what to do about open files that others changed or deleted; told once each.

        To be called now and then: when the window gets the focus, or every second.
        """
        workspace = self.workspace
        for tab, outside in [] if workspace is None else list(workspace.news()):
            title = f"{tab.document.title} was {outside.value} by another program"
            options = ("reload", "keep mine") if outside is Outside.CHANGED else ("keep mine",)
            self.ask(Ask(title, "choice", partial(self._resolve, tab), options))

    def _resolve(self, tab: Tab, answer: str) -> None:
        if answer == "reload":
            self.project.reload(tab)
        else:
            tab.stored.accept()

    def _offer_lost(self, workspace: Workspace) -> None:
        """Ask about work that an editor before this one did not save."""
        for lost in list(workspace.lost):
            count = len(lost.entries)
            changes = "1 change that was" if count == 1 else f"{count} changes that were"
            title = f"{lost.title} has {changes} never saved"
            options = ("restore", "forget", "later")
            self.ask(Ask(title, "choice", partial(self._settle_lost, workspace, lost), options))

    def _settle_lost(self, workspace: Workspace, lost: Lost, answer: str) -> None:
        if answer == "restore":
            workspace.restore(lost)
        elif answer == "forget":
            workspace.forget(lost)

    def reload_code(self, files: Iterable[Path]) -> None:
        """Take changed Python files in, while a game plays or not, and tell what came of it."""
        app = None if self.stopped else self.play.app
        done = self.project.reload_code(files, app)
        if str(done):
            self.tell(str(done), error=not done.ok)

    def start(self, tab: Tab | None) -> None:
        """Play the scene of a tab, or the whole game.

        Raises:
            ZenithError: The game cannot begin.
        """
        project = self.project
        for one in project.tabs:
            one.document.end_gesture()
            if one.recorder is not None:
                one.recorder.flush()
        document = None if tab is None else tab.document
        self.play.start(lambda: project.rehearsal(tab), document)

    def stop(self) -> None:
        """End the game; what was changed by hand is offered in `to_keep`."""
        self.played = self.play.document
        changes = self.play.stop()
        self.to_keep = changes if self.played is not None else []

    def keep(self, chosen: list[Changed | Placed]) -> None:
        """Put changes made while playing into the document, as a step that can be undone.

        Raises:
            EditorError: No document was played.
        """
        if self.played is None:
            raise EditorError("No scene was played whose changes could be kept.")
        for sentence in keep(self.played, chosen, self.project.game.types):
            self.tell(sentence, error=True)
        self.to_keep = [one for one in self.to_keep if one not in chosen]

    def tell(self, text: str, *, error: bool = False) -> None:
        """Tell a person something."""
        self.messages.append(Message(text, error))
        del self.messages[:-1000]

    def tell_once(self, text: str) -> None:
        """Tell a person what goes wrong in every frame, as long as it was not told just now."""
        if not any(message.text == text for message in self.messages[-20:]):
            self.tell(text, error=True)

    def ask(self, ask: Ask) -> None:
        """Ask a person something."""
        self.asks.append(ask)

    def answer(self, answer: str) -> None:
        """Answer the question that was asked first."""
        ask = self.asks.pop(0)
        self.attempt(lambda: ask.answer(answer))

    def attempt(self, call: Callable[[], object]) -> bool:
        """Do something, or tell why it cannot be done; return whether it could."""
        try:
            call()
        except zn.ZenithError as error:
            self.tell(str(error), error=True)
            return False
        return True

    def prefer(self, **changes: Any) -> None:
        """Change preferences, and remember them."""
        self.preferences = dataclasses.replace(self.preferences, **changes)
        self.preferences.save(self._user)

    def snap(self, **changes: Any) -> None:
        """Change how dragging snaps, and remember it."""
        self.prefer(snapping=dataclasses.replace(self.preferences.snapping, **changes))
