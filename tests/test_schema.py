"""What a component declares, and what is refused at once."""

import enum
from typing import ClassVar

import pytest

import zenith as zn
from zenith.components import Sprite, Transform
from zenith.errors import BadValue, SchemaError, UnknownName
from zenith.maths import Color, Vec2
from zenith.schema import Kind, LayerName, Types, component, field, hidden, schema_of
from zenith.world import Entity, World


class Mood(enum.Enum):
    CALM = "calm"
    ANGRY = "angry"


@component
class Everything:
    a_float: float = 1.5
    an_int: int = 2
    a_bool: bool = True
    a_place: Vec2 = Vec2(1, 2)
    a_colour: Color = Color(1, 0, 0, 1)
    a_layer: LayerName = "default"
    a_choice: str = field("shut", choices=["shut", "open"])
    a_picture: str = field("crate", asset="image")
    a_mood: Mood = Mood.CALM
    someone: Entity | None = None
    words: str = "free"
    bag: list[int] = field([])
    shared: ClassVar[int] = 3
    _private: ClassVar[int] = 4


def declared(annotation, default):
    return component(type("Made", (), {"__annotations__": {"x": annotation}, "x": default}))


def test_fields_are_kept_by_kind_in_the_order_declared():
    assert [(f.name, f.kind) for f in schema_of(Everything).fields] == [
        ("a_float", Kind.FLOAT),
        ("an_int", Kind.INT),
        ("a_bool", Kind.BOOL),
        ("a_place", Kind.VEC2),
        ("a_colour", Kind.COLOR),
        ("a_layer", Kind.NAME),
        ("a_choice", Kind.NAME),
        ("a_picture", Kind.NAME),
        ("a_mood", Kind.NAME),
        ("someone", Kind.ENTITY),
        ("words", Kind.OBJECT),
        ("bag", Kind.OBJECT),
    ]


def test_a_component_goes_through_a_world_unchanged():
    world = World()
    other = world.spawn()
    given = Everything(
        a_float=0.1,
        an_int=-(2**40),
        a_bool=False,
        a_place=Vec2(3, 4),
        a_colour=Color(0, 1, 0, 0.5),
        a_layer="hud",
        a_choice="open",
        a_picture="ball",
        a_mood=Mood.ANGRY,
        someone=other,
        words="more",
        bag=[1],
    )
    assert world.spawn(given)[Everything] == given


def test_a_component_is_a_dataclass_of_its_fields():
    assert Everything(2.5).a_float == 2.5
    assert Everything() == Everything()
    assert Everything() != Everything(an_int=3)
    assert Everything() != Transform()
    assert "an_int=2" in repr(Everything())
    with pytest.raises(TypeError):
        Everything(unknown=1)
    with pytest.raises(AttributeError):
        Everything().unknwon = 1
    with pytest.raises(TypeError):
        hash(Everything())


def test_containers_are_not_shared():
    one, two = Everything(), Everything()
    one.bag.append(1)
    assert two.bag == []
    assert Everything().bag == []


def test_field_says_more_than_a_default():
    @component
    class Engine:
        power: float = field(
            2.0, min=0, max=10, step=0.5, unit="kW", tooltip="How strong.", name="strength"
        )

    info = schema_of(Engine).field("power")
    assert (info.min, info.max, info.step, info.unit) == (0, 10, 0.5, "kW")
    assert (info.tooltip, info.saved_name, info.default) == ("How strong.", "strength", 2.0)
    with pytest.raises(UnknownName, match=r'no field "powr"\. Did you mean "power"'):
        schema_of(Engine).field("powr")


@pytest.mark.parametrize("value", [-0.1, 10.1, float("nan"), float("inf"), "5", None])
def test_limits_are_checked_where_a_component_enters_a_world(value):
    @component
    class Engine:
        power: float = field(2.0, min=0, max=10)

    world = World()
    with pytest.raises(BadValue, match=r"Engine\.power .* a number from 0 to 10"):
        world.spawn(Engine(power=value))
    assert world.count(Engine) == 0


@pytest.mark.parametrize(
    ("limits", "words"), [({"min": 1}, "at least 1"), ({"max": 1}, "at most 1")]
)
def test_limits_in_words(limits, words):
    @component
    class Engine:
        power: float = field(1.0, **limits)

    assert words in schema_of(Engine).field("power").limits()


def test_a_choice_nobody_declared_is_refused():
    with pytest.raises(UnknownName, match=r'no choice "opne"\. Did you mean "open"'):
        World().spawn(Everything(a_choice="opne"))


def test_hidden_fields_are_the_engines():
    @component
    class Walker:
        x: float = 1.0
        last_x: float = hidden(0.0, mirror="x")

    with pytest.raises(TypeError):
        Walker(last_x=2.0)
    assert [f.name for f in schema_of(Walker).visible] == ["x"]
    assert World().spawn(Walker(x=5.0))[Walker].last_x == 5.0


@pytest.mark.parametrize(
    ("annotation", "default"),
    [
        (float, "1"), (float, None), (float, True), (int, 1.5), (int, False), (int, "1"),
        (bool, 1), (bool, None), (Vec2, (1, 2)), (Color, (1, 1, 1, 1)), (LayerName, 3),
        (Mood, 1),
    ],
)  # fmt: skip
def test_a_default_of_another_type_is_refused(annotation, default):
    with pytest.raises(SchemaError, match=r"Made\.x is declared as .* its default is"):
        declared(annotation, default)


def test_a_whole_number_may_be_the_default_of_a_float():
    assert World().spawn(declared(float, 3)()).alive


def test_a_field_without_a_default_is_refused():
    with pytest.raises(SchemaError, match=r"Bare\.x has no default"):

        @component
        class Bare:
            x: float


def test_a_default_beyond_its_own_limits_is_refused():
    with pytest.raises(BadValue, match=r"Made\.x is -1"):
        declared(float, field(-1.0, min=0.0))


def test_a_default_that_is_no_choice_is_refused():
    with pytest.raises(UnknownName, match="lfet"):
        declared(str, field("lfet", choices=("left", "right")))


def test_types_written_as_text_are_understood():
    made = declared("Vec2 | None", None)
    assert schema_of(made).field("x").kind is Kind.OBJECT
    assert schema_of(declared("float", 1.0)).field("x").kind is Kind.FLOAT
    assert schema_of(declared("Entity | None", None)).field("x").kind is Kind.ENTITY


@pytest.mark.parametrize("cls", [int, object(), World])
def test_what_is_no_component_is_refused(cls):
    with pytest.raises(SchemaError, match="no component"):
        schema_of(cls)


def test_types_know_classes_by_name():
    types = Types([Transform])
    types.add(Transform)
    types.add(Sprite)
    assert ("Sprite" in types, "Body" in types, len(types)) == (True, False, 2)
    assert list(types) == [Transform, Sprite]
    assert types.get("Transform") is Transform
    with pytest.raises(UnknownName, match="Transform"):
        types.get("Trasform")


def test_two_classes_of_one_name_do_not_mix():
    other = component(type("Transform", (), {"__annotations__": {}}))
    with pytest.raises(SchemaError, match=r"Two components are called .Transform."):
        Types([Transform, other])
    Types([Transform])
    Types([other])


def test_types_take_components_only():
    with pytest.raises(SchemaError, match="no component"):
        Types([int])


def test_the_class_itself_is_no_instance():
    with pytest.raises(SchemaError, match=r"Give an instance, Transform\(\)"):
        zn.World().spawn(Transform)
