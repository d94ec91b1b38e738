"""One view of an editor: imgui's context, with all that is shown in it."""

from __future__ import annotations

from imgui_bundle import imgui

from zenith_editor.model.editor import Editor
from zenith_editor.view.shell import Shell
from zenith_editor.view.theme import apply, load_fonts
from zenith_editor.view.ui import Pictures, Size, Ui

SHORTEST, LONGEST = 1e-5, 0.25


def begin_context() -> imgui.internal.Context:
    """Make imgui's context, set up as the editor wants it."""
    context = imgui.create_context()
    io = imgui.get_io()
    io.set_ini_filename("")
    io.config_flags |= imgui.ConfigFlags_.docking_enable
    io.config_windows_move_from_title_bar_only = True
    return context


class View:
    """Shows an editor. `begin_context` has to be called before, and a painter made.

    Attributes:
        ui: What panels are given.
    """

    def __init__(self, editor: Editor, pictures: Pictures) -> None:
        """Load the fonts and the theme."""
        fonts = load_fonts()
        self._look: tuple[str, float] = (editor.preferences.theme, editor.preferences.scale)
        self.ui = Ui(editor, pictures, fonts, apply(*self._look))
        self._shell = Shell()

    def frame(self, size: Size, seconds: float) -> None:
        """Make one frame of the interface, ready to be drawn.

        Args:
            size: Of the window, in pixels.
            seconds: Since the frame before.
        """
        preferences = self.ui.editor.preferences
        if (preferences.theme, preferences.scale) != self._look:
            self._look = (preferences.theme, preferences.scale)
            self.ui.scheme = apply(*self._look)
        io = imgui.get_io()
        io.display_size = imgui.ImVec2(*map(float, size))
        io.delta_time = min(max(seconds, SHORTEST), LONGEST)
        imgui.new_frame()
        self._shell.show(self.ui)
        imgui.render()
