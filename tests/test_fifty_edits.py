"""A garden of 1,000 entities is edited while it grows: what an edit does not touch stays equal."""

import json
import os
import sys
from contextlib import contextmanager

import numpy as np
import pytest

import zenith as zn
from fakes import FakeCanvas, FakeWindow
from tones import write_wav
from zenith.app import load_app
from zenith.audio import AudioDevice
from zenith.desktop import open_picture
from zenith.images import save_png
from zenith.reloading import Reloader

MOST_CALLS = 150_000
"""Calls of Python functions that an edit may cost: about what 250 ms are on a slow machine."""
TOML = """\
zenith = 1
name = "Garden"
start = "garden"
modules = ["things", "rules", "heroes"]
systems = ["rules.grow"]
[actions]
dig = ["e"]
[window]
size = [64, 36]
"""
THINGS = """\
import zenith as zn

STEP = 1.0

@zn.component
class Health:
    points: int = 3
    armour: float = 2.0

@zn.component
class Pace:
    x: float = 0.25
"""
RULES = """\
from things import Pace, STEP
import zenith as zn

def grow(world, dt):
    for pos, pace in world.columns(zn.Transform, Pace):
        pos.x += pace.x * STEP

def wither(world, dt):
    pass
"""
HEROES = """\
import zenith as zn

class Walker(zn.Script):
    steps: int = 0
    tired: float = 0.0

    def tick(self, dt):
        self.steps += 1
"""
COIN = {
    "coin": {"name": "coin", "components": {"Transform": {}, "Health": {"points": 1}}},
    "glow": {"parent": "coin", "components": {"Transform": {"y": -4.0}}},
}


def crate(k):
    components = {"Transform": {"x": 8.0 * k, "y": 4.0}, "Health": {"points": k}, "Pace": {}}
    if k % 3 == 0:
        components["Walker"] = {"tired": 0.5}
    return {"name": f"crate{k}", "components": components}


GARDEN = {f"c{k:03}": crate(k) for k in range(300)} | {
    f"p{k:03}": {"prefab": "coin", "components": {"Transform": {"x": float(k)}}} for k in range(100)
}  # fmt: skip


class Painter:
    """Paints, and keeps the words of what covers the picture."""

    def __init__(self, painter):
        self._painter = painter
        self.covers = []

    def __getattr__(self, name):
        return getattr(self._painter, name)

    def cover(self, draw):
        canvas = FakeCanvas()
        draw(canvas)
        self.covers.append(canvas.texts)


