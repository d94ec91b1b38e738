"""Scene files: into a World and back, whole or not at all, whatever they hold."""

import enum
import logging
import subprocess
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zenith as zn
from zenith.cli.bench_scenes import make
from zenith.scenefile import dumps, parse_document
from zenith.scenefile.migrate import to_present


class Mood(enum.Enum):
    CALM = 1
    ANGRY = 2


@zn.component
class Everything:
    number: float = 1.5
    whole: int = 0
    flag: bool = True
    place: zn.Vec2 = zn.Vec2(1.0, 2.0)
    color: zn.Color = zn.WHITE
    state: str = zn.field("shut", choices=["shut", "open"])
    mood: Mood = Mood.CALM
    target: zn.Entity | None = None
    words: str = ""
    points: list[tuple[float, float]] = [(0.0, 1.0)]
    things: object = None
    table: dict[str, int] = {}
    renamed: int = zn.field(0, name="old_name")
    strength: int = zn.field(3, min=0, max=10)
    friends: list[zn.Entity] = []
    secret: float = zn.field(0.0, saved=False)


class Guard(zn.Script):
    speed: float = 2.0
    post: zn.Entity | None = None
    path: list[zn.Vec2] = []
    state: str = zn.field("calm", choices=["calm", "angry"])

    def start(self):
        self.seen = 3

    def tick(self, dt):
        self.entity[zn.Transform].x += self.speed


@zn.component
class Goal:
    target: zn.Entity | None = None
    places: list[zn.Vec2] = []


KINDS = zn.Types([Everything, Guard, Goal])


def scene(**entities):
    document = zn.SceneDocument()
    for key, parts in entities.items():
        document.add(key, zn.EntityData(components=parts))
    return document


def loaded(document):
    world = zn.World(types=zn.Types([Everything, Guard, Goal]))
    return world, zn.instantiate(document, world)


def text_of(body, head='"zenith": "scene", "version": 1'):
    return "{" + head + ', "entities": ' + body + "}"


def test_entities_come_with_names_tags_parents_and_components():
    world, made = loaded(
        parse_document(
            text_of(
                '{"b": {"parent": "a", "components": {"Transform": {"x": 5}}},'
                ' "a": {"name": "top", "tags": ["x", "y"], "components": {"Transform": {"x": 10}}}}'
            )
        )
    )
    assert made["a"] == world.find("top")
    assert set(made["a"].tags) == {"x", "y"}
    assert made["b"].parent == made["a"]
    assert zn.world_pose(made["b"]).x == 15
    assert made["a"].children == (made["b"],)
    assert list(made) == ["a", "b"]


def test_every_kind_of_field_is_read():
    raw = {
        "number": 2,
        "whole": 7,
        "flag": False,
        "place": [3, 4.5],
        "color": "#ff0000",
        "state": "open",
        "mood": "ANGRY",
        "target": "b",
        "words": "a\nb",
        "points": [[1.0, 2.0], [3, 4]],
        "things": {"$plain": ["l", 1, ["t", 2, "x"], ["v", 1.0, 2.0], ["e", "b"]]},
        "table": {"a": 1},
        "old_name": 5,
        "friends": ["b", "a"],
    }
    _world, made = loaded(scene(a={"Everything": raw}, b={"Transform": {}}))
    found = made["a"][Everything]
    assert (found.number, found.whole, found.flag) == (2.0, 7, False)
    assert (found.place, found.color) == (zn.Vec2(3, 4.5), zn.Color(1, 0, 0))
    assert (found.state, found.mood, found.words) == ("open", Mood.ANGRY, "a\nb")
    assert found.target == made["b"]
    assert found.points == [(1.0, 2.0), (3, 4)]
    assert found.things == [1, (2, "x"), zn.Vec2(1, 2), made["b"]]
    assert (found.table, found.renamed, found.strength) == ({"a": 1}, 5, 3)
    assert found.friends == [made["b"], made["a"]]


