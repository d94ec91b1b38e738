"""A project that is being edited: the documents that are open, and their journals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import zenith as zn
from zenith_editor.model.bounds import Bounds
from zenith_editor.model.document import Document
from zenith_editor.model.errors import EditorError
from zenith_editor.model.game import Game
from zenith_editor.model.outside import Outside
from zenith_editor.model.recorder import Recorder
from zenith_editor.model.rehearsing import rehearsal
from zenith_editor.model.sessions import Lost, Session, restore
from zenith_editor.model.storage import Stored
from zenith_editor.model.tabs import Tab


class Workspace:
    """One project, or a folder without one, with its open documents as tabs.

    Attributes:
        game: The project with its code.
        prefabs: The prefabs, as they are being edited.
        bounds: What measures entities.
        tabs: The open documents.
        session: The journals, or None where none can be written.
        errors: What is wrong; the editor works all the same.
    """

    def __init__(self, folder: Path, journals: Path | None = None) -> None:
        """Open a project.

        Args:
            folder: Its folder.
            journals: Where journals lie; ".zenith/editor" in the folder when None.
        """
        self.game = Game(folder)
        self.errors: list[zn.ZenithError] = list(self.game.errors)
        self.prefabs = zn.Prefabs(folder, self.game.migrations)
        self.bounds = Bounds(self.game.assets)
        self.tabs: list[Tab] = []
        self.session: Session | None = None
        self._active = -1
        self._begin_session(folder / ".zenith" / "editor" if journals is None else journals)

    def _begin_session(self, root: Path) -> None:
        try:
            self.session = Session(root)
        except OSError:
            self.session = self._session_elsewhere()

    def _session_elsewhere(self) -> Session | None:
        """Keep journals in the user's folder, where the project's cannot be written to."""
        parts = self.game.folder.resolve().parts[-3:]
        name = "-".join(part for part in parts if part.isalnum())
        try:
            return Session(zn.user_folder("Zenith editor") / "journals" / (name or "project"))
        except OSError as error:
            self.errors.append(EditorError(f"No journal can be kept: {error.strerror or error}."))
            return None

    # Tabs.

    @property
    def active(self) -> Tab | None:
        """The tab that is shown."""
        return self.tabs[self._active] if 0 <= self._active < len(self.tabs) else None

    def show(self, tab: Tab) -> None:
        """Show a tab."""
        self._active = self.tabs.index(tab)

    def open(self, path: Path) -> Tab:
        """Open a scene or prefab, or show it where it is open.

        Raises:
            SceneError: It cannot be read; the message says file, place, found and expected.
            EditorError: It is neither a scene nor a prefab.
        """
        for tab in self.tabs:
            if tab.document.path is not None and _same_file(tab.document.path, path):
                self.show(tab)
                return tab
        return self._add(Stored.open(path, self.prefabs, self.game.migrations))

    def new(self, kind: str = "scene") -> Tab:
        """Open an empty scene, or a prefab of one entity, without a file."""
        scene = zn.SceneDocument(kind=kind)
        if kind == "prefab":
            scene.add("root", zn.EntityData(components={"Transform": {}}))
        return self._add(Stored(Document(scene, self.prefabs), self.game.migrations))

    def add_prefab(self, prefab: zn.SceneDocument, name: str) -> Tab:
        """Open a prefab that was just made, to be saved under its name."""
        prefab.path = self.game.folder / "prefabs" / f"{name}.prefab"
        tab = self._add(Stored(Document(prefab, self.prefabs), self.game.migrations))
        tab.document.history.mark_unsaved()
        return tab

    def _add(self, stored: Stored, before: Path | None = None) -> Tab:
        tab = Tab(stored, self.game.types, self.game.layers, self.bounds)
        session = self.session
        if session is not None:
            tab.recorder = Recorder(stored, session.new_file, session.disk, before)
        self.tabs.append(tab)
        self._active = len(self.tabs) - 1
        tab.document.listeners.append(lambda _: self._follow(tab))
        if tab.document.scene.kind == "prefab":
            self._follow(tab)
        return tab

    def _follow(self, tab: Tab) -> None:
        """Let every instance show a prefab as it is being edited."""
        name = tab.document.known_as = self.prefab_name(tab)
        if not name:
            return
        self.prefabs.put(name, tab.document.scene)
        for other in self.tabs:
            if other is not tab:
                other.document.prefabs_changed()

    def prefab_name(self, tab: Tab) -> str:
        """Return the name by which instances know the prefab of a tab; "" where there is none."""
        document = tab.document
        if document.scene.kind != "prefab":
            return ""
        return self.game.name_of(document.path, "prefab")

    def open_prefab(self, name: str) -> Tab:
        """Open the prefab of that name, or show it.

        Raises:
            PrefabError: There is none, or it cannot be read.
        """
        for tab in self.tabs:
            if self.prefab_name(tab) == name:
                self.show(tab)
                return tab
        path = self.prefabs.get(name).path
        if path is None:
            raise EditorError(f'The prefab "{name}" has no file.')
        return self.open(path)

    def save(self, tab: Tab, path: Path | None = None, *, over: bool = False) -> None:
        """Save a tab's document; its arguments are as for `Stored.save`."""
        tab.stored.save(path, over=over)
        if tab.recorder is not None:
            tab.recorder.saved()
        self._follow(tab)

    def reload(self, tab: Tab) -> None:
        """Take over what the file of a tab says now; the journal begins anew."""
        tab.stored.reload()
        if tab.recorder is not None:
            tab.recorder.saved()

    def close(self, tab: Tab, *, discard: bool = False) -> None:
        """Close a tab.

        Raises:
            EditorError: It is not saved, and `discard` is not given.
        """
        if tab.document.dirty and not discard:
            raise EditorError(f"{tab.document.title} is not saved.")
        name = self.prefab_name(tab)
        tab.close()
        at = self.tabs.index(tab)
        del self.tabs[at]
        self._active = min(self._active - (at < self._active), len(self.tabs) - 1)
        if name:
            self.prefabs.forget(name)
            for other in self.tabs:
                other.document.prefabs_changed()

    @property
    def dirty(self) -> list[Tab]:
        """The tabs that are not saved."""
        return [tab for tab in self.tabs if tab.document.dirty]

    # What happens by itself.

    def tick(self, now: float) -> None:
        """Write journals that are due; to be called every frame."""
        for tab in self.tabs:
            if tab.recorder is not None:
                tab.recorder.tick(now)

    @property
    def trouble(self) -> str:
        """Why work is not safe at the moment, or ""."""
        found = (tab.recorder.trouble for tab in self.tabs if tab.recorder is not None)
        return next(filter(None, found), "")

    def news(self) -> Iterator[tuple[Tab, Outside]]:
        """Yield each open document whose file others changed or deleted since this was asked."""
        for tab in self.tabs:
            found = tab.stored.news()
            if found is not Outside.SAME:
                yield tab, found

    @property
    def lost(self) -> list[Lost]:
        """Work of an editor that ended without saving, until it is restored or forgotten."""
        return [] if self.session is None else self.session.lost

    def restore(self, lost: Lost) -> Tab:
        """Open work that was not saved, as it was when the editor ended.

        It takes the place of a tab that shows its file, unless something was changed in there.
        """
        for other in list(self.tabs):
            path, mine = other.document.path, lost.head.path
            same = path is not None and mine is not None and _same_file(path, mine)
            if same and not other.document.dirty:
                self.close(other)
        tab = self._add(restore(lost, self.prefabs), lost.file)
        if self.session is not None:
            self.session.lost.remove(lost)
        return tab

    def forget(self, lost: Lost) -> None:
        """Let go of work that was not saved."""
        if self.session is not None:
            self.session.forget(lost.file)

    def leave(self) -> None:
        """Close the project. What is not saved stays in the journals."""
        for tab in self.tabs:
            if tab.recorder is not None:
                tab.recorder.flush()
            if not tab.document.dirty:
                tab.close()
        if self.session is not None:
            self.session.close()

    def reload_code(self, files: Iterable[Path], app: zn.App | None = None) -> zn.Reloaded:
        """Take changed Python files in: inspectors and viewports show what is declared now.

        Args:
            files: The files that changed.
            app: The game that plays, or None.
        """
        done = self.game.reload(files, app)
        for tab in self.tabs:
            tab.stage.use(self.game.types, self.game.layers)
            tab.inspector.types = self.game.types
        return done

    def rehearsal(self, tab: Tab | None = None) -> zn.App:
        """Return an App that plays copies of what is open: a tab's scene, or the whole game.

        Raises:
            ZenithError: The game cannot begin.
        """
        return rehearsal(self.game, self.tabs, tab)


def _same_file(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()
