"""Pictures cut into frames: by a file, by a grid, in the simulation and in the atlas."""

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import zenith as zn
from studio import NIGHT, Studio, plain
from zenith import Sprite, Transform
from zenith.app import SceneView
from zenith.assets import Assets, Frame, Grid
from zenith.errors import AssetBroken, AssetMissing, BadValue, SheetError, UsageError
from zenith.images import save_png
from zenith.render import Renderer
from zenith.render.cuts import arrange
from zenith.spelling import Spelling

COLORS = [(250, 20, 30, 255), (20, 250, 30, 255), (20, 30, 250, 255), (250, 250, 20, 255)]
HERO = """
grid = [8, 8]

[frames]
sword = [2, 10, 5, 3]

[names]
idle = 0
run = [1, 2, 1, 3]
"""


def strip(width=8, height=8, rows=2):
    """Cells of one colour each, that touch one another; a row of other pixels below."""
    pixels = plain(4 * width, rows * height, (255, 255, 255, 255))
    for k, color in enumerate(COLORS):
        pixels[:height, k * width : (k + 1) * width] = color
    return pixels


@pytest.fixture
def folder(tmp_path):
    """A picture with a sheet beside it, and one without."""
    save_png(tmp_path / "hero.png", strip())
    save_png(tmp_path / "tiles.png", strip())
    (tmp_path / "hero.sheet").write_text(HERO, "utf-8")
    return tmp_path


@pytest.fixture
def assets(folder):
    return Assets([folder])


def test_a_file_cuts_its_picture(assets):
    sheet = assets.sheet("hero")
    assert (len(sheet), sheet.size, sheet.cut) == (9, (32, 16), True)
    assert sheet[1] == Frame(8, 0, 8, 8)
    assert sheet[4] == Frame(0, 8, 8, 8)
    assert sheet[8] == Frame(2, 10, 5, 3)
    assert dict(sheet.names) == {"sword": (8,), "idle": (0,), "run": (1, 2, 1, 3)}
    assert [frame.width for frame in sheet] == [8] * 8 + [5]


def test_a_picture_without_a_sheet_is_one_frame(assets):
    sheet = assets.sheet("tiles")
    assert (sheet.cut, list(sheet)) == (False, [Frame(0, 0, 32, 16)])


def test_a_sheet_is_read_once_and_anew_when_its_file_changed(assets, folder):
    assert assets.sheet("hero") is assets.sheet("hero")
    (folder / "hero.sheet").write_text("grid = [16, 16]", "utf-8")
    before = assets.cuts
    assert len(assets.sheet("hero")) == 9
    assets.forget([folder / "hero.sheet"])
    assert len(assets.sheet("hero")) == 2
    assert assets.cuts == before + 1


def test_names_lead_to_frames(assets, folder):
    assert assets.frames("hero:run")[1] == (1, 2, 1, 3)
    assert assets.frames("hero")[1] == tuple(range(9))
    assert assets.frame("hero:run", 3) == Frame(24, 0, 8, 8)
    assert assets.find("image", "hero:run") == folder / "hero.png"


def test_a_misspelt_name_of_frames_is_told_with_the_nearest(assets):
    for call in (lambda: assets.frames("hero:rum"), lambda: assets.find("image", "hero:rum")):
        with pytest.raises(AssetMissing, match=r'no frames "rum"\. Did you mean "run"'):
            call()
    with pytest.raises(AssetMissing, match=r"Known: it names none\."):
        assets.frames("tiles:run")


@pytest.mark.parametrize("name", ["hero:", ":run", "C:run", "hero:run:run", "../x:run"])
def test_a_colon_that_names_nothing_is_refused(assets, name):
    with pytest.raises(AssetMissing):
        assets.find("image", name)


def test_a_grid_can_be_given_in_code(assets):
    sheet = assets.grid("tiles", 16, 8)
    assert list(sheet) == [Frame(0, 0, 16, 8), Frame(16, 0, 16, 8), Frame(0, 8, 16, 8),
                           Frame(16, 8, 16, 8)]  # fmt: skip
    assert assets.sheet("tiles") == sheet
    assert assets.sheet("tiles.png").frames == sheet.frames
    before = assets.cuts
    assets.grid("tiles", 16, 8)
    assert assets.cuts == before
    assert len(assets.grid("tiles", 8, 8, count=3)) == 3
    assert assets.cuts == before + 1


def test_margin_and_spacing_lie_between_cells():
    frames = Grid(4, 3, margin=2, spacing=1).frames((2 + 5 + 4 + 2, 2 + 3 + 2))
    assert frames == (Frame(2, 2, 4, 3), Frame(7, 2, 4, 3))


