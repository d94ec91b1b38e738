"""Games save and load: the whole stack or chosen resources, in live play, replays and history."""

import json
import random
import struct

import pytest

import zenith as zn
from zenith.app.content import pack_game, pack_resources
from zenith.errors import BadValue, GameError, SaveError, UsageError
from zenith.saves.container import SaveHead, pack


@zn.component
class Score:
    points: int = 0


@zn.component
class Done:
    """What the game heard of its saves; a resource."""

    heard: list = []


class Walker(zn.Script):
    steps: int = 0

    def tick(self, dt):
        self.steps += 1


def play(world, dt):
    world.resource(Score).points += 1
    world.resource(Done).heard += [
        [d.what, d.slot, d.ok, d.message] for d in world.read(zn.SaveDone)
    ]
    if world.input.just_pressed("jump"):
        world.saves.write("slot1", title="Level 3", details={"points": 7})
    if world.input.just_pressed("fire"):
        world.saves.read("slot1")
    if world.input.just_pressed("cancel"):
        world.saves.delete("slot1")
    if world.input.just_pressed("up"):
        world.saves.write("options", only=[Score])
    if world.input.just_pressed("down"):
        world.saves.read("options")
    if world.input.just_pressed("pause"):
        world.scenes.push(pause())


def start(world):
    world.set_resource(Score())
    world.set_resource(Done())
    world.set_resource(zn.Gravity(0, 400))
    world.spawn(zn.Transform(y=60), zn.BoxCollider(400, 10))
    for k in range(4):
        world.spawn(zn.Transform(x=k, y=-14 * k), zn.Body(), zn.BoxCollider(12, 12), name=f"box{k}")
    world.spawn(zn.Transform(), Walker(steps=5), name="walker", tags={"old"})


def pause():
    return zn.Scene([unpause], overlay=True, name="pause")


def unpause(world, dt):
    if world.input.just_pressed("jump"):
        world.saves.write("slot1")
    if world.input.just_pressed("pause"):
        world.scenes.pop()


def make(**options):
    scene = zn.Scene([play], start=start, name="main")
    return zn.App("Saves", scene=scene, scene_types={"pause": pause}, **options)


@pytest.fixture
def game(tmp_path):
    return zn.testing.Game(lambda: make(saves=tmp_path / "own"))


def heard(game):
    return game.app.scenes.all[0].world.resource(Done).heard


def test_a_game_goes_on_from_its_save_as_it_did_the_first_time(game):
    game.ticks(40).press("jump").ticks(1)
    after_save = [game.ticks(1).digest() for _ in range(50)]
    game.ticks(33).press("fire").ticks(1)
    assert game.world.tick == 41
    game.world.resource(Done).heard.clear()
    game.world.read(zn.SaveDone)
    assert [d.what for d in game.world.read(zn.SaveDone)] == ["read"]
    # What was heard is part of the state, so the two runs differ in it and nothing else.
    game.ticks(1)
    game.world.resource(Done).heard[:] = [["write", "slot1", True, ""]]
    assert [game.digest(), *(game.ticks(1).digest() for _ in range(49))] == after_save


def test_the_game_hears_what_came_of_it(game):
    game.press("fire").ticks(2).press("jump").ticks(2).press("cancel").ticks(2)
    found = heard(game)
    assert [entry[:3] for entry in found] == [
        ["read", "slot1", False],
        ["write", "slot1", True],
        ["delete", "slot1", True],
    ]
    assert 'no save "slot1"' in found[0][3]


def test_menus_see_title_details_and_played_ticks(game):
    game.ticks(10).press("jump").ticks(30)
    (info,) = game.app.saves.list()
    assert (info.slot, info.title, info.details, info.ticks) == (
        "slot1",
        "Level 3",
        {"points": 7},
        11,
    )
    game.press("fire").ticks(5).press("jump").ticks(1)
    assert game.app.saves.list()[0].ticks == 11 + 5
    assert game.app.saves.thumbnail("slot1") == b""


