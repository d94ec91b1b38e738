"""Pictures and glyphs in the atlas: held once, counted, freed with their last user."""

import gc
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import zenith as zn
from devices import CountedDevice, FakeDevice
from studio import NIGHT, Studio, plain
from zenith import Sprite, Text, Transform
from zenith.app import SceneView
from zenith.assets import Assets, Frame, Sheet, engine_assets
from zenith.fontmetrics import FontMetrics
from zenith.render import Renderer, residence
from zenith.render.atlas import Atlas, Region
from zenith.render.residence import Residence
from zenith.render.shelves import Shelves
from zenith.render.upkeep import COUNTED_EVERY

SMALL = (64, 36)


@pytest.fixture
def studio(gpu, tmp_path):
    studio = Studio(gpu, tmp_path)
    yield studio
    studio.close()


def names(renderer, kind="image"):
    """Return the names of what a renderer holds."""
    return [held.name for held in renderer.held() if held.kind == kind]


BOXES = st.lists(st.tuples(st.integers(1, 40), st.integers(1, 40), st.booleans()), max_size=60)


@given(BOXES, st.randoms())
def test_boxes_on_a_page_never_overlap_and_leave_all_of_it_free(boxes, chance):
    page = Shelves(128)
    taken = np.zeros((128, 128), int)
    standing = []
    for width, height, leaves in boxes:
        place = page.place(width, height)
        if place is not None:
            x, y = place
            taken[y : y + height, x : x + width] += 1
            standing.append((x, y, width, height))
        if leaves and standing:
            x, y, width, height = standing.pop(chance.randrange(len(standing)))
            page.free(x, y, width)
            taken[y : y + height, x : x + width] -= 1
        assert taken.max() <= 1
    chance.shuffle(standing)
    for x, y, width, _ in standing:
        page.free(x, y, width)
    assert page.empty
    assert page.place(128, 128) == (0, 0)


class AnyPicture:
    """Assets that have every picture, none of them cut."""

    cuts = 0

    def find(self, kind, name):
        return Path(name)

    def sheet_at(self, file):
        return Sheet(file.name, (1, 1), (Frame(0, 0, 1, 1),), cut=False)


def test_ten_thousand_pictures_in_turn_take_no_more_room_than_the_first(monkeypatch):
    """Different sizes, each used for one frame and then never again."""
    chance = random.Random(7)
    sizes = {}

    def load(path):
        return plain(*sizes.setdefault(path, (chance.randint(1, 120), chance.randint(1, 120))))

    monkeypatch.setattr(residence, "load_image", load)
    device = FakeDevice(4096)
    atlas = Atlas(device, smooth=False)
    pictures = Residence(atlas, AnyPicture())
    atlas.reclaim = lambda: pictures.sweep((), 1)
    seen = []
    for k in range(10_000):
        pictures.frame += 1
        region = Region(*pictures.regions(f"picture{k}")[0].tolist())
        page = atlas.texture.pixels[region.page]
        assert page[region.y, region.x].tolist() == [255, 255, 255, 255]
        seen.append((atlas.pages, atlas.side, len(device.made)))
    assert len(sizes) == 10_000
    assert seen[99] == seen[-1]
    assert seen[-1][:2] == (1, 512)
    assert pictures.nbytes <= 512 * 512 * 4


def test_sprites_that_change_pictures_keep_device_and_memory_flat(gpu, studio):
    """The same with a renderer: what the columns show now is all that is kept."""
    device = CountedDevice(gpu)
    renderer = Renderer(device, Assets([studio.folder]))
    world = zn.World()
    actors = [
        world.spawn(Transform(x=4 + 8 * k, y=18), Sprite("flag", width=8, height=36))
        for k in range(4)
    ]
    count = 2 * COUNTED_EVERY
    for k in range(count):
        studio.add(f"p{k}", plain(40, 40, (k % 256, 1, 1, 255)))
    living = []
    for k in range(count):
        actors[k % 4][Sprite].image = f"p{k}"
        renderer.draw([SceneView(world, None, 1.0)], studio.target(SMALL), background=NIGHT)
        assert studio.target(SMALL).read()[18, 4 + 8 * (k % 4), 0] == k % 256
        living.append((device.living, renderer.stats.pictures))
    assert {objects for objects, _ in living[8:]} == {living[8][0]}
    assert max(pictures for _, pictures in living) < 60
    renderer.release_unused()
    assert names(renderer) == [f"p{count - 4 + k}" for k in range(4)]
    renderer.draw([SceneView(world, None, 1.0)], studio.target(SMALL))
    assert renderer.stats.picture_bytes == 4 * 40 * 40 * 4
    renderer.release()
    assert device.living == 0


