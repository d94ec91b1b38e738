"""The editor's loop: in a window, or off-screen for a number of frames and a picture."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

import pygame
from imgui_bundle import imgui

from zenith.input import FocusEvent
from zenith_editor.model.commands import ACTIONS
from zenith_editor.model.editor import Editor
from zenith_editor.view.backend.events import Events
from zenith_editor.view.backend.painter import UiPainter
from zenith_editor.view.backend.surfaces import PictureSurface, Surface, WindowSurface
from zenith_editor.view.codewatch import CodeWatch
from zenith_editor.view.hearing import Hearing
from zenith_editor.view.pictures import EnginePictures
from zenith_editor.view.view import View, begin_context

_STEP: Final = 1.0 / 60.0
_LOOK_OUTSIDE: Final = 1.0
_CLEAR: Final = (0.0, 0.0, 0.0, 1.0)


class Session:
    """An editor on a surface.

    Attributes:
        editor: The editor.
        view: What shows it.
        surface: Where.
    """

    def __init__(self, editor: Editor, surface: Surface) -> None:
        self.editor = editor
        self.surface = surface
        self._context = begin_context()
        self._painter = UiPainter(surface.context)
        self._pictures = EnginePictures(editor, surface.device, self._painter)
        self._events = Events()
        self.view = View(editor, self._pictures)
        self._looked = -_LOOK_OUTSIDE
        self._focused = False
        self._code = CodeWatch()
        self._hearing = Hearing(editor.play, silent=isinstance(surface, PictureSurface))

    def frame(self, now: float, seconds: float) -> None:
        """Take what happened, let the game play, show one frame."""
        surface, editor = self.surface, self.editor
        events = surface.poll()
        self._events.feed(events)
        self._leave_where_asked(events)
        self._play(events)
        editor.frame(now)
        self._hearing.frame()
        if now - self._looked >= _LOOK_OUTSIDE:
            self._looked = now
            self._look_outside()
        if not editor.running:
            return
        surface.device.use()
        size = surface.size
        self.view.frame(size, seconds)
        self._pictures.draw()
        surface.target.clear(_CLEAR)
        self._painter.draw(surface.target.framebuffer, size)
        self._events.shape_cursor()
        surface.call(title_of(editor))
        surface.flip()

    def _look_outside(self) -> None:
        """Take in what other programs changed: open files, and the game's code."""
        editor = self.editor
        editor.look_outside()
        if editor.workspace is None:
            return
        files = self._code.changed(editor.workspace.game)
        if files:
            editor.attempt(lambda: editor.reload_code(files))

    def _leave_where_asked(self, events: list[pygame.Event]) -> None:
        if any(event.type == pygame.QUIT for event in events) and not self.editor.asks:
            ACTIONS.run("file.leave", self.editor)

    def _play(self, events: list[pygame.Event]) -> None:
        """Hand the game what is pressed, while it has the keyboard."""
        editor = self.editor
        if editor.stopped:
            return
        had, focused = self._focused, self.view.ui.game_focus
        self._focused = focused
        left, top, _, _ = self.view.ui.viewport
        if focused:
            found = self.surface.translate(
                [event for event in events if event.type != pygame.QUIT],
                lambda x, y: self._pictures.to_virtual(x - left, y - top),
            )
            editor.play.app.input.collect(found)
        elif had:
            editor.play.app.input.collect([FocusEvent(False)])

    def close(self) -> None:
        """Give everything back; what is not saved stays in the journals."""
        self.surface.device.use()
        self._hearing.close()
        self.editor.play.stop()
        if self.editor.workspace is not None:
            self.editor.workspace.leave()
        self._pictures.release()
        self._painter.release()
        imgui.destroy_context(self._context)
        self.surface.close()


def title_of(editor: Editor) -> str:
    """Return what stands in the window's bar: scene, star where it is not saved, project."""
    if editor.workspace is None:
        return "Zenith editor"
    tab = editor.workspace.active
    scene = "" if tab is None else f"{tab.title} - "
    return f"{scene}{editor.workspace.game.name} - Zenith editor"


def edit(path: Path | None, size: tuple[int, int]) -> None:
    """Open the editor in a window, and return when it is left.

    Raises:
        ZenithError: There is no display, or the project cannot be opened.
    """
    editor = Editor()
    if path is not None:
        editor.open(path)
    session = Session(editor, WindowSurface("Zenith editor", size))
    last = time.perf_counter()
    try:
        while editor.running:
            now = time.perf_counter()
            session.frame(now, now - last)
            last = now
    finally:
        session.close()


def picture(path: Path | None, size: tuple[int, int], frames: int, file: Path | None) -> None:
    """Open the editor off-screen, show some frames, and write the last one as a PNG file.

    Raises:
        ZenithError: There is no OpenGL 3.3, or the project cannot be opened.
    """
    editor = Editor()
    if path is not None:
        editor.open(path)
    surface = PictureSurface(size)
    session = Session(editor, surface)
    try:
        for k in range(frames):
            session.frame(k * _STEP, _STEP)
        if file is not None:
            surface.save(file)
    finally:
        session.close()