def test_a_stack_of_scenes_is_loaded_into_a_fresh_game(game, tmp_path):
    game.ticks(20).press("pause").ticks(5).press("jump").ticks(1)
    saved = game.digest()
    other = zn.testing.Game(lambda: make(saves=tmp_path / "own"))
    other.press("fire").ticks(1)
    assert [scene.name for scene in other.app.scenes.all] == ["main", "pause"]
    assert other.digest() == saved
    other.press("pause").ticks(2)
    assert (
        other.find("walker")[Walker].steps
        == game.app.scenes.all[0].world.find("walker")[Walker].steps + 1
    )


def test_chosen_resources_are_saved_and_loaded_alone(game):
    game.ticks(10).press("up").ticks(1)
    game.ticks(50).press("down").ticks(1)
    assert game.world.resource(Score).points == 11
    assert game.world.tick == 62
    assert game.app.saves.list()[0].kind == "resources"


def test_a_replay_hears_the_same_answers_and_touches_no_file(game, tmp_path):
    record = zn.Record(game.app, "saves")
    game.app.drivers.append(record)
    game.ticks(30).press("jump").ticks(90).press("fire").ticks(40).press("up").ticks(2)
    recording = record.finish(game.app)
    app = make(saves=tmp_path / "replayed")
    replay = zn.Replay(recording)
    app.drivers.append(replay)
    while app.running:
        app.tick()
    assert app.digest() == game.digest()
    assert replay.checked == 3
    assert not (tmp_path / "replayed").exists()


def test_ticks_run_again_by_history_write_nothing(game, tmp_path):
    game.ticks(10).press("jump").ticks(20)
    digest = game.digest()
    files = sorted((tmp_path / "own" / "saves").iterdir())
    game.app.history.seek(5)
    game.app.history.seek(30)
    assert game.digest() == digest
    assert sorted((tmp_path / "own" / "saves").iterdir()) == files


def test_history_does_not_lead_back_behind_a_load(game):
    game.ticks(10).press("jump").ticks(20).press("fire").ticks(1)
    loaded = game.digest()
    game.ticks(30)
    assert game.app.history.first == 31
    game.app.history.seek(31)
    assert game.digest() == loaded


def test_a_game_that_nobody_plays_saves_in_memory(tmp_path, monkeypatch):
    monkeypatch.setattr("zenith.app.saving.user_folder", lambda name: pytest.fail("touched"))
    game = zn.testing.Game(make)
    game.ticks(3).press("jump").ticks(5).press("fire").ticks(1)
    assert game.world.tick == 4
    assert [info.slot for info in game.app.saves.list()] == ["slot1"]
    game.app.settings["best"] = 3
    assert game.app.settings.save()


def test_the_save_before_stands_in_for_a_damaged_one(game, tmp_path):
    game.ticks(3).press("jump").ticks(5).press("jump").ticks(5)
    (tmp_path / "own" / "saves" / "slot1.save").write_bytes(b"")
    game.press("fire").ticks(2)
    assert game.world.tick == 5
    assert "slot1.1.save, is used instead" in heard(game)[-1][3]


def newer(file):
    file.write_bytes(pack(SaveHead("Saves", "9", 2, "game"), b"x"))


def foreign(file):
    file.write_bytes(pack(SaveHead("Chess", "1", 1, "game"), b"x"))


def hostile(file):
    file.write_bytes(pack(SaveHead("Saves", "1", 1, "game"), b"\xff" * 200))


@pytest.mark.parametrize("breaks", [newer, foreign, hostile])
def test_what_cannot_be_loaded_leaves_the_game_as_it_is(game, tmp_path, breaks):
    game.ticks(3).press("jump").ticks(1)
    breaks(tmp_path / "own" / "saves" / "slot1.save")
    tick = game.world.tick
    game.press("fire").ticks(2)
    assert game.world.tick == tick + 2
    assert heard(game)[-1][:3] == ["read", "slot1", False]
    assert "slot1.save" in heard(game)[-1][3]


def test_a_scene_that_nobody_can_make_is_told(game, tmp_path):
    game.press("pause").ticks(2).press("jump").ticks(1)
    other = zn.testing.Game(lambda: make(saves=tmp_path / "own"))
    other.app.scene_types.clear()
    other.press("fire").ticks(2)
    assert 'has a scene "pause", which the game cannot make' in heard(other)[-1][3]


