"""The inspector, the clipboard and prefabs in the editor."""

import math

import pytest

import making
import zenith as zn
from zenith_editor.model import prefabs
from zenith_editor.model.clipboard import (
    Clip,
    clip_from,
    copied,
    copied_component,
    cut,
    duplicate,
    paste,
    paste_components,
)
from zenith_editor.model.document import Document
from zenith_editor.model.errors import EditorError
from zenith_editor.model.inspect import Inspector


@zn.component
class Guard:
    """Watches others.

    More words that are no tooltip.
    """

    whom: zn.Entity | None = None
    posts: list[zn.Entity] = []
    pair: tuple[zn.Entity | None, int] = (None, 0)
    named: dict[str, zn.Entity] = {}
    words: list[str] = []
    mood: str = zn.field("calm", choices=["calm", "angry"])
    strength: int = zn.field(5, min=0, max=10, tooltip="How strong.")


@zn.component
class Rules:
    """A resource."""

    lives: int = 3


TYPES = zn.all_types(zn.Types([Guard, Rules]))


def opened(**entities):
    scene = zn.SceneDocument(entities)
    return Document(scene, making.prefabs())


def sprite(**fields):
    return zn.EntityData(components={"Transform": {}, "Sprite": dict(fields)})


def rows(inspector, component):
    (section,) = [s for s in inspector.sections() if s.name == component]
    return {row.info.saved_name: row for row in section.rows}


# What is shown.


def test_values_of_several_are_mixed_where_they_differ():
    document = opened(a=sprite(opacity=0.5), b=sprite(opacity=0.25, image="crate"), c=sprite())
    inspector = Inspector(document, TYPES)
    document.selection.set(["a", "b"])
    found = rows(inspector, "Sprite")
    assert (found["opacity"].value, found["opacity"].mixed) == (0.25, True)
    assert (found["flip_x"].value, found["flip_x"].mixed) == (False, False)
    assert found["opacity"].changed
    assert not found["flip_x"].changed
    assert found["tint"].value == [1.0, 1.0, 1.0, 1.0]
    document.selection.set(["c"])
    assert not rows(inspector, "Sprite")["opacity"].changed
    assert inspector.title == "c"


def test_only_shared_components_are_shown_the_transform_first():
    document = opened(a=sprite(), b=zn.EntityData(components={"Transform": {}, "Guard": {}}))
    inspector = Inspector(document, TYPES)
    document.selection.set(["a"])
    assert [s.name for s in inspector.sections()] == ["Transform", "Sprite"]
    document.selection.set(["a", "b"])
    assert [s.name for s in inspector.sections()] == ["Transform"]
    assert inspector.title == "2 entities"


def test_tooltips_come_from_docstrings_and_fields():
    document = opened(a=zn.EntityData(components={"Guard": {}, "Unheard": {"of": 1}}))
    document.selection.set(["a"])
    guard, unheard = Inspector(document, TYPES).sections()
    assert guard.tooltip == "Watches others."
    assert guard.rows[-1].info.tooltip == "How strong."
    assert (unheard.cls, unheard.rows, unheard.raw) == (None, (), {"of": 1})


def test_without_a_selection_the_resources_are_shown_and_set():
    document = opened()
    inspector = Inspector(document, TYPES)
    assert (inspector.title, inspector.sections()) == ("World", [])
    inspector.add("Rules")
    inspector.set("Rules", "lives", 5)
    assert document.scene.resources == {"Rules": {"lives": 5}}
    assert rows(inspector, "Rules")["lives"].changed
    inspector.remove("Rules")
    assert document.scene.resources == {}


# What is changed.


def test_a_value_is_set_for_all_and_left_unsaid_where_it_is_the_default():
    document = opened(a=sprite(opacity=0.5), b=sprite())
    document.selection.set(["a", "b"])
    inspector = Inspector(document, TYPES)
    inspector.set("Sprite", "opacity", 0.25)
    assert [d.components["Sprite"] for d in document.scene.entities.values()] == [
        {"opacity": 0.25},
        {"opacity": 0.25},
    ]
    inspector.set("Sprite", "opacity", 1)
    assert document.scene.entities["a"].components["Sprite"] == {}
    inspector.set("Sprite", "width", 3)
    assert repr(document.scene.entities["a"].components["Sprite"]["width"]) == "3.0"
    assert document.history.labels == ["Set Sprite.opacity"] * 2 + ["Set Sprite.width"]