class Garden:
    """The project on the disk, the game that runs, and what takes over its files."""

    def __init__(self, folder):
        self.folder = folder
        for name in ("scenes", "prefabs", "assets/images", "assets/sounds", "assets/shaders"):
            (folder / name).mkdir(parents=True)
        self.texts = {"zenith.toml": TOML, "things.py": THINGS, "rules.py": RULES,
                      "heroes.py": HEROES}  # fmt: skip
        for name, text in self.texts.items():
            (folder / name).write_text(text, "utf-8")
        self.entities, self.coin = copied(GARDEN), copied(COIN)
        self.save_scene()
        self.save_prefab()
        self.app = load_app(folder, watched=True)
        self.picture(4, (200, 0, 0, 255))
        self.painter = Painter(open_picture(self.app))
        audio = AudioDevice(self.app.assets)
        self.app.devices = zn.Devices(FakeWindow(), self.painter, audio)
        self.world = self.app.world
        for _ in range(200):
            zn.spawn_prefab(self.world, "coin")
        health = self.kind("Health")
        self.made = [self.world.spawn(zn.Transform(y=k), health(points=k)) for k in range(99)]
        place = zn.Transform(x=32.0, y=18.0)
        self.made.append(self.world.spawn(place, zn.Sprite("leaf"), health(points=99)))
        self.reloader = Reloader()
        self.taken = []
        self.now = 0.0
        self.app.frame(self.now)

    def kind(self, name):
        return self.world.types.get(name)

    def frames(self, count=3):
        for _ in range(count):
            self.now += 1 / 60
            self.app.frame(self.now)

    def take(self, *names):
        """Take files over, and note what that changed and how many calls it took."""
        before = self.state()
        with counted() as calls:
            batch = self.reloader.take(self.app, [self.folder / name for name in names])
        after = self.state()
        moved = {k for k in before.keys() | after.keys() if before.get(k) != after.get(k)}
        there = {k[0] for k in before} & {k[0] for k in after}
        self.taken.append(({_place(key, there) for key in moved}, sum(calls)))
        return batch

    def picture(self, side, colour):
        pixels = np.tile(np.array(colour, np.uint8), (side, side, 1))
        save_png(self.folder / "assets/images/leaf.png", pixels)

    def heard(self):
        """Return how many bytes of sounds are held."""
        return sum(held.nbytes for held in self.app.devices.audio.held())

    def shown(self, colour):
        """Return how many pixels of the next frame have a colour."""
        self.frames(1)
        return int((self.painter.pixels()[..., :3] == colour).all(axis=2).sum())

    def edit(self, name, old, new, times=1):
        """Change a text file as a person does, and let the game take it over."""
        text = self.texts[name]
        assert text.count(old) == times, (name, old)
        return self.put(name, text.replace(old, new))

    def put(self, name, text):
        self.texts[name] = text
        (self.folder / name).write_text(text, "utf-8")
        return self.take(name)

    def save_scene(self):
        data = {"zenith": "scene", "version": 1, "entities": self.entities}
        (self.folder / "scenes/garden.scene").write_text(json.dumps(data, indent=1), "utf-8")
        return "scenes/garden.scene"

    def save_prefab(self):
        data = {"zenith": "prefab", "version": 1, "entities": self.coin}
        (self.folder / "prefabs/coin.prefab").write_text(json.dumps(data, indent=1), "utf-8")
        return "prefabs/coin.prefab"

    def state(self):
        """Return every value of every entity by component and field."""
        found = {}
        for table in self.world.tables():
            handles = table.handles.tolist()
            for schema in table.schemas:
                for name, values in self._values(table, schema):
                    for handle, value in zip(handles, values, strict=True):
                        found[handle, schema.name, name] = value
        for entity in self.world.entities():
            found[entity.handle, "", "name"] = entity.name
        return found

    def _values(self, table, schema):
        if schema.whole:
            scripts = table.raw_columns(schema.cls)[0]
            for info in schema.fields:
                yield info.name, [getattr(script, info.name) for script in scripts]
        else:
            for info in schema.visible:
                yield info.name, np.array(table[schema.cls].peek(info.name)).tolist()


def copied(data):
    return json.loads(json.dumps(data))


def _place(key, there):
    """Return what a changed value is called: by its field, or as one of an entity that is new."""
    handle, component, field = key
    return f"{component}.{field}" if handle in there else "an entity"


@contextmanager
def counted():
    """Count the calls of Python functions inside."""
    calls = []

    def note(frame, event, arg):
        if event == "call":
            calls.append(1)

    sys.setprofile(note)
    try:
        yield calls
    finally:
        sys.setprofile(None)


EDITS = []


def edit(*touched):
    """Register an edit, and the components or fields that it may change, as "Health.points"."""

    def register(function):
        EDITS.append((function, touched))
        return function

    return register


def refused(garden, batch, name, line):
    """Tell that a file was not taken, with its place, and that a picture says so."""
    [text] = batch.troubles.values()
    assert f"{garden.folder / name}:{line}" in text, text
    garden.frames(1)
    shown = "".join(garden.painter.covers[-1])
    assert f"{name.split('/')[-1]}:{line}" in shown


def went_on(garden, batch):
    assert batch.mended
    assert not garden.reloader.troubles
    assert garden.app.guard.failure is None


# Components.


@edit("Health.shine")
def a_field_is_added(g):
    g.edit("things.py", "armour: float = 2.0", "armour: float = 2.0\n    shine: float = 0.5")
    assert {e[g.kind("Health")].shine for e in g.made} == {0.5}