@given(
    st.tuples(st.integers(1, 60), st.integers(1, 60)),
    st.integers(1, 20), st.integers(1, 20), st.integers(0, 5), st.integers(0, 5),
)  # fmt: skip
def test_cells_lie_inside_the_picture_and_apart(size, width, height, margin, spacing):
    try:
        frames = Grid(width, height, margin, spacing).frames(size)
    except BadValue:
        assert margin + width > size[0] or margin + height > size[1]
        return
    taken = np.zeros((size[1], size[0]), int)
    for x, y, wide, high in frames:
        assert x + wide <= size[0]
        assert y + high <= size[1]
        taken[y : y + high, x : x + wide] += 1
    assert taken.max() == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"width": 0, "height": 8}, "width of a grid is a whole number from 1"),
        ({"width": 8.0, "height": 8}, "not 8.0"),
        ({"width": 8, "height": 8, "margin": -1}, "margin of a grid"),
        ({"width": 64, "height": 8}, "0 cells of 64 x 8 fit, not one"),
        ({"width": 8, "height": 8, "count": 9}, "8 cells of 8 x 8 fit, not 9"),
    ],
)
def test_a_grid_that_cannot_be_is_refused(assets, arguments, message):
    with pytest.raises(BadValue, match=message):
        assets.grid("tiles", **arguments)


def test_a_picture_is_cut_in_one_place_only(assets):
    with pytest.raises(UsageError, match=r"hero\.sheet says already how hero\.png is cut"):
        assets.grid("hero", 8, 8)