def test_typed_arithmetic_goes_on_from_each_ones_own_value():
    document = opened(
        a=zn.EntityData(components={"Transform": {"x": 1.0}, "Guard": {"strength": 9}}),
        b=zn.EntityData(components={"Transform": {"x": 5.0}, "Guard": {}}),
    )
    document.selection.set(["a", "b"])
    inspector = Inspector(document, TYPES)
    inspector.typed("Transform", "x", "+10")
    inspector.typed("Guard", "strength", "*1.5")
    a, b = (data.components for data in document.scene.entities.values())
    assert (a["Transform"]["x"], b["Transform"]["x"]) == (11.0, 15.0)
    assert (a["Guard"]["strength"], b["Guard"]["strength"]) == (10, 8)
    with pytest.raises(EditorError, match="no number"):
        inspector.typed("Guard", "mood", "+1")
    with pytest.raises(EditorError, match="no arithmetic"):
        inspector.typed("Transform", "x", "ten")


def test_typing_over_what_does_not_fit_begins_from_the_default():
    document = opened(a=sprite(opacity="much", tint="#ff0000"))
    document.selection.set(["a"])
    inspector = Inspector(document, TYPES)
    inspector.typed("Sprite", "opacity", "/2")
    inspector.typed("Sprite", "tint", "/2", 0)
    assert document.scene.entities["a"].components["Sprite"] == {
        "opacity": 0.5,
        "tint": [0.5, 0.0, 0.0, 1.0],
    }


def test_one_number_of_a_colour_is_typed():
    document = opened(a=sprite())
    document.selection.set(["a"])
    inspector = Inspector(document, TYPES)
    inspector.typed("Sprite", "tint", "0.5", part=3)
    assert document.scene.entities["a"].components["Sprite"] == {"tint": [1.0, 1.0, 1.0, 0.5]}
    inspector.reset("Sprite", "tint")
    assert document.scene.entities["a"].components["Sprite"] == {}


@pytest.mark.parametrize(
    ("component", "field", "value", "told"),
    [
        ("Sprite", "opacity", 2.0, "from 0 to 1"),
        ("Sprite", "opacity", math.inf, "finite"),
        ("Sprite", "blend", "glow", "one of alpha"),
        ("Sprite", "image", "../../secret", "no path leads out|name inside"),
        ("Sprite", "visible", "yes", "true or false"),
        ("Guard", "strength", 2.5, "from 0 to 10"),
    ],
)
def test_what_a_field_does_not_allow_is_refused(component, field, value, told):
    document = opened(a=zn.EntityData(components={"Sprite": {}, "Guard": {}}))
    document.selection.set(["a"])
    before = document.text
    with pytest.raises(zn.BadValue, match=told):
        Inspector(document, TYPES).set(component, field, value)
    assert document.text == before


def test_a_drag_of_a_number_is_one_step():
    document = opened(a=sprite())
    document.selection.set(["a"])
    inspector = Inspector(document, TYPES)
    for k in range(30):
        inspector.set("Sprite", "opacity", k / 100, gesture="drag opacity")
    document.end_gesture()
    assert document.history.labels == ["Set Sprite.opacity"]
    document.undo()
    assert document.scene.entities["a"].components["Sprite"] == {}


def test_components_are_found_by_letters_added_and_removed():
    document = opened(a=sprite(), b=zn.EntityData())
    document.selection.set(["a", "b"])
    inspector = Inspector(document, TYPES)
    assert inspector.addable("bc")[0] == "BoxCollider"
    assert "ChildOf" not in inspector.addable()
    inspector.add("Guard")
    inspector.add("Transform")
    assert document.scene.entities["b"].components == {"Guard": {}, "Transform": {}}
    assert "Guard" not in inspector.addable()
    inspector.remove("Guard")
    assert "Guard" not in document.scene.entities["a"].components
    with pytest.raises(EditorError, match='Did you mean "Guard"'):
        inspector.add("Gaurd")
    with pytest.raises(EditorError, match=r"no field Sprite\.opaqueness"):
        inspector.set("Sprite", "opaqueness", 1.0)


# Instances.


def test_overrides_are_marked_and_reset_to_what_the_prefab_says():
    document = opened(cart=zn.EntityData(prefab="cart"))
    inspector = Inspector(document, TYPES)
    document.selection.set(["cart/wheel"])
    row = rows(inspector, "Transform")["y"]
    assert (row.value, row.default, row.changed, row.overridden) == (16.0, 16.0, False, False)
    inspector.set("Transform", "y", 20.0)
    row = rows(inspector, "Transform")["y"]
    assert (row.value, row.default, row.changed, row.overridden) == (20.0, 16.0, True, True)
    inspector.typed("Transform", "y", "-=4")
    assert not rows(inspector, "Transform")["y"].overridden
    assert inspector.prefab == "cart"