@edit("Health.worth")
def a_second_field_is_added(g):
    g.edit("things.py", "shine: float = 0.5", "shine: float = 0.5\n    worth: int = 9")
    assert g.made[5][g.kind("Health")].worth == 9


@edit()
def a_field_is_retyped_to_a_wider_type(g):
    g.edit("things.py", "points: int = 3", "points: float = 3.0")
    g.made[0][g.kind("Health")].points = 0.0


@edit()
def a_field_is_retyped_back(g):
    g.edit("things.py", "points: float = 3.0", "points: int = 3")
    assert type(g.made[7][g.kind("Health")].points) is int


@edit()
def a_field_is_retyped_to_what_does_not_fit(g):
    batch = g.edit("things.py", "points: int = 3", 'points: str = ""')
    refused(g, batch, "things.py", 7)


@edit()
def the_type_is_mended(g):
    went_on(g, g.edit("things.py", 'points: str = ""', "points: int = 3"))


@edit("Health.armour", "Health.plate")
def a_field_is_renamed(g):
    g.edit("things.py", "armour: float = 2.0", 'plate: float = zn.field(2.0, name="armour")')
    assert g.made[3][g.kind("Health")].plate == 2.0


@edit("Health.worth")
def a_field_is_removed(g):
    g.made[4][g.kind("Health")].worth = 77
    g.edit("things.py", "\n    worth: int = 9", "")
    assert not hasattr(g.made[4][g.kind("Health")], "worth")


@edit("Health.worth")
def a_removed_field_comes_back_with_its_values(g):
    g.edit("things.py", "shine: float = 0.5", "shine: float = 0.5\n    worth: int = 9")
    assert [g.made[k][g.kind("Health")].worth for k in (3, 4)] == [9, 77]


@edit()
def a_default_is_changed(g):
    g.edit("things.py", "worth: int = 9", "worth: int = 10")
    assert g.kind("Health")().worth == 10


@edit()
def a_limit_is_set(g):
    g.edit("things.py", "worth: int = 10", "worth: int = zn.field(10, min=0)")
    with pytest.raises(zn.BadValue):
        g.world.spawn(g.kind("Health")(worth=-1))


@edit()
def a_scene_names_a_component_that_nobody_knows_yet(g):
    g.entities["c001"]["components"]["Leaf"] = {"green": 0.75}
    assert g.take(g.save_scene()).taken


@edit("Leaf.green")
def the_component_is_written(g):
    g.put(
        "things.py", g.texts["things.py"] + "\n@zn.component\nclass Leaf:\n    green: float = 1.0\n"
    )
    assert g.world.find("crate1")[g.kind("Leaf")].green == 0.75


# Scripts and systems.


@edit()
def a_new_script_is_written(g):
    text = g.texts["heroes.py"] + "\nclass Jumper(zn.Script):\n    high: float = 2.0\n"
    g.put("heroes.py", text + "    def tick(self, dt):\n        self.high += 1.0\n")


@edit("Jumper.high")
def a_scene_uses_the_new_script(g):
    g.entities["c002"]["components"]["Jumper"] = {"high": 4.0}
    g.take(g.save_scene())
    g.frames(2)
    assert g.world.find("crate2")[g.kind("Jumper")].high >= 5.0


@edit()
def a_method_is_changed(g):
    g.edit("heroes.py", "self.steps += 1", "self.steps += 100")
    steps = g.world.find("crate3")[g.kind("Walker")].steps
    g.frames(2)
    assert g.world.find("crate3")[g.kind("Walker")].steps >= steps + 100


@edit("Walker.shoes")
def a_script_gets_a_field(g):
    g.edit("heroes.py", "tired: float = 0.0", 'tired: float = 0.0\n    shoes: str = "red"')
    assert g.world.find("crate3")[g.kind("Walker")].shoes == "red"


@edit("Walker.tired", "Walker.weary")
def a_field_of_a_script_is_renamed(g):
    g.edit("heroes.py", "tired: float = 0.0", 'weary: float = zn.field(0.0, name="tired")')
    assert g.world.find("crate3")[g.kind("Walker")].weary == 0.5


