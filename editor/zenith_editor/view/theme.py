"""How the editor looks: two fonts, and one calm dark or light scheme."""

from __future__ import annotations

import importlib.resources
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from imgui_bundle import imgui

Rgba = tuple[float, float, float, float]
FONT_SIZE: Final = 15.0
_FONTS: Final = "assets/fonts/Roboto"
"""Where imgui-bundle keeps a font that is easy to read."""


def rgb(text: str, alpha: float = 1.0) -> Rgba:
    """Return a colour of six hexadecimal digits.

    >>> rgb("ff0000", 0.5)
    (1.0, 0.0, 0.0, 0.5)
    """
    red, green, blue = (int(text[k : k + 2], 16) / 255.0 for k in (0, 2, 4))
    return red, green, blue, alpha


@dataclass(frozen=True, slots=True)
class Scheme:
    """The few colours that all others are made of.

    Attributes:
        deep: What lies behind everything.
        panel: What panels are of.
        field: What can be filled in or pressed.
        hover: The same under the pointer.
        line: What divides.
        text: What is read.
        faint: What is read second.
        accent: What is chosen.
        on_accent: What is read on that.
        good: What goes on.
        bad: What went wrong.
    """

    deep: str
    panel: str
    field: str
    hover: str
    line: str
    text: str
    faint: str
    accent: str
    on_accent: str
    good: str
    bad: str


DARK: Final = Scheme(
    deep="14161c", panel="1c1f27", field="2a2e39", hover="363c4a", line="0f1116", text="dfe3ea",
    faint="8b93a3", accent="4c8dff", on_accent="ffffff", good="6bd490", bad="ff7a70",
)  # fmt: skip
LIGHT: Final = Scheme(
    deep="d4d8df", panel="eef0f4", field="ffffff", hover="dde6f7", line="c3c8d2", text="1d222b",
    faint="626b7a", accent="2f6fe4", on_accent="ffffff", good="1c8a4a", bad="c3362b",
)  # fmt: skip


def scheme_of(theme: str) -> Scheme:
    """Return the colours of a theme by its name in the preferences."""
    return LIGHT if theme == "light" else DARK


@dataclass(frozen=True, slots=True)
class Fonts:
    """The two fonts.

    Attributes:
        text: What everything is written in.
        bold: Titles, and values that were changed.
    """

    text: imgui.ImFont
    bold: imgui.ImFont


def load_fonts() -> Fonts:
    """Load the fonts; imgui makes the letters of each size as they are needed."""
    return Fonts(_font("Roboto-Regular.ttf"), _font("Roboto-Bold.ttf"))


def _font(name: str) -> imgui.ImFont:
    """Return a font that comes with imgui-bundle, or imgui's own where that has moved."""
    atlas = imgui.get_io().fonts
    file = Path(str(importlib.resources.files("imgui_bundle"))) / _FONTS / name
    if not file.is_file():
        return atlas.add_font_default()
    return atlas.add_font_from_file_ttf(str(file), FONT_SIZE)


def apply(theme: str, scale: float) -> Scheme:
    """Give imgui a theme at a size, and return its colours."""
    scheme, style = scheme_of(theme), imgui.get_style()
    style.font_scale_main = scale
    for name, (x, y) in _PAIRS.items():
        setattr(style, name, imgui.ImVec2(x * scale, y * scale))
    for name, size in _SIZES.items():
        setattr(style, name, size * scale)
    for color, rgba in _colors(scheme).items():
        style.set_color_(color, imgui.ImVec4(*rgba))
    return scheme


def u32(color: str, alpha: float = 1.0) -> int:
    """Return a colour of six hexadecimal digits as draw lists take it."""
    return imgui.get_color_u32(imgui.ImVec4(*rgb(color, alpha)))


_PAIRS: Final = {
    "window_padding": (10.0, 8.0), "frame_padding": (8.0, 4.0), "item_spacing": (8.0, 5.0),
    "item_inner_spacing": (6.0, 4.0), "cell_padding": (4.0, 2.0),
}  # fmt: skip
_SIZES: Final = {
    "indent_spacing": 16.0, "scrollbar_size": 12.0, "grab_min_size": 10.0, "frame_rounding": 4.0,
    "popup_rounding": 6.0, "scrollbar_rounding": 6.0, "grab_rounding": 4.0, "tab_rounding": 4.0,
    "window_border_size": 0.0, "popup_border_size": 1.0, "frame_border_size": 0.0,
    "tab_bar_border_size": 0.0, "tab_bar_overline_size": 2.0, "docking_separator_size": 3.0,
}  # fmt: skip


def _colors(scheme: Scheme) -> dict[int, Rgba]:
    c = imgui.Col_
    groups: dict[Rgba, tuple[imgui.Col_, ...]] = {
        rgb(scheme.deep): (c.docking_empty_bg, c.title_bg, c.title_bg_active, c.title_bg_collapsed,
                           c.menu_bar_bg),
        rgb(scheme.panel): (c.window_bg, c.popup_bg, c.tab_selected, c.tab_dimmed_selected,
                            c.table_header_bg),
        rgb(scheme.field): (c.frame_bg, c.button, c.scrollbar_grab),
        rgb(scheme.hover): (c.frame_bg_hovered, c.frame_bg_active, c.button_hovered, c.tab_hovered,
                            c.button_active, c.header_hovered, c.scrollbar_grab_hovered,
                            c.scrollbar_grab_active),
        rgb(scheme.line): (c.border, c.separator, c.table_border_light, c.table_border_strong),
        rgb(scheme.text): (c.text, c.input_text_cursor),
        rgb(scheme.faint): (c.text_disabled,),
        rgb(scheme.accent): (c.check_mark, c.slider_grab, c.slider_grab_active, c.nav_cursor,
                             c.tab_selected_overline, c.separator_hovered, c.separator_active,
                             c.drag_drop_target, c.docking_preview),
        rgb(scheme.accent, 0.45): (c.header, c.header_active, c.text_selected_bg),
        (0.0, 0.0, 0.0, 0.0): (c.child_bg, c.tab, c.tab_dimmed, c.scrollbar_bg, c.border_shadow,
                               c.tab_dimmed_selected_overline, c.resize_grip),
        (0.0, 0.0, 0.0, 0.5): (c.modal_window_dim_bg,),
    }  # fmt: skip
    return {int(color): rgba for rgba, colors in groups.items() for color in colors}