def test_a_component_of_a_prefab_is_left_out_and_taken_in_again():
    document = opened(cart=zn.EntityData(prefab="cart"))
    document.selection.set(["cart/wheel"])
    inspector = Inspector(document, TYPES)
    inspector.set("Sprite", "opacity", 0.5)
    inspector.remove("Sprite")
    assert "Sprite" not in document.entities()["cart/wheel"].components
    inspector.add("Sprite")
    assert document.entities()["cart/wheel"].components["Sprite"] == {"image": "ball"}


def library(document):
    """Return the prefab "cart" opened, as applying asks for it."""
    return Document(document.prefabs.get("cart"), document.prefabs)


def test_an_override_is_applied_where_all_instances_follow():
    document = opened(one=zn.EntityData(prefab="cart"), two=zn.EntityData(prefab="cart"))
    inspector = Inspector(document, TYPES)
    document.selection.set(["one/wheel"])
    inspector.set("Sprite", "opacity", 0.5)
    opened_prefab = library(document)
    prefabs.apply(document, opened_prefab, "one/wheel", "Sprite", "opacity", TYPES)
    for key in ("one/wheel", "two/wheel"):
        assert document.entities()[key].components["Sprite"]["opacity"] == 0.5
    assert document.scene.entities["one"].overrides == {}
    assert opened_prefab.history.labels == ["Apply Sprite.opacity"]
    opened_prefab.undo()
    document.undo()
    document.prefabs_changed()
    assert document.entities()["one/wheel"].components["Sprite"]["opacity"] == 0.5
    assert "opacity" not in document.entities()["two/wheel"].components["Sprite"]


def test_an_override_is_reverted_alone_or_with_all_others():
    document = opened(cart=zn.EntityData(prefab="cart", components={"Transform": {"x": 9.0}}))
    inspector = Inspector(document, TYPES)
    document.selection.set(["cart", "cart/wheel"])
    inspector.set("Sprite", "opacity", 0.5)
    before = document.text
    prefabs.revert(document, "cart/wheel", "Sprite", "opacity")
    assert document.scene.entities["cart"].overrides == {}
    document.undo()
    assert document.text == before
    prefabs.revert_all(document, "cart/wheel")
    assert document.scene.entities["cart"].overrides == {}
    prefabs.revert_all(document, "cart")
    assert document.scene.entities["cart"].components == {"Transform": {"x": 9.0}}
    with pytest.raises(EditorError, match="does not set"):
        prefabs.revert(document, "cart", "Sprite", "opacity")


def everything(document, *, by_name=False):
    """Return what all entities have, with absolute ids, as a World has it."""
    world = zn.World()
    made = zn.instantiate(document.scene, world, types=TYPES, prefabs=document.prefabs)
    names = {e.handle: e.name for e in world.entities()}
    ids = names if by_name else {e.handle: key for key, e in made.items()}
    found = {}
    for key, entity in made.items():
        told = {"parent": ids.get(entity.parent.handle) if entity.parent else None}
        for cls in world.components(entity):
            schema = zn.schema_of(cls)
            if schema.name != "ChildOf":
                told[schema.name] = {
                    info.name: zn.write_field(info, getattr(entity[cls], info.name), ids)
                    for info in schema.saved
                }
        found[entity.name if by_name else key] = told
    return found


def family():
    """Return a scene in which everybody refers to everybody."""
    guard = {"whom": "wheel", "posts": ["hub", "rim"], "pair": ["out", 2], "named": {"a": "rim"}}
    return opened(
        hub=zn.EntityData(
            "hub", components={"Transform": {"x": 5.0, "y": 2.0}, "Guard": {"whom": "rim"}}
        ),
        rim=zn.EntityData("rim", parent="hub", components={"Transform": {}, "Guard": guard}),
        wheel=zn.EntityData("wheel", parent="rim", components={"Guard": {"words": ["rim"]}}),
        out=zn.EntityData("out", components={"Guard": {**guard, "pair": ["wheel", 1]}}),
        hanger=zn.EntityData("hanger", parent="rim"),
        cart=zn.EntityData("cart", parent="wheel", prefab="cart"),
    )


def test_making_a_prefab_changes_nothing_but_ids():
    document = family()
    before = everything(document, by_name=True)
    text = document.text
    made = prefabs.make(document, "rim", "ring", TYPES)
    assert everything(document, by_name=True) == before
    assert sorted(made.entities) == ["cart", "hanger", "rim", "wheel"]
    assert sorted(document.scene.entities) == ["hub", "out", "rim"]
    assert made.root == "rim"
    zn.parse_scene(zn.scene_text(made), kind="prefab")
    assert zn.check_document(document.scene, TYPES, document.prefabs) == []
    document.undo()
    assert document.text == text


