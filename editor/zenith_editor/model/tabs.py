"""An open document with all that belongs to it: file, picture, journal, marks, view."""

from __future__ import annotations

from dataclasses import dataclass

import zenith as zn
from zenith_editor.model.bounds import Bounds
from zenith_editor.model.document import Document
from zenith_editor.model.inspect import Inspector
from zenith_editor.model.marks import Marks
from zenith_editor.model.picking import Picker
from zenith_editor.model.recorder import Recorder
from zenith_editor.model.stage import Stage
from zenith_editor.model.storage import Stored


@dataclass(slots=True)
class View:
    """Where the viewport of a document looks.

    Attributes:
        x: The point of the world in its middle.
        y: The point of the world in its middle.
        zoom: How large a world unit is on the screen.
    """

    x: float = 0.0
    y: float = 0.0
    zoom: float = 1.0

    @property
    def center(self) -> zn.Vec2:
        """The point of the world in its middle."""
        return zn.Vec2(self.x, self.y)

    def frame(self, box: zn.Rect, width: float, height: float) -> None:
        """Look at a rectangle, so that it fits a viewport of a size in pixels."""
        self.x, self.y = box.center
        room = min(width / max(box.width, 1.0), height / max(box.height, 1.0))
        self.zoom = zn.clamp(0.8 * room, 0.05, 32.0)


class Tab:
    """One open document.

    Attributes:
        stored: The document with its file.
        stage: The World that shows it.
        marks: What is hidden and locked.
        inspector: What shows and changes what is selected.
        recorder: What keeps its journal, or None where none can be kept.
        view: Where its viewport looks.
    """

    def __init__(self, stored: Stored, types: zn.Types, layers: zn.Layers, bounds: Bounds) -> None:
        self.stored = stored
        self.stage = Stage(stored.document, types, layers)
        self.marks = Marks()
        self.inspector = Inspector(stored.document, types)
        self.recorder: Recorder | None = None
        self.view = View()
        self._bounds = bounds
        self._picker: Picker | None = None
        self._picked_in = (-1, -1, -1)

    @property
    def document(self) -> Document:
        """The document."""
        return self.stored.document

    @property
    def title(self) -> str:
        """What stands in its tab: the file's name, with a star where it is not saved."""
        return f"{self.document.title}{'*' if self.document.dirty else ''}"

    def picker(self) -> Picker:
        """Return what picks entities in its viewport; what is hidden or locked is not picked."""
        world = self.stage.world
        state = (self.document.revision, self.marks.revision, self.stage.builds)
        if self._picker is None or self._picked_in != state:
            without = self.marks.unpickable(self.document.entities())
            self._picker = Picker(world, self.stage.entities, self._bounds, without=without)
            self._picked_in = state
        return self._picker

    def close(self) -> None:
        """Let go of it; its journal is not needed any more."""
        self.stage.close()
        if self.recorder is not None:
            self.recorder.close()
