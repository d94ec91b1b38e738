"""Whatever is done to a document can be taken back and done again, to the same bytes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import making
import zenith as zn
from zenith_editor.model.document import Document
from zenith_editor.model.errors import EditorError
from zenith_editor.model.operations import UNSET, PutEntities, SetComponent, SetField, SetPart
from zenith_editor.model.wire import from_json, to_json

STEPS = 50


def begun(rng):
    scene = zn.SceneDocument({f"e{k}": making.entity(rng) for k in range(6)})
    scene.resources["Transform"] = {"x": 1}
    return Document(scene, making.prefabs())


def one_step(document, rng):
    """Do a random step, possibly part of a gesture; return whether it could be done."""
    many = [making.operation(rng, document.scene) for _ in range(rng.choice([1, 1, 1, 3]))]
    try:
        document.do("Step", *many, gesture=rng.choice(["", "", "drag"]))
    except EditorError:
        return False
    return True


def walk(seed, steps=STEPS):
    """Do random steps, going back and forth in between; every state has its bytes for good."""
    rng = making.rng(seed)
    document = begun(rng)
    before = document.text
    seen = {0: before}
    for _ in range(steps):
        roll = rng.random()
        if roll < 0.7:
            if not one_step(document, rng):
                assert document.text == before
        elif roll < 0.85 and document.history.position:
            document.undo()
        elif document.history.next_redo:
            document.redo()
        elif roll > 0.95:
            document.end_gesture()
        before = document.text
        assert seen.setdefault(document.history.serial, before) == before
    return document, seen


@given(st.integers(0, 2**32))
@settings(max_examples=200)
def test_ten_thousand_random_steps_undone_and_redone_give_the_same_bytes(seed):
    document, seen = walk(seed)
    end = document.history.serial
    for turn in (document.undo, document.redo):
        while document.history.next_undo if turn == document.undo else document.history.next_redo:
            turn()
            assert document.text == seen[document.history.serial]
    while document.history.serial != end and document.history.next_undo:
        document.undo()
    assert document.text == seen[end]
    assert zn.scene_text(zn.parse_scene(document.text)) == document.text


@pytest.mark.full
@pytest.mark.parametrize("seed", range(200))
def test_a_million_random_steps(seed):
    document, seen = walk(seed, steps=5000)
    while document.history.position:
        document.undo()
        assert document.text == seen[document.history.serial]


@given(st.integers(0, 2**32))
def test_every_operation_is_taken_back_by_what_it_returns(seed):
    rng = making.rng(seed)
    scene = begun(rng).scene
    for _ in range(20):
        operation = making.operation(rng, scene)
        before = zn.scene_text(scene)
        try:
            inverse = operation.apply(scene)
        except EditorError:
            assert zn.scene_text(scene) == before
            continue
        after = zn.scene_text(scene)
        again = inverse.apply(scene)
        assert zn.scene_text(scene) == before
        again.apply(scene)
        assert zn.scene_text(scene) == after


@given(st.integers(0, 2**32))
def test_every_operation_survives_being_written_as_json(seed):
    rng = making.rng(seed)
    one = begun(rng).scene
    for _ in range(20):
        operation = making.operation(rng, one)
        other = one.copy()
        try:
            operation.apply(one)
        except EditorError:
            continue
        from_json(to_json(operation)).apply(other)
        assert zn.scene_text(other) == zn.scene_text(one)


def small():
    scene = zn.SceneDocument(
        {
            "door": zn.EntityData("door", components={"Transform": {"x": 1.0}}),
            "knob": zn.EntityData(parent="door"),
            "cart": zn.EntityData(prefab="cart"),
        }
    )
    return Document(scene, making.prefabs())


def test_a_step_that_fails_half_way_leaves_nothing():
    document = small()
    before = document.text
    with pytest.raises(EditorError, match="no component Sprit"):
        document.do("Two", SetPart("door", "name", "gate"), SetField("door", "Sprit", "x", 1))
    assert document.text == before
    assert not document.dirty


def test_an_exception_inside_a_transaction_takes_everything_back():
    document = small()
    before = document.text

    def change():
        with document.transaction("Oops") as transaction:
            transaction.do(SetPart("door", "name", "gate"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change()
    assert document.text == before
    assert document.history.labels == []


def test_a_drag_is_one_step_and_taken_back_as_one():
    document = small()
    before = document.text
    for x in range(60):
        document.do("Move", SetField("door", "Transform", "x", float(x)), gesture="drag")
    document.end_gesture()
    document.do("Move", SetField("door", "Transform", "x", 99.0), gesture="drag")
    assert document.history.labels == ["Move", "Move"]
    document.undo()
    assert document.scene.entities["door"].components["Transform"]["x"] == 59.0
    document.undo()
    assert document.text == before
    document.redo()
    assert document.scene.entities["door"].components["Transform"]["x"] == 59.0


@pytest.mark.parametrize("key", ["cart", "cart/wheel"])
def test_a_gesture_that_begins_with_nothing_to_say_is_taken_back_whole(key):
    document = small()
    before = document.text
    for value in (UNSET, 1.0, UNSET, 2.0):
        document.do("Drag", SetField(key, "Sprite", "opacity", value), gesture="drag")
    document.undo()
    assert document.text == before


def test_escape_gives_a_gesture_up_without_a_trace():
    document = small()
    before = document.text
    for x in range(5):
        document.do("Move", SetField("door", "Transform", "x", float(x)), gesture="drag")
    document.cancel_gesture("drag")
    assert (document.text, document.history.labels, document.dirty) == (before, [], False)
    document.cancel_gesture("drag")
    assert document.history.labels == []


def test_a_field_inside_an_instance_becomes_an_override():
    document = small()
    document.do("Fade", SetField("cart/wheel", "Sprite", "opacity", 0.5))
    override = document.scene.entities["cart"].overrides["wheel"]
    assert override.components == {"Sprite": {"opacity": 0.5}}
    assert document.entities()["cart/wheel"].components["Sprite"]["opacity"] == 0.5
    document.undo()
    assert document.scene.entities["cart"].overrides == {}
    assert "opacity" not in document.entities()["cart/wheel"].components["Sprite"]


def test_the_root_of_an_instance_follows_a_changed_value():
    document = small()
    assert "x" not in document.entities()["cart"].components["Transform"]
    document.do("Place", SetField("cart", "Transform", "x", 4.0))
    document.do("Move", SetField("cart", "Transform", "x", 5.0))
    assert document.entities()["cart"].components["Transform"]["x"] == 5.0


@pytest.mark.parametrize(
    ("operation", "told"),
    [
        (SetField("door", "Transform", "x", float("nan")), "JSON cannot hold"),
        (SetField("door", "Transform", "x", object()), "JSON cannot hold"),
        (SetField("door", "Transform", "x", 10**30), "31 digits"),
        (SetField("nobody", "Transform", "x", 1.0), 'no entity "nobody"'),
        (SetField("dor", "Transform", "x", 1.0), 'Did you mean "door"'),
        (SetField("", "Gravty", "y", 1.0), "no component Gravty"),
        (SetField("door", "Transform", "x", {"a": [[[[[[]]]]]] * 2, "b": "\ud800"}), "letter|JSON"),
        (SetPart("door", "parent", "knob"), "below itself: door -> knob -> door"),
        (SetPart("door", "parent", "a b"), "letters, digits"),
        (SetPart("door", "tags", ["a", "a"]), "each tag once"),
        (SetPart("door", "name", "two\nlines"), "on one line"),
        (SetPart("door", "removed", True), "no removed of its own"),
        (SetPart("cart/wheel", "parent", "door"), "no parent of its own"),
        (SetPart("door", "without", ["Sprite"]), "no prefab"),
        (SetField("door/knob", "Transform", "x", 1.0), "no entity inside an instance"),
        (PutEntities({"a b": zn.EntityData()}), "letters, digits"),
        (SetComponent("door", "", {}), "an empty text"),
        (PutEntities({"door": zn.EntityData(parent="knob")}), "below itself"),
    ],
)
def test_what_no_file_could_hold_is_refused_at_once(operation, told):
    document = small()
    before = document.text
    with pytest.raises(EditorError, match=told):
        document.do("Wrong", operation)
    assert document.text == before


def test_taking_back_what_is_not_said_changes_nothing():
    document = small()
    before = document.text
    document.do("Revert", SetField("cart/wheel", "Sprite", "opacity", UNSET))
    document.do("Revert", SetComponent("cart/wheel", "Sprite", None))
    assert document.text == before


def test_dirty_follows_the_saved_state_through_undo_and_redo():
    document = small()
    document.do("One", SetPart("door", "name", "gate"))
    document.history.mark_saved()
    assert not document.dirty
    document.undo()
    assert document.dirty
    document.do("Other", SetPart("door", "name", "hatch"))
    document.undo()
    assert document.dirty
    document.history.mark_saved()
    document.redo()
    assert document.dirty


def test_a_gesture_that_goes_on_after_saving_is_dirty():
    document = small()
    document.do("Move", SetField("door", "Transform", "x", 2.0), gesture="drag")
    document.history.mark_saved()
    document.do("Move", SetField("door", "Transform", "x", 3.0), gesture="drag")
    assert document.dirty


def test_selection_comes_back_with_the_step():
    document = small()
    document.selection.set(["knob", "door"])
    with document.transaction("Delete") as change:
        change.do(PutEntities({"knob": None}))
    assert document.selection.keys == ("door",)
    document.selection.clear()
    document.undo()
    assert document.selection.keys == ("knob", "door")
    document.redo()
    assert document.selection.keys == ("door",)


def test_nothing_to_undo_is_said():
    with pytest.raises(EditorError, match="nothing to take back"):
        small().undo()
    with pytest.raises(EditorError, match="nothing to do again"):
        small().redo()


def test_transactions_do_not_nest():
    document = small()
    with document.transaction("Outer"), pytest.raises(EditorError, match="inside another"):
        document.do("Inner", SetPart("door", "name", "gate"))
    with document.transaction("Outer"), pytest.raises(EditorError, match="inside another"):
        document.undo()


def test_old_steps_are_forgotten_in_the_end(monkeypatch):
    monkeypatch.setattr("zenith_editor.model.undo.MOST_STEPS", 3)
    document = small()
    for number in range(5):
        document.do(f"Name {number}", SetPart("door", "name", f"n{number}"))
    assert document.history.labels == ["Name 2", "Name 3", "Name 4"]
    while document.history.position:
        document.undo()
    assert document.scene.entities["door"].name == "n1"
    assert document.dirty


def test_a_listener_hears_what_was_applied():
    document = small()
    heard = []
    document.listeners.append(heard.append)
    document.do("Name", SetPart("door", "name", "gate"))
    document.undo()
    document.redo()
    assert [(c.label, c.how, c.shapes) for c in heard] == [
        ("Name", "do", False),
        ("Name", "undo", False),
        ("Name", "redo", False),
    ]
    assert heard[1].operations == (SetPart("door", "name", "door"),)