@edit("Walker.shoes")
def a_field_of_a_script_is_removed(g):
    g.edit("heroes.py", '\n    shoes: str = "red"', "")


@edit()
def a_system_is_changed(g):
    g.edit("rules.py", "pos.x += pace.x * STEP", "pos.x += pace.x * STEP * 2")
    x = g.world.find("crate1")[zn.Transform].x
    ticks = g.app.ticks
    g.frames(2)
    assert g.world.find("crate1")[zn.Transform].x == x + 0.5 * (g.app.ticks - ticks)


@edit()
def a_number_that_another_module_imports_is_changed(g):
    g.edit("things.py", "STEP = 1.0", "STEP = 0.0")
    x = g.world.find("crate1")[zn.Transform].x
    g.frames(2)
    assert g.world.find("crate1")[zn.Transform].x == x


@edit()
def a_new_system_is_written_and_listed(g):
    g.put("rules.py", g.texts["rules.py"] + "\ndef rain(world, dt):\n    world.seen = True\n")
    g.edit("zenith.toml", '"rules.grow"]', '"rules.grow", "rules.rain"]')
    g.frames(2)
    assert g.world.seen


@edit()
def a_system_is_listed_no_longer(g):
    g.edit("zenith.toml", ', "rules.rain"]', "]")
    assert [s.__name__ for s in g.app.scene.systems] == ["run_scripts", "grow"]


# Code that does not run, and what editors do to files.


@edit()
def a_syntax_error(g):
    refused(g, g.edit("rules.py", "STEP * 2", "STEP * * 2"), "rules.py", 6)


@edit()
def the_syntax_error_is_mended(g):
    went_on(g, g.edit("rules.py", "STEP * * 2", "STEP * 2"))


@edit()
def a_half_written_file(g):
    text = g.texts["heroes.py"]
    g.put("heroes.py", text[: text.index("100")])
    assert g.reloader.troubles
    g.texts["heroes.py"] = text


@edit()
def the_rest_of_the_file_is_written(g):
    went_on(g, g.put("heroes.py", g.texts["heroes.py"]))


@edit()
def a_name_that_is_not_there_when_the_module_runs(g):
    refused(g, g.edit("things.py", "STEP = 0.0", "STEP = STRIDE"), "things.py", 3)


@edit()
def the_name_is_mended(g):
    went_on(g, g.edit("things.py", "STEP = STRIDE", "STEP = 0.0"))


@edit()
def an_exception_in_a_tick(g):
    g.edit("rules.py", "STEP * 2", "STEP * (1 // 0)")
    g.frames(2)
    assert g.app.guard.failure.headline.startswith("ZeroDivisionError")


@edit()
def the_exception_is_mended_and_the_tick_runs_again(g):
    ticks = g.app.ticks
    g.edit("rules.py", "STEP * (1 // 0)", "STEP * 2")
    assert g.app.guard.failure is None
    g.frames(2)
    assert g.app.ticks > ticks


@edit()
def a_file_is_deleted(g):
    (g.folder / "heroes.py").unlink()
    assert any("heroes.py" in note for note in g.take("heroes.py").notes)


@edit()
def the_file_is_restored(g):
    assert g.put("heroes.py", g.texts["heroes.py"]).taken


@edit()
def an_editor_writes_beside_the_file_and_renames(g):
    beside = g.folder / ".rules.py.swp"
    g.texts["rules.py"] = g.texts["rules.py"].replace("STEP * 2", "STEP * 3")
    beside.write_text(g.texts["rules.py"], "utf-8")
    beside.replace(g.folder / "rules.py")
    batch = g.take(".rules.py.swp", "rules.py")
    assert [file.name for file in batch.taken] == ["rules.py"]