def test_a_picture_that_comes_back_just_works(studio):
    world = zn.World()
    actor = world.spawn(Transform(x=32, y=18), Sprite("flag", width=64, height=36))
    first = studio.shoot(world, size=SMALL)
    actor[Sprite].image = "glow"
    studio.shoot(world, size=SMALL)
    studio.renderer.release_unused()
    assert names(studio.renderer) == ["glow"]
    actor[Sprite].image = "flag"
    assert np.array_equal(studio.shoot(world, size=SMALL), first)
    studio.renderer.release_unused()
    assert names(studio.renderer) == ["flag"]


def test_two_names_of_one_file_are_one_picture(studio):
    world = zn.World()
    world.spawn(Transform(), Sprite("flag"))
    world.spawn(Transform(), Sprite("flag.png"))
    studio.shoot(world, size=SMALL)
    assert studio.stats.pictures == 1
    assert studio.stats.picture_bytes == 24 * 16 * 4


class Stack:
    """A stack of scenes that a test changes, and a renderer that follows it."""

    def __init__(self, gpu, studio):
        self.worlds = []
        self.studio = studio
        self.device = CountedDevice(gpu)
        self.renderer = Renderer(
            self.device, Assets([studio.folder, engine_assets()]), stack=lambda: self.worlds
        )

    def show(self, draw=None):
        """Draw the topmost world."""
        view = SceneView(self.worlds[-1], draw, 1.0)
        self.renderer.draw([view], self.studio.target(SMALL), background=NIGHT)
        return self.studio.target(SMALL).read()


@pytest.fixture
def stack(gpu, studio):
    made = Stack(gpu, studio)
    yield made
    made.renderer.release()


def level(image, text="words", size=8.0):
    world = zn.World()
    world.spawn(Transform(x=32, y=18), Sprite(image, width=64, height=36))
    world.spawn(Transform(), Text(text, size=size))
    return world


def test_pictures_go_with_the_scene_that_left_and_come_back_with_it(stack):
    """Although history still holds the world itself."""
    one, other = level("flag", size=8), level("glow", size=9)
    stack.worlds = [one]
    first = stack.show()
    objects = stack.device.living
    stack.worlds = [other]
    stack.show()
    assert names(stack.renderer) == ["glow"]
    assert stack.device.living == objects
    stack.worlds = [one]
    assert np.array_equal(stack.show(), first)
    assert names(stack.renderer) == ["flag"]
    del one, other
    gc.collect()


def test_what_waits_below_on_the_stack_is_kept(stack):
    one, pause = level("flag"), level("glow")
    stack.worlds = [one]
    first = stack.show()
    stack.worlds = [one, pause]
    for _ in range(COUNTED_EVERY + 1):
        stack.show()
    assert names(stack.renderer) == ["flag", "glow"]
    stack.worlds = [one]
    assert np.array_equal(stack.show(), first)
    assert names(stack.renderer) == ["flag"]


def test_what_a_canvas_draws_is_kept_while_it_draws_it(stack):
    stack.worlds = [zn.World()]
    for _ in range(COUNTED_EVERY):
        stack.show(lambda canvas: canvas.image("flag", 0, 0))
    assert names(stack.renderer) == ["flag"]
    for _ in range(2 * COUNTED_EVERY):
        stack.show(lambda canvas: canvas.image("glow", 0, 0))
    assert names(stack.renderer) == ["glow"]


