"""Files that change while a game runs: taken over as wholes, and nothing else is touched."""

import json

import numpy as np
import pytest

import zenith as zn
from fakes import FakePainter, FakeWindow
from zenith.app import load_app
from zenith.desktop import open_picture
from zenith.reloading import Reloader, matters

TOML = """\
zenith = 1
name = "Meadow"
start = "meadow"
modules = ["rules"]
systems = ["rules.drift"]
[audio.buses]
music = 0.5
[actions]
dash = ["left shift"]
"""
RULES = """\
import zenith as zn

@zn.component
class Health:
    points: int = 3
    armour: float = 0.0

@zn.component
class Target:
    who: zn.Entity | None = None

class Spinner(zn.Script):
    speed: float = 2.0
    path: list[int] = []
    def tick(self, dt):
        self.entity[zn.Transform].rotation += self.speed * dt

class Fragile(zn.Script):
    broken = True
    def on_despawn(self):
        if self.broken:
            1 // 0

def drift(world, dt):
    for pos, health in world.columns(zn.Transform, Health):
        pos.x += 60 * dt
        health.armour += 1.0

def still(world, dt):
    pass
"""
COIN = {
    "coin": {"name": "coin", "components": {"Transform": {}, "Health": {"points": 1}}},
    "glow": {"parent": "coin", "components": {"Transform": {"y": -4.0}}},
}
MEADOW = {
    "crate": {"name": "crate", "tags": ["wood"], "components": {
        "Transform": {"x": 10.0, "y": 20.0}, "Health": {"points": 7}, "Spinner": {"speed": 3.0}}},
    "label": {"parent": "crate", "components": {"Transform": {"y": -8.0}}},
    "purse": {"prefab": "coin", "components": {"Transform": {"x": 5.0}}},
    "rock": {"components": {"Transform": {"x": 1.0}, "Target": {"who": "crate"}}},
}  # fmt: skip


def write(file, kind, entities, resources=None):
    data = {"zenith": kind, "version": 1, "entities": entities}
    if resources:
        data["resources"] = resources
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(data, indent=2), "utf-8")
    return file


def copy(entities):
    return json.loads(json.dumps(entities))


