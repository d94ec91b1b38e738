"""The one palette that the engine's and the bundled games' pictures are drawn with."""

COLORS = {
    "night": "#12121f",
    "ink": "#1c1d33",
    "slate": "#2e3352",
    "steel": "#5a6488",
    "mist": "#a9b4d0",
    "white": "#f4f4f0",
    "red": "#e4505a",
    "orange": "#f08b4c",
    "yellow": "#f7cf5c",
    "green": "#6ccb7a",
    "teal": "#3fb8af",
    "blue": "#4f8fe8",
    "purple": "#9a6ae0",
    "pink": "#ec7fb8",
    "brown": "#8a5a3c",
    "tan": "#c9925e",
}


def rgb(name, light=0.0):
    """Return a colour as three numbers to 255, mixed towards white (light > 0) or night (< 0)."""
    text = COLORS.get(name, name)
    color = [int(text[i : i + 2], 16) for i in (1, 3, 5)]
    other = (
        [255, 255, 255] if light > 0 else [int(COLORS["night"][i : i + 2], 16) for i in (1, 3, 5)]
    )
    share = abs(light)
    return tuple(round(a + (b - a) * share) for a, b in zip(color, other, strict=True))