def test_glyphs_of_sizes_that_nobody_shows_any_more_are_freed(stack):
    """A title that grows for 400 frames, and a canvas that writes in other sizes."""
    world = level("flag", size=5.0)
    title = world.spawn(Transform(), Text("Growing", size=8.0))
    stack.worlds = [world]
    sizes = set()
    for k in range(400):
        title[Text].size = 8.0 + k % 200
        stack.show(lambda canvas, k=k: canvas.text("score", 0, 0, size=6 + k % 90))
        sizes.add((stack.renderer._atlas.pages, stack.renderer._atlas.side))
    assert max(sizes) <= (1, 2048)
    for _ in range(2 * COUNTED_EVERY):
        stack.show()
    shown = stack.show()
    fresh = Stack(stack.studio.gpu, stack.studio)
    fresh.worlds = stack.worlds
    assert np.array_equal(fresh.show(), shown)
    both = [next(h.nbytes for h in s.renderer.held() if h.kind == "font") for s in (stack, fresh)]
    assert both[0] == both[1]
    fresh.renderer.release()


def test_the_atlas_is_small_again_after_a_large_scene(stack):
    for k in range(40):
        stack.studio.add(f"big{k}", plain(200, 200))
    large = zn.World()
    for k in range(40):
        large.spawn(Transform(), Sprite(f"big{k}"))
    stack.worlds = [large]
    stack.show()
    assert stack.renderer._atlas.side == 2048
    stack.worlds = [zn.World()]
    stack.show()
    assert stack.renderer._atlas.side == 256


# Loading ahead.


def test_a_prepared_picture_is_not_decoded_again_and_waits_for_its_user(stack, monkeypatch):
    stack.worlds = [zn.World()]
    stack.show()
    stack.renderer.prepare("image", stack.studio.folder / "flag.png")
    monkeypatch.setattr(residence, "load_image", None)
    for _ in range(2 * COUNTED_EVERY):
        stack.show()
    assert names(stack.renderer) == ["flag"]
    stack.worlds = [level("flag")]
    stack.show()
    assert names(stack.renderer) == ["flag"]
    stack.worlds = [zn.World()]
    stack.show()
    assert names(stack.renderer) == []


def test_a_prepared_picture_that_nobody_uses_goes_with_the_second_scene(stack):
    stack.worlds = [zn.World()]
    stack.show()
    stack.renderer.prepare("image", stack.studio.folder / "flag.png")
    stack.show()
    held = []
    for _ in range(3):
        stack.worlds = [zn.World()]
        stack.show()
        held.append(names(stack.renderer))
    assert held == [["flag"], [], []]


def test_prepared_pictures_come_in_over_several_frames(stack, monkeypatch):
    monkeypatch.setattr(residence, "ADOPTED_PER_FRAME", 3000)
    stack.worlds = [zn.World()]
    for name in ("flag", "glow"):
        stack.renderer.prepare("image", stack.studio.folder / f"{name}.png")
    for k in range(4):
        stack.studio.add(f"p{k}", plain(20, 20))
        stack.renderer.prepare("image", stack.studio.folder / f"p{k}.png")
    held = []
    for _ in range(4):
        stack.show()
        held.append(len(names(stack.renderer)))
    assert held == [2, 4, 6, 6]


def test_a_font_is_measured_ahead_and_goes_when_two_scenes_had_no_use_for_it(stack, monkeypatch):
    file = stack.studio.folder / "own.ttf"
    file.write_bytes((engine_assets() / "fonts" / "zenith.ttf").read_bytes())
    load = FontMetrics.load
    measured = []
    monkeypatch.setattr(FontMetrics, "load", lambda path: measured.append(path) or load(path))
    stack.worlds = [zn.World()]
    stack.show()
    stack.renderer.prepare("font", file)
    stack.worlds = [zn.World()]
    stack.worlds[0].spawn(Transform(), Text("words", font="own"))
    stack.show()
    assert measured == [file]
    assert names(stack.renderer, "font") == ["own"]
    stack.renderer.prepare("font", file)
    for _ in range(3):
        stack.worlds = [zn.World()]
        stack.show()
    assert names(stack.renderer, "font") == []
    assert stack.renderer._glyphs._ready == {}