def test_scripts_come_with_their_fields_and_start_anew():
    fields = {"speed": 3.0, "post": "b", "path": [[1, 2]], "state": "angry"}
    world, made = loaded(scene(a={"Guard": fields, "Transform": {}}, b={}))
    guard = made["a"][Guard]
    assert (guard.speed, guard.post, guard.path) == (3.0, made["b"], [zn.Vec2(1, 2)])
    assert guard.state == "angry"
    zn.run_scripts(world, 1.0)
    assert made["a"][zn.Transform].x == 3.0
    assert "seen" not in zn.document_of(world, made).entities["a"].components["Guard"]


def test_containers_are_every_entity_s_own():
    _, made = loaded(scene(a={"Everything": {}}, b={"Everything": {"whole": 1}}))
    made["a"][Everything].points.append(5)
    assert made["b"][Everything].points == [(0.0, 1.0)]
    document = scene(a={"Everything": {"points": [[1, 2]]}})
    _, first = loaded(document)
    first["a"][Everything].points.append(5)
    _, second = loaded(document)
    assert second["a"][Everything].points == [(1, 2)]


def test_entities_are_spawned_by_order_then_id_across_components():
    document = scene(a={"Transform": {}}, b={"Everything": {}}, c={"Transform": {}})
    document.entities["a"].order = 1.5
    document.entities["c"].order = -1
    world, made = loaded(document)
    assert list(world.entities()) == [made["c"], made["b"], made["a"]]


def test_a_view_of_a_component_is_read_when_all_is_there():
    raw = {"things": {"$plain": ["w", "b", "Transform"]}}
    _, made = loaded(scene(a={"Everything": raw}, b={"Transform": {"x": 4.0}}))
    assert made["a"][Everything].things.x == 4.0


def test_resources_belong_to_the_world():
    document = scene(a={})
    document.resources = {"Gravity": {"y": 900.0}, "Camera": {"x": 40.0, "zoom": 2.0}}
    document.resources["Everything"] = {"target": "a", "friends": ["a"], "mood": "ANGRY"}
    world, made = loaded(document)
    assert world.resource(zn.Gravity).y == 900.0
    assert world.resource(zn.Camera).pose(0.0).x == 40.0
    assert world.resource(Everything).target == made["a"]
    assert world.resource(Everything).friends == [made["a"]]
    again = zn.document_of(world, made)
    assert again.resources == document.resources


def test_what_is_written_differs_from_the_default():
    world = zn.World(types=KINDS)
    world.spawn(Everything(whole=1, secret=5.0), zn.Transform(), name="x")
    data = zn.document_of(world).entities["e1"]
    assert data.components == {"Everything": {"whole": 1}, "Transform": {}}
    assert (data.name, data.tags, data.parent, data.order) == ("x", None, "", 0)


def test_numbers_that_no_file_can_hold_are_named():
    world = zn.World()
    world.spawn(zn.Transform(x=float("nan")))
    with pytest.raises(zn.BadValue, match=r"Transform\.x is nan"):
        zn.document_of(world)


def test_unknown_things_are_kept_as_they_were_and_told_once(caplog):
    text = dumps(
        parse_document(
            text_of(
                '{"a": {"components": {"Jetpack": {"fuel": [1, {"x": null}]},'
                ' "Transform": {"y": 1.5, "warp": true}}, "later": {"k": 1}},'
                ' "b": {"components": {"Jetpack": {}}}}',
                '"zenith": "scene", "version": 1, "weather": "rain"',
            )
        )
    )
    document = parse_document(text)
    with caplog.at_level(logging.WARNING, logger="zenith"):
        _world, made = loaded(document)
    told = [record.getMessage() for record in caplog.records]
    assert sum("Jetpack" in t for t in told) <= 2
    assert any('the field "warp"' in t for t in told)
    assert made["a"][zn.Transform].y == 1.5
    assert dumps(document) == text
    assert "weather" in text
    assert "later" in text
    assert len(made.notes) == len(told)


