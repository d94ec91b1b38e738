"""Picking, handles, snapping, the stage, and edits of entities in a scene."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import making
import zenith as zn
from zenith_editor.model import editing
from zenith_editor.model.arithmetic import evaluate
from zenith_editor.model.bounds import Bounds
from zenith_editor.model.document import Document
from zenith_editor.model.errors import EditorError
from zenith_editor.model.gizmos import MoveDrag, RotateDrag, ScaleDrag, moved, targets
from zenith_editor.model.marks import Marks
from zenith_editor.model.operations import UNSET, PutEntities, SetComponent, SetField, SetPart
from zenith_editor.model.picking import Picker, next_under
from zenith_editor.model.search import find_entities, fuzzy, score
from zenith_editor.model.selection import range_between
from zenith_editor.model.snapping import Snapping
from zenith_editor.model.stage import Stage

FREE = Snapping(pixel=False)
LAYERS = zn.Layers(["low", zn.Layer("default", y_sort=True), "high"])


def box(x=0.0, y=0.0, width=10.0, layer="default", **more):
    data = zn.EntityData(**more)
    shape = {"width": width, "height": width, "layer": layer}
    data.components = {"Transform": {"x": x, "y": y}, "RectangleShape": shape}
    return data


def shown(**entities):
    document = Document(zn.SceneDocument(entities), making.prefabs())
    return document, Stage(document, zn.all_types(), LAYERS)


def picker(stage, **options):
    return Picker(stage.world, stage.entities, Bounds(zn.Assets(())), **options)


# Picking.


def test_the_topmost_is_picked_first_by_layer_then_y_then_order():
    _, stage = shown(
        low=box(layer="low"),
        front=box(y=2.0),
        back=box(y=-2.0),
        front_too=box(y=2.0),
        high=box(layer="high"),
        away=box(x=100.0),
    )
    hits = picker(stage).at(zn.Vec2(0.0, 0.0))
    assert hits == ["high", "front_too", "front", "back", "low"]
    assert next_under(hits, "high") == "front_too"
    assert next_under(hits, "low") == "high"
    assert next_under(hits, "away") == "high"
    assert next_under([], "high") == ""


def test_a_turned_and_scaled_child_is_hit_where_it_is_seen():
    turned = {"Transform": {"x": 100.0, "rotation": math.pi / 2, "scale_x": 2.0}}
    _, stage = shown(parent=zn.EntityData(components=turned), child=box(x=10.0, parent="parent"))
    picked = picker(stage)
    assert picked.at(zn.Vec2(100.0, 20.0))[0] == "child"
    assert picked.at(zn.Vec2(100.0, 29.0), zoom=100.0) == ["child"]
    assert picked.at(zn.Vec2(100.0, 31.0), zoom=100.0) == []
    assert picked.at(zn.Vec2(106.0, 20.0), zoom=100.0) == []
    cover = picked.cover(["child"])
    assert (cover.x, cover.y) == pytest.approx((95.0, 10.0))
    assert (cover.width, cover.height) == pytest.approx((10.0, 20.0))


def test_a_small_thing_is_easier_to_hit_from_afar():
    _, stage = shown(dot=box(width=1.0))
    picked = picker(stage)
    assert picked.at(zn.Vec2(3.0, 0.0)) == ["dot"]
    assert picked.at(zn.Vec2(3.0, 0.0), zoom=4.0) == []
    assert picked.at(zn.Vec2(20.0, 0.0), zoom=0.1) == ["dot"]


def test_a_box_takes_what_it_touches_or_holds():
    _, stage = shown(inside=box(), across=box(x=20.0), turned=box(x=0.0, y=40.0), away=box(x=99.0))
    stage.entities["turned"][zn.Transform].rotation = math.pi / 4
    picked = picker(stage)
    area = zn.Rect(-10.0, -10.0, 30.0, 30.0)
    assert picked.inside(area) == ["across", "inside"]
    assert picked.inside(area, whole=True) == ["inside"]
    assert picked.inside(zn.Rect(5.0, 34.0, 2.0, 2.0)) == []
    assert picked.inside(zn.Rect(2.0, 34.0, 3.0, 3.0)) == ["turned"]


def test_what_is_hidden_or_locked_is_not_picked_with_all_below():
    document, stage = shown(top=box(), child=box(parent="top"), other=box())
    marks = Marks()
    marks.toggle(marks.locked, ["top"])
    without = marks.unpickable(document.entities())
    assert picker(stage, without=without).at(zn.Vec2()) == ["other"]
    assert marks.unseen(document.entities()) == set()
    marks.toggle(marks.locked, ["top"])
    marks.toggle(marks.hidden, ["other", "gone"])
    assert marks.unseen(document.entities()) == {"other"}


@zn.component
class Nothing:
    """Shows nothing."""


def test_every_kind_of_shape_has_its_size(tmp_path):
    world = zn.World()
    bounds = Bounds(zn.Assets.for_game(tmp_path))
    points = [(0.0, 0.0), (4.0, 0.0), (0.0, 6.0)]
    for components, size in [
        ([zn.Sprite("crate")], bounds.picture("crate")),
        ([zn.Sprite("crate", width=5.0, height=7.0)], (5.0, 7.0)),
        ([zn.Sprite("missing")], (16.0, 16.0)),
        ([zn.CircleShape(radius=3.0)], (6.0, 6.0)),
        ([zn.PolygonShape(points=points)], (4.0, 6.0)),
        ([zn.LineShape(points=points, width=2.0)], (6.0, 8.0)),
        ([zn.BoxCollider(width=8.0, height=2.0)], (8.0, 2.0)),
        ([zn.CircleCollider(radius=2.0)], (4.0, 4.0)),
        ([zn.PolygonCollider(points=points)], (4.0, 6.0)),
        ([zn.SegmentCollider(x1=0.0, y1=0.0, x2=10.0, y2=0.0)], (11.0, 1.0)),
        ([zn.RectangleShape(width=2.0), zn.BoxCollider(width=90.0)], (2.0, 16.0)),
        ([Nothing()], (8.0, 8.0)),
    ]:
        found = bounds.local(world.spawn(zn.Transform(), *components))
        assert (found.width, found.height) == size
    text = bounds.local(world.spawn(zn.Transform(), zn.Text("Hello", size=20.0)))
    assert 30.0 < text.width < 70.0
    assert 15.0 < text.height < 40.0
    assert bounds.picture("crate") != (16.0, 16.0)


# Handles.


def test_moving_snaps_the_active_one_and_keeps_distances():
    document, stage = shown(a=box(x=3.0), b=box(x=10.5, y=1.0))
    drag = MoveDrag(targets(stage.entities, ["a", "b"], document.scene), zn.Vec2(0.0, 0.0))
    grid = Snapping(grid=True, width=16.0, height=16.0)
    outcome = drag.to(zn.Vec2(4.0, 0.0), grid)
    assert outcome.text == "dx 5.5  dy -1"
    document.do("Move", *outcome.operations)
    assert stage.entities["b"][zn.Transform].x == 16.0
    assert stage.entities["a"][zn.Transform].x == 8.5
    outcome = drag.to(zn.Vec2(4.25, 9.0), grid, inverted=True)
    assert outcome.text == "dx 4.25  dy 9"


def test_moving_along_an_axis_leaves_the_other():
    document, stage = shown(a=box(x=3.25, y=5.25))
    drag = MoveDrag(targets(stage.entities, ["a"], document.scene), zn.Vec2(), "x")
    document.do("Move", *drag.to(zn.Vec2(10.0, 99.0), Snapping()).operations)
    assert document.scene.entities["a"].components["Transform"] == {"x": 13.0, "y": 5.25}


def test_a_drag_back_to_its_beginning_leaves_the_same_bytes():
    document, stage = shown(
        a=zn.EntityData(components={"Transform": {}}), cart=zn.EntityData(prefab="cart")
    )
    before = document.text
    for make in (MoveDrag, RotateDrag, ScaleDrag):
        drag = make(targets(stage.entities, ["a", "cart/wheel"], document.scene), zn.Vec2(9.0, 1.0))
        for point in (zn.Vec2(50.0, 60.0), zn.Vec2(9.0, 1.0)):
            document.do(drag.label, *drag.to(point, FREE).operations, gesture="drag")
        document.undo()
        assert document.text == before
        with document.transaction("Twice") as change:
            change.do(*drag.to(zn.Vec2(50.0, 60.0), FREE).operations)
            change.do(*drag.to(zn.Vec2(9.0, 1.0), FREE).operations)
        assert "a" in document.scene.entities
        assert document.scene.entities["a"].components["Transform"] == {}
        document.undo()


def test_a_value_that_is_the_default_is_left_unsaid():
    document, stage = shown(a=box(x=16.0, y=8.0))
    operations = moved(targets(stage.entities, ["a"], document.scene), -16.0, 0.0).operations
    assert operations == (
        SetField("a", "Transform", "x", UNSET),
        SetField("a", "Transform", "y", 8.0),
    )


def test_a_child_of_what_is_dragged_is_not_dragged_twice():
    document, stage = shown(top=box(), child=box(x=5.0, parent="top"))
    chosen = targets(stage.entities, ["child", "top"], document.scene)
    assert [target.key for target in chosen] == ["top"]


poses = st.builds(
    zn.Pose,
    st.floats(-200, 200),
    st.floats(-200, 200),
    st.floats(-3, 3),
    st.floats(0.25, 4),
    st.just(1.0),
)
points = st.builds(zn.Vec2, st.floats(-300, 300), st.floats(-300, 300))


def with_parent(parent, child):
    above = zn.EntityData(components={"Transform": parent._asdict()})
    below = zn.EntityData(parent="top", components={"Transform": child._asdict()})
    return shown(top=above, child=below)


@given(poses, poses, points, points)
def test_what_is_moved_follows_the_pointer_whatever_its_parent(parent, child, start, end):
    document, stage = with_parent(parent, child)
    before = zn.world_pose(stage.entities["child"])
    drag = MoveDrag(targets(stage.entities, ["child"], document.scene), start)
    document.do("Move", *drag.to(end, FREE).operations)
    after = zn.world_pose(stage.entities["child"])
    assert after.x - before.x == pytest.approx(end.x - start.x, abs=1e-3)
    assert after.y - before.y == pytest.approx(end.y - start.y, abs=1e-3)
    assert after.rotation == pytest.approx(before.rotation)


@given(poses, poses, st.floats(0.01, 3.0))
def test_what_is_turned_turns_by_the_angle_of_the_pointer(parent, child, angle):
    document, stage = with_parent(parent, child)
    before = zn.world_pose(stage.entities["child"])
    pivot = zn.Vec2(before.x, before.y)
    start = pivot + zn.Vec2(50.0, 0.0)
    drag = RotateDrag(targets(stage.entities, ["child"], document.scene), start)
    document.do("Rotate", *drag.to(pivot + zn.Vec2(50.0, 0.0).rotated(angle), FREE).operations)
    after = zn.world_pose(stage.entities["child"])
    assert after.rotation - before.rotation == pytest.approx(angle, abs=1e-5)
    assert (after.x, after.y) == pytest.approx((before.x, before.y), abs=1e-3)


@given(poses, points)
def test_reparenting_keeps_the_place_in_the_world(child, at):
    entities = {
        "old": zn.EntityData(components={"Transform": {"x": at.x, "rotation": 0.5}}),
        "new": zn.EntityData(components={"Transform": {"y": at.y, "scale_x": 2.0, "scale_y": 2.0}}),
        "child": zn.EntityData(parent="old", components={"Transform": child._asdict()}),
    }
    document, stage = shown(**entities)
    before = zn.world_pose(stage.entities["child"])
    text = document.text
    editing.reparent(document, ["child"], "new", stage)
    assert document.scene.entities["child"].parent == "new"
    assert zn.world_pose(stage.entities["child"]) == pytest.approx(before, abs=1e-3)
    document.undo()
    assert document.text == text


def test_turning_several_goes_about_their_middle_in_steps():
    document, stage = shown(a=box(x=-10.0), b=box(x=10.0))
    drag = RotateDrag(targets(stage.entities, ["a", "b"], document.scene), zn.Vec2(20.0, 0.0))
    outcome = drag.to(zn.Vec2(-1.0, 20.0), Snapping(angle=True, degrees=15.0))
    assert outcome.text == "90°"
    document.do("Rotate", *outcome.operations)
    assert zn.world_pose(stage.entities["b"])[:3] == pytest.approx((0.0, 10.0, math.pi / 2))
    assert zn.world_pose(stage.entities["a"])[:2] == pytest.approx((0.0, -10.0), abs=1e-5)


def test_scaling_several_spreads_them_and_snaps():
    document, stage = shown(a=box(x=-10.0), b=box(x=10.0))
    drag = ScaleDrag(targets(stage.entities, ["a", "b"], document.scene), zn.Vec2(20.0, 0.0), "x")
    outcome = drag.to(zn.Vec2(30.1, 0.0), Snapping(scale=True, factor=0.5))
    assert outcome.text == "× 1.5"
    document.do("Scale", *outcome.operations)
    assert zn.world_pose(stage.entities["b"]) == (15.0, 0.0, 0.0, 1.5, 1.0)
    drag = ScaleDrag(targets(stage.entities, ["b"], document.scene), zn.Vec2(25.0, 0.0))
    assert drag.to(zn.Vec2(15.0, 20.0), FREE).text == "× 2"
    assert MoveDrag([], zn.Vec2()).to(zn.Vec2(), FREE).operations == ()
    assert RotateDrag([], zn.Vec2()).to(zn.Vec2(), FREE).operations == ()
    assert ScaleDrag([], zn.Vec2()).to(zn.Vec2(), FREE).operations == ()


# The stage.


def test_a_changed_value_is_shown_without_building_anew():
    document, stage = shown(a=box())
    world = stage.world
    builds = stage.builds
    document.do("Move", SetField("a", "Transform", "x", 7.0))
    assert stage.entities["a"][zn.Transform].x == 7.0
    document.undo()
    assert stage.entities["a"][zn.Transform].x == 0.0
    assert (stage.world is world, stage.builds) == (True, builds)
    document.do("Add", SetComponent("a", "Sprite", {"image": "crate"}))
    assert stage.entities["a"][zn.Sprite].image == "crate"
    assert stage.builds == builds + 1


@given(st.integers(0, 2**32))
@settings(max_examples=25)
def test_the_stage_is_always_what_the_document_instantiates_to(seed):
    rng = making.rng(seed)
    document, stage = shown(a=box(), b=box(x=3.0), cart=zn.EntityData(prefab="cart"))
    for _ in range(12):
        key = rng.choice(["a", "b", "cart", "cart/wheel", "new"])
        field = rng.choice(["x", "y", "rotation"])
        operation = rng.choice(
            [
                SetField(key, "Transform", field, rng.choice([UNSET, 1.0, 2.5])),
                SetPart(key, "name", rng.choice(["one", None])),
                PutEntities({"new": rng.choice([None, box(parent="a")])}),
            ]
        )
        try:
            document.do("Step", operation)
        except EditorError:
            continue
        world = zn.World(types=zn.all_types())
        world.set_resource(LAYERS, transient=True)
        zn.instantiate(document.scene, world, prefabs=document.prefabs)
        poses = [(e.name, *zn.world_pose(e)) for e in world.entities()]
        assert [(e.name, *zn.world_pose(e)) for e in stage.world.entities()] == poses
        document.undo()
        document.redo()


def test_children_are_drawn_where_their_parents_went():
    document, stage = shown(top=box(x=5.0), child=box(x=1.0, parent="top"))
    assert stage.world.component(stage.entities["child"], zn.ChildOf).world_x == 6.0
    document.do("Move", SetField("top", "Transform", "x", 50.0))
    assert stage.world.component(stage.entities["child"], zn.ChildOf).world_x == 51.0


def test_a_document_that_cannot_be_shown_leaves_the_last_picture():
    document, stage = shown(a=box())
    assert len(stage.world.entities()) == 1
    document.do("Wrong", SetField("a", "Transform", "x", "forty"))
    assert len(stage.world.entities()) == 1
    assert stage.problems[0].found == '"forty"'
    document.do("Right", SetField("a", "Transform", "x", 40.0))
    assert stage.entities["a"][zn.Transform].x == 40.0
    assert stage.problems == []
    document.do("Missing", SetPart("a", "prefab", "nobody"))
    assert list(document.entities()) == ["a"]
    assert len(stage.world.entities()) == 1
    assert "nobody" in stage.problems[0].found
    stage.close()


# Edits.


def order(document, parent=""):
    return editing.children(document.scene, parent)


def test_new_entities_come_last_and_are_selected():
    document, _ = shown(b=box(), c=box(order=2.5))
    key = editing.add_entity(document, "a")
    assert (key, document.selection.keys) == ("a", ("a",))
    assert order(document) == ["b", "c", "a"]
    assert editing.add_entity(document, "a") == "a-2"
    assert order(document) == ["b", "c", "a", "a-2"]


def test_an_entity_is_put_before_another_with_one_number():
    document, stage = shown(a=box(), b=box(order=1), c=box(order=2))
    editing.reparent(document, ["c"], "", stage, before="b")
    assert order(document) == ["a", "c", "b"]
    assert document.scene.entities["c"].order == 0.5
    assert document.history.labels == ["Move c in the tree"]


def test_siblings_of_one_number_are_numbered_anew():
    document, stage = shown(a=box(), b=box(), c=box(), d=box())
    editing.reparent(document, ["d", "c"], "", stage, before="b")
    assert order(document) == ["a", "d", "c", "b"]
    document.undo()
    assert order(document) == ["a", "b", "c", "d"]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 6)), max_size=12))
def test_any_reordering_gives_the_order_asked_for(moves):
    document, stage = shown(**{f"e{k}": box() for k in range(6)})
    row = order(document)
    for which, where in moves:
        key = f"e{which}"
        rest = [k for k in row if k != key]
        before = rest[where] if where < len(rest) else ""
        rest.insert(min(where, len(rest)), key)
        row = rest
        editing.reparent(document, [key], "", stage, before=before)
        assert order(document) == row


def test_shifting_stops_at_both_ends():
    document, _ = shown(a=box(), b=box(), c=box())
    editing.shift(document, ["b"], -1)
    assert order(document) == ["b", "a", "c"]
    editing.shift(document, ["b"], -1)
    assert order(document) == ["b", "a", "c"]
    editing.shift(document, ["b", "a"], 1)
    assert order(document) == ["c", "b", "a"]
    editing.shift(document, ["a"], 1)
    assert order(document) == ["c", "b", "a"]


def test_a_parent_cannot_be_put_below_its_child():
    document, stage = shown(top=box(), child=box(parent="top"))
    before = document.text
    with pytest.raises(EditorError, match="below itself"):
        editing.reparent(document, ["top"], "child", stage)
    assert document.text == before


def test_parts_of_an_instance_stay_in_it():
    document, stage = shown(cart=zn.EntityData(prefab="cart"), a=box())
    with pytest.raises(EditorError, match="part of an instance"):
        editing.reparent(document, ["cart/wheel"], "a", stage)
    with pytest.raises(EditorError, match="Select entities"):
        editing.group(document, ["cart/wheel"], stage)
    editing.reparent(document, ["a"], "cart/wheel", stage)
    assert document.scene.entities["a"].parent == "cart/wheel"
    assert zn.world_pose(stage.entities["a"])[:2] == (0.0, 0.0)


def test_deleting_takes_all_below_and_leaves_parts_out_of_instances():
    document, _ = shown(
        top=box(), child=box(parent="top"), cart=zn.EntityData(prefab="cart"), other=box()
    )
    before = document.text
    editing.delete(document, ["child", "top", "cart/wheel"])
    assert list(document.entities()) == ["cart", "other"]
    assert document.history.next_undo == "Delete 2 entities"
    document.undo()
    assert document.text == before
    editing.delete(document, [])
    assert document.history.position == 0


def test_a_group_stands_in_the_middle_and_nothing_moves():
    document, stage = shown(a=box(x=10.0), b=box(x=30.0, y=8.0))
    key = editing.group(document, ["a", "b"], stage)
    assert zn.world_pose(stage.entities[key])[:2] == (20.0, 4.0)
    assert zn.world_pose(stage.entities["b"])[:2] == (30.0, 8.0)
    assert document.scene.entities["a"].parent == key
    assert document.history.labels == ["Group 2 entities"]


def test_names_and_tags():
    document, _ = shown(a=box(tags=["one"]), cart=zn.EntityData(prefab="cart"))
    editing.rename(document, "a", "Anna")
    editing.set_tags(document, ["a", "cart/wheel"], ["two"], ["one", "round"])
    assert document.entities()["a"].tags == ["two"]
    assert document.entities()["cart/wheel"].tags == ["two"]
    assert document.entities()["a"].name == "Anna"
    editing.rename(document, "a", "")
    assert document.scene.entities["a"].name is None


# Small tools.


@pytest.mark.parametrize(
    "text",
    ["", "x +", "1 2", "(1", "1)", "__import__('os')", "1/0", "9e999", "**2", "((" * 40, "1" * 300],
)
def test_what_is_no_arithmetic_is_refused(text):
    with pytest.raises(EditorError):
        evaluate(text, 1.0)


@given(st.floats(-1e6, 1e6), st.integers(1, 99), st.sampled_from("+*/"))
def test_arithmetic_goes_on_from_the_present_value(value, number, sign):
    expected = {"+": value + number, "*": value * number, "/": value / number}[sign]
    assert evaluate(f"{sign}{number}", value) == expected
    assert evaluate(f"x {sign} {number}", value) == expected


@given(st.floats(-1e5, 1e5), st.floats(0.5, 64))
def test_snapping_twice_is_snapping_once(value, step):
    snapping = Snapping(grid=True, width=step, height=step, offset_x=3.0)
    once = snapping.position(zn.Vec2(value, value))
    again = snapping.position(once)
    assert (again.x, again.y) == pytest.approx((once.x, once.y))
    assert abs(once.x - value) <= step / 2 + 1e-3


def test_letters_at_the_beginning_of_words_come_first():
    names = ["Abstract", "BoxCollider", "Body", "CircleCollider", "Subobject"]
    assert fuzzy("bc", names)[0] == "BoxCollider"
    assert set(fuzzy("co", names)[:2]) == {"CircleCollider", "BoxCollider"}
    assert fuzzy("body", names)[0] == "Body"
    assert fuzzy("", names) == names
    assert fuzzy("zz", names) == []
    assert score("", "anything") >= 0


def test_entities_are_found_by_name_tag_and_component():
    document, _ = shown(
        door=box(name="Big door", tags=["exit"]),
        cart=zn.EntityData(prefab="cart"),
        lamp=zn.EntityData(name="lamp"),
    )
    entities = document.entities()
    assert find_entities("door", entities) == ["door"]
    assert find_entities("#ro", entities) == ["cart/wheel"]
    assert find_entities(":sprite", entities) == ["cart", "cart/wheel"]
    assert find_entities("big :rect #exit", entities) == ["door"]
    assert find_entities("", entities) == list(entities)


def test_a_range_of_rows_goes_both_ways():
    assert range_between(["a", "b", "c"], "c", "b") == ["b", "c"]
    assert range_between(["a", "b", "c"], "gone", "b") == ["b"]
