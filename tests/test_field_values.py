"""Single fields to JSON and back, and games played from documents instead of files."""

import pytest

import zenith as zn


@zn.component
class Path:
    """Where something goes."""

    points: list[tuple[float, float]] = [(0.0, 0.0)]
    goal: zn.Entity | None = None
    speed: float = zn.field(1.0, min=0.0, max=5.0)


def info(name):
    return zn.schema_of(Path).field(name)


def test_fields_are_written_as_scene_files_write_them():
    world = zn.World()
    goal = world.spawn()
    assert zn.write_field(info("points"), [(1.0, 2.0)]) == [[1.0, 2.0]]
    assert zn.write_field(info("goal"), goal, {goal.handle: "door"}) == "door"
    assert zn.field_default(info("points")) == [[0.0, 0.0]]
    assert zn.field_default(info("goal")) is None


def test_fields_are_read_as_scene_files_mean_them():
    world = zn.World()
    goal = world.spawn()
    assert zn.read_field(info("points"), [[1.0, 2.0]]) == [(1.0, 2.0)]
    assert zn.read_field(info("goal"), "door", {"door": goal}) == goal
    assert zn.read_field(info("goal"), "nobody", {"door": goal}) is None


@pytest.mark.parametrize(
    ("name", "raw", "told"),
    [
        ("speed", 9.0, "expected a number from 0 to 5"),
        ("speed", "fast", "expected a number"),
        ("points", 3, "expected a list"),
        ("points", [[1.0]], "expected a list of 2"),
        ("goal", "a b", "letters, digits"),
    ],
)
def test_what_does_not_fit_is_told(name, raw, told):
    with pytest.raises(zn.BadValue, match=told):
        zn.read_field(info(name), raw)


def test_a_default_that_is_changed_by_its_reader_stays_the_default():
    zn.field_default(info("points")).append(1)
    assert zn.field_default(info("points")) == [[0.0, 0.0]]


CODE = """
import zenith as zn

@zn.component
class Run:
    started: int = 0

def begin(world):
    world.set_resource(Run(started=len(world.entities())))

def fail(world):
    raise ValueError("no map")
"""


@pytest.fixture
def project(tmp_path):
    """A project whose start scene is a file of one crate."""
    name = f"rules_of_{tmp_path.name}"
    (tmp_path / f"{name}.py").write_text(CODE)
    (tmp_path / "zenith.toml").write_text(
        f'zenith = 1\nname = "Demo"\nstart = "one"\nmodules = ["{name}"]\n'
        f'[scenes.one]\nstart = "{name}.begin"\n[scenes.bad]\nstart = "{name}.fail"\n'
    )
    (tmp_path / "scenes").mkdir()
    one = zn.SceneDocument({"crate": zn.EntityData(components={"Transform": {"x": 1.0}})})
    zn.save_scene(one, tmp_path / "scenes" / "one.scene")
    loaded = zn.load_project(tmp_path)
    code, errors = zn.import_game(loaded)
    assert errors == []
    return loaded, code, one


def test_a_document_stands_for_a_scene_and_stays_as_it_is(project):
    loaded, code, one = project
    one.add("second", zn.EntityData(prefab="lamp"))
    lamp = zn.SceneDocument({"bulb": zn.EntityData(components={"Transform": {}})}, kind="prefab")
    before = zn.scene_text(one)
    app = zn.rehearse(loaded, code, documents={"one": one}, prefabs={"lamp": lamp})
    app.scene.instance["crate"][zn.Transform].x = 50.0
    app.tick()
    assert set(app.scene.instance) == {"crate", "second"}
    assert app.world.random.seed == zn.open_project(loaded.folder).world.random.seed
    assert zn.scene_text(one) == before
    run = app.world.resource(code.modules[loaded.modules[0]].Run)
    assert run.started == 2


def test_a_scene_that_has_no_file_can_be_played(project):
    loaded, code, one = project
    app = zn.rehearse(loaded, code, scene="fresh", documents={"fresh": one})
    assert app.scene.name == "fresh"
    with pytest.raises(zn.ProjectError, match='no scene "missing"'):
        zn.rehearse(loaded, code, scene="missing")


def test_a_start_that_raises_is_told_as_the_games_error(project):
    loaded, code, _ = project
    with pytest.raises(zn.GameError, match="no map") as caught:
        zn.rehearse(loaded, code, scene="bad")
    assert caught.value.failure.culprit.line == 12


def test_components_of_a_game_are_known_by_name(project):
    _, code, _ = project
    types = zn.game_types(code)
    assert {"Run", "Sprite", "Camera"} <= {zn.schema_of(cls).name for cls in types}