def test_a_dangling_reference_is_kept_and_means_nobody(caplog):
    document = scene(a={"Everything": {"target": "gone", "friends": ["gone"]}})
    with caplog.at_level(logging.WARNING, logger="zenith"):
        _, made = loaded(document)
    assert made["a"][Everything].target is None
    assert made["a"][Everything].friends == [None]
    assert '"gone", which is not there' in caplog.text
    assert "gone" in dumps(document)


def test_nothing_is_spawned_where_something_is_wrong():
    world = zn.World()
    document = scene(a={"Transform": {}}, b={"Transform": {"x": "ten"}}, c={"Sprite": {"tint": 3}})
    with pytest.raises(zn.SceneError) as caught:
        zn.instantiate(document, world)
    assert world.count() == 0
    assert len(caught.value.args) == 2
    assert "and 1 more" in str(caught.value)


def test_a_script_that_cannot_be_made_leaves_the_world_as_it_was():
    class Fragile(zn.Script):
        size: int = 0

        def __post_init__(self):
            raise RuntimeError("no")

    world = zn.World(types=zn.Types([Fragile]))
    digest = world.digest()
    with pytest.raises(RuntimeError):
        zn.instantiate(scene(a={"Transform": {}}, b={"Fragile": {}}), world)
    assert world.count() == 0
    assert world.digest() == digest


def test_while_systems_run_new_entities_wait_for_the_apply_point():
    world = zn.World()
    with world.deferred():
        made = zn.instantiate(scene(a={"Transform": {}}), world)
        made["a"][zn.Transform].x = 3
        assert world.count() == 0
    assert world.count() == 1
    assert made["a"][zn.Transform].x == 3


def test_a_file_is_written_and_read(tmp_path):
    document = scene(a={"Transform": {"x": 1.5}}, b={"Text": {"text": 'é "q" \\ \u2028'}})
    zn.save_scene(document, tmp_path / "x.scene")
    again = zn.load_scene(tmp_path / "x.scene")
    assert again == document
    data = (tmp_path / "x.scene").read_bytes()
    zn.save_scene(again)
    assert (tmp_path / "x.scene").read_bytes() == data
    assert b"\r" not in data


def test_bom_and_windows_lines_are_read(tmp_path):
    text = dumps(scene(a={"Transform": {"x": 1.5}}))
    data = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    assert dumps(parse_document(data)) == text


def test_a_document_that_cannot_be_read_again_is_not_written(tmp_path):
    file = tmp_path / "x.scene"
    zn.save_scene(scene(a={}), file)
    before = file.read_bytes()
    for bad in (float("nan"), object(), "\ud800"):
        with pytest.raises(zn.SceneError):
            zn.save_scene(scene(a={"Transform": {"x": bad}}), file)
    broken = scene(a={})
    broken.entities["no id"] = zn.EntityData()
    with pytest.raises(zn.SceneError):
        zn.save_scene(broken, file)
    assert file.read_bytes() == before
    with pytest.raises(zn.SceneError, match="a path to save it under"):
        zn.save_scene(scene(a={}))


def test_ids_are_added_once():
    document = scene(a={})
    with pytest.raises(zn.SceneError, match="taken"):
        document.add("a", zn.EntityData())
    with pytest.raises(zn.SceneError, match="letters, digits"):
        document.add("a b", zn.EntityData())


def test_removing_an_entity_takes_its_children():
    document = scene(a={}, b={}, c={}, d={})
    document.entities["b"].parent = "a"
    document.entities["c"].parent = "b/inner"
    copied = document.copy()
    document.remove("a")
    assert list(document.entities) == ["d"]
    assert list(copied.entities) == ["a", "b", "c", "d"]


def test_all_mistakes_are_found_in_one_go():
    document = scene(a={"Transform": {"x": "1"}}, b={"Sprite": {"image": "../x"}}, c={"Sprit": {}})
    found = zn.check_document(document, KINDS)
    assert [p.harmless for p in found] == [False, False, True]
    assert {p.pointer for p in found} == {
        "/entities/a/components/Transform/x",
        "/entities/b/components/Sprite/image",
        "/entities/c/components/Sprit",
    }
    assert 'did you mean "Sprite"?' in found[2].hint