def test_loading_keeps_the_volumes_that_the_player_set_meanwhile(game):
    game.ticks(3).press("jump").ticks(1)
    game.app.sounds.set_volume("music", 0.25)
    game.press("fire").ticks(1)
    assert game.app.sounds.volume("music") == 0.25


def test_outside_of_a_tick_systems_saves_are_refused(game):
    for call in (game.world.saves.list, lambda: game.world.saves.write("slot1")):
        with pytest.raises(UsageError, match=r"there is app\.saves"):
            call()


def test_a_wrong_slot_or_resource_is_told_where_it_is_written():
    def wrong_slot(world, dt):
        world.saves.write("../x")

    def no_resource(world, dt):
        world.saves.write("options", only=[Score])

    def no_text(world, dt):
        world.saves.write("slot1", title=3)

    def no_data(world, dt):
        world.saves.write("slot1", details={"x": object()})

    for system, said in (
        (wrong_slot, "cannot name a slot"),
        (no_resource, "no resource Score"),
        (no_text, "title of a save is a text"),
        (no_data, "details of a save are data"),
    ):
        with pytest.raises(GameError, match=said):
            zn.App(systems=[system]).tick()


def test_what_a_failed_tick_asked_for_is_not_done_in_the_next(tmp_path):
    def save_and_fail(world, dt):
        if world.input.just_pressed("jump"):
            world.saves.write("slot1")
            raise ValueError("later in the tick")

    app = zn.App(systems=[save_and_fail], saves=tmp_path)
    app.input.press("jump")
    with pytest.raises(GameError, match="later in the tick"):
        app.tick()
    app.tick()
    assert app.saves.list() == ()


def test_a_world_without_an_app_keeps_nothing():
    world = zn.World()
    world.saves.write("slot1")
    world.saves.read("slot1")
    world.saves.delete("slot1")
    assert world.saves.list() == ()


def test_two_apps_of_one_title_share_the_players_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(zn.App, "attended", True)
    zn.testing.Game(make).ticks(2).press("jump").ticks(1)
    other = zn.testing.Game(make).press("fire").ticks(1)
    assert other.world.tick == 3
    assert zn.user_folder("Saves").joinpath("saves", "slot1.save").is_file()
    zn.testing.Game(make).app.saves.folder.delete("slot1")


def test_the_picture_is_small(gpu, tmp_path):
    game = zn.testing.Game(lambda: make(saves=tmp_path))
    game.app.devices.painter = zn.open_picture(game.app)
    game.press("jump").ticks(1)
    data = game.app.saves.thumbnail("slot1")
    (tmp_path / "a.png").write_bytes(data)
    height, width = zn.load_image(tmp_path / "a.png").shape[:2]
    assert (width, height) == (160, 90)
    game.app.devices.painter.close()


def test_a_player_without_a_folder_plays_on(monkeypatch):
    def refuse(name):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("zenith.app.saving.user_folder", refuse)
    monkeypatch.setattr(zn.App, "attended", True)
    game = zn.testing.Game(make)
    game.press("jump").ticks(1).press("fire").ticks(1).press("cancel").ticks(2)
    assert [entry[2] for entry in heard(game)] == [False, False, False]
    assert "Permission denied" in heard(game)[0][3]
    assert not game.app.settings.save()
    assert "Permission denied" in game.app.settings.notice


def test_a_shadow_saves_nothing_and_hears_what_the_game_heard(game, tmp_path):
    game.app.preferences._volumes = {"sfx": 0.5}
    shadow = game.app.shadow()
    game.press("jump").ticks(1)
    files = sorted((tmp_path / "own" / "saves").iterdir())
    shadow.feed(game.app.heard())
    shadow.step()
    assert shadow.digest() == game.digest()
    assert shadow.sounds.volume("sfx") == 0.5
    assert shadow.saves.list() == ()
    assert sorted((tmp_path / "own" / "saves").iterdir()) == files