@edit()
def a_file_of_the_same_size_and_time(g):
    file = g.folder / "things.py"
    found = file.stat()
    g.texts["things.py"] = g.texts["things.py"].replace("STEP = 0.0", "STEP = 4.0")
    file.write_text(g.texts["things.py"], "utf-8")
    os.utime(file, ns=(found.st_atime_ns, found.st_mtime_ns))
    g.take("things.py")
    x, ticks = g.world.find("crate1")[zn.Transform].x, g.app.ticks
    g.frames(2)
    assert g.world.find("crate1")[zn.Transform].x == x + 3.0 * (g.app.ticks - ticks)


@edit()
def an_editor_that_writes_other_line_ends(g):
    text = g.texts["rules.py"].replace("\n", "\r\n").encode("utf-8-sig")
    (g.folder / "rules.py").write_bytes(text)
    assert g.take("rules.py").taken


# Scenes and prefabs.


@edit("Transform.y")
def something_is_moved_in_a_scene(g):
    g.entities["c007"]["components"]["Transform"]["y"] = 400.0
    g.take(g.save_scene())
    assert g.world.find("crate7")[zn.Transform].y == 400.0


@edit("an entity")
def something_is_added_to_a_scene(g):
    g.entities["zzz"] = {"name": "gnome", "parent": "c005", "components": {"Transform": {"x": 1.0}}}
    g.take(g.save_scene())
    assert g.world.find("gnome").parent == g.world.find("crate5")


@edit("an entity")
def something_is_removed_from_a_scene(g):
    del g.entities["zzz"]
    g.take(g.save_scene())
    assert g.world.get("gnome") is None


@edit()
def a_scene_with_a_value_that_does_not_fit(g):
    g.entities["c010"]["components"]["Health"]["points"] = "ten"
    batch = g.take(g.save_scene())
    text = (g.folder / "scenes/garden.scene").read_text("utf-8")
    refused(g, batch, "scenes/garden.scene", text[: text.index('"ten"')].count("\n") + 1)


@edit()
def a_half_written_scene(g):
    file = g.folder / "scenes/garden.scene"
    file.write_text(file.read_text("utf-8")[:3000], "utf-8")
    assert g.take("scenes/garden.scene").troubles


@edit("Health.points")
def the_scene_is_mended(g):
    g.entities["c010"]["components"]["Health"]["points"] = 11
    went_on(g, g.take(g.save_scene()))
    assert g.world.find("crate10")[g.kind("Health")].points == 11


@edit("Health.points")
def a_prefab_with_three_hundred_instances_is_changed(g):
    g.coin["coin"]["components"]["Health"]["points"] = 2
    g.take(g.save_prefab())
    coins = [e for e in g.world.entities() if e.name == "coin"]
    assert {e[g.kind("Health")].points for e in coins} == {2}
    assert len(coins) == 300


@edit("an entity")
def a_prefab_gets_an_entity(g):
    g.coin["spark"] = {"name": "spark", "parent": "coin", "components": {"Transform": {}}}
    g.take(g.save_prefab())
    assert sum(e.name == "spark" for e in g.world.entities()) == 300


@edit("an entity")
def a_prefab_loses_an_entity(g):
    del g.coin["spark"]
    g.take(g.save_prefab())
    assert g.world.get("spark") is None


@edit()
def a_broken_prefab(g):
    g.coin["glow"]["parent"] = "cion"
    batch = g.take(g.save_prefab())
    text = (g.folder / "prefabs/coin.prefab").read_text("utf-8")
    refused(g, batch, "prefabs/coin.prefab", text[: text.index('"cion"')].count("\n") + 1)


@edit()
def the_prefab_is_mended(g):
    g.coin["glow"]["parent"] = "coin"
    went_on(g, g.take(g.save_prefab()))


# The project file and assets.


@edit()
def the_project_file_binds_an_action_anew(g):
    g.edit("zenith.toml", 'dig = ["e"]', 'dig = ["q"]')
    assert g.app.input.actions["dig"] == zn.Button("q")


@edit()
def a_broken_project_file(g):
    refused(g, g.edit("zenith.toml", '"rules.grow"]', '"rules.gorw"]'), "zenith.toml", 5)