# Versions.


def test_steps_of_the_format_run_in_order():
    steps = [lambda raw: raw | {"seen": [1]}, lambda raw: raw | {"seen": [*raw["seen"], 2]}]
    assert to_present({"version": 1}, steps) == {"version": 3, "seen": [1, 2]}
    assert to_present({"version": 3}, steps) == {"version": 3}


def test_a_game_s_own_migrations_bring_old_files_up_to_date(tmp_path):
    def rename_foe(document):
        for data in document.entities.values():
            if "Enemy" in data.components:
                data.components["Foe"] = data.components.pop("Enemy")

    def faster(document):
        for data in document.entities.values():
            for fields in data.components.values():
                fields["speed"] = fields.get("speed", 1) * 10

    zn.save_scene(scene(a={"Enemy": {"speed": 2}}), tmp_path / "x.scene")
    document = zn.load_scene(tmp_path / "x.scene", migrations=[rename_foe, faster])
    assert document.entities["a"].components == {"Foe": {"speed": 20}}
    zn.save_scene(document)
    again = zn.load_scene(tmp_path / "x.scene", migrations=[rename_foe, faster])
    assert again.entities["a"].components == {"Foe": {"speed": 20}}
    with pytest.raises(zn.SceneError, match="at most version 1"):
        zn.load_scene(tmp_path / "x.scene", migrations=[rename_foe])


# Some entities at a time.


def level(count=50):
    document = zn.SceneDocument()
    for k in range(count):
        parts = {"Everything": {"whole": k, "target": f"e{count - k:03}"}, "Transform": {"x": 1.0}}
        if k % 3 == 0:
            parts["Guard"] = {"post": f"e{(k * 7) % count:03}"}
        if k % 5 == 0:
            view = ["w", f"e{(k + 9) % count:03}", "Transform"]
            parts["Everything"]["things"] = {
                "$plain": ["l", ["e", f"e{(k + 30) % count:03}"], view]
            }
        data = zn.EntityData(f"n{k}", ["odd"] if k % 2 else None, components=parts)
        if k % 4 == 1:
            data.parent = f"e{(k + 22) // 2:03}" if k < 20 else f"e{k // 2:03}"
        document.add(f"e{k:03}", data)
    document.resources["Gravity"] = {"y": 5.0}
    document.resources["Goal"] = {"target": "e003", "places": [[1, 2]]}
    return document