BAD = {
    "nothing": ("", "an empty file"),
    "no text": ("\0\0\0", "3 zero bytes"),
    "no toml": ("grid = [8,", "found: the end of the file"),
    "neither": ("[names]\nidle = 0", "neither grid nor frames"),
    "a misspelt key": ("gird = [8, 8]", 'did you mean "grid"?'),
    "a number": ("grid = 8", "expected: [width, height] of a cell"),
    "a cell of nothing": ("grid = [0, 8]", "found: [0, 8]"),
    "a negative cell": ("grid = [-8, 8]", "found: [-8, 8]"),
    "half a pixel": ("grid = [8.5, 8]", "found: [8.5, 8]"),
    "true": ("grid = [true, true]", "whole pixels"),
    "a large cell": ("grid = [64, 64]", "0 cells of 64 x 64 fit"),
    "a huge cell": ("grid = [99999999999999999999, 1]", "whole pixels"),
    "too many": ("grid = [8, 8]\ncount = 9", "8 x 8 with count = 9"),
    "a negative count": ("grid = [8, 8]\ncount = -1", "found: -1"),
    "a margin alone": ("margin = 2\n[frames]\na = [0, 0, 1, 1]", "margin without grid"),
    "frames in a list": ("frames = [1]", "a table, as [frames]"),
    "a short box": ("[frames]\na = [0, 0, 1]", "[x, y, width, height] in whole pixels"),
    "a box of nothing": ("[frames]\na = [0, 0, 0, 1]", "of one pixel or more"),
    "a box outside": ("[frames]\na = [30, 0, 8, 8]", "a box inside the picture of 32 x 16 pixels"),
    "a frame outside": ("grid = [8, 8]\n[names]\na = [1, 8]", "one of its 8 frames, 0 to 7"),
    "a negative frame": ("grid = [8, 8]\n[names]\na = -1", "found: frame -1"),
    "no frame": ("grid = [8, 8]\n[names]\na = []", "a frame's number, or a list"),
    "a text": ("grid = [8, 8]\n[names]\na = 'x'", 'found: "x"'),
    "a name twice": ("[frames]\na = [0, 0, 1, 1]\n[names]\na = 0", '"a" twice'),
    "a name with a colon": ("grid = [8, 8]\n[names]\n'a:b' = 0", "a name of up to 64 letters"),
    "a key twice": ("grid = [8, 8]\ngrid = [8, 8]", "a second time"),
    "deep": ("grid = " + "[" * 5000, "deep"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_sheet_is_told_in_six_lines_with_its_place(assets, folder, case):
    text, told = BAD[case]
    (folder / "hero.sheet").write_text(text, "utf-8")
    with pytest.raises(SheetError) as caught:
        assets.sheet("hero")
    message = str(caught.value)
    assert told in message
    assert message.startswith(str(folder / "hero.sheet"))
    assert "\n  expected: " in message
    assert len(message.splitlines()) <= 6
    assert isinstance(caught.value, AssetBroken)
    if case not in ("neither", "deep"):
        assert re.search(r"hero\.sheet:\d+:\d+", message)


def test_a_sheet_that_is_no_file_or_too_large_is_refused(assets, folder):
    (folder / "hero.sheet").unlink()
    (folder / "hero.sheet").mkdir()
    with pytest.raises(SheetError, match="found: a folder"):
        assets.sheet("hero")
    (folder / "hero.sheet").rmdir()
    with (folder / "hero.sheet").open("wb") as file:
        file.truncate(2**20 + 1)
    with pytest.raises(SheetError, match=r"found: 1,048,577 bytes"):
        assets.sheet("hero")


def test_frames_that_would_fill_the_memory_are_refused(folder):
    save_png(folder / "hero.png", plain(2048, 2048))
    boxes = "\n".join(f"a{k} = [0, 0, 2048, 2048]" for k in range(17))
    (folder / "hero.sheet").write_text(f"[frames]\n{boxes}", "utf-8")
    with pytest.raises(SheetError, match=r"17 frames of 71,303,168 pixels together"):
        Assets([folder]).sheet("hero")


@given(st.text(max_size=200) | st.from_regex(r"(grid|frames|\[names\]|a) ?= ?[\[\]0-9,{} ]{0,20}"))
def test_any_text_is_a_sheet_or_a_clear_error(tmp_path_factory, text):
    folder = tmp_path_factory.getbasetemp()
    if not (folder / "any.png").exists():
        save_png(folder / "any.png", strip())
    (folder / "any.sheet").write_bytes(text.encode("utf-8", "replace"))
    told = ""
    try:
        Assets([folder]).sheet("any")
    except SheetError as error:
        told = str(error)
    assert len(told.splitlines()) <= 6


# In the simulation.


@pytest.fixture
def world():
    world = zn.World()
    world.set_resource(zn.Layers())
    return world


def test_frames_that_a_picture_lacks_are_told_at_the_tick(assets, world):
    spelling = Spelling(assets)
    hero = world.spawn(Transform(), Sprite("hero", frame=8))
    world.spawn(Transform(), Sprite("", frame=100))
    spelling.check(world)
    hero[Sprite].frame = 9
    with pytest.raises(BadValue) as caught:
        spelling.check(world)
    assert 'no frame 9 of "hero": it has 9 frames, 0 to 8' in str(caught.value)
    assert f"Sprite.frame of {hero!r}" in str(caught.value)
    with pytest.raises(BadValue):
        spelling.check(world)
    hero[Sprite].image = "hero:run"
    hero[Sprite].frame = 3
    spelling.check(world)
    hero[Sprite].frame = 4
    with pytest.raises(BadValue, match=r'no frame 4 of "hero:run": it has 4 frames'):
        spelling.check(world)
    hero[Sprite].image = "tiles"
    with pytest.raises(BadValue, match=r'"tiles": it has one frame, 0\. A \.sheet file'):
        spelling.check(world)
    assets.grid("tiles", 4, 4)
    spelling.check(world)


def test_a_column_of_frames_may_be_negative_and_is_told(assets, world):
    spelling = Spelling(assets)
    for _ in range(5):
        world.spawn(Transform(), Sprite("hero"))
    table = next(iter(world.tables(Sprite)))
    table[Sprite].frame = np.array([0, 1, -2, 3, 4])
    with pytest.raises(BadValue, match="no frame -2"):
        spelling.check(world)


def test_a_misspelt_name_of_frames_is_told_at_the_tick(assets, world):
    hero = world.spawn(Transform(), Sprite("hero:idel"))
    with pytest.raises(AssetMissing, match=r'no frames "idel"\. Did you mean "idle"') as caught:
        Spelling(assets).check(world)
    assert repr(hero) in str(caught.value)


# In the atlas.


@given(st.lists(st.tuples(st.integers(1, 40), st.integers(1, 40)), min_size=1, max_size=60))
def test_frames_are_laid_out_apart_and_inside_their_blocks(sizes):
    boxes = [Frame(0, 0, *size) for size in sizes]
    blocks, places = arrange(boxes, 64)
    taken = [np.zeros((height, width), int) for width, height in blocks]
    for box, (number, x, y) in zip(boxes, places, strict=True):
        assert x + box.width + 2 <= blocks[number][0] <= 64
        assert y + box.height + 2 <= blocks[number][1] <= 64
        taken[number][y : y + box.height + 2, x : x + box.width + 2] += 1
    assert all(block.max() == 1 for block in taken)


@pytest.fixture
def studio(gpu, folder):
    studio = Studio(gpu, folder)
    yield studio
    studio.close()


SMALL = (64, 36)


def test_each_sprite_shows_its_frame_in_one_draw_call(studio, world):
    for k in range(4):
        world.spawn(Transform(x=8 + 16 * k, y=18), Sprite("hero", frame=k))
    world.spawn(Transform(x=8, y=4), Sprite("hero:run", frame=1))
    world.spawn(Transform(x=24, y=4), Sprite("hero:sword"))
    pixels = studio.shoot(world, size=SMALL)
    seen = [tuple(pixels[18, 8 + 16 * k].tolist()) for k in range(4)]
    assert seen == COLORS
    assert tuple(pixels[4, 8].tolist()) == COLORS[2]
    assert tuple(pixels[4, 24].tolist()) == (255, 255, 255, 255)
    # The size is the frame's: 8 pixels, and 5 of the sword.
    night = pixels[0, 0].tolist()
    assert [pixels[18, x].tolist() != night for x in (3, 4, 11, 12)] == [False, True, True, False]
    assert sum(pixels[4, x].tolist() != night for x in range(16, 32)) == 5
    assert studio.stats.draw_calls == 1


def test_a_changed_column_of_frames_is_seen(studio, world):
    for k in range(4):
        world.spawn(Transform(x=8 + 16 * k, y=18), Sprite("hero"))
    table = next(iter(world.tables(Sprite)))
    assert tuple(studio.shoot(world, size=SMALL)[18, 8 + 16].tolist()) == COLORS[0]
    table[Sprite].frame = np.array([3, 2, 1, 0])
    pixels = studio.shoot(world, size=SMALL)
    assert [tuple(pixels[18, 8 + 16 * k].tolist()) for k in range(4)] == COLORS[::-1]
    assert studio.stats.sorts == 0


@pytest.mark.parametrize("frame", [-1, 9, 2**62, -(2**63)])
def test_a_frame_out_of_range_crashes_no_renderer(studio, world, frame):
    world.spawn(Transform(x=32, y=18), Sprite("hero"))
    next(iter(world.tables(Sprite)))[Sprite].frame = frame
    studio.shoot(world, size=SMALL)
    assert studio.stats.sprites == 1


@pytest.mark.parametrize("smooth", [False, True])
@pytest.mark.parametrize("zoom", [1.0, 1.37, 2.71, 5.3])
def test_frames_that_touch_do_not_bleed_into_one_another(gpu, studio, world, smooth, zoom):
    renderer = Renderer(gpu, Assets([studio.folder]), smooth=smooth)
    side = 8 * zoom
    look = Sprite("hero", frame=1, width=side, height=side)
    world.spawn(Transform(x=32.3, y=18.2), look)
    target = studio.target(SMALL)
    renderer.draw([SceneView(world, None, 1.0)], target, background=NIGHT)
    colors = {tuple(c) for c in target.read().reshape(-1, 4).tolist()}
    night = tuple(target.read()[0, 0].tolist())
    # Nothing of the red and blue neighbours, nor of the white cell below.
    assert colors <= {night, COLORS[1]} or all(
        c[1] == max(c[:3]) or c == night for c in colors if c != COLORS[1]
    )
    assert COLORS[1] in colors
    renderer.release()


def test_frames_reach_the_device_in_one_write(gpu, folder, world):
    writes = []

    class Watched:
        max_texture = 1024

        def __getattr__(self, name):
            return getattr(gpu, name)

        def texture(self, *arguments, **options):
            made = gpu.texture(*arguments, **options)
            write = made.write
            made.write = lambda *a: (writes.append(a[1]), write(*a))
            return made

    gpu.use()
    renderer = Renderer(Watched(), Assets([folder]))
    target = gpu.target(SMALL)
    world.spawn(Transform(), Sprite("tiles"))
    renderer.draw([SceneView(world, None, 1.0)], target)
    writes.clear()
    world.spawn(Transform(), Sprite("hero", frame=3))
    world.spawn(Transform(), Sprite("hero:run", frame=2))
    renderer.draw([SceneView(world, None, 1.0)], target)
    assert len(writes) == 1
    renderer.release()
    target.release()


def test_a_canvas_draws_frames(studio, world):
    def draw(canvas):
        canvas.image("hero", 4, 4, frame=2)
        canvas.image("hero:run", 20, 4, frame=3, width=16)

    pixels = studio.shoot(SceneView(world, draw, 1.0), size=SMALL)
    assert tuple(pixels[8, 8].tolist()) == COLORS[2]
    assert tuple(pixels[8, 34].tolist()) == COLORS[3]
    with pytest.raises(BadValue, match='no frame 9 of "hero"'):
        studio.shoot(SceneView(world, lambda c: c.image("hero", 0, 0, frame=9), 1.0), size=SMALL)


def test_a_picture_cut_anew_is_drawn_anew(gpu, studio, world):
    assets = Assets([studio.folder])
    renderer = Renderer(gpu, assets)
    target = studio.target(SMALL)
    world.spawn(Transform(x=32, y=18), Sprite("tiles"))
    renderer.draw([SceneView(world, None, 1.0)], target, background=NIGHT)
    assert tuple(target.read()[18, 20].tolist()) != tuple(target.read()[0, 0].tolist())
    assets.grid("tiles", 8, 8)
    renderer.draw([SceneView(world, None, 1.0)], target, background=NIGHT)
    assert tuple(target.read()[18, 20].tolist()) == tuple(target.read()[0, 0].tolist())
    renderer.release()


def test_a_thousand_sprites_look_their_frames_up_together(studio, world, monkeypatch):
    from zenith.render.lookups import Regions

    calls = []
    at = Regions.at
    monkeypatch.setattr(Regions, "at", lambda self, rows: calls.append(len(rows)) or at(self, rows))
    for k in range(1000):
        world.spawn(Transform(x=k % 64, y=k % 36), Sprite("hero", frame=k % 9))
    studio.shoot(world, size=SMALL)
    next(iter(world.tables(Sprite)))[Sprite].frame = 5
    studio.shoot(world, size=SMALL)
    assert calls == [1000, 1000]
    assert studio.stats.draw_calls == 1


# Where it is used.

LESSON = Path(__file__).resolve().parent.parent / "examples" / "lessons" / "06_sheets.py"


def test_the_lesson_shows_what_the_fox_does():
    game = zn.testing.load(LESSON).ticks(20)
    look = game.world.find("fox")[Sprite]
    assert look.image == "fox:stand"
    game.hold("move", 1.0)
    walked = []
    for _ in range(40):
        game.ticks(1)
        walked.append((look.image, look.frame))
    assert {image for image, _ in walked} == {"fox:walk"}
    assert {frame for _, frame in walked} == set(range(6))
    game.press("jump").ticks(10)
    assert (look.image, look.frame) == ("fox:jump", 0)


def test_the_lesson_has_its_coins_turn_and_taken():
    game = zn.testing.load(LESSON).ticks(1)
    seen = set()
    for _ in range(60):
        game.ticks(1)
        seen |= {look.frame for look in game.world.query(Sprite) if look.image == "coin"}
    assert seen == set(range(8))
    game.hold("move", 1.0)
    for _ in range(8):
        game.press("jump").ticks(60)
    assert game.world.find("told")[zn.Text].text != "0 coins"


PROJECT = 'zenith = 1\nname = "Cut"\nstart = "field"\n'
SCENE = """{
  "zenith": "scene",
  "version": 1,
  "entities": {
    "hero": {"components": {"Transform": {}, "Sprite": {"image": "hero:%s"}}}
  }
}
"""


@pytest.fixture
def project(tmp_path):
    """A project with a cut picture, and a scene that shows it."""
    images = tmp_path / "cut" / "assets" / "images"
    images.mkdir(parents=True)
    (tmp_path / "cut" / "scenes").mkdir()
    (tmp_path / "cut" / "zenith.toml").write_text(PROJECT, "utf-8")
    (tmp_path / "cut" / "scenes" / "field.scene").write_text(SCENE % "run", "utf-8")
    save_png(images / "hero.png", strip())
    (images / "hero.sheet").write_text(HERO, "utf-8")
    return tmp_path / "cut"


def told(project):
    return "\n".join(str(problem) for problem in zn.check_project(project).problems)


def test_a_project_with_a_sheet_is_fine_and_plays(project):
    assert told(project) == ""
    game = zn.testing.load(project).ticks(2)
    assert [s.image for s in game.world.query(Sprite)] == ["hero:run"]


def test_zenith_check_tells_of_misspelt_frames_and_bad_sheets(project):
    (project / "scenes" / "field.scene").write_text(SCENE % "rum", "utf-8")
    assert 'did you mean "hero:run"?' in told(project)
    (project / "assets" / "images" / "hero.sheet").write_text("gird = [8, 8]", "utf-8")
    assert told(project).count('did you mean "grid"?') == 1
    (project / "assets" / "images" / "lost.sheet").write_text("grid = [8, 8]", "utf-8")
    assert "a sheet without a picture" in told(project)
    (project / "assets" / "images" / "noise.wav").write_bytes(b"RIFF")
    (project / "assets" / "images" / "letters.ttf").write_bytes(b"RIFF")
    assert "noise.wav" in told(project)
    assert "letters.ttf" in told(project)