def mangled(value, chance):
    """Return JSON data with something in it changed."""
    if chance.random() < 0.12:
        return chance.choice([None, True, -1, 2**70, 1e300, "x", [], {}, [[]], ["e", 5], "float"])
    if isinstance(value, dict):
        kept = [k for k in value if chance.random() < 0.97]
        return {k: mangled(value[k], chance) for k in kept}
    if isinstance(value, list):
        return [mangled(item, chance) for item in value if chance.random() < 0.97]
    return value


def test_saves_forged_with_fitting_checksums_are_refused_or_loaded_whole(game):
    payload = pack_game(game.ticks(3).app)
    (length,) = struct.unpack_from("<Q", payload)
    layouts, state = json.loads(payload[8 : 8 + length]), payload[8 + length :]
    chance, refused = random.Random(3), 0
    for _ in range(150):
        head = json.dumps(mangled(layouts, chance)).encode()
        forged = struct.pack("<Q", len(head)) + head + state
        game.app.saves.folder.write("slot1", forged)
        game.world.resource(Done).heard.clear()
        game.press("fire").ticks(2)
        ok = heard(game)[-1][2]
        refused += not ok
        assert len(list(game.world.query(Walker))) == 1
    assert refused > 50


def test_forged_resources_are_refused_or_loaded_whole(game):
    payload = json.loads(pack_resources("main", game.ticks(3).world, [Score]))
    chance, refused = random.Random(4), 0
    for _ in range(150):
        forged = json.dumps(mangled(payload, chance)).encode()
        game.app.saves.folder.write("options", forged, kind="resources")
        game.world.resource(Done).heard.clear()
        game.world.resource(Score).points = 100
        game.press("down").ticks(2)
        refused += not heard(game)[-1][2]
    assert 20 < refused < 150


# Older versions.


def old_game(tmp_path):
    """Save with components that are not there any more in that form."""

    @zn.component
    class Purse:
        lives: int = 3
        gone: float = 0.5

    @zn.component
    class Glide:
        x: float = 0.0
        mood: str = zn.field("calm", choices=["calm", "wild"])
        note: str = ""

    class Sentry(zn.Script):
        awake: bool = True
        old: int = 1

    def start(world):
        world.set_resource(Purse(lives=5))
        made = world.spawn(zn.Transform(x=3), Glide(x=2.0, mood="wild", note="n"), name="a")
        world.spawn(zn.Transform(x=4), Glide(x=4.0), Sentry(awake=False), parent=made, tags={"t"})

    def save(world, dt):
        if world.tick == 5:
            world.saves.write("slot1")
            world.saves.write("only", only=[Purse])

    app = zn.App("Old", scene=zn.Scene([save], start=start, name="main"), saves=tmp_path)
    for _ in range(7):
        app.tick()


def new_game(tmp_path, version=1, migrations=None, speed="Glide"):
    @zn.component
    class Purse:
        lives: int = 3
        shield: int = 9

    class Sentry(zn.Script):
        awake: bool = True
        alarm: int = 7

    def fields(cls):
        cls.__name__ = cls.__qualname__ = speed
        return zn.component(cls)

    @fields
    class Fast:
        x: float = 0.0
        y: float = 1.5
        mood: str = zn.field("calm", choices=["calm", "wild"])

    def start(world):
        world.set_resource(Purse())
        world.spawn(zn.Transform(), Fast(), Sentry())

    def load(world, dt):
        for done in world.read(zn.SaveDone):
            app.said = done
        if world.input.just_pressed("fire"):
            world.saves.read("slot1")
        if world.input.just_pressed("down"):
            world.saves.read("only")

    scene = zn.Scene([load], start=start, name="main")
    options = {"save_version": version, "migrations": migrations}
    app = zn.App("Old", scene=scene, saves=tmp_path, **options)
    app.kinds = (Purse, Sentry, Fast)
    return app


def load(app, action="fire"):
    app.input.press(action)
    app.tick()
    app.tick()
    return app.said