@pytest.mark.parametrize("per_step", [1, 7, 49, 50, 1000])
def test_a_loader_makes_the_same_world_as_instantiate(per_step):
    document = level()
    whole, _ = loaded(document)
    world = zn.World(types=zn.Types([Everything, Guard, Goal]))
    loader = zn.SceneLoader(document, per_step)
    steps, made, shares = 0, None, []
    while not loader.done:
        shares.append(loader.progress)
        made = loader.step(world)
        steps += 1
    assert steps == -(-50 // per_step)
    assert shares == sorted(shares)
    assert loader.progress == 1.0
    assert world.digest() == whole.digest()
    assert len(made) == 50
    assert loader.step(world) is None


def test_a_loader_checks_everything_before_its_first_entity():
    document = level()
    document.entities["e049"].components["Transform"]["x"] = "no"
    world = zn.World(types=KINDS)
    loader = zn.SceneLoader(document, 1)
    with pytest.raises(zn.SceneError):
        loader.step(world)
    assert world.count() == 0
    with pytest.raises(zn.BadValue, match="per step"):
        zn.SceneLoader(document, 0)


def test_a_loader_takes_no_notice_of_what_went_while_it_loaded():
    world = zn.World(types=KINDS)
    loader = zn.SceneLoader(level(), 10)
    loader.step(world)
    world.find("n0").despawn()
    while not loader.done:
        loader.step(world)
    assert world.get("n0") is None


def test_rewinding_into_a_loading_goes_on_from_there():
    document = level()

    def load(world, dt):
        world.resource(zn.SceneLoader).step(world)

    def start(world):
        for cls in KINDS:
            world.types.learn(cls)
        world.set_resource(zn.SceneLoader(document, 2))

    app = zn.App("Load", scene=zn.Scene([load], start=start), history=zn.HistorySettings())
    digests = []
    for _ in range(40):
        digests.append(app.digest())
        app.tick()
    for tick in (7, 30, 3):
        app.history.seek(tick)
        assert app.digest() == digests[tick]
    for tick in range(3, 30):
        assert app.digest() == digests[tick]
        app.tick()


def test_a_scene_of_an_app_is_filled_from_its_document():
    document = scene(hero={"Transform": {"x": 5.0}})
    document.resources["Camera"] = {"x": 77.0}
    seen = []
    made = zn.Scene(document=document, start=lambda world: seen.append(world.count()))
    app = zn.App("Filled", scene=made)
    assert seen == [1]
    assert app.world.resource(zn.Camera).x == 77.0
    assert app.world.resource(zn.Camera).width == 1280.0
    app.tick()


@pytest.mark.full
def test_ten_thousand_entities_take_at_most_half_a_second(tmp_path):
    zn.save_scene(make(10_000), tmp_path / "x.scene")
    times = []
    for _ in range(5):
        start = time.process_time()
        made = zn.instantiate(zn.load_scene(tmp_path / "x.scene"), zn.World())
        times.append(time.process_time() - start)
    assert len(made) == 10_000
    assert min(times) <= 0.5


# Both directions, of any world.


NUMBERS = st.floats(allow_nan=False, allow_infinity=False, width=64) | st.integers(-9, 9)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)
LEAVES = (
    st.none() | st.booleans() | NUMBERS | TEXTS | st.builds(zn.Vec2, NUMBERS, NUMBERS)
    | st.binary(max_size=4) | st.just(np.arange(3.0))
)  # fmt: skip


def nested(inner):
    """Return containers of values."""
    few = st.lists(inner, max_size=3)
    return few | st.tuples(inner, inner) | st.dictionaries(TEXTS, inner, max_size=3)


THINGS = LEAVES | st.sets(st.integers(-3, 3)) | nested(LEAVES | nested(LEAVES))
PARTS = st.fixed_dictionaries(
    {},
    optional={
        "number": NUMBERS,
        "whole": st.integers(-(2**63), 2**63 - 1),
        "flag": st.booleans(),
        "place": st.builds(zn.Vec2, NUMBERS, NUMBERS),
        "color": st.builds(zn.Color, *[st.floats(0, 1)] * 4),
        "state": st.sampled_from(["shut", "open"]),
        "mood": st.sampled_from(Mood),
        "words": TEXTS,
        "points": st.lists(st.tuples(NUMBERS, NUMBERS), max_size=3),
        "things": THINGS,
        "table": st.dictionaries(TEXTS, st.integers(-5, 5), max_size=2),
        "strength": st.integers(0, 10),
    },
)
ENTITIES = st.lists(
    st.fixed_dictionaries(
        {
            "parts": PARTS,
            "name": st.just("") | NAMES,
            "tags": st.sets(NAMES, max_size=2),
            "has": st.sets(st.sampled_from(["Transform", "Guard", "Sprite"])),
            "links": st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)),
        }
    ),
    max_size=6,
)


def build(plan):
    world = zn.World(types=zn.Types([Everything, Guard, Goal]))
    made = []
    for item in plan:
        parts = [Everything(**item["parts"])]
        if "Transform" in item["has"]:
            parts.append(zn.Transform(x=item["parts"].get("number", 0)))
        if "Guard" in item["has"]:
            parts.append(Guard(speed=2.5, path=[zn.Vec2(1, 2)]))
        if "Sprite" in item["has"]:
            parts.append(zn.Sprite("crate", layer="hud"))
        made.append(world.spawn(*parts, name=item["name"], tags=item["tags"]))
    for entity, item in zip(made, plan, strict=True):
        target, friend, parent = item["links"]
        entity[Everything].target = made[target] if target < len(made) else None
        entity[Everything].friends = [made[friend]] if friend < len(made) else []
        if entity.has(Guard):
            entity[Guard].post = made[target] if target < len(made) else None
        if parent < len(made) and made[parent].handle < entity.handle:
            entity.parent = made[parent]
    return world