def test_unpacking_a_prefab_changes_nothing_but_ids():
    document = family()
    prefabs.make(document, "rim", "ring", TYPES)
    before = everything(document, by_name=True)
    prefabs.unpack(document, "rim", TYPES)
    assert everything(document, by_name=True) == before
    assert not any(data.prefab for data in document.scene.entities.values())
    with pytest.raises(EditorError, match="no instance"):
        prefabs.unpack(document, "rim", TYPES)


def test_where_a_prefab_stands_is_the_instances():
    document = family()
    made = prefabs.make(document, "hub", "hub", TYPES)
    assert "x" not in made.entities["hub"].components["Transform"]
    assert document.scene.entities["hub"].components["Transform"] == {"x": 5.0, "y": 2.0}
    with pytest.raises(EditorError, match="part of an instance"):
        prefabs.make(document, "hub/rim", "rim", TYPES)


def test_a_prefab_is_placed_and_never_into_itself():
    document = opened()
    key = prefabs.place(document, "cart", zn.Vec2(3.0, 4.0))
    assert document.entities()[key].components["Transform"] == {"x": 3.0, "y": 4.0}
    assert prefabs.instances(document.scene, "cart") == [key]
    with pytest.raises(zn.PrefabError, match="no prefab"):
        prefabs.place(document, "nobody")
    cart = library(document)
    cart.known_as = "cart"
    before = cart.text
    with pytest.raises(EditorError, match="holds itself"):
        prefabs.place(cart, "cart", parent="body")
    assert (cart.text, cart.history.labels) == (before, [])


# The clipboard.


def test_a_copy_refers_to_itself_and_what_is_outside_stays():
    document = family()
    before = everything(document)
    (top,) = duplicate(document, ["rim"], TYPES)
    after = everything(document)
    assert {k: v for k, v in after.items() if k in before} == before
    assert top == "rim-2"
    assert after["rim-2"]["parent"] == "hub"
    assert after["rim-2"]["Guard"]["whom"] == "wheel-2"
    assert after["rim-2"]["Guard"]["posts"] == ["hub", "rim-2"]
    assert after["rim-2"]["Guard"]["pair"] == ["out", 2]
    assert after["rim-2"]["Guard"]["named"] == {"a": "rim-2"}
    assert after["wheel-2"]["Guard"]["words"] == ["rim"]
    assert after["cart-2/wheel"]["parent"] == "cart-2"
    assert document.selection.keys == ("rim-2",)
    assert document.history.next_undo == "Duplicate rim"


def test_cut_and_paste_through_text_goes_into_another_scene():
    document = family()
    clip = cut(document, ["rim", "wheel"])
    assert sorted(document.scene.entities) == ["hub", "out"]
    other = opened(rim=zn.EntityData())
    (top,) = paste(other, clip_from(clip.text), TYPES, at=zn.Vec2(7.0, 8.0))
    assert top == "rim-2"
    assert other.scene.entities[top].parent == ""
    assert other.scene.entities[top].components["Transform"] == {"x": 7.0, "y": 8.0}
    assert other.scene.entities["wheel"].parent == "rim-2"
    assert other.history.labels == ["Paste rim"]


def test_pasting_below_another_parent():
    document = family()
    (top,) = paste(document, copied(document, ["out"]), TYPES, parent="hub")
    assert document.scene.entities[top].parent == "hub"


@pytest.mark.parametrize(
    "text",
    [
        "", "hello", "[]", "null", "3", '{"zenith": "clip"}', '{"zenith": "clip", "version": 2}',
        '{"zenith": "clip", "version": 1, "roots": [], "entities": {"a b": {}}, "components": {}}',
        '{"zenith": "clip", "version": 1, "roots": 3, "entities": {}, "components": {}}',
        '{"zenith": "clip", "version": 1, "roots": [], "entities": 5, "components": {}}',
        "[" * 100_000,
    ],
)  # fmt: skip
def test_other_text_on_the_clipboard_is_nothing(text):
    assert not clip_from(text)
    assert paste(family(), clip_from(text), TYPES) == []


def test_components_are_copied_with_their_values():
    document = opened(a=sprite(opacity=0.5), b=zn.EntityData(), c=sprite(image="crate"))
    clip = clip_from(copied_component(document, "a", "Sprite").text)
    paste_components(document, clip, ["b", "c"])
    assert document.scene.entities["b"].components == {"Sprite": {"opacity": 0.5}}
    assert document.scene.entities["c"].components["Sprite"] == {"opacity": 0.5}
    with pytest.raises(EditorError, match="no component Text"):
        copied_component(document, "a", "Text")
    assert not Clip()


def test_parts_of_an_instance_are_not_copied_alone():
    with pytest.raises(EditorError, match="part of an instance"):
        copied(family(), ["cart/wheel"])