def test_new_fields_have_defaults_and_old_ones_are_left_out(tmp_path):
    old_game(tmp_path)
    app = new_game(tmp_path)
    assert load(app) == zn.SaveDone("slot1", True, "", "read")
    stats, guard, fast = app.kinds
    first, second = app.world.query(zn.Entity, fast)
    assert (first[1].x, first[1].y, first[1].mood) == (2.0, 1.5, "wild")
    assert first[0] is not None
    assert second[0].parent == first[0]
    assert "t" in second[0].tags
    script = second[0][guard]
    assert (script.awake, script.alarm, hasattr(script, "old")) == (False, 7, False)
    resource = app.world.resource(stats)
    assert (resource.lives, resource.shield) == (5, 9)
    assert app.world.find("a")[zn.Transform].x == 3


def test_a_migration_renames_a_component_and_changes_its_values(tmp_path):
    old_game(tmp_path)

    def to_2(data):
        for scene in data["scenes"]:
            scene["resources"]["Purse"]["lives"] *= 2
            for table in scene["tables"]:
                if "Glide" in table["components"]:
                    columns = table["components"].pop("Glide")
                    columns["x"] = [value * 10 for value in columns["x"]]
                    table["components"]["Stride"] = columns
        return data

    app = new_game(tmp_path, 2, {1: to_2}, speed="Stride")
    assert load(app).ok
    stats, _, pace = app.kinds
    assert [p.x for p in app.world.query(pace)] == [20.0, 40.0]
    assert app.world.resource(stats).lives == 10
    app.world.resource(stats).lives = 0
    assert load(app, "down").ok
    assert app.world.resource(stats).lives == 10


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"speed": "Stride"}, 'no component "Glide"'),
        ({"version": 2}, "no migrations[1]"),
        ({"version": 2, "migrations": {1: lambda d: 1 / 0}}, "ZeroDivisionError"),
        ({"version": 2, "migrations": {1: lambda d: {}}}, "has not the form of saved scenes"),
        ({"version": 2, "migrations": {1: lambda d: {"scenes": []}}}, "has not the form"),
    ],
)
def test_what_no_migration_makes_fit_is_told_and_changes_nothing(tmp_path, options, said):
    old_game(tmp_path)
    app = new_game(tmp_path, **options)
    done = load(app)
    assert not done.ok
    assert said in done.message
    assert app.world.tick == 2


def test_versions_are_checked_when_the_app_is_made():
    with pytest.raises(BadValue, match="leads nowhere"):
        zn.App(save_version=2, migrations={2: dict})


# Settings.


def with_settings(folder, **options):
    app = make(saves=folder, settings={"best": 0, "hints": True}, **options)
    app.preferences.welcome(lambda: 0.0)
    return app


def test_settings_outlive_the_program(tmp_path):
    app = with_settings(tmp_path)
    assert dict(app.settings) == {"best": 0, "hints": True}
    app.settings["best"] = 120
    app.input.actions.bind("jump", zn.Button("q"))
    app.window.fullscreen = True
    app.sounds.set_volume("music", 0.25)
    assert app.settings.save()
    later = with_settings(tmp_path)
    assert later.settings["best"] == 120
    assert later.settings["hints"] is True
    assert later.input.actions["jump"].bindings == ("q",)
    assert later.window.fullscreen
    later.tick()
    assert later.sounds.volume("music") == 0.25
    assert later.settings.notice == ""
    assert "fire" not in later.settings["bindings"]


def test_what_is_as_the_game_made_it_is_not_kept(tmp_path):
    app = with_settings(tmp_path)
    app.settings.save()
    assert app.settings.own == {}


def test_broken_settings_are_the_defaults_with_a_notice(tmp_path):
    app = with_settings(tmp_path)
    app.settings["best"] = 5
    app.settings.save()
    (tmp_path / "settings" / "settings.save").write_bytes(b"broken")
    later = with_settings(tmp_path)
    assert later.settings["best"] == 0
    assert "The settings are the defaults" in later.settings.notice
    assert later.settings.save()