@given(ENTITIES)
def test_any_world_is_the_same_after_a_file(plan):
    world = build(plan)
    text = dumps(zn.document_of(world))
    document = parse_document(text)
    assert dumps(document) == text
    again, _ = loaded(document)
    assert again.digests() == world.digests()
    assert dumps(zn.document_of(again)) == text


@given(ENTITIES, st.integers(1, 4))
def test_any_world_is_the_same_loaded_in_steps(plan, per_step):
    document = zn.document_of(build(plan))
    whole, _ = loaded(document)
    world = zn.World(types=zn.Types([Everything, Guard, Goal]))
    loader = zn.SceneLoader(document, per_step)
    while not loader.done:
        loader.step(world)
    assert world.digests() == whole.digests()


@given(st.permutations(range(8)))
def test_the_order_of_spawning_is_kept_whatever_the_ids(order):
    world = zn.World()
    made = [world.spawn(zn.Transform(x=k), *([zn.Sprite()] * (k % 2))) for k in range(8)]
    ids = {f"i{order[k]}": entity for k, entity in enumerate(made)}
    again, _ = loaded(parse_document(dumps(zn.document_of(world, ids))))
    assert again.digests() == world.digests()


# Merging.


def git_merge(tmp_path, base, ours, theirs):
    files = []
    for name, document in (("ours", ours), ("base", base), ("theirs", theirs)):
        files.append(tmp_path / name)
        files[-1].write_bytes(dumps(document).encode())
    done = subprocess.run(
        ["git", "merge-file", "-p", *files], capture_output=True, check=False, text=True,
        encoding="utf-8",
    )  # fmt: skip
    return done.returncode, done.stdout


def test_edits_to_different_entities_merge_in_git(tmp_path):
    base = level(12)
    ours, theirs, both = base.copy(), base.copy(), base.copy()
    for document in (ours, both):
        document.entities["e004"].components["Transform"]["x"] = 99.0
        document.entities["e006"].name = "renamed"
        document.add("c", zn.EntityData(components={"Transform": {"y": 2.0}}))
        document.remove("e009")
    for document in (theirs, both):
        document.entities["e005"].components["Transform"] = {"x": 7.0, "y": 8.0}
        document.entities["e005"].tags = ["new"]
        document.add("zz", zn.EntityData(components={"Sprite": {"image": "crate"}}))
        document.entities["e011"].components["Everything"]["whole"] = 500
        document.resources["Gravity"]["y"] = 12.0
    code, text = git_merge(tmp_path, base, ours, theirs)
    assert code == 0, text
    assert text == dumps(both)


def test_edits_to_the_same_field_conflict(tmp_path):
    base = level(12)
    ours, theirs = base.copy(), base.copy()
    ours.entities["e004"].components["Transform"]["x"] = 1.5
    theirs.entities["e004"].components["Transform"]["x"] = 2.5
    code, text = git_merge(tmp_path, base, ours, theirs)
    assert code == 1
    with pytest.raises(zn.SceneError) as caught:
        parse_document(text)
    assert "merge" in str(caught.value)


@settings(max_examples=20)
@given(st.integers(0, 11), st.integers(0, 11))
def test_any_two_entities_can_be_edited_apart(tmp_path_factory, one, other):
    base = level(12)
    ours, theirs = base.copy(), base.copy()
    ours.entities[f"e{one:03}"].components["Transform"]["x"] = 3.5
    ours.entities[f"e{one:03}"].name = "ours"
    theirs.entities[f"e{other:03}"].components["Everything"]["whole"] = 77
    theirs.entities[f"e{other:03}"].tags = ["theirs"]
    code, text = git_merge(tmp_path_factory.mktemp("merge"), base, ours, theirs)
    if one != other:
        assert code == 0, text
        assert "3.5" in text
        assert "77" in text
