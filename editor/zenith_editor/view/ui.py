"""What every panel is given: the editor, where things are drawn, and what the view itself keeps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from imgui_bundle import imgui

import zenith as zn
from zenith_editor.model.commands import ACTIONS
from zenith_editor.model.editor import Editor
from zenith_editor.model.play import State
from zenith_editor.view.outlines import Outlines
from zenith_editor.view.theme import Fonts, Scheme

EVERY: Final = 6
"""After how many ticks panels look at a game again while it runs."""
Size = tuple[int, int]
Box = tuple[float, float, float, float]


class Pictures(Protocol):
    """What draws worlds for the viewport; the picture is complete when the interface is shown."""

    def scene(self, size: Size) -> imgui.ImTextureRef | None:
        """Return what shows the document, or the game that plays; None where nothing is drawn."""
        ...

    def game_point(self, x: float, y: float) -> zn.Vec2:
        """Return which point of the playing game's world is at a pixel of its picture."""
        ...

    def game_pixel(self, x: float, y: float) -> zn.Vec2:
        """Return at which pixel of its picture a point of the playing game's world is."""
        ...


@dataclass(slots=True)
class Ui:
    """The view's own state.

    Attributes:
        editor: What it is a view of.
        pictures: What draws worlds.
        fonts: The fonts.
        scheme: The colours.
        marks: Where items were in this frame, by name: what tests and tours point at.
        search: What is looked for in the hierarchy.
        adding: What is looked for among components.
        closed: Entities of the hierarchy whose children are not shown.
        dragged: What is dragged from a panel to another.
        game_focus: Whether the game that plays has the keyboard.
        viewport: Where the viewport's picture is.
        outlines: The outlines of colliders.
        edits: How often something was changed by hand.
        typed: What is being typed into a number field.
        typing: Which one: "Transform.x", or "" for none.
        typing_began: Whether it has the keyboard already.
        unticked: Changes of the last game that are not to be kept, by their place in the list.
    """

    editor: Editor
    pictures: Pictures
    fonts: Fonts
    scheme: Scheme
    marks: dict[str, Box] = field(default_factory=dict[str, Box])
    search: str = ""
    adding: str = ""
    closed: set[str] = field(default_factory=set[str])
    dragged: Any = None
    game_focus: bool = False
    viewport: Box = (0.0, 0.0, 1.0, 1.0)
    unticked: set[int] = field(default_factory=set[int])
    outlines: Outlines = field(default_factory=Outlines)
    edits: int = 0
    typed: str = ""
    typing: str = ""
    typing_began: bool = False

    @property
    def scale(self) -> float:
        """How large the interface is."""
        return self.editor.preferences.scale

    @property
    def beat(self) -> tuple[object, ...]:
        """What is another value whenever panels should look at the running game again."""
        play = self.editor.play
        present = play.app.ticks if play.state is State.PAUSED else play.app.ticks // EVERY
        return id(play.app), present, play.selection.revision, self.edits

    def mark(self, name: str) -> None:
        """Note where the last item is."""
        low, high = imgui.get_item_rect_min(), imgui.get_item_rect_max()
        self.marks[name] = (low.x, low.y, high.x, high.y)

    def run(self, action: str) -> bool:
        """Do an action."""
        self.edits += 1
        return ACTIONS.run(action, self.editor)

    def attempt(self, call: Callable[[], object]) -> bool:
        """Do something; what goes wrong is told."""
        self.edits += 1
        return self.editor.attempt(call)

    def button(self, label: str, name: str, *, on: bool = False, enabled: bool = True) -> bool:
        """Show a button, lit where it is on, and return whether it was pressed."""
        imgui.begin_disabled(not enabled)
        if on:
            accent = self.colour(self.scheme.accent)
            imgui.push_style_color(imgui.Col_.button, accent)
            imgui.push_style_color(imgui.Col_.button_hovered, accent)
            imgui.push_style_color(imgui.Col_.text, self.colour(self.scheme.on_accent))
        pressed = imgui.button(f"{label}##{name}")
        if on:
            imgui.pop_style_color(3)
        self.mark(name)
        imgui.end_disabled()
        return pressed

    def colour(self, digits: str) -> imgui.ImVec4:
        """Return a colour of the scheme as imgui takes it."""
        red, green, blue = (int(digits[k : k + 2], 16) / 255.0 for k in (0, 2, 4))
        return imgui.ImVec4(red, green, blue, 1.0)

    def faint(self, text: str) -> None:
        """Write a line that is read second, broken where it has to be."""
        imgui.push_style_color(imgui.Col_.text, self.colour(self.scheme.faint))
        imgui.push_text_wrap_pos(0.0)
        imgui.text_unformatted(text)
        imgui.pop_text_wrap_pos()
        imgui.pop_style_color()

    def title(self, text: str) -> None:
        """Write a line in bold."""
        imgui.push_font(self.fonts.bold, 0.0)
        imgui.text_unformatted(text)
        imgui.pop_font()