@edit()
def the_project_file_is_mended(g):
    went_on(g, g.edit("zenith.toml", '"rules.gorw"]', '"rules.grow"]'))


@edit()
def a_picture_gets_another_size(g):
    g.picture(4, (200, 0, 0, 255))
    assert g.shown((200, 0, 0)) == 16
    g.picture(12, (0, 200, 0, 255))
    assert g.take("assets/images/leaf.png").taken
    assert g.shown((0, 200, 0)) == 144


@edit()
def a_half_written_picture(g):
    file = g.folder / "assets/images/leaf.png"
    file.write_bytes(file.read_bytes()[:60])
    assert "leaf.png" in g.take("assets/images/leaf.png").troubles[file]
    assert g.shown((0, 200, 0)) == 144


@edit()
def the_rest_of_the_picture_is_written(g):
    g.picture(6, (0, 0, 200, 255))
    went_on(g, g.take("assets/images/leaf.png"))
    assert g.shown((0, 0, 200)) == 36


@edit()
def a_sheet_cuts_the_picture(g):
    assert g.put("assets/images/leaf.sheet", "grid = [3, 3]\n").taken
    assert g.shown((0, 0, 200)) == 9


@edit()
def a_broken_sheet(g):
    refused(g, g.edit("assets/images/leaf.sheet", "3]", "3"), "assets/images/leaf.sheet", 2)
    assert g.shown((0, 0, 200)) == 9


@edit()
def the_sheet_is_mended(g):
    went_on(g, g.put("assets/images/leaf.sheet", "grid = [2, 2]\n"))
    assert g.shown((0, 0, 200)) == 4


@edit()
def a_sound_is_made_shorter(g):
    write_wav(g.folder / "assets/sounds/rustle.wav", 0.2)
    g.world.audio.play("rustle")
    g.frames(1)
    before = g.heard()
    write_wav(g.folder / "assets/sounds/rustle.wav", 0.1)
    assert g.take("assets/sounds/rustle.wav").taken
    assert g.heard() == before // 2


@edit()
def a_shader_is_changed(g):
    tint = "vec4 effect(vec2 uv, vec2 pixel) {\n    return vec4(1.0, 1.0, 0.0, 1.0);\n}\n"
    file = g.folder / "assets/shaders/tint.glsl"
    file.write_text(tint, "utf-8")
    g.app.window.shader = "tint"
    assert g.shown((255, 255, 0)) == 64 * 36
    g.put("assets/shaders/tint.glsl", tint.replace("1.0, 1.0, 0.0", "0.0, 1.0, 1.0"))
    assert g.shown((0, 255, 255)) == 64 * 36


@edit()
def a_shader_that_does_not_compile(g):
    batch = g.edit("assets/shaders/tint.glsl", "return vec4(", "return vec5(")
    refused(g, batch, "assets/shaders/tint.glsl", 2)
    assert g.shown((0, 255, 255)) == 64 * 36


@edit()
def the_shader_is_mended(g):
    went_on(g, g.edit("assets/shaders/tint.glsl", "return vec5(", "return vec4("))
    assert g.shown((0, 255, 255)) == 64 * 36
    g.app.window.shader = ""


@edit()
def a_hundred_files_at_once(g):
    names = []
    for k in range(100):
        names.append(f"scenes/s{k}.scene")
        (g.folder / names[-1]).write_text('{"zenith": "scene", "version": 1}', "utf-8")
    assert len(g.take(*names).taken) == 100


@pytest.fixture
def garden(gpu, tmp_path):
    made = Garden(tmp_path / "garden")
    yield made
    made.app.devices.close()


def test_fifty_edits_while_a_thousand_entities_live(garden):
    assert garden.world.count() == 1000
    assert len(EDITS) >= 50
    for function, touched in EDITS:
        garden.frames()
        garden.taken.clear()
        function(garden)
        for moved, calls in garden.taken:
            assert moved <= set(touched), function.__name__
            assert calls < MOST_CALLS, function.__name__
    assert garden.world.count() == 1000
    garden.frames(20)
    assert garden.app.guard.failure is None