class Meadow:
    """A project on the disk, the game that runs, and what takes over its files."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()
        (folder / "zenith.toml").write_text(TOML, "utf-8")
        (folder / "rules.py").write_text(RULES, "utf-8")
        self.prefab(COIN)
        self.scene(MEADOW, {"Gravity": {"y": 100.0}})
        self.app = load_app(folder, watched=True)
        self.world = self.app.world
        self.rules = self.app.code.modules["rules"]
        self.reloader = Reloader()

    def prefab(self, entities, name="coin"):
        return write(self.folder / f"prefabs/{name}.prefab", "prefab", entities)

    def scene(self, entities, resources=None, name="meadow"):
        return write(self.folder / f"scenes/{name}.scene", "scene", entities, resources)

    def toml(self, text):
        (self.folder / "zenith.toml").write_text(text, "utf-8")
        return self.folder / "zenith.toml"

    def take(self, *files):
        return self.reloader.take(self.app, files)

    def ticks(self, count):
        for _ in range(count):
            self.app.tick()

    def state(self):
        return {e.handle: _told(self.world, e) for e in self.world.entities()}


def _told(world, entity):
    table, row = world._store.place_of(entity.handle)
    columns = {
        cls.__name__: [c[row].tolist() if hasattr(c[row], "tolist") else repr(vars(c[row]))
                       for c in table.raw_columns(cls)]
        for cls in table.key
    }  # fmt: skip
    return columns, entity.name, sorted(entity.tags)


@pytest.fixture
def meadow(tmp_path):
    return Meadow(tmp_path / "meadow")


def test_a_changed_field_is_set_and_all_else_stays_as_the_game_made_it(meadow):
    meadow.ticks(30)
    crate = meadow.world.find("crate")
    before = meadow.state()
    scene = copy(MEADOW)
    scene["crate"]["components"]["Transform"]["y"] = 50.0
    batch = meadow.take(meadow.scene(scene, {"Gravity": {"y": 100.0}}))
    assert [f.name for f in batch.taken] == ["meadow.scene"]
    assert crate[zn.Transform].y == 50.0
    assert crate[zn.Transform].x == pytest.approx(40.0)
    after = meadow.state()
    assert {k for k in after if after[k] != before[k]} == {crate.handle}
    assert meadow.app.history.last == meadow.app.ticks


def test_a_file_that_says_the_same_changes_nothing(meadow):
    meadow.ticks(5)
    digest, first = meadow.app.digest(), meadow.app.history.first
    batch = meadow.take(meadow.scene(MEADOW, {"Gravity": {"y": 100.0}}))
    assert batch.taken
    assert not batch.renewed
    assert (meadow.app.digest(), meadow.app.history.first) == (digest, first)


def test_entities_come_and_go_with_the_file(meadow):
    meadow.ticks(3)
    scene = copy(MEADOW)
    del scene["rock"]
    scene["tree"] = {"name": "tree", "parent": "crate", "components": {
        "Transform": {"x": 2.0}, "Target": {"who": "purse"}}}  # fmt: skip
    scene["crate"]["components"]["Target"] = {"who": "tree"}
    count = meadow.world.count()
    meadow.take(meadow.scene(scene, {"Gravity": {"y": 100.0}}))
    tree, crate = meadow.world.find("tree"), meadow.world.find("crate")
    assert meadow.world.count() == count
    assert tree.parent == crate
    assert tree[meadow.rules.Target].who == meadow.world.find("coin")
    assert crate[meadow.rules.Target].who == tree
    del scene["tree"]
    del scene["crate"]["components"]["Target"]
    meadow.take(meadow.scene(scene, {"Gravity": {"y": 100.0}}))
    assert not tree.alive
    assert crate.alive
    assert meadow.rules.Target not in crate


def test_what_the_game_despawned_stays_away(meadow):
    meadow.world.find("crate").despawn()
    scene = copy(MEADOW)
    scene["crate"]["components"]["Transform"]["x"] = 99.0
    scene["lid"] = {"name": "lid", "parent": "crate", "components": {"Transform": {}}}
    scene["hinge"] = {"name": "hinge", "parent": "lid", "components": {"Transform": {}}}
    scene["bush"] = {"name": "bush", "components": {"Transform": {}}}
    meadow.take(meadow.scene(scene, {"Gravity": {"y": 100.0}}))
    assert meadow.world.get("crate") is meadow.world.get("lid") is meadow.world.get("hinge") is None
    assert meadow.world.find("bush").alive
    scene["bush"]["components"]["Transform"]["x"] = 3.0
    del scene["hinge"]
    meadow.take(meadow.scene(scene, {"Gravity": {"y": 100.0}}))
    assert meadow.world.find("bush")[zn.Transform].x == 3.0


def test_names_tags_parents_scripts_and_resources_follow(meadow):
    meadow.ticks(2)
    crate = meadow.world.find("crate")
    crate.tags.add("burning")
    scene = copy(MEADOW)
    scene["crate"] |= {"name": "box", "tags": ["stone"]}
    scene["crate"]["components"]["Spinner"] = {"speed": 5.0, "path": [1, 2]}
    scene["label"]["parent"] = "rock"
    scene["rock"]["components"]["Target"] = {}
    turned = crate[zn.Transform].rotation
    meadow.take(meadow.scene(scene, {"Gravity": {"y": 7.0}}))
    assert meadow.world.find("box") == crate
    assert set(crate.tags) == {"burning", "stone"}
    spinner = crate[meadow.rules.Spinner]
    assert (spinner.speed, spinner.path) == (5.0, [1, 2])
    assert crate[zn.Transform].rotation == turned
    rock = next(e for e in meadow.world.entities() if meadow.rules.Target in e and e != crate)
    assert rock[meadow.rules.Target].who is None
    assert len(rock.children) == 1
    assert meadow.world.resource(zn.Gravity).y == 7.0
    meadow.take(meadow.scene(MEADOW, {"Gravity": {"y": 7.0}}))
    assert (spinner.speed, spinner.path, crate.name) == (3.0, [], "crate")
    assert rock[meadow.rules.Target].who == crate


def test_instances_of_a_prefab_follow_wherever_they_came_from(meadow):
    spawned = [zn.spawn_prefab(meadow.world, "coin", name=f"c{k}") for k in range(100)]
    spawned[0].despawn()
    spawned[1][zn.Transform].x = 77.0
    spawned[2][meadow.rules.Health].points = 9
    meadow.ticks(2)
    coin = copy(COIN)
    coin["coin"]["components"]["Health"] = {"points": 5}
    coin["shine"] = {"parent": "glow", "name": "shine", "components": {"Transform": {"x": 1.5}}}
    batch = meadow.take(meadow.prefab(coin))
    assert batch.taken
    purse = meadow.world.find("coin")
    for one in [purse, *spawned[1:]]:
        assert one[meadow.rules.Health].points == 5
        (glow,) = one.children
        (shine,) = glow.children
        assert shine[zn.Transform].x == 1.5
    assert not spawned[0].alive
    assert spawned[1][zn.Transform].x == pytest.approx(79.0)
    assert purse[zn.Transform].x == pytest.approx(7.0)
    later = zn.spawn_prefab(meadow.world, "coin")
    assert later[meadow.rules.Health].points == 5
    meadow.take(meadow.prefab(COIN))
    assert all(c[meadow.rules.Health].points == 1 for c in [purse, later, *spawned[1:]])
    assert meadow.world.get("shine") is None


def test_what_an_instance_says_itself_stays_though_the_prefab_changes(meadow):
    coin = copy(COIN)
    coin["coin"]["components"]["Transform"] = {"x": 1000.0, "y": 33.0}
    meadow.take(meadow.prefab(coin))
    purse = meadow.world.find("coin")
    assert (purse[zn.Transform].x, purse[zn.Transform].y) == (5.0, 33.0)


def test_a_broken_file_changes_nothing_is_told_with_its_line_and_is_taken_when_mended(meadow):
    window, painter = FakeWindow(), FakePainter()
    meadow.app.devices = zn.Devices(window, painter)
    meadow.ticks(4)
    digest = meadow.app.digest()
    scene = copy(MEADOW)
    scene["crate"]["components"]["Transform"]["x"] = "ten"
    scene["rock"]["components"]["Transform"]["x"] = 500.0
    file = meadow.scene(scene, {"Gravity": {"y": 100.0}})
    batch = meadow.take(file)
    assert batch.taken == []
    text = batch.troubles[file]
    line = file.read_text("utf-8").split('"ten"')[0].count("\n") + 1
    assert f"{file}:{line}:" in text
    assert 'found: "ten"' in text
    assert "expected: a number" in text
    assert meadow.app.digest() == digest
    meadow.app.frame(0.0)
    shown = "".join(painter.covers[-1])
    assert "meadow.scene" in shown
    assert "goes on" in shown
    whole = json.dumps({"zenith": "scene", "version": 1, "entities": scene})
    file.write_text(whole[: len(whole) // 2], "utf-8")
    assert list(meadow.take(file).troubles) == [file]
    meadow.ticks(1)
    scene["crate"]["components"]["Transform"]["x"] = 10.0
    batch = meadow.take(meadow.scene(scene, {"Gravity": {"y": 100.0}}))
    assert batch.mended == [file]
    covers = len(painter.covers)
    meadow.app.frame(1.0)
    assert len(painter.covers) == covers
    assert any(e[zn.Transform].x == 500.0 for e in meadow.world.entities())


def test_a_prefab_that_does_not_fit_one_of_its_instances_stays_as_it_was(meadow):
    spawned = zn.spawn_prefab(meadow.world, "coin")
    digest = meadow.app.digest()
    coin = copy(COIN)
    coin["coin"]["components"]["Health"] = {"points": 4, "armour": "thick"}
    file = meadow.prefab(coin)
    assert "thick" in meadow.take(file).troubles[file]
    assert meadow.app.digest() == digest
    assert zn.spawn_prefab(meadow.world, "coin")[meadow.rules.Health].points == 1
    coin["coin"]["components"]["Health"] = {"points": 4}
    meadow.take(meadow.prefab(coin))
    assert spawned[meadow.rules.Health].points == 4
    ring = copy(COIN)
    ring["me"] = {"parent": "coin", "prefab": "coin"}
    assert "holds itself" in meadow.take(meadow.prefab(ring)).troubles[file]
    assert zn.spawn_prefab(meadow.world, "coin")[meadow.rules.Health].points == 4


def test_a_file_that_needs_another_is_tried_again_when_that_one_comes(meadow):
    scene = copy(MEADOW)
    scene["gem"] = {"prefab": "gem"}
    file = meadow.scene(scene, {"Gravity": {"y": 100.0}})
    assert 'no file "gem.prefab"' in meadow.take(file).troubles[file]
    assert meadow.take().troubles == {}
    gem = {"gem": {"name": "gem", "components": {"Transform": {}}}}
    batch = meadow.take(meadow.prefab(gem, "gem"))
    assert [f.name for f in batch.taken] == ["gem.prefab", "meadow.scene"]
    assert batch.mended == [file]
    assert meadow.world.find("gem").alive


def test_a_scene_that_is_not_played_is_checked_and_read_when_it_begins(meadow):
    cave = {"bat": {"name": "bat", "components": {"Transform": {"x": "left"}}}}
    file = meadow.scene(cave, name="cave")
    assert '"left"' in meadow.take(file).troubles[file]
    cave["bat"]["components"]["Transform"]["x"] = 4.0
    assert meadow.take(meadow.scene(cave, name="cave")).mended == [file]
    meadow.world.scenes.push("cave")
    meadow.ticks(1)
    below, top = (scene.world for scene in meadow.app.scenes.all)
    cave["bat"]["components"]["Transform"]["x"] = 5.0
    changed = copy(MEADOW)
    changed["rock"]["components"]["Transform"]["y"] = 6.0
    meadow.take(meadow.scene(cave, name="cave"), meadow.scene(changed))
    assert top.find("bat")[zn.Transform].x == 5.0
    assert any(e[zn.Transform].y == 6.0 for e in below.entities())


def test_a_script_that_fails_when_it_goes_leaves_everything_as_it_was(meadow):
    fragile = meadow.rules.Fragile
    scene = copy(MEADOW)
    scene["vase"] = {"name": "vase", "components": {"Transform": {}, "Fragile": {}}}
    meadow.take(meadow.scene(scene, {"Gravity": {"y": 100.0}}))
    digest = meadow.app.digest()
    del scene["vase"]
    scene["crate"]["components"]["Transform"]["x"] = -5.0
    file = meadow.scene(scene, {"Gravity": {"y": 100.0}})
    text = meadow.take(file).troubles[file]
    assert "ZeroDivisionError" in text
    assert "rules.py" in text
    assert meadow.app.digest() == digest
    fragile.broken = False
    assert meadow.take().mended == [file]
    assert meadow.world.get("vase") is None
    assert meadow.world.find("crate")[zn.Transform].x == -5.0


def test_a_file_that_is_gone_is_told_and_its_entities_stay(meadow):
    file = meadow.folder / "scenes/meadow.scene"
    file.unlink()
    count = meadow.world.count()
    batch = meadow.take(file)
    assert batch.notes == ["meadow.scene is gone; what the game has of it stays."]
    assert meadow.world.count() == count
    assert meadow.take(meadow.scene(MEADOW, {"Gravity": {"y": 100.0}})).taken


def test_origins_go_back_with_the_game_and_stay_out_of_digests(meadow):
    plain = load_app(meadow.folder)
    app = load_app(meadow.folder, watched=True)
    assert plain.digest() == app.digest()
    spawned = [zn.spawn_prefab(app.world, "coin")]
    for _ in range(3):
        app.tick()
    state = app.take()
    late = zn.spawn_prefab(app.world, "coin")
    app.go_back(state)
    assert not late.alive
    thief = app.world.spawn(zn.Transform(), app.code.modules["rules"].Health(points=8))
    assert thief.handle == late.handle
    coin = copy(COIN)
    coin["coin"]["components"]["Health"] = {"points": 2}
    Reloader().take(app, [meadow.prefab(coin)])
    health = app.code.modules["rules"].Health
    assert (thief[health].points, spawned[0][health].points) == (8, 2)


def test_a_game_that_was_loaded_from_a_save_follows_its_files(meadow):
    spawned = zn.spawn_prefab(meadow.world, "coin", name="kept")
    saved = meadow.app.take().to_bytes()
    app = load_app(meadow.folder, watched=True)
    app.go_back(zn.StackState.from_bytes(saved))
    kept = app.world.find("kept")
    assert kept.handle == spawned.handle
    coin, scene = copy(COIN), copy(MEADOW)
    coin["coin"]["components"]["Health"] = {"points": 2}
    scene["crate"]["components"]["Health"] = {"points": 8}
    Reloader().take(app, [meadow.prefab(coin), meadow.scene(scene)])
    health = app.code.modules["rules"].Health
    assert (kept[health].points, app.world.find("crate")[health].points) == (2, 8)
    plain = load_app(meadow.folder)
    plain.world.find("crate").despawn()
    other = plain.world.spawn(zn.Transform(), plain.code.modules["rules"].Health(points=50))
    app = load_app(meadow.folder, watched=True)
    app.go_back(zn.StackState.from_bytes(plain.take().to_bytes()))
    scene["crate"]["components"]["Health"] = {"points": 9}
    Reloader().take(app, [meadow.scene(scene)])
    assert app.world.entity(other.handle)[app.code.modules["rules"].Health].points == 50


def test_what_is_taken_over_is_the_same_in_every_run(meadow):
    def played():
        meadow.prefab(COIN)
        meadow.scene(MEADOW)
        app, reloader = load_app(meadow.folder, watched=True), Reloader()
        for _ in range(20):
            app.tick()
        scene = copy(MEADOW)
        scene["crate"]["components"]["Health"]["points"] = 1
        scene["new"] = {"prefab": "coin", "parent": "rock"}
        coin = copy(COIN)
        coin["more"] = {"parent": "coin", "components": {"Transform": {}}}
        reloader.take(app, [meadow.scene(scene), meadow.prefab(coin)])
        for _ in range(130):
            app.tick()
        return app.digest()

    assert played() == played()


def test_a_game_that_is_not_watched_keeps_no_origins(meadow):
    app = load_app(meadow.folder)
    zn.spawn_prefab(app.world, "coin")
    scene = copy(MEADOW)
    scene["crate"]["components"]["Transform"]["x"] = -1.0
    assert not Reloader().take(app, [meadow.scene(scene)]).renewed


def test_the_project_file_is_followed_as_far_as_a_running_game_can(meadow):
    text = TOML.replace('"Meadow"', '"Marsh"').replace("rules.drift", "rules.still")
    text = text.replace("music = 0.5", "music = 0.25\nvoice = 1.0").replace("left shift", "e")
    text = "tick_rate = 30\n" + text + '[window]\nbackground = "#ff0000"\nfullscreen = true\n'
    batch = meadow.take(meadow.toml(text))
    app = meadow.app
    assert batch.notes == ['Restart the game to see what changed of: tick rate, the bus "voice".']
    assert (app.title, app.window.fullscreen, app.picture.background) == (
        "Marsh", True, zn.Color(1.0, 0.0, 0.0, 1.0),
    )  # fmt: skip
    assert app.input.actions["dash"] == zn.Button("e")
    assert app.sounds.volume("music") == 0.25
    x = app.world.find("crate")[zn.Transform].x
    meadow.ticks(3)
    assert app.world.find("crate")[zn.Transform].x == x
    app.preferences.gather()
    assert app.settings.own == {}


def test_a_project_file_with_mistakes_changes_nothing(meadow):
    file = meadow.toml(TOML.replace("rules.drift", "rules.drfit"))
    text = meadow.take(file).troubles[file]
    assert f"{file}:5:" in text
    assert 'did you mean "drift"?' in text
    file = meadow.toml(TOML.replace("zenith = 1", "zenith = "))
    assert f"{file}:1:" in meadow.take(file).troubles[file]
    x = meadow.world.find("crate")[zn.Transform].x
    meadow.ticks(1)
    assert meadow.world.find("crate")[zn.Transform].x == x + 1.0
    assert meadow.take(meadow.toml(TOML)).mended == [file]


def test_a_module_that_the_project_file_adds_is_imported(meadow):
    (meadow.folder / "wind.py").write_text("def blow(world, dt):\n    world.tick\n", "utf-8")
    text = TOML.replace('["rules"]', '["rules", "wind"]')
    meadow.take(meadow.toml(text.replace('["rules.drift"]', '["rules.drift", "wind.blow"]')))
    assert [s.__name__ for s in meadow.app.scene.systems] == ["run_scripts", "drift", "blow"]
    meadow.ticks(1)


def test_a_recording_ends_where_a_scene_is_taken_over_and_a_replay_refuses_it(meadow):
    record = zn.Record(meadow.app, "meadow")
    meadow.app.drivers.append(record)
    meadow.ticks(7)
    assert not meadow.take(meadow.scene(MEADOW, {"Gravity": {"y": 100.0}})).renewed
    meadow.ticks(1)
    scene = copy(MEADOW)
    scene["crate"]["components"]["Transform"]["x"] = 11.0
    meadow.take(meadow.scene(scene, {"Gravity": {"y": 100.0}}))
    meadow.ticks(5)
    recording = record.finish(meadow.app)
    assert recording.ticks == 8
    meadow.scene(MEADOW, {"Gravity": {"y": 100.0}})
    app = load_app(meadow.folder, watched=True)
    app.drivers.append(zn.Replay(recording))
    app.tick()
    batch = Reloader().take(app, [meadow.scene(scene)])
    assert batch.taken == []
    assert "played back" in batch.notes[0]
    while app.running:
        app.tick()


RED = "vec4 effect(vec2 uv, vec2 pixel) {\n    return vec4(1.0, 0.0, 0.0, 1.0);\n}\n"


def test_a_shader_follows_and_one_that_does_not_compile_leaves_the_last_good_one(meadow, gpu):
    app = meadow.app
    app.window.shader = "tint"
    file = meadow.folder / "assets/shaders/tint.glsl"
    file.parent.mkdir(parents=True)
    file.write_text(RED, "utf-8")
    painter = open_picture(app, (16, 9))
    app.devices = zn.Devices(None, painter)

    def colour():
        app.draw()
        return painter.pixels()[4, 8].tolist()

    assert colour() == [255, 0, 0, 255]
    file.write_text(RED.replace("1.0, 0.0, 0.0", "0.0, 1.0, 0.0"), "utf-8")
    assert meadow.take(file).taken == [file]
    assert colour() == [0, 255, 0, 255]
    file.write_text(RED.replace("vec4(", "vec5("), "utf-8")
    batch = meadow.take(file)
    assert f"{file}:2:" in batch.troubles[file]
    assert colour() == [0, 255, 0, 255]
    assert meadow.take(meadow.scene(MEADOW)).troubles == {}
    assert meadow.reloader.troubles == batch.troubles
    file.write_text(RED, "utf-8")
    assert meadow.take(file).mended == [file]
    assert colour() == [255, 0, 0, 255]
    app.devices.close()


def test_what_editors_and_python_leave_beside_files_is_ignored(tmp_path):
    ignored = [
        "scenes/.room.scene.swp", "scenes/room.scene~", "scenes/4913", "scenes/#room.scene#",
        "scenes/.room.scene.71.0.tmp", "__pycache__/rules.cpython-311.pyc", ".git/index.scene",
        "replays/win.json", "saves/slot.scene", "notes.txt", "room.scene.bak",
    ]  # fmt: skip
    assert [n for n in ignored if matters(tmp_path / n, tmp_path)] == []
    assert matters(tmp_path / "scenes/caves/room.scene", tmp_path)
    assert not matters(tmp_path.parent / "room.scene", tmp_path)


def test_a_hundred_files_at_once_are_one_batch(meadow):
    files = [meadow.prefab(COIN, f"coin{k}") for k in range(100)]
    batch = meadow.take(*files)
    assert len(batch.taken) == 100
    assert not batch.renewed


def test_bodies_live_on_and_feel_what_changed(meadow):
    scene = {"ball": {"name": "ball", "components": {
        "Transform": {"y": 0.0}, "Body": {}, "CircleCollider": {"radius": 4.0}}}}  # fmt: skip
    meadow.scene(scene, {"Gravity": {"y": 100.0}}, name="fall")
    meadow.world.scenes.push("fall")
    meadow.ticks(30)
    world = meadow.app.world
    ball = world.find("ball")
    speed = ball[zn.Body].velocity_y
    assert speed > 10
    scene["ball"]["components"]["Transform"]["x"] = 50.0
    meadow.take(meadow.scene(scene, {"Gravity": {"y": -1000.0}}, name="fall"))
    assert ball[zn.Body].velocity_y == pytest.approx(speed)
    meadow.ticks(30)
    assert ball[zn.Transform].x == pytest.approx(50.0)
    assert ball[zn.Body].velocity_y < 0
    assert np.isfinite(ball[zn.Transform].y)
