"""What the pointer does in the viewport, without imgui: picks, boxes, handles that are dragged."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import zenith as zn
from zenith_editor.model.clipboard import duplicate
from zenith_editor.model.editor import Editor
from zenith_editor.model.gizmos import (
    Axis,
    MoveDrag,
    RotateDrag,
    ScaleDrag,
    Target,
    pivot_of,
    targets,
)
from zenith_editor.model.picking import next_under
from zenith_editor.model.selection import Selection

Drag = MoveDrag | RotateDrag | ScaleDrag
GESTURE: Final = "viewport"
ARM: Final = 56.0
"""How long the arms of the handle are, in pixels."""
_NEAR: Final = 9.0
_STILL: Final = 3.0


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the pointer is, and which keys are held.

    Attributes:
        pixel: In pixels of the viewport's picture.
        world: In the world that is shown.
        shift: Adds to what is selected.
        ctrl: Inverts what snaps.
        alt: Picks what lies below; a drag then takes a copy.
    """

    pixel: zn.Vec2
    world: zn.Vec2
    shift: bool = False
    ctrl: bool = False
    alt: bool = False


class Hand:
    """One press of the left button in the viewport, from down to up.

    Attributes:
        read_out: What the drag in hand comes to, to be shown beside the pointer.
        box: The corners of the box that selects, in the world, or None.
    """

    def __init__(self, editor: Editor) -> None:
        self.read_out = ""
        self.box: tuple[zn.Vec2, zn.Vec2] | None = None
        self._editor = editor
        self._from: Pointer | None = None
        self._drag: Drag | None = None
        self._axis: Axis | None = None
        self._grabbed = self._boxing = self._moved = False

    @property
    def busy(self) -> bool:
        """Whether the button is held."""
        return self._from is not None

    @property
    def selection(self) -> Selection:
        """What is selected where one works: in the game that plays, or in the document."""
        editor = self._editor
        return editor.document.selection if editor.stopped else editor.play.selection

    def press(self, at: Pointer, handle: zn.Vec2 | None, zoom: float) -> None:
        """Begin: on the handle, on an entity, or beside everything.

        Args:
            at: The pointer.
            handle: The middle of the handle, in pixels, where it is shown.
            zoom: How large a world unit is.
        """
        self._from, self._moved, self._boxing = at, False, False
        self._axis = None if handle is None else grabbed(self._editor.tool, handle, at.pixel)
        self._grabbed = self._axis is not None
        if self._grabbed:
            return
        hits = self._editor.picker().at(at.world, zoom=zoom)
        chosen = self.selection
        if not hits:
            self._boxing = True
        elif at.shift:
            chosen.toggle(hits[0])
        elif not at.alt and not any(hit in chosen for hit in hits):
            chosen.set(hits[:1])
        self._grabbed = bool(hits) and not at.shift

    def move(self, at: Pointer) -> None:
        """Go on, with the pointer somewhere else."""
        start = self._from
        if start is None:
            return
        if not self._moved and (at.pixel - start.pixel).length() < _STILL:
            return
        first, self._moved = not self._moved, True
        if self._boxing:
            self.box = (start.world, at.world)
        elif self._grabbed:
            self._go_on(start, at, first)

    def _go_on(self, start: Pointer, at: Pointer, first: bool) -> None:
        editor = self._editor
        if first:
            if start.alt and editor.stopped:
                duplicate(editor.document, editor.selected, editor.project.game.types)
            self._drag = self._begin(start)
        if self._drag is None:
            return
        outcome = self._drag.to(at.world, editor.preferences.snapping, inverted=at.ctrl)
        self.read_out = outcome.text
        label, operations = self._drag.label, outcome.operations
        if not operations:
            return
        if editor.stopped:
            editor.attempt(lambda: editor.document.do(label, *operations, gesture=GESTURE))
        else:
            editor.attempt(lambda: editor.play.do(operations))

    def _begin(self, start: Pointer) -> Drag | None:
        chosen = chosen_targets(self._editor)
        if not chosen:
            return None
        if self._axis is not None and self._editor.tool == "rotate":
            return RotateDrag(chosen, start.world)
        if self._axis is not None and self._editor.tool == "scale":
            return ScaleDrag(chosen, start.world, self._axis)
        return MoveDrag(chosen, start.world, self._axis or "both")

    def release(self, at: Pointer, zoom: float) -> None:
        """End: a click picks, a box selects, a drag is one step."""
        start = self._from
        if start is None:
            return
        if self.box is not None:
            self._select_box(at)
        elif not self._moved and self._axis is None and not at.shift:
            self._click(at, zoom)
        if self._editor.has_tab:
            self._editor.document.end_gesture()
        self._forget()

    def _click(self, at: Pointer, zoom: float) -> None:
        hits, chosen = self._editor.picker().at(at.world, zoom=zoom), self.selection
        if not hits:
            chosen.clear()
        else:
            chosen.set([next_under(hits, chosen.active) if at.alt else hits[0]])

    def _select_box(self, at: Pointer) -> None:
        if self.box is None:
            return
        (a, b), chosen = self.box, self.selection
        box = zn.Rect(min(a.x, b.x), min(a.y, b.y), abs(a.x - b.x), abs(a.y - b.y))
        found = self._editor.picker().inside(box)
        if at.shift:
            chosen.add(*found)
        else:
            chosen.set(found)

    def cancel(self) -> None:
        """Give up what is in hand, as by Esc."""
        if self._editor.stopped and self._editor.has_tab:
            self._editor.document.cancel_gesture(GESTURE)
        self._forget()

    def _forget(self) -> None:
        self._from = self._drag = self._axis = self.box = None
        self._grabbed = self._boxing = self._moved = False
        self.read_out = ""


def chosen_targets(editor: Editor) -> list[Target]:
    """Return what a drag would take hold of."""
    if editor.stopped:
        entities: Mapping[str, zn.Entity] = editor.tab.stage.entities
        return targets(entities, editor.selected, editor.document.scene)
    return targets(editor.play.living.entities(), editor.play.selection)


def handle_place(editor: Editor) -> zn.Vec2 | None:
    """Return where in the world the handle is, or None where it is not shown."""
    if editor.tool == "select":
        return None
    chosen = chosen_targets(editor)
    return pivot_of(chosen) if chosen else None


def grabbed(tool: str, handle: zn.Vec2, pixel: zn.Vec2) -> Axis | None:
    """Return which part of the handle is at a pixel: an arm, the middle, or None.

    >>> middle = zn.Vec2(100, 100)
    >>> grabbed("move", middle, zn.Vec2(140, 101)), grabbed("move", middle, zn.Vec2(90, 190))
    ('x', None)
    """
    dx, dy = pixel.x - handle.x, pixel.y - handle.y
    if tool == "rotate":
        return "both" if abs(math.hypot(dx, dy) - ARM) < _NEAR else None
    if max(abs(dx), abs(dy)) < _NEAR:
        return "both"
    if abs(dy) < _NEAR and 0.0 < dx < ARM + _NEAR:
        return "x"
    return "y" if abs(dx) < _NEAR and 0.0 < -dy < ARM + _NEAR else None
