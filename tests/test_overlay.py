"""The report over a game's picture: readable at any size, nothing over anything else."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

import zenith as zn
from pictures import check_picture, drawn_by
from zenith.app.overlay import KEYS, cut, draw_failure, wrap

LINES = (
    zn.CodeLine("/games/lantern/main.py", 41, "rules", "hero.collect(prices)"),
    zn.CodeLine(
        "/games/lantern/hero.py", 17, "collect", 'return prices["gem"] / len(self.found)',
        locals=(
            ("self", "Hero(speed=180.0, coins=3, path=[Vec2(x=1, y=2), Vec2(x=3, y=4)])"),
            ("prices", "{'gem': 25, 'œuvre': '→ größer', 'ключ': [1, 2, 3, 4, ... 9 more]}"),
        ),
    ),
)  # fmt: skip
FAILURE = zn.Failure(
    "ZeroDivisionError: division by zero", "script Hero of <Entity 3.1 hero>", 312, LINES
)
LONG = zn.Failure(
    "ValueError: " + "the quick brown fox jumps over the lazy dog and " * 12,
    "system a_system_with_quite_a_long_name_for_a_system", 99999, LINES * 9,
)  # fmt: skip
NOTES = (
    "This happened 3 times in a row.",
    "The game is back at the start of tick 312 of the run.",
    "Crash file: /home/ada/.local/share/zenith/lantern/crashes/crash-0004.json",
)


def room(world):
    """Put something below the report."""
    for k in range(40):
        world.spawn(zn.Transform(x=16 + 32 * (k % 10), y=20 + 46 * (k // 10)), zn.Sprite("crate"))


@pytest.mark.parametrize(
    ("name", "size", "failure"),
    [
        ("overlay_1280x720", (1280, 720), FAILURE),
        ("overlay_320x180", (320, 180), FAILURE),
        ("overlay_long_640x360", (640, 360), LONG),
    ],
)
def test_the_report_can_be_read(gpu, tmp_path, name, size, failure):
    app = zn.App("Lantern", size=size, virtual_size=(320, 180))
    room(app.world)
    painter = zn.ScreenPainter(app, gpu, gpu.target(size))
    app.devices = zn.Devices(None, painter, None)
    app.draw()
    painter.cover(lambda canvas: draw_failure(canvas, failure, NOTES))
    check_picture(name, painter.pixels(), drawn_by(gpu), folder=tmp_path)
    assert painter.renderer.frame.virtual == (320, 180)
    painter.renderer.release()
    painter.target.release()


class Measuring:
    """A canvas whose letters are half as wide as they are high; keeps where words lie."""

    def __init__(self, width, height):
        self.width, self.height, self.screen = width, height, False
        self.words = []
        self.boxes = []

    def measure(self, text, *, size=16.0):
        return zn.Vec2(len(text) * size / 2, size * 1.25)

    def text(self, text, x, y, color, *, size):
        extent = self.measure(text, size=size)
        self.words.append((text, x, y, x + extent.x, y + extent.y))
        return extent

    def rectangle(self, x, y, width, height, color, **options):
        self.boxes.append((x, y, x + width, y + height))


texts = st.text(max_size=200)
lines = st.builds(
    zn.CodeLine,
    texts,
    st.integers(1, 10**9),
    texts,
    texts,
    st.booleans(),
    st.lists(st.tuples(texts, texts), max_size=10).map(tuple),
)
failures = st.builds(
    zn.Failure, texts, texts, st.none() | st.integers(0), st.lists(lines, max_size=20).map(tuple)
)


@given(failures, st.lists(texts, max_size=3), st.integers(320, 3000), st.integers(180, 2000))
def test_nothing_lies_over_anything_else(failure, notes, width, height):
    canvas = Measuring(width, height)
    draw_failure(canvas, failure, notes)
    left, top, right, bottom = canvas.boxes[1]
    assert left >= 0
    assert top >= 0
    assert right <= width
    assert bottom <= height
    for _, x, y, end, low in canvas.words:
        assert left < x <= end <= right + 1
        assert top < y <= low <= bottom
    rows = sorted({y for _, _, y, _, _ in canvas.words})
    size = canvas.words[0][4] - canvas.words[0][2]
    assert all(b - a >= size for a, b in itertools.pairwise(rows))
    assert canvas.words[-1][0][:1] == "R"


def test_what_must_be_read_is_there_even_in_a_small_window():
    canvas = Measuring(320, 180)
    draw_failure(canvas, FAILURE, NOTES)
    words = [text for text, *_ in canvas.words]
    assert words[0] == FAILURE.headline
    assert LINES[1].source in words
    assert KEYS in words


@given(texts, st.integers(3, 60), st.booleans())
def test_what_is_cut_fits(text, width, tail):
    shown = cut(text, width, len, tail=tail)
    assert len(shown) <= width
    if len(text) <= width:
        assert shown == text
    else:
        assert "..." in shown


@given(texts, st.integers(3, 60), st.integers(1, 5))
def test_what_is_wrapped_fits_and_keeps_its_words(text, width, most):
    lines = wrap(text, width, len, most=most)
    assert len(lines) <= most
    assert all(len(line) <= width for line in lines)
    if not any("..." in line for line in lines):
        assert " ".join(lines).split() == text.split()