def test_settings_that_do_not_fit_are_left_out(tmp_path):
    app = with_settings(tmp_path)
    app.settings["bindings"] = {"jump": {"button": ["spaec"]}, "fire": {"button": ["f"]}, "x": 1}
    app.settings["window"] = {"fullscreen": 3, "vsync": False, "size": [1, 2]}
    app.settings["volumes"] = {"music": 7, "sfx": 0.5, "x": 0.1}
    app.preferences.gather = lambda: None
    app.settings._gather = None
    app.settings.save()
    later = with_settings(tmp_path)
    assert '"spaec"' in later.settings.notice
    assert later.input.actions["fire"].bindings == ("f",)
    assert (later.window.fullscreen, later.window.vsync) == (False, False)
    later.tick()
    assert (later.sounds.volume("music"), later.sounds.volume("sfx")) == (1.0, 0.5)


def test_the_volumes_are_an_input_of_the_first_tick(tmp_path):
    app = with_settings(tmp_path)
    app.sounds.set_volume("sfx", 0.5)
    app.settings.save()
    played = with_settings(tmp_path)
    record = zn.Record(played, "saves")
    played.drivers.append(record)
    for _ in range(3):
        played.tick()
    replayed = make()
    replayed.drivers.append(zn.Replay(record.finish(played)))
    while replayed.running:
        replayed.tick()
    assert replayed.sounds.volume("sfx") == 0.5
    played.sounds.set_volume("sfx", 1.0)
    played.history.seek(0)
    played.history.seek(3)
    assert played.sounds.volume("sfx") == 0.5


def test_a_driver_that_plays_knows_no_settings(tmp_path):
    app = make(saves=tmp_path, settings={"best": 1})
    app.settings["best"] = 2
    app.settings.save()
    other = make(saves=tmp_path, settings={"best": 1})
    other.drivers.append(zn.ScriptedPlayer(lambda world: None))
    other.preferences.welcome(lambda: 0.0)
    assert other.settings["best"] == 1
    assert not other.attended


@pytest.mark.parametrize("value", [object(), float("inf"), {1, 2}, b"x"])
def test_a_setting_is_data(value):
    with pytest.raises(BadValue, match="data as JSON knows it"):
        zn.Settings()["x"] = value


def test_a_misspelt_setting_is_told_with_the_nearest():
    settings = zn.Settings({"best": 1})
    with pytest.raises(zn.UnknownName, match=r'no setting "besst"\. Did you mean "best"\?'):
        settings["besst"]
    with pytest.raises(zn.UnknownName, match="no setting of the player's"):
        del settings["best"]
    assert settings.get("besst", 5) == 5


def test_settings_that_cannot_be_saved_do_not_stop_the_game():
    class Broken:
        def write(self, *args, **kwargs):
            raise SaveError("no room")

    settings = zn.Settings({"a": 1}, Broken)
    settings["a"] = 2
    assert not settings.save()
    assert settings.notice == "no room"
    assert (len(settings), list(settings), settings.own) == (1, ["a"], {"a": 2})


# Settings in ticks.


def counting(**options):
    def score(world, dt):
        if world.tick == 3:
            world.settings["best"] = world.settings["best"] + 10

    return zn.App("Best", [score], settings={"best": 5}, **options)


def test_a_tick_reads_and_writes_settings():
    game = zn.testing.drive(counting()).ticks(5)
    assert game.app.settings["best"] == 15
    with pytest.raises(zn.UnknownName, match='Did you mean "best"'):
        game.world.settings["bst"]


def test_what_a_tick_read_of_the_settings_is_heard_again_in_a_replay():
    app = counting()
    app.settings["best"] = 100
    app.drivers.append(zn.Record(app, "best"))
    for _ in range(5):
        app.tick()
    recording = app.drivers[0].finish(app)
    other = counting()
    other.drivers.append(zn.Replay(recording))
    for _ in range(5):
        other.tick()
    assert other.settings["best"] == 110


def test_settings_written_in_a_tick_outlive_the_program_only_where_somebody_plays(tmp_path):
    app = counting(saves=tmp_path)
    app.preferences.welcome(lambda: 0.0)
    for _ in range(5):
        app.tick()
    later = counting(saves=tmp_path)
    later.preferences.welcome(lambda: 0.0)
    assert later.settings["best"] == 15
    unseen = counting(saves=tmp_path)
    for _ in range(5):
        unseen.tick()
    later.settings.load()
    assert later.settings["best"] == 15
